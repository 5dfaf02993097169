"""Where the genes of a target stand in the registers of others: HGNC, NCBI Gene, UniProt."""

from collections.abc import Iterator, Sequence

from dealgraph.schema.genes import genes
from dealgraph.schema.rdf.terms import iri, term
from dealgraph.schema.tables import several
from dealgraph.schema.vocabulary import TargetKind

HGNC = "https://identifiers.org/hgnc:{}"
NCBI_GENE = "https://identifiers.org/ncbigene:{}"
UNIPROT = "http://purl.uniprot.org/uniprot/{}"

_GENE, _PROTEIN, _SAME = map(term, ("dg:gene", "dg:protein", "skos:exactMatch"))


def gene_links(symbols: Sequence[str], kind: str) -> Iterator[tuple[str, str]]:
    """Give predicate and object for each gene and protein of a target, by its HGNC symbols.

    A target that is one gene is also the same thing there.
    """
    for symbol in symbols:
        row = genes().get(symbol)
        if row is None:
            continue
        hgnc = iri(HGNC.format(row["hgnc_id"].removeprefix("HGNC:")))
        yield _GENE, hgnc
        for protein in several(row["uniprot_ids"]):
            yield _PROTEIN, iri(UNIPROT.format(protein))
        if kind == TargetKind.GENE:
            yield _SAME, hgnc
            if row["ncbi_gene_id"]:
                yield _SAME, iri(NCBI_GENE.format(row["ncbi_gene_id"]))

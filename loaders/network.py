"""The edges that people walk: who licensed to whom, and from which country to which."""

from itertools import product

from dealgraph.graph.content import Content, EdgeKind
from dealgraph.loaders.identities import Identities
from dealgraph.loaders.life import FILTERS
from dealgraph.schema.vocabulary import CompanyKind


def add_network(owned: Content, deal: str, who: Identities) -> None:
    """Add LICENSED per licensor and licensee, and FLOW per distinct pair of countries.

    An undisclosed partner gets no LICENSED edge: a walk through it would connect deals that
    have nothing in common but that somebody was not named.
    """
    (node,) = owned.nodes["Deal"]
    shared = ("short", "type", "status", "announced", "announced_until", *FILTERS, "upfront_musd")
    licensed = {name: node.get(name) for name in shared}
    for licensor, licensee in product(who.licensors, who.licensees):
        if CompanyKind.UNDISCLOSED not in (licensor.kind, licensee.kind):
            owned.edge(EdgeKind("LICENSED", "Company", "Company"), licensor.id, licensee.id,
                       deal=deal, **licensed)  # fmt: skip
    pairs = dict.fromkeys(
        (licensor.country, licensee.country)
        for licensor, licensee in product(who.licensors, who.licensees)
        if licensor.country and licensee.country
    )
    for start, end in pairs:
        owned.edge(EdgeKind("FLOW", "Country", "Country"), start, end, deal=deal,
                   total_musd=node.get("total_musd"), **licensed)  # fmt: skip

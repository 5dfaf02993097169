"""How our terms relate to those of others, and the few terms that no property has.

Matches, never imports: FIBO, Biolink and ORG keep their meaning, and nobody has to load them.
"""

#: The same or nearly the same term elsewhere.
CLOSE = {
    "dg:Deal": ["fibo-ctr:Contract"],
    "dg:Licensor": ["fibo-lcap:Licensor"],
    "dg:Licensee": ["fibo-lcap:Licensee"],
    "dg:Target": ["biolink:GeneOrGeneProduct"],
    "dg:Event": ["schema:Event"],
    "dg:treats": ["biolink:treats"],
    "dg:announced": ["schema:startDate"],
    "dg:ended": ["schema:endDate"],
    "dg:gene": ["biolink:has_gene"],
    "dg:basedIn": ["schema:location"],
    "dg:partOf": ["schema:containedInPlace"],
    "schema:Drug": ["biolink:Drug"],
    "schema:MedicalCondition": ["biolink:Disease"],
    "schema:parentOrganization": ["org:subOrganizationOf"],
}
#: A wider term elsewhere.
BROADER = {
    "dg:licensor": ["fibo-ctr:hasContractParty"],
    "dg:licensee": ["fibo-ctr:hasContractParty"],
    "dg:covers": ["schema:about"],
    "dg:Account": ["prov:Entity"],
}
#: What else to look at.
RELATED = {
    name: ["schema:MonetaryAmount"]
    for name in ("dg:upfront", "dg:equity", "dg:nearTerm", "dg:milestones", "dg:total")
}
#: Properties that stand in no class of the model: what they mean, of what, and what they give.
MORE_PROPERTIES = {
    "dg:gene": ("gene of a target, at identifiers.org by its HGNC id", "dg:Target", ""),
    "dg:protein": ("protein of a target's gene, at UniProt", "dg:Target", ""),
    "dg:graphs": ("named graphs, one for each account", "void:Dataset", "xsd:integer"),
    "dg:statementsInGraphs": ("statements in named graphs", "void:Dataset", "xsd:integer"),
    "dg:records": ("deal records of a part", "void:Dataset", "xsd:integer"),
    "dg:rows": ("rows of a bundled table", "dcat:Dataset", "xsd:integer"),
    "dg:scheme": ("list that a property takes its values from", "rdf:Property", ""),
    "dg:unit": ("unit of a property's numbers", "rdf:Property", "xsd:string"),
}

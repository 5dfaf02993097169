"""The graph model: every label, edge and property, declared once; all else is derived from it."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from dealgraph.schema.vocabulary import (
    Activity,
    AssetKind,
    Bound,
    CompanyKind,
    DealStatus,
    DealType,
    EquityKind,
    EventKind,
    FollowsHow,
    InForce,
    Modality,
    NameKind,
    Phase,
    RightKind,
    ShownBy,
    Side,
    SourceKind,
    TargetKind,
)


@dataclass(frozen=True)
class P:
    """What is said of a property besides its type.

    `about` is one plain line; `rdf` its term as a CURIE; `unit` the unit of its number;
    `index` names the index that serves it (range, text, or "" for none). For RDF: `of` is the
    label of the thing whose key it holds, `language` that of its text, `match` the IRI by which
    others know what it identifies, with `{}` for the value. What is `local` means something in
    this graph only, and does not leave it as RDF.
    """

    about: str
    rdf: str
    unit: str = ""
    index: str = ""
    of: str = ""
    language: str = ""
    match: str = ""
    local: bool = False


MILLION = "millions of the deal's currency"
MUSD = "millions of US dollars"
#: Countries as the Publications Office of the European Union names them.
COUNTRY_AUTHORITY = "http://publications.europa.eu/resource/authority/country/{}"
BOUND = "how that amount bounds what is paid; missing: exactly"
DOUBTFUL = "from when it may have ended with a part that no field names: first possible day"
REPEATS = "reports the closing of a deal that counts already: counted and summed once"
IN_FORCE = "whether it is in force until `ended`; no from `ended_until`, in between uncertain"
SHORT = "year and upfront payment in a few signs, such as `2025 $1.2bn`; derived, for drawings"


class Element(BaseModel):
    """What nodes and edges have in common: strict, frozen properties."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    @classmethod
    def property_names(cls) -> dict[str, P]:
        """Give each property by its name in the graph, in the order of declaration."""
        return {
            field.alias or name: next(m for m in field.metadata if isinstance(m, P))
            for name, field in cls.model_fields.items()
        }


class Node(Element):
    """A node type: its label, key, IRI path, RDF class and caption.

    `caption` is the property that names a node; `drawn` the one that a drawing writes into it,
    where a name would be too long for that.
    """

    label: ClassVar[str]
    rdf: ClassVar[str]
    key: ClassVar[str] = "id"
    also: ClassVar[tuple[str, ...]] = ()
    path: ClassVar[str] = ""
    caption: ClassVar[str] = "name"
    drawn: ClassVar[str] = ""


NodeType = type[Node]  # inside Edge, `type` is the name of an edge


class Edge(Element):
    """An edge type: its name, its ends and its RDF term.

    `owns`: the end belongs to the start, is nothing without it, and is shown with it. A start has
    at `least` and at `most` so many such edges; None is any number.
    `drawn` is the property that a drawing writes along an edge; its type where there is none.
    """

    type: ClassVar[str]
    rdf: ClassVar[str]
    owns: ClassVar[bool] = False
    least: ClassVar[int] = 0
    most: ClassVar[int | None] = None
    start: ClassVar[tuple[NodeType, ...]]
    end: ClassVar[tuple[NodeType, ...]]
    drawn: ClassVar[str] = ""


# --- nodes ---------------------------------------------------------------------------------------


class Company(Node):
    """Who makes deals."""

    label, rdf, path = "Company", "schema:Organization", "companies"
    id: Annotated[str, P("slug", "dcterms:identifier")]
    name: Annotated[str, P("English name used in deals", "skos:prefLabel", language="en")]
    kind: Annotated[CompanyKind, P("what it is", "dg:companyKind")]
    registered: Annotated[bool | None, P("stands in the bundled register", "dg:registered")] = None
    deals: Annotated[
        int, P("deals it is a party to; derived, for ordering", "dg:dealCount", index="range")
    ] = 0


class Asset(Node):
    """What is licensed: a substance, a programme, a platform, or something undisclosed."""

    label, rdf, path = "Asset", "schema:Drug", "assets"
    id: Annotated[
        str, P("slug of a substance's name; `{deal}-a{n}` otherwise", "dcterms:identifier")
    ]
    name: Annotated[str, P("usual name", "skos:prefLabel", index="range")]
    kind: Annotated[AssetKind, P("how much of it is known", "dg:assetKind")]
    modality: Annotated[Modality | None, P("kind of medicine", "dg:modality", index="range")] = None
    unii: Annotated[
        str | None,
        P("FDA substance identifier", "dg:unii", index="range",
          match="https://identifiers.org/unii:{}"),
    ] = None  # fmt: skip


class Target(Node):
    """What assets act on."""

    label, rdf, path = "Target", "dg:Target", "targets"
    id: Annotated[str, P("HGNC symbol, or a slug where it is no single gene", "dcterms:identifier")]
    name: Annotated[str, P("symbol or usual name", "skos:prefLabel")]
    kind: Annotated[TargetKind, P("what it is", "dg:targetKind")]
    genes: Annotated[list[str] | None, P("HGNC symbols of its genes", "dg:geneSymbol")] = None


class Indication(Node):
    """What an asset treats."""

    label, rdf, path = "Indication", "schema:MedicalCondition", "indications"
    id: Annotated[str, P("slug of its name", "dcterms:identifier")]
    name: Annotated[str, P("as the records write it", "skos:prefLabel")]


class Country(Node):
    """A country of ISO 3166-1."""

    label, rdf, path, key = "Country", "schema:Country", "countries", "code"
    also = ("Place",)
    code: Annotated[str, P("ISO 3166-1 alpha-2", "skos:notation")]
    name: Annotated[str, P("English short name", "skos:prefLabel", language="en")]
    iso3: Annotated[str, P("ISO 3166-1 alpha-3", "dg:iso3", match=COUNTRY_AUTHORITY)]
    name_zh: Annotated[str | None, P("Chinese name", "skos:prefLabel", language="zh")] = None


class Region(Node):
    """A named group of countries, as statisticians or contracts use it."""

    label, rdf, path, key = "Region", "dg:Region", "regions", "code"
    also = ("Place",)
    code: Annotated[str, P("UN M49 number, EU, EZ, or x-...", "skos:notation")]
    name: Annotated[str, P("English name", "skos:prefLabel", language="en")]


class Deal(Node):
    """A partnership: who granted what to whom, when, and on which terms."""

    label, rdf, path, caption, drawn = "Deal", "dg:Deal", "deals", "title", "short"
    id: Annotated[str, P("month, licensor and licensee", "dcterms:identifier")]
    title: Annotated[str, P("licensor - licensee: assets", "skos:prefLabel")]
    short: Annotated[str, P(SHORT, "dg:short", local=True)]
    text: Annotated[
        str, P("names in it, folded, for searching", "dg:searchText", index="text", local=True)
    ]
    type: Annotated[DealType, P("main form", "dg:dealType", index="range")]
    status: Annotated[DealStatus, P("as last known", "dg:status")]
    announced: Annotated[dt.date, P("first possible day", "dg:announced", index="range")]
    announced_until: Annotated[dt.date, P("last possible day", "dg:announcedUntil")]
    ended: Annotated[dt.date | None, P("first possible day of the end", "dg:ended")] = None
    ended_until: Annotated[dt.date | None, P("last possible day of the end", "dg:endedUntil")] = (
        None
    )
    end_undated: Annotated[bool | None, P("it ended, nobody says when", "dg:endUndated")] = None
    closed: Annotated[dt.date | None, P("first possible day of the closing", "dg:closed")] = None
    closed_until: Annotated[
        dt.date | None, P("last possible day of the closing", "dg:closedUntil")
    ] = None
    first_status: Annotated[
        DealStatus, P("status until a dated event changes it", "dg:firstStatus")
    ]
    in_force: Annotated[InForce, P(IN_FORCE, "dg:inForce")]
    latest: Annotated[
        dt.date, P("latest date of announcement, events and sources", "dg:latest", index="range")
    ]
    loaded: Annotated[
        dt.datetime,
        P("when its records last changed here", "dcterms:modified", index="range", local=True),
    ]
    exclusive: Annotated[bool | None, P("exclusive grant", "dg:exclusive")] = None
    territory: Annotated[str | None, P("territory as the record words it", "dg:territory")] = None
    currency: Annotated[str | None, P("ISO 4217, of all its amounts", "schema:currency")] = None
    upfront: Annotated[float | None, P("upfront payment", "dg:upfront", MILLION)] = None
    equity: Annotated[float | None, P("equity part", "dg:equity", MILLION)] = None
    upfront_includes_equity: Annotated[
        bool | None, P("the upfront holds the equity", "dg:upfrontIncludesEquity")
    ] = None
    near_term: Annotated[
        float | None, P("upfront and near-term payments together", "dg:nearTerm", MILLION)
    ] = None
    milestones: Annotated[
        float | None, P("potential milestones, at most", "dg:milestones", MILLION)
    ] = None
    total: Annotated[float | None, P("potential total, at most", "dg:total", MILLION)] = None
    upfront_bound: Annotated[Bound | None, P(BOUND, "dg:upfrontBound")] = None
    equity_bound: Annotated[Bound | None, P(BOUND, "dg:equityBound")] = None
    near_term_bound: Annotated[Bound | None, P(BOUND, "dg:nearTermBound")] = None
    milestones_bound: Annotated[Bound | None, P(BOUND, "dg:milestonesBound")] = None
    total_bound: Annotated[Bound | None, P(BOUND, "dg:totalBound")] = None
    upfront_musd: Annotated[
        float | None, P("upfront payment", "dg:upfrontMusd", MUSD, index="range")
    ] = None
    equity_musd: Annotated[float | None, P("equity part", "dg:equityMusd", MUSD)] = None
    near_term_musd: Annotated[
        float | None, P("upfront and near-term payments", "dg:nearTermMusd", MUSD)
    ] = None
    milestones_musd: Annotated[
        float | None, P("potential milestones, at most", "dg:milestonesMusd", MUSD)
    ] = None
    total_musd: Annotated[
        float | None, P("potential total, at most", "dg:totalMusd", MUSD, index="range")
    ] = None
    fx_rate: Annotated[
        float | None, P("US dollars for one unit, ECB reference rate", "dg:fxRate")
    ] = None
    fx_date: Annotated[
        str | None, P("day of the rate; the month where it is a month's mean", "dg:fxDate")
    ] = None
    equity_kind: Annotated[EquityKind | None, P("which way equity goes", "dg:equityKind")] = None
    royalties: Annotated[str | None, P("royalties in words", "dg:royalties")] = None
    royalty_tiered: Annotated[bool | None, P("royalties rise in tiers", "dg:royaltyTiered")] = None
    royalty_low: Annotated[float | None, P("lowest rate", "dg:royaltyLow", "percent")] = None
    royalty_high: Annotated[float | None, P("highest rate", "dg:royaltyHigh", "percent")] = None
    royalty_band_low: Annotated[
        float | None, P("lowest rate that the words stand for", "dg:royaltyBandLow", "percent")
    ] = None
    royalty_band_high: Annotated[
        float | None, P("highest rate that the words stand for", "dg:royaltyBandHigh", "percent")
    ] = None
    follows: Annotated[
        str | None, P("id of the deal it follows", "dg:followsId", index="range")
    ] = None
    follows_how: Annotated[FollowsHow | None, P("how it follows that deal", "dg:followsHow")] = None
    family: Annotated[
        str | None,
        P("id of the first of the deals that follow one another; missing: alone", "dg:family"),
    ] = None
    terms: Annotated[
        str | None,
        P("id of the first deal whose terms it amends, exercises or closes", "dg:terms"),
    ] = None
    repeats: Annotated[bool | None, P(REPEATS, "dg:repeats")] = None
    inferred: Annotated[list[str] | None, P("fields not from a cited source", "dg:inferred")] = None
    note: Annotated[str | None, P("what the fields cannot hold", "skos:note")] = None


class Right(Node):
    """What a deal grants on an asset."""

    label, rdf, path, caption = "Right", "dg:Right", "rights", "kind"
    id: Annotated[str, P("`{deal}-r{n}`", "dcterms:identifier")]
    kind: Annotated[RightKind, P("what it is", "dg:rightKind")]
    activities: Annotated[list[Activity] | None, P("what it allows", "dg:activity")] = None
    exclusive: Annotated[bool | None, P("exclusive grant", "dg:exclusive")] = None
    scope: Annotated[str | None, P("field of use, such as non-oncology", "dg:scope")] = None
    wording: Annotated[str | None, P("territory as the record words it", "dg:territory")] = None
    licensor_share: Annotated[
        float | None, P("licensor's share", "dg:licensorShare", "percent")
    ] = None
    licensee_share: Annotated[
        float | None, P("licensee's share", "dg:licenseeShare", "percent")
    ] = None
    commercial: Annotated[bool, P("lets its holder sell, as far as is told", "dg:commercial")]
    vague: Annotated[
        list[str] | None, P("words of its territory without known places", "dg:vagueTerritory")
    ] = None
    vague_exclude: Annotated[
        list[str] | None, P("excluded words without known places", "dg:vagueExclusion")
    ] = None
    since: Annotated[dt.date, P("first possible day from which it holds", "dg:since")]
    since_until: Annotated[dt.date, P("last possible day of the same", "dg:sinceUntil")]
    until: Annotated[dt.date | None, P("first possible day of its end", "dg:until")] = None
    until_until: Annotated[dt.date | None, P("last possible day of its end", "dg:untilUntil")] = (
        None
    )
    ended_undated: Annotated[bool | None, P("it ended, nobody says when", "dg:endUndated")] = None
    doubtful: Annotated[dt.date | None, P(DOUBTFUL, "dg:doubtfulSince")] = None
    doubtful_until: Annotated[
        dt.date | None, P("last possible day of the same", "dg:doubtfulSinceUntil")
    ] = None
    kept: Annotated[str | None, P("what is kept beyond its end, in words", "dg:kept")] = None
    licensor_side: Annotated[
        bool | None, P("what the licensor had: stands above the deal's grants", "dg:licensorSide")
    ] = None
    came_from: Annotated[
        str | None,
        P("id of the right it was made of: an option, a wider or an earlier one", "dg:cameFrom",
          of="Right"),
    ] = None  # fmt: skip
    completes: Annotated[
        str | None,
        P("id of the right whose vague exclusion it adds: the two have all of it", "dg:completes",
          of="Right"),
    ] = None  # fmt: skip


class Event(Node):
    """Something that happened to a deal."""

    label, rdf, path, caption = "Event", "dg:Event", "events", "kind"
    id: Annotated[str, P("`{deal}-e{n}`", "dcterms:identifier")]
    kind: Annotated[EventKind, P("what happened", "dg:eventKind")]
    date: Annotated[dt.date | None, P("first possible day", "dg:date", index="range")] = None
    date_until: Annotated[dt.date | None, P("last possible day", "dg:dateUntil")] = None
    effective: Annotated[dt.date | None, P("first possible day it took effect", "dg:effective")] = (
        None
    )
    effective_until: Annotated[
        dt.date | None, P("last possible day it took effect", "dg:effectiveUntil")
    ] = None
    by: Annotated[Side | None, P("which side acted", "dg:by")] = None
    what: Annotated[str | None, P("which part, in words", "dg:what")] = None
    assets: Annotated[list[str] | None, P("which assets, as written", "dg:partAsset")] = None
    territory: Annotated[str | None, P("where, as the record words it", "dg:territory")] = None
    kept: Annotated[str | None, P("what the side that lets go keeps", "dg:kept")] = None
    to: Annotated[str | None, P("company that something passes to, as written", "dg:to")] = None


class Source(Node):
    """A publication."""

    label, rdf, path, caption = "Source", "schema:CreativeWork", "sources", "publisher"
    id: Annotated[str, P("host and a hash of the address", "dcterms:identifier")]
    url: Annotated[str | None, P("address; missing where a text has none", "schema:url")] = None
    publisher: Annotated[str | None, P("who published it", "schema:publisher", index="range")] = (
        None
    )
    published: Annotated[dt.date | None, P("first possible day", "schema:datePublished")] = None
    kind: Annotated[SourceKind | None, P("what kind of publisher", "dg:sourceKind")] = None


class Account(Node):
    """What one publication says about one deal, in its own figures."""

    label, rdf, path, caption = "Account", "dg:Account", "accounts", "id"
    drawn = "publisher"
    id: Annotated[str, P("`{deal}--{source}`", "dcterms:identifier")]
    dataset: Annotated[str, P("dataset of the record that cites it", "dg:dataset")]
    position: Annotated[int, P("its place among the record's sources", "dg:position")]
    publisher: Annotated[str | None, P("as the record names it", "dg:citedPublisher")] = None
    published: Annotated[dt.date | None, P("first possible day", "schema:datePublished")] = None
    published_until: Annotated[dt.date | None, P("last possible day", "dg:publishedUntil")] = None
    kind: Annotated[SourceKind | None, P("what kind of publisher", "dg:sourceKind")] = None
    says: Annotated[
        str | None, P("the record's fields that it states itself, as JSON", "dg:says")
    ] = None


class Claim(Node):
    """One figure of a deal as one account tells it; only where accounts are told apart.

    A figure of a deal without claims rests on the deal's accounts as a whole.
    """

    label, rdf, path, caption = "Claim", "dg:Claim", "claims", "field"
    id: Annotated[str, P("`{deal}-c{n}`", "dcterms:identifier")]
    field: Annotated[str, P("which figure, as the record calls it", "dg:field", index="range")]
    told: Annotated[list[str], P("what the account tells, in words", "dg:told")]
    amount: Annotated[float | None, P("the amount it tells", "dg:amount", "millions")] = None
    currency: Annotated[str | None, P("ISO 4217, of the amount", "schema:currency")] = None
    own: Annotated[
        bool, P("it tells this itself; false: its record as a whole does", "dg:statesItself")
    ]
    agrees: Annotated[
        bool | None, P("with the value that is shown; missing: none is", "dg:agrees", index="range")
    ] = None
    difference: Annotated[
        float | None, P("from the amount that is shown, as a share of it", "dg:difference")
    ] = None
    shown_by: Annotated[
        ShownBy | None, P("what chose the value that is shown; missing: none is", "dg:shownBy")
    ] = None
    dataset: Annotated[str, P("dataset of the record that tells it", "dg:dataset")]


class Name(Node):
    """A normalised form of a name; two things on one name is what ambiguous means."""

    label, rdf, path, key, caption = "Name", "dg:Name", "names", "key", "key"
    # Both a unique range index (prefix) and a text index (inside the name) serve searches.
    key_: Annotated[str, P("dealgraph.schema.names.key of the text", "dg:key", index="text")] = (
        Field(alias="key")
    )


class Record(Node):
    """One deal record as loaded; the graph is a function of these. Linked to nothing."""

    label, rdf, path, key, caption = "Record", "dg:Record", "records", "key", "key"
    key_: Annotated[str, P("`{dataset}#{deal}`", "dcterms:identifier")] = Field(alias="key")
    dataset: Annotated[str, P("named with the load", "dg:dataset", index="range")]
    deal: Annotated[str, P("id of its deal", "dg:deal", index="range", of="Deal")]
    json_: Annotated[str, P("the record, canonical JSON, names as written", "dg:json")] = Field(
        alias="json"
    )
    file: Annotated[str, P("file it came from", "dg:file", local=True)]
    line: Annotated[int, P("line or row in the file", "dg:line", local=True)]
    checksum: Annotated[str, P("sha256 of the JSON", "dg:checksum")]
    created: Annotated[dt.datetime, P("when it first came", "dcterms:created", local=True)]
    changed: Annotated[dt.datetime, P("when it last changed", "dcterms:modified", local=True)]


class Graph(Node):
    """The one node about the graph itself."""

    label, rdf, path, caption = "Graph", "dcat:Dataset", "datasets", "title"
    id: Annotated[str, P("always `graph`", "dcterms:identifier")]
    title: Annotated[str, P("name of the dataset", "dcterms:title")]
    revision: Annotated[
        int, P("raised with every batch that changed something", "dg:revision", local=True)
    ]
    deals: Annotated[int, P("deals in the graph", "dg:dealCount")]
    data_as_of: Annotated[dt.date | None, P("latest date of any deal", "dg:dataAsOf")] = None
    reference: Annotated[
        str, P("checksum of register and tables it was made with", "dg:reference", local=True)
    ]
    decisions: Annotated[
        str | None, P("decisions about names that it was made with", "dg:decisions", local=True)
    ] = None


# --- edges ---------------------------------------------------------------------------------------


class Licensor(Edge):
    """The company that grants or sells in a deal."""

    type, rdf, start, end = "LICENSOR", "dg:licensor", (Deal,), (Company,)
    least = 1
    country: Annotated[str | None, P("seat at the announcement", "dg:seat", of="Country")] = None
    names: Annotated[
        list[str] | None, P("names as written, for companies outside the register", "dg:asWritten")
    ] = None


class Licensee(Edge):
    """The company that receives in a deal."""

    type, rdf, start, end = "LICENSEE", "dg:licensee", (Deal,), (Company,)
    least = 1
    country: Annotated[str | None, P("seat at the announcement", "dg:seat", of="Country")] = None
    names: Annotated[
        list[str] | None, P("names as written, for companies outside the register", "dg:asWritten")
    ] = None


class Assignee(Edge):
    """The company that rights of the deal passed to later; no party to the deal itself."""

    type, rdf, start, end = "ASSIGNEE", "dg:assignee", (Deal,), (Company,)
    names: Annotated[
        list[str] | None, P("names as written, for companies outside the register", "dg:asWritten")
    ] = None


class Licensed(Edge):
    """One per licensor, licensee and deal: the network that people walk. Derived."""

    type, rdf, start, end = "LICENSED", "dg:licensed", (Company,), (Company,)
    drawn = "short"
    deal: Annotated[str, P("id of the deal", "dg:deal", index="range", of="Deal")]
    short: Annotated[str, P(SHORT, "dg:short", local=True)]
    deal_type: Annotated[DealType, P("main form", "dg:dealType")] = Field(alias="type")
    status: Annotated[DealStatus, P("as last known", "dg:status")]
    announced: Annotated[dt.date, P("first possible day", "dg:announced")]
    announced_until: Annotated[dt.date, P("last possible day", "dg:announcedUntil")]
    in_force: Annotated[InForce, P(IN_FORCE, "dg:inForce")]
    ended: Annotated[dt.date | None, P("first possible day of the end", "dg:ended")] = None
    ended_until: Annotated[dt.date | None, P("last possible day of the end", "dg:endedUntil")] = (
        None
    )
    repeats: Annotated[bool | None, P(REPEATS, "dg:repeats")] = None
    upfront_musd: Annotated[float | None, P("upfront payment", "dg:upfrontMusd", MUSD)] = None


class Flow(Edge):
    """One per deal and distinct pair of countries, licensor's to licensee's. Derived."""

    type, rdf, start, end = "FLOW", "dg:flow", (Country,), (Country,)
    drawn = "short"
    deal: Annotated[str, P("id of the deal", "dg:deal", index="range", of="Deal")]
    short: Annotated[str, P(SHORT, "dg:short", local=True)]
    deal_type: Annotated[DealType, P("main form", "dg:dealType")] = Field(alias="type")
    status: Annotated[DealStatus, P("as last known", "dg:status")]
    announced: Annotated[dt.date, P("first possible day", "dg:announced", index="range")]
    announced_until: Annotated[dt.date, P("last possible day", "dg:announcedUntil")]
    in_force: Annotated[InForce, P(IN_FORCE, "dg:inForce")]
    ended: Annotated[dt.date | None, P("first possible day of the end", "dg:ended")] = None
    ended_until: Annotated[dt.date | None, P("last possible day of the end", "dg:endedUntil")] = (
        None
    )
    repeats: Annotated[bool | None, P(REPEATS, "dg:repeats")] = None
    upfront_musd: Annotated[float | None, P("upfront payment", "dg:upfrontMusd", MUSD)] = None
    total_musd: Annotated[float | None, P("potential total, at most", "dg:totalMusd", MUSD)] = None


class Covers(Edge):
    """The deal is about the asset; stage and indications are those at signing."""

    type, rdf, start, end = "COVERS", "dg:covers", (Deal,), (Asset,)
    least = 1
    position: Annotated[int, P("its place in the record", "dg:position")]
    phase: Annotated[Phase | None, P("furthest stage anywhere at signing", "dg:phase")] = None
    indications: Annotated[list[str] | None, P("as written", "dg:indicationWording")] = None
    indication_ids: Annotated[
        list[str] | None, P("ids of the same", "dg:indication", of="Indication")
    ] = None
    targets: Annotated[list[str] | None, P("ids of its targets", "dg:target", of="Target")] = None
    modality: Annotated[Modality | None, P("as the record has it", "dg:modality")] = None
    names: Annotated[list[str], P("its names, the usual one first", "dg:asWritten")]


class Targets(Edge):
    """The asset acts on the target: union over its deals."""

    type, rdf, start, end = "TARGETS", "dg:targets", (Asset,), (Target,)


class MemberOf(Edge):
    """The target belongs to the other: a form to its gene, a gene or part to its family."""

    type, rdf, start, end = "MEMBER_OF", "dg:memberOf", (Target,), (Target,)


class Treats(Edge):
    """The asset is meant for the indication: union over its deals."""

    type, rdf, start, end = "TREATS", "dg:treats", (Asset,), (Indication,)


class OriginatedBy(Edge):
    """Who made the asset: from the register, else the licensors of its earliest deal."""

    type, rdf, start, end = "ORIGINATED_BY", "dg:originatedBy", (Asset,), (Company,)
    inferred: Annotated[bool, P("taken from its earliest deal", "dg:isInferred")]


class BasedIn(Edge):
    """Where a company has its headquarters."""

    type, rdf, start, end = "BASED_IN", "dg:basedIn", (Company,), (Country,)
    most = 1


class PartOf(Edge):
    """The country is a member of the region."""

    type, rdf, start, end = "PART_OF", "dg:partOf", (Country,), (Region,)
    certain: Annotated[bool, P("false: only some contracts count it in", "dg:certain")]


class SubsidiaryOf(Edge):
    """The company belongs to the other."""

    type, rdf, start, end = "SUBSIDIARY_OF", "schema:parentOrganization", (Company,), (Company,)
    most = 1
    since: Annotated[
        dt.date | None, P("first possible day; missing: always, or not known", "dg:since")
    ] = None


class Grants(Edge):
    """The deal grants the right."""

    type, rdf, start, end = "GRANTS", "dg:grants", (Deal,), (Right,)
    owns = True


class On(Edge):
    """The right is on the asset."""

    type, rdf, start, end = "ON", "dg:on", (Right,), (Asset,)
    least, most = 1, 1


class HeldBy(Edge):
    """The company holds the right."""

    type, rdf, start, end = "HELD_BY", "dg:heldBy", (Right,), (Company,)
    least, most = 1, 1


class Includes(Edge):
    """The right is for the place."""

    type, rdf, start, end = "INCLUDES", "dg:includes", (Right,), (Country, Region)


class Excludes(Edge):
    """The right is not for the place."""

    type, rdf, start, end = "EXCLUDES", "dg:excludes", (Right,), (Country, Region)


class MayInclude(Edge):
    """The right may or may not be for the country: what was cut out of it cannot be told."""

    type, rdf, start, end = "MAY_INCLUDE", "dg:mayInclude", (Right,), (Country,)


class HasEvent(Edge):
    """The event happened to the deal."""

    type, rdf, start, end = "HAS_EVENT", "dg:hasEvent", (Deal,), (Event,)
    owns = True


class ReportedIn(Edge):
    """The account reports the deal or the event."""

    type, rdf, start, end = "REPORTED_IN", "prov:wasDerivedFrom", (Deal, Event), (Account,)
    owns = True


class By(Edge):
    """The account is by the source."""

    type, rdf, start, end = "BY", "prov:hadPrimarySource", (Account,), (Source,)
    least, most = 1, 1


class States(Edge):
    """The account makes the claim."""

    type, rdf, start, end = "STATES", "dg:states", (Account,), (Claim,)
    owns = True


class Follows(Edge):
    """The deal follows another."""

    type, rdf, start, end = "FOLLOWS", "dg:follows", (Deal,), (Deal,)
    how: Annotated[FollowsHow, P("how it follows", "dg:how")]


class KnownAs(Edge):
    """The thing goes by the name."""

    type, rdf = "KNOWN_AS", "dg:knownAs"
    start, end = (Company, Asset, Target), (Name,)
    text: Annotated[str, P("as written", "dg:text")]
    language: Annotated[str | None, P("BCP 47, such as zh-Hans or ja", "dcterms:language")] = None
    kind: Annotated[NameKind, P("what the name is to the thing", "dg:nameKind")]
    since: Annotated[dt.date | None, P("first day", "dg:since")] = None
    until: Annotated[dt.date | None, P("last day", "dg:until")] = None


NODES: dict[str, type[Node]] = {node.label: node for node in Node.__subclasses__()}
EDGES: dict[str, type[Edge]] = {edge.type: edge for edge in Edge.__subclasses__()}
#: What a parameter or column type such as `company` is in the graph.
THINGS: dict[str, type[Node]] = {
    "company": Company,
    "asset": Asset,
    "target": Target,
    "indication": Indication,
    "country": Country,
    "region": Region,
    "deal": Deal,
    "source": Source,
}


def node_type(labels: frozenset[str] | set[str]) -> type[Node]:
    """Give the node type of a node by its labels; KeyError when the model has none of them."""
    for label in labels:
        if label in NODES:
            return NODES[label]
    raise KeyError(", ".join(sorted(labels)))

"""The closed lists of words that records, questions and the graph share."""

from enum import StrEnum


class DealType(StrEnum):
    """The main form of a deal."""

    LICENSE = "license"
    OPTION = "option"
    COLLABORATION = "collaboration"
    CO_DEVELOPMENT = "co-development"
    ASSET_PURCHASE = "asset-purchase"
    ACQUISITION = "acquisition"
    NEWCO = "newco"
    DISTRIBUTION = "distribution"
    EQUITY = "equity"


class DealStatus(StrEnum):
    """What was last known of a deal; `announced` does not say that it is still in force."""

    ANNOUNCED = "announced"
    CLOSED = "closed"
    TERMINATED = "terminated"
    RUMOURED = "rumoured"


class InForce(StrEnum):
    """Whether a deal is in force on a day: announced by then, and not ended.

    Uncertain: it ended some time in a month or year that holds the day. Unknown since
    announcement: it ended, and nobody says when.
    """

    YES = "yes"
    NO = "no"
    UNCERTAIN = "uncertain"
    UNKNOWN = "unknown since announcement"


class OptionState(StrEnum):
    """What has become of an option by a day; it ends with its deal if nobody took it up."""

    OUTSTANDING = "outstanding"
    EXERCISED = "exercised"
    LAPSED = "lapsed"
    ENDED = "ended"
    UNCERTAIN = "uncertain"


class Modality(StrEnum):
    """The kind of medicine an asset is; antisense oligonucleotides are `other`."""

    SMALL_MOLECULE = "small molecule"
    MONOCLONAL_ANTIBODY = "monoclonal antibody"
    BISPECIFIC_ANTIBODY = "bispecific antibody"
    TRISPECIFIC_ANTIBODY = "trispecific antibody"
    ANTIBODY_DRUG_CONJUGATE = "antibody-drug conjugate"
    FUSION_PROTEIN = "fusion protein"
    PEPTIDE = "peptide"
    CELL_THERAPY = "cell therapy"
    GENE_THERAPY = "gene therapy"
    SIRNA = "siRNA"
    MRNA = "mRNA"
    VACCINE = "vaccine"
    DEGRADER = "PROTAC/degrader"
    RADIOLIGAND = "radioligand"
    T_CELL_ENGAGER = "T-cell engager"
    OTHER = "other"


class Phase(StrEnum):
    """Furthest stage anywhere at signing, in ascending order."""

    DISCOVERY = "discovery"
    PRECLINICAL = "preclinical"
    PHASE_1 = "phase 1"
    PHASE_1_2 = "phase 1/2"
    PHASE_2 = "phase 2"
    PHASE_2_3 = "phase 2/3"
    PHASE_3 = "phase 3"
    FILED = "filed"
    APPROVED = "approved"


class EventKind(StrEnum):
    """What can happen to a deal."""

    ANNOUNCED = "announced"
    CLOSED = "closed"
    AMENDED = "amended"
    OPTION_EXERCISED = "option exercised"
    OPTION_LAPSED = "option lapsed"
    TERMINATED = "terminated"
    RIGHTS_RETURNED = "rights returned"
    MILESTONE = "milestone"
    ASSIGNED = "assigned"


class Side(StrEnum):
    """Which side of a deal did something."""

    LICENSOR = "licensor"
    LICENSEE = "licensee"
    BOTH = "both"


class Role(StrEnum):
    """The role a company is asked about in."""

    LICENSOR = "licensor"
    LICENSEE = "licensee"
    EITHER = "either"


class RightKind(StrEnum):
    """What a right is; `assignment` is the right that an asset purchase passes on for good."""

    LICENCE = "licence"
    OPTION = "option"
    CO_DEVELOPMENT = "co-development"
    CO_COMMERCIALISATION = "co-commercialisation"
    RETAINED = "retained"
    PROFIT_SHARE = "profit share"
    ASSIGNMENT = "assignment"
    DISTRIBUTION = "distribution"


class Activity(StrEnum):
    """What a right allows its holder to do."""

    DEVELOP = "develop"
    MANUFACTURE = "manufacture"
    COMMERCIALISE = "commercialise"


class FollowsHow(StrEnum):
    """How a deal follows another."""

    AMENDS = "amends"
    EXERCISES = "exercises"
    CLOSES = "closes"
    SUBLICENSES = "sublicenses"
    ONWARD_SALE = "onward sale"
    RELICENSES = "relicenses"
    ACQUIRES_LICENSOR = "acquires licensor"


class SourceKind(StrEnum):
    """Who publishes a source."""

    COMPANY = "company"
    REGULATOR = "regulator"
    WIRE = "wire"
    TRADE_PRESS = "trade press"
    AGGREGATOR = "aggregator"
    OTHER = "other"


class EquityKind(StrEnum):
    """Which way the equity of a deal goes."""

    INVESTMENT_IN_LICENSOR = "investment in licensor"
    SHARES_IN_LICENSEE = "shares in licensee"
    STAKE_OF_LICENSOR = "stake of licensor"


class CompanyKind(StrEnum):
    """What a party is; `newco` was formed to take up licensed assets."""

    COMPANY = "company"
    ACADEMIC = "academic"
    NEWCO = "newco"
    UNDISCLOSED = "undisclosed"


class AssetKind(StrEnum):
    """How much of an asset is known."""

    SUBSTANCE = "substance"
    PROGRAMME = "programme"
    PLATFORM = "platform"
    UNDISCLOSED = "undisclosed"


class TargetKind(StrEnum):
    """What a target is."""

    GENE = "gene"
    ISOFORM = "isoform"
    VARIANT = "variant"
    COMPLEX = "complex"
    FAMILY = "family"
    FUSION = "fusion"
    CLASS = "class"
    NON_HUMAN = "non-human"
    NON_PROTEIN = "non-protein"
    RNA = "rna"


class Bound(StrEnum):
    """How an amount bounds what is paid."""

    EXACTLY = "exactly"
    UP_TO = "up to"
    AT_LEAST = "at least"
    MORE_THAN = "more than"
    ABOUT = "about"


class ShownBy(StrEnum):
    """What chose the value that is shown: see dealgraph.schema.preference."""

    ONLY = "only"
    AGREED = "agreed"
    CURATED = "curated"
    COMPANY = "company"
    REGULATOR = "regulator"
    WIRE = "wire"
    TRADE_PRESS = "trade press"
    AGGREGATOR = "aggregator"
    LATER = "later"
    DATASET = "dataset"


class NameKind(StrEnum):
    """What a name is to the thing it names."""

    NAME = "name"
    SHORT = "short"
    FORMER = "former"
    LEGAL = "legal"
    LOCAL = "local"
    PINYIN = "pinyin"
    SUBSIDIARY = "subsidiary"
    BRAND = "brand"
    TICKER = "ticker"
    SYMBOL = "symbol"
    ALIAS = "alias"


class Level(StrEnum):
    """What the two ends of a flow are."""

    COUNTRY = "country"
    REGION = "region"


class Period(StrEnum):
    """How long the steps of a series are."""

    YEAR = "year"
    HALF_YEAR = "half-year"
    QUARTER = "quarter"
    ALL = "all"


class Measure(StrEnum):
    """What dealmakers are ranked by."""

    DEALS = "deals"
    UPFRONT = "upfront"
    TOTAL = "total"


class Match(StrEnum):
    """How the targets of an asset fit those that are asked for."""

    AT_LEAST = "at least"
    EXACTLY = "exactly"


class ThingKind(StrEnum):
    """What a search can find."""

    COMPANY = "company"
    ASSET = "asset"
    TARGET = "target"


class Holding(StrEnum):
    """Whether somebody may sell an asset somewhere on a day; `no`: not, or not any more."""

    YES = "yes"
    OPTION = "option"
    ORIGINATOR = "originator"
    UNCERTAIN = "uncertain"
    UNKNOWN = "unknown"
    NO = "no"


class Overlap(StrEnum):
    """Why two companies hold one exclusive right; `fault` when nothing tells."""

    SUBLICENCE = "sublicence"
    JOINT = "joint"
    FAULT = "fault"


#: The name by which a question file refers to each list, as in `enum:deal-type`.
VOCABULARIES: dict[str, type[StrEnum]] = {
    "deal-type": DealType,
    "deal-status": DealStatus,
    "in-force": InForce,
    "option-state": OptionState,
    "modality": Modality,
    "phase": Phase,
    "event-kind": EventKind,
    "side": Side,
    "role": Role,
    "right-kind": RightKind,
    "activity": Activity,
    "follows-how": FollowsHow,
    "source-kind": SourceKind,
    "shown-by": ShownBy,
    "equity-kind": EquityKind,
    "bound": Bound,
    "company-kind": CompanyKind,
    "asset-kind": AssetKind,
    "target-kind": TargetKind,
    "name-kind": NameKind,
    "level": Level,
    "period": Period,
    "measure": Measure,
    "match": Match,
    "thing-kind": ThingKind,
    "holding": Holding,
    "overlap": Overlap,
}

"""One deal record: what a line of a deals file may say, and what it must not.

Numbers and words stay as written. A field that is not known is left out: never 0, never null.
"""

import json
from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    StrictBool,
    StrictInt,
    Tag,
    ValidationInfo,
    field_validator,
    model_validator,
)

from dealgraph.schema.amounts import AMOUNTS, AmountField, with_amounts
from dealgraph.schema.dates import first_day, last_day
from dealgraph.schema.places import resolve
from dealgraph.schema.values import (
    Amount,
    AtLeastOne,
    CountryCode,
    CurrencyCode,
    Day,
    Fault,
    Month,
    Name,
    Percent,
    Several,
    Slug,
    TerritoryWord,
    Text,
    WebAddress,
    fault,
    name_key,
    raise_faults,
)
from dealgraph.schema.vocabulary import (
    Activity,
    Bound,
    DealStatus,
    DealType,
    EquityKind,
    EventKind,
    FollowsHow,
    Modality,
    Phase,
    RightKind,
    Side,
    SourceKind,
)

#: The events that end a deal or a part of it.
ENDINGS = (EventKind.TERMINATED, EventKind.RIGHTS_RETURNED, EventKind.OPTION_LAPSED)


class _Part(BaseModel):
    """What all parts of a record share: no unknown fields, no null, never changed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @field_validator("*", mode="before")
    @classmethod
    def _not_null(cls, value: object, info: ValidationInfo) -> object:
        # The currency is checked even when it is left out (see _Terms), so None reaches this.
        if value is None and info.field_name != "currency":
            raise fault("must not be null: leave out what is not known")
        return value


class Party(_Part):
    """A company as the record names it; `country` is its seat (alpha-2) at the announcement."""

    name: Name
    country: CountryCode | None = None
    aliases: Several[Name] = ()


class AssetRecord(_Part):
    """An asset as it was at the time of the deal."""

    name: Name
    aliases: Several[Name] = ()
    targets: Several[Name] = ()
    modality: Modality | None = None
    indications: Several[Name] = ()
    phase: Phase | None = None


class Territory(_Part):
    """Where a right holds: country codes, region codes or listed words."""

    include: AtLeastOne[TerritoryWord]
    exclude: Several[TerritoryWord] = ()

    @field_validator("exclude")
    @classmethod
    def _not_included(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        included = {resolve(word) or word for word in info.data.get("include", ())}
        raise_faults(
            ((index,), word, "is both included and excluded")
            for index, word in enumerate(value)
            if (resolve(word) or word) in included
        )
        return value


class Royalties(_Part):
    """A share of sales in percent; tiered when it grows with them."""

    tiered: StrictBool | None = None
    low: Percent | None = None
    high: Percent | None = None

    @field_validator("high")
    @classmethod
    def _above_low(cls, value: float, info: ValidationInfo) -> float:
        if (low := info.data.get("low")) is not None and value < low:
            raise fault(f"must not be below low ({low})")
        return value


def _royalties_form(value: object) -> str:
    return "<text>" if isinstance(value, str) else "<terms>"


# Told apart by form: a plain pydantic union would report a fault once for each of its members.
RoyaltyTerms = Annotated[
    Annotated[Royalties, Tag("<terms>")] | Annotated[Text, Tag("<text>")],
    Discriminator(_royalties_form),
]


class _Terms(_Part):
    """What a deal grants and what is paid for it; amounts in millions of `currency`, at most.

    An amount may be written as text, such as `US$1.2bn` or `up to 12亿元`: see schema/amounts.py.
    """

    territory: Territory | None = None
    exclusive: StrictBool | None = None
    upfront: Amount | None = None
    equity: Amount | None = None
    upfront_includes_equity: StrictBool | None = None
    near_term: Amount | None = None
    milestones: Amount | None = None
    total: Amount | None = None
    royalties: RoyaltyTerms | None = None
    equity_kind: EquityKind | None = None
    bounds: dict[AmountField, Bound] = Field(default_factory=dict)
    note: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _read_amounts(cls, given: object) -> object:
        return with_amounts(given) if isinstance(given, dict) else given

    @field_validator("bounds")
    @classmethod
    def _of_amounts(cls, value: dict[str, Bound], info: ValidationInfo) -> dict[str, Bound]:
        raise_faults(
            ((name,), bound, "bounds an amount that is not given")
            for name, bound in value.items()
            if name in info.data and info.data[name] is None
        )
        return value

    @field_validator("near_term", "total")
    @classmethod
    def _not_below_its_parts(cls, value: float, info: ValidationInfo) -> float:
        upfront = info.data.get("upfront")
        if upfront is not None and value < upfront:
            raise fault(f"must not be below upfront ({upfront})")
        return value


class Says(_Terms):
    """What one source says of the deal, where it differs from the record or alone says it.

    Amounts are in the record's currency unless the source has its own.
    """

    type: DealType | None = None
    status: DealStatus | None = None
    announced: Month | None = None
    licensors: AtLeastOne[Party] | None = None
    licensees: AtLeastOne[Party] | None = None
    assets: AtLeastOne[AssetRecord] | None = None
    currency: CurrencyCode | None = None


class SourceRecord(_Part):
    """A publication that the record rests on: an address, a publisher, or both."""

    url: WebAddress | None = None
    publisher: Name | None = None
    date: Day | None = None
    kind: SourceKind | None = None
    says: Says | None = None

    @model_validator(mode="after")
    def _findable(self) -> Self:
        if self.url is None and self.publisher is None:
            raise fault("must have a url or a publisher")
        return self


class EventRecord(_Part):
    """Something that happened to the deal; `source` is an index into the record's sources.

    Of the whole deal unless `what` names a part in words, or `assets` and `territory` do so in
    fields. `kept` is what the side that lets go keeps; `to` the company that something passes to.
    """

    kind: EventKind
    date: Day | None = None
    effective: Day | None = None
    by: Side | None = None
    source: Annotated[StrictInt, Field(ge=0)] | None = None
    what: Text | None = None
    assets: Several[Name] = ()
    territory: Territory | None = None
    kept: Text | None = None
    to: Name | None = None


class Share(_Part):
    """Who gets how much of the profit, in percent; what is missing up to 100 is not known."""

    licensor: Percent | None = None
    licensee: Percent | None = None

    @field_validator("licensee")
    @classmethod
    def _at_most_all(cls, value: float, info: ValidationInfo) -> float:
        if (licensor := info.data.get("licensor")) is not None and licensor + value > 100:
            raise fault(f"must not exceed 100 together with licensor ({licensor})")
        return value


class RightRecord(_Part):
    """A right on some of the deal's assets; for them it replaces the deal's territory.

    It holds from the deal's announcement until its end, unless `since` and `until` say otherwise.
    """

    assets: AtLeastOne[Name]
    kind: RightKind
    activities: Several[Activity] = ()
    exclusive: StrictBool | None = None
    scope: Text | None = None
    territory: Territory | None = None
    holder: Name | None = None
    share: Share | None = None
    since: Day | None = None
    until: Day | None = None

    @field_validator("until")
    @classmethod
    def _not_before_since(cls, value: str, info: ValidationInfo) -> str:
        if (since := info.data.get("since")) is not None and last_day(value) < first_day(since):
            raise fault(f"must not be before since ({since})")
        return value


class Follows(_Part):
    """The earlier deal, by id, that this one builds on."""

    deal: Slug
    how: FollowsHow


class DealRecord(_Terms):
    """One deal as published: parties, assets, terms, life and sources (data/DEAL-RECORD.md).

    `id` may be left out; the loader then makes one of month, licensor and licensee.
    """

    id: Slug | None = None
    type: DealType
    status: DealStatus
    announced: Month
    licensors: AtLeastOne[Party]
    licensees: AtLeastOne[Party]
    assets: AtLeastOne[AssetRecord]
    sources: AtLeastOne[SourceRecord]
    # Checked even when it is left out: an amount without a currency is a fault.
    currency: Annotated[CurrencyCode | None, Field(validate_default=True)] = None
    events: Several[EventRecord] = ()
    rights: Several[RightRecord] = ()
    follows: Follows | None = None
    inferred: Several[Name] = ()

    @field_validator("currency")
    @classmethod
    def _given_with_amounts(cls, value: str | None, info: ValidationInfo) -> str | None:
        given = [name for name in AMOUNTS if info.data.get(name) is not None]
        if value is None and given:
            raise fault(f"must be given, as there is an amount ({', '.join(given)})")
        return value

    @field_validator("licensees")
    @classmethod
    def _on_one_side(cls, value: tuple[Party, ...], info: ValidationInfo) -> tuple[Party, ...]:
        licensors = {name_key(party.name) for party in info.data.get("licensors", ())}
        raise_faults(
            ((index, "name"), party.name, "is both licensor and licensee")
            for index, party in enumerate(value)
            if name_key(party.name) in licensors
        )
        return value

    @field_validator("events")
    @classmethod
    def _sourced(
        cls, value: tuple[EventRecord, ...], info: ValidationInfo
    ) -> tuple[EventRecord, ...]:
        if sources := info.data.get("sources"):
            raise_faults(
                ((index, "source"), event.source, f"must be an index below {len(sources)}")
                for index, event in enumerate(value)
                if event.source is not None and event.source >= len(sources)
            )
        return value

    @field_validator("events", "rights")
    @classmethod
    def _on_its_assets(
        cls, value: tuple[EventRecord | RightRecord, ...], info: ValidationInfo
    ) -> tuple[EventRecord | RightRecord, ...]:
        if "assets" in info.data:
            raise_faults(_strangers(value, {asset.name for asset in info.data["assets"]}))
        return value

    @field_validator("rights")
    @classmethod
    def _held_by_a_party(
        cls, value: tuple[RightRecord, ...], info: ValidationInfo
    ) -> tuple[RightRecord, ...]:
        if {"licensors", "licensees"} <= info.data.keys():
            parties = {party.name for party in info.data["licensors"] + info.data["licensees"]}
            raise_faults(
                ((index, "holder"), right.holder, "is no party of this deal")
                for index, right in enumerate(value)
                if right.holder is not None and right.holder not in parties
            )
        return value

    @field_validator("follows")
    @classmethod
    def _follows_another(cls, value: Follows, info: ValidationInfo) -> Follows:
        if value.deal == info.data.get("id"):
            raise_faults([(("deal",), value.deal, "must be another deal")])
        return value

    @field_validator("inferred")
    @classmethod
    def _names_fields(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        raise_faults(
            ((index,), name, "is no field of a deal, a party or an asset")
            for index, name in enumerate(value)
            if name not in _INFERABLE
        )
        return value


_INFERABLE = {field for part in (DealRecord, Party, AssetRecord) for field in part.model_fields}


def _strangers(parts: tuple[EventRecord | RightRecord, ...], assets: set[str]) -> Iterator[Fault]:
    for index, part in enumerate(parts):
        for place, name in enumerate(part.assets):
            if name not in assets:
                yield (index, "assets", place), name, "is no asset of this deal"


def parse(text: str) -> DealRecord:
    """Read a record from its JSON. Raises ValidationError (see `problems`)."""
    return DealRecord.model_validate_json(text)


def canonical(record: DealRecord) -> str:
    """Write a record as JSON that depends on what it says only: sorted keys, no unset fields."""
    fields = record.model_dump(mode="json", exclude_unset=True, exclude_none=True)
    return json.dumps(
        fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )

"""Who makes the synthetic deals: companies by rank, the first of them hubs, some registered."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, count, islice, product
from typing import Any

from dealgraph.schema import register
from dealgraph.schema.names import key
from dealgraph.schema.vocabulary import CompanyKind

#: Companies for one deal.
SHARE = 0.3
#: Every third rank belongs to a company of the register, until it is used up.
REGISTERED_EVERY = 3
_SYLLABLES = [f"{a}{b}" for a, b in product("bcdfghjklmnprstvz", "aeiou")]
_CHINESE = "安百博辰达恩方格海恒华济嘉健金君康科乐力丽绿迈美明诺普奇启仁瑞赛圣石思泰天万维"
_FORMS = ("Pharma", "Therapeutics", "Bio", "Biosciences", "Medicines", "Oncology")
_COUNTRIES = {"US": 34, "CN": 26, "JP": 7, "GB": 5, "DE": 5, "KR": 5, "CH": 4, "FR": 4, "CA": 2,
              "DK": 2, "BE": 1, "SE": 1, "IL": 1, "NL": 1, "AU": 1, "IN": 1}  # fmt: skip


@dataclass(frozen=True)
class Company:
    """A company as its deals name it; `code` begins the codes of its assets."""

    name: str
    country: str | None
    aliases: tuple[str, ...]
    code: str

    def party(self) -> dict[str, Any]:
        """Give the company as a record has it."""
        party: dict[str, Any] = {"name": self.name}
        if self.country:
            party["country"] = self.country
        if self.aliases:
            party["aliases"] = list(self.aliases)
        return party


class Companies:
    """All companies of a graph. The company of rank n makes about 1/n as many deals as the first.

    At 20,000 deals the first has some 4,000, the hundredth 40, and most have one or two.
    """

    def __init__(self, deals: int, chance: random.Random) -> None:
        self._chance = chance
        self.all = list(islice(_companies(chance), max(6, round(deals * SHARE))))
        self._weights = list(accumulate(1 / rank for rank in range(1, len(self.all) + 1)))

    def some(self, number: int) -> list[Company]:
        """Draw so many different companies."""
        drawn: dict[str, Company] = {}
        while len(drawn) < number:
            (company,) = self._chance.choices(self.all, cum_weights=self._weights)
            drawn[company.name] = company
        return list(drawn.values())


def _companies(chance: random.Random) -> Iterator[Company]:
    registered = _registered()
    for number in count():
        known = next(registered, None) if number % REGISTERED_EVERY == 0 else None
        yield known or _invented(number, chance)


def _registered() -> Iterator[Company]:
    """Give the register's companies, those with the most names first, without traps."""
    known = sorted(register.companies().values(), key=lambda c: (-len(c.names), c.id))
    for number, company in enumerate(known):
        sure = key(company.name) not in register.traps() and not company.parent
        if sure and company.kind is CompanyKind.COMPANY:
            yield Company(company.name, company.country, (), f"R{_letters(number)}")


def _invented(number: int, chance: random.Random) -> Company:
    """Make up a company whose names no other has: they spell its number."""
    name = f"{_spelt(number)} {chance.choice(_FORMS)}"
    chinese = _in_chinese(number)
    aliases = {0: (), 1: (_spelt(number),), 2: (chinese,), 3: (_spelt(number), chinese)}
    (country,) = chance.choices(list(_COUNTRIES), list(_COUNTRIES.values()))
    return Company(name, country, aliases[chance.choice((0, 0, 1, 2, 3))], f"X{_letters(number)}")


def _spelt(number: int) -> str:
    # The syllables of one number stand far apart, so that neighbours do not look alike.
    mixed = number * 262_147 % len(_SYLLABLES) ** 3
    first, rest = divmod(mixed, len(_SYLLABLES) ** 2)
    second, third = divmod(rest, len(_SYLLABLES))
    return "".join(_SYLLABLES[n] for n in (first, second, third)).capitalize() + "x"


def _in_chinese(number: int) -> str:
    signs = []
    for _ in range(4):
        number, sign = divmod(number, len(_CHINESE))
        signs.append(_CHINESE[sign])
    return "".join(signs) + "医药"


def _letters(number: int) -> str:
    letters = ""
    for _ in range(3):
        number, letter = divmod(number, 26)
        letters += chr(ord("A") + letter)
    return letters

"""Synthetic deals in the shape of the bundled ones: as many as asked for, from one seed."""

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks.companies import Companies, Company
from dealgraph.schema import targets
from dealgraph.schema.tables import rows
from dealgraph.schema.vocabulary import Modality, Phase

SEED = 20_260_101
FIRST_DAY = date(2015, 1, 1)
DAYS = 4_200  # to the middle of 2026

_TYPES = {"license": 62, "collaboration": 16, "co-development": 8, "option": 7, "newco": 3,
          "asset-purchase": 2, "acquisition": 1, "distribution": 1}  # fmt: skip
_STATUS = {"announced": 79, "closed": 11, "terminated": 8, "rumoured": 2}
_CURRENCIES = {"USD": 88, "EUR": 5, "CNY": 3, "JPY": 2, "GBP": 2}
_TERRITORIES = (
    {"include": ["worldwide"]},
    {"include": ["worldwide"], "exclude": ["greater China"]},
    {"include": ["worldwide"], "exclude": ["CN", "HK", "MO", "TW"]},
    {"include": ["US", "CA", "europe"]},
    {"include": ["JP"]},
    {"include": ["greater China"]},
)
_PUBLISHERS = ("PR Newswire", "Business Wire", "GlobeNewswire", "Fierce Biotech", "Endpoints News",
               "BioSpace", "STAT", "Reuters", "HKEXnews", "SEC EDGAR")  # fmt: skip
_SITES = ("solid", "haematological", "metastatic", "severe", "early", "refractory", "paediatric")
_DISEASES = ("lung cancer", "breast cancer", "lymphoma", "asthma", "psoriasis", "lupus", "obesity",
             "type 2 diabetes", "hypertension", "migraine", "hepatitis B", "gout")  # fmt: skip


class Deals:
    """The deals of one seed; the same number and seed always give the same records."""

    def __init__(self, number: int, seed: int = SEED) -> None:
        self.number = number
        self._chance = random.Random(seed)
        self._companies = Companies(number, self._chance)
        self._targets = _target_words()
        self._earlier: dict[str, list[dict[str, Any]]] = {}

    def records(self) -> Iterator[dict[str, Any]]:
        """Make the records one after another; to be called once."""
        for number in range(self.number):
            yield self._record(number)

    def _record(self, number: int) -> dict[str, Any]:
        chance = self._chance
        day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
        licensors, licensees = self._sides()
        record = {
            "id": f"{day:%Y-%m}-synthetic-{number:06d}",
            "type": _weighted(chance, _TYPES),
            "status": _weighted(chance, _STATUS),
            "announced": f"{day:%Y-%m}" if chance.random() < 0.3 else day.isoformat(),
            "licensors": [company.party() for company in licensors],
            "licensees": [company.party() for company in licensees],
            "assets": self._assets(number, licensors[0]),
            **self._terms(),
            "sources": list(self._sources(number, day)),
        }
        events = list(self._events(record["status"], day))
        return record | ({"events": events} if events else {})

    def _sides(self) -> tuple[list[Company], list[Company]]:
        two = 2 if self._chance.random() < 0.03 else 1
        drawn = self._companies.some(two + 1)
        return drawn[:two], drawn[two:]

    def _assets(self, number: int, maker: Company) -> list[dict[str, Any]]:
        """Make one to three assets; some are substances of which an earlier deal told."""
        (several,) = self._chance.choices((1, 2, 3), (88, 8, 4))
        known = self._earlier.setdefault(maker.name, [])
        assets = [self._asset(f"{maker.code}-{number % 100_000:05d}", 0)]
        assets += [self._asset(f"{maker.code} programme {n}", n) for n in range(2, several + 1)]
        if known and self._chance.random() < 0.15:
            assets[0] = self._chance.choice(known)
        elif self._chance.random() < 0.5:
            known.append(assets[0])
        return assets

    def _asset(self, name: str, position: int) -> dict[str, Any]:
        chance = self._chance
        asset: dict[str, Any] = {"name": name}
        if chance.random() < 0.3 and not position:
            asset["aliases"] = [f"{name}A"]
        if chance.random() < 0.8:
            asset["targets"] = self._some_targets()
            asset["modality"] = chance.choice(list(Modality)).value
        if chance.random() < 0.9:
            asset["indications"] = list(dict.fromkeys(self._indication() for _ in range(2)))
            asset["phase"] = chance.choice(list(Phase)).value
        return asset

    def _some_targets(self) -> list[str]:
        # A few targets have most of the deals, as PD-1 and HER2 do.
        number = self._chance.choice((1, 1, 1, 2))
        drawn = [int(len(self._targets) * self._chance.random() ** 3) for _ in range(number)]
        return list(dict.fromkeys(self._targets[n] for n in drawn))

    def _indication(self) -> str:
        return f"{self._chance.choice(_SITES)} {self._chance.choice(_DISEASES)}"

    def _terms(self) -> dict[str, Any]:
        chance = self._chance
        terms: dict[str, Any] = {}
        if chance.random() < 0.8:
            terms["territory"] = chance.choice(_TERRITORIES)
            terms["exclusive"] = True
        if chance.random() < 0.95:
            terms["currency"] = _weighted(chance, _CURRENCIES)
            upfront = round(chance.lognormvariate(3.5, 1.2), 1)
            terms |= {"upfront": upfront} if chance.random() < 0.74 else {}
            terms["total"] = round(upfront * chance.uniform(2, 20), 1)
            terms |= {"royalties": {"tiered": True}} if chance.random() < 0.4 else {}
        return terms

    def _sources(self, number: int, day: date) -> Iterator[dict[str, Any]]:
        (several,) = self._chance.choices((1, 2, 3), (30, 45, 25))
        for place in range(several):
            publisher = self._chance.choice(_PUBLISHERS)
            host = publisher.lower().replace(" ", "-")
            yield {
                "url": f"https://{host}.example/{day:%Y}/{number:06d}-{place}",
                "publisher": publisher,
                "date": (day + timedelta(days=place)).isoformat(),
            }

    def _events(self, status: str, day: date) -> Iterator[dict[str, Any]]:
        later = (day + timedelta(days=self._chance.randrange(30, 900))).isoformat()
        if status == "terminated":
            yield {"kind": "terminated", "date": later, "by": "licensee", "source": 0}
        elif status == "closed":
            yield {"kind": "closed", "date": later, "source": 0}
        elif self._chance.random() < 0.12:
            yield {"kind": "amended", "date": later, "what": "one more indication", "source": 0}


def write(path: Path, number: int, seed: int = SEED) -> Path:
    """Write the deals as a JSONL file that `dealgraph load` takes."""
    with path.open("w", encoding="utf-8") as file:
        for record in Deals(number, seed).records():
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return path


def _weighted(chance: random.Random, weights: dict[str, int]) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]


def _target_words() -> list[str]:
    """Give the words of deal texts that stand for one target each, in the order of the table."""
    words = [row["name"] for row in rows("target_slang.tsv") if row["kind"] != "refused"]
    return [word for word in words if len(targets.resolve(word)) == 1]

"""The published tables and lists that are measured against, read where they lie: `shared/data` beside the checkout.

They are not ours to carry, so they are left where they are; `folder` is None where they are not at hand.
"""

import csv
import json
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

import pycountry

from events_app.domain.match_facts import Fact, revealed_advantages
from events_app.domain.sectors import SECTORS
from events_app.reference import demo
from events_app.reference.factbook import codes, entry, text_at
from events_app.reference.facts import partners_in

Pairs = Mapping[str, Mapping[str, float]]
"""Home -> partner -> figure, by ISO alpha-2 codes; the tables are symmetric."""
COAUTHORED, INDEX = "coauthored_publications_pairs.csv", "index_of_collaboration_pairs.csv"
FAMILIES = "patent_families_wipo35_country.csv"
DOUBTFUL = "doubtful"


@cache
def folder() -> Path | None:
    """`shared/data` beside the checkout, or further up."""
    here = Path(__file__).resolve()
    return next((place for above in here.parents if (place := above / "shared" / "data").is_dir()), None)


def _rows(name: str) -> list[dict[str, str]]:
    place = folder()
    if place is None:
        raise FileNotFoundError(name)
    with (place / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _code(iso3: str) -> str:
    found = pycountry.countries.get(alpha_3=iso3)
    if found is None:
        raise LookupError(iso3)
    return str(found.alpha_2)


@cache
def pairs(name: str, year: int) -> Pairs:
    """Joint publications (COAUTHORED: articles; INDEX: 1 is as many as the sizes of both let expect), 46 economies."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for row in _rows(name):
        found[_code(row["iso3_a"])][_code(row["iso3_b"])] = float(row[f"y{year}"])
    return MappingProxyType(found)


@cache
def advantages(years: str) -> Mapping[str, Mapping[int, Fact]]:
    """Revealed advantages by country and field, out of patent families of `years`: 2011_2015 or 2016_2020."""
    counts = {
        (_code(row["iso3"]), int(row["wipo_field_no"])): float(row[f"sum_{years}"])
        for row in _rows(FAMILIES)
        if row["wipo_field_no"] != "0" and row[f"sum_{years}"]
    }
    found: dict[str, dict[int, Fact]] = defaultdict(dict)
    for (code, number), value in revealed_advantages(counts).items():
        found[code][number] = Fact(value, int(years[-4:]))
    return MappingProxyType(found)


@cache
def fairs() -> Mapping[str, Mapping[str, int]]:
    """Sector -> country or region -> how many real exhibition series are held there, doubtful ones left out.

    The series are those of exhibitions.csv; their sectors are read from the demonstration's form of it, which names
    them by the calendar's codes. Fairs of all sectors belong to none.
    """
    series = json.loads((demo.DATA / "series.json").read_text(encoding="utf-8"))["series"]
    sectors = {row["slug"]: row["sectors"] for row in series}
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in _rows("exhibitions.csv"):
        for sector in sectors.get(row["slug"], ()) if row["check_result"] != DOUBTFUL else ():
            if sector in SECTORS:
                found[sector][row["country_iso2"]] += 1
    return MappingProxyType(found)


@cache
def suppliers() -> Pairs:
    """Supplier -> country or region -> per cent of its imports that come from there, as the Factbook lists them."""
    return _traded("Imports - partners", of_other=True)


@cache
def customers() -> Pairs:
    """Seller -> country or region -> per cent of its exports that go there, as the Factbook lists them."""
    return _traded("Exports - partners", of_other=False)


def _traded(field: str, *, of_other: bool) -> Pairs:
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for code in codes():
        listed = partners_in(text_at((entry(code) or {}).get("Economy", {}), field))
        for one in listed.partners if listed else ():
            if one.country and one.share_percent and one.country != code:
                home, partner = (one.country, code) if of_other else (code, one.country)
                found[home][partner] = float(one.share_percent)
    return MappingProxyType(found)

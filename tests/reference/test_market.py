"""Imports and industries of the Factbook, read as sectors of the calendar."""

import pytest

from events_app.domain.match_facts import Fact
from events_app.domain.sector_words import SectorWord, WordKind
from events_app.domain.sectors import SECTORS
from events_app.reference.factbook import codes
from events_app.reference.locales import rows_of
from events_app.reference.market import (
    home_share,
    import_standing,
    industry_sectors,
    items_met,
    listing_of,
    sectors_of,
    sectors_of_import,
    sectors_of_industry,
    shipped,
)

FRAGMENTS = {
    "entrepot trade",
    "high-technology innovator",
    "highly diversified",
    "raw materials",
    "second-largest industrial output in the world",
    "technology",
    "world leader in gross value of industrial output",
    "world leading",
}
"""What the Factbook's lists of industries hold beside industries."""


def test_every_import_in_the_factbook_is_decided() -> None:
    met = items_met(WordKind.IMPORT)

    assert len(met) == 146
    assert [item for item in met if shipped(WordKind.IMPORT, item) is None] == []
    assert {row["item"] for row in rows_of("import_words.csv")} == set(met)


def test_all_but_a_few_mentions_of_industries_are_decided() -> None:
    met = items_met(WordKind.INDUSTRY)
    undecided = {item for item in met if shipped(WordKind.INDUSTRY, item) is None}

    assert len(met) == 663
    assert undecided == FRAGMENTS
    assert 1 - sum(met[item] for item in undecided) / sum(met.values()) == pytest.approx(0.9957, abs=0.0001)


def test_every_industry_that_is_named_alone_stands_in_the_factbook() -> None:
    assert {row["item"] for row in rows_of("industry_words.csv")} <= set(items_met(WordKind.INDUSTRY))


def test_every_pattern_finds_an_industry_that_no_row_of_its_own_decides() -> None:
    alone = {row["item"] for row in rows_of("industry_words.csv")}
    read = " | ".join(set(items_met(WordKind.INDUSTRY)) - alone).lower()
    words = [row["pattern"].rstrip("*") for row in rows_of("industry_patterns.csv")]

    assert [word for word in words if word not in read] == []


@pytest.mark.parametrize("name", ["import_words.csv", "industry_words.csv", "industry_patterns.csv"])
def test_every_row_is_of_known_sectors_and_says_what_it_is(name: str) -> None:
    rows = rows_of(name)
    key = next(iter(rows[0]))

    assert len({row[key] for row in rows}) == len(rows)
    assert {code for row in rows for code in row["sectors"].split()} <= SECTORS.keys()
    assert all(row["kind"] for row in rows)


@pytest.mark.parametrize(
    ("item", "sectors"),
    [
        ("refined petroleum", ("oil-gas",)),
        ("packaged medicine", ("pharma",)),
        ("excavation machinery", ("construction", "metallurgy-mining")),
        ("fertilizers", ("chemicals", "agriculture")),
        ("gold", ()),
        ("ships", ()),
        ("moon rock", ()),
    ],
)
def test_an_import_is_read_by_its_row(item: str, sectors: tuple[str, ...]) -> None:
    assert sectors_of_import(item) == sectors


@pytest.mark.parametrize(
    ("item", "sectors"),
    [
        ("textiles", ("textiles",)),
        ("Textiles and footwear", ("textiles", "consumer")),
        ("palm oil", ("agriculture", "food")),
        ("oil", ("oil-gas",)),
        ("oilseed mills", ("agriculture", "food")),
        ("machine-building", ("industry",)),
        ("mining (diamonds, gold, and iron)", ("metallurgy-mining",)),
        ("tourism", ()),
        ("tourism (particularly skiing)", ()),
        ("technology", ()),
    ],
)
def test_an_industry_is_read_by_its_row_or_by_its_words(item: str, sectors: tuple[str, ...]) -> None:
    assert sectors_of_industry(item) == sectors


def test_no_sector_is_a_decision_and_no_word_is_none() -> None:
    assert sectors_of(WordKind.INDUSTRY, "tourism") == ()
    assert sectors_of(WordKind.INDUSTRY, "technology") is None
    assert sectors_of(WordKind.IMPORT, "textiles and footwear") is None


def test_a_decision_stands_before_what_is_shipped_and_only_for_its_kind() -> None:
    overrides = frozenset(
        {
            SectorWord(WordKind.IMPORT, "ships", ("industry",)),
            SectorWord(WordKind.IMPORT, "textiles", ()),
            SectorWord(WordKind.INDUSTRY, "technology", ("smart-city", "ict")),
        }
    )

    assert sectors_of_import("ships", overrides) == ("industry",)
    assert sectors_of_import("textiles", overrides) == ()
    assert sectors_of_industry("textiles", overrides) == ("textiles",)
    assert sectors_of_industry("technology", overrides) == ("ict", "smart-city")


def test_a_sector_stands_where_the_best_of_its_goods_does() -> None:
    # Refined petroleum, copper ore, ships, electricity, trucks.
    assert import_standing("NA") == {
        "oil-gas": 1.0,
        "metallurgy-mining": 0.875,
        "power": 0.625,
        "solar-energy": 0.625,
        "automotive": 0.5,
    }
    assert import_standing("NA", frozenset({SectorWord(WordKind.IMPORT, "ships", ("automotive",))})) == {
        "oil-gas": 1.0,
        "metallurgy-mining": 0.875,
        "automotive": 0.75,
        "power": 0.625,
        "solar-energy": 0.625,
    }


def test_industries_are_a_set_of_sectors() -> None:
    mining = SectorWord(WordKind.INDUSTRY, "mining", ())

    assert industry_sectors("NA") == frozenset({"agriculture", "food", "metallurgy-mining"})
    assert industry_sectors("NA", frozenset({mining})) == frozenset({"agriculture", "food"})


def test_what_has_no_list_is_none() -> None:
    assert listing_of(WordKind.IMPORT, "GF") is None
    assert import_standing("GF") is None
    assert industry_sectors("GF") is None
    assert home_share("GF", "CN") is None
    assert home_share("XX", "CN") is None


def test_every_country_has_standings_between_a_half_and_one() -> None:
    found = [standings for code in codes() if (standings := import_standing(code)) is not None]

    assert len(found) == 236
    assert {sector for standings in found for sector in standings} <= SECTORS.keys()
    assert all(0.5 <= value <= 1 for standings in found for value in standings.values())


def test_the_share_from_home_is_zero_where_partners_are_listed_without_it() -> None:
    assert home_share("NA", "CN") == Fact(9.0, 2023, "factbook")
    assert home_share("NA", "BR") == Fact(0.0, 2023, "factbook")

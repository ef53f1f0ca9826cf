"""Economic facts with year and source; what is not stated is None."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events_app.reference import factbook
from events_app.reference.countries import all_codes
from events_app.reference.facts import (
    Figure,
    ImportPartner,
    ImportPartners,
    Listing,
    amount_in,
    facts,
    listing_in,
    partners_in,
    percent_in,
)


def test_namibia_is_read_from_its_own_entry() -> None:
    found = facts("NA")

    assert found is not None
    assert found.gdp_usd == Figure(Decimal(13_372_000_000), 2024, "factbook")
    assert found.growth_percent == Figure(Decimal("3.7"), 2024, "factbook")
    assert found.imports_usd == Figure(Decimal(9_199_000_000), 2024, "factbook")
    assert found.import_commodities == Listing(
        ("refined petroleum", "copper ore", "ships", "electricity", "trucks"), 2023, "en", "factbook"
    )
    assert found.import_partners == ImportPartners(
        (
            ImportPartner("South Africa", "ZA", Decimal(36)),
            ImportPartner("China", "CN", Decimal(9)),
            ImportPartner("India", "IN", Decimal(7)),
            ImportPartner("UAE", "AE", Decimal(4)),
            ImportPartner("USA", "US", Decimal(3)),
        ),
        2023,
        "en",
        "factbook",
    )
    assert found.industries == Listing(("mining", "tourism", "fishing", "agriculture"), None, "en", "factbook")


@pytest.mark.parametrize(
    ("code", "gdp_usd", "year"),
    [
        ("NO", 483_727_000_000, 2024),
        ("HK", 407_107_000_000, 2024),
        ("TW", 611_391_000_000, 2023),
        ("XK", 11_149_000_000, 2024),
        ("LA", 16_503_000_000, 2024),
        ("SZ", 4_892_000_000, 2024),
        ("TR", 1_323_000_000_000, 2024),
        ("DE", 4_660_000_000_000, 2024),
    ],
)
def test_gdp_is_in_dollars_with_its_year(code: str, gdp_usd: int, year: int) -> None:
    found = facts(code)

    assert found is not None
    assert found.gdp_usd == Figure(Decimal(gdp_usd), year)


def test_codes_that_mean_other_countries_in_the_factbook_are_mapped() -> None:
    partners = {code: entry.import_partners for code in ("CH", "CN", "AU", "AT") if (entry := facts(code))}

    assert {code: found.partners[0].country for code, found in partners.items() if found} == {
        "CH": "DE",
        "CN": "KR",
        "AU": "CN",
        "AT": "DE",
    }


def test_what_the_factbook_does_not_state_is_none_and_never_zero() -> None:
    liechtenstein = facts("LI")
    western_sahara = facts("EH")

    assert liechtenstein is not None
    assert (liechtenstein.growth_percent, liechtenstein.imports_usd, liechtenstein.import_partners) == (None,) * 3
    assert western_sahara is not None
    assert (western_sahara.gdp_usd, western_sahara.imports_usd) == (None, None)
    assert western_sahara.import_commodities == Listing(("fuel for fishing fleet", "foodstuffs"), None)


def test_a_region_without_an_entry_has_no_facts() -> None:
    assert facts("AX") is None
    assert facts("GF") is None
    assert facts("ZZ") is None


def test_observers_keep_their_remark() -> None:
    found = facts("NA")

    assert found is not None
    remarks = {one.organisation: one.remark for one in found.organisations if one.organisation in {"CPLP", "WTO"}}
    assert remarks == {"CPLP": "associate observer", "WTO": None}


def test_languages_are_one_sentence_wherever_the_factbook_puts_them() -> None:
    laos, kosovo = facts("LA"), facts("XK")

    assert laos is not None
    assert laos.languages == Listing(("Lao (official), French, English, various ethnic languages",), None)
    assert kosovo is not None
    assert kosovo.languages is not None
    assert kosovo.languages.items[0].startswith("Albanian (official) 94.5%")
    assert kosovo.languages.year == 2011


def test_every_entry_maps_to_one_code_and_most_are_filled() -> None:
    entries = [entry for code in factbook.codes() if (entry := facts(code))]

    assert set(factbook.codes()) <= set(all_codes())
    assert len(entries) == len(factbook.codes()) == 243
    assert sum(entry.gdp_usd is not None for entry in entries) == 225
    assert sum(entry.imports_usd is not None for entry in entries) == 211
    assert sum(entry.industries is not None for entry in entries) == 233


def test_every_import_partner_is_a_country_or_region_that_we_know() -> None:
    unknown = {
        partner.name
        for code in factbook.codes()
        if (entry := facts(code)) and entry.import_partners
        for partner in entry.import_partners.partners
        if partner.country is None
    }

    assert unknown == set()


def test_no_markup_is_left_in_any_text() -> None:
    for code in factbook.codes():
        found = facts(code)
        assert found is not None
        for listing in (found.import_commodities, found.industries, found.languages):
            assert not any(re.search(r"</?[a-z]|&\w+;", item) for item in (listing.items if listing else ()))


def test_a_less_than_sign_before_a_number_is_no_markup() -> None:
    rwanda = facts("RW")

    assert rwanda is not None
    assert rwanda.languages is not None
    assert "French (official) <0.1%, English (official) <0.1%" in rwanda.languages.items[0]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("$4.66 trillion (2024 est.)", Figure(Decimal(4_660_000_000_000), 2024)),
        ("$494.229 million (2010 est.)", Figure(Decimal(494_229_000), 2010)),
        ("$1,250 (2020)", Figure(Decimal(1250), 2020)),
        ("$3 billion (FY2012/13 est.)", Figure(Decimal(3_000_000_000), 2012)),
        ("$3 billion", None),
        ("NA", None),
        ("", None),
        (None, None),
    ],
)
def test_amounts_need_a_year(text: str | None, figure: Figure | None) -> None:
    assert amount_in(text) == figure


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("-0.2% (2024 est.)", Figure(Decimal("-0.2"), 2024)),
        ("0% (2023 est.)", Figure(Decimal(0), 2023)),
        ("1.28%", None),
        (None, None),
    ],
)
def test_percentages_need_a_year(text: str | None, figure: Figure | None) -> None:
    assert percent_in(text) == figure


def test_lists_are_cut_outside_brackets_only() -> None:
    assert listing_in("mining (gold, iron); timber, and apparel (2023)") == Listing(
        ("mining (gold, iron)", "timber", "apparel"), 2023
    )
    assert listing_in(" ") is None


def test_partners_are_read_with_commas_in_names_and_without_shares() -> None:
    assert partners_in("Senegal 28%, Gambia, The 10.5% (2023)") == ImportPartners(
        (ImportPartner("Senegal", "SN", Decimal(28)), ImportPartner("Gambia, The", "GM", Decimal("10.5"))), 2023
    )
    assert partners_in("almost entirely United Kingdom (2022)") == ImportPartners(
        (ImportPartner("United Kingdom", "GB", None),), 2022
    )
    assert partners_in(None) is None


@given(st.text())
def test_any_text_is_read_or_left_aside_without_an_error(text: str) -> None:
    assert amount_in(text) is None or text.startswith("$")
    assert percent_in(text) is None or "%" in text
    listing_in(text)
    partners_in(text)

"""Groups, and who belonged to each on a day."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from events_app.domain.countries import Membership
from events_app.reference import factbook
from events_app.reference.countries import all_codes
from events_app.reference.groups import GROUPS, SOURCE_NAMES, groups_of, members_of, memberships
from events_app.reference.locales import rows_of

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("group", "count"),
    [
        ("APEC", 21),
        ("ASEAN", 11),
        ("AU", 55),
        ("BRICS", 10),
        ("CIS", 9),
        ("COMESA", 21),
        ("CPTPP", 12),
        ("EAEU", 5),
        ("ECOWAS", 12),
        ("EFTA", 4),
        ("EU", 27),
        ("G-77", 134),
        ("GCC", 6),
        ("LAS", 22),
        ("MERCOSUR", 5),
        ("OECD", 38),
        ("OIC", 57),
        ("OPEC", 12),
        ("PACIFIC-ALLIANCE", 4),
        ("RCEP", 15),
        ("SADC", 16),
        ("SCO", 10),
        ("WIPO", 194),
        ("WTO", 165),  # and the European Union, which is no country or region
    ],
)
def test_a_group_has_as_many_members_as_it_says_itself(group: str, count: int) -> None:
    assert len(members_of(group, TODAY)) == count


@pytest.mark.parametrize(
    ("group", "country", "last_day"),
    [
        ("EU", "GB", date(2020, 1, 31)),
        ("OPEC", "AO", date(2023, 12, 31)),
        ("ECOWAS", "ML", date(2025, 1, 28)),
        ("MERCOSUR", "VE", date(2016, 12, 1)),
        ("EFTA", "SE", date(1994, 12, 31)),
    ],
)
def test_a_country_leaves_after_its_last_day(group: str, country: str, last_day: date) -> None:
    assert country in members_of(group, last_day)
    assert country not in members_of(group, last_day + timedelta(days=1))


@pytest.mark.parametrize(
    ("group", "country", "first_day"),
    [
        ("ASEAN", "TL", date(2025, 10, 26)),
        ("BRICS", "ID", date(2025, 1, 6)),
        ("CPTPP", "GB", date(2024, 12, 15)),
        ("EU", "HR", date(2013, 7, 1)),
        ("OECD", "CR", date(2021, 1, 1)),
        ("RCEP", "PH", date(2023, 6, 2)),
        ("SAARC", "AF", date(2007, 4, 1)),
        ("WTO", "TL", date(2024, 8, 30)),
    ],
)
def test_a_country_joins_on_its_first_day(group: str, country: str, first_day: date) -> None:
    assert country not in members_of(group, first_day - timedelta(days=1))
    assert country in members_of(group, first_day)


def test_a_country_that_left_the_eu_stays_in_the_oecd() -> None:
    assert {"EU", "OECD"} <= set(groups_of("GB", date(2020, 1, 31)))
    assert groups_of("GB", TODAY) == ("CPTPP", "G-20", "OECD", "WIPO", "WTO")


@pytest.mark.parametrize(
    ("country", "groups"),
    [
        ("NA", ("AFCFTA", "AU", "FOCAC", "G-77", "SACU", "SADC", "WIPO", "WTO")),
        ("NO", ("EFTA", "OECD", "WIPO", "WTO")),
        ("HK", ("APEC", "CHINA-FTA", "WTO")),
        ("TW", ("APEC", "WTO")),
        ("XK", ()),
        ("LA", ("APTA", "ASEAN", "CHINA-FTA", "G-77", "LANCANG-MEKONG", "RCEP", "WIPO", "WTO")),
        ("SZ", ("AFCFTA", "AU", "COMESA", "G-77", "SACU", "SADC", "WIPO", "WTO")),
        ("TR", ("D-8", "ECO", "G-20", "OECD", "OIC", "WIPO", "WTO")),
    ],
)
def test_a_country_or_region_has_its_groups(country: str, groups: tuple[str, ...]) -> None:
    assert groups_of(country, TODAY) == groups


def test_observers_and_candidates_are_not_members() -> None:
    assert "AZ" not in members_of("WTO", TODAY)
    assert "SA" not in members_of("BRICS", TODAY)
    assert "CO" not in members_of("CARICOM", TODAY)


def test_suspended_members_are_members() -> None:
    assert {"BF", "GN", "ML", "NE", "SD"} <= members_of("AU", TODAY)


def test_an_unknown_group_has_no_members() -> None:
    assert members_of("NOSUCH", TODAY) == frozenset()


def test_a_membership_from_the_factbook_has_no_date_and_says_so() -> None:
    found = [spell for spell in memberships() if (spell.group, spell.country) == ("G-77", "NA")]

    assert found == [Membership("G-77", "NA", None, None, factbook.SOURCE)]


def test_a_compiled_row_replaces_what_the_factbook_states() -> None:
    found = [spell for spell in memberships() if (spell.group, spell.country) == ("G-77", "BA")]

    assert found == [Membership("G-77", "BA", None, date(2020, 12, 31), "compiled-unsure")]


def test_the_file_is_in_order_and_names_known_groups_and_codes_only() -> None:
    keys = [(row["group"], row["country"], row["since"]) for row in rows_of("groups.csv")]

    assert keys == sorted(set(keys))
    assert {group for group, _, _ in keys} <= set(GROUPS)
    assert {country for _, country, _ in keys} <= set(all_codes())


def test_spells_of_one_country_in_one_group_never_overlap() -> None:
    for earlier, later in pairwise(memberships()):
        if (earlier.group, earlier.country) == (later.group, later.country):
            assert earlier.until is not None
            assert later.since is not None
            assert earlier.until < later.since


def test_no_spell_ends_before_it_begins_and_every_source_has_a_name() -> None:
    assert all((spell.since or date.min) <= (spell.until or date.max) for spell in memberships())
    assert {spell.source for spell in memberships()} == set(SOURCE_NAMES) - {"operator"}


def test_every_group_has_members_and_codes_fit_into_an_address() -> None:
    assert [code for code in GROUPS if not members_of(code, TODAY)] == []
    assert all(code.isascii() and code.upper() == code and " " not in code for code in GROUPS)

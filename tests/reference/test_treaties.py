"""Treaties by which rights are protected abroad, and who is bound by them on a day."""

from collections import Counter
from datetime import date

import pytest

from events_app.domain.match_facts import Treaty
from events_app.reference.countries import all_codes
from events_app.reference.locales import rows_of
from events_app.reference.treaties import memberships, treaties_of

TODAY = date(2026, 11, 26)


def test_each_treaty_has_as_many_members_as_it_says_itself() -> None:
    bound = Counter(treaty for code in all_codes() for treaty in treaties_of(code, TODAY))

    assert bound == {
        Treaty.PCT: 158 + 2,  # and Greenland and Svalbard, through Denmark and Norway
        Treaty.MADRID: 131,  # 113 states of their own, 17 through OAPI, Malta through the European Union
        Treaty.EPO: 39,
        Treaty.EAPO: 8,
        Treaty.ARIPO: 20,
        Treaty.OAPI: 17,
    }


@pytest.mark.parametrize(
    ("code", "treaties"),
    [
        ("CN", {Treaty.PCT, Treaty.MADRID}),
        ("KR", {Treaty.PCT, Treaty.MADRID}),
        ("CZ", {Treaty.PCT, Treaty.MADRID, Treaty.EPO}),
        ("RS", {Treaty.PCT, Treaty.MADRID, Treaty.EPO}),
        ("LA", {Treaty.PCT, Treaty.MADRID}),
        ("SN", {Treaty.PCT, Treaty.MADRID, Treaty.OAPI}),
        ("KE", {Treaty.PCT, Treaty.MADRID, Treaty.ARIPO}),
        ("AM", {Treaty.PCT, Treaty.MADRID, Treaty.EAPO}),
        ("MT", {Treaty.PCT, Treaty.MADRID, Treaty.EPO}),
        ("UY", {Treaty.PCT}),
        ("AR", set()),
        ("TW", set()),
    ],
)
def test_a_country_or_region_is_bound_by_what_it_has_joined(code: str, treaties: set[Treaty]) -> None:
    assert treaties_of(code, TODAY) == treaties


@pytest.mark.parametrize(
    ("code", "treaty", "first_day"),
    [
        ("KR", Treaty.MADRID, date(2003, 4, 10)),
        ("CN", Treaty.PCT, date(1994, 1, 1)),
        ("ME", Treaty.EPO, date(2022, 10, 1)),
        ("SN", Treaty.MADRID, date(2015, 3, 5)),
        ("CV", Treaty.ARIPO, date(2022, 10, 14)),
    ],
)
def test_a_treaty_binds_from_its_first_day(code: str, treaty: Treaty, first_day: date) -> None:
    day_before = date.fromordinal(first_day.toordinal() - 1)

    assert treaty in treaties_of(code, first_day)
    assert treaty not in treaties_of(code, day_before)


def test_moldova_left_the_eurasian_convention() -> None:
    assert Treaty.EAPO in treaties_of("MD", date(2012, 4, 25))
    assert Treaty.EAPO not in treaties_of("MD", date(2012, 4, 26))


def test_every_row_is_of_a_known_country_or_region_once_for_a_treaty() -> None:
    rows = rows_of("treaties.csv")

    assert {row["country"] for row in rows} <= set(all_codes())
    assert len({(row["treaty"], row["country"]) for row in rows}) == len(rows)
    assert sum(len(spells) for spells in memberships().values()) == len(rows)
    assert all(spell.since for spells in memberships().values() for spell in spells)

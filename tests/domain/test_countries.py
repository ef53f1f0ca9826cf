"""Memberships on a day, development class, scope."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from events_app.domain.countries import (
    DEVELOPMENT_NAMES,
    SCOPE_NAMES,
    DevelopmentClass,
    DevelopmentRule,
    Membership,
    Scope,
    development_class,
    groups_on,
    members_on,
    scope_of,
)

TODAY = date(2026, 11, 23)
BRITAIN_IN_EU = Membership("EU", "GB", date(1973, 1, 1), date(2020, 1, 31), "test")
BRITAIN_IN_OECD = Membership("OECD", "GB", date(1961, 1, 1), None, "test")
FRANCE_IN_EU = Membership("EU", "FR", date(1958, 1, 1), None, "test")
NAMIBIA_IN_AU = Membership("AU", "NA", None, None, "test")
MEMBERSHIPS = (BRITAIN_IN_EU, BRITAIN_IN_OECD, FRANCE_IN_EU, NAMIBIA_IN_AU)


def test_a_membership_holds_on_its_last_day_and_not_on_the_day_after() -> None:
    assert members_on(MEMBERSHIPS, "EU", date(2020, 1, 31)) == {"FR", "GB"}
    assert members_on(MEMBERSHIPS, "EU", date(2020, 2, 1)) == {"FR"}


def test_a_membership_begins_on_its_first_day() -> None:
    assert members_on(MEMBERSHIPS, "EU", date(1972, 12, 31)) == {"FR"}
    assert members_on(MEMBERSHIPS, "EU", date(1973, 1, 1)) == {"FR", "GB"}


def test_a_membership_without_a_first_day_holds_on_every_day() -> None:
    assert groups_on(MEMBERSHIPS, "NA", date(1900, 1, 1)) == {"AU"}
    assert groups_on(MEMBERSHIPS, "NA", TODAY) == {"AU"}


def test_a_country_that_left_one_group_keeps_its_others() -> None:
    assert groups_on(MEMBERSHIPS, "GB", TODAY) == {"OECD"}
    assert groups_on(MEMBERSHIPS, "GB", date(2019, 6, 1)) == {"EU", "OECD"}


def test_a_group_without_members_is_empty() -> None:
    assert members_on(MEMBERSHIPS, "ASEAN", TODAY) == frozenset()


@given(
    since=st.none() | st.dates(),
    until=st.none() | st.dates(),
    day=st.dates(),
)
def test_both_directions_of_the_question_agree(since: date | None, until: date | None, day: date) -> None:
    spell = Membership("EU", "GB", since, until, "test")

    is_inside = (since or date.min) <= day <= (until or date.max)

    assert members_on([spell], "EU", day) == ({"GB"} if is_inside else set())
    assert groups_on([spell], "GB", day) == ({"EU"} if is_inside else set())


def test_members_of_the_oecd_or_the_eu_are_developed_by_default() -> None:
    assert development_class("FR", day=TODAY, memberships=MEMBERSHIPS) is DevelopmentClass.DEVELOPED
    assert development_class("GB", day=TODAY, memberships=MEMBERSHIPS) is DevelopmentClass.DEVELOPED
    assert development_class("NA", day=TODAY, memberships=MEMBERSHIPS) is DevelopmentClass.DEVELOPING


def test_the_class_changes_on_the_day_that_a_membership_begins() -> None:
    joined = date(2021, 5, 25)
    memberships = (Membership("OECD", "CR", joined, None, "test"),)

    before = development_class("CR", day=joined - timedelta(days=1), memberships=memberships)
    after = development_class("CR", day=joined, memberships=memberships)

    assert (before, after) == (DevelopmentClass.DEVELOPING, DevelopmentClass.DEVELOPED)


def test_an_operator_lists_exceptions_in_either_direction_and_developing_wins() -> None:
    rule = DevelopmentRule(
        developed_groups=frozenset({"EU"}),
        always_developed=frozenset({"NA", "SG"}),
        always_developing=frozenset({"FR", "SG"}),
    )

    classes = {c: development_class(c, day=TODAY, memberships=MEMBERSHIPS, rule=rule) for c in ("FR", "GB", "NA", "SG")}

    assert classes == {
        "FR": DevelopmentClass.DEVELOPING,
        "GB": DevelopmentClass.DEVELOPING,
        "NA": DevelopmentClass.DEVELOPED,
        "SG": DevelopmentClass.DEVELOPING,
    }


def test_a_microstate_outside_both_groups_is_developed_by_default() -> None:
    assert development_class("LI", day=TODAY, memberships=()) is DevelopmentClass.DEVELOPED


def test_scope_is_domestic_overseas_or_separate() -> None:
    neither = frozenset({"HK", "MO", "TW"})

    scopes = {country: scope_of(country, "CN", neither) for country in ("CN", "HK", "MO", "TW", "NO")}

    assert scopes == {
        "CN": Scope.DOMESTIC,
        "HK": Scope.SEPARATE,
        "MO": Scope.SEPARATE,
        "TW": Scope.SEPARATE,
        "NO": Scope.OVERSEAS,
    }


def test_the_home_country_is_domestic_even_if_it_is_listed_as_neither() -> None:
    assert scope_of("HK", "HK", frozenset({"HK"})) is Scope.DOMESTIC


def test_without_a_list_everything_but_home_is_overseas() -> None:
    assert scope_of("HK", "NA") is Scope.OVERSEAS


def test_every_class_and_scope_has_words() -> None:
    assert set(DEVELOPMENT_NAMES) == set(DevelopmentClass)
    assert set(SCOPE_NAMES) == set(Scope)

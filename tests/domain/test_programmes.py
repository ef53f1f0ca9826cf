"""The rules of matching programmes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from events_app.domain.companies import CompanySize
from events_app.domain.programmes import (
    CountriesMissing,
    CountryClass,
    CountryRule,
    CountryTwice,
    FloorTooHigh,
    Force,
    ForceTooMuch,
    ForceUnexplained,
    Limits,
    LimitsOdd,
    NotInProgramme,
    PlacesOdd,
    ProgrammeClosed,
    ProgrammeDaysOdd,
    ProgrammeKind,
    ProgrammeNameMissing,
    ProgrammeState,
    Rules,
    SeedMissing,
    SubjectMissing,
)
from events_app.domain.refusals import InvalidValue
from events_app.domain.texts import Text
from tests.builders import an_id
from tests.clients import NOW
from tests.programme_builders import a_forced_pair, a_programme, the_rules


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"name": Text.empty()}, ProgrammeNameMissing),
        ({"kind": ProgrammeKind.EDITION}, SubjectMissing),
        ({"year": None}, SubjectMissing),
        ({"last_day": date(2026, 12, 31)}, ProgrammeDaysOdd),
        ({"seed": "  "}, SeedMissing),
    ],
)
def test_a_programme_needs_its_name_subject_days_and_seed(changes: dict[str, Any], refusal: type[InvalidValue]) -> None:
    with pytest.raises(refusal):
        a_programme(**changes)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"countries": ()}, CountriesMissing),
        ({"countries": (CountryRule("KE", 0, 1), CountryRule("KE", 0, 2))}, CountryTwice),
        ({"most_each": 0}, PlacesOdd),
        ({"developing_each": 2}, PlacesOdd),
        ({"price_step": 0}, PlacesOdd),
    ],
)
def test_rules_that_cannot_be_are_refused(changes: dict[str, Any], refusal: type[InvalidValue]) -> None:
    with pytest.raises(refusal):
        the_rules(**changes)


def test_places_and_limits_that_cannot_be_are_refused() -> None:
    for floor, capacity, refusal in ((0, 0, PlacesOdd), (-1, 2, PlacesOdd), (3, 2, FloorTooHigh)):
        with pytest.raises(refusal):
            CountryRule("KE", floor, capacity)
    for least, most, wrong in ((-1, None, PlacesOdd), (0, -1, PlacesOdd), (3, 2, LimitsOdd)):
        with pytest.raises(wrong):
            Limits(least, most)


def test_limits_that_limit_nothing_are_left_out() -> None:
    rules = Rules(
        countries=(CountryRule("KE", 1, 2), CountryRule("DE", 0, 1)),
        by_class={CountryClass.DEVELOPED: Limits(), CountryClass.DEVELOPING: Limits(1)},
        by_size={CompanySize.MICRO: Limits(0, 0)},
    )

    assert dict(rules.by_class) == {CountryClass.DEVELOPING: Limits(1)}
    assert dict(rules.by_size) == {CompanySize.MICRO: Limits(0, 0)}
    assert rules.places == 3
    assert rules.rule_of("DE") == CountryRule("DE", 0, 1)
    assert rules.rule_of("FR") is None


def test_a_pair_is_forced_in_place_of_what_was_said_before_and_left_again() -> None:
    programme = a_programme().force(a_forced_pair())
    not_there = a_forced_pair(force=Force.MUST_NOT, reason="A rival is there.")

    turned = programme.force(not_there)

    assert turned.forced == (not_there,)
    assert turned.release(an_id("valves"), "KE", now=NOW).forced == ()
    assert turned.release(an_id("valves"), "DE", now=NOW) is turned


def test_a_forced_pair_needs_a_reason_and_room() -> None:
    programme = a_programme().force(a_forced_pair(code="DE"))
    for pair, refusal in (
        (a_forced_pair(reason=" "), ForceUnexplained),
        (a_forced_pair(code="FR"), NotInProgramme),
        (a_forced_pair(code="KE"), ForceTooMuch),  # the exporter goes to one country
        (a_forced_pair(company_id=an_id("other"), code="DE"), ForceTooMuch),  # one place there
    ):
        with pytest.raises(refusal):
            programme.force(pair)
    assert len(programme.force(a_forced_pair(code="KE", force=Force.MUST_NOT)).forced) == 2


def test_new_rules_leave_room_for_what_is_forced() -> None:
    programme = a_programme().force(a_forced_pair(code="DE"))
    wider = replace(a_programme(), rules=the_rules(most_each=2), seed="autumn")

    changed = programme.write(wider, now=NOW)

    assert (changed.rules.most_each, changed.seed, changed.forced) == (2, "autumn", programme.forced)
    with pytest.raises(NotInProgramme):
        programme.write(replace(wider, rules=Rules(countries=(CountryRule("KE", 0, 2),))), now=NOW)


def test_a_closed_programme_is_not_changed() -> None:
    closed = a_programme().close(now=NOW)

    assert closed.state is ProgrammeState.CLOSED
    changes: tuple[Callable[[], object], ...] = (
        lambda: closed.write(a_programme(), now=NOW),
        lambda: closed.force(a_forced_pair()),
        lambda: closed.release(an_id("valves"), "KE", now=NOW),
    )
    for change in changes:
        with pytest.raises(ProgrammeClosed):
            change()
    assert closed.reopen(now=NOW) == a_programme()

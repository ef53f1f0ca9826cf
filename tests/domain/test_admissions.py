"""Room, quotas and the window of an edition."""

from dataclasses import replace
from datetime import timedelta

import pytest

from events_app.domain.admissions import (
    MOST_QUOTAS,
    Dimension,
    NotOpenYet,
    NotTakingApplications,
    OutOfRange,
    Policy,
    Quota,
    QuotaTwice,
    RoomMissing,
    SeedMissing,
    TooManyQuotas,
    WindowClosed,
    window_of,
)
from events_app.domain.applications import ApplicationState
from events_app.domain.eligibility import CLOSED, HAS_NONE_LEFT, IS_OPEN, NAMES_NONE, TAKES_NONE, count_open, rules_of
from events_app.domain.exhibitions import EditionStatus, ParticipationMode
from events_app.domain.organisations import Organisation, OrganisationKind
from tests.application_builders import CLOSES, OPENS, WITHIN, an_admission, an_application, an_open_edition
from tests.builders import CREATED_AT, a_text, an_edition, an_id

INSTANT = timedelta(microseconds=1)


def test_an_admission_has_room_and_numbers_that_make_sense() -> None:
    with pytest.raises(RoomMissing):
        an_admission(stands=None)
    assert an_admission(stands=None, area=0).area == 0
    for wrong in ({"stands": -1}, {"offer_days": 0}, {"grace_minutes": -1}, {"stands_per_company": 0}):
        with pytest.raises(OutOfRange):
            an_admission(**wrong)
    with pytest.raises(SeedMissing):
        an_admission(policy=Policy.LOTTERY, seed=" ")


def test_quotas_are_few_and_name_each_thing_once() -> None:
    with pytest.raises(QuotaTwice):
        an_admission(quotas=(Quota(Dimension.SECTOR, "ict", 1), Quota(Dimension.SECTOR, "ict", 2)))
    with pytest.raises(TooManyQuotas):
        an_admission(quotas=tuple(Quota(Dimension.COMPANY, str(n), 1) for n in range(MOST_QUOTAS + 1)))


def test_the_window_opens_and_closes_to_the_moment_and_its_grace_is_added() -> None:
    window = window_of(an_open_edition(), an_admission(grace_minutes=5))
    assert (window.opens_at, window.closes_at, window.zone) == (OPENS, CLOSES, "Asia/Shanghai")
    window.check(OPENS)
    window.check(CLOSES + timedelta(minutes=5))
    with pytest.raises(NotOpenYet):
        window.check(OPENS - INSTANT)
    with pytest.raises(WindowClosed):
        window.check(CLOSES + timedelta(minutes=5) + INSTANT)


@pytest.mark.parametrize(
    "changes",
    [
        {"deadlines": ()},
        {"status": EditionStatus.DRAFT},
        {"status": EditionStatus.CANCELLED},
        {"mode": ParticipationMode.INDEPENDENT},
    ],
)
def test_editions_that_take_no_applications_have_no_window(changes: dict[str, object]) -> None:
    with pytest.raises(NotTakingApplications):
        window_of(an_open_edition(**changes), an_admission())
    with pytest.raises(NotTakingApplications):
        window_of(an_open_edition(), None)


COMPANY = Organisation(
    id=an_id("company"),
    slug="company",
    kind=OrganisationKind.EXPORTER,
    name=a_text("Company"),
    country="CN",
    created_at=CREATED_AT,
)


def test_eligibility_is_told_rule_by_rule() -> None:
    edition, admission = an_open_edition(), an_admission()
    rules = rules_of(edition, admission, COMPANY, (), now=WITHIN)
    assert all(rule.is_met for rule in rules)
    assert IS_OPEN in [rule.words for rule in rules]

    late = rules_of(edition, admission, COMPANY, (), now=CLOSES + timedelta(days=1))
    assert [rule.words for rule in late if not rule.is_met] == [CLOSED]
    nowhere = rules_of(edition, admission, replace(COMPANY, country=""), (an_application(),), now=WITHIN)
    assert [rule.words for rule in nowhere if not rule.is_met] == [NAMES_NONE, HAS_NONE_LEFT]
    none = rules_of(an_edition(), None, COMPANY, (), now=WITHIN)
    assert [(rule.words, rule.is_met) for rule in none] == [(TAKES_NONE, False)]


def test_cases_that_are_over_do_not_count() -> None:
    over = an_application(state=ApplicationState.DECLINED)
    assert count_open((over, an_application(), an_application(state=ApplicationState.CONFIRMED))) == 2

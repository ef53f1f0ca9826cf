"""Duties of companies: whose turn it is, by when, under which name in calendar programs."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from events_app.domain.agendas import DUTY_NAMES, DUTY_OF, Duty, duty_of, renewal_of
from events_app.domain.applications import ApplicationState
from tests.application_builders import CLOSES, WITHIN, an_application, an_open_edition
from tests.offer_builders import WRITTEN, an_offer

DOMAIN = "fairs.example"


@pytest.mark.parametrize("state", list(ApplicationState))
def test_only_what_waits_for_the_company_is_a_duty(state: ApplicationState) -> None:
    due = WITHIN + timedelta(days=3)
    case = an_application(state=state, due_at=due, version=4)

    item = duty_of(case, an_open_edition(), company_slug="valves", domain=DOMAIN)

    if state not in DUTY_OF:
        assert item is None
        return
    assert item is not None
    assert item.entry.starts_at == (CLOSES if state is ApplicationState.DRAFT else due)
    assert item.entry.uid == f"{DUTY_OF[state].value}-{case.id}@{DOMAIN}"
    assert (item.entry.sequence, item.entry.is_whole_days) == (4, False)
    assert item.path == f"company/valves/applications/{case.id}"
    assert (item.entry.slug, item.entry.subject_id) == (an_open_edition().slug, an_open_edition().id)


def test_without_a_time_there_is_no_duty() -> None:
    draft = an_application()

    assert duty_of(draft, replace(an_open_edition(), deadlines=()), company_slug="valves", domain=DOMAIN) is None
    returned = an_application(state=ApplicationState.RETURNED, due_at=None)
    assert duty_of(returned, an_open_edition(), company_slug="valves", domain=DOMAIN) is None


def test_the_end_of_an_approval_is_a_whole_day() -> None:
    offer = an_offer().submit(now=WRITTEN).approve(now=WRITTEN, today=WRITTEN.date())

    item = renewal_of(offer, company_slug="valves", domain=DOMAIN, zone="Asia/Shanghai")

    assert item is not None
    assert (item.entry.starts_on, item.entry.is_whole_days) == (offer.valid_until, True)
    for other in (an_offer(), offer.withdraw(now=WRITTEN)):
        assert renewal_of(other, company_slug="valves", domain=DOMAIN, zone="Asia/Shanghai") is None


def test_a_duty_falls_on_the_day_that_it_is_there() -> None:
    late = datetime(2026, 4, 1, 20, tzinfo=UTC)
    case = an_application(state=ApplicationState.OFFERED, due_at=late)

    item = duty_of(case, replace(an_open_edition(), zone="Asia/Shanghai"), company_slug="valves", domain=DOMAIN)

    assert item is not None
    assert (item.entry.starts_on, item.entry.starts_at) == (date(2026, 4, 2), late)


def test_every_duty_has_a_name() -> None:
    assert set(DUTY_NAMES) == set(Duty)

"""Duties of companies: whose turn it is, by when, under which name in calendar programs."""

from dataclasses import replace
from datetime import timedelta

import pytest

from events_app.domain.agendas import DUTY_NAMES, DUTY_OF, AgendaFeed, Duty, duty_of, renewal_of
from events_app.domain.applications import ApplicationState
from tests.application_builders import CLOSES, WITHIN, an_application, an_open_edition
from tests.builders import an_id
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


def test_every_duty_has_a_name() -> None:
    assert set(DUTY_NAMES) == set(Duty)


def test_a_feed_is_revoked_once() -> None:
    feed = AgendaFeed(
        id=an_id("feed"),
        token_digest="0" * 64,
        person_id=an_id("person"),
        company_id=an_id("company"),
        created_at=WITHIN,
    )

    gone = feed.revoke(now=WITHIN)

    assert gone.revoke(now=WITHIN + timedelta(days=1)).revoked_at == WITHIN

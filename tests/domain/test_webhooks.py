"""Webhooks: addresses, signatures as the specification has them, and what is told of a change."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from events_app.domain.exhibitions import Days, EditionStatus
from events_app.domain.projects import Stage
from events_app.domain.webhooks import (
    AddressNotSecure,
    NoEventChosen,
    Webhook,
    WebhookEvent,
    secret_of,
    signed_headers,
    told_of_edition,
    told_of_project,
)
from tests.builders import a_project, a_text, an_edition, an_id

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def a_webhook(address: str = "https://hooks.example/in") -> Webhook:
    events = frozenset({WebhookEvent.EDITION_CHANGED})
    return Webhook(id=an_id("hook"), organisation_id=an_id("unit"), address=address, events=events, created_at=NOW)


def test_a_message_is_signed_as_the_standard_webhooks_specification_shows() -> None:
    headers = signed_headers(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        message_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        body='{"test": 2432232314}',
        now=datetime.fromtimestamp(1614265330, tz=UTC),
    )

    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_a_secret_is_written_with_its_prefix_in_base64() -> None:
    assert secret_of(b"\x00\xff" * 12) == "whsec_AP8A/wD/AP8A/wD/AP8A/wD/AP8A/wD/"


@pytest.mark.parametrize(
    "address",
    [
        "http://hooks.example/in",
        "https://",
        "https:///path",
        "https://name:password@hooks.example/",
        "https://hooks.example/#part",
        "https://hooks.example/a b",
        "https://hooks.example\\@other.example/",
        "https://hooks.example:99999/",
        "https://[::1",
        "https://hooks.example/" + "a" * 500,
        "javascript:alert(1)",
        "https://höoks.example/",
        "",
    ],
)
def test_an_address_is_a_whole_one_of_https(address: str) -> None:
    with pytest.raises(AddressNotSecure):
        a_webhook(address)


def test_a_port_and_a_query_are_part_of_an_address_and_an_event_is_chosen() -> None:
    assert a_webhook("https://hooks.example:8443/in?key=1").address == "https://hooks.example:8443/in?key=1"
    with pytest.raises(NoEventChosen):
        replace(a_webhook(), events=frozenset())


def test_each_change_of_an_edition_is_told_as_what_it_is() -> None:
    edition = an_edition()
    draft = replace(edition, status=EditionStatus.DRAFT)
    moved = Days(date(2026, 11, 1), date(2026, 11, 3))
    postponed = replace(edition, status=EditionStatus.POSTPONED, days=moved)

    def event(old: object, new: object) -> object:
        told = told_of_edition(old, new)  # type: ignore[arg-type]
        return told and told.event

    assert event(None, edition) is event(draft, edition) is WebhookEvent.EDITION_PUBLISHED
    assert event(edition, replace(edition, days=moved)) is WebhookEvent.EDITION_CHANGED
    assert event(edition, postponed) is WebhookEvent.EDITION_POSTPONED
    assert event(postponed, replace(postponed, city=a_text("Köln"))) is WebhookEvent.EDITION_CHANGED
    assert event(edition, replace(edition, status=EditionStatus.CANCELLED)) is WebhookEvent.EDITION_CANCELLED
    assert event(None, draft) is event(edition, draft) is event(edition, edition) is None


def test_what_is_told_of_an_edition_is_what_the_public_sees() -> None:
    told = told_of_edition(an_edition(), an_edition(venue=a_text("Hall 9"), unit_id=an_id("unit")))

    assert told is not None
    assert (told.owner, told.label) == (an_id("unit"), "light-and-building-2026")
    assert told.data == {
        "id": str(an_id("edition")),
        "slug": "light-and-building-2026",
        "path": "exhibitions/light-and-building-2026",
        "name": dict(an_edition().name.wordings),
        "status": "published",
        "first_day": "2026-10-12",
        "last_day": "2026-10-15",
        "dates_confirmed": True,
        "zone": "Europe/Berlin",
        "country": "DE",
        "city": dict(an_edition().city.wordings),
        "venue": {"en": "Hall 9"},
        "reason": {},
        "changed": ["place"],
    }


def test_a_project_is_told_only_where_it_is_public() -> None:
    project = a_project()
    told = told_of_project(project, replace(project, stage=Stage.EFFECTIVE))

    assert told is not None
    assert (told.event, told.data["stage"], told.data["changed"]) == (
        WebhookEvent.PROJECT_CHANGED,
        "effective",
        ["stage"],
    )
    assert told_of_project(project, project) is None
    assert told_of_project(project, replace(project, is_public=False)) is None

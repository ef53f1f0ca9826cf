from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from events_app.domain.countries import Scope
from events_app.domain.exhibitions import Days, OpeningHours
from events_app.domain.web_addresses import Online, OnlineKind
from events_app.edge.forms import Form
from events_app.web.edition_forms import changed, filled
from tests.builders import an_edition
from tests.clients import settings_for

SETTINGS = settings_for("sqlite:///none.db", SEPARATE_REGIONS="HK,MO,TW")
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
DAYS = Days(date(2026, 10, 12), date(2026, 10, 15))


def read(edition: object, **typed: str) -> tuple[Form, object]:
    form = Form(filled(edition).values | {name: [value] for name, value in typed.items()})  # type: ignore[arg-type]
    return form, changed(form, edition, settings=SETTINGS, unit_ids=(), now=NOW)  # type: ignore[arg-type]


def test_an_edition_survives_its_form() -> None:
    days = (DAYS.first + timedelta(days=number) for number in range(4))
    edition = an_edition(hours=tuple(OpeningHours(day, time(9), time(18)) for day in days))

    form, read_back = read(edition)

    assert form.problems == {}
    assert replace(read_back, modified_at=edition.modified_at) == edition  # type: ignore[type-var]


@pytest.mark.parametrize(("country", "scope"), [("CN", "domestic"), ("HK", "separate"), ("DE", "overseas")])
def test_the_scope_follows_from_the_country(country: str, scope: str) -> None:
    _, edition = read(an_edition(), country=country)

    assert edition.scope == Scope(scope)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("first", "2026-02-30"),
        ("last", "2026-10-01"),
        ("country", "QQ"),
        ("zone", "Mars/Base"),
        ("latitude", "90.1"),
        ("longitude", "1e999999999"),
        ("website", "javascript:alert(1)"),
        ("online", "http://live.example/"),
        ("online", "https://live.example/".ljust(501, "a")),
        ("online_kind", "telepathy"),
        ("mode", "none"),
        ("city-en", " "),
    ],
)
def test_a_fault_is_noted_at_its_field_and_the_edition_stays(name: str, typed: str) -> None:
    edition = an_edition()

    form, read_back = read(edition, **{name: typed})

    assert name in form.problems
    assert read_back == edition


def test_an_online_address_survives_its_form_and_can_be_taken_away() -> None:
    online = Online(address="https://live.example/fair", kind=OnlineKind.STREAM, is_only=True)

    _, kept = read(an_edition(online=online))
    _, gone = read(an_edition(online=online), online=" ")

    assert (kept.online, gone.online) == (online, None)  # type: ignore[attr-defined]

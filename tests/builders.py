"""Builders of valid domain values with fixed ids and times; a test names only what it is about.

Each takes the fields to change, as `dataclasses.replace` does; nothing here is random, so values compare equal.
"""

# ruff: noqa: ANN401 - the changes are fields of these classes; a wrong one fails in `replace`
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

from events_app.domain.calendar import CalendarEntry, entries_of_edition, entries_of_project
from events_app.domain.countries import Scope
from events_app.domain.exhibitions import (
    Days,
    Deadline,
    DeadlineKind,
    Edition,
    EditionStatus,
    ParticipationMode,
    Series,
    Session,
    SessionKind,
)
from events_app.domain.private_feeds import PrivateFeed, PrivateKind
from events_app.domain.projects import ContractKind, Milestone, Party, PartyRole, Project, ProjectKind, Stage
from events_app.domain.texts import Text

TESTS_NAMESPACE = UUID("3a0b54f6-52b7-4f0e-9f0e-5f1f5a4c7d10")
"""Namespace of the ids in tests: `an_id("x")` is the same in each run and differs for each word."""
CREATED_AT = datetime(2026, 1, 12, 8, 30, tzinfo=UTC)
MODIFIED_AT = datetime(2026, 3, 5, 14, 45, 10, tzinfo=UTC)
DOMAIN = "events.example"
"""The right side of UIDs in tests."""


def an_id(word: str) -> UUID:
    return uuid5(TESTS_NAMESPACE, word)


def a_text(wording: str = "Light and Building", /, *, source: str = "en", **translations: str) -> Text:
    """Build a text; a language with a hyphen is written with an underscore: `zh_Hans="…"`."""
    return Text.of(source, wording, {code.replace("_", "-"): words for code, words in translations.items()})


def a_series(**changes: Any) -> Series:
    series = Series(
        id=an_id("series"),
        slug="light-and-building",
        name=a_text("Light and Building", fr="Lumière et bâtiment", zh_Hans="照明与建筑展"),
        summary=a_text("Lighting and building technology."),
        every_months=24,
        website="https://fair.example/",
    )
    return replace(series, **changes)


def a_session(**changes: Any) -> Session:
    session = Session(
        id=an_id("session"),
        kind=SessionKind.FORUM,
        title=a_text("Forum on green buildings", fr="Forum sur les bâtiments verts"),
        starts_at=datetime(2026, 10, 13, 12, 0, tzinfo=UTC),
        ends_at=datetime(2026, 10, 13, 14, 30, tzinfo=UTC),
        room=a_text("Hall 3, room Europa"),
        languages=("en", "de"),
    )
    return replace(session, **changes)


def a_deadline(**changes: Any) -> Deadline:
    deadline = Deadline(
        id=an_id("deadline"),
        kind=DeadlineKind.APPLICATIONS_CLOSE,
        at=datetime(2026, 5, 15, 9, 0, tzinfo=UTC),
        zone="Asia/Shanghai",
        note=a_text("Late applications go on a waiting list."),
    )
    return replace(deadline, **changes)


def an_edition(**changes: Any) -> Edition:
    """Build a published edition in Frankfurt without sessions or deadlines, dates confirmed."""
    edition = Edition(
        id=an_id("edition"),
        slug="light-and-building-2026",
        series_id=an_id("series"),
        name=a_text("Light and Building 2026", fr="Lumière et bâtiment 2026", zh_Hans="2026照明与建筑展"),
        summary=a_text("Lighting, electrical engineering and building automation."),
        country="DE",
        city=a_text("Frankfurt am Main", zh_Hans="法兰克福"),
        venue=a_text("Messe Frankfurt"),
        zone="Europe/Berlin",
        days=Days(date(2026, 10, 12), date(2026, 10, 15)),
        scope=Scope.OVERSEAS,
        mode=ParticipationMode.ORGANISED_DELEGATION,
        sectors=("power", "ict"),
        fields=(1, 35),
        organiser=a_text("Fair Company Ltd"),
        website="https://fair.example/2026",
        status=EditionStatus.PUBLISHED,
        reason=Text.empty(),
        dates_confirmed=True,
        latitude=50.1113,
        longitude=8.6506,
        source="https://fair.example/press",
        created_at=CREATED_AT,
        modified_at=MODIFIED_AT,
    )
    return replace(edition, **changes)


def a_milestone(**changes: Any) -> Milestone:
    milestone = Milestone(
        id=an_id("milestone"),
        name=a_text("Contract in force", fr="Entrée en vigueur du contrat"),
        planned_on=date(2026, 9, 1),
    )
    return replace(milestone, **changes)


def a_project(**changes: Any) -> Project:
    """Build a public project of a home company with a partner in Kenya, with one public milestone."""
    project = Project(
        id=an_id("project"),
        slug="solar-park-nakuru",
        name=a_text("Solar park near Nakuru", fr="Parc solaire près de Nakuru"),
        summary=a_text("A solar park of 40 MW, built and handed over."),
        kind=ProjectKind.CONTRACTING,
        contract_kind=ContractKind.EPC,
        stage=Stage.SIGNED,
        countries=("KE",),
        parties=(
            Party(a_text("Example Power Construction"), PartyRole.CONTRACTOR, "CN"),
            Party(a_text("Example Energy Kenya"), PartyRole.CLIENT, "KE"),
        ),
        sectors=("solar-energy",),
        fields=(1,),
        milestones=(a_milestone(),),
        zone="Africa/Nairobi",
        is_public=True,
        created_at=CREATED_AT,
        modified_at=MODIFIED_AT,
    )
    return replace(project, **changes)


def an_entry(**changes: Any) -> CalendarEntry:
    """Build the whole-day entry of `an_edition()`."""
    (entry,) = entries_of_edition(an_edition(), domain=DOMAIN)
    return replace(entry, **changes)


def a_session_entry(**changes: Any) -> CalendarEntry:
    _, entry = entries_of_edition(an_edition(sessions=(a_session(),)), domain=DOMAIN)
    return replace(entry, **changes)


def a_deadline_entry(**changes: Any) -> CalendarEntry:
    _, entry = entries_of_edition(an_edition(deadlines=(a_deadline(),)), domain=DOMAIN)
    return replace(entry, **changes)


def a_milestone_entry(**changes: Any) -> CalendarEntry:
    (entry,) = entries_of_project(a_project(), domain=DOMAIN)
    return replace(entry, **changes)


def a_private_feed(name: str = "", **changes: Any) -> PrivateFeed:
    """Build a saved selection of everything; no token leads to its digest."""
    feed = PrivateFeed(
        id=an_id(f"feed {name}"),
        token_digest=sha256(name.encode()).hexdigest(),
        person_id=an_id("person"),
        kind=PrivateKind.SAVED,
        name=name,
        created_at=CREATED_AT,
    )
    return replace(feed, **changes)

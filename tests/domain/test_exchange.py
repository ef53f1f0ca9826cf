"""Editions and projects as lines: an untouched export is no change, what is changed is told cell by cell."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events_app.domain.exchange import (
    Difference,
    IdMalformed,
    KeyColumnMissing,
    Known,
    LineTwice,
    Proposal,
    Report,
    SlugTakenByAnother,
    Standing,
    ValueFixed,
    ValueNeeded,
    propose,
    table_of,
)
from events_app.domain.exchange_cells import CountryUnknown, ReferenceUnknown, SlugMalformed, WordUnknown
from events_app.domain.exchange_editions import EDITIONS, NewButOver, NotOnEarth, StatusHasItsOwnMove
from events_app.domain.exchange_editions import blank as blank_edition
from events_app.domain.exchange_projects import PROJECTS, AmountIncomplete
from events_app.domain.exchange_projects import blank as blank_project
from events_app.domain.exhibitions import (
    Days,
    DeadlineKind,
    Edition,
    EditionStatus,
    EndsBeforeStart,
    OpeningHours,
    ParticipationMode,
    ZoneUnknown,
)
from events_app.domain.money import Money
from events_app.domain.organisations import Membership, OrganisationKind, Role
from events_app.domain.projects import ContractKindMismatch, Project
from events_app.domain.rights import SYSTEM, Asker, NotAllowed
from events_app.domain.stages import StageHasItsOwnMove
from events_app.domain.tables import Fault, Line, NotDay, Sheet, Table
from events_app.domain.texts import SourceTextMissing, Text
from events_app.domain.web_addresses import Online, OnlineKind, OnlineNotAllowed
from events_app.formats import csv_tables, xlsx_tables
from tests.builders import MODIFIED_AT, a_deadline, a_project, a_session, a_text, an_edition, an_id

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
KNOWN = Known(
    series={"light-and-building": an_id("series")},
    units={"fair-unit": an_id("unit")},
    edition_slugs={"light-and-building-2026"},
    countries={"DE", "KE", "CN", "FR"},
    new_id=lambda: an_id("new"),
)
RICH = an_edition(
    unit_id=an_id("unit"),
    hours=(OpeningHours(date(2026, 10, 12), *map(datetime.min.time().replace, (9, 18))),),
    halls=("3.0", "=4"),
    co_organisers=(a_text("Association of lamps", fr="Association des lampes"),),
    former_days=(Days(date(2026, 3, 1), date(2026, 3, 4)),),
    online=Online(address="https://live.example/fair", kind=OnlineKind.STREAM, is_only=True),
    sessions=(a_session(),),
    deadlines=(a_deadline(), a_deadline(id=an_id("second"), kind=DeadlineKind.FREIGHT, zone="Europe/Berlin")),
)
PROJECT = a_project(
    edition_slugs=("light-and-building-2026",),
    intended=Money(-5_000, "EUR"),
    effective_on=date(2026, 5, 1),
    unit_id=an_id("unit"),
)


def read_back(table: Table, kind: str) -> Sheet:
    if kind == "csv":
        return csv_tables.read(csv_tables.written(table))
    return xlsx_tables.read(xlsx_tables.written(table, title="x", language="ar"))


def proposed(*lines: dict[str, Any], existing: tuple[Edition, ...] = (RICH,), by: Asker = SYSTEM) -> Report[Edition]:
    header = tuple(dict.fromkeys(name for line in lines for name in line))
    sheet = Sheet(header, tuple(Line(number, line) for number, line in enumerate(lines, 2)))
    blank = blank_edition(new_id=an_id("blank"), language="en", unit_id=None, now=NOW)
    return propose(EDITIONS, sheet, existing=existing, blank=blank, known=KNOWN, by=by, now=NOW)


def proposed_project(*lines: dict[str, Any], existing: tuple[Project, ...] = (PROJECT,)) -> Report[Project]:
    header = tuple(dict.fromkeys(name for line in lines for name in line))
    sheet = Sheet(header, tuple(Line(number, line) for number, line in enumerate(lines, 2)))
    blank = blank_project(new_id=an_id("blank"), language="en", unit_id=None, now=NOW)
    return propose(PROJECTS, sheet, existing=existing, blank=blank, known=KNOWN, by=SYSTEM, now=NOW)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_that_comes_back_untouched_changes_nothing(kind: str) -> None:
    editions = read_back(table_of(EDITIONS, [RICH], known=KNOWN), kind)
    projects = read_back(table_of(PROJECTS, [PROJECT], known=KNOWN), kind)
    edition, project = blank_edition, blank_project
    start: dict[str, Any] = {"new_id": an_id("blank"), "language": "en", "unit_id": None, "now": NOW}

    assert propose(
        EDITIONS, editions, existing=[RICH], blank=edition(**start), known=KNOWN, by=SYSTEM, now=NOW
    ).proposals == (Proposal(line=2, standing=Standing.UNCHANGED, label="light-and-building-2026", value=RICH),)
    assert propose(
        PROJECTS, projects, existing=[PROJECT], blank=project(**start), known=KNOWN, by=SYSTEM, now=NOW
    ).proposals == (Proposal(line=2, standing=Standing.UNCHANGED, label="solar-park-nakuru", value=PROJECT),)


wordings = st.text(max_size=30).filter(lambda wording: bool(wording.strip()))
some_texts = st.builds(
    lambda source, others: Text.of("en", source, others),
    wordings,
    st.dictionaries(st.sampled_from(["zh-Hans", "ar", "fr", "de"]), wordings, max_size=3),
)
editions = st.builds(
    lambda name, halls, latitude, first, website: an_edition(
        name=name,
        city=name,
        halls=tuple(halls),
        latitude=latitude,
        days=Days(first, first),
        website=website,
        deadlines=(a_deadline(),),
    ),
    some_texts,
    st.lists(st.text(max_size=8), max_size=3),
    st.none() | st.floats(-90, 90),
    st.dates(date(1901, 1, 1), date(2999, 1, 1)),
    st.sampled_from(["", "https://fair.example/ x", "http://=1"]),
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(editions, st.sampled_from(["csv", "xlsx"]))
def test_no_text_or_number_changes_on_its_way_out_and_in(edition: Edition, kind: str) -> None:
    sheet = read_back(table_of(EDITIONS, [edition], known=KNOWN), kind)
    blank = blank_edition(new_id=an_id("blank"), language="en", unit_id=None, now=NOW)

    report = propose(EDITIONS, sheet, existing=[edition], blank=blank, known=KNOWN, by=SYSTEM, now=NOW)

    assert [(p.standing, p.faults, p.differences) for p in report.proposals] == [(Standing.UNCHANGED, (), ())]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_makes_the_same_editions_where_there_are_none(kind: str) -> None:
    sheet = read_back(table_of(EDITIONS, [RICH], known=KNOWN), kind)
    blank = blank_edition(new_id=uuid4(), language="en", unit_id=None, now=NOW)

    (proposal,) = propose(EDITIONS, sheet, existing=[], blank=blank, known=KNOWN, by=SYSTEM, now=NOW).proposals

    assert (proposal.standing, proposal.faults) == (Standing.NEW, ())
    made = proposal.value
    assert made is not None
    assert [(d.kind, d.at, d.zone) for d in made.deadlines] == [(d.kind, d.at, d.zone) for d in RICH.deadlines]
    assert made == replace(
        RICH,
        co_organisers=(a_text("Association of lamps"),),
        former_days=(),
        sessions=(),
        deadlines=made.deadlines,
        created_at=NOW,
        modified_at=NOW,
    )


def test_what_a_line_says_otherwise_is_changed_and_told_cell_by_cell() -> None:
    line = {
        "slug": RICH.slug,
        "name_en": "Light and Building 2026, new",
        "name_ar": "الضوء والبناء",
        "last_day": "2026-10-16",
        "sectors": "ict",
        "deadline_freight": "2026-09-01 17:00",
        "latitude": "",
    }

    (proposal,) = proposed(line).proposals

    freight = replace(RICH.deadlines[1], at=datetime(2026, 9, 1, 15, tzinfo=UTC), zone="Europe/Berlin")
    expected = replace(
        RICH,
        name=RICH.name.with_wording("en", "Light and Building 2026, new").with_wording("ar", "الضوء والبناء"),
        days=Days(date(2026, 10, 12), date(2026, 10, 16)),
        sectors=("ict",),
        deadlines=(RICH.deadlines[0], freight),
        latitude=None,
        modified_at=NOW,
    )
    assert proposal == Proposal(
        line=2,
        standing=Standing.CHANGED,
        label=RICH.slug,
        value=expected,
        differences=(
            Difference("name_en", "Light and Building 2026", "Light and Building 2026, new"),
            Difference("name_ar", None, "الضوء والبناء"),
            Difference("last_day", date(2026, 10, 15), date(2026, 10, 16)),
            Difference("sectors", "power; ict", "ict"),
            Difference("latitude", 50.1113, None),
            Difference("deadline_freight", "2026-05-15 11:00 Europe/Berlin", "2026-09-01 17:00"),
        ),
    )
    assert expected.name.is_outdated("fr")
    assert not expected.name.is_outdated("ar")


NEW = {
    "slug": "fair-2027",
    "series": "light-and-building",
    "language": "fr",
    "name_fr": "Foire",
    "country": "fr",
    "zone": "Europe/Paris",
    "first_day": "2027-04-05",
    "last_day": "2027-04-08",
    "scope": "overseas",
    "mode": "independent",
}


def test_a_new_line_becomes_a_draft_of_the_unit_that_is_named() -> None:
    (proposal,) = proposed({**NEW, "unit": "fair-unit"}).proposals

    nothing = Text.empty("fr")
    assert (proposal.standing, proposal.faults) == (Standing.NEW, ())
    assert proposal.value == Edition(
        id=an_id("new"),
        slug="fair-2027",
        series_id=an_id("series"),
        name=Text.of("fr", "Foire"),
        summary=nothing,
        country="FR",
        city=nothing,
        venue=nothing,
        zone="Europe/Paris",
        days=Days(date(2027, 4, 5), date(2027, 4, 8)),
        scope=RICH.scope,
        mode=ParticipationMode.INDEPENDENT,
        sectors=(),
        organiser=nothing,
        reason=nothing,
        unit_id=an_id("unit"),
        created_at=NOW,
        modified_at=NOW,
    )


@pytest.mark.parametrize(
    ("changes", "column", "refusal"),
    [
        ({"slug": "Fair 2027"}, "slug", SlugMalformed),
        ({"slug": ""}, "slug", ValueNeeded),
        ({"series": "unknown"}, "series", ReferenceUnknown),
        ({"name_fr": " "}, "name_zh-Hans", ValueNeeded),
        ({"country": "XX"}, "country", CountryUnknown),
        ({"zone": "Mars/Base"}, "zone", ZoneUnknown),
        ({"first_day": "05/04/2027"}, "first_day", NotDay),
        ({"last_day": "2027-04-01"}, "first_day", EndsBeforeStart),
        ({"scope": "moon"}, "scope", WordUnknown),
        ({"status": "cancelled"}, "status", NewButOver),
        ({"latitude": "91"}, "latitude", NotOnEarth),
        ({"online_address": "http://live.example/"}, "online_address", OnlineNotAllowed),
        ({"online_address": "https://live.example/", "online_kind": "tv"}, "online_address", WordUnknown),
        ({"id": "7"}, "id", IdMalformed),
        ({"id": str(an_id("another")), "slug": RICH.slug}, "slug", SlugTakenByAnother),
    ],
)
def test_what_is_wrong_is_told_by_line_and_column(changes: dict[str, Any], column: str, refusal: type[Any]) -> None:
    (proposal,) = proposed({**NEW, **changes}).proposals

    assert (proposal.standing, proposal.value) == (Standing.FAULTY, None)
    assert [(fault.line, fault.column, fault.message) for fault in proposal.faults] == [(2, column, refusal.message)]


def test_all_faults_of_a_line_are_told_at_once() -> None:
    (proposal,) = proposed({"slug": "fair", "country": "XX", "first_day": "x", "last_day": "y"}).proposals

    told = [fault.column for fault in proposal.faults]
    assert told == ["series", "name_zh-Hans", "country", "zone", "first_day", "last_day", "scope", "mode"]


@pytest.mark.parametrize(
    ("changes", "column", "refusal"),
    [
        ({"id": str(RICH.id), "slug": "renamed"}, "slug", ValueFixed),
        ({"slug": RICH.slug, "status": "cancelled"}, "status", StatusHasItsOwnMove),
        ({"slug": RICH.slug, "language": "fr"}, "language", ValueFixed),
        ({"slug": RICH.slug, "name_en": ""}, "name_en", SourceTextMissing),
    ],
)
def test_some_things_are_not_changed_by_an_import(changes: dict[str, Any], column: str, refusal: type[Any]) -> None:
    (proposal,) = proposed(changes).proposals

    assert [(fault.column, fault.message) for fault in proposal.faults] == [(column, refusal.message)]


def test_nothing_is_told_of_what_the_asker_may_not_edit() -> None:
    membership = Membership(
        id=an_id("membership"),
        person_id=an_id("person"),
        organisation_id=an_id("unit"),
        organisation_kind=OrganisationKind.UNIT,
        role=Role.UNIT_OFFICER,
        created_at=NOW,
    )
    officer = Asker(None, (membership,))
    foreign = an_edition(status=EditionStatus.DRAFT, unit_id=an_id("another unit"))

    report = proposed(
        {"slug": foreign.slug, "name_en": "Mine"},
        {**NEW, "unit": ""},
        {**NEW, "slug": "own", "unit": "fair-unit"},
        existing=(foreign,),
        by=officer,
    )

    refused = NotAllowed.message
    assert report.proposals[:2] == (
        Proposal(line=2, standing=Standing.FAULTY, label=foreign.slug, value=None, faults=(Fault(2, "", refused),)),
        Proposal(line=3, standing=Standing.FAULTY, label="fair-2027", value=None, faults=(Fault(3, "", refused),)),
    )
    assert report.proposals[2].standing is Standing.NEW


def test_a_second_line_about_the_same_and_columns_that_mean_nothing_are_told() -> None:
    report = proposed(NEW, {**NEW, "remark": "x"})

    assert report.proposals[1].faults == (Fault(3, "slug", LineTwice.message),)
    assert (report.unknown_columns, report.is_applicable) == (("remark",), False)
    assert [report.count(standing) for standing in Standing] == [1, 0, 0, 1]
    assert proposed({"city_en": "Paris"}).faults == (Fault(1, "slug", KeyColumnMissing.message),)


def test_projects_are_changed_by_lines_too() -> None:
    line = {
        "slug": PROJECT.slug,
        "parties": "contractor CN Example Power Construction\nfinancier FR Bank of Examples",
        "milestones": "2026-10-01 Contract in force\n2027-01-01 Handed over",
        "intended_minor": 7_000,
        "modified_at_utc": "ignored",
    }

    (proposal,) = proposed_project(line).proposals

    value = proposal.value
    assert value is not None
    assert value.parties[0] == PROJECT.parties[0]
    assert [(p.role.value, p.country, p.name.wordings["en"]) for p in value.parties[1:]] == [
        ("financier", "FR", "Bank of Examples")
    ]
    assert value.milestones[0] == replace(PROJECT.milestones[0], planned_on=date(2026, 10, 1))
    assert (value.milestones[1].name, value.milestones[1].planned_on) == (a_text("Handed over"), date(2027, 1, 1))
    assert (value.intended, value.modified_at, value.version) == (Money(7_000, "EUR"), NOW, PROJECT.version)
    assert [change.column for change in proposal.differences] == ["parties", "milestones", "intended_minor"]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"stage": "closed"}, StageHasItsOwnMove),
        ({"contract_kind": "licence"}, ContractKindMismatch),
        ({"signed_minor": "5"}, AmountIncomplete),
        ({"edition_slugs": "nowhere"}, ReferenceUnknown),
        ({"parties": "somebody"}, None),
        ({"milestones": "2026-13-01 x"}, None),
        ({"is_public": "perhaps"}, WordUnknown),
    ],
)
def test_what_is_wrong_with_a_project_is_told(changes: dict[str, Any], refusal: type[Any] | None) -> None:
    (proposal,) = proposed_project({"slug": PROJECT.slug, **changes}).proposals

    (fault,) = proposal.faults
    assert fault.column == next(iter(changes))
    assert refusal is None or fault.message == refusal.message


def test_ids_find_what_they_name() -> None:
    (proposal,) = proposed({"id": str(RICH.id).upper(), "city_en": "Frankfurt"}).proposals

    assert (proposal.standing, proposal.label) == (Standing.CHANGED, RICH.slug)
    assert proposal.value is not None
    assert proposal.value.id == UUID(str(RICH.id))
    assert RICH.modified_at == MODIFIED_AT

"""The public calendar and its change log, as feeds and pages show them."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from pydantic import Field

from events_app.api.calls import NOT_A_CURSOR, Call, answered
from events_app.api.exhibition_bodies import Online
from events_app.api.exhibition_views import Period
from events_app.api.fields import Model, ShownText
from events_app.api.operations import COUNTRY, CURSOR, FIRST_DAY, LAST_DAY, LIMIT, WORDS, Operation, Parameter, one_of
from events_app.domain.calendar import CalendarEntry, EntryKind, EntryStatus, Subject
from events_app.domain.changes import Aspect, Change
from events_app.domain.countries import Scope
from events_app.domain.exhibitions import DEADLINE_NAMES, SESSION_NAMES, DeadlineKind, SessionKind
from events_app.domain.messages import N_
from events_app.domain.sectors import ALL_SECTORS, FIELDS, SECTORS
from events_app.domain.standings import Standing
from events_app.edge.changes import worded
from events_app.edge.forms import Form
from events_app.edge.paging import Cursor, MomentCursor, page_after, parse_moment_cursor
from events_app.edge.selections import read_selection
from events_app.reference.groups import GROUPS
from events_app.storage import calendar, exhibitions, projects, selections
from events_app.storage.selections import Position

SLUG = re.compile("[a-z0-9-]{1,100}")
NOT_WRITTEN_SO = N_("This is not written as it should be.")
SELECTED = ("kind", "country", "group", "sector", "field", "scope", "status", "dates", "q", "from", "to")


class About(Model):
    """What an entry or a change belongs to: an edition or a project, by its name in addresses."""

    kind: Subject
    slug: str


class EntryLabels(Model):
    """Codes in words; `standing` is the one word that says how sure the entry is today."""

    part_kind: str | None
    countries: tuple[str, ...]


class Entry(Model):
    """An entry of the calendar: an exhibition, a session, a deadline or a milestone.

    `uid` and `sequence` are those of the feeds. Whole days lie in `zone`; `starts_at` and `ends_at` are null for them.
    """

    uid: str
    kind: EntryKind
    about: About
    title: ShownText
    part: ShownText
    part_kind: str
    starts_on: date
    ends_on: date
    starts_at: datetime | None
    ends_at: datetime | None
    zone: str
    countries: tuple[str, ...]
    city: ShownText
    venue: ShownText
    room: ShownText
    scope: Scope | None
    sectors: tuple[str, ...]
    fields: tuple[int, ...]
    status: EntryStatus
    standing: Standing
    former_days: tuple[Period, ...]
    dates_confirmed: bool
    website: str
    online: Online | None
    sequence: int = Field(description=N_("Rises when date, time, place or status changes (SEQUENCE in feeds).").id)
    revision: int = Field(description=N_("Counts every change.").id)
    modified_at: datetime
    labels: EntryLabels


class ChangedAspect(Model):
    """One thing that changed, with what is known of before and after."""

    aspect: Aspect
    before: str
    after: str
    detail: str


class ChangeView(Model):
    """One line of a public change log: sentences for readers, aspects for programs."""

    id: UUID
    about: About
    at: datetime
    sentences: tuple[str, ...]
    aspects: tuple[ChangedAspect, ...]
    note: ShownText


@get("/entries")
async def list_entries(call: NamedDependency[Call]) -> Response[bytes]:
    """List entries of the public calendar in the order of their first days."""
    form = call.query(*SELECTED, "cursor", "limit")
    chosen = read_selection(call.request.query_params)
    form.problems |= {name: problem for name, problem in chosen.problems.items() if name not in form.problems}
    for name in ("from", "to"):
        form.day(name)
    limit, cursor = call.limit(form), call.cursor(form)
    answered(form)
    after = Position(cursor.day, cursor.id) if cursor else None
    found = await selections.list_starting(chosen.selection, after=after, limit=limit + 1)
    page = page_after(found, limit, lambda entry: Cursor(entry.starts_on, entry.id), after=None)
    return call.page([_entry(call, entry) for entry in page.items], after=page.next)


@get("/changes")
async def list_changes(call: NamedDependency[Call]) -> Response[bytes]:
    """List what has changed in the public calendar, newest first."""
    form = call.query("about", "cursor", "limit")
    limit, before = call.limit(form), _moment(form)
    subject_id = await _subject_id(form)
    answered(form)
    if subject_id is None:
        found = await calendar.list_latest_changes(before=before, limit=limit + 1)
    else:
        found = await calendar.list_changes(subject_id, before=before, limit=limit + 1)
    page, following = found[:limit], None
    if len(found) > limit:
        following = MomentCursor(page[-1].at.astimezone(UTC), page[-1].id)
    slugs = await _slugs(page)
    return call.page([_change(call, each, slugs) for each in page if each.subject_id in slugs], after=following)


def _moment(form: Form) -> MomentCursor | None:
    cursor = parse_moment_cursor(form.value("cursor"))
    if form.value("cursor") and cursor is None:
        form.fail("cursor", NOT_A_CURSOR)
    return cursor


async def _subject_id(form: Form) -> UUID | None:
    """Id of the public edition or project that the query names; one that is not there has no changes."""
    kind, _, slug = form.value("about").partition("/")
    if not kind:
        return None
    if kind not in set(Subject) or not SLUG.fullmatch(slug):
        form.fail("about", NOT_WRITTEN_SO)
        return None
    if kind == Subject.EXHIBITION:
        edition = await exhibitions.find_edition(slug)
        return edition.id if edition and edition.is_public else UUID(int=0)
    project = await projects.find(slug)
    return project.id if project and project.is_public and kind == Subject.PROJECT else UUID(int=0)


async def _slugs(changes: Sequence[Change]) -> Mapping[UUID, str]:
    """Slugs of what changes are about, as far as the public still sees it."""
    heads = await calendar.list_heads({change.subject_id for change in changes})
    return {head.subject_id: head.slug for head in heads}


def _change(call: Call, change: Change, slugs: Mapping[UUID, str]) -> ChangeView:
    return ChangeView(
        id=change.id,
        about=About(kind=change.subject, slug=slugs[change.subject_id]),
        at=change.at,
        sentences=tuple(worded(change, call.language, call.request.app.state.catalogues)),
        aspects=tuple(
            ChangedAspect(aspect=each.aspect, before=each.before, after=each.after, detail=each.detail)
            for each in change.aspects
        ),
        note=ShownText.in_(call.language, change.note),
    )


def _entry(call: Call, entry: CalendarEntry) -> Entry:
    def text(name: str) -> ShownText:
        return ShownText.in_(call.language, getattr(entry, name))

    return Entry(
        uid=entry.uid,
        kind=entry.kind,
        about=About(kind=entry.subject, slug=entry.slug),
        title=text("title"),
        part=text("part"),
        part_kind=entry.part_kind,
        starts_on=entry.starts_on,
        ends_on=entry.ends_on,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        zone=entry.zone,
        countries=entry.countries,
        city=text("city"),
        venue=text("venue"),
        room=text("room"),
        scope=entry.scope,
        sectors=entry.sectors,
        fields=entry.fields,
        status=entry.status,
        standing=entry.standing(call.now),
        former_days=tuple(Period(first_day=days.first, last_day=days.last) for days in entry.former_days),
        dates_confirmed=entry.dates_confirmed,
        website=entry.website,
        online=Online.of(entry.online),
        sequence=entry.sequence,
        revision=entry.revision,
        modified_at=entry.modified_at,
        labels=EntryLabels(part_kind=_part_kind(call, entry), countries=tuple(map(call.country, entry.countries))),
    )


def _part_kind(call: Call, entry: CalendarEntry) -> str | None:
    if entry.kind is EntryKind.SESSION:
        return call.say(SESSION_NAMES[SessionKind(entry.part_kind)])
    if entry.kind is EntryKind.DEADLINE:
        return call.say(DEADLINE_NAMES[DeadlineKind(entry.part_kind)])
    return None


ABOUT = Parameter(
    "about",
    N_("Changes of one edition or project only: exhibition/… or project/…, followed by its name in addresses."),
    {"type": "string", "pattern": "^(exhibition|project)/[a-z0-9-]{1,100}$", "examples": ["exhibition/cisce-2027"]},
)
OPERATIONS = (
    Operation(
        handler=list_entries,
        id="listEntries",
        tag="calendar",
        summary=N_("List entries of the public calendar in the order of their first days."),
        gives=Entry,
        is_page=True,
        query=(
            one_of("kind", N_("Kind of the entry."), EntryKind),
            COUNTRY,
            one_of("group", N_("Group of countries or regions."), GROUPS),
            one_of("sector", N_("Sector."), (*SECTORS, ALL_SECTORS)),
            Parameter(
                "field",
                N_("Technology field of WIPO"),
                {"type": "integer", "minimum": min(FIELDS), "maximum": max(FIELDS)},
                is_list=True,
            ),
            one_of("scope", N_("Where it lies for the authority."), Scope),
            one_of("status", N_("What readers are told about the entry."), EntryStatus),
            one_of("dates", N_("Whether the organiser has confirmed the dates."), ("confirmed", "open"), several=False),
            WORDS,
            FIRST_DAY,
            LAST_DAY,
            CURSOR,
            LIMIT,
        ),
    ),
    Operation(
        handler=list_changes,
        id="listChanges",
        tag="calendar",
        summary=N_("List what has changed in the public calendar, newest first."),
        gives=ChangeView,
        is_page=True,
        query=(ABOUT, CURSOR, LIMIT),
    ),
)

"""Programme sessions and deadlines of an edition: each with its own small form."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import exhibitions as actions
from events_app.actions.demo import context_of
from events_app.domain.approvals import ApprovalMissing
from events_app.domain.exhibitions import (
    DEADLINE_NAMES,
    SESSION_NAMES,
    Deadline,
    DeadlineKind,
    Edition,
    Session,
    SessionKind,
    moment_in,
)
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.domain.texts import Text
from events_app.domain.web_addresses import ONLINE_NAMES
from events_app.edge.desk import Visit, see
from events_app.edge.forms import Form, read_form
from events_app.edge.problems import problem_of
from events_app.reference.zones import all_zones
from events_app.storage import guests
from events_app.web.desk_exhibitions import editable, with_usual_deadlines
from events_app.web.edition_forms import online_values, read_online, source_language

MOST_SESSIONS = 200
SPOKEN = ("zh", "en", "fr", "es", "ru", "ar", "pt", "de", "it", "ja", "ko", "vi", "th", "id", "tr", "sw")
AnyRequest = Request[Any, Any, Any]


@get("/exhibitions/{slug:str}/sessions/{name:str}", include_in_schema=False)
async def session_page(
    visit: NamedDependency[Visit],
    *,
    slug: FromPath[str],
    name: FromPath[str],
) -> Response[str]:
    """Show the form of a session, or of a new one."""
    edition = await editable(slug, visit.asker)
    part = _part(name)
    form = Form.of({"kind": SessionKind.FORUM, "starts-day": edition.days.first, "version": edition.version})
    if part:
        _fill_session(form, edition, _found(edition.sessions, part))
    return await _session_form(visit, edition, form, part)


@post(
    "/exhibitions/{slug:str}/sessions/{name:str}",
    include_in_schema=False,
    status_code=200,
)
async def save_session(
    visit: NamedDependency[Visit],
    *,
    slug: FromPath[str],
    name: FromPath[str],
) -> Response[Any]:
    """Keep a session, or take it off the programme."""
    edition = await editable(slug, visit.asker)
    part = _part(name)
    form = await read_form(visit.request)
    if part and form.ticked("remove"):
        kept = tuple(session for session in edition.sessions if session.id != part)
        return await _saved(visit, edition, form, {"sessions": kept}) or await _session_form(visit, edition, form, part)
    session = _read_session(form, edition, part, visit.language)
    if session is None or not form.is_good:
        return await _session_form(visit, edition, form, part)
    sessions = _with(edition.sessions, session, key=lambda each: (each.starts_at, str(each.id)))
    answer = await _saved(visit, edition, form, {"sessions": sessions})
    return answer or await _session_form(visit, edition, form, part)


@get("/exhibitions/{slug:str}/deadlines/{name:str}", include_in_schema=False)
async def deadline_page(
    visit: NamedDependency[Visit],
    *,
    slug: FromPath[str],
    name: FromPath[str],
) -> Response[str]:
    """Show the form of a deadline, or of a new one."""
    edition = await editable(slug, visit.asker)
    part = _part(name)
    form = Form.of({"zone": edition.zone, "at-time": "17:00", "version": edition.version})
    if part:
        deadline = _found(edition.deadlines, part)
        local = deadline.at.astimezone(ZoneInfo(deadline.zone))
        form = Form.of({"kind": deadline.kind, "zone": deadline.zone, "version": edition.version})
        form.put("at-day", local.date())
        form.put("at-time", local.time())
        form.put_text("note", deadline.note)
    return _deadline_form(visit, edition, form, part)


@post(
    "/exhibitions/{slug:str}/deadlines/{name:str}",
    include_in_schema=False,
    status_code=200,
)
async def save_deadline(
    visit: NamedDependency[Visit],
    *,
    slug: FromPath[str],
    name: FromPath[str],
) -> Response[Any]:
    """Keep a deadline, or remove it."""
    edition = await editable(slug, visit.asker)
    part = _part(name)
    form = await read_form(visit.request)
    if part and form.ticked("remove"):
        kept = tuple(deadline for deadline in edition.deadlines if deadline.id != part)
        return await _saved(visit, edition, form, {"deadlines": kept}) or _deadline_form(visit, edition, form, part)
    deadline = _read_deadline(form, edition, part, visit.language)
    if deadline is None or not form.is_good:
        return _deadline_form(visit, edition, form, part)
    deadlines = _with(edition.deadlines, deadline, key=lambda each: (each.at, str(each.id)))
    answer = await _saved(visit, edition, form, {"deadlines": deadlines})
    return answer or _deadline_form(visit, edition, form, part)


@post("/exhibitions/{slug:str}/deadlines/template", include_in_schema=False, status_code=303)
async def use_template(
    visit: NamedDependency[Visit],
    *,
    slug: FromPath[str],
) -> Response[Any]:
    """Add the deadlines of the template that the edition does not have yet."""
    edition = await editable(slug, visit.asker)
    await read_form(visit.request)
    usual = await with_usual_deadlines(Form.of({"template": True}), edition)
    return await _saved(visit, edition, Form(), {"deadlines": usual.deadlines}) or see(f"desk/exhibitions/{slug}")


async def _saved(visit: Visit, edition: Edition, form: Form, parts: dict[str, Any]) -> Response[Any] | None:
    """Save the edition with other parts; None, and the reason in the form, where that is refused."""
    version = form.number("version", 1, 10**9) or edition.version
    new = replace(edition, **parts, version=version, modified_at=visit.now)
    try:
        await actions.change_edition(new, by=visit.asker, context=context_of(visit.settings), now=visit.now)
    except (ChangedMeanwhile, ApprovalMissing) as refusal:
        form.problems["version"] = problem_of(refusal)
        form.put("version", edition.version)
        return None
    return see(f"desk/exhibitions/{edition.slug}", done="saved")


def _read_session(form: Form, edition: Edition, part: UUID | None, language: str) -> Session | None:
    old = _found(edition.sessions, part) if part else None
    source = source_language(edition, language)
    kind = form.choice("kind", SessionKind)
    title = form.text("title", old.title if old else Text.empty(source), most=300)
    room = form.text("room", old.room if old else Text.empty(source), most=200)
    starts, ends = form.wall("starts", required=True), form.clock("ends", required=True)
    spoken = form.some_of("languages", SPOKEN)
    online = read_online(form)
    if kind is None or starts is None or ends is None or not form.is_good:
        return None
    last = form.day("ends-day") or starts.date()
    return form.attempt(
        "ends",
        lambda: Session(
            id=part or uuid4(),
            kind=kind,
            title=title,
            starts_at=moment_in(edition.zone, starts.date(), starts.time()),
            ends_at=moment_in(edition.zone, last, ends),
            room=room,
            languages=spoken,
            online=online,
        ),
    )


def _read_deadline(form: Form, edition: Edition, part: UUID | None, language: str) -> Deadline | None:
    old = _found(edition.deadlines, part) if part else None
    kind = form.choice("kind", DeadlineKind)
    wall = form.wall("at", required=True)
    zone = form.one_of("zone", (*all_zones(), edition.zone))
    note = form.text("note", old.note if old else Text.empty(source_language(edition, language)), most=1_000)
    if kind is None or wall is None or not form.is_good:
        return None
    at = moment_in(zone, wall.date(), wall.time())
    return form.attempt("zone", lambda: Deadline(id=part or uuid4(), kind=kind, at=at, zone=zone, note=note))


def _fill_session(form: Form, edition: Edition, session: Session) -> None:
    zone = ZoneInfo(edition.zone)
    starts, ends = session.starts_at.astimezone(zone), session.ends_at.astimezone(zone)
    form.put("kind", session.kind)
    form.put("starts-day", starts.date())
    form.put("starts-time", starts.time())
    form.put("ends", ends.time())
    form.put("ends-day", ends.date() if ends.date() != starts.date() else None)
    form.put("languages", session.languages)
    for name, value in online_values(session.online).items():
        form.put(name, value)
    form.put_text("title", session.title)
    form.put_text("room", session.room)


async def _session_form(visit: Visit, edition: Edition, form: Form, part: UUID | None) -> Response[str]:
    return visit.page(
        "desk/exhibitions/session.html",
        status_code=200 if form.is_good else 422,
        edition=edition,
        form=form,
        part=part,
        expected=(await guests.count_by_session(edition.id)).get(part, 0) if part else 0,
        kinds=list(SESSION_NAMES.items()),
        spoken=SPOKEN,
        online_kinds=list(ONLINE_NAMES.items()),
        source=source_language(edition, visit.language),
    )


def _deadline_form(visit: Visit, edition: Edition, form: Form, part: UUID | None) -> Response[str]:
    return visit.page(
        "desk/exhibitions/deadline.html",
        status_code=200 if form.is_good else 422,
        edition=edition,
        form=form,
        part=part,
        kinds=list(DEADLINE_NAMES.items()),
        zones=tuple(dict.fromkeys((edition.zone, *all_zones()))),
        source=source_language(edition, visit.language),
    )


def _part(name: str) -> UUID | None:
    """Id of the part that an address names; None for a new one. Raises NotFound."""
    if name == "new":
        return None
    try:
        return UUID(name)
    except ValueError:
        raise NotFound from None


def _found(parts: tuple[Any, ...], part: UUID) -> Any:  # noqa: ANN401 - a session or a deadline
    found = next((each for each in parts if each.id == part), None)
    if found is None:
        raise NotFound
    return found


def _with(parts: tuple[Any, ...], new: Any, *, key: Callable[[Any], Any]) -> tuple[Any, ...]:  # noqa: ANN401 - as above
    return tuple(sorted((*(each for each in parts if each.id != new.id), new), key=key))


ROUTES = (session_page, save_session, deadline_page, save_deadline, use_template)

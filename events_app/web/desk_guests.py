"""Guests of a session at the desk: who is invited, inviting several at once, and taking an invitation back."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import guests as actions
from events_app.domain.exhibitions import SESSION_NAMES, AlreadyCancelled, Edition, NotPublic, Session
from events_app.domain.guests import GUEST_STATE_NAMES, MOST_AT_ONCE, SessionOver, TooManyGuests, mailboxes_in
from events_app.domain.languages import LANGUAGES
from events_app.domain.refusals import NotFound
from events_app.edge.desk import Visit, see
from events_app.edge.forms import Form, read_form
from events_app.edge.problems import problem_of
from events_app.storage import guests
from events_app.web.desk_exhibitions import editable

MOST_COUNTED = 1_000


@get("/exhibitions/{slug:str}/sessions/{session_id:uuid}/guests", include_in_schema=False)
async def guests_page(
    visit: NamedDependency[Visit],
    *,
    slug: FromPath[str],
    session_id: FromPath[UUID],
) -> Response[str]:
    """List who is invited to a session, with the form that invites more."""
    edition = await editable(slug, visit.asker)
    return await _shown(visit, edition, _session(edition, session_id), Form.of({"language": visit.language}))


@post("/exhibitions/{slug:str}/sessions/{session_id:uuid}/guests", include_in_schema=False, status_code=200)
async def invite(
    visit: NamedDependency[Visit],
    *,
    slug: FromPath[str],
    session_id: FromPath[UUID],
) -> Response[Any]:
    """Invite everybody on the list, or nobody where a line is wrong."""
    edition = await editable(slug, visit.asker)
    session = _session(edition, session_id)
    form = await read_form(visit.request)
    text = form.words("people")
    language = form.one_of("language", visit.settings.languages)
    people = form.attempt("people", lambda: mailboxes_in(text))
    if people is None or not form.is_good:
        return await _shown(visit, edition, session, form)
    try:
        invited = await actions.invite(slug, session_id, people, language=language, by=visit.asker, now=visit.now)
    except (NotPublic, AlreadyCancelled, SessionOver, TooManyGuests) as refusal:
        form.problems["people"] = problem_of(refusal)
        return await _shown(visit, edition, session, form)
    return see(_path(edition, session), done="invited", now=invited.now, before=invited.before)


@post(
    "/exhibitions/{slug:str}/sessions/{session_id:uuid}/guests/{guest_id:uuid}/withdraw",
    include_in_schema=False,
    status_code=303,
)
async def withdraw(
    visit: NamedDependency[Visit],
    *,
    slug: FromPath[str],
    session_id: FromPath[UUID],
    guest_id: FromPath[UUID],
) -> Response[Any]:
    """Take an invitation back; the guest is told."""
    edition = await editable(slug, visit.asker)
    await read_form(visit.request)
    await actions.withdraw(slug, session_id, guest_id, by=visit.asker, now=visit.now)
    return see(_path(edition, _session(edition, session_id)), done="withdrawn")


def _session(edition: Edition, session_id: UUID) -> Session:
    found = next((session for session in edition.sessions if session.id == session_id), None)
    if found is None:
        raise NotFound
    return found


def _path(edition: Edition, session: Session) -> str:
    return f"desk/exhibitions/{edition.slug}/sessions/{session.id}/guests"


async def _shown(visit: Visit, edition: Edition, session: Session, form: Form) -> Response[str]:
    told = Form({name: [visit.request.query_params.get(name, "")] for name in ("now", "before")})
    return visit.page(
        "desk/exhibitions/guests.html",
        status_code=200 if form.is_good else 422,
        edition=edition,
        session=session,
        session_names=SESSION_NAMES,
        guests=await guests.list_of_session(session.id),
        state_names=GUEST_STATE_NAMES,
        form=form,
        is_open=edition.is_public and edition.status != "cancelled" and session.ends_at > visit.now,
        letter_languages=[(code, LANGUAGES[code].name) for code in visit.settings.languages],
        most=MOST_AT_ONCE,
        invited_now=told.number("now", 0, MOST_COUNTED) or 0,
        invited_before=told.number("before", 0, MOST_COUNTED) or 0,
    )


ROUTES = (guests_page, invite, withdraw)

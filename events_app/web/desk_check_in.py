"""The door of an edition, for a phone or a hand scanner: a form for one code, and the same as JSON for door.js.

Each scan has a key that was made for it. Asking again with the key changes nothing and is answered the same, so a
device with a bad network asks until it is answered.
"""

from dataclasses import asdict
from datetime import timedelta
from typing import Any, Final
from uuid import uuid4

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.serialization import encode_json

from events_app.actions import badges as actions
from events_app.domain.badges import LONGEST_CODE, LONGEST_DOOR, LONGEST_WAIT, CodeMissing, Scan, day_of
from events_app.domain.exhibitions import Edition
from events_app.domain.idempotency import LONGEST_KEY, KeyNotAllowed, KeyUsedOtherwise
from events_app.domain.rights import Right
from events_app.edge.badge_sheets import Told, told_of
from events_app.edge.desk import UNKEPT, Visit
from events_app.edge.forms import Form, read_form
from events_app.edge.problems import problem_of
from events_app.edge.security import WITH_CAMERA
from events_app.storage import badges
from events_app.web.desk_badges import edition_at, say_of

JSON: Final = "application/json"
LONGEST_WAIT_S: Final = int(LONGEST_WAIT.total_seconds())


@get("/exhibitions/{slug:str}/check-in", include_in_schema=False)
async def check_in_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[str]:
    """Show the door."""
    edition = await edition_at(visit, slug, Right.EDIT)
    return await _page(visit, edition, Form.of({"door": visit.request.query_params.get("door", "")[:LONGEST_DOOR]}))


@post("/exhibitions/{slug:str}/check-in", include_in_schema=False, status_code=200)
async def check_in(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[Any]:
    """Let somebody in, and say what was done."""
    edition = await edition_at(visit, slug, Right.EDIT)
    form = await read_form(visit.request)
    told = await _asked(visit, edition, form)
    if visit.request.headers.get("accept", "").startswith(JSON):
        return await _json(visit, edition, form, told)
    return await _page(visit, edition, form, told)


async def _asked(visit: Visit, edition: Edition, form: Form) -> Told | None:
    """What the door answered; None where the form has faults."""
    waited = form.number("waited", 0, 10**12) or 0
    scan = Scan(
        code=form.line("code", most=LONGEST_CODE),
        key=form.line("key", most=LONGEST_KEY),
        door=form.line("door", most=LONGEST_DOOR),
        waited=timedelta(seconds=min(waited, LONGEST_WAIT_S)),
    )
    if not form.is_good:
        return None
    try:
        answer = await actions.check_in(edition.slug, scan, by=visit.asker, now=visit.now)
    except (CodeMissing, KeyNotAllowed, KeyUsedOtherwise) as refusal:
        form.problems["code"] = problem_of(refusal)
        return None
    found = await badges.list_bearers_by_id(edition.id, [answer.member_id]) if answer.member_id else ()
    bearer = found[0] if found else None
    return told_of(answer, bearer, edition, say=say_of(visit), language=visit.language, now=visit.now)


async def _json(visit: Visit, edition: Edition, form: Form, told: Told | None) -> Response[bytes]:
    say = say_of(visit)
    if told is None:
        problems = [say(each.message, **each.params) for each in form.problems.values()]
        content = encode_json({"problem": " ".join(problems)})
        return Response(content, media_type=JSON, status_code=422, headers=dict(UNKEPT))
    admitted = await badges.count_admitted(edition.id, day_of(visit.now, edition.zone))
    content = encode_json(asdict(told) | {"is_open": told.is_open, "admitted": sum(admitted.values())})
    return Response(content, media_type=JSON, headers=dict(UNKEPT))


async def _page(visit: Visit, edition: Edition, form: Form, told: Told | None = None) -> Response[str]:
    today = day_of(visit.now, edition.zone)
    admitted = await badges.count_admitted(edition.id, today)
    if told is not None:
        form.put("code", "")
    if form.is_good:
        # A form that is sent again unchanged keeps its key.
        form.put("key", uuid4())
    page = visit.page(
        "desk/badges/check_in.html",
        status_code=200 if form.is_good else 422,
        edition=edition,
        form=form,
        told=told,
        day=today,
        admitted=admitted,
        count=sum(admitted.values()),
        total=await badges.count_bearers(badges.Wanted(edition_id=edition.id), at_most=10_000),
        longest_door=LONGEST_DOOR,
    )
    page.headers["Permissions-Policy"] = WITH_CAMERA
    return page


ROUTES = (check_in_page, check_in)

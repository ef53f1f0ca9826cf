"""The door of an edition, for a phone or a hand scanner: a form for one code, and the same as JSON for door.js.

Each scan has a key that was made for it. Asking again with the key changes nothing and is answered the same, so a
device with a bad network asks until it is answered.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import Any, Final
from uuid import uuid4

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.serialization import encode_json

from events_app.actions import badges as actions
from events_app.domain.badges import (
    LONGEST_CODE,
    LONGEST_DOOR,
    LONGEST_WAIT,
    VERDICT_NAMES,
    Answer,
    CodeMissing,
    Scan,
    Verdict,
    day_of,
)
from events_app.domain.exhibitions import Edition
from events_app.domain.idempotency import LONGEST_KEY, KeyNotAllowed, KeyUsedOtherwise
from events_app.domain.messages import Message
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

    async def ask(scan: Scan) -> Answer:
        return await actions.check_in(edition.slug, scan, by=visit.asker, now=visit.now)

    told = await asked(visit, edition, form, ask)
    if wants_json(visit):
        admitted = await badges.count_admitted(edition.id, day_of(visit.now, edition.zone))
        return json_answer(visit, form, told, count=sum(admitted.values()))
    return await _page(visit, edition, form, told)


async def asked(
    visit: Visit,
    edition: Edition,
    form: Form,
    ask: Callable[[Scan], Awaitable[Answer]],
    names: Mapping[Verdict, Message] = VERDICT_NAMES,
) -> Told | None:
    """What was answered to a form with a scan, here or at a stand; None where the form has faults."""
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
        answer = await ask(scan)
    except (CodeMissing, KeyNotAllowed, KeyUsedOtherwise) as refusal:
        form.problems["code"] = problem_of(refusal)
        return None
    found = await badges.list_bearers_by_id(edition.id, [answer.member_id]) if answer.member_id else ()
    bearer = found[0] if found else None
    return told_of(answer, bearer, edition, names=names, say=say_of(visit), language=visit.language, now=visit.now)


def wants_json(visit: Visit) -> bool:
    """Whether door.js asks, and not a form."""
    return bool(visit.request.headers.get("accept", "").startswith(JSON))


def json_answer(visit: Visit, form: Form, told: Told | None, *, count: int) -> Response[Any]:
    """An answer for door.js; `count` is what the page shows as counted today."""
    say = say_of(visit)
    if told is None:
        problems = [say(each.message, **each.params) for each in form.problems.values()]
        content = encode_json({"problem": " ".join(problems)})
        return Response(content, media_type=JSON, status_code=422, headers=dict(UNKEPT))
    content = encode_json(asdict(told) | {"is_open": told.is_open, "count": count})
    return Response(content, media_type=JSON, headers=dict(UNKEPT))


def scanning_page(visit: Visit, template: str, form: Form, told: Told | None, **context: object) -> Response[str]:
    """A page that scans: with the camera, and with a key for the next scan."""
    if told is not None:
        form.put("code", "")
    if form.is_good:
        # A form that is sent again unchanged keeps its key.
        form.put("key", uuid4())
    page = visit.page(template, status_code=200 if form.is_good else 422, form=form, told=told, **context)
    page.headers["Permissions-Policy"] = WITH_CAMERA
    return page


async def _page(visit: Visit, edition: Edition, form: Form, told: Told | None = None) -> Response[str]:
    today = day_of(visit.now, edition.zone)
    admitted = await badges.count_admitted(edition.id, today)
    return scanning_page(
        visit,
        "desk/badges/check_in.html",
        form,
        told,
        edition=edition,
        day=today,
        admitted=admitted,
        count=sum(admitted.values()),
        total=await badges.count_bearers(badges.Wanted(edition_id=edition.id), at_most=10_000),
        longest_door=LONGEST_DOOR,
    )


ROUTES = (check_in_page, check_in)

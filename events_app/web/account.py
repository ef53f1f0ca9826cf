"""One's own account: name, language and zone, password, second factor, sessions, API tokens, and what is held."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.serialization import encode_json
from markupsafe import Markup

from events_app.actions import accounts
from events_app.actions import people as people_actions
from events_app.credentials import totp
from events_app.credentials.tokens import digest
from events_app.domain.languages import LANGUAGES
from events_app.domain.refusals import Refusal
from events_app.domain.rights import TokenScope
from events_app.edge.desk import UNKEPT, Visit, see
from events_app.edge.forms import Form, read_form
from events_app.edge.problems import problem_of
from events_app.edge.sessions import session_cookie, session_token
from events_app.reference.zones import all_zones
from events_app.storage import organisations, people, sign_ins

DAYS_OF_TOKENS = (30, 90, 365)
Deed = Callable[[Visit, Form], Awaitable[dict[str, Any] | None]]


@get("/", include_in_schema=False)
async def account_page(visit: NamedDependency[Visit]) -> Response[Any]:
    """Show the account."""
    return await _shown(visit, Form())


@post("/", include_in_schema=False, status_code=200)
async def act(visit: NamedDependency[Visit]) -> Response[Any]:
    """Do what one of the forms of the page asks."""
    form = await read_form(visit.request)
    deed = form.one_of("deed", _DEEDS)
    field, work = _DEEDS.get(deed, ("deed", _nothing))
    told: dict[str, Any] | None = None
    try:
        told = await work(visit, form)
    except Refusal as refusal:
        form.problems.setdefault(field, problem_of(refusal))
    if not form.is_good or told:
        return await _shown(visit, form, **(told or {}))
    if deed == "close":
        answer = see("sign-in", done="signed-out")
        answer.set_cookie(session_cookie(visit.settings, ""))
        return answer
    return see("account", done=deed)


@get("/second-factor", include_in_schema=False)
async def second_factor_page(visit: NamedDependency[Visit]) -> Response[Any]:
    """Show the secret of a second factor that is to be set up, or that it is there."""
    return await _second_factor(visit, Form())


@post("/second-factor", include_in_schema=False, status_code=200)
async def set_up(visit: NamedDependency[Visit]) -> Response[Any]:
    """Set the second factor up with its first code; remove it, or make new recovery codes, with the password."""
    form = await read_form(visit.request)
    deed = form.one_of("deed", ("confirm", "remove", "renew"))
    field = "code" if deed == "confirm" else "password"
    codes: tuple[str, ...] = ()
    try:
        if deed == "confirm":
            codes = await accounts.confirm_second_factor(form.value("code"), by=visit.asker, now=visit.now)
        elif deed == "renew":
            codes = await accounts.renew_recovery_codes(form.value("password"), by=visit.asker, now=visit.now)
        elif deed == "remove":
            await accounts.remove_second_factor(form.value("password"), by=visit.asker, now=visit.now)
            return see("account", done="second-factor-removed")
    except Refusal as refusal:
        form.problems[field] = problem_of(refusal)
    if codes:
        return visit.page("account/recovery_codes.html", codes=codes)
    return await _second_factor(visit, form)


@get("/held.json", include_in_schema=False)
async def held(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Everything that is held about the person, as a file."""
    content = encode_json(await accounts.held_about(by=visit.asker, now=visit.now))
    headers = dict(UNKEPT) | {"Content-Disposition": 'attachment; filename="account.json"'}
    return Response(content, media_type="application/json", headers=headers)


async def _profile(visit: Visit, form: Form) -> None:
    person = visit.asker.person
    if person is None:
        return
    zone = form.one_of("zone", all_zones())
    language = form.one_of("language", LANGUAGES)
    name = form.line("name", required=True, most=200)
    if form.is_good:
        changed = replace(person, name=name, language=language, zone=zone)
        await people_actions.change(changed, by=visit.asker, now=visit.now)


async def _password(visit: Visit, form: Form) -> None:
    keeping = digest(session_token(visit.request))
    present, new = form.value("present"), form.value("password")
    await accounts.change_password(present, new, keeping=keeping, by=visit.asker, now=visit.now)


async def _session(visit: Visit, form: Form) -> None:
    await accounts.end_session(form.value("session"), by=visit.asker)


async def _sessions(visit: Visit, _: Form) -> None:
    await accounts.end_other_sessions(digest(session_token(visit.request)), by=visit.asker)


async def _token(visit: Visit, form: Form) -> dict[str, Any]:
    scopes = frozenset({TokenScope.WRITE} if form.ticked("write") else {TokenScope.READ})
    days = form.number("days", 1, 3650)
    expires_at = visit.now + timedelta(days=days) if days else None
    token = await accounts.make_token(form.line("token_name"), scopes, expires_at, by=visit.asker, now=visit.now)
    return {"token": token}


async def _revoke(visit: Visit, form: Form) -> None:
    await accounts.revoke_token(form.identity("token"), by=visit.asker, now=visit.now)


async def _leave(visit: Visit, form: Form) -> None:
    if visit.asker.person_id:
        membership = form.identity("membership")
        await people_actions.remove_membership(membership, visit.asker.person_id, by=visit.asker, now=visit.now)


async def _close(visit: Visit, form: Form) -> None:
    await accounts.check_password(form.value("closing_password"), by=visit.asker)
    if visit.asker.person_id:
        await people_actions.close(visit.asker.person_id, by=visit.asker, now=visit.now)


async def _nothing(_: Visit, __: Form) -> None:
    """What a form without a deed asks."""


_DEEDS: dict[str, tuple[str, Deed]] = {
    "profile": ("name", _profile),
    "password": ("present", _password),
    "session": ("deed", _session),
    "sessions": ("deed", _sessions),
    "token": ("token_name", _token),
    "revoke": ("deed", _revoke),
    "leave": ("deed", _leave),
    "close": ("closing_password", _close),
}


async def _shown(visit: Visit, form: Form, **told: Any) -> Response[Any]:  # noqa: ANN401 - what a template sees
    person = visit.asker.person
    if person is None:
        return see("sign-in")
    if "name" not in form.values:
        for name in ("name", "language", "zone"):
            form.put(name, getattr(person, name))
    memberships = await people.list_memberships(person_ids=[person.id])
    return visit.page(
        "account/account.html",
        status_code=200 if form.is_good else 422,
        form=form,
        person=person,
        zones=tuple(dict.fromkeys((person.zone, *all_zones()))),
        sessions=await sign_ins.list_sessions(person.id),
        this_session=digest(session_token(visit.request)),
        tokens=[each for each in await sign_ins.list_api_tokens(person.id) if each.holds_at(visit.now)],
        memberships=memberships,
        organisations=await organisations.list_by_id(each.organisation_id for each in memberships),
        days_of_tokens=DAYS_OF_TOKENS,
        **({"token": ""} | told),
    )


async def _second_factor(visit: Visit, form: Form) -> Response[Any]:
    credentials = await accounts.begin_second_factor(by=visit.asker)
    email = visit.asker.person.email if visit.asker.person else ""
    uri = totp.uri(credentials.totp_secret, account=email, issuer=visit.settings.authority(visit.language))
    is_there = credentials.is_totp_confirmed
    return visit.page(
        "account/second_factor.html",
        status_code=200 if form.is_good else 422,
        form=form,
        is_there=is_there,
        secret="" if is_there else credentials.totp_secret,
        qr="" if is_there else Markup(totp.qr_svg(uri)),  # noqa: S704 - drawn by us from our own address
        left=len(credentials.recovery_digests),
    )


ROUTES = (account_page, act, second_factor_page, set_up, held)

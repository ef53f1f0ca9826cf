"""Signing in and out, and the links sent by mail: a new password, an invitation.

A link's token comes in the query once, moves into a short-lived cookie, and leaves the address: no history, log or
referrer keeps it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from litestar import Request, Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.response import Redirect

from events_app.actions import people, sign_ins
from events_app.domain.exhibitions import ZoneUnknown
from events_app.domain.people import EmailInvalid, NameMissing
from events_app.domain.refusals import Refusal
from events_app.domain.rights import Asker, NotAllowed, SignInNeeded
from events_app.domain.sign_ins import (
    CodeWrong,
    LinkSpent,
    PasswordCommon,
    PasswordTooShort,
    SecondFactorMissing,
    SignInFailed,
    TooManyAttempts,
)
from events_app.edge.desk import UNKEPT, see
from events_app.edge.forms import Form, read_form
from events_app.edge.limits import client_address
from events_app.edge.pages import page
from events_app.edge.problems import problem_of
from events_app.edge.sessions import (
    cookie_name,
    device_of,
    find_session,
    provide_asker,
    session_cookie,
    session_token,
    set_cookie,
    with_form_cookie,
)
from events_app.reference.zones import all_zones
from events_app.settings import Settings

LINK_COOKIE_S = 1_800
AnyRequest = Request[Any, Any, Any]


@get("/sign-in", include_in_schema=False)
async def sign_in_page(
    request: AnyRequest,
    *,
    now: NamedDependency[datetime],
    form_secret: NamedDependency[str],
) -> Response[Any]:
    """Show the form; who is signed in is sent on."""
    session = await find_session(request, now)
    if session and session.is_complete:
        return see(_next(request))
    return shown(request, "sign_in/sign_in.html", Form(), form_secret)


@post("/sign-in", include_in_schema=False, status_code=200)
async def sign_in(
    request: AnyRequest,
    *,
    now: NamedDependency[datetime],
    settings: NamedDependency[Settings],
    form_secret: NamedDependency[str],
) -> Response[Any]:
    """Sign in with address and password."""
    form = await read_form(request)
    try:
        done = await sign_ins.sign_in(
            form.value("email"),
            form.value("password"),
            address=client_address(request.scope),
            device=device_of(request),
            old_token=session_token(request),
            now=now,
        )
    except (SignInFailed, TooManyAttempts) as refusal:
        return refused(request, "sign_in/sign_in.html", form, form_secret, {"email": refusal})
    target = _next(request)
    answer = see("sign-in/code", next=target) if done.needs_code else see(target)
    return _with_session(answer, settings, done.token)


@get("/sign-in/code", include_in_schema=False)
async def code_page(
    request: AnyRequest,
    *,
    now: NamedDependency[datetime],
    form_secret: NamedDependency[str],
) -> Response[Any]:
    """Ask for the one-time code."""
    session = await find_session(request, now)
    if session is None or session.is_complete:
        return see("sign-in" if session is None else _next(request))
    return shown(request, "sign_in/code.html", Form(), form_secret)


@post("/sign-in/code", include_in_schema=False, status_code=200)
async def give_code(
    request: AnyRequest,
    *,
    now: NamedDependency[datetime],
    settings: NamedDependency[Settings],
    form_secret: NamedDependency[str],
) -> Response[Any]:
    """Complete the sign-in with a one-time or recovery code."""
    form = await read_form(request)
    try:
        done = await sign_ins.give_code(session_token(request), form.value("code"), device=device_of(request), now=now)
    except SignInFailed:
        return see("sign-in")
    except (CodeWrong, TooManyAttempts) as refusal:
        return refused(request, "sign_in/code.html", form, form_secret, {"code": refusal})
    return _with_session(see(_next(request)), settings, done.token)


@post("/sign-out", include_in_schema=False, status_code=303, dependencies={"asker": Provide(provide_asker)})
async def sign_out(
    request: AnyRequest,
    *,
    asker: NamedDependency[Asker],
    now: NamedDependency[datetime],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """End the session of this browser."""
    await read_form(request)
    await sign_ins.sign_out(session_token(request), by=asker, now=now)
    return _with_session(see("sign-in", done="signed-out"), settings, "")


@get("/forgot-password", include_in_schema=False)
async def forgot_page(
    request: AnyRequest,
    *,
    form_secret: NamedDependency[str],
) -> Response[Any]:
    """Ask for the address to which a link is sent."""
    return shown(request, "sign_in/forgot.html", Form(), form_secret)


@post("/forgot-password", include_in_schema=False, status_code=200)
async def forgot(
    request: AnyRequest,
    *,
    now: NamedDependency[datetime],
    form_secret: NamedDependency[str],
) -> Response[Any]:
    """Send the link, and say the same whether or not there is an account."""
    form = await read_form(request)
    try:
        await sign_ins.ask_reset(form.value("email"), address=client_address(request.scope), now=now)
    except (EmailInvalid, TooManyAttempts) as refusal:
        return refused(request, "sign_in/forgot.html", form, form_secret, {"email": refusal})
    return see("forgot-password", done="sent")


@get(["/reset-password", "/invitation"], include_in_schema=False)
async def link_page(
    request: AnyRequest,
    *,
    now: NamedDependency[datetime],
    settings: NamedDependency[Settings],
    form_secret: NamedDependency[str],
) -> Response[Any]:
    """Take the token out of the address, then show the form of the link."""
    name = request.scope["path"].rpartition("/")[2]
    if token := request.query_params.get("token", ""):
        answer = see(name)
        answer.set_cookie(set_cookie(settings, "link", token, max_age_s=LINK_COOKIE_S))
        return answer
    if name == "invitation":
        return await _invitation(request, Form(), now, settings, form_secret)
    return await _reset(request, Form(), now, form_secret)


@post("/reset-password", include_in_schema=False, status_code=200)
async def reset(
    request: AnyRequest,
    *,
    now: NamedDependency[datetime],
    settings: NamedDependency[Settings],
    form_secret: NamedDependency[str],
) -> Response[Any]:
    """Set the new password."""
    form = await read_form(request)
    try:
        await sign_ins.reset_password(link_token(request), form.value("password"), now=now)
    except (PasswordTooShort, PasswordCommon, LinkSpent) as refusal:
        form.problems["password"] = problem_of(refusal)
        return await _reset(request, form, now, form_secret)
    return without_link(see("sign-in", done="password"), settings)


@post("/invitation", include_in_schema=False, status_code=200)
async def accept(
    request: AnyRequest,
    *,
    now: NamedDependency[datetime],
    settings: NamedDependency[Settings],
    form_secret: NamedDependency[str],
    language: NamedDependency[str],
) -> Response[Any]:
    """Take an invitation, with a new account or with one's own."""
    form = await read_form(request)
    try:
        await people.accept_invitation(
            link_token(request),
            name=form.line("name"),
            password=form.value("password"),
            language=language,
            zone=form.one_of("zone", all_zones(), required=False) or settings.home_zone,
            by=await _signed_in(request, settings, now),
            now=now,
        )
    except (PasswordTooShort, PasswordCommon) as refusal:
        form.problems["password"] = problem_of(refusal)
    except (NameMissing, ZoneUnknown) as refusal:
        form.problems["name"] = problem_of(refusal)
    except NotAllowed:
        return see("sign-in", next="invitation")
    except LinkSpent:
        pass
    else:
        return without_link(see("sign-in", done="joined", next="account"), settings)
    return await _invitation(request, form, now, settings, form_secret)


async def _reset(request: AnyRequest, form: Form, now: datetime, secret: str) -> Response[Any]:
    """Show the form of a new password, or that its link does not hold any more."""
    try:
        _, person = await sign_ins.find_reset(link_token(request), now=now)
    except LinkSpent as refusal:
        return spent(request, form, secret, refusal)
    form.put("email", person.email)
    status_code = 200 if form.is_good else 422
    return shown(request, "sign_in/reset.html", form, secret, status_code=status_code)


async def _invitation(request: AnyRequest, form: Form, now: datetime, settings: Settings, secret: str) -> Response[Any]:
    """Show an invitation, or that it does not hold any more."""
    try:
        link, organisation, known = await people.find_invitation(link_token(request), now=now)
    except LinkSpent as refusal:
        return spent(request, form, secret, refusal)
    asker = await _signed_in(request, settings, now)
    if known is not None and (asker is None or asker.person_id != known.id):
        return see("sign-in", next="invitation", done="invited")
    if not form.values:
        form = Form.of({"zone": settings.home_zone})
    status_code = 200 if form.is_good else 422
    return shown(
        request,
        "sign_in/invitation.html",
        form,
        secret,
        status_code=status_code,
        link=link,
        organisation=organisation,
        is_known=known is not None,
        zones=all_zones(),
    )


async def _signed_in(request: AnyRequest, settings: Settings, now: datetime) -> Asker | None:
    """Who is signed in, without a frame of the desk for a page that is shown to anybody."""
    state = dict(request.scope["state"])
    try:
        return await provide_asker(request, settings, now)
    except (SignInNeeded, SecondFactorMissing):
        return None
    finally:
        request.scope["state"].update(state | {"asker": None})


def shown(
    request: AnyRequest,
    template: str,
    form: Form,
    secret: str,
    *,
    status_code: int = 200,
    **context: object,
) -> Response[Any]:
    """Show a form for people who are not signed in."""
    told: dict[str, Any] = {name: request.query_params.get(name, "") for name in ("done", "next")}
    told |= {"form": form, "is_indexed": False, **context}
    answer = page(request, template, status_code=status_code, headers=UNKEPT, **told)
    return with_form_cookie(answer, request.app.state.settings, secret)


def refused(
    request: AnyRequest, template: str, form: Form, secret: str, refusals: Mapping[str, Refusal]
) -> Response[Any]:
    """Show a form again with what was refused beside the fields, by their names."""
    form.problems.update({name: problem_of(refusal) for name, refusal in refusals.items()})
    return shown(request, template, form, secret, status_code=422)


def spent(request: AnyRequest, form: Form, secret: str, refusal: LinkSpent) -> Response[Any]:
    """Say that a link does not hold any more."""
    return shown(request, "sign_in/spent.html", form, secret, status_code=410, refusal=refusal)


def _next(request: AnyRequest) -> str:
    """Where to go after signing in: a path below the language, never another site."""
    wanted = request.query_params.get("next", "")
    parts = urlsplit(wanted)
    is_ours = not parts.scheme and not parts.netloc and "\\" not in wanted and ".." not in wanted
    return parts.path.strip("/") if is_ours and wanted.strip("/") else "desk"


def _with_session(answer: Redirect, settings: Settings, token: str) -> Redirect:
    answer.set_cookie(session_cookie(settings, token))
    return answer


def without_link(answer: Redirect, settings: Settings) -> Redirect:
    """Forget the token of a link that was used."""
    answer.set_cookie(set_cookie(settings, "link", ""))
    return answer


def link_token(request: AnyRequest) -> str:
    return request.cookies.get(cookie_name(request.app.state.settings, "link"), "")


ROUTES = (sign_in_page, sign_in, code_page, give_code, sign_out, forgot_page, forgot, link_page, reset, accept)

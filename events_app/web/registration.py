"""Registering a company by oneself: the address, the letter's link, and the form of account and company."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from events_app.actions import registrations as actions
from events_app.actions.registrations import Applicant
from events_app.domain.exhibitions import ZoneUnknown
from events_app.domain.people import LONGEST_NAME, EmailInvalid, NameMissing
from events_app.domain.refusals import NotFound
from events_app.domain.registrations import LONGEST_COMPANY_NAME, CompanyNameMissing
from events_app.domain.sign_ins import LinkSpent, PasswordCommon, PasswordTooShort, TooManyAttempts
from events_app.domain.texts import Text
from events_app.edge.desk import see
from events_app.edge.forms import Form, read_form
from events_app.edge.limits import client_address
from events_app.edge.problems import problem_of
from events_app.edge.sessions import set_cookie
from events_app.edge.slugs import slug_of
from events_app.i18n.sorting import sort_key
from events_app.reference import countries
from events_app.reference.zones import all_zones
from events_app.settings import Settings
from events_app.web.sign_in import LINK_COOKIE_S, link_token, refused, shown, spent, without_link

AnyRequest = Request[Any, Any, Any]


@get("/register", include_in_schema=False)
async def register_page(
    request: AnyRequest, *, settings: NamedDependency[Settings], form_secret: NamedDependency[str]
) -> Response[Any]:
    """Ask for the address to which the link is sent."""
    _check_open(settings)
    return shown(request, "sign_in/register.html", Form(), form_secret)


@post("/register", include_in_schema=False, status_code=200)
async def register(
    request: AnyRequest,
    *,
    now: NamedDependency[datetime],
    settings: NamedDependency[Settings],
    form_secret: NamedDependency[str],
    language: NamedDependency[str],
) -> Response[Any]:
    """Send the link, and say the same whether or not there is an account."""
    _check_open(settings)
    form = await read_form(request)
    try:
        await actions.ask(form.value("email"), language=language, address=client_address(request.scope), now=now)
    except (EmailInvalid, TooManyAttempts) as refusal:
        return refused(request, "sign_in/register.html", form, form_secret, {"email": refusal})
    return see("register", done="sent")


@get("/registration", include_in_schema=False)
async def link_page(
    request: AnyRequest,
    *,
    now: NamedDependency[datetime],
    settings: NamedDependency[Settings],
    form_secret: NamedDependency[str],
) -> Response[Any]:
    """Take the token out of the address, then show the form."""
    _check_open(settings)
    if token := request.query_params.get("token", ""):
        answer = see("registration")
        answer.set_cookie(set_cookie(settings, "link", token, max_age_s=LINK_COOKIE_S))
        return answer
    form = Form.of({"zone": settings.home_zone, "country": settings.home_country})
    return await _form(request, form, now, settings, form_secret)


@post("/registration", include_in_schema=False, status_code=200)
async def complete(
    request: AnyRequest,
    *,
    now: NamedDependency[datetime],
    settings: NamedDependency[Settings],
    form_secret: NamedDependency[str],
    language: NamedDependency[str],
) -> Response[Any]:
    """Make the account and the company."""
    _check_open(settings)
    form = await read_form(request)
    company = form.line("company", required=True, most=LONGEST_COMPANY_NAME)
    applicant = Applicant(
        name=form.line("name", required=True, most=LONGEST_NAME),
        password=form.value("password"),
        company=Text.of(language, company),
        country=form.one_of("country", countries.all_codes()),
        slug=slug_of(company),
        language=language,
        zone=form.one_of("zone", all_zones()),
    )
    if form.is_good:
        try:
            await actions.complete(link_token(request), applicant, now=now)
        except (PasswordTooShort, PasswordCommon) as refusal:
            form.problems["password"] = problem_of(refusal)
        except (NameMissing, ZoneUnknown) as refusal:
            form.problems["name"] = problem_of(refusal)
        except CompanyNameMissing as refusal:
            form.problems["company"] = problem_of(refusal)
        except LinkSpent as refusal:
            return spent(request, form, form_secret, refusal)
        else:
            return without_link(see("sign-in", done="registered", next="company"), settings)
    return await _form(request, form, now, settings, form_secret)


def _check_open(settings: Settings) -> None:
    """Raise NotFound where companies are only invited."""
    if settings.registration != "open":
        raise NotFound


async def _form(request: AnyRequest, form: Form, now: datetime, settings: Settings, secret: str) -> Response[Any]:
    """Show the form of account and company, or that its link does not hold any more."""
    try:
        link = await actions.find(link_token(request), now=now)
    except LinkSpent as refusal:
        return spent(request, form, secret, refusal)
    code = request.scope["path"].split("/")[1]
    names = countries.names(code, settings.country_names)
    return shown(
        request,
        "sign_in/registration.html",
        form,
        secret,
        status_code=200 if form.is_good else 422,
        link=link,
        zones=all_zones(),
        countries=sorted(names.items(), key=lambda pair: sort_key(pair[1], code)),
    )


ROUTES = (register_page, register, link_page, complete)

"""Support schemes at the desk: listed, entered, changed."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import support_schemes as actions
from events_app.domain.companies import SIZE_NAMES, CompanySize
from events_app.domain.countries import SCOPE_NAMES, Scope
from events_app.domain.refusals import ChangedMeanwhile, InvalidValue
from events_app.domain.rights import Noun, Right, may, require, require_somewhere
from events_app.domain.support_schemes import (
    COST_NAMES,
    LONGEST_NAME,
    LONGEST_SUMMARY,
    PERCENT,
    SCHEME_NAMES,
    CostKind,
    CostsUnnamed,
    RateOdd,
    SchemeKind,
    SchemeNameMissing,
    SupportScheme,
    ValidityOdd,
)
from events_app.domain.texts import Text
from events_app.domain.web_addresses import check_website
from events_app.edge.desk import Visit, see
from events_app.edge.forms import Form, read_form
from events_app.edge.problems import problem_of
from events_app.i18n.numbers import minor_digits
from events_app.reference.countries import all_codes
from events_app.reference.groups import GROUPS
from events_app.storage import support_schemes
from events_app.web.desk_exhibitions import country_choices
from events_app.web.desk_project_forms import money_of

FIELD_OF: dict[type[InvalidValue], str] = {RateOdd: "rate_percent", CostsUnnamed: "costs", ValidityOdd: "valid_until"}


@get("/schemes", include_in_schema=False)
async def schemes_page(visit: NamedDependency[Visit]) -> Response[str]:
    """List the schemes, those that are over last."""
    require_somewhere(visit.asker, Right.READ, Noun.SCHEME)
    form = Form({"kind": visit.request.query_params.getall("kind", [])})
    kind = form.choice("kind", SchemeKind, required=False)
    every = [each for each in await support_schemes.list_schemes() if kind in {None, each.kind}]
    return visit.page(
        "desk/schemes/list.html",
        form=form,
        schemes=sorted(every, key=lambda each: is_over(each, visit.today)),
        over={each.id for each in every if is_over(each, visit.today)},
        kinds=list(SCHEME_NAMES.items()),
        kind_names=SCHEME_NAMES,
        cost_names=COST_NAMES,
        may_create=may(visit.asker, Right.CREATE, Noun.SCHEME),
        may_edit=may(visit.asker, Right.EDIT, Noun.SCHEME),
    )


@get("/schemes/new", include_in_schema=False)
async def new_page(visit: NamedDependency[Visit]) -> Response[str]:
    """Show the form of a new scheme."""
    require(visit.asker, Right.CREATE, Noun.SCHEME)
    return _form(visit, None, Form.of({"kind": SchemeKind.GRANT}))


@post("/schemes/new", include_in_schema=False, status_code=200)
async def add(visit: NamedDependency[Visit]) -> Response[Any]:
    """Keep a new scheme."""
    require(visit.asker, Right.CREATE, Noun.SCHEME)
    form = await read_form(visit.request)
    scheme = _read(form, None, visit.language, visit.now)
    if scheme is None:
        return _form(visit, None, form)
    await actions.add(scheme, by=visit.asker, now=visit.now)
    return see("desk/schemes", done="saved")


@get("/schemes/{scheme_id:uuid}", include_in_schema=False)
async def edit_page(visit: NamedDependency[Visit], *, scheme_id: FromPath[UUID]) -> Response[str]:
    """Show the form as the scheme is now."""
    require(visit.asker, Right.EDIT, Noun.SCHEME)
    scheme = await support_schemes.get(scheme_id)
    return _form(visit, scheme, _filled(scheme))


@post("/schemes/{scheme_id:uuid}", include_in_schema=False, status_code=200)
async def edit(visit: NamedDependency[Visit], *, scheme_id: FromPath[UUID]) -> Response[Any]:
    """Keep a changed scheme."""
    require(visit.asker, Right.EDIT, Noun.SCHEME)
    old = await support_schemes.get(scheme_id)
    form = await read_form(visit.request)
    scheme = _read(form, old, visit.language, visit.now)
    if scheme is None:
        return _form(visit, old, form)
    try:
        await actions.change(scheme, by=visit.asker, now=visit.now)
    except ChangedMeanwhile as refusal:
        form.problems["version"] = problem_of(refusal)
        form.put("version", old.version)
        return _form(visit, old, form)
    return see("desk/schemes", done="saved")


def is_over(scheme: SupportScheme, today: date) -> bool:
    """Whether its last day is over."""
    return scheme.valid_until is not None and scheme.valid_until < today


def _filled(scheme: SupportScheme) -> Form:
    form = Form.of(
        {
            "version": scheme.version,
            "kind": scheme.kind,
            "rate_percent": scheme.rate_percent,
            "costs": scheme.costs,
            "scopes": scheme.scopes,
            "groups": scheme.groups,
            "countries": scheme.countries,
            "sizes": scheme.sizes,
            "valid_from": scheme.valid_from,
            "valid_until": scheme.valid_until,
            "source": scheme.source,
        }
    )
    if scheme.cap:
        form.put("cap", format(Decimal(scheme.cap.amount_minor).scaleb(-minor_digits(scheme.cap.currency)), "f"))
        form.put("cap_currency", scheme.cap.currency)
    form.put_text("name", scheme.name)
    form.put_text("summary", scheme.summary)
    return form


def _read(form: Form, old: SupportScheme | None, language: str, now: datetime) -> SupportScheme | None:
    """What the form says; None where something of it cannot be right."""
    blank = Text.empty(language)
    source = form.line("source")
    form.attempt("source", lambda: check_website(source))
    fields: dict[str, Any] = {
        "name": form.text("name", old.name if old else blank, required=True, most=LONGEST_NAME),
        "summary": form.text("summary", (old.summary if old else blank) or blank, most=LONGEST_SUMMARY),
        "kind": form.choice("kind", SchemeKind) or SchemeKind.GRANT,
        "rate_percent": form.number("rate_percent", 1, PERCENT),
        "cap": money_of(form, "cap"),
        "costs": frozenset(map(CostKind, form.some_of("costs", CostKind))),
        "scopes": frozenset(map(Scope, form.some_of("scopes", Scope))),
        "groups": frozenset(form.some_of("groups", GROUPS)),
        "countries": frozenset(form.some_of("countries", all_codes())),
        "sizes": frozenset(map(CompanySize, form.some_of("sizes", CompanySize))),
        "valid_from": form.day("valid_from"),
        "valid_until": form.day("valid_until"),
        "source": source,
        "version": form.number("version", 1, 10**9) or 1,
    }
    if not form.is_good:
        return None
    try:
        if old is not None:
            return replace(old, **fields)
        return SupportScheme(id=uuid4(), modified_at=now, **fields)
    except (RateOdd, CostsUnnamed, ValidityOdd, SchemeNameMissing) as refusal:
        form.problems[FIELD_OF.get(type(refusal), f"name-{language}")] = problem_of(refusal)
        return None


def _form(visit: Visit, scheme: SupportScheme | None, form: Form) -> Response[str]:
    return visit.page(
        "desk/schemes/edit.html",
        status_code=200 if form.is_good else 422,
        scheme=scheme,
        form=form,
        source=scheme.name.source if scheme else visit.language,
        kinds=list(SCHEME_NAMES.items()),
        costs=list(COST_NAMES.items()),
        scopes=list(SCOPE_NAMES.items()),
        sizes=list(SIZE_NAMES.items()),
        groups=[(code, group.name) for code, group in GROUPS.items()],
        countries=country_choices(visit.language, visit.settings),
    )


ROUTES = (schemes_page, new_page, add, edit_page, edit)

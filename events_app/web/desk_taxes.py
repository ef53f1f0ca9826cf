"""Tax rules at the desk: listed, entered, changed."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import tax_rules as actions
from events_app.domain.refusals import ChangedMeanwhile, InvalidValue
from events_app.domain.rights import Noun, Right, may, require, require_somewhere
from events_app.domain.tax_rules import (
    LONGEST_TAX_NAME,
    WHOLE,
    ReverseChargeTaxed,
    TaxDaysOdd,
    TaxNameMissing,
    TaxRateOdd,
    TaxRule,
)
from events_app.domain.texts import Text
from events_app.domain.web_addresses import check_website
from events_app.edge.desk import Visit, see
from events_app.edge.forms import Form, read_form
from events_app.edge.problems import problem_of
from events_app.reference.countries import all_codes
from events_app.storage import tax_rules
from events_app.web.desk_exhibitions import country_choices

FIELD_OF: dict[type[InvalidValue], str] = {
    TaxRateOdd: "rate",
    ReverseChargeTaxed: "rate",
    TaxDaysOdd: "valid_until",
}


@get("/taxes", include_in_schema=False)
async def taxes_page(visit: NamedDependency[Visit]) -> Response[str]:
    """List the rules, those that are over last."""
    require_somewhere(visit.asker, Right.READ, Noun.FEE)
    rules = await tax_rules.list_rules()
    over = {each.id for each in rules if _is_over(each, visit.today)}
    return visit.page(
        "desk/fees/taxes.html",
        rules=sorted(rules, key=lambda each: each.id in over),
        over=over,
        may_edit=may(visit.asker, Right.EDIT, Noun.FEE),
    )


@get("/taxes/new", include_in_schema=False)
async def new_page(visit: NamedDependency[Visit]) -> Response[str]:
    """Show the form of a new rule."""
    require(visit.asker, Right.EDIT, Noun.FEE)
    return _form(visit, None, Form())


@post("/taxes/new", include_in_schema=False, status_code=200)
async def add(visit: NamedDependency[Visit]) -> Response[Any]:
    """Keep a new rule."""
    require(visit.asker, Right.EDIT, Noun.FEE)
    form = await read_form(visit.request)
    rule = _read(form, None, visit.language, visit.now)
    if rule is None:
        return _form(visit, None, form)
    await actions.add(rule, by=visit.asker, now=visit.now)
    return see("desk/taxes", done="saved")


@get("/taxes/{rule_id:uuid}", include_in_schema=False)
async def edit_page(visit: NamedDependency[Visit], *, rule_id: FromPath[UUID]) -> Response[str]:
    """Show the form as the rule is now."""
    require(visit.asker, Right.EDIT, Noun.FEE)
    rule = await tax_rules.get(rule_id)
    form = Form.of(
        {
            "rate": f"{Decimal(rule.rate) / 100:f}",
            "country": rule.country,
            "valid_from": rule.valid_from,
            "valid_until": rule.valid_until,
            "source": rule.source,
            "is_reverse_charge": rule.is_reverse_charge,
            "version": rule.version,
        }
    )
    form.put_text("name", rule.name)
    return _form(visit, rule, form)


@post("/taxes/{rule_id:uuid}", include_in_schema=False, status_code=200)
async def edit(visit: NamedDependency[Visit], *, rule_id: FromPath[UUID]) -> Response[Any]:
    """Keep a changed rule."""
    require(visit.asker, Right.EDIT, Noun.FEE)
    old = await tax_rules.get(rule_id)
    form = await read_form(visit.request)
    rule = _read(form, old, visit.language, visit.now)
    if rule is None:
        return _form(visit, old, form)
    try:
        await actions.change(rule, by=visit.asker, now=visit.now)
    except ChangedMeanwhile as refusal:
        form.problems["version"] = problem_of(refusal)
        form.put("version", old.version)
        return _form(visit, old, form)
    return see("desk/taxes", done="saved")


def points_of(form: Form, name: str, *, required: bool = False) -> int:
    """A percentage of at most two decimals, in basis points; 0 where nothing is written or something is wrong."""
    percent = form.decimal(name, required=required)
    if percent is None:
        return 0
    points = percent * 100
    if points != points.to_integral_value() or not 0 <= points <= WHOLE:
        form.problems.setdefault(name, problem_of(TaxRateOdd()))
        return 0
    return int(points)


def _is_over(rule: TaxRule, today: date) -> bool:
    return rule.valid_until is not None and rule.valid_until < today


def _read(form: Form, old: TaxRule | None, language: str, now: datetime) -> TaxRule | None:
    source = form.line("source")
    form.attempt("source", lambda: check_website(source))
    fields: dict[str, Any] = {
        "name": form.text("name", old.name if old else Text.empty(language), required=True, most=LONGEST_TAX_NAME),
        "rate": points_of(form, "rate", required=True),
        "country": form.one_of("country", all_codes(), required=False),
        "valid_from": form.day("valid_from"),
        "valid_until": form.day("valid_until"),
        "source": source,
        "is_reverse_charge": form.ticked("is_reverse_charge"),
        "version": form.number("version", 1, 10**9) or 1,
    }
    if not form.is_good:
        return None
    try:
        return replace(old, **fields) if old else TaxRule(id=uuid4(), modified_at=now, **fields)
    except (TaxRateOdd, ReverseChargeTaxed, TaxDaysOdd, TaxNameMissing) as refusal:
        form.problems[FIELD_OF.get(type(refusal), f"name-{language}")] = problem_of(refusal)
        return None


def _form(visit: Visit, rule: TaxRule | None, form: Form) -> Response[str]:
    return visit.page(
        "desk/fees/tax.html",
        status_code=200 if form.is_good else 422,
        rule=rule,
        form=form,
        source=rule.name.source if rule else visit.language,
        countries=country_choices(visit.language, visit.settings),
    )


ROUTES = (taxes_page, new_page, add, edit_page, edit)

"""The form of one kind of goods, and the freight and carnet lists as tables."""

from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from litestar import Response

from events_app.actions import goods as actions
from events_app.domain.goods import (
    GRAMS,
    LONGEST_DESCRIPTION,
    LONGEST_SERIAL,
    MOST_GRAMS,
    MOST_PIECES,
    DescriptionMissing,
    Item,
    hs_code_of,
)
from events_app.domain.messages import N_
from events_app.domain.refusals import ChangedMeanwhile, NotFound, Refusal
from events_app.domain.rights import NotAllowed
from events_app.edge.desk import Visit, see
from events_app.edge.forms import OUT_OF_RANGE, REQUIRED, Form, read_form
from events_app.edge.problems import problem_of
from events_app.i18n.numbers import minor_digits
from events_app.reference.countries import all_codes
from events_app.storage import goods
from events_app.web.delegation_forms import Place, list_companies_of
from events_app.web.desk_exhibitions import country_choices
from events_app.web.desk_project_forms import money_of

TOO_FINE = N_("Give the weight in kilograms, with at most three decimals.")


async def item_of(place: Place, item_id: UUID) -> Item:
    """Goods within reach. Raises NotFound."""
    found = await goods.get(item_id)
    if found.edition_id != place.edition.id or (place.company is not None and found.company_id != place.company.id):
        raise NotFound
    return found


async def item_page(visit: Visit, place: Place, item: Item | None) -> Response[str]:
    """Show the form of an item, or of a new one."""
    if item is None:
        company = visit.request.query_params.get("company", "")
        form = Form.of({"pieces": 1, "origin": visit.settings.home_country, "is_returning": True, "company": company})
    else:
        form = Form.of(
            {
                "description": item.description,
                "pieces": item.pieces,
                "weight": format(item.weight_kg.normalize(), "f"),
                "value": format(Decimal(item.value.amount_minor).scaleb(-minor_digits(item.value.currency)), "f"),
                "value_currency": item.value.currency,
                "hs_code": item.hs_code,
                "origin": item.origin,
                "serial": item.serial,
                "is_returning": item.is_returning,
                "version": item.version,
            }
        )
    return await _form(visit, place, item, form)


async def save_item(visit: Visit, place: Place, old: Item | None) -> Response[Any]:
    """Keep goods as the form says."""
    form = await read_form(visit.request)
    item = await _read(place, old, form)
    if item is None:
        return await _form(visit, place, old, form)
    try:
        save = actions.change if old else actions.add
        kept = await save(item, by=visit.asker, now=visit.now)
    except NotAllowed:
        raise
    except Refusal as refusal:
        if isinstance(refusal, ChangedMeanwhile) and old:
            form.put("version", old.version)
        form.problems["description" if isinstance(refusal, DescriptionMissing) else "item"] = problem_of(refusal)
        return await _form(visit, place, old, form)
    return _back(place, kept.company_id, "saved")


async def remove_item(visit: Visit, place: Place, item: Item) -> Response[Any]:
    """Take goods off the list."""
    form = await read_form(visit.request)
    try:
        await actions.remove(item.id, by=visit.asker, now=visit.now)
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.problems["item"] = problem_of(refusal)
        return await _form(visit, place, item, form)
    return _back(place, item.company_id, "removed")


def _back(place: Place, company_id: UUID, done: str) -> Response[Any]:
    if place.company is None:
        return see(place.goods, company=str(company_id), done=done)
    return see(place.base, done=f"goods-{done}")


async def _read(place: Place, old: Item | None, form: Form) -> Item | None:
    """What the form says; None where something of it cannot be right."""
    company = str(place.company_id or (old.company_id if old else ""))
    if not company:
        company = form.one_of("company", {str(each.id) for each in await list_companies_of(place.edition)})
    typed = form.line("hs_code")
    value = money_of(form, "value")
    if value is None and form.is_good:
        form.fail("value", REQUIRED)
    fields: dict[str, Any] = {
        "description": form.line("description", required=True, most=LONGEST_DESCRIPTION),
        "pieces": form.number("pieces", 1, MOST_PIECES, required=True),
        "weight_g": _grams(form),
        "value": value,
        "hs_code": form.attempt("hs_code", lambda: hs_code_of(typed)) or "",
        "origin": form.one_of("origin", all_codes()),
        "serial": form.line("serial", most=LONGEST_SERIAL),
        "is_returning": form.ticked("is_returning"),
        "version": form.number("version", 1, 10**9) or 1,
    }
    if not form.is_good:
        return None
    if old is not None:
        return replace(old, **fields)
    ids: dict[str, Any] = {"id": uuid4(), "edition_id": place.edition.id, "company_id": UUID(company), "number": 1}
    return Item(**ids, **fields)


def _grams(form: Form) -> int:
    """Weight of all pieces, typed in kilograms."""
    kilograms = form.decimal("weight", required=True)
    if kilograms is None:
        return 0
    grams = kilograms * GRAMS
    if grams != grams.to_integral_value():
        form.fail("weight", TOO_FINE)
    elif not 0 <= grams <= MOST_GRAMS:
        form.fail("weight", OUT_OF_RANGE, least=0, most=MOST_GRAMS // GRAMS)
    return int(grams)


async def _form(visit: Visit, place: Place, item: Item | None, form: Form) -> Response[str]:
    choices = await list_companies_of(place.edition) if place.company is None and item is None else []
    return visit.page(
        "delegations/item.html",
        status_code=200 if form.is_good else 422,
        place=place,
        edition=place.edition,
        item=item,
        form=form,
        companies=[(str(company.id), company.name) for company in choices],
        countries=country_choices(visit.language, visit.settings),
    )

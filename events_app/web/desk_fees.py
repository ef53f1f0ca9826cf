"""The price list of an edition at the desk: who invoices, prices, deposit and days of payment, cancellation scale."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import prices as actions
from events_app.actions.prices import CurrencySettled
from events_app.domain.application_names import STAND_KIND_NAMES
from events_app.domain.applications import StandKind
from events_app.domain.exhibitions import Edition
from events_app.domain.messages import N_
from events_app.domain.money import CurrencyUnknown
from events_app.domain.prices import (
    FEE_NAMES,
    LONGEST_ITEM,
    LONGEST_SERIES,
    LONGEST_ZONE,
    MOST_DAYS,
    MOST_ITEMS,
    FeeKind,
    PriceItem,
    PriceList,
    ScaleStep,
    Seller,
    SellerMissing,
    SeriesMissing,
    SpaceTwice,
    StepsOdd,
)
from events_app.domain.refusals import Refusal
from events_app.domain.rights import NotAllowed, Noun, Right, may, require
from events_app.domain.texts import Text
from events_app.edge.desk import Visit, see
from events_app.edge.forms import Form, read_form
from events_app.edge.problems import problem_of
from events_app.i18n.numbers import minor_digits
from events_app.storage import exhibitions, prices, tax_rules
from events_app.web.desk_project_forms import money_of
from events_app.web.desk_taxes import points_of

EMPTY_ITEMS = 2
LONGEST_LINES = 1_000
STEP = re.compile(r"(?P<days>[0-9]{1,4})\s*[:=]\s*(?P<share>[0-9]{1,3})\s*%?")
STEP_WRONG = N_("“%(line)s” is no step: write days, a colon and a percentage.")
FIELD_OF: dict[type[Refusal], str] = {
    CurrencyUnknown: "currency",
    CurrencySettled: "currency",
    SeriesMissing: "series",
    SellerMissing: "seller",
    SpaceTwice: "item-0",
    StepsOdd: "scale",
}


@get("/exhibitions/{slug:str}/fees", include_in_schema=False)
async def fees_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[str]:
    """Show the price list, in its form."""
    edition = await _edition(visit, slug, Right.READ)
    found = await prices.find(edition.id)
    return await _form(visit, edition, _filled(found), found)


@post("/exhibitions/{slug:str}/fees", include_in_schema=False, status_code=200)
async def keep(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[Any]:
    """Keep the price list."""
    edition = await _edition(visit, slug, Right.EDIT)
    found = await prices.find(edition.id)
    form = await read_form(visit.request)
    known = {str(rule.id) for rule in await tax_rules.list_rules()}
    wanted = _read(form, edition, found, known, visit.language)
    if wanted is None:
        return await _form(visit, edition, form, found)
    try:
        await actions.keep(slug, wanted, by=visit.asker, now=visit.now)
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.problems[FIELD_OF.get(type(refusal), "version")] = problem_of(refusal)
        form.put("version", found.version if found else 0)
        return await _form(visit, edition, form, found)
    return see(f"desk/exhibitions/{slug}/fees", done="saved")


async def _edition(visit: Visit, slug: str, right: Right) -> Edition:
    edition = await exhibitions.get_edition(slug)
    require(visit.asker, right, Noun.FEE, owner=edition.unit_id)
    return edition


def _filled(found: PriceList | None) -> Form:
    if found is None:
        return Form.of({"deposit": 50, "deposit_days": 14, "balance_days": 30, "version": 0})
    form = Form.of(
        {
            "currency": found.currency,
            "series": found.series,
            "seller": found.seller.name,
            "address": "\n".join(found.seller.address),
            "tax_number": found.seller.tax_number,
            "account": "\n".join(found.seller.account),
            "tax_abroad": found.tax_abroad_id,
            "early_until": found.early_until,
            "discount": _percent(found.discount),
            "deposit": _percent(found.deposit),
            "deposit_days": found.deposit_days,
            "balance_days": found.balance_days,
            "scale": "\n".join(f"{step.days}: {_percent(step.share)}" for step in reversed(found.scale)),
            "version": found.version,
        }
    )
    for number, item in enumerate(found.items):
        field = f"item-{number}"
        form.put(f"{field}-key", item.key)
        form.put(f"{field}-kind", item.kind)
        form.put(f"{field}-price", format(Decimal(item.price).scaleb(-minor_digits(found.currency)), "f"))
        form.put(f"{field}-tax", item.tax_id)
        form.put(f"{field}-stand", item.kind_of_stand)
        form.put(f"{field}-zone", item.zone)
        form.put(f"{field}-always", item.is_always)
        form.put_text(field, item.name)
    return form


def _percent(points: int) -> str:
    return f"{Decimal(points) / 100:f}"


def _read(form: Form, edition: Edition, found: PriceList | None, known: set[str], language: str) -> PriceList | None:
    name, lines = form.line("seller", required=True), form.words("address", required=True, most=LONGEST_LINES)
    account = form.words("account", most=LONGEST_LINES)
    tax_number = form.line("tax_number")
    abroad = form.one_of("tax_abroad", known, required=False)
    values: dict[str, Any] = {
        "currency": form.line("currency", required=True).upper(),
        "series": form.line("series", required=True, most=LONGEST_SERIES).upper(),
        "items": tuple(_items(form, found.items if found else (), known, language)),
        "tax_abroad_id": UUID(abroad) if abroad else None,
        "early_until": form.day("early_until"),
        "discount": points_of(form, "discount"),
        "deposit": points_of(form, "deposit"),
        "deposit_days": form.number("deposit_days", 0, MOST_DAYS, required=True),
        "balance_days": form.number("balance_days", 0, MOST_DAYS, required=True),
        "scale": tuple(_steps(form)),
        "version": form.number("version", 0, 10**9, required=True),
    }
    if not form.is_good:
        return None
    try:
        seller = Seller(
            name=name,
            address=tuple(lines.splitlines()),
            tax_number=tax_number,
            account=tuple(account.splitlines()),
        )
        return PriceList(edition_id=edition.id, seller=seller, **values)
    except Refusal as refusal:
        form.problems[FIELD_OF.get(type(refusal), "version")] = problem_of(refusal)
        return None


def _items(form: Form, old: tuple[PriceItem, ...], known: set[str], language: str) -> Iterator[PriceItem]:
    """Lines with a name; a line that was there keeps its key."""
    before = {each.key: each for each in old}
    for number in range(MOST_ITEMS):
        field = f"item-{number}"
        was = before.get(form.value(f"{field}-key"))
        name = form.text(field, was.name if was else Text.empty(language), most=LONGEST_ITEM)
        if not name:
            continue
        form.put(f"{field}-price_currency", form.value("currency"))
        kind = form.choice(f"{field}-kind", FeeKind)
        form.decimal(f"{field}-price", required=True)
        money = money_of(form, f"{field}-price")
        if problem := form.problems.pop(f"{field}-price_currency", None):
            form.problems.setdefault("currency", problem)
        tax = form.one_of(f"{field}-tax", known, required=False)
        stand = form.choice(f"{field}-stand", StandKind, required=False)
        zone = form.line(f"{field}-zone", most=LONGEST_ZONE)
        if kind is not None and money is not None:
            yield PriceItem(
                key=was.key if was else uuid4().hex[:12],
                kind=kind,
                name=name,
                price=money.amount_minor,
                tax_id=UUID(tax) if tax else None,
                kind_of_stand=stand,
                zone=zone,
                is_always=form.ticked(f"{field}-always"),
            )


def _steps(form: Form) -> Iterator[ScaleStep]:
    """The lines of the scale, `days: percent`."""
    for line in form.words("scale", most=LONGEST_LINES).splitlines():
        found = STEP.fullmatch(line.strip())
        if found is None:
            form.fail("scale", STEP_WRONG, line=line.strip()[:100])
        else:
            yield ScaleStep(int(found["days"]), int(found["share"]) * 100)


async def _form(visit: Visit, edition: Edition, form: Form, found: PriceList | None) -> Response[str]:
    rules = await tax_rules.list_rules()
    sent = [number for number in range(MOST_ITEMS) if form.value(f"item-{number}-kind")]
    filled = max([*sent, len(found.items) - 1 if found else -1], default=-1) + 1
    return visit.page(
        "desk/fees/edit.html",
        status_code=200 if form.is_good else 422,
        edition=edition,
        prices=found,
        form=form,
        items=range(min(max(filled, 3) + EMPTY_ITEMS, MOST_ITEMS)),
        kinds=list(FEE_NAMES.items()),
        stands=list(STAND_KIND_NAMES.items()),
        taxes=[(str(rule.id), rule.name.shown(visit.language).text) for rule in rules],
        source=visit.language,
        may_edit=may(visit.asker, Right.EDIT, Noun.FEE, owner=edition.unit_id),
    )


ROUTES = (fees_page, keep)

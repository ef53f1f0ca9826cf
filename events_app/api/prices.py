"""Price lists of editions, for organisers."""

from datetime import date
from typing import Annotated, Any, Final, Self
from uuid import UUID, uuid4

from litestar import Response, get, patch
from litestar.di import NamedDependency
from litestar.params import FromPath
from pydantic import Field

from events_app.actions import prices as actions
from events_app.api.bodies import Faults, patched, read_patch
from events_app.api.calls import Call
from events_app.api.fields import WITHOUT_NUL, Day, Line, Model, Named, ShownText, Text, at_most
from events_app.api.operations import Operation
from events_app.domain.applications import StandKind
from events_app.domain.exhibitions import Edition
from events_app.domain.messages import N_
from events_app.domain.prices import (
    FEE_NAMES,
    LARGEST_PRICE,
    LONGEST_ITEM,
    LONGEST_SERIES,
    LONGEST_ZONE,
    MOST_DAYS,
    MOST_ITEMS,
    MOST_STEPS,
    FeeKind,
    PriceItem,
    PriceList,
    ScaleStep,
    Seller,
)
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Noun, Right, may, require
from events_app.domain.tax_rules import WHOLE
from events_app.edge.forms import NOT_A_CHOICE
from events_app.storage import exhibitions, prices, tax_rules

POINTS: Final = N_("In basis points: 10000 is all of it.")
Share = Annotated[int, Field(ge=0, le=WHOLE, description=POINTS.id)]
Days = Annotated[int, Field(ge=0, le=MOST_DAYS)]
Key = Annotated[str, Field(max_length=100, pattern=WITHOUT_NUL)]
SomeLines = Annotated[tuple[Line, ...], Field(max_length=10)]


class SellerLine(Model):
    """Who invoices; name and address are wanted."""

    name: Line = ""
    address: SomeLines = ()
    tax_number: Line = ""
    account: SomeLines = ()


class PriceLine(Model):
    """A price before tax, in minor units of the currency of the list."""

    key: Key | None = Field(default=None, description=N_("Key of one that is there already; without one it is new.").id)
    kind: FeeKind
    name: Annotated[Named, at_most(LONGEST_ITEM)]
    price: int = Field(ge=0, le=LARGEST_PRICE)
    tax_id: UUID | None = None
    kind_of_stand: StandKind | None = None
    zone: Annotated[Line, Field(max_length=LONGEST_ZONE)] = ""
    is_always: bool = True


class StepLine(Model):
    """Who withdraws so many days before the first day, or fewer, owes this share of the invoice."""

    days: Days
    share: Share


class PricesBody(Model):
    """The price list of an edition; lists are replaced whole."""

    currency: str = Field(default="", pattern="^([A-Z]{3})?$", examples=["EUR"])
    series: Annotated[Line, Field(max_length=LONGEST_SERIES)] = ""
    seller: SellerLine = SellerLine()
    items: tuple[PriceLine, ...] = Field(default=(), max_length=MOST_ITEMS)
    tax_abroad_id: UUID | None = None
    early_until: Day | None = None
    discount: Share = 0
    deposit: Share = 0
    deposit_days: Days = 14
    balance_days: Days = 30
    scale: tuple[StepLine, ...] = Field(default=(), max_length=MOST_STEPS)

    @classmethod
    def of(cls, found: PriceList | None) -> Self:
        """The list as it is now: what a merge patch is laid on."""
        if found is None:
            return cls()
        seller = found.seller
        return cls(
            **{name: getattr(found, name) for name in PLAIN},
            seller=SellerLine(
                name=seller.name, address=seller.address, tax_number=seller.tax_number, account=seller.account
            ),
            items=tuple(_line(each) for each in found.items),
            scale=tuple(StepLine(days=step.days, share=step.share) for step in found.scale),
        )


class ShownPrice(Model):
    """A price, with its words."""

    key: str
    kind: FeeKind
    kind_label: str
    name: ShownText
    price: int
    tax_id: UUID | None
    kind_of_stand: StandKind | None
    zone: str
    is_always: bool


class PricesView(Model):
    """The price list of an edition; version 0 where it has none yet."""

    exhibition: str
    currency: str
    series: str
    seller: SellerLine
    items: tuple[ShownPrice, ...]
    tax_abroad_id: UUID | None
    early_until: date | None
    discount: int
    deposit: int
    deposit_days: int
    balance_days: int
    scale: tuple[StepLine, ...]
    version: int


@get("/exhibitions/{slug:str}/fees")
async def get_prices(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Show the price list of an edition."""
    edition = await _edition(call, slug, Right.READ)
    return call.item(*_view(call, edition, await prices.find(edition.id)))


@patch("/exhibitions/{slug:str}/fees")
async def set_prices(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Set the price list of an edition, by a merge patch."""
    edition = await _edition(call, slug, Right.EDIT)
    found = await prices.find(edition.id)
    body = patched(PricesBody.of(found), await read_patch(call.request), PricesBody)
    call.version(found.version if found else 0)
    new = PriceList(edition_id=edition.id, version=found.version if found else 0, **await _fields(body, found))
    saved = await actions.keep(slug, new, by=call.by, now=call.now)
    return call.changed(*_view(call, edition, saved))


async def _edition(call: Call, slug: str, right: Right) -> Edition:
    by = call.by
    edition = await exhibitions.get_edition(slug)
    if not may(by, Right.READ, Noun.FEE, owner=edition.unit_id):
        raise NotFound
    require(by, right, Noun.FEE, owner=edition.unit_id)
    return edition


async def _fields(body: PricesBody, found: PriceList | None) -> dict[str, Any]:
    faults = Faults()
    known_taxes = {rule.id for rule in await tax_rules.list_rules()}
    known = {each.key: each for each in (found.items if found else ())}
    items = []
    for number, line in enumerate(body.items):
        before = known.pop(line.key, None) if line.key else None
        if line.key and before is None:
            faults.add(("items", number, "key"), NOT_A_CHOICE, value=line.key)
        if line.tax_id and line.tax_id not in known_taxes:
            faults.add(("items", number, "tax_id"), NOT_A_CHOICE, value=str(line.tax_id))
        values = {name: getattr(line, name) for name in ITEM}
        name = line.name.merged(before.name if before else None)
        items.append(PriceItem(key=before.key if before else uuid4().hex[:12], name=name, **values))
    if body.tax_abroad_id and body.tax_abroad_id not in known_taxes:
        faults.add(("tax_abroad_id",), NOT_A_CHOICE, value=str(body.tax_abroad_id))
    faults.check()
    return {
        **{name: getattr(body, name) for name in PLAIN},
        "seller": Seller(**body.seller.model_dump()),
        "items": tuple(items),
        "scale": tuple(ScaleStep(step.days, step.share) for step in body.scale),
    }


def _line(item: PriceItem) -> PriceLine:
    return PriceLine(key=item.key, name=Text.of(item.name), **{name: getattr(item, name) for name in ITEM})


def _view(call: Call, edition: Edition, found: PriceList | None) -> tuple[PricesView, int]:
    body = PricesBody.of(found)
    version = found.version if found else 0
    view = PricesView(
        exhibition=edition.slug,
        **{name: getattr(body, name) for name in (*PLAIN, "seller", "scale")},
        items=tuple(
            ShownPrice(
                key=each.key,
                kind_label=call.say(FEE_NAMES[each.kind]),
                name=ShownText.in_(call.language, each.name),
                **{name: getattr(each, name) for name in ITEM},
            )
            for each in (found.items if found else ())
        ),
        version=version,
    )
    return view, version


ITEM = ("kind", "price", "tax_id", "kind_of_stand", "zone", "is_always")
PLAIN = (
    "currency",
    "series",
    "tax_abroad_id",
    "early_until",
    "discount",
    "deposit",
    "deposit_days",
    "balance_days",
)
OPERATIONS = (
    Operation(
        handler=get_prices,
        id="getPriceList",
        tag="fees",
        summary=N_("Show the price list of an edition."),
        gives=PricesView,
        needs_token=True,
    ),
    Operation(
        handler=set_prices,
        id="setPriceList",
        tag="fees",
        summary=N_("Set the price list of an edition, by a merge patch."),
        gives=PricesView,
        reads=PricesBody,
        merges=True,
        needs_token=True,
        is_versioned=True,
        example={"deposit": 5000, "scale": [{"days": 90, "share": 5000}, {"days": 30, "share": 10000}]},
    ),
)

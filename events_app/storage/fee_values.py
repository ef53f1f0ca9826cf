"""Price lists, charges and statements as JSON and back: what was issued is read as it was written."""

from datetime import date
from typing import Any
from uuid import UUID

from events_app.domain.applications import StandKind
from events_app.domain.exhibitions import Days
from events_app.domain.fees import Charge, ChargeLine, LineKind
from events_app.domain.invoices import Buyer, DocumentKind, Instalment, Statement
from events_app.domain.prices import FeeKind, PriceItem, PriceList, ScaleStep, Seller
from events_app.domain.tax_rules import TaxSum
from events_app.storage.values import json_text, text_json

Body = dict[str, Any]


def prices_json(prices: PriceList) -> Body:
    """A price list as a JSON value, without its edition, currency and version."""
    return {
        "series": prices.series,
        "seller": _seller_json(prices.seller),
        "items": [_item_json(each) for each in prices.items],
        "tax_abroad": _hex(prices.tax_abroad_id),
        "early_until": _iso(prices.early_until),
        "discount": prices.discount,
        "deposit": prices.deposit,
        "deposit_days": prices.deposit_days,
        "balance_days": prices.balance_days,
        "scale": [[step.days, step.share] for step in prices.scale],
    }


def json_prices(body: Body, *, edition_id: UUID, currency: str, version: int) -> PriceList:
    """Read back `prices_json`."""
    return PriceList(
        edition_id=edition_id,
        currency=currency,
        series=body["series"],
        seller=_json_seller(body["seller"]),
        items=tuple(map(_json_item, body["items"])),
        tax_abroad_id=_id(body["tax_abroad"]),
        early_until=_day(body["early_until"]),
        discount=body["discount"],
        deposit=body["deposit"],
        deposit_days=body["deposit_days"],
        balance_days=body["balance_days"],
        scale=tuple(ScaleStep(*step) for step in body["scale"]),
        version=version,
    )


def charge_json(charge: Charge) -> Body:
    """A charge as a JSON value."""
    return {
        "currency": charge.currency,
        "lines": [
            [
                each.kind.value,
                text_json(each.name),
                each.quantity,
                each.price,
                each.net,
                text_json(each.tax),
                each.rate,
                each.stand,
                _hex(each.scheme_id),
            ]
            for each in charge.lines
        ],
        "taxes": [
            [text_json(each.name), each.rate, each.is_reverse_charge, each.net, each.tax] for each in charge.taxes
        ],
    }


def json_charge(body: Body) -> Charge:
    """Read back `charge_json`."""
    return Charge(
        currency=body["currency"],
        lines=tuple(
            ChargeLine(
                kind=LineKind(kind),
                name=json_text(name),
                quantity=quantity,
                price=price,
                net=net,
                tax=json_text(tax),
                rate=rate,
                stand=stand,
                scheme_id=_id(scheme[0]) if scheme else None,
            )
            for kind, name, quantity, price, net, tax, rate, stand, *scheme in body["lines"]
        ),
        taxes=tuple(
            TaxSum(json_text(name), rate, is_reverse, net, tax) for name, rate, is_reverse, net, tax in body["taxes"]
        ),
    )


def statement_json(statement: Statement) -> Body:
    """A statement as a JSON value."""
    buyer = statement.buyer
    return {
        "kind": statement.kind.value,
        "seller": _seller_json(statement.seller),
        "buyer": [text_json(buyer.name), list(buyer.address), buyer.country, buyer.number],
        "edition": text_json(statement.edition),
        "days": [statement.days.first.isoformat(), statement.days.last.isoformat()],
        "case": statement.case_number,
        "charge": charge_json(statement.charge),
        "due": {part.value: [amount, day.isoformat()] for part, (amount, day) in statement.due.items()},
        "about": statement.about,
        "about_on": _iso(statement.about_on),
        "paid": statement.paid,
        "reference": statement.reference,
        "reason": text_json(statement.reason),
        "kept_share": statement.kept_share,
    }


def json_statement(body: Body) -> Statement:
    """Read back `statement_json`."""
    name, address, country, number = body["buyer"]
    return Statement(
        kind=DocumentKind(body["kind"]),
        seller=_json_seller(body["seller"]),
        buyer=Buyer(name=json_text(name), address=tuple(address), country=country, number=number),
        edition=json_text(body["edition"]),
        days=Days(*map(date.fromisoformat, body["days"])),
        case_number=body["case"],
        charge=json_charge(body["charge"]),
        due={Instalment(part): (amount, date.fromisoformat(day)) for part, (amount, day) in body["due"].items()},
        about=body["about"],
        about_on=_day(body["about_on"]),
        paid=body["paid"],
        reference=body["reference"],
        reason=json_text(body["reason"]),
        kept_share=body["kept_share"],
    )


def _seller_json(seller: Seller) -> list[Any]:
    return [seller.name, list(seller.address), seller.tax_number, list(seller.account)]


def _json_seller(body: list[Any]) -> Seller:
    name, address, tax_number, account = body
    return Seller(name=name, address=tuple(address), tax_number=tax_number, account=tuple(account))


def _item_json(item: PriceItem) -> Body:
    return {
        "key": item.key,
        "kind": item.kind.value,
        "name": text_json(item.name),
        "price": item.price,
        "tax": _hex(item.tax_id),
        "stand": item.kind_of_stand.value if item.kind_of_stand else None,
        "zone": item.zone,
        "always": item.is_always,
    }


def _json_item(body: Body) -> PriceItem:
    return PriceItem(
        key=body["key"],
        kind=FeeKind(body["kind"]),
        name=json_text(body["name"]),
        price=body["price"],
        tax_id=_id(body["tax"]),
        kind_of_stand=StandKind(body["stand"]) if body["stand"] else None,
        zone=body["zone"],
        is_always=body["always"],
    )


def _hex(identity: UUID | None) -> str | None:
    return identity.hex if identity else None


def _id(text: str | None) -> UUID | None:
    return UUID(text) if text else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None

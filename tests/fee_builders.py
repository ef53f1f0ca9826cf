"""Builders of price lists, tax rules and invoices; a test names only what it is about."""

# ruff: noqa: ANN401 - the changes are fields of the classes; a wrong one fails in `replace`
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from events_app.actions import applications as application_actions
from events_app.actions import decisions, invoices, prices
from events_app.domain.applications import Application, Move, StandKind
from events_app.domain.bank_lines import BankLine
from events_app.domain.exhibitions import Days
from events_app.domain.fees import Charge, ChargedSpace, ChargeLine, Customer, LineKind, charge
from events_app.domain.invoices import Buyer, DocumentKind, Invoice, IssuedDocument, Statement
from events_app.domain.money import Money
from events_app.domain.prices import FeeKind, PriceItem, PriceList, ScaleStep, Seller
from events_app.domain.rights import SYSTEM, Asker
from events_app.domain.support_schemes import SupportScheme
from events_app.domain.tax_rules import TaxRule
from events_app.domain.texts import Text
from events_app.domain.uploads import Upload, UploadKind
from events_app.storage import invoices as stored_invoices
from events_app.storage import prices as stored_prices
from events_app.storage import tax_rules
from tests.application_builders import WITHIN, a_company, a_submitted, an_open_edition, plant_admission
from tests.builders import a_text, an_id
from tests.clients import NOW

VAT, ABROAD = an_id("vat"), an_id("reverse charge")
SELLER = Seller(
    name="Authority", address=("1 Quay Street", "Frankfurt"), tax_number="DE123", account=("IBAN DE00 1234",)
)


def a_tax(**changes: Any) -> TaxRule:
    """Build a tax of 19 percent in Germany."""
    rule = TaxRule(
        id=VAT, name=a_text("VAT"), rate=1900, country="DE", source="https://law.example", modified_at=WITHIN
    )
    return replace(rule, **changes)


def a_reverse_charge() -> TaxRule:
    """Build the rule for customers elsewhere."""
    return a_tax(id=ABROAD, name=a_text("Reverse charge"), rate=0, country="", is_reverse_charge=True)


def an_item(kind: FeeKind = FeeKind.SPACE, price: int = 200_00, **changes: Any) -> PriceItem:
    """Build a price for any space."""
    return replace(PriceItem(key=kind.value, kind=kind, name=a_text(kind.value), price=price, tax_id=VAT), **changes)


def a_price_list(**changes: Any) -> PriceList:
    """Build a price list: 200.00 a square metre, 100.00 a corner, 450.00 for registration; half of it as deposit."""
    prices = PriceList(
        edition_id=an_id("edition"),
        currency="EUR",
        series="EV",
        seller=SELLER,
        items=(an_item(), an_item(FeeKind.CORNER, 100_00), an_item(FeeKind.REGISTRATION, 450_00)),
        deposit=5000,
        scale=(ScaleStep(180, 2500), ScaleStep(90, 5000), ScaleStep(30, 10000)),
    )
    return replace(prices, **changes)


def a_space(**changes: Any) -> ChargedSpace:
    """Build nine square metres of shell scheme."""
    return replace(ChargedSpace(kind=StandKind.SHELL_SCHEME, area=9), **changes)


def an_account(**changes: Any) -> Invoice:
    """Build a draft of nine square metres and registration."""
    customer = Customer(country="DE", booked_on=WITHIN.date())
    draft = Invoice(
        id=an_id("invoice"),
        application_id=an_id("application"),
        edition_id=an_id("edition"),
        company_id=an_id("company"),
        charge=charge(a_price_list(), [a_space()], customer, taxes={VAT: a_tax()}, on=WITHIN.date()),
        created_at=WITHIN,
        modified_at=WITHIN,
    )
    return replace(draft, **changes)


def a_bank_file(person_id: UUID) -> Upload:
    """Build a file of the bank that waits for a decision."""
    content = b"Date;Amount;Reference;Payer\n2026-04-03;1338,75;EV 2026 00001;Lanyu\n"
    return Upload(
        id=an_id("walk bank"),
        person_id=person_id,
        kind=UploadKind.BANK,
        name="april.csv",
        language="en",
        content=content,
        created_at=NOW,
    )


def a_bank_line(**changes: Any) -> BankLine:
    """Build a line of the bank over the deposit of `plant_issued`."""
    line = BankLine(
        id=an_id("bank line"),
        fingerprint="mark",
        booked_on=date(2026, 4, 3),
        amount=Money(1338_75, "EUR"),
        reference="EV-2026-00001",
        payer="Lanyu",
        imported_at=WITHIN,
    )
    return replace(line, **changes)


async def plant_plain(word: str, application_id: UUID, edition_id: UUID, company_id: UUID) -> dict[str, str]:
    """Keep an issued invoice of a case in any state, without telling anybody; return its ids."""
    draft = an_account(
        id=an_id(f"invoice {word}"), application_id=application_id, edition_id=edition_id, company_id=company_id
    )
    invoice = draft.issue(f"EV-{word}", a_price_list(), first_day=WITHIN.date(), today=WITHIN.date(), now=WITHIN)
    await stored_prices.set_(a_price_list(edition_id=edition_id))
    await stored_invoices.add(invoice, names=(word,))
    statement = Statement(
        kind=DocumentKind.INVOICE,
        seller=SELLER,
        buyer=Buyer(name=a_text(word)),
        edition=a_text("Fair"),
        days=Days(WITHIN.date(), WITHIN.date()),
        case_number=1,
        charge=invoice.charge,
    )
    document = IssuedDocument(
        id=an_id(f"document {word}"),
        invoice_id=invoice.id,
        series=word,
        year=2026,
        number=1,
        issued_on=WITHIN.date(),
        statement=statement,
        issued_at=WITHIN,
    )
    await stored_invoices.add_document(document)
    return {"invoice_id": str(invoice.id), "sheet_id": str(document.id)}


async def plant_prices(first_day: date | None = None, **changes: Any) -> str:
    """Keep an edition that admits, with tax rules and a price list; return its slug."""
    edition = an_open_edition()
    if first_day is not None:
        length = edition.days.last - edition.days.first
        edition = replace(edition, days=replace(edition.days, first=first_day, last=first_day + length))
    await plant_admission(edition)
    for rule in (a_tax(), a_reverse_charge()):
        await tax_rules.add(rule)
    await prices.keep(edition.slug, a_price_list(**changes), by=SYSTEM, now=WITHIN)
    return edition.slug


async def plant_placed(word: str = "lanyu", slug: str = "light-and-building-2026") -> tuple[Application, Asker]:
    """Keep a company whose place is accepted, with who answers for it."""
    company, by = await a_company(word)
    case = await a_submitted(company, by, slug=slug)
    for number, move in enumerate((Move.FIND_ELIGIBLE, Move.OFFER)):
        await decisions.decide(case.id, move, by=SYSTEM, now=WITHIN + timedelta(minutes=number))
    return await application_actions.answer(case.id, Move.ACCEPT, by=by, now=WITHIN + timedelta(hours=1)), by


async def plant_draft(case: Application, *, now: datetime = WITHIN) -> Invoice:
    """Draft the invoice of a case from its wish."""
    return await invoices.draft(case.id, invoices.Chosen(), by=SYSTEM, now=now)


async def plant_issued(word: str = "lanyu", *, now: datetime = WITHIN) -> tuple[Invoice, Asker]:
    """Issue an invoice of 2,677.50 euro (nine square metres and registration, 19 percent tax)."""
    case, by = await plant_placed(word)
    draft = await plant_draft(case, now=now)
    return await invoices.issue(draft.id, by=SYSTEM, now=now), by


async def plant_supported(case: Application, scheme: SupportScheme, paid: int) -> None:
    """Keep an issued invoice of a case that this scheme pays a part of, in the currency of the scheme's cap."""
    plain = an_account(
        id=an_id("supported"), application_id=case.id, edition_id=case.edition_id, company_id=case.company_id
    )
    support = ChargeLine(
        kind=LineKind.SUPPORT,
        name=scheme.name,
        quantity=1,
        price=-paid,
        net=-paid,
        tax=Text.empty(),
        scheme_id=scheme.id,
    )
    drawn = Charge(currency=scheme.cap.currency if scheme.cap else "USD", lines=(*plain.charge.lines, support))
    issued = replace(plain, charge=drawn).issue(
        "EV-supported", a_price_list(), first_day=WITHIN.date(), today=WITHIN.date(), now=WITHIN
    )
    await stored_invoices.add(issued, names=("supported",))

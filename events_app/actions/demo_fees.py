"""The demonstration of fees: invented prices and taxes, and invoices in several states for editions with cases.

All is done through the actions, at moments of the past; rates and numbers are examples, marked so.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from events_app.actions import bank_lines, invoices, payments, prices, tax_rules
from events_app.domain.applications import TAKING_PART, Application, ApplicationState, StandKind
from events_app.domain.bank_lines import BankReading, marked
from events_app.domain.exhibitions import Edition
from events_app.domain.invoices import Invoice
from events_app.domain.money import Money
from events_app.domain.payments import Payment
from events_app.domain.prices import FeeKind, PriceItem, PriceList, ScaleStep, Seller
from events_app.domain.rights import SYSTEM
from events_app.domain.support_schemes import SchemeKind
from events_app.domain.tax_rules import TaxRule
from events_app.domain.texts import Text
from events_app.storage import admissions, applications, exhibitions, support_schemes

S = ApplicationState
AHEAD = tuple(sorted(TAKING_PART))
NAMES: Mapping[str, Mapping[str, str]] = {
    "tax": {
        "en": "Tax (example)",
        "zh-Hans": "税（示例）",
        "fr": "Taxe (exemple)",
        "es": "Impuesto (ejemplo)",
        "ru": "Налог (пример)",
        "ar": "ضريبة (مثال)",
        "pt": "Imposto (exemplo)",
    },
    "shell": {
        "en": "Shell scheme",
        "zh-Hans": "标准展位",
        "fr": "Stand équipé",
        "es": "Stand modular",
        "ru": "Стандартная застройка",
        "ar": "جناح مجهَّز",
        "pt": "Montagem básica",
    },
    "raw": {
        "en": "Raw space",
        "zh-Hans": "光地",
        "fr": "Surface nue",
        "es": "Espacio libre",
        "ru": "Необорудованная площадь",
        "ar": "مساحة غير مجهَّزة",
        "pt": "Área livre",
    },
    "corner": {
        "en": "Additional open side",
        "zh-Hans": "额外开口",
        "fr": "Côté ouvert supplémentaire",
        "es": "Lado abierto adicional",
        "ru": "Дополнительная открытая сторона",
        "ar": "واجهة مفتوحة إضافية",
        "pt": "Lado aberto adicional",
    },
    "power": {
        "en": "Power connection, 3 kW",
        "zh-Hans": "电源接入（3千瓦）",
        "fr": "Raccordement électrique, 3 kW",
        "es": "Conexión eléctrica, 3 kW",
        "ru": "Подключение электричества, 3 кВт",
        "ar": "توصيل كهربائي، 3 كيلوواط",
        "pt": "Ligação elétrica, 3 kW",
    },
    "registration": {
        "en": "Registration",
        "zh-Hans": "报名费",
        "fr": "Inscription",
        "es": "Inscripción",
        "ru": "Регистрационный сбор",
        "ar": "رسم التسجيل",
        "pt": "Inscrição",
    },
}


async def load_demo_fees(namespace: UUID, now: datetime) -> None:
    """Keep a price list for each edition ahead with cases, and invoices of those who take part."""
    tax = TaxRule(id=uuid5(namespace, "demo tax"), name=_text("tax"), rate=600, is_illustrative=True, modified_at=now)
    await tax_rules.add(tax, by=SYSTEM, now=now)
    for edition in await _editions(now.date()):
        listed = _prices(edition, tax.id, early_until=now.date() - timedelta(days=30))
        await prices.keep(edition.slug, listed, by=SYSTEM, now=now - timedelta(days=60))
        await _charge(await applications.list_of_edition(edition.id, AHEAD), namespace, now)


async def _editions(today: date) -> Iterable[Edition]:
    """Editions ahead that admit and where somebody takes part already."""
    ahead = await exhibitions.list_admitting(today)
    kept = await admissions.list_by_edition(each.id for each in ahead)
    return [each for each in ahead if each.id in kept and await applications.list_of_edition(each.id, AHEAD)]


async def _charge(cases: Sequence[Application], namespace: UUID, now: datetime) -> None:
    """A draft, unpaid, partly paid, paid, overpaid: one after the other; the second has support and power."""
    grants = [each for each in await support_schemes.list_schemes() if each.kind is SchemeKind.GRANT]
    for number, case in enumerate(cases):
        chosen = invoices.Chosen()
        if number == 1:
            chosen = invoices.Chosen(packages=frozenset({"power"}), scheme_ids=frozenset(each.id for each in grants))
        identity = uuid5(namespace, f"demo invoice {case.edition_id} {number}")
        drafted = await invoices.draft(case.id, chosen, new_id=identity, by=SYSTEM, now=now - timedelta(days=20))
        if number % 5 == 4:  # noqa: PLR2004 - the last of each five stays a draft
            continue
        issued = await invoices.issue(drafted.id, by=SYSTEM, now=now - timedelta(days=20))
        amounts = ((issued.total,), (issued.deposit,), (), (issued.deposit, issued.total - issued.deposit + 50_00))
        for minor in amounts[number % 5]:
            await payments.record(_payment(issued, minor, now - timedelta(days=5)), by=SYSTEM, now=now)
        if number == 0:
            reason = Text.of("en", "Water was connected a day late.", {"zh-Hans": "供水晚接一天。"})
            await invoices.credit_by_hand(issued.id, 500, reason, by=SYSTEM, now=now)
        if number == 2:  # noqa: PLR2004 - the unpaid one
            await _bring(issued, now)


async def _bring(unpaid: Invoice, now: datetime) -> None:
    """Lines of the bank that wait: one over the deposit, one of another amount, one that pays nothing of ours."""
    day = now.date() - timedelta(days=1)
    lines = (
        (day, Money(unpaid.deposit, unpaid.currency), f"Deposit {unpaid.number}", "YONGLI BEARING"),
        (day, Money(100_00, unpaid.currency), f"Rest of {unpaid.number}", "YONGLI BEARING"),
        (day, Money(75_00, unpaid.currency), "Deposit for keys", "Example Caterers"),
    )
    proposal = await bank_lines.propose(BankReading(tuple(marked(lines))), by=SYSTEM)
    await bank_lines.apply(proposal, label="demo.csv", by=SYSTEM, now=now)


def _payment(invoice: Invoice, minor: int, at: datetime) -> Payment:
    return Payment(
        id=uuid5(invoice.id, f"demo {minor}"),
        invoice_id=invoice.id,
        amount=Money(minor, invoice.currency),
        received_on=at.date(),
        reference=invoice.number,
        at=at,
    )


def _prices(edition: Edition, tax_id: UUID, *, early_until: date) -> PriceList:
    def item(key: str, kind: FeeKind, price: int, **limits: Any) -> PriceItem:  # noqa: ANN401 - fields of the item
        return PriceItem(
            key=f"{key}{limits.get('zone', '')}", kind=kind, name=_text(key), price=price, tax_id=tax_id, **limits
        )

    return PriceList(
        edition_id=edition.id,
        currency="USD",
        series="DEMO",
        seller=Seller(
            name="Trade Promotion Authority (example)",
            address=("1 Example Street", "Example City"),
            tax_number="EXAMPLE-0000",
            account=("Example Bank", "EX00 0000 0000 0000"),
        ),
        items=(
            item("shell", FeeKind.SPACE, 380_00, kind_of_stand=StandKind.SHELL_SCHEME),
            item("shell", FeeKind.SPACE, 340_00, kind_of_stand=StandKind.SHELL_SCHEME, zone="B"),
            item("raw", FeeKind.SPACE, 310_00, kind_of_stand=StandKind.RAW_SPACE),
            item("corner", FeeKind.CORNER, 250_00),
            item("registration", FeeKind.REGISTRATION, 450_00),
            item("power", FeeKind.PACKAGE, 290_00, is_always=False),
        ),
        early_until=early_until,
        discount=500,
        deposit=5000,
        scale=(ScaleStep(180, 2500), ScaleStep(90, 5000), ScaleStep(30, 10_000)),
    )


def _text(key: str) -> Text:
    return Text.of("en", NAMES[key]["en"], NAMES[key])

"""Invoices, credit notes and receipts on paper: values as they were issued, in the words of the reader's language.

Which facts an invoice states follows article 226 of Directive 2006/112/EC (docs/fees.md says which, and what is left to
the authority).
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import quote

from litestar import Response

from events_app.domain.fees import ChargeLine, LineKind
from events_app.domain.invoices import DOCUMENT_NAMES, INSTALMENT_NAMES, DocumentKind, IssuedDocument
from events_app.domain.messages import N_, P_, Message
from events_app.domain.money import Money
from events_app.domain.tax_rules import TaxSum
from events_app.edge.desk import Visit
from events_app.edge.letters import ISOLATE
from events_app.formats import pdf
from events_app.i18n import dates, numbers
from events_app.i18n.locales import is_right_to_left
from events_app.reference import countries

BUYER_HEADS: Mapping[DocumentKind, Message] = {
    DocumentKind.INVOICE: P_("sheet of an invoice", "Invoice to"),
    DocumentKind.CREDIT_NOTE: P_("sheet of an invoice", "Credit to"),
    DocumentKind.RECEIPT: P_("sheet of an invoice", "Received from"),
}
NUMBER = P_("sheet of an invoice", "Number")
ISSUED = P_("sheet of an invoice", "Date")
SUPPLIED = P_("sheet of an invoice", "Days of the exhibition")
CASE = P_("sheet of an invoice", "Application")
TAX_NUMBER = N_("Tax number: %(number)s")
BUYER_NUMBER = N_("Registration number: %(number)s")
PAID_INTO = N_("Account for payments")
WHEN_DUE = N_("Payments due")
ABOUT = N_("For invoice %(number)s of %(day)s.")
FOR_EDITION = N_("Participation in %(title)s")
DESCRIPTION = P_("column of an invoice", "Description")
QUANTITY = P_("column of an invoice", "Quantity")
PRICE = P_("column of an invoice", "Price")
TAX = P_("column of an invoice", "Tax")
AMOUNT = P_("column of an invoice", "Amount")
NET = P_("sheet of an invoice", "Sum before tax")
TOTAL = P_("sheet of an invoice", "Total")
CREDITED = P_("sheet of an invoice", "Credited")
RECEIVED = P_("sheet of an invoice", "Amount received")
TAX_LINE = N_("%(name)s %(rate)s on %(net)s")
DISCOUNT = P_("line of an invoice", "Early-booking discount")
SUPPORT = N_("Support: %(name)s")
STAND = N_("Stand %(number)s")
REVERSE = N_("%(name)s: reverse charge. The customer is liable for the tax.")
REASON = N_("Reason: %(reason)s")
KEPT = N_("The application was withdrawn. By the published scale, %(share)s of the invoice stay owed.")
REFERENCE = N_("Reference of the payment: %(reference)s")
WHOLE_PERCENT: Final = 10_000


class _Sheet:
    """One document while it is worded."""

    def __init__(
        self, document: IssuedDocument, language: str, say: Callable[..., str], names: Mapping[str, Any]
    ) -> None:
        self.document = document
        self.told = document.statement
        self.language = language
        self.say = say
        self.names = names

    def values(self) -> dict[str, Any]:
        told, kind = self.told, self.told.kind
        is_receipt = kind is DocumentKind.RECEIPT
        is_invoice = kind is DocumentKind.INVOICE
        return {
            "title": self.say(DOCUMENT_NAMES[kind]),
            "number": self.document.name,
            "seller": [
                *map(self._own, (told.seller.name, *told.seller.address)),
                *([self.say(TAX_NUMBER, number=told.seller.tax_number)] if told.seller.tax_number else []),
            ],
            "buyer-label": self.say(BUYER_HEADS[kind]),
            "buyer": list(self._buyer()),
            "facts": list(self._facts()),
            "opening": self.say(FOR_EDITION, title=self._own(told.edition.shown(self.language).text)),
            "has-prices": is_invoice,
            "heads": [] if is_receipt else [self.say(each) for each in self._heads(is_invoice=is_invoice)],
            "lines": [] if is_receipt else [self._line(each, is_invoice=is_invoice) for each in told.charge.lines],
            "sums": list(self._sums()),
            "notes": list(self._notes()),
            "due-head": self.say(WHEN_DUE),
            "due": [
                [self.say(INSTALMENT_NAMES[part]), dates.day(day, self.language, "long"), self._money(amount)]
                for part, (amount, day) in told.due.items()
            ],
            "account-head": self.say(PAID_INTO),
            "account": list(told.seller.account) if told.due else [],
            "foot": f"{told.seller.name} · {self.document.name}",
        }

    def _buyer(self) -> Iterator[str]:
        buyer = self.told.buyer
        yield self._own(buyer.name.shown(self.language).text)
        yield from map(self._own, buyer.address)
        if buyer.country:
            yield countries.name(buyer.country, self.language, self.names)
        if buyer.number:
            yield self.say(BUYER_NUMBER, number=buyer.number)

    def _facts(self) -> Iterator[list[str]]:
        told = self.told
        yield [self.say(NUMBER), self.document.name]
        yield [self.say(ISSUED), dates.day(self.document.issued_on, self.language, "long")]
        yield [self.say(SUPPLIED), dates.day_range(told.days.first, told.days.last, self.language)]
        yield [self.say(CASE), str(told.case_number)]

    @staticmethod
    def _heads(*, is_invoice: bool) -> tuple[Message, ...]:
        return (DESCRIPTION, QUANTITY, PRICE, TAX, AMOUNT) if is_invoice else (DESCRIPTION, TAX, AMOUNT)

    def _line(self, line: ChargeLine, *, is_invoice: bool) -> list[str]:
        name = self._own(line.name.shown(self.language).text)
        if line.kind is LineKind.DISCOUNT:
            name = self.say(DISCOUNT)
        elif line.kind is LineKind.SUPPORT:
            name = self.say(SUPPORT, name=name)
        if line.stand:
            name = f"{name} · {self.say(STAND, number=self._own(line.stand))}"
        rate = numbers.percent(line.rate / WHOLE_PERCENT, self.language, 2) if line.tax else "–"
        amount = self._money(line.net)
        if not is_invoice:
            return [name, rate, amount]
        is_area = line.kind is LineKind.SPACE
        often = (numbers.area_m2 if is_area else numbers.integer)(line.quantity, self.language)
        return [name, often, self._money(line.price), rate, amount]

    def _sums(self) -> Iterator[list[Any]]:
        told = self.told
        if told.kind is DocumentKind.RECEIPT:
            yield [self.say(RECEIVED), self._money(told.paid), True]
            return
        yield [self.say(NET), self._money(told.charge.net), False]
        for each in told.charge.taxes:
            yield [self._tax(each), self._money(each.tax), False]
        head = TOTAL if told.kind is DocumentKind.INVOICE else CREDITED
        yield [self.say(head), self._money(told.charge.total), True]

    def _tax(self, each: TaxSum) -> str:
        rate = numbers.percent(each.rate / WHOLE_PERCENT, self.language, 2)
        return self.say(
            TAX_LINE,
            name=self._own(each.name.shown(self.language).text),
            rate=rate,
            net=self._money(each.net),
        )

    def _notes(self) -> Iterator[str]:
        told = self.told
        if told.about:
            day = dates.day(told.about_on, self.language, "long") if told.about_on else ""
            yield self.say(ABOUT, number=self._own(told.about), day=self._own(day))
        if told.kept_share is not None:
            yield self.say(KEPT, share=numbers.percent(told.kept_share / WHOLE_PERCENT, self.language, 2))
        if told.reason:
            yield self.say(REASON, reason=self._own(told.reason.shown(self.language).text))
        if told.reference:
            yield self.say(REFERENCE, reference=self._own(told.reference))
        for each in told.charge.taxes:
            if each.is_reverse_charge and told.kind is not DocumentKind.RECEIPT:
                yield self.say(REVERSE, name=self._own(each.name.shown(self.language).text))

    def _own(self, words: str) -> str:
        """Words that keep their own direction inside a sheet that runs from the right."""
        return ISOLATE.format(words) if is_right_to_left(self.language) else words

    def _money(self, amount: int) -> str:
        text = numbers.money(Money(amount, self.told.charge.currency), self.language)
        if not is_right_to_left(self.language):
            return text
        return f"{dates.LEFT_TO_RIGHT_ISOLATE}{text}{dates.POP_ISOLATE}"


def sheet_values(
    document: IssuedDocument, language: str, say: Callable[..., str], country_names: Mapping[str, Any]
) -> dict[str, Any]:
    """What templates/pdf/invoice.typ shows of a document."""
    return _Sheet(document, language, say, country_names).values()


SHEET_HEADERS: Final[Mapping[str, str]] = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}
"""With which a document is handed out, whichever door does it."""


def sheet(document: IssuedDocument, language: str, say: Callable[..., str], country_names: Mapping[str, Any]) -> bytes:
    """The document as a PDF; the same bytes each time. It takes a moment: call it in a thread."""
    values = sheet_values(document, language, say, country_names)
    return pdf.render("invoice", values, language=language, at=document.issued_at)


def sheet_name(document: IssuedDocument) -> str:
    """The Content-Disposition of a document: always a download."""
    return f'attachment; filename="{quote(document.name)}.pdf"'


async def sheet_response(visit: Visit, document: IssuedDocument) -> Response[bytes]:
    """The document as a PDF for one page, set in a thread of its own; for its readers alone."""
    catalogues = visit.request.app.state.catalogues

    def say(message: Message, **params: object) -> str:
        return str(catalogues.translate(visit.language, message, **params))

    content = await asyncio.to_thread(sheet, document, visit.language, say, visit.settings.country_names)
    headers = {
        **SHEET_HEADERS,
        "Content-Disposition": sheet_name(document),
        "Cache-Control": "private, no-store",
    }
    return Response(content, media_type=pdf.MEDIA_TYPE, headers=headers)

"""Invoices, credit notes and receipts as sheets: what they state can be read back in every language."""

import re
import unicodedata
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest

from events_app.domain.exhibitions import Days
from events_app.domain.fees import Customer, charge
from events_app.domain.invoices import (
    DOCUMENT_NAMES,
    Buyer,
    DocumentKind,
    Instalment,
    IssuedDocument,
    Statement,
)
from events_app.domain.messages import Message
from events_app.domain.money import Money
from events_app.domain.support_schemes import CostKind
from events_app.domain.texts import Text
from events_app.edge.invoice_sheets import sheet_values
from events_app.edge.pages import open_pages
from events_app.formats import pdf
from events_app.i18n import dates, numbers
from tests.builders import an_id
from tests.clients import NOW, settings_for
from tests.fee_builders import ABROAD, SELLER, VAT, a_price_list, a_reverse_charge, a_space, a_tax
from tests.offer_builders import a_scheme

LANGUAGES = ("en", "fr", "es", "pt", "ru", "zh-Hans", "ar")
DAY = date(2026, 4, 1)
RUNS = re.compile(r"[A-Za-z]+|[0-9]+|[^\W\dA-Za-z_]+")
"""Words of one script each, for languages that write them without spaces."""
CATALOGUES = open_pages(settings_for("sqlite:///nowhere.sqlite")).catalogues


def a_document(kind: DocumentKind = DocumentKind.INVOICE, *, country: str = "DE") -> IssuedDocument:
    """Build a document with every kind of line and note."""
    prices = a_price_list(early_until=DAY, discount=500, tax_abroad_id=ABROAD)
    scheme = a_scheme(rate_percent=50, cap=Money(800_00, "EUR"), costs=frozenset({CostKind.SPACE}))
    customer = Customer(country=country, booked_on=DAY, supports=(scheme,))
    rules = {VAT: a_tax(), ABROAD: a_reverse_charge()}
    whole = charge(prices, [a_space(area=1200, extra_sides=2)], customer, taxes=rules, on=DAY)
    is_credit, is_invoice = kind is DocumentKind.CREDIT_NOTE, kind is DocumentKind.INVOICE
    statement = Statement(
        kind=kind,
        seller=SELLER,
        buyer=Buyer(
            name=Text.of("en", "Lanyu Valve", {"zh-Hans": "蓝宇阀门"}),
            address=("8 Harbour Road", "200000 Shanghai"),
            country="CN",
            number="9131",
        ),
        edition=Text.of("en", "Light and Building 2026", {"zh-Hans": "照明展"}),
        days=Days(date(2026, 9, 1), date(2026, 9, 5)),
        case_number=12,
        charge=whole.share(0, 7500) if is_credit else whole,
        due={Instalment.DEPOSIT: (100_00, date(2026, 4, 15)), Instalment.BALANCE: (200_00, date(2026, 8, 1))}
        if is_invoice
        else {},
        about="" if is_invoice else "EV-2026-00007",
        about_on=None if is_invoice else DAY,
        paid=0 if is_invoice else 1338_75,
        reference="" if is_invoice else "EV 2026 7",
        kept_share=2500 if is_credit else None,
    )
    return IssuedDocument(
        id=an_id("document"),
        invoice_id=an_id("invoice"),
        series="EV",
        year=2026,
        number=7,
        issued_on=DAY,
        statement=statement,
        issued_at=NOW,
    )


def say_in(language: str) -> object:
    def say(message: Message, **params: object) -> str:
        return CATALOGUES.translate(language, message, **params)

    return say


def sheet_of(document: IssuedDocument, language: str) -> bytes:
    values = sheet_values(document, language, say_in(language), {})  # type: ignore[arg-type]
    return pdf.render("invoice", values, language=language, at=NOW)


def words_of(content: bytes) -> set[str]:
    """Words of a PDF as PDFium reads them, their letters in a fixed order: it turns joined Arabic letters around."""
    document = pypdfium2.PdfDocument(content)
    text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return sorted_letters(text)


def sorted_letters(text: str) -> set[str]:
    plain = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    return {"".join(sorted(word)) for word in RUNS.findall(plain)}


@pytest.mark.parametrize("kind", DocumentKind)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_stated_can_be_read_back(language: str, kind: DocumentKind) -> None:
    document = a_document(kind)
    told = document.statement
    read = words_of(sheet_of(document, language))

    expected = [
        CATALOGUES.translate(language, DOCUMENT_NAMES[kind]),
        "EV-2026-00007",
        numbers.money(told.total, language),
        dates.day(document.issued_on, language, "long"),
        told.buyer.name.shown(language).text,
        "DE123",
    ]
    for words in expected:
        assert sorted_letters(words) <= read, words


@pytest.mark.parametrize("language", LANGUAGES)
def test_reverse_charge_is_said(language: str) -> None:
    values = sheet_values(a_document(country="KE"), language, say_in(language), {})  # type: ignore[arg-type]
    assert len(values["notes"]) == 1
    assert len(sheet_values(a_document(), language, say_in(language), {})["notes"]) == 0  # type: ignore[arg-type]


def test_the_lines_of_an_invoice() -> None:
    values = sheet_values(a_document(), "en", say_in("en"), {})  # type: ignore[arg-type]
    assert [row[0] for row in values["lines"]] == [
        "space",
        "corner",
        "registration",
        "Early-booking discount",
        f"Support: {a_scheme().name.shown('en').text}",
    ]
    assert values["lines"][0][1:] == ["1,200\u00a0m²", "EUR\u00a0200.00", "19%", "EUR\u00a0240,000.00"]
    assert replace(a_document().statement, reason=Text.of("en", "x")).total == a_document().statement.total

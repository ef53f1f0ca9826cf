"""Lines of the bank: read from any table, and matched with open invoices."""

from datetime import date
from uuid import UUID

import pytest

from events_app.domain.bank_lines import (
    AmountTooFine,
    AmountUnreadable,
    BankLine,
    BankPart,
    MatchWay,
    OpenInvoice,
    guessed,
    lines_of,
    matches_of,
    minor_of,
)
from events_app.domain.money import Money
from events_app.formats import csv_tables
from tests.builders import an_id
from tests.clients import NOW

FILE = """Booking date;Amount;Purpose;Name
2026-04-01;1.338,75;Invoice EV 2026 00001;Lanyu Valve GmbH
02.04.2026;-12,00;Fee;Bank
2026-04-03;9,00;Coffee;Somebody
2026-04-03;9,00;Coffee;Somebody
yesterday;nothing;;
"""
COLUMNS = {
    BankPart.DATE: "Booking date",
    BankPart.AMOUNT: "Amount",
    BankPart.REFERENCE: "Purpose",
    BankPart.PAYER: "Name",
}


@pytest.mark.parametrize(
    ("said", "minor"),
    [("1.234,50", 123450), ("1,234.50", 123450), ("1234", 123400), ("1,234", 123400), ("1 234,5", 123450),
     ("-7.00", -700), ("+7", 700), ("1.234.567", 123456700), ("0,05", 5), ("1’234.50", 123450)],
)  # fmt: skip
def test_amounts_are_read_as_banks_write_them(said: str, minor: int) -> None:
    assert minor_of(said, 2) == minor


@pytest.mark.parametrize("said", ["", "nothing", "1,2,3.4.5", "1.234.5", "1,234,56", "12 EUR", "1.2345", "٫٥"])
def test_what_is_no_amount_is_refused(said: str) -> None:
    with pytest.raises((AmountUnreadable, AmountTooFine)):
        minor_of(said, 2)


def test_three_decimals_are_decimals_where_the_currency_has_three() -> None:
    assert [minor_of("1.234", digits) for digits in (2, 3)] == [123400, 1234]


def test_a_file_is_read_line_by_line() -> None:
    sheet = csv_tables.read(FILE.encode())
    found = lines_of(sheet, guessed(sheet.header), currency="EUR", digits=2)

    assert guessed(sheet.header) == COLUMNS
    assert [(line.booked_on, line.amount, line.payer) for line in found.lines] == [
        (date(2026, 4, 1), Money(1338_75, "EUR"), "Lanyu Valve GmbH"),
        (date(2026, 4, 3), Money(9_00, "EUR"), "Somebody"),
        (date(2026, 4, 3), Money(9_00, "EUR"), "Somebody"),
    ]
    assert found.outgoing == 1
    assert [(fault.line, fault.column) for fault in found.faults] == [(6, "Booking date"), (6, "Amount")]
    assert len({line.fingerprint for line in found.lines}) == 3
    assert found.lines == lines_of(sheet, COLUMNS, currency="EUR", digits=2).lines


def test_columns_of_day_and_amount_must_be_chosen() -> None:
    sheet = csv_tables.read(FILE.encode())
    assert len(lines_of(sheet, {BankPart.DATE: "Booking date"}, currency="EUR", digits=2).faults) == 1


def an_open(word: str, **changes: object) -> OpenInvoice:
    values: dict[str, object] = {
        "id": an_id(word),
        "number": f"EV-2026-{word}",
        "currency": "EUR",
        "amounts": (2677_50, 1338_75),
        "names": ("Lanyu Valve",),
    }
    return OpenInvoice(**(values | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("reference", "payer", "minor", "ways"),
    [
        ("ev 2026 00001", "x", 1338_75, [MatchWay.NUMBER]),
        ("Inv. EV2026/00001 thanks", "", 5, [MatchWay.NUMBER_OTHER_AMOUNT]),
        ("stand fee", "LANYU VALVE CO. LTD", 2677_50, [MatchWay.AMOUNT_AND_PAYER]),
        ("stand fee", "Lanyu Valve", 2677_51, []),
        ("stand fee", "Somebody else", 2677_50, []),
        ("", "", 2677_50, []),
    ],
)
def test_invoices_are_proposed(reference: str, payer: str, minor: int, ways: list[MatchWay]) -> None:
    line = BankLine(
        id=UUID(int=1),
        fingerprint="f",
        booked_on=date(2026, 4, 1),
        amount=Money(minor, "EUR"),
        reference=reference,
        payer=payer,
        imported_at=NOW,
    )
    others = an_open("00002", names=("Other",)), an_open("00003", currency="USD")

    assert [match.way for match in matches_of(line, (an_open("00001"), *others))] == ways

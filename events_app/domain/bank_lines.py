"""Lines of the bank: read from a table by what a person says of its columns, and matched with open invoices.

What is proposed, an officer confirms: nothing is counted by itself.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from types import MappingProxyType
from typing import Final, TypeVar
from uuid import UUID

from events_app.domain.messages import N_, P_, Message
from events_app.domain.money import Money
from events_app.domain.refusals import InvalidValue, Refusal
from events_app.domain.tables import Fault, Kind, Line, Sheet, typed

LONGEST_WORDS: Final = 300
MOST_LINES: Final = 5_000
SHORTEST_NAME: Final = 3
THOUSANDS: Final = 3
AMOUNT: Final = re.compile(
    r"(?P<sign>[+-]?)(?P<whole>[0-9]{1,3}(?P<mark>[.,'])[0-9]{3}(?:(?P=mark)[0-9]{3})*|[0-9]{1,15})"
    r"(?:(?!(?P=mark))[.,](?P<decimals>[0-9]+))?"
)
"""Figures, perhaps in groups of three, with decimals behind another mark than that of the groups."""

T = TypeVar("T")


class BankPart(StrEnum):
    """What a column says."""

    DATE = "date"
    AMOUNT = "amount"
    REFERENCE = "reference"
    PAYER = "payer"


BANK_PART_NAMES: Mapping[BankPart, Message] = MappingProxyType(
    {
        BankPart.DATE: P_("part of a bank line", "Day of booking"),
        BankPart.AMOUNT: P_("part of a bank line", "Amount"),
        BankPart.REFERENCE: P_("part of a bank line", "Reference"),
        BankPart.PAYER: P_("part of a bank line", "Payer"),
    }
)
GUESSES: Mapping[BankPart, tuple[str, ...]] = MappingProxyType(
    {
        BankPart.DATE: ("date", "day", "booking", "datum", "fecha", "data", "дата", "日期", "تاريخ"),
        BankPart.AMOUNT: ("amount", "sum", "betrag", "montant", "importe", "valor", "сумма", "金额", "مبلغ"),
        BankPart.REFERENCE: ("reference", "purpose", "text", "libellé", "concepto", "назначение", "附言", "摘要"),
        BankPart.PAYER: ("payer", "name", "from", "ordonnateur", "ordenante", "плательщик", "付款人", "对方"),
    }
)
"""Beginnings of names of columns, so that most files need no choosing."""


class BankLineState(StrEnum):
    """What has become of a line."""

    OPEN = "open"
    COUNTED = "counted"
    SET_ASIDE = "set_aside"


BANK_LINE_STATE_NAMES: Mapping[BankLineState, Message] = MappingProxyType(
    {
        BankLineState.OPEN: P_("bank line", "To be matched"),
        BankLineState.COUNTED: P_("bank line", "Counted"),
        BankLineState.SET_ASIDE: P_("bank line", "Set aside"),
    }
)


class AmountUnreadable(InvalidValue):
    """A cell that is no amount."""

    message = N_("“%(value)s” is not an amount: write it in digits, with a point or comma before the decimals.")


class AmountTooFine(InvalidValue):
    """More decimals than the currency has."""

    message = N_("“%(value)s” has more decimals than the currency.")


class BankCellEmpty(InvalidValue):
    """A line without a day or an amount."""

    message = N_("This cell is empty.")


class BankColumnMissing(InvalidValue):
    """Nobody said where the day or the amount stands."""

    message = N_("Choose the columns of the day and of the amount.")


class LineDone(Refusal):
    """A line that somebody has decided on."""

    message = N_("Somebody has decided on this line already.")


class TooManyBankLines(InvalidValue):
    """More lines than are taken at once."""

    message = N_("A file holds at most %(most)s lines. Divide it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class BankLine:
    """One line. `fingerprint` tells it from every other, and is the same whenever the file comes in again."""

    id: UUID
    fingerprint: str
    booked_on: date
    amount: Money
    reference: str = ""
    payer: str = ""
    state: BankLineState = BankLineState.OPEN
    payment_id: UUID | None = None
    imported_at: datetime


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line of a file before it is kept."""

    booked_on: date
    amount: Money
    reference: str
    payer: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class BankReading:
    """What a file says: payments that came in, how many lines were none, and faults by line and column."""

    lines: tuple[ReadLine, ...] = ()
    outgoing: int = 0
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenInvoice:
    """What matching needs of an invoice that is not paid; `due` are the amounts that may be paid at once."""

    id: UUID
    number: str
    currency: str
    amounts: tuple[int, ...]
    names: tuple[str, ...]


class MatchWay(StrEnum):
    """Why an invoice is proposed."""

    NUMBER = "number"
    NUMBER_OTHER_AMOUNT = "number_other_amount"
    AMOUNT_AND_PAYER = "amount_and_payer"


MATCH_WAY_NAMES: Mapping[MatchWay, Message] = MappingProxyType(
    {
        MatchWay.NUMBER: N_("Invoice number in the reference, and an amount that is due"),
        MatchWay.NUMBER_OTHER_AMOUNT: N_("Invoice number in the reference, but another amount"),
        MatchWay.AMOUNT_AND_PAYER: N_("An amount that is due, and the name of the payer"),
    }
)


@dataclass(frozen=True, slots=True)
class Match:
    """An invoice that a line may pay."""

    invoice: OpenInvoice
    way: MatchWay


def guessed(header: Iterable[str]) -> dict[BankPart, str]:
    """Columns whose names begin as such columns usually do."""
    names = [name for name in header if name]
    found: dict[BankPart, str] = {}
    for part, beginnings in GUESSES.items():
        for name in names:
            if name.casefold().startswith(beginnings) and name not in found.values():
                found[part] = name
                break
    return found


def lines_of(sheet: Sheet, columns: Mapping[BankPart, str], *, currency: str, digits: int) -> BankReading:
    """Read every line; `digits` is how many decimals the currency has. What is wrong becomes a fault."""
    if BankPart.DATE not in columns or BankPart.AMOUNT not in columns:
        return BankReading(faults=(Fault.of(BankColumnMissing(), line=1, column=""),))
    if len(sheet.lines) > MOST_LINES:
        return BankReading(faults=(Fault.of(TooManyBankLines(most=MOST_LINES), line=1, column=""),))
    found, faults, outgoing = list[tuple[date, Money, str, str]](), list(sheet.faults), 0
    for line in sheet.lines:
        reader = _Reader(line, columns)
        day = reader.parsed(BankPart.DATE, _day)
        amount = reader.parsed(BankPart.AMOUNT, lambda value: minor_of(str(value), digits))
        reference, payer = (reader.words(part) for part in (BankPart.REFERENCE, BankPart.PAYER))
        faults += reader.faults
        if day is None or amount is None:
            continue
        if amount <= 0:
            outgoing += 1
            continue
        found.append((day, Money(amount, currency), reference, payer))
    return BankReading(tuple(marked(found)), outgoing, tuple(sorted(faults, key=lambda fault: fault.line)))


def marked(lines: Iterable[tuple[date, Money, str, str]]) -> Iterable[ReadLine]:
    """Lines that came together, as day, amount, reference and payer, with the marks by which they are known again."""
    seen: Counter[str] = Counter()
    for day, amount, reference, payer in lines:
        said = "\x1f".join((day.isoformat(), str(amount.amount_minor), amount.currency, reference, payer))
        # Two payments may look alike: the second has a mark of its own, the same whenever both come in again.
        seen[said] += 1
        mark = sha256(f"{said}\x1f{seen[said]}".encode()).hexdigest()
        yield ReadLine(day, amount, reference, payer, mark)


def minor_of(said: str, digits: int) -> int:
    """An amount as banks write it, in minor units. Raises AmountUnreadable or AmountTooFine.

    Three figures after the only mark part thousands, unless the currency has three decimals: `1.234` euro are 1,234.
    """
    plain = "".join(said.split()).replace("\u2212", "-").replace("’", "'")
    found = AMOUNT.fullmatch(plain)
    if found is None:
        raise AmountUnreadable(value=said[:100])
    whole, decimals = found["whole"], found["decimals"] or ""
    if found["mark"] in {".", ","} and whole.count(found["mark"]) == 1 and not decimals and digits == THOUSANDS:
        whole, _, decimals = whole.partition(found["mark"])
    if len(decimals.rstrip("0")) > digits:
        raise AmountTooFine(value=said[:100])
    minor = int("".join(c for c in whole if c.isdigit()) + decimals[:digits].ljust(digits, "0"))
    return -minor if found["sign"] == "-" else minor


def matches_of(line: BankLine, invoices: Iterable[OpenInvoice]) -> tuple[Match, ...]:
    """Invoices that a line may pay, the surest first."""
    reference, payer = _letters(line.reference), _letters(line.payer)
    found = list[Match]()
    for invoice in invoices:
        if invoice.currency != line.amount.currency:
            continue
        is_due = line.amount.amount_minor in invoice.amounts
        names = [name for name in map(_letters, invoice.names) if len(name) >= SHORTEST_NAME]
        if _letters(invoice.number) in reference:
            found.append(Match(invoice, MatchWay.NUMBER if is_due else MatchWay.NUMBER_OTHER_AMOUNT))
        elif (
            is_due and payer and any(name in payer or (len(payer) > SHORTEST_NAME and payer in name) for name in names)
        ):
            found.append(Match(invoice, MatchWay.AMOUNT_AND_PAYER))
    order = list(MatchWay)
    return tuple(sorted(found, key=lambda each: (order.index(each.way), each.invoice.number)))


def _letters(words: str) -> str:
    """Letters and digits alone, folded: banks drop hyphens, accents and capitals."""
    plain = unicodedata.normalize("NFKD", words).casefold()
    return "".join(c for c in plain if c.isalnum())


def _day(value: object) -> date:
    found = typed(value if isinstance(value, (str, date, datetime)) else str(value), Kind.DAY)
    if not isinstance(found, date):
        raise BankCellEmpty
    return found


class _Reader:
    """The cells of one line, and what is wrong with them."""

    def __init__(self, line: Line, columns: Mapping[BankPart, str]) -> None:
        self.line = line
        self.columns = columns
        self.faults: list[Fault] = []

    def parsed(self, part: BankPart, convert: Callable[[object], T]) -> T | None:
        column = self.columns[part]
        value = self.line.cells.get(column)
        try:
            if value is None or value == "":
                raise BankCellEmpty
            return convert(value)
        except InvalidValue as refusal:
            self.faults.append(Fault.of(refusal, line=self.line.number, column=column))
            return None

    def words(self, part: BankPart) -> str:
        value = self.line.cells.get(self.columns.get(part, ""))
        return " ".join(str(value if value is not None else "").split())[:LONGEST_WORDS]

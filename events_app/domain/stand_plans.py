"""Laying out stands: rows made from a few numbers, numbered as halls are, and cut free of each other by aisles."""

from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from typing import Final
from uuid import UUID, uuid5

from events_app.domain.applications import StandKind
from events_app.domain.messages import N_, P_, Message
from events_app.domain.refusals import InvalidValue
from events_app.domain.stands import DM2_OF_M2, Hall, Stand, check_layout

MOST_ROWS: Final = 100
MOST_PER_ROW: Final = 200
LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CORNER_SIDES: Final = 2


class Numbering(StrEnum):
    """How stands of rows are numbered."""

    LETTERS = "letters"
    HUNDREDS = "hundreds"
    RUNNING = "running"


NUMBERING_NAMES: dict[Numbering, Message] = {
    Numbering.LETTERS: P_("numbering of stands", "A letter for each row: A01, A02 … B01"),
    Numbering.HUNDREDS: P_("numbering of stands", "A hundred for each row: 101, 102 … 201"),
    Numbering.RUNNING: P_("numbering of stands", "One after the other: 1, 2, 3 …"),
}


class RowsOutOfRange(InvalidValue):
    """No rows, or more than any hall has."""

    message = N_("Give 1 to %(rows)s rows of 1 to %(most)s stands, and aisles that are not negative.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """What rows are made from. `x` and `y` are where the first begins; an aisle lies behind each row or pair of rows.

    Back to back, two rows share their rear wall and the next pair comes after the aisle.
    """

    rows: int
    per_row: int
    width: int
    depth: int
    aisle: int
    is_back_to_back: bool = True
    x: int = 0
    y: int = 0
    numbering: Numbering = Numbering.LETTERS
    prefix: str = ""
    first_row: int = 1
    kind: StandKind = StandKind.SHELL_SCHEME
    zone: str = ""
    pavilion: str = ""

    def __post_init__(self) -> None:
        """Raise RowsOutOfRange."""
        is_counted = 1 <= self.rows <= MOST_ROWS and 1 <= self.per_row <= MOST_PER_ROW and self.first_row >= 1
        if not is_counted or min(self.aisle, self.x, self.y) < 0 or min(self.width, self.depth) < 1:
            raise RowsOutOfRange(rows=MOST_ROWS, most=MOST_PER_ROW)

    def number(self, row: int, place: int) -> str:
        """The number of a stand; rows and places are counted from nought."""
        name = row + self.first_row
        match self.numbering:
            case Numbering.LETTERS:
                return f"{self.prefix}{letters_of(name)}{place + 1:02}"
            case Numbering.HUNDREDS:
                return f"{self.prefix}{name}{place + 1:02}"
            case Numbering.RUNNING:
                return f"{self.prefix}{(name - 1) * self.per_row + place + 1}"

    def top(self, row: int) -> int:
        """Where a row begins."""
        aisles = row // 2 if self.is_back_to_back else row
        return self.y + row * self.depth + aisles * self.aisle


def letters_of(row: int) -> str:
    """Name a row: A, B … Z, AA, AB and so on."""
    found = ""
    while row:
        row, place = divmod(row - 1, len(LETTERS))
        found = LETTERS[place] + found
    return found


def laid_out(rows: Rows, hall: Hall, others: tuple[Stand, ...] = ()) -> tuple[Stand, ...]:
    """Stands in rows, beside others that are in the hall already; those at the end of a row have a corner.

    Raises what `check_layout` and `Stand` raise.
    """
    area = max(round(rows.width * rows.depth / DM2_OF_M2), 1)
    found = tuple(
        Stand(
            id=uuid5(hall.id, f"{rows.number(row, place)} {len(others)}"),
            hall_id=hall.id,
            edition_id=hall.edition_id,
            number=rows.number(row, place),
            x=rows.x + place * rows.width,
            y=rows.top(row),
            width=rows.width,
            depth=rows.depth,
            area_m2=area,
            kind=rows.kind,
            open_sides=CORNER_SIDES if place in {0, rows.per_row - 1} else 1,
            zone=rows.zone,
            pavilion=rows.pavilion,
        )
        for row in range(rows.rows)
        for place in range(rows.per_row)
    )
    check_layout(hall, (*others, *found))
    return found


def free_number(number: str, taken: frozenset[str]) -> str:
    """A number for the second part of a stand that is split: A01 gives A01a, then A01b."""
    letters = (letters_of(place).lower() for place in count(1))
    return next(found for letter in letters if (found := f"{number}{letter}") not in taken)


def hall_id_of(edition_id: UUID, name: str) -> UUID:
    """The id of a hall that comes with a plan: the same each time, so that a preview shows what will be kept."""
    return uuid5(edition_id, f"hall {name}")

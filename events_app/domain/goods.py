"""Goods that travel with a delegation: the freight list, and the general list of an ATA carnet.

The columns of the general list are those of the ATA Convention (Customs Convention on the ATA Carnet, Brussels 1961)
and of Annex A of the Istanbul Convention (1990): item number, trade description and identification marks, number of
pieces, weight or volume, value, country of origin.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from events_app.domain.messages import N_
from events_app.domain.money import Money
from events_app.domain.refusals import InvalidValue

MOST_ITEMS: Final = 500
"""Kinds of goods of one company for one edition."""
LONGEST_DESCRIPTION: Final = 300
LONGEST_SERIAL: Final = 100
MOST_GRAMS: Final = 100_000_000
MOST_PIECES: Final = 1_000_000
GRAMS: Final = 1_000
HS_CODE: Final = re.compile(r"[0-9]{4}([0-9]{2}){0,3}")
"""Heading, subheading, and what customs territories add to it (Harmonized System)."""


class HsCodeWrong(InvalidValue):
    """No code of the Harmonized System."""

    message = N_("A code of the Harmonized System has 4, 6, 8 or 10 digits.")


class DescriptionMissing(InvalidValue):
    """Customs read what it is, not that it is there."""

    message = N_("Describe the goods in 1 to %(most)s characters.")


class TooManyItems(InvalidValue):
    """More goods than a list holds."""

    message = N_("A list has at most %(most)s items.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A kind of goods; `is_returning` puts it on the carnet: goods that stay abroad have no place there."""

    id: UUID
    edition_id: UUID
    company_id: UUID
    number: int
    description: str
    pieces: int
    weight_g: int
    value: Money
    hs_code: str = ""
    origin: str
    serial: str = ""
    is_returning: bool = True
    version: int = 1

    def check(self) -> None:
        """Raise DescriptionMissing or HsCodeWrong."""
        if not self.description.strip() or len(self.description) > LONGEST_DESCRIPTION:
            raise DescriptionMissing(most=LONGEST_DESCRIPTION)
        hs_code_of(self.hs_code)

    @property
    def weight_kg(self) -> Decimal:
        """Weight in kilograms."""
        return Decimal(self.weight_g) / GRAMS


def hs_code_of(text: str) -> str:
    """The digits of a code, however it was parted. Raises HsCodeWrong."""
    code = re.sub(r"[\s.]", "", text)
    if code and not HS_CODE.fullmatch(code):
        raise HsCodeWrong
    return code


def carnet_of(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Goods that return; their place in this list is their number on the general list, which has no gap."""
    return tuple(item for item in items if item.is_returning)


def totals_of(items: tuple[Item, ...]) -> dict[str, int]:
    """Value by currency in minor units."""
    found: dict[str, int] = {}
    for item in items:
        found[item.value.currency] = found.get(item.value.currency, 0) + item.value.amount_minor
    return found

"""Intellectual property rights that a technology rests on: what, where, from when until when, and whose."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from events_app.domain.messages import N_, P_, Message
from events_app.domain.refusals import InvalidValue

MOST_RIGHTS: Final = 40


class IpKind(StrEnum):
    """Which right it is."""

    PATENT = "patent"
    UTILITY_MODEL = "utility_model"
    DESIGN = "design"
    TRADE_MARK = "trade_mark"
    COPYRIGHT = "copyright"
    KNOW_HOW = "know_how"


IP_NAMES: dict[IpKind, Message] = {
    IpKind.PATENT: P_("IP right", "Patent"),
    IpKind.UTILITY_MODEL: P_("IP right", "Utility model"),
    IpKind.DESIGN: P_("IP right", "Design"),
    IpKind.TRADE_MARK: P_("IP right", "Trade mark"),
    IpKind.COPYRIGHT: P_("IP right", "Copyright in software"),
    IpKind.KNOW_HOW: P_("IP right", "Know-how"),
}
UNREGISTERED: Final = frozenset({IpKind.COPYRIGHT, IpKind.KNOW_HOW})
"""Rights that there are without a register, so without a number."""


class IpNumberMissing(InvalidValue):
    """A registered right without its number."""

    message = N_("Give the number of the application or of the right.")


class IpDatesOdd(InvalidValue):
    """A right granted before it was filed, or ended before it was granted."""

    message = N_("A right is filed first, then granted, then it expires: check the dates.")


class CodesOdd(InvalidValue):
    """A list of countries or regions with something in it that is no code."""

    message = N_("“%(code)s” is not the two-letter code of a country or region.")


@dataclass(frozen=True, slots=True, kw_only=True)
class IpRight:
    """One right. `office` is where it is registered (codes of WIPO Standard ST.3); `countries` are those covered."""

    kind: IpKind
    number: str = ""
    office: str = ""
    filed_on: date | None = None
    granted_on: date | None = None
    expires_on: date | None = None
    countries: tuple[str, ...] = ()
    owner: str = ""

    def __post_init__(self) -> None:
        """Raise IpNumberMissing or IpDatesOdd."""
        if not self.number and self.kind not in UNREGISTERED:
            raise IpNumberMissing
        known = [day for day in (self.filed_on, self.granted_on, self.expires_on) if day is not None]
        if known != sorted(known):
            raise IpDatesOdd

    def is_in_force(self, on: date) -> bool:
        """Whether it is granted, or needs no grant, and has not expired on a day."""
        is_there = self.kind in UNREGISTERED or (self.granted_on is not None and self.granted_on <= on)
        return is_there and (self.expires_on is None or on <= self.expires_on)


def parse_codes(written: str, known: frozenset[str]) -> tuple[str, ...]:
    """Codes of countries or regions from a line, each once. Raises CodesOdd."""
    codes = tuple(dict.fromkeys(written.upper().replace(",", " ").replace(";", " ").replace("，", " ").split()))
    for code in codes:
        if code not in known:
            raise CodesOdd(code=code[:20])
    return codes

"""The delegation of an edition: who travels, by when what has to be ready, and when passport data are erased."""

import calendar
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Self
from uuid import UUID

from events_app.domain.messages import N_, P_, Message
from events_app.domain.refusals import InvalidValue, Refusal

MOST_MEMBERS: Final = 2_000
"""Members of the delegation of one edition."""
LONGEST_NAME: Final = 120
LONGEST_UNIT: Final = 200
LONGEST_EMAIL: Final = 254
LONGEST_PHONE: Final = 40
LONGEST_NUMBER: Final = 20
SHORTEST_NUMBER: Final = 5
USUAL_MONTHS: Final = 6
"""Months that a passport must hold after the visit, where nothing else is known of the host country or region."""
SCHENGEN_MONTHS: Final = 3
"""Regulation (EU) 2016/399, article 6 (1) (a) (i): three months after the intended departure."""
SCHENGEN: Final = frozenset(
    "AT BE BG HR CZ DK EE FI FR DE GR HU IS IT LV LI LT LU MT NL NO PL PT RO SK SI ES SE CH".split()  # noqa: SIM905
)


class MemberRole(StrEnum):
    """What somebody is in a delegation."""

    HEAD = "head"
    OFFICIAL = "official"
    EXHIBITOR = "exhibitor"
    SPEAKER = "speaker"
    INTERPRETER = "interpreter"
    TECHNICIAN = "technician"
    PRESS = "press"


MEMBER_ROLE_NAMES: Mapping[MemberRole, Message] = MappingProxyType(
    {
        MemberRole.HEAD: P_("role in a delegation", "Head of the delegation"),
        MemberRole.OFFICIAL: P_("role in a delegation", "Official"),
        MemberRole.EXHIBITOR: P_("role in a delegation", "Exhibitor"),
        MemberRole.SPEAKER: P_("role in a delegation", "Speaker"),
        MemberRole.INTERPRETER: P_("role in a delegation", "Interpreter"),
        MemberRole.TECHNICIAN: P_("role in a delegation", "Technician"),
        MemberRole.PRESS: P_("role in a delegation", "Press"),
    }
)


class VisaState(StrEnum):
    """Where the visa of a member stands: shown to whoever may open the passport, and erased with it."""

    NOT_NEEDED = "not_needed"
    NEEDED = "needed"
    APPLIED = "applied"
    GRANTED = "granted"
    REFUSED = "refused"


VISA_STATE_NAMES: Mapping[VisaState, Message] = MappingProxyType(
    {
        VisaState.NOT_NEEDED: P_("visa", "Not needed"),
        VisaState.NEEDED: P_("visa", "Needed"),
        VisaState.APPLIED: P_("visa", "Applied for"),
        VisaState.GRANTED: P_("visa", "Granted"),
        VisaState.REFUSED: P_("visa", "Refused"),
    }
)


class DueKind(StrEnum):
    """What has to be ready for a member."""

    VISA = "visa"
    FREIGHT = "freight"
    HOTEL = "hotel"
    FLIGHT = "flight"


DUE_KIND_NAMES: Mapping[DueKind, Message] = MappingProxyType(
    {
        DueKind.VISA: P_("deadline of a member", "Visa"),
        DueKind.FREIGHT: P_("deadline of a member", "Freight"),
        DueKind.HOTEL: P_("deadline of a member", "Hotel"),
        DueKind.FLIGHT: P_("deadline of a member", "Flight"),
    }
)


class TooManyMembers(InvalidValue):
    """More members than a delegation has."""

    message = N_("A delegation has at most %(most)s members.")


class NotLatin(InvalidValue):
    """A name that cannot be compared with the machine-readable lines of a passport (ICAO Doc 9303)."""

    message = N_("Write this name in Latin letters, as it stands in the machine-readable lines of the passport.")


class SenderMissing(InvalidValue):
    """A member whom nobody sends."""

    message = N_("Choose the company, or write which office the member comes from.")


class NumberOdd(InvalidValue):
    """A passport number that cannot be one."""

    message = N_("A passport number has %(least)s to %(most)s letters and digits.")


class TextTooLong(InvalidValue):
    """More than there is room for."""

    message = N_("Use at most %(most)s characters.")


class NotTakingPart(Refusal):
    """A company that has no place in the edition sends nobody and nothing."""

    message = N_("This company does not take part in the exhibition.")


class EntryClosed(Refusal):
    """The company's time to enter people or goods is over; the organiser still can."""

    message = N_("The time to enter this is over. Ask the organiser, who can still change it.")


class PassportStanding(StrEnum):
    """How a passport stood when it was entered: all that is known of it without opening it."""

    HOLDS = "holds"
    SHORT = "short"
    EXPIRED = "expired"


PASSPORT_STANDING_NAMES: Mapping[PassportStanding, Message] = MappingProxyType(
    {
        PassportStanding.HOLDS: P_("passport", "Entered"),
        PassportStanding.SHORT: P_("passport", "Expires too soon after the visit"),
        PassportStanding.EXPIRED: P_("passport", "Expires before the visit is over"),
    }
)
SETTLED: Final = frozenset({VisaState.NOT_NEEDED, VisaState.GRANTED})
"""States after which nothing is to be done for a visa."""


@dataclass(frozen=True, slots=True)
class Due:
    """One deadline of a member; without a day of its own it follows the edition (`domain.delegation_days`)."""

    kind: DueKind
    day: date | None = None
    is_done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Passport:
    """What is kept sealed alone, and erased after the edition."""

    number: str = ""
    country: str = ""
    expires_on: date | None = None
    born_on: date | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to keep."""
        return self == Passport()

    def check(self) -> None:
        """Raise NumberOdd for what cannot be a number."""
        fits = self.number.isascii() and self.number.isalnum() and SHORTEST_NUMBER <= len(self.number) <= LONGEST_NUMBER
        if self.number and not fits:
            raise NumberOdd(least=SHORTEST_NUMBER, most=LONGEST_NUMBER)

    def standing(self, last_day: date, country: str) -> PassportStanding | None:
        """Whether it holds long enough for a visit to `country` until `last_day`; None where nothing is kept."""
        if self.is_empty:
            return None
        if self.expires_on is None:
            return PassportStanding.HOLDS
        if self.expires_on < last_day:
            return PassportStanding.EXPIRED
        needed = months_after(last_day, months_asked(country))
        return PassportStanding.SHORT if self.expires_on < needed else PassportStanding.HOLDS

    def values(self) -> dict[str, str]:
        """As strings, to be sealed."""
        return {each.name: str(getattr(self, each.name) or "") for each in fields(self)}

    @classmethod
    def of(cls, values: Mapping[str, str]) -> Self:
        """From the strings of `values`."""
        expires, born = (values.get(name, "") for name in ("expires_on", "born_on"))
        return cls(
            number=values.get("number", ""),
            country=values.get("country", ""),
            expires_on=date.fromisoformat(expires) if expires else None,
            born_on=date.fromisoformat(born) if born else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PassportState:
    """Where the visa stands, and how the passport stood when it was entered: sealed too, and erased with it."""

    visa: VisaState | None = None
    standing: PassportStanding | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known."""
        return self.visa is None and self.standing is None

    def values(self) -> dict[str, str]:
        """As strings, to be sealed."""
        return {"visa": self.visa or "", "standing": self.standing or ""}

    @classmethod
    def of(cls, values: Mapping[str, str]) -> Self:
        """From the strings of `values`."""
        visa, standing = values.get("visa"), values.get("standing")
        return cls(visa=VisaState(visa) if visa else None, standing=PassportStanding(standing) if standing else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody who travels; `name` as in the passport, `sealed` and `sealed_state` what only `credentials` opens.

    Without a company they come for `unit`, in words. `local_name` is the name in the member's own script. `state` is
    never kept: it is empty until `credentials.passport_states` has opened it.
    """

    id: UUID
    edition_id: UUID
    company_id: UUID | None = None
    unit: str = ""
    name: str
    local_name: str = ""
    role: MemberRole
    email: str = ""
    phone: str = ""
    language: str
    dues: tuple[Due, ...] = ()
    sealed: str = ""
    sealed_state: str = ""
    state: PassportState = field(default=PassportState(), compare=False)
    created_at: datetime
    version: int = 1

    def check(self) -> None:
        """Raise NotLatin, SenderMissing or TextTooLong."""
        if not is_latin(self.name):
            raise NotLatin
        if self.company_id is None and not self.unit:
            raise SenderMissing
        for text, most in (
            (self.name, LONGEST_NAME),
            (self.local_name, LONGEST_NAME),
            (self.unit, LONGEST_UNIT),
            (self.email, LONGEST_EMAIL),
            (self.phone, LONGEST_PHONE),
        ):
            if len(text) > most:
                raise TextTooLong(most=most)

    @property
    def visa(self) -> VisaState | None:
        """Where the visa stands, as far as it was opened."""
        return self.state.visa

    @property
    def passport(self) -> PassportStanding | None:
        """How the passport stood when it was entered, as far as it was opened."""
        return self.state.standing

    def with_visa(self, visa: VisaState | None) -> Self:
        """Note where the visa stands; its deadline is done with it, or open again."""
        is_done = visa in SETTLED
        dues = tuple(
            replace(due, is_done=is_done) if due.kind is DueKind.VISA and visa is not self.visa else due
            for due in self.dues
        )
        return replace(self, state=replace(self.state, visa=visa), dues=dues)


def is_latin(name: str) -> bool:
    """Whether there are letters, and all of them are Latin."""
    letters = [letter for letter in name if letter.isalpha()]
    return bool(letters) and all(unicodedata.name(letter, "").startswith("LATIN") for letter in letters)


def months_asked(country: str) -> int:
    """Months that a passport must hold after a visit: a rule of thumb for a warning, the consulate decides."""
    return SCHENGEN_MONTHS if country in SCHENGEN else USUAL_MONTHS


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months later, or the last day of a month that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def erased_on(last_day: date, *, days: int) -> date:
    """Day on which the passport data of an edition that ends on `last_day` are erased."""
    return last_day + timedelta(days=days)


def last_day_erased(today: date, *, days: int) -> date:
    """Editions whose last day is this or earlier have their passport data erased today."""
    return today - timedelta(days=days)

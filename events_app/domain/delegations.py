"""The delegation of an edition: who travels, by when what has to be ready, and when passport data are erased."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Self
from uuid import UUID

from events_app.domain.messages import N_, P_, Message
from events_app.domain.refusals import InvalidValue

MOST_MEMBERS: Final = 2_000
"""Members of the delegation of one edition."""
MOST_DUES: Final = 12


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
    """Where the visa of a member stands; a part of what is sealed."""

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


class PassportExpired(InvalidValue):
    """A passport that is over before the edition is."""

    message = N_("The passport expires before the last day of the exhibition.")


@dataclass(frozen=True, slots=True)
class Due:
    """One deadline of a member."""

    kind: DueKind
    day: date
    is_done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Passport:
    """What is kept sealed alone, and erased after the edition."""

    number: str = ""
    country: str = ""
    expires_on: date | None = None
    born_on: date | None = None
    visa: VisaState | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to keep."""
        return self == Passport()

    def check(self, last_day: date) -> None:
        """Raise PassportExpired where it does not hold until the edition is over."""
        if self.expires_on is not None and self.expires_on < last_day:
            raise PassportExpired

    def values(self) -> dict[str, str]:
        """As strings, to be sealed."""
        return {each.name: str(getattr(self, each.name) or "") for each in fields(self)}

    @classmethod
    def of(cls, values: Mapping[str, str]) -> Self:
        """From the strings of `values`."""
        expires, born, visa = (values.get(name, "") for name in ("expires_on", "born_on", "visa"))
        return cls(
            number=values.get("number", ""),
            country=values.get("country", ""),
            expires_on=date.fromisoformat(expires) if expires else None,
            born_on=date.fromisoformat(born) if born else None,
            visa=VisaState(visa) if visa else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody who travels; `name` as in the passport, `sealed` what only `credentials.sealing` opens.

    Without a company they come for `unit`, in words. `local_name` is the name in the script of the host.
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
    created_at: datetime
    version: int = 1

    @property
    def open_dues(self) -> tuple[Due, ...]:
        """What is not done, the soonest first."""
        return tuple(sorted((due for due in self.dues if not due.is_done), key=lambda due: (due.day, due.kind)))


def last_day_erased(today: date, *, days: int) -> date:
    """Editions whose last day is this or earlier have their passport data erased today."""
    return today - timedelta(days=days)

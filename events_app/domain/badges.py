"""Badges and the door: a badge opens once a day, and the door says clearly what it did.

A day is one of the exhibition, by the clock of its own time zone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID

from events_app.domain.delegations import MemberRole
from events_app.domain.exhibitions import zone_of
from events_app.domain.messages import N_, P_, Message
from events_app.domain.refusals import InvalidValue, Refusal

LONGEST_CODE: Final = 200
LONGEST_DOOR: Final = 60
LONGEST_WAIT: Final = timedelta(days=3)
"""A scan that reaches us later counts as this old."""


class Verdict(StrEnum):
    """What the door says."""

    ADMITTED = "admitted"
    ALREADY = "already"
    REVOKED = "revoked"
    UNKNOWN = "unknown"
    ELSEWHERE = "elsewhere"


VERDICT_NAMES: Mapping[Verdict, Message] = MappingProxyType(
    {
        Verdict.ADMITTED: P_("at the door", "Admitted now"),
        Verdict.ALREADY: P_("at the door", "Already admitted"),
        Verdict.REVOKED: P_("at the door", "Badge revoked"),
        Verdict.UNKNOWN: P_("at the door", "Badge unknown"),
        Verdict.ELSEWHERE: P_("at the door", "Badge of another exhibition"),
    }
)

STAND_VERDICT_NAMES: Mapping[Verdict, Message] = MappingProxyType(
    {
        Verdict.ADMITTED: P_("at a stand", "Counted now"),
        Verdict.ALREADY: P_("at a stand", "Already counted today"),
        Verdict.REVOKED: P_("at the door", "Badge revoked"),
        Verdict.UNKNOWN: P_("at the door", "Badge unknown"),
        Verdict.ELSEWHERE: P_("at the door", "Badge of another exhibition"),
    }
)
"""What a stand says: it counts where a door admits."""


class BadgeState(StrEnum):
    """Where the badge of a member stands."""

    NONE = "none"
    MADE = "made"
    PRINTED = "printed"
    REVOKED = "revoked"


BADGE_STATE_NAMES: Mapping[BadgeState, Message] = MappingProxyType(
    {
        BadgeState.NONE: P_("badge", "None"),
        BadgeState.MADE: P_("badge", "Made"),
        BadgeState.PRINTED: P_("badge", "Printed"),
        BadgeState.REVOKED: P_("badge", "Revoked"),
    }
)


class CodeMissing(InvalidValue):
    """A request to the door without a code, or with one that is too long to be one."""

    message = N_("Scan a badge, or type its code.")


class DoorTooLong(InvalidValue):
    """A name of a door that is too long."""

    message = N_("The name of a door has at most %(most)s characters.")


class NobodyChosen(InvalidValue):
    """Badges asked for of nobody."""

    message = N_("Choose members first.")


class BadgesMadeMeanwhile(Refusal):
    """Badges that were made after the page was shown: making them again would spoil the sheet of a moment ago."""

    message = N_(
        "Badges of these members were made a moment ago. Use that sheet; to make them anew all the same, load this "
        "page again first."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """A badge of a member; only the digest of its token is kept. `printed_at`: when a sheet with it was handed out."""

    id: UUID
    edition_id: UUID
    member_id: UUID
    digest: str
    made_at: datetime
    printed_at: datetime | None = None
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewBadge:
    """A badge at the only moment when its token is known."""

    badge: Badge
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """A member as the list of badges shows them."""

    id: UUID
    name: str
    local_name: str
    company_id: UUID | None
    unit: str
    role: MemberRole
    state: BadgeState = BadgeState.NONE
    made_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """What a door asks. `key` was made by the device for this one scan; `waited` is how long it lay there unsent."""

    code: str
    key: str
    door: str = ""
    waited: timedelta = timedelta()

    def check(self) -> None:
        """Raise CodeMissing or DoorTooLong."""
        if not 0 < len(self.code.strip()) <= LONGEST_CODE:
            raise CodeMissing
        if len(self.door) > LONGEST_DOOR:
            raise DoorTooLong(most=LONGEST_DOOR)

    def at(self, now: datetime) -> datetime:
        """When the badge was scanned: by our clock, so that a clock of a device may be wrong."""
        return now - min(max(self.waited, timedelta()), LONGEST_WAIT)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn:
    """When and where a member was let in on a day of the edition."""

    member_id: UUID
    edition_id: UUID
    day: date
    at: datetime
    door: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StandScan:
    """A badge that was counted at a stand of a company on a day; stands by the number that they had then."""

    member_id: UUID
    edition_id: UUID
    company_id: UUID
    stand: str
    day: date
    at: datetime
    key: str

    @property
    def door(self) -> str:
        """Stands have no doors."""
        return ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the door answers: who, and since when and where; for a revoked badge, when it was revoked."""

    verdict: Verdict
    member_id: UUID | None = None
    at: datetime | None = None
    door: str = ""


def day_of(at: datetime, zone: str) -> date:
    """The day of a moment by the clock of the exhibition."""
    return at.astimezone(zone_of(zone)).date()


def answer_of(badge: Badge | None, edition_id: UUID, kept: CheckIn | StandScan | None, *, key: str) -> Answer:
    """The answer to a code. `kept` is what is kept of its member that day, perhaps just made under `key`."""
    if badge is None:
        return Answer(Verdict.UNKNOWN)
    if badge.edition_id != edition_id:
        return Answer(Verdict.ELSEWHERE)
    if badge.revoked_at is not None or kept is None:
        return Answer(Verdict.REVOKED, badge.member_id, badge.revoked_at)
    verdict = Verdict.ADMITTED if kept.key == key else Verdict.ALREADY
    return Answer(verdict, badge.member_id, kept.at, kept.door)


def standing_of(badges: Sequence[Badge]) -> tuple[BadgeState, datetime | None]:
    """The state of a member's badges, oldest first, and when the last was made."""
    if not badges:
        return BadgeState.NONE, None
    last = badges[-1]
    if last.revoked_at is not None:
        return BadgeState.REVOKED, last.made_at
    return BadgeState.PRINTED if last.printed_at else BadgeState.MADE, last.made_at

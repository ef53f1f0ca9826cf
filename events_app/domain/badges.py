"""Badges and the door: a badge opens once, and says clearly what it did."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from events_app.domain.messages import P_, Message


class Verdict(StrEnum):
    """What the door says."""

    ADMITTED = "admitted"
    ALREADY = "already"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


VERDICT_NAMES: Mapping[Verdict, Message] = MappingProxyType(
    {
        Verdict.ADMITTED: P_("at the door", "Admitted now"),
        Verdict.ALREADY: P_("at the door", "Already admitted"),
        Verdict.REVOKED: P_("at the door", "Badge revoked"),
        Verdict.UNKNOWN: P_("at the door", "Badge unknown"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """A badge of a member; only the digest of its token is kept."""

    id: UUID
    edition_id: UUID
    member_id: UUID
    digest: str
    made_at: datetime
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CheckIn:
    """When a member was let in; `key` was made by the device that asked, so that asking again changes nothing."""

    member_id: UUID
    edition_id: UUID
    at: datetime
    key: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the door answers: who, and since when."""

    verdict: Verdict
    member_id: UUID | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Attendance:
    """Visitors at the stand of a company on a day: counted by hand, and badges scanned there."""

    company_id: UUID
    day: date
    counted: int
    scanned: int


def answer_of(badge: Badge | None, kept: CheckIn | None, *, key: str, is_new: bool) -> Answer:
    """The answer to a code, once it is known what is kept: the same request gets the same answer again."""
    if badge is None:
        return Answer(Verdict.UNKNOWN)
    if kept is not None and (is_new or kept.key == key):
        return Answer(Verdict.ADMITTED, badge.member_id, kept.at)
    if badge.revoked_at is not None or kept is None:
        return Answer(Verdict.REVOKED, badge.member_id, badge.revoked_at)
    return Answer(Verdict.ALREADY, badge.member_id, kept.at)

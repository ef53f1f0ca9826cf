"""What other publishers say, before a person decides on it: candidates for editions, and what they became here.

A candidate is known again by the source that it came from and its UID there (RFC 7986, section 5.3), whatever else of
it changes. What it may be a copy of is told by `domain.duplicates`.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from events_app.domain.exhibitions import Days, Edition, EditionStatus
from events_app.domain.messages import N_, P_, Message
from events_app.domain.refusals import InvalidValue
from events_app.domain.texts import Text

LONGEST_SOURCE_NAME = 200


class CandidateStatus(StrEnum):
    """What the publisher says of it."""

    TENTATIVE = "tentative"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


CANDIDATE_STATUS_NAMES: dict[CandidateStatus, Message] = {
    CandidateStatus.TENTATIVE: P_("candidate status", "Dates not confirmed"),
    CandidateStatus.CONFIRMED: P_("candidate status", "Confirmed"),
    CandidateStatus.CANCELLED: P_("candidate status", "Cancelled"),
}


class SourceNameMissing(InvalidValue):
    """A source that nobody could tell from others."""

    message = N_("Give the source a name of at most 200 characters.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One event as a publisher tells it; what it leaves out is empty.

    `days` are those at the place, both inclusive; `starts_at` and `ends_at` are set where it names times in a known
    zone. `line` is where it begins in the file.
    """

    uid: str
    title: str
    days: Days
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    zone: str = ""
    location: str = ""
    url: str = ""
    description: str = ""
    categories: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None
    status: CandidateStatus = CandidateStatus.CONFIRMED
    sequence: int = 0
    changed_at: datetime | None = None
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A publisher's calendar: its address, or `file:` and a name for one that is sent by hand.

    `unit_id` is the organising unit that imports it (None: the authority itself); `etag` and `fetched_at` are those of
    the last time that it was fetched.
    """

    id: UUID
    address: str
    name: str
    unit_id: UUID | None = None
    etag: str = ""
    fetched_at: datetime | None = None
    created_at: datetime
    version: int = 1

    def __post_init__(self) -> None:
        """Raise SourceNameMissing."""
        if not 0 < len(self.name.strip()) <= LONGEST_SOURCE_NAME:
            raise SourceNameMissing


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What an event of a source became: the edition, and the revision that was taken over last."""

    source_id: UUID
    uid: str
    edition_id: UUID
    sequence: int = 0
    changed_at: datetime | None = None
    imported_at: datetime


def identity_of(candidate: Candidate, *, source_id: UUID, edition_id: UUID, now: datetime) -> Identity:
    """The tie between a candidate and its edition."""
    return Identity(
        source_id=source_id,
        uid=candidate.uid,
        edition_id=edition_id,
        sequence=candidate.sequence,
        changed_at=candidate.changed_at,
        imported_at=now,
    )


def is_older(candidate: Candidate, known: Identity) -> bool:
    """Whether this revision came before the one that was taken over (RFC 5546, section 2.1.5)."""
    if candidate.sequence != known.sequence:
        return candidate.sequence < known.sequence
    return bool(candidate.changed_at and known.changed_at and candidate.changed_at < known.changed_at)


def taken_over(blank: Edition, candidate: Candidate, *, source: str, now: datetime) -> Edition:
    """A new draft with what the publisher says; everything else is as in `blank`, which a person filled in."""
    language = blank.name.source
    city = blank.city or Text.of(language, candidate.location)
    return replace(
        blank,
        name=Text.of(language, candidate.title),
        summary=Text.of(language, candidate.description),
        city=city,
        days=candidate.days,
        website=candidate.url or blank.website,
        latitude=candidate.latitude if candidate.latitude is not None else blank.latitude,
        longitude=candidate.longitude if candidate.longitude is not None else blank.longitude,
        zone=candidate.zone or blank.zone,
        status=EditionStatus.DRAFT,
        dates_confirmed=candidate.status is CandidateStatus.CONFIRMED,
        source=source,
        modified_at=now,
    )


def followed(edition: Edition, candidate: Candidate, *, now: datetime) -> Edition:
    """The edition with what the publisher now says of its days, its website and whether they are sure.

    Words stay: people have edited and translated them. Calling it off is left to a person, who gives the reason.
    """
    changed = replace(
        edition,
        days=candidate.days,
        website=candidate.url or edition.website,
        dates_confirmed=candidate.status is CandidateStatus.CONFIRMED
        if candidate.status is not CandidateStatus.CANCELLED
        else edition.dates_confirmed,
    )
    return edition if changed == edition else replace(changed, modified_at=now)

"""Private feeds of a person: a saved selection, or the internal calendar of the organisers that the person works for.

Only the digest of a feed's token is kept; what a token opens is asked for at each fetch, so that a feed ends with the
rights of its owner.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Self
from uuid import UUID

from events_app.domain.calendar import (
    CalendarEntry,
    entries_of_edition,
    entries_of_project,
)
from events_app.domain.exhibitions import Edition, EditionStatus
from events_app.domain.messages import N_, P_, Message
from events_app.domain.projects import Project
from events_app.domain.refusals import Refusal

MOST_FEEDS: Final = 20
LONGEST_NAME: Final = 60
LONGEST_QUERY: Final = 2_000
KEPT_FOR: Final = timedelta(days=90)
"""How long what is over stays in an internal calendar."""


class PrivateKind(StrEnum):
    """What a private feed holds; the first part of its path."""

    SAVED = "saved"
    UNIT = "unit"


PRIVATE_KIND_NAMES: Mapping[PrivateKind, Message] = MappingProxyType(
    {
        PrivateKind.SAVED: P_("kind of private calendar feed", "Saved selection"),
        PrivateKind.UNIT: P_("kind of private calendar feed", "Internal calendar"),
    }
)


class PrivateFeedRevoked(Refusal):
    """The address of a private feed taken back, or whose owner may not read it any more: gone for good (410)."""

    message = N_("This calendar address was taken back. Make a new one on the page of your account.")


class TooManyPrivateFeeds(Refusal):
    """More private feeds than anybody keeps an eye on."""

    message = N_("You have %(most)s calendar addresses here. Take one back first.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateFeed:
    """One private feed: `query` of a saved selection as in an address; `unit_id` of an internal one (None: all)."""

    id: UUID
    token_digest: str
    person_id: UUID
    kind: PrivateKind
    name: str
    query: str = ""
    unit_id: UUID | None = None
    created_at: datetime
    revoked_at: datetime | None = None

    def revoke(self, *, now: datetime) -> Self:
        """Take it back; a second time changes nothing."""
        return self if self.revoked_at else replace(self, revoked_at=now)


def internal_entries_of_edition(edition: Edition, *, domain: str) -> tuple[CalendarEntry, ...]:
    """Entries of an edition as its organisers see them: those of a draft too, which nobody else has, unconfirmed."""
    if edition.is_public:
        return entries_of_edition(edition, domain=domain)
    shown = replace(edition, status=EditionStatus.PUBLISHED)
    return tuple(replace(entry, dates_confirmed=False) for entry in entries_of_edition(shown, domain=domain))


def internal_entries_of_project(project: Project, *, domain: str) -> tuple[CalendarEntry, ...]:
    """All milestones of a project, the internal ones too, of a project that is not public as well."""
    public = tuple(replace(milestone, is_public=True) for milestone in project.milestones)
    return entries_of_project(replace(project, is_public=True, milestones=public), domain=domain)

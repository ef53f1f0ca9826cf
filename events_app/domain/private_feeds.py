"""Private feeds of a person: a saved selection, a company's agenda, or the internal calendar of organisers.

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

MOST_FEEDS: Final = 30
LONGEST_NAME: Final = 60
LONGEST_QUERY: Final = 2_000
KEPT_FOR: Final = timedelta(days=90)
"""How long what is over stays in an agenda or an internal calendar: programs that poll seldom see how it ended."""


class PrivateKind(StrEnum):
    """What a private feed holds; the first part of its path."""

    AGENDA = "agenda"
    SAVED = "saved"
    UNIT = "unit"


PRIVATE_KIND_NAMES: Mapping[PrivateKind, Message] = MappingProxyType(
    {
        PrivateKind.AGENDA: P_("kind of private calendar feed", "Agenda"),
        PrivateKind.SAVED: P_("kind of private calendar feed", "Saved selection"),
        PrivateKind.UNIT: P_("kind of private calendar feed", "Internal calendar"),
    }
)


class Notice(StrEnum):
    """Why an entry is its organisers' alone: it says so wherever it is shown."""

    DRAFT = "draft"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class PrivateItem:
    """One entry of an agenda or an internal calendar, the path of its page below the language, and what it says."""

    entry: CalendarEntry
    path: str
    notice: Notice | None = None


class PrivateFeedRevoked(Refusal):
    """The address of a private feed taken back, or whose owner may not read it any more: gone for good (410)."""

    message = N_("This calendar address was taken back. Make a new one on the page of your account.")


class TooManyPrivateFeeds(Refusal):
    """More private feeds than anybody keeps an eye on."""

    message = N_("You have %(most)s calendar addresses here. Take one back first.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateFeed:
    """One private feed; only the digest of its token is kept.

    `query` is that of a saved selection, as in an address; `company_id` that of an agenda; `unit_id` that of an
    internal calendar (None: all units).
    """

    id: UUID
    token_digest: str
    person_id: UUID
    kind: PrivateKind
    name: str = ""
    query: str = ""
    unit_id: UUID | None = None
    company_id: UUID | None = None
    created_at: datetime
    revoked_at: datetime | None = None

    def revoke(self, *, now: datetime) -> Self:
        """Take it back; a second time changes nothing."""
        return self if self.revoked_at else replace(self, revoked_at=now)


def internal_items_of_edition(edition: Edition, *, domain: str) -> tuple[PrivateItem, ...]:
    """Entries of an edition as its organisers see them: those of a draft too, unconfirmed, which lead to the desk."""
    if edition.is_public:
        path = f"exhibitions/{edition.slug}"
        return tuple(PrivateItem(entry, path) for entry in entries_of_edition(edition, domain=domain))
    path = f"desk/exhibitions/{edition.slug}"
    shown = entries_of_edition(replace(edition, status=EditionStatus.PUBLISHED), domain=domain)
    return tuple(PrivateItem(replace(entry, dates_confirmed=False), path, Notice.DRAFT) for entry in shown)


def internal_items_of_project(project: Project, *, domain: str) -> tuple[PrivateItem, ...]:
    """All milestones of a project; those that the public does not see lead to the desk."""
    public = {entry.uid for entry in entries_of_project(project, domain=domain)}
    milestones = tuple(replace(milestone, is_public=True) for milestone in project.milestones)
    shown = entries_of_project(replace(project, is_public=True, milestones=milestones), domain=domain)
    return tuple(
        PrivateItem(entry, f"projects/{project.slug}")
        if entry.uid in public
        else PrivateItem(entry, f"desk/projects/{project.slug}", Notice.INTERNAL)
        for entry in shown
    )

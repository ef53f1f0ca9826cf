"""The agenda of a company: what it has to do by when, and what it takes part in; with the private feed of it.

Duties become calendar entries of the company alone, beside the public entries of the exhibitions that it takes part
in. A public entry keeps its UID, so that a program that holds both never shows it twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, Self
from uuid import UUID

from events_app.domain.applications import FINAL, TAKING_PART, Application, ApplicationState
from events_app.domain.calendar import CalendarEntry, EntryKind, EntryStatus, Subject
from events_app.domain.exhibitions import DeadlineKind, Edition
from events_app.domain.invoices import Invoice
from events_app.domain.messages import N_, P_, Message
from events_app.domain.offers import Offer, OfferState
from events_app.domain.refusals import Refusal
from events_app.domain.texts import Text

S = ApplicationState

TOOK_OR_TAKES_PART: Final = TAKING_PART | {S.TOOK_PART, S.REPORTED}
"""States in which dates of the exhibition are the company's own."""
KEPT_FOR: Final = timedelta(days=90)
"""How long what is over stays in a feed, so that programs that poll seldom see how it ended."""
MOST_FEEDS: Final = 10
LONGEST_FEED_NAME: Final = 60
APPLYING: Final = frozenset({DeadlineKind.APPLICATIONS_OPEN.value, DeadlineKind.APPLICATIONS_CLOSE.value})
"""Deadlines that are over for who takes part."""


class Duty(StrEnum):
    """What a company has to do by a day or moment."""

    SUBMIT = "duty_submit"
    COMPLETE = "duty_complete"
    ANSWER = "duty_answer"
    RENEW = "duty_renew"
    PAY = "duty_pay"


DUTY_NAMES: Mapping[Duty, Message] = MappingProxyType(
    {
        Duty.SUBMIT: P_("duty of a company", "Submit the application"),
        Duty.COMPLETE: P_("duty of a company", "Complete the application"),
        Duty.ANSWER: P_("duty of a company", "Accept or decline the place"),
        Duty.RENEW: P_("duty of a company", "Renew the technology offer"),
        Duty.PAY: P_("duty of a company", "Pay the invoice"),
    }
)
DUTY_OF: Mapping[ApplicationState, Duty] = MappingProxyType(
    {S.DRAFT: Duty.SUBMIT, S.RETURNED: Duty.COMPLETE, S.OFFERED: Duty.ANSWER}
)


class FeedRevoked(Refusal):
    """The address of a private feed that was taken back, or whose owner has left: gone for good (410)."""

    message = N_("This calendar address was taken back. Make a new one on the agenda page.")


class TooManyFeeds(Refusal):
    """More private feeds than anybody keeps an eye on."""

    message = N_("You have %(most)s calendar addresses here. Take one back first.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaFeed:
    """The private feed of a person, for one company; only the digest of its token is kept."""

    id: UUID
    token_digest: str
    person_id: UUID
    company_id: UUID
    name: str = ""
    created_at: datetime
    revoked_at: datetime | None = None

    def revoke(self, *, now: datetime) -> Self:
        """Take it back; a second time changes nothing."""
        return self if self.revoked_at else replace(self, revoked_at=now)


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One entry, and the path of its page below the language."""

    entry: CalendarEntry
    path: str


def duty_of(application: Application, edition: Edition, *, company_slug: str, domain: str) -> AgendaItem | None:
    """What the company has to do with a case, if it is its turn and there is a time for it."""
    duty = DUTY_OF.get(application.state)
    closes = edition.deadline(DeadlineKind.APPLICATIONS_CLOSE)
    due = application.due_at if application.state is not S.DRAFT else closes.at if closes else None
    if duty is None or due is None or application.state in FINAL:
        return None
    entry = _entry(
        application.id,
        duty,
        title=edition.name,
        at=due,
        zone=edition.zone,
        version=application.version,
        created_at=application.created_at,
        modified_at=application.modified_at,
        domain=domain,
    )
    return AgendaItem(entry, f"company/{company_slug}/applications/{application.id}")


def renewal_of(offer: Offer, *, company_slug: str, domain: str, zone: str) -> AgendaItem | None:
    """The last day of the approval of an offer."""
    if offer.valid_until is None or offer.approved is None or offer.state is OfferState.WITHDRAWN:
        return None
    entry = _entry(
        offer.id,
        Duty.RENEW,
        title=offer.approved.title,
        at=None,
        zone=zone,
        version=offer.version,
        created_at=offer.created_at,
        modified_at=offer.modified_at,
        domain=domain,
    )
    whole_day = replace(entry, starts_on=offer.valid_until, ends_on=offer.valid_until)
    return AgendaItem(whole_day, f"company/{company_slug}/offers/{offer.slug}")


def payment_of(invoice: Invoice, edition: Edition, *, company_slug: str, domain: str) -> AgendaItem | None:
    """The next day by which something of an invoice has to be paid."""
    due = invoice.next_due
    if due is None:
        return None
    entry = _entry(
        invoice.id,
        Duty.PAY,
        title=edition.name,
        at=None,
        zone=edition.zone,
        version=invoice.version,
        created_at=invoice.created_at,
        modified_at=invoice.modified_at,
        domain=domain,
    )
    whole_day = replace(entry, starts_on=due, ends_on=due)
    return AgendaItem(whole_day, f"company/{company_slug}/invoices/{invoice.id}")


def is_of_who_takes_part(entry: CalendarEntry) -> bool:
    """Whether a public entry of an exhibition concerns a company that takes part in it."""
    return entry.kind is not EntryKind.DEADLINE or entry.part_kind not in APPLYING


_NOTHING: Mapping[str, Any] = MappingProxyType(
    dict.fromkeys(("part", "city", "venue", "room", "description", "organiser", "reason"), Text.empty())
    | dict.fromkeys(("countries", "sectors", "fields"), ())
)
"""What a duty has not: it takes place nowhere."""


def _entry(
    identity: UUID,
    duty: Duty,
    *,
    title: Text,
    at: datetime | None,
    zone: str,
    version: int,
    created_at: datetime,
    modified_at: datetime,
    domain: str,
) -> CalendarEntry:
    """A deadline of the company's own; every new version of what it is about may have moved it."""
    day = (at or modified_at).date()
    return CalendarEntry(
        id=identity,
        uid=f"{duty.value}-{identity}@{domain}",
        kind=EntryKind.DEADLINE,
        subject=Subject.EXHIBITION,
        subject_id=identity,
        slug="",
        title=title,
        part_kind=duty.value,
        starts_on=day,
        ends_on=day,
        starts_at=at.astimezone(UTC) if at else None,
        zone=zone,
        scope=None,
        status=EntryStatus.PUBLISHED,
        dates_confirmed=True,
        **_NOTHING,
        revision=version,
        sequence=version,
        created_at=created_at,
        modified_at=modified_at,
    )

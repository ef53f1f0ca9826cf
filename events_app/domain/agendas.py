"""The agenda of a company: what it has to do by when, and what it takes part in.

Duties become calendar entries of the company alone, beside the public entries of the exhibitions that it takes part
in. A public entry keeps its UID, so that a program that holds both never shows it twice.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from events_app.domain.applications import FINAL, TAKING_PART, Application, ApplicationState
from events_app.domain.calendar import CalendarEntry, EntryKind, EntryStatus, Subject
from events_app.domain.exhibitions import DeadlineKind, Edition
from events_app.domain.invoices import Invoice
from events_app.domain.messages import P_, Message
from events_app.domain.offers import Offer, OfferState
from events_app.domain.private_feeds import PrivateItem
from events_app.domain.texts import Text

S = ApplicationState

TOOK_OR_TAKES_PART: Final = TAKING_PART | {S.TOOK_PART, S.REPORTED}
"""States in which dates of the exhibition are the company's own."""
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


def duty_of(application: Application, edition: Edition, *, company_slug: str, domain: str) -> PrivateItem | None:
    """What the company has to do with a case, if it is its turn and there is a time for it."""
    duty = DUTY_OF.get(application.state)
    closes = edition.deadline(DeadlineKind.APPLICATIONS_CLOSE)
    due = application.due_at if application.state is not S.DRAFT else closes.at if closes else None
    if duty is None or due is None or application.state in FINAL:
        return None
    entry = _entry(
        application.id,
        duty,
        edition=edition,
        title=edition.name,
        at=due,
        zone=edition.zone,
        version=application.version,
        created_at=application.created_at,
        modified_at=application.modified_at,
        domain=domain,
    )
    return PrivateItem(entry, f"company/{company_slug}/applications/{application.id}")


def renewal_of(offer: Offer, *, company_slug: str, domain: str, zone: str) -> PrivateItem | None:
    """The last day of the approval of an offer."""
    if offer.valid_until is None or offer.approved is None or offer.state is OfferState.WITHDRAWN:
        return None
    entry = _entry(
        offer.id,
        Duty.RENEW,
        edition=None,
        title=offer.approved.title,
        at=None,
        zone=zone,
        version=offer.version,
        created_at=offer.created_at,
        modified_at=offer.modified_at,
        domain=domain,
    )
    whole_day = replace(entry, starts_on=offer.valid_until, ends_on=offer.valid_until)
    return PrivateItem(whole_day, f"company/{company_slug}/offers/{offer.slug}")


def payment_of(invoice: Invoice, edition: Edition, *, company_slug: str, domain: str) -> PrivateItem | None:
    """The next day by which something of an invoice has to be paid."""
    due = invoice.next_due
    if due is None:
        return None
    entry = _entry(
        invoice.id,
        Duty.PAY,
        edition=edition,
        title=edition.name,
        at=None,
        zone=edition.zone,
        version=invoice.version,
        created_at=invoice.created_at,
        modified_at=invoice.modified_at,
        domain=domain,
    )
    whole_day = replace(entry, starts_on=due, ends_on=due)
    return PrivateItem(whole_day, f"company/{company_slug}/invoices/{invoice.id}")


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
    edition: Edition | None,
    title: Text,
    at: datetime | None,
    zone: str,
    version: int,
    created_at: datetime,
    modified_at: datetime,
    domain: str,
) -> CalendarEntry:
    """A deadline of the company's own; every new version of what it is about may have moved it.

    `edition` is the exhibition that it belongs to, if it belongs to one.
    """
    day = (at or modified_at).astimezone(ZoneInfo(zone)).date()
    return CalendarEntry(
        id=identity,
        uid=f"{duty.value}-{identity}@{domain}",
        kind=EntryKind.DEADLINE,
        subject=Subject.EXHIBITION,
        subject_id=edition.id if edition else identity,
        slug=edition.slug if edition else "",
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

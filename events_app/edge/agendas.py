"""The agenda of a company, gathered: its duties, and all of the exhibitions that it takes part in."""

from datetime import UTC, date, datetime, time
from typing import Final

from events_app.domain.agendas import (
    TOOK_OR_TAKES_PART,
    duty_of,
    is_of_who_takes_part,
    payment_of,
    renewal_of,
)
from events_app.domain.calendar import CalendarEntry
from events_app.domain.offers import MOST_OFFERS, OfferState
from events_app.domain.organisations import Organisation
from events_app.domain.private_feeds import PrivateItem
from events_app.settings import Settings
from events_app.storage import applications, calendar, exhibitions, invoices, offers

MOST_CASES: Final = 500


async def list_agenda(company: Organisation, *, settings: Settings, since: date) -> tuple[PrivateItem, ...]:
    """Items that end on `since` or later, in order: five queries, however many there are."""
    cases = await applications.list_of_company(company.id, limit=MOST_CASES)
    editions = await exhibitions.list_editions_by_id(case.edition_id for case in cases)
    duties = [
        duty_of(case, editions[case.edition_id], company_slug=company.slug, domain=settings.uid_domain)
        for case in cases
        if case.edition_id in editions
    ]
    shown = offers.Wanted(company_id=company.id, states=(OfferState.APPROVED, OfferState.DRAFT, OfferState.RETURNED))
    renewals = [
        renewal_of(offer, company_slug=company.slug, domain=settings.uid_domain, zone=settings.home_zone)
        for offer in await offers.list_offers(shown, limit=MOST_OFFERS)
    ]
    owed = await invoices.list_invoices(
        invoices.Wanted(company_id=company.id, states=invoices.UNSETTLED), limit=MOST_CASES
    )
    payments = [
        payment_of(each, editions[each.edition_id], company_slug=company.slug, domain=settings.uid_domain)
        for each in owed
        if each.edition_id in editions
    ]
    taking_part = {case.edition_id for case in cases if case.state in TOOK_OR_TAKES_PART}
    public = [
        PrivateItem(entry, f"exhibitions/{entry.slug}")
        for entry in await calendar.list_of_subjects(taking_part)
        if is_of_who_takes_part(entry)
    ]
    found = [
        item for item in (*duties, *renewals, *payments, *public) if item is not None and item.entry.ends_on >= since
    ]
    return tuple(sorted(found, key=lambda item: (begin_of(item.entry), item.entry.uid)))


def begin_of(entry: CalendarEntry) -> datetime:
    """When it begins, whole days at the start of theirs in UTC: only for sorting."""
    return entry.starts_at or datetime.combine(entry.starts_on, time(), UTC)

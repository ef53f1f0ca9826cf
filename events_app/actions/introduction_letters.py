"""What both sides of an introduction are written, and whom each may turn to once both have agreed."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Final
from uuid import UUID

from events_app.actions.cases import list_recipients
from events_app.actions.mail import post
from events_app.domain.companies import Contact
from events_app.domain.introductions import Introduction, Side, is_seen_by_partners
from events_app.domain.letters import LetterKind
from events_app.domain.needs import Need, Visibility
from events_app.domain.offers import Offer
from events_app.domain.organisations import Organisation, OrganisationKind
from events_app.domain.texts import Text
from events_app.storage import companies, organisations

SEEN_BY_EXPORTERS: Final = frozenset({Visibility.PUBLIC, Visibility.EXPORTERS})
Params = dict[str, object]


async def list_contacts(organisation: Organisation) -> tuple[Contact, ...]:
    """Whom to turn to: the contacts of a company's profile, or else who answers for it, and its own address."""
    profile = await companies.find(organisation.id) if organisation.kind is OrganisationKind.EXPORTER else None
    if profile and profile.contacts:
        return profile.contacts
    people = tuple(Contact(person.name, email=person.email) for person in await list_recipients(organisation.id))
    return (*people, Contact("", email=organisation.email)) if organisation.email else people


def seen_need(need: Need | None, today: date) -> Text | None:
    """The title of a need, if companies read the need anyway."""
    if need is None or need.approved is None or not need.is_shown(today):
        return None
    return need.approved.title if need.approved.visibility in SEEN_BY_EXPORTERS else None


async def tell_asked(
    introduction: Introduction, offer: Offer, need: Need | None, *, today: date, now: datetime
) -> None:
    """Ask both sides, without a word about who the other is."""
    title = (offer.approved or offer.content).title
    said: Params = {
        "last_day": introduction.expires_on.isoformat(),
        "reason": dict(introduction.words.wordings),
        "code": introduction.country,
    }
    sought = seen_need(need, today)
    to_company: Params = said | {"title": dict(title.wordings)} | ({"need": dict(sought.wordings)} if sought else {})
    to_partner: Params = said | ({"title": dict(title.wordings)} if is_seen_by_partners(offer, today) else {})
    sides = await _sides(introduction)
    await _tell(LetterKind.COMPANY_ASKED, introduction, Side.COMPANY, sides, to_company, now=now)
    await _tell(LetterKind.PARTNER_ASKED, introduction, Side.PARTNER, sides, to_partner, now=now)


async def tell_due(introduction: Introduction, to: Iterable[Side], *, now: datetime) -> None:
    """Remind those sides that an answer is still wanted."""
    params: Params = {"last_day": introduction.expires_on.isoformat()}
    sides = await _sides(introduction)
    for side in to:
        await _tell(LetterKind.INTRODUCTION_DUE, introduction, side, sides, params, now=now)


async def tell_ended(introduction: Introduction, to: Iterable[Side], *, now: datetime) -> None:
    """Tell those sides that it does not come about, and not why."""
    sides = await _sides(introduction)
    for side in to:
        await _tell(LetterKind.INTRODUCTION_ENDED, introduction, side, sides, {}, now=now)


async def tell_agreed(introduction: Introduction, offer: Offer, *, now: datetime) -> None:
    """Tell each side who the other is and whom to write to."""
    sides = await _sides(introduction)
    title = (offer.approved or offer.content).title
    for side in Side:
        other = sides[Side.PARTNER if side is Side.COMPANY else Side.COMPANY]
        params: Params = {
            "title": dict(title.wordings),
            "other": dict(other.name.wordings),
            "contact": "; ".join(map(_written, await list_contacts(other))),
        }
        await _tell(LetterKind.INTRODUCTION_AGREED, introduction, side, sides, params, now=now)


async def _sides(introduction: Introduction) -> Mapping[Side, Organisation]:
    ids: dict[Side, UUID] = {Side.COMPANY: introduction.company_id, Side.PARTNER: introduction.partner_id}
    found = await organisations.list_by_id(ids.values())
    return {side: found[identity] for side, identity in ids.items()}


async def _tell(
    kind: LetterKind,
    introduction: Introduction,
    side: Side,
    sides: Mapping[Side, Organisation],
    params: Params,
    *,
    now: datetime,
) -> None:
    own = sides[side]
    said = params | {
        "organisation": dict(own.name.wordings),
        "path": f"{side.value}/{own.slug}/introductions/{introduction.id}",
    }
    for person in await list_recipients(own.id):
        key = f"{kind.value}:{introduction.id}:{introduction.version}:{person.id}"
        await post(kind, to=person, params=said, now=now, key=key)


def _written(contact: Contact) -> str:
    reached = ", ".join(part for part in (contact.email, contact.phone) if part)
    return f"{contact.name} ({reached})" if contact.name and reached else contact.name or reached

"""Technology offers: written by companies, reviewed by officers, renewed before their approval ends."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from events_app.actions.cases import list_recipients
from events_app.actions.history import record
from events_app.actions.mail import post
from events_app.domain.history import Deed, FieldChange, differences, plain
from events_app.domain.jobs import Job, JobKind
from events_app.domain.letters import LetterKind
from events_app.domain.offers import MOST_OFFERS, REMINDED_BEFORE, Content, Offer, OfferState, TooManyOffers
from events_app.domain.organisations import Organisation, OrganisationClosed
from events_app.domain.refusals import ChangedMeanwhile
from events_app.domain.rights import Asker, Noun, Right, require
from events_app.storage import documents, jobs, offers, organisations
from events_app.storage.database import transaction

Step = Callable[[Offer], Offer]
MORNING = time(9)


async def begin(
    company_id: UUID, content: Content, *, slug: str, is_illustrative: bool = False, by: Asker, now: datetime
) -> Offer:
    """Keep a new offer as a draft; `slug` is its name in addresses, if it is free.

    Raises NotFound, NotAllowed, OrganisationClosed or TooManyOffers.
    """
    async with transaction():
        company = await _company(company_id, by, Right.CREATE)
        if await offers.count_offers(offers.Wanted(company_id=company_id), at_most=MOST_OFFERS) >= MOST_OFFERS:
            raise TooManyOffers(most=MOST_OFFERS)
        offer = Offer(
            id=uuid4(),
            slug=await _free_slug(slug or company.slug),
            company_id=company_id,
            content=content,
            is_illustrative=is_illustrative,
            created_at=now,
            modified_at=now,
        )
        await offers.add(offer)
        await _record(Deed.ADDED, offer, company, by=by, now=now)
    return offer


async def write(slug: str, content: Content, *, version: int, by: Asker, now: datetime) -> Offer:
    """Keep a changed working copy. Raises NotFound, NotAllowed, OrganisationClosed or ChangedMeanwhile."""
    return await _change(slug, Right.EDIT, lambda old: old.write(content, now=now), version=version, by=by, now=now)


async def submit(slug: str, *, version: int | None = None, by: Asker, now: datetime) -> Offer:
    """Ask for a review. Raises what `Offer.submit` raises beside NotFound, NotAllowed and ChangedMeanwhile."""
    return await _change(slug, Right.PUBLISH, lambda old: old.submit(now=now), version=version, by=by, now=now)


async def withdraw(slug: str, *, version: int | None = None, by: Asker, now: datetime) -> Offer:
    """Show it to nobody any more. Raises NotFound, NotAllowed or ChangedMeanwhile."""
    step: Step = lambda old: old.withdraw(now=now)  # noqa: E731 - one of four of a kind
    return await _change(slug, Right.PUBLISH, step, version=version, deed=Deed.WITHDRAWN, by=by, now=now)


async def renew(slug: str, *, version: int | None = None, by: Asker, now: datetime, zone: str) -> Offer:
    """Let the approval hold for another year.

    Raises NotFound, NotAllowed, ChangedMeanwhile or OfferNotRenewable.
    """
    today = now.astimezone(ZoneInfo(zone)).date()
    step: Step = lambda old: old.renew(now=now, today=today)  # noqa: E731 - one of four of a kind
    return await _change(slug, Right.PUBLISH, step, version=version, zone=zone, by=by, now=now)


async def decide(
    slug: str, *, is_approved: bool, reason: str = "", version: int | None = None, by: Asker, now: datetime, zone: str
) -> Offer:
    """Approve an offer, or return it with words; the company is told.

    Raises NotFound, NotAllowed, OfferNotReviewable, ReturnUnexplained or ChangedMeanwhile.
    """
    require(by, Right.DECIDE, Noun.CATALOGUE)
    today = now.astimezone(ZoneInfo(zone)).date()
    async with transaction():
        old = await offers.get(slug)
        if version is not None and version != old.version:
            raise ChangedMeanwhile
        new = old.approve(now=now, today=today) if is_approved else old.send_back(reason, now=now)
        await offers.set_(new)
        company = await organisations.get(new.company_id)
        if is_approved:
            await _forget_files(old, new)
        await _record(Deed.DECIDED, new, company, *_changes(old, new), by=by, now=now)
        kind = LetterKind.OFFER_APPROVED if is_approved else LetterKind.OFFER_RETURNED
        await _tell(new, company, kind, by=by, now=now)
        if is_approved:
            await _remind_later(new, zone, now=now)
    return replace(new, version=new.version + 1)


async def remind(offer_id: UUID, valid_until: date, *, now: datetime) -> None:
    """Tell the company that an approval ends soon, if it still ends then."""
    async with transaction():
        offer = await offers.get_by_id(offer_id)
        if offer.valid_until == valid_until and offer.state is not OfferState.WITHDRAWN:
            company = await organisations.get(offer.company_id)
            await _tell(offer, company, LetterKind.OFFER_EXPIRES, by=Asker(None), now=now)


async def _change(
    slug: str,
    right: Right,
    step: Step,
    *,
    version: int | None = None,
    deed: Deed = Deed.CHANGED,
    zone: str = "",
    by: Asker,
    now: datetime,
) -> Offer:
    """One step of the company's; where it moves the end of the approval, a reminder is set on the clock of `zone`."""
    async with transaction():
        old = await offers.get(slug)
        company = await _company(old.company_id, by, right)
        if version is not None and version != old.version:
            raise ChangedMeanwhile
        new = step(old)
        if new == old:
            return old
        await offers.set_(new)
        if zone and new.valid_until != old.valid_until:
            await _remind_later(new, zone, now=now)
        await _record(deed, new, company, *_changes(old, new), by=by, now=now)
    return replace(new, version=new.version + 1)


async def _company(company_id: UUID, by: Asker, right: Right) -> Organisation:
    company = await organisations.get(company_id)
    require(by, right, Noun.OFFER, owner=company.id)
    if company.closed_at:
        raise OrganisationClosed
    return company


async def _free_slug(wanted: str) -> str:
    taken = await offers.list_slugs(wanted)
    return next(slug for n in range(1, len(taken) + 2) if (slug := wanted if n == 1 else f"{wanted}-{n}") not in taken)


async def _forget_files(old: Offer, new: Offer) -> None:
    """Forget files that only the content approved before had."""
    if old.approved is None:
        return
    kept = {*new.content.document_ids, *new.content.picture_ids}
    for document_id in {*old.approved.document_ids, *old.approved.picture_ids} - kept:
        await documents.remove_(document_id)


async def _remind_later(offer: Offer, zone: str, *, now: datetime) -> None:
    if offer.valid_until is None:
        return
    due = datetime.combine(offer.valid_until - REMINDED_BEFORE, MORNING, ZoneInfo(zone))
    until = offer.valid_until.isoformat()
    job = Job(
        id=uuid4(),
        kind=JobKind.REMIND_OFFER,
        payload={"offer": str(offer.id), "until": until},
        run_at=max(due, now + timedelta(minutes=1)),
        created_at=now,
        key=f"remind:{offer.id}:{until}",
    )
    await jobs.add(job)


async def _tell(offer: Offer, company: Organisation, kind: LetterKind, *, by: Asker, now: datetime) -> None:
    title = (offer.approved or offer.content).title if kind is LetterKind.OFFER_EXPIRES else offer.content.title
    params: dict[str, object] = {
        "title": dict(title.wordings),
        "organisation": dict(company.name.wordings),
        "path": f"company/{company.slug}/offers/{offer.slug}",
    }
    if offer.reason and kind is LetterKind.OFFER_RETURNED:
        params["reason"] = {by.person.language if by.person else "en": offer.reason}
    if offer.valid_until is not None:
        params["last_day"] = offer.valid_until.isoformat()
    for person in await list_recipients(company.id):
        key = f"{kind.value}:{offer.id}:{offer.version}:{person.id}"
        await post(kind, to=person, params=params, now=now, key=key)


def _changes(old: Offer, new: Offer) -> tuple[FieldChange, ...]:
    """What the history says: the state, the end of the approval, and the content field by field."""
    named = {"state": (old.state.value, new.state.value), "valid_until": (old.valid_until, new.valid_until)}
    told = [FieldChange(name, plain(a), plain(b)) for name, (a, b) in named.items() if a != b]
    return (*told, *differences(old.content, new.content))


async def _record(
    deed: Deed, offer: Offer, company: Organisation, *changes: FieldChange, by: Asker, now: datetime
) -> None:
    await record(deed, Noun.OFFER, offer.id, by=by, now=now, owner=company.id, label=offer.slug, changes=changes)

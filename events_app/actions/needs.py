"""Partner needs: written by partner organisations or by the authority, reviewed by officers, renewed while wanted."""

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
from events_app.domain.needs import MOST_NEEDS, Need, NeedContent, TooManyNeeds
from events_app.domain.offers import REMINDED_BEFORE
from events_app.domain.organisations import Organisation, OrganisationClosed, OrganisationKind
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.domain.rights import Asker, Noun, Right, require
from events_app.storage import jobs, needs, organisations
from events_app.storage.database import transaction

Step = Callable[[Need], Need]
MORNING = time(9)


async def begin(
    organisation_id: UUID | None,
    content: NeedContent,
    *,
    slug: str,
    wanted_until: date | None = None,
    is_illustrative: bool = False,
    by: Asker,
    now: datetime,
) -> Need:
    """Keep a new need as a draft: a partner organisation's, or without one the authority's own.

    `slug` is its name in addresses, if it is free. Raises NotFound, NotAllowed, OrganisationClosed or TooManyNeeds.
    """
    async with transaction():
        partner = await _partner(organisation_id, by, Right.CREATE)
        if partner:
            own = needs.Wanted(organisation_id=partner.id)
            if await needs.count_needs(own, at_most=MOST_NEEDS) >= MOST_NEEDS:
                raise TooManyNeeds(most=MOST_NEEDS)
        need = Need(
            id=uuid4(),
            slug=await _free_slug(slug or (partner.slug if partner else content.country.lower() or "need")),
            organisation_id=organisation_id,
            content=content,
            wanted_until=wanted_until,
            is_illustrative=is_illustrative,
            created_at=now,
            modified_at=now,
        )
        await needs.add(need)
        await _record(Deed.ADDED, need, by=by, now=now)
    return need


async def write(
    slug: str, content: NeedContent, *, wanted_until: date | None, version: int, by: Asker, now: datetime, zone: str
) -> Need:
    """Keep a changed working copy, and the partner's last day.

    Raises NotFound, NotAllowed, OrganisationClosed or ChangedMeanwhile.
    """

    def step(old: Need) -> Need:
        return old.write(content, now=now).want_until(wanted_until, now=now)

    return await _change(slug, Right.EDIT, step, version=version, zone=zone, by=by, now=now)


async def submit(slug: str, *, version: int | None = None, by: Asker, now: datetime) -> Need:
    """Ask for a review. Raises NeedIncomplete beside NotFound, NotAllowed and ChangedMeanwhile."""
    return await _change(slug, Right.PUBLISH, lambda old: old.submit(now=now), version=version, by=by, now=now)


async def withdraw(slug: str, *, version: int | None = None, by: Asker, now: datetime) -> Need:
    """Show it to nobody any more. Raises NotFound, NotAllowed or ChangedMeanwhile."""
    step: Step = lambda old: old.withdraw(now=now)  # noqa: E731 - one of four of a kind
    return await _change(slug, Right.PUBLISH, step, version=version, deed=Deed.WITHDRAWN, by=by, now=now)


async def renew(slug: str, *, version: int | None = None, by: Asker, now: datetime, zone: str) -> Need:
    """Let the approval hold for another year at most.

    Raises NotFound, NotAllowed, NeedNotRenewable or ChangedMeanwhile.
    """
    today = now.astimezone(ZoneInfo(zone)).date()
    step: Step = lambda old: old.renew(now=now, today=today)  # noqa: E731 - one of four of a kind
    return await _change(slug, Right.PUBLISH, step, version=version, zone=zone, by=by, now=now)


async def decide(
    slug: str, *, is_approved: bool, reason: str = "", version: int | None = None, by: Asker, now: datetime, zone: str
) -> Need:
    """Approve a need, or return it with words; the people of the partner organisation are told.

    Raises NotFound, NotAllowed, NeedNotReviewable, NeedOver, NeedReturnUnexplained or ChangedMeanwhile.
    """
    today = now.astimezone(ZoneInfo(zone)).date()
    async with transaction():
        old = await needs.get(slug)
        require(by, Right.DECIDE, Noun.NEED, owner=old.organisation_id)
        if version is not None and version != old.version:
            raise ChangedMeanwhile
        new = old.approve(now=now, today=today) if is_approved else old.send_back(reason, now=now)
        await needs.set_(new)
        await _record(Deed.DECIDED, new, *_changes(old, new), by=by, now=now)
        await _tell(new, LetterKind.NEED_APPROVED if is_approved else LetterKind.NEED_RETURNED, by=by, now=now)
        if is_approved:
            await _remind_later(new, zone, now=now)
    return replace(new, version=new.version + 1)


async def remind(need_id: UUID, valid_until: date, *, now: datetime) -> None:
    """Tell the partner organisation that an approval ends soon, if it still ends then."""
    async with transaction():
        need = await needs.get_by_id(need_id)
        if need.valid_until == valid_until:
            await _tell(need, LetterKind.NEED_EXPIRES, by=Asker(None), now=now)


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
) -> Need:
    """One step of the partner's; where it moves the end of the approval, a reminder is set on the clock of `zone`."""
    async with transaction():
        old = await needs.get(slug)
        await _partner(old.organisation_id, by, right)
        if version is not None and version != old.version:
            raise ChangedMeanwhile
        new = step(old)
        if new == old:
            return old
        await needs.set_(new)
        if zone and new.valid_until != old.valid_until:
            await _remind_later(new, zone, now=now)
        await _record(deed, new, *_changes(old, new), by=by, now=now)
    return replace(new, version=new.version + 1)


async def _partner(organisation_id: UUID | None, by: Asker, right: Right) -> Organisation | None:
    """The partner organisation whose need it is; None for the authority's own."""
    require(by, right, Noun.NEED, owner=organisation_id)
    if organisation_id is None:
        return None
    partner = await organisations.get(organisation_id)
    if partner.kind is not OrganisationKind.PARTNER:
        raise NotFound
    if partner.closed_at:
        raise OrganisationClosed
    return partner


async def _free_slug(wanted: str) -> str:
    taken = await needs.list_slugs(wanted)
    return next(slug for n in range(1, len(taken) + 2) if (slug := wanted if n == 1 else f"{wanted}-{n}") not in taken)


async def _remind_later(need: Need, zone: str, *, now: datetime) -> None:
    if need.valid_until is None or need.organisation_id is None:
        return
    due = datetime.combine(need.valid_until - REMINDED_BEFORE, MORNING, ZoneInfo(zone))
    until = need.valid_until.isoformat()
    job = Job(
        id=uuid4(),
        kind=JobKind.REMIND_NEED,
        payload={"need": str(need.id), "until": until},
        run_at=max(due, now + timedelta(minutes=1)),
        created_at=now,
        key=f"remind:{need.id}:{until}",
    )
    await jobs.add(job)


async def _tell(need: Need, kind: LetterKind, *, by: Asker, now: datetime) -> None:
    """Write to the people of the partner organisation; nobody is told of what the authority wrote down."""
    if need.organisation_id is None:
        return
    partner = await organisations.get(need.organisation_id)
    title = (need.approved or need.content).title if kind is LetterKind.NEED_EXPIRES else need.content.title
    params: dict[str, object] = {
        "title": dict(title.wordings),
        "organisation": dict(partner.name.wordings),
        "path": f"partner/{partner.slug}/needs/{need.slug}",
    }
    if need.reason and kind is LetterKind.NEED_RETURNED:
        params["reason"] = {by.person.language if by.person else "en": need.reason}
    if need.valid_until is not None:
        params["last_day"] = need.valid_until.isoformat()
    for person in await list_recipients(partner.id):
        key = f"{kind.value}:{need.id}:{need.version}:{person.id}"
        await post(kind, to=person, params=params, now=now, key=key)


def _changes(old: Need, new: Need) -> tuple[FieldChange, ...]:
    """What the history says: the state, both last days, and the content field by field."""
    named = {
        "state": (old.state.value, new.state.value),
        "valid_until": (old.valid_until, new.valid_until),
        "wanted_until": (old.wanted_until, new.wanted_until),
    }
    told = [FieldChange(name, plain(a), plain(b)) for name, (a, b) in named.items() if a != b]
    return (*told, *differences(old.content, new.content))


async def _record(deed: Deed, need: Need, *changes: FieldChange, by: Asker, now: datetime) -> None:
    await record(deed, Noun.NEED, need.id, by=by, now=now, owner=need.organisation_id, label=need.slug, changes=changes)

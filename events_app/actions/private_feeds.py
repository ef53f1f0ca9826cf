"""Private feeds of people: made, opened by their token, taken back."""

import hmac
from datetime import datetime
from uuid import UUID, uuid4

from events_app.actions.history import record
from events_app.credentials import tokens
from events_app.domain.history import Deed
from events_app.domain.people import Person
from events_app.domain.private_feeds import (
    LONGEST_QUERY,
    MOST_FEEDS,
    PrivateFeed,
    PrivateFeedRevoked,
    PrivateKind,
    TooManyPrivateFeeds,
)
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Asker, Noun, Right, SignInNeeded, may, require, require_writing
from events_app.storage import organisations, people, private_feeds
from events_app.storage.database import transaction


async def save_selection(query: str, name: str, *, by: Asker, now: datetime) -> tuple[PrivateFeed, str]:
    """Make a feed of a selection, given as its query; return it with its token, which is not kept.

    Raises NotAllowed, SignInNeeded or TooManyPrivateFeeds.
    """
    return await _make(PrivateKind.SAVED, name, query=query[:LONGEST_QUERY], by=by, now=now)


async def follow_agenda(company_id: UUID, name: str, *, by: Asker, now: datetime) -> tuple[PrivateFeed, str]:
    """Make a feed of the agenda of a company.

    Raises NotFound, NotAllowed, SignInNeeded or TooManyPrivateFeeds.
    """
    require(by, Right.READ, Noun.APPLICATION, owner=company_id)
    company = await organisations.get(company_id)
    return await _make(PrivateKind.AGENDA, name, company_id=company.id, by=by, now=now)


async def open_calendar(unit_id: UUID | None, name: str, *, by: Asker, now: datetime) -> tuple[PrivateFeed, str]:
    """Make a feed of the internal calendar of a unit (of all organisers where None).

    Raises NotAllowed, SignInNeeded or TooManyPrivateFeeds.
    """
    require(by, Right.READ, Noun.EXHIBITION, owner=unit_id)
    require(by, Right.READ, Noun.PROJECT, owner=unit_id)
    return await _make(PrivateKind.UNIT, name, unit_id=unit_id, by=by, now=now)


async def revoke(feed_id: UUID, *, by: Asker, now: datetime) -> None:
    """Take back a feed of the asker's own: its address answers 410 from now on. Raises NotFound or SignInNeeded."""
    require_writing(by)
    if by.person_id is None:
        raise SignInNeeded
    async with transaction():
        if not await private_feeds.set_revoked(feed_id, by.person_id, now):
            raise NotFound
        await record(Deed.TOKEN_REVOKED, Noun.PERSON, by.person_id, by=by, now=now)


async def open_feed(kind: PrivateKind, token: str) -> PrivateFeed:
    """The feed behind a token.

    Raises NotFound for a token that there never was, PrivateFeedRevoked where it was taken back, or where its owner may
    not read any more what it holds.
    """
    wanted = tokens.digest(token)
    feed = await private_feeds.find(wanted)
    if feed is None or feed.kind is not kind or not hmac.compare_digest(feed.token_digest, wanted):
        raise NotFound
    person = (await people.list_by_id([feed.person_id])).get(feed.person_id)
    if feed.revoked_at is not None or person is None or not person.is_active:
        raise PrivateFeedRevoked
    if not await _may_read(feed, person):
        raise PrivateFeedRevoked
    return feed


async def _may_read(feed: PrivateFeed, person: Person) -> bool:
    """Whether the owner of a feed has the right to what it holds: to a selection of the public calendar everybody."""
    if feed.kind is PrivateKind.SAVED:
        return True
    asker = Asker(person, tuple(await people.list_memberships(person_ids=[person.id])))
    if feed.company_id is None:
        return all(may(asker, Right.READ, noun, owner=feed.unit_id) for noun in (Noun.EXHIBITION, Noun.PROJECT))
    company = await organisations.get(feed.company_id)
    return company.closed_at is None and may(asker, Right.READ, Noun.APPLICATION, owner=company.id)


async def _make(
    kind: PrivateKind,
    name: str,
    *,
    query: str = "",
    unit_id: UUID | None = None,
    company_id: UUID | None = None,
    by: Asker,
    now: datetime,
) -> tuple[PrivateFeed, str]:
    require_writing(by)
    if by.person_id is None:
        raise SignInNeeded
    token = tokens.new_token()
    feed = PrivateFeed(
        id=uuid4(),
        token_digest=tokens.digest(token),
        person_id=by.person_id,
        kind=kind,
        name=name,
        query=query,
        unit_id=unit_id,
        company_id=company_id,
        created_at=now,
    )
    owner = unit_id or company_id
    async with transaction():
        if len(await private_feeds.list_of_person(by.person_id)) >= MOST_FEEDS:
            raise TooManyPrivateFeeds(most=MOST_FEEDS)
        await private_feeds.add(feed)
        await record(Deed.TOKEN_MADE, Noun.PERSON, by.person_id, by=by, now=now, owner=owner, label=kind.value)
    return feed, token

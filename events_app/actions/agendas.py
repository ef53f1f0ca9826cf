"""Private feeds of agendas: made, found by their token, taken back."""

import hmac
from datetime import datetime
from uuid import UUID, uuid4

from events_app.actions.history import record
from events_app.credentials import tokens
from events_app.domain.agendas import MOST_FEEDS, AgendaFeed, FeedRevoked, TooManyFeeds
from events_app.domain.history import Deed
from events_app.domain.organisations import Organisation
from events_app.domain.people import Person
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Asker, Noun, Right, SignInNeeded, may, require, require_writing
from events_app.storage import agenda_feeds, organisations, people
from events_app.storage.database import transaction


async def make(company_id: UUID, name: str, *, by: Asker, now: datetime) -> tuple[AgendaFeed, str]:
    """Make a private feed of the asker's own; return it with its token, which is not kept.

    Raises NotFound, NotAllowed, SignInNeeded or TooManyFeeds.
    """
    require(by, Right.READ, Noun.APPLICATION, owner=company_id)
    require_writing(by)
    if by.person_id is None:
        raise SignInNeeded
    company = await organisations.get(company_id)
    token = tokens.new_token()
    async with transaction():
        if len(await agenda_feeds.list_of_person(by.person_id, company_id)) >= MOST_FEEDS:
            raise TooManyFeeds(most=MOST_FEEDS)
        feed = AgendaFeed(
            id=uuid4(),
            token_digest=tokens.digest(token),
            person_id=by.person_id,
            company_id=company_id,
            name=name,
            created_at=now,
        )
        await agenda_feeds.add(feed)
        await record(Deed.TOKEN_MADE, Noun.PERSON, by.person_id, by=by, now=now, owner=company_id, label=company.slug)
    return feed, token


async def revoke(feed_id: UUID, *, by: Asker, now: datetime) -> None:
    """Take back a feed of the asker's own: its address answers 410 from now on.

    Raises NotFound, NotAllowed or SignInNeeded.
    """
    require_writing(by)
    if by.person_id is None:
        raise SignInNeeded
    async with transaction():
        if not await agenda_feeds.set_revoked(feed_id, by.person_id, now):
            raise NotFound
        await record(Deed.TOKEN_REVOKED, Noun.PERSON, by.person_id, by=by, now=now)


async def open_feed(token: str) -> tuple[Person, Organisation]:
    """Whose feed it is, and of which company.

    Raises NotFound for a token that there never was, FeedRevoked where it was taken back, or where its owner may not
    read the company's pages any more.
    """
    wanted = tokens.digest(token)
    feed = await agenda_feeds.find(wanted)
    if feed is None or not hmac.compare_digest(feed.token_digest, wanted):
        raise NotFound
    person = (await people.list_by_id([feed.person_id])).get(feed.person_id)
    company = await organisations.get(feed.company_id)
    if feed.revoked_at is not None or person is None or not person.is_active or company.closed_at is not None:
        raise FeedRevoked
    memberships = await people.list_memberships(person_ids=[person.id])
    if not may(Asker(person, tuple(memberships)), Right.READ, Noun.APPLICATION, owner=company.id):
        raise FeedRevoked
    return person, company

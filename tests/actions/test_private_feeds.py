"""Private feeds on both engines: whose they are, what opens them, and when they end."""

from dataclasses import replace

import pytest

from events_app.actions import people as people_actions
from events_app.actions import private_feeds as actions
from events_app.credentials.tokens import digest
from events_app.domain.organisations import OrganisationKind, Role
from events_app.domain.private_feeds import (
    MOST_FEEDS,
    PrivateFeed,
    PrivateFeedRevoked,
    PrivateKind,
    TooManyPrivateFeeds,
)
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Asker, NotAllowed, SignInNeeded
from events_app.storage import organisations, people, private_feeds
from events_app.storage.database import Database, fetch
from tests.application_builders import a_company
from tests.clients import NOW
from tests.web.signing_in import a_member, an_organisation

pytestmark = pytest.mark.usefixtures("database")


async def an_officer() -> tuple[Asker, PrivateFeed, str]:
    """Somebody of a unit, with the internal calendar of it."""
    unit = await an_organisation(OrganisationKind.UNIT, "unit-one")
    person, membership = await a_member(Role.UNIT_OFFICER, organisation=unit)
    asker = Asker(person, (membership,))
    feed, token = await actions.open_calendar(unit.id, "Desk", by=asker, now=NOW)
    return asker, feed, token


async def test_a_token_opens_the_agenda_of_its_company_and_is_not_kept(database: Database) -> None:
    company, asker = await a_company("valves")

    made, token = await actions.follow_agenda(company.id, "Phone", by=asker, now=NOW)

    assert len(token) >= 43
    assert await actions.open_feed(PrivateKind.AGENDA, token) == made
    assert (made.person_id, made.company_id) == (asker.person_id, company.id)
    rows = await fetch("SELECT * FROM private_feed")
    assert token not in str(rows)
    assert digest(token) in str(rows)


async def test_a_token_opens_its_own_kind_alone(database: Database) -> None:
    company, asker = await a_company("valves")
    _, token = await actions.follow_agenda(company.id, "", by=asker, now=NOW)
    _, saved = await actions.save_selection("country=DE", "", by=asker, now=NOW)

    for kind, wrong in ((PrivateKind.SAVED, token), (PrivateKind.UNIT, token), (PrivateKind.AGENDA, saved)):
        with pytest.raises(NotFound):
            await actions.open_feed(kind, wrong)
    with pytest.raises(NotFound):
        await actions.open_feed(PrivateKind.AGENDA, token[:-1])


async def test_a_revoked_token_is_gone_for_good_and_only_its_owner_revokes(database: Database) -> None:
    company, asker = await a_company("valves")
    _, stranger = await a_company("pumps")
    made, token = await actions.follow_agenda(company.id, "", by=asker, now=NOW)
    assert asker.person_id is not None

    with pytest.raises(NotFound):
        await actions.revoke(made.id, by=stranger, now=NOW)
    await actions.revoke(made.id, by=asker, now=NOW)

    with pytest.raises(PrivateFeedRevoked):
        await actions.open_feed(PrivateKind.AGENDA, token)
    with pytest.raises(NotFound):
        await actions.revoke(made.id, by=asker, now=NOW)
    assert await private_feeds.list_of_person(asker.person_id) == ()


async def test_who_leaves_the_company_takes_no_agenda_along(database: Database) -> None:
    company, owner = await a_company("valves")
    person, membership = await a_member(Role.EXPORTER_STAFF, organisation=company)
    asker = Asker(person, (membership,))
    _, token = await actions.follow_agenda(company.id, "", by=asker, now=NOW)
    _, saved = await actions.save_selection("", "", by=asker, now=NOW)

    await people_actions.remove_membership(membership.id, person.id, by=owner, now=NOW)

    with pytest.raises(PrivateFeedRevoked):
        await actions.open_feed(PrivateKind.AGENDA, token)
    assert (await actions.open_feed(PrivateKind.SAVED, saved)).person_id == person.id


async def test_a_company_that_is_closed_has_no_agenda(database: Database) -> None:
    company, asker = await a_company("valves")
    _, token = await actions.follow_agenda(company.id, "", by=asker, now=NOW)

    await organisations.set_(replace(company, closed_at=NOW))

    with pytest.raises(PrivateFeedRevoked):
        await actions.open_feed(PrivateKind.AGENDA, token)


async def test_an_internal_calendar_ends_with_the_membership(database: Database) -> None:
    asker, made, token = await an_officer()
    assert await actions.open_feed(PrivateKind.UNIT, token) == made

    await people.remove_membership(asker.memberships[0].id)

    with pytest.raises(PrivateFeedRevoked):
        await actions.open_feed(PrivateKind.UNIT, token)


async def test_strangers_make_none_and_there_is_an_end_for_all_kinds_together(database: Database) -> None:
    company, asker = await a_company("valves")
    _, stranger = await a_company("pumps")

    with pytest.raises(NotAllowed):
        await actions.follow_agenda(company.id, "", by=stranger, now=NOW)
    with pytest.raises((NotAllowed, SignInNeeded)):
        await actions.follow_agenda(company.id, "", by=Asker(None), now=NOW)
    with pytest.raises(NotAllowed):
        await actions.open_calendar(None, "", by=asker, now=NOW)
    for number in range(MOST_FEEDS):
        if number % 2:
            await actions.follow_agenda(company.id, "", by=asker, now=NOW)
        else:
            await actions.save_selection("", "", by=asker, now=NOW)
    with pytest.raises(TooManyPrivateFeeds):
        await actions.follow_agenda(company.id, "", by=asker, now=NOW)

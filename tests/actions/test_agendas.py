"""Private feeds, and letters about editions, on both engines: whose they are, when they end, who is told."""

from dataclasses import replace
from datetime import timedelta

import pytest

from events_app.actions import agendas, decisions, exhibitions
from events_app.actions import applications as actions
from events_app.actions import people as people_actions
from events_app.credentials.tokens import digest
from events_app.domain.agendas import MOST_FEEDS, FeedRevoked, TooManyFeeds
from events_app.domain.applications import Move
from events_app.domain.exhibitions import Days
from events_app.domain.invitations import Invitation
from events_app.domain.jobs import JobKind
from events_app.domain.letters import Letter, LetterKind
from events_app.domain.organisations import Role
from events_app.domain.refusals import NotFound
from events_app.domain.rights import SYSTEM, Asker, NotAllowed
from events_app.storage import agenda_feeds, jobs
from events_app.storage import exhibitions as stored_exhibitions
from events_app.storage.database import Database, fetch
from tests.application_builders import WITHIN, a_company, a_submitted, plant_admission, written
from tests.builders import a_text
from tests.clients import NOW
from tests.planting import context
from tests.web.signing_in import a_member

pytestmark = pytest.mark.usefixtures("database")


async def letters(kind: LetterKind) -> list[Letter]:
    found = [Letter.of(job.payload) for job in await jobs.list_jobs(limit=100) if job.kind is JobKind.SEND_MAIL]
    return [letter for letter in found if letter.kind is kind]


async def test_a_token_opens_the_agenda_of_its_company_and_is_not_kept(database: Database) -> None:
    company, asker = await a_company("valves")

    _, token = await agendas.make(company.id, "Phone", by=asker, now=NOW)

    assert len(token) >= 43
    person, opened = await agendas.open_feed(token)
    assert (person.id, opened.id) == (asker.person_id, company.id)
    rows = await fetch("SELECT * FROM agenda_feed")
    assert token not in str(rows)
    assert digest(token) in str(rows)
    with pytest.raises(NotFound):
        await agendas.open_feed(token[:-1])


async def test_a_revoked_token_is_gone_for_good_and_only_its_owner_revokes(database: Database) -> None:
    company, asker = await a_company("valves")
    _, stranger = await a_company("pumps")
    _, token = await agendas.make(company.id, "", by=asker, now=NOW)
    assert asker.person_id is not None
    (feed,) = await agenda_feeds.list_of_person(asker.person_id, company.id)

    with pytest.raises(NotFound):
        await agendas.revoke(feed.id, by=stranger, now=NOW)
    await agendas.revoke(feed.id, by=asker, now=NOW)

    with pytest.raises(FeedRevoked):
        await agendas.open_feed(token)
    with pytest.raises(NotFound):
        await agendas.revoke(feed.id, by=asker, now=NOW)
    assert await agenda_feeds.list_of_person(asker.person_id, company.id) == ()


async def test_who_leaves_the_company_takes_no_agenda_along(database: Database) -> None:
    company, owner = await a_company("valves")
    person, membership = await a_member(Role.EXPORTER_STAFF, organisation=company)
    _, token = await agendas.make(company.id, "", by=Asker(person, (membership,)), now=NOW)

    await people_actions.remove_membership(membership.id, person.id, by=owner, now=NOW)

    with pytest.raises(FeedRevoked):
        await agendas.open_feed(token)


async def test_strangers_make_none_and_there_is_an_end(database: Database) -> None:
    company, asker = await a_company("valves")
    _, stranger = await a_company("pumps")

    with pytest.raises(NotAllowed):
        await agendas.make(company.id, "", by=stranger, now=NOW)
    for _ in range(MOST_FEEDS):
        await agendas.make(company.id, "", by=asker, now=NOW)
    with pytest.raises(TooManyFeeds):
        await agendas.make(company.id, "", by=asker, now=NOW)


async def test_companies_are_told_when_their_edition_is_postponed_or_cancelled(database: Database) -> None:
    edition = await plant_admission()
    one, by_one = await a_company("valves")
    two, by_two = await a_company("pumps")
    three, by_three = await a_company("drafts")
    await a_submitted(one, by_one)
    gone = await a_submitted(two, by_two, now=WITHIN + timedelta(minutes=1))
    await actions.answer(gone.id, Move.WITHDRAW, by=by_two, now=WITHIN + timedelta(minutes=2))
    await actions.begin(three.id, edition.slug, written(), by=by_three, now=WITHIN)
    days = Days(edition.days.first + timedelta(days=30), edition.days.last + timedelta(days=30))

    await exhibitions.postpone(
        edition.slug,
        days,
        deadlines=(),
        note=a_text("The hall is not ready."),
        by=SYSTEM,
        context=context(),
        now=WITHIN,
    )
    (moved,) = await letters(LetterKind.EDITION_POSTPONED)
    assert moved.params["organisation"] == {"en": "Valves"}
    assert moved.params["days"] == [days.first.isoformat(), days.last.isoformat()]
    assert moved.params["reason"] == {"en": "The hall is not ready."}
    await exhibitions.cancel(edition.slug, a_text("The hall burnt down."), by=SYSTEM, context=context(), now=WITHIN)

    (ended,) = await letters(LetterKind.EDITION_CANCELLED)
    assert (ended.params["reason"], ended.params["path"].startswith("company/valves/")) == (
        {"en": "The hall burnt down."},
        True,
    )


async def test_companies_are_told_when_the_days_are_changed_and_only_then(database: Database) -> None:
    edition = await plant_admission()
    one, by_one = await a_company("valves")
    await a_submitted(one, by_one)
    days = Days(edition.days.first + timedelta(days=1), edition.days.last + timedelta(days=1))

    renamed = replace(await stored_exhibitions.get_edition(edition.slug), city=a_text("Harbour"))
    kept = await exhibitions.change_edition(renamed, by=SYSTEM, context=context(), now=WITHIN)
    assert await letters(LetterKind.EDITION_MOVED) == []
    await exhibitions.change_edition(
        replace(kept, days=days), note=a_text("A day later."), by=SYSTEM, context=context(), now=WITHIN
    )

    (moved,) = await letters(LetterKind.EDITION_MOVED)
    assert moved.params["days"] == [days.first.isoformat(), days.last.isoformat()]
    assert moved.params["reason"] == {"en": "A day later."}


async def test_a_place_enters_calendars_moves_with_the_edition_and_leaves_with_the_withdrawal(
    database: Database,
) -> None:
    edition = await plant_admission()
    company, by = await a_company("valves")
    case = await a_submitted(company, by)
    for move in (Move.FIND_ELIGIBLE, Move.OFFER):
        await decisions.decide(case.id, move, by=SYSTEM, now=WITHIN)
    await actions.answer(case.id, Move.ACCEPT, by=by, now=WITHIN)
    days = Days(edition.days.first + timedelta(days=30), edition.days.last + timedelta(days=30))
    await exhibitions.postpone(
        edition.slug, days, deadlines=(), note=a_text("Later."), by=SYSTEM, context=context(), now=WITHIN
    )
    await actions.answer(case.id, Move.WITHDRAW, by=by, now=WITHIN)

    kinds = (LetterKind.PLACE_ACCEPTED, LetterKind.EDITION_POSTPONED, LetterKind.APPLICATION_WITHDRAWN)
    told = [Invitation.of_params(letter.params["invitation"]) for kind in kinds for letter in await letters(kind)]

    taken, moved, gone = told
    assert taken.uid == moved.uid == gone.uid
    assert taken.sequence < moved.sequence < gone.sequence
    assert [each.starts_there.date() for each in told] == [edition.days.first, days.first, days.first]
    (offered,) = await letters(LetterKind.PLACE_OFFERED)
    assert "invitation" not in offered.params

"""Guests of sessions: invited by who may, told of each move, forgotten when their time is over; on both engines."""

import json
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from events_app.actions import accounts, guests
from events_app.actions import exhibitions as editions
from events_app.actions import people as accounts_of
from events_app.domain.exhibitions import AlreadyCancelled, Days, Edition, EditionStatus, NotPublic
from events_app.domain.guests import MOST_AT_ONCE, GuestState, SessionOver, TooManyAtOnce
from events_app.domain.history import Deed, FieldChange
from events_app.domain.letters import Letter, Mailbox
from events_app.domain.organisations import Membership, OrganisationKind, Role
from events_app.domain.people import RETENTION, Person
from events_app.domain.refusals import NotFound
from events_app.domain.rights import SYSTEM, Asker, NotAllowed
from events_app.domain.texts import Text
from events_app.edge.letters import LetterWriter
from events_app.edge.pages import open_pages
from events_app.settings import read
from events_app.storage import exhibitions, history, jobs
from events_app.storage import guests as kept
from events_app.storage.database import Database
from tests.builders import a_session, a_text, an_edition, an_id
from tests.formats.readers import NODE, needs_node
from tests.planting import context, plant
from tests.web.signing_in import a_member, an_organisation

NOW = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
SLUG = an_edition().slug
SESSION = a_session().id
ANA, EVA = Mailbox("ana@company.example", "Ana Sá"), Mailbox("eva@company.example")
Told = tuple[str, str, int]


async def _invite(*to: Mailbox, by: Asker = SYSTEM, language: str = "fr", now: datetime = NOW) -> guests.Invited:
    return await guests.invite(SLUG, SESSION, to, language=language, by=by, now=now)


async def _plant(**changes: Any) -> None:  # noqa: ANN401 - fields of Edition
    await plant(an_edition(**{"sessions": (a_session(),)} | changes))


async def _change(**changes: Any) -> Edition:  # noqa: ANN401 - fields of Edition
    edition = replace(await exhibitions.get_edition(SLUG), **changes, modified_at=NOW)
    return await editions.change_edition(edition, by=SYSTEM, context=context(), now=NOW)


async def _letters() -> list[Letter]:
    return [Letter.of(job.payload) for job in await jobs.list_jobs()]


async def _told() -> list[Told]:
    return sorted((letter.to.address, letter.kind.value, letter.params["sequence"]) for letter in await _letters())


def _asker(member: tuple[Person, Membership]) -> Asker:
    return Asker(member[0], (member[1],))


async def test_guests_are_invited_once_in_the_language_chosen(database: Database) -> None:
    await _plant()

    first = await _invite(ANA, EVA)
    second = await _invite(ANA)

    assert (first, second) == (guests.Invited(2, 0), guests.Invited(0, 1))
    assert await _told() == [(ANA.address, "session_invitation", 0), (EVA.address, "session_invitation", 0)]
    assert {(letter.to.name, letter.language) for letter in await _letters()} == {("Ana Sá", "fr"), ("", "fr")}
    assert await kept.count_by_session(an_edition().id) == {SESSION: 2}


async def test_an_account_that_the_asker_may_see_is_written_to_in_its_own_words(database: Database) -> None:
    unit = await an_organisation(OrganisationKind.UNIT, "east")
    officer = await a_member(Role.UNIT_OFFICER, organisation=unit)
    colleague, _ = await a_member(Role.UNIT_OFFICER, organisation=unit, name="Colleague")
    stranger, _ = await a_member(Role.EXPORTER_STAFF, name="Stranger")
    await _plant(unit_id=unit.id)

    await _invite(Mailbox(colleague.email), Mailbox(stranger.email), by=_asker(officer))

    found = {guest.to.address: guest for guest in await kept.list_of_session(SESSION)}
    seen, unseen = found[colleague.email], found[stranger.email]
    assert (seen.to.name, seen.language, seen.person_id) == ("Colleague", colleague.language, colleague.id)
    assert (unseen.to.name, unseen.language, unseen.person_id) == ("", "fr", None)


async def test_who_may_not_edit_the_edition_invites_and_withdraws_nobody(database: Database) -> None:
    unit = await an_organisation(OrganisationKind.UNIT, "east")
    await _plant(unit_id=unit.id)
    await _invite(ANA)
    (guest,) = await kept.list_of_session(SESSION)

    for role in (Role.AUDITOR, Role.UNIT_MANAGER, Role.TRANSLATOR):
        asker = _asker(await a_member(role))
        with pytest.raises(NotAllowed):
            await _invite(EVA, by=asker)
        with pytest.raises(NotAllowed):
            await guests.withdraw(SLUG, SESSION, guest.id, by=asker, now=NOW)

    assert [each.state for each in await kept.list_of_session(SESSION)] == [GuestState.INVITED]


async def test_nobody_is_invited_to_what_readers_cannot_see_or_what_is_over(database: Database) -> None:
    await _plant(status=EditionStatus.DRAFT)
    with pytest.raises(NotPublic):
        await _invite(ANA)

    await editions.publish(SLUG, by=SYSTEM, context=context(), now=NOW)
    with pytest.raises(SessionOver):
        await _invite(ANA, now=a_session().ends_at)
    with pytest.raises(TooManyAtOnce):
        await _invite(*(Mailbox(f"p{number}@company.example") for number in range(MOST_AT_ONCE + 1)))
    with pytest.raises(NotFound):
        await guests.invite(SLUG, an_id("other"), (ANA,), language="fr", by=SYSTEM, now=NOW)

    await editions.cancel(SLUG, a_text("The hall burnt down."), by=SYSTEM, context=context(), now=NOW)
    with pytest.raises(AlreadyCancelled):
        await _invite(ANA)
    assert await kept.list_of_session(SESSION) == ()


async def test_a_moved_session_is_told_to_all_but_the_withdrawn(database: Database) -> None:
    await _plant()
    await _invite(ANA, EVA)
    (_, eva) = await kept.list_of_session(SESSION)
    await guests.withdraw(SLUG, SESSION, eva.id, by=SYSTEM, now=NOW)

    moved = replace(a_session(), starts_at=a_session().starts_at + timedelta(minutes=30))
    await _change(sessions=(moved,))
    await _change(sessions=(replace(moved, title=a_text("Forum on greener buildings")),))

    assert await _told() == [
        (ANA.address, "session_invitation", 0),
        (ANA.address, "session_update", 1),
        (EVA.address, "session_cancel", 1),
        (EVA.address, "session_invitation", 0),
    ]
    assert [each.state for each in await kept.list_of_session(SESSION)] == [GuestState.UPDATED, GuestState.CANCELLED]


async def test_who_is_invited_again_gets_a_newer_invitation(database: Database) -> None:
    await _plant()
    await _invite(ANA)
    (guest,) = await kept.list_of_session(SESSION)
    await guests.withdraw(SLUG, SESSION, guest.id, by=SYSTEM, now=NOW)
    await guests.withdraw(SLUG, SESSION, guest.id, by=SYSTEM, now=NOW)

    again = await _invite(ANA)

    assert again == guests.Invited(1, 0)
    assert [told[1:] for told in await _told()] == [
        ("session_cancel", 1),
        ("session_invitation", 0),
        ("session_invitation", 2),
    ]


async def test_a_session_taken_off_the_programme_is_called_off_and_its_guests_forgotten(database: Database) -> None:
    await _plant()
    await _invite(ANA)

    await _change(sessions=())

    assert await _told() == [(ANA.address, "session_cancel", 1), (ANA.address, "session_invitation", 0)]
    assert await kept.list_of_edition(an_edition().id) == ()


@pytest.mark.parametrize("move", ["cancel", "postpone", "unpublish"])
async def test_what_befalls_the_edition_is_told_to_guests(database: Database, move: str) -> None:
    await _plant()
    await _invite(ANA)

    how: dict[str, Any] = {"by": SYSTEM, "context": context(), "now": NOW}
    match move:
        case "cancel":
            await editions.cancel(SLUG, a_text("The hall burnt down."), **how)
        case "postpone":
            days = Days(date(2027, 1, 11), date(2027, 1, 14))
            await editions.postpone(SLUG, days, deadlines=(), note=Text.empty(), **how)
        case _:
            await editions.unpublish(SLUG, **how)

    assert await _told() == [(ANA.address, "session_cancel", 1), (ANA.address, "session_invitation", 0)]


async def test_the_history_counts_guests_and_names_nobody(database: Database) -> None:
    await _plant()
    await _invite(ANA, EVA)

    lines = [line for line in await history.list_lines(object_id=an_edition().id) if line.deed is Deed.INVITED]

    assert [line.changes for line in lines] == [(FieldChange("guests", None, 2),)]
    assert "ana@" not in repr(lines)


async def test_a_person_reads_and_takes_along_what_they_were_invited_to(database: Database) -> None:
    person, membership = await a_member(Role.OFFICER)
    await _plant()
    await _invite(Mailbox(person.email), ANA)

    held = await accounts.held_about(by=Asker(person, (membership,)), now=NOW)
    await a_member(Role.ADMINISTRATOR)
    await accounts_of.close(person.id, by=Asker(person, (membership,)), now=NOW)
    await accounts_of.anonymise_closed(now=NOW + RETENTION + timedelta(days=1))

    assert [each["state"] for each in held["invitations"]] == ["invited"]
    assert [guest.to for guest in await kept.list_of_session(SESSION)] == [ANA]


async def test_guests_are_forgotten_a_year_after_their_session(database: Database) -> None:
    await _plant()
    await _invite(ANA)

    await guests.forget_guests(now=a_session().ends_at + RETENTION)
    before = await kept.list_of_session(SESSION)
    await guests.forget_guests(now=a_session().ends_at + RETENTION + timedelta(seconds=1))

    assert [guest.to for guest in before] == [ANA]
    assert await kept.list_of_session(SESSION) == ()


@needs_node
@pytest.mark.node
async def test_other_programs_read_what_guests_get(database: Database) -> None:
    settings = read({"HOME_COUNTRY": "CN", "MAIL_FROM": "calendar@fairs.example"})
    writer = LetterWriter(open_pages(settings))
    await _plant()
    await _invite(ANA)
    moved = replace(a_session(), starts_at=a_session().starts_at + timedelta(minutes=30))
    await _change(sessions=(moved,))
    await _change(sessions=())

    found = []
    for letter in await _letters():
        calendar = writer.message(letter, job_id=an_id("job"), written_at=NOW).calendar
        assert calendar is not None
        done = subprocess.run(["node", "read_invitation.mjs"], cwd=NODE, input=calendar.content, capture_output=True)  # noqa: PLW1510, ASYNC221
        event = json.loads(done.stdout)["icalJs"]
        found.append((event["sequence"], event["method"], event["status"], event["start"]))

    assert sorted(found) == [
        (0, "REQUEST", "CONFIRMED", "2026-10-13T12:00:00Z"),
        (1, "REQUEST", "CONFIRMED", "2026-10-13T12:30:00Z"),
        (2, "CANCEL", "CANCELLED", "2026-10-13T12:30:00Z"),
    ]

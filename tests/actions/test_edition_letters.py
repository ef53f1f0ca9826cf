"""Letters about editions on both engines: which companies are told, of what, and what their calendars are told."""

from dataclasses import replace
from datetime import timedelta

import pytest

from events_app.actions import applications as actions
from events_app.actions import decisions, exhibitions
from events_app.domain.applications import Move
from events_app.domain.exhibitions import Days
from events_app.domain.invitations import Invitation
from events_app.domain.jobs import JobKind
from events_app.domain.letters import Letter, LetterKind
from events_app.domain.rights import SYSTEM
from events_app.storage import exhibitions as stored_exhibitions
from events_app.storage import jobs
from events_app.storage.database import Database
from tests.application_builders import WITHIN, a_company, a_submitted, plant_admission, written
from tests.builders import a_text
from tests.planting import context

pytestmark = pytest.mark.usefixtures("database")


async def letters(kind: LetterKind) -> list[Letter]:
    found = [Letter.of(job.payload) for job in await jobs.list_jobs(limit=100) if job.kind is JobKind.SEND_MAIL]
    return [letter for letter in found if letter.kind is kind]


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

"""Laying out, giving, offering and answering, on both engines: what is kept, who is told, what follows a move."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from events_app.actions import applications as company_actions
from events_app.actions import decisions, places, stand_gifts
from events_app.actions import stands as actions
from events_app.domain.applications import (
    ApplicationState,
    Move,
    MoveImpossible,
    PreferenceMissing,
    ReasonNeeded,
    StandOfferExpired,
)
from events_app.domain.history import Deed
from events_app.domain.jobs import JobKind
from events_app.domain.letters import LetterKind
from events_app.domain.organisations import Role
from events_app.domain.refusals import ChangedMeanwhile
from events_app.domain.rights import SYSTEM, Asker, NotAllowed
from events_app.domain.stand_rules import AnswerAwaited, NoStandWanted, StandsComplete
from events_app.domain.stands import (
    HallInUse,
    HallTwice,
    NumberTwice,
    OutsideOfHall,
    Stand,
    StandNotFree,
    StandsOverlap,
    StandState,
    StandTaken,
)
from events_app.storage import applications, history, jobs, stands
from events_app.storage.database import Database, fetch
from tests.application_builders import WITHIN, a_company, plant_admission
from tests.builders import an_id
from tests.stand_builders import a_hall, a_stand, an_accepted, plant_hall, rows
from tests.web.signing_in import a_member

pytestmark = pytest.mark.usefixtures("database")
M, S, T = Move, ApplicationState, StandState
RACES = 10


async def test_a_hall_is_laid_out_and_changed() -> None:
    edition = await plant_admission()
    hall, found = await plant_hall(edition)

    wide = await actions.change_stand(
        found[4].id, lambda old: replace(old, width=40, number="A05w"), by=SYSTEM, now=WITHIN
    )
    merged = await actions.merge(found[0].id, found[1].id, by=SYSTEM, now=WITHIN)
    first, second = await actions.split(found[2].id, 15, along=False, by=SYSTEM, now=WITHIN)
    blocked = await actions.block(found[3].id, by=SYSTEM, now=WITHIN)
    await actions.remove(found[5].id, by=SYSTEM, now=WITHIN)

    assert (wide.width, wide.number, wide.version) == (40, "A05w", 2)
    assert (merged.number, merged.width, merged.area_m2) == ("A01", 60, 18)
    assert (first.area_m2, second.area_m2, second.number) == (4, 5, "A03a")
    assert len(await stands.list_stands(edition.id)) == len(found) - 1
    assert (await actions.unblock(blocked.id, by=SYSTEM, now=WITHIN)).is_free
    with pytest.raises(HallInUse):
        await actions.remove_hall(hall.id, by=SYSTEM, now=WITHIN)
    lines = await fetch("SELECT deed FROM history WHERE label = {}", f"{edition.slug} A01")
    assert [row["deed"] for row in lines] == [Deed.CHANGED.value]


async def test_what_does_not_lie_right_is_refused() -> None:
    edition = await plant_admission()
    hall, found = await plant_hall(edition)
    ours = {"hall_id": hall.id, "edition_id": edition.id}

    with pytest.raises(NumberTwice):
        await actions.add_stand(a_stand(x=300, **ours), by=SYSTEM, now=WITHIN)
    with pytest.raises(StandsOverlap):
        await actions.add_rows(hall.id, rows(prefix="X", x=10), by=SYSTEM, now=WITHIN)
    with pytest.raises(OutsideOfHall):
        await actions.change_hall(replace(hall, width=100), by=SYSTEM, now=WITHIN)
    with pytest.raises(HallTwice):
        await actions.add_hall(a_hall(id=an_id("other"), edition_id=edition.id), by=SYSTEM, now=WITHIN)
    with pytest.raises(NumberTwice):
        await actions.change_stand(found[0].id, lambda old: replace(old, number="A02"), by=SYSTEM, now=WITHIN)
    with pytest.raises(ChangedMeanwhile):
        await actions.block(found[0].id, version=7, by=SYSTEM, now=WITHIN)


async def test_a_plan_is_kept_whole_or_not_at_all() -> None:
    edition = await plant_admission()
    new = a_hall(id=an_id("new"), edition_id=edition.id, name="Hall 5")
    odd = (a_stand(), a_stand(number="A02", x=10))

    with pytest.raises(StandsOverlap):
        await actions.add_plan(edition.id, [(new, odd)], by=SYSTEM, now=WITHIN)
    assert await stands.list_halls(edition.id) == ()

    kept = await actions.add_plan(edition.id, [(new, odd[:1])], by=SYSTEM, now=WITHIN)
    assert kept == 1
    assert [each.number for each in await stands.list_stands(edition.id, hall_id=new.id)] == ["A01"]


async def test_stands_are_given_to_who_has_a_place() -> None:
    edition = await plant_admission()
    _, found = await plant_hall(edition)
    lanyu, _ = await a_company("lanyu")
    jinsha, _ = await a_company("jinsha")
    case = await an_accepted(lanyu, edition)
    other = await an_accepted(jinsha, edition, 2, state=S.WAITING)

    held = await stand_gifts.give(found[0].id, case.id, version=1, by=SYSTEM, now=WITHIN)

    assert (held.state, held.application_id) == (T.HELD, case.id)
    with pytest.raises(StandTaken) as refusal:
        await stand_gifts.give(found[0].id, other.id, version=1, by=SYSTEM, now=WITHIN)
    assert refusal.value.params["company"] == lanyu.name.wordings["en"]
    with pytest.raises(StandsComplete):
        await stand_gifts.give(found[1].id, case.id, by=SYSTEM, now=WITHIN)
    with pytest.raises(NoStandWanted):
        await stand_gifts.give(found[1].id, other.id, by=SYSTEM, now=WITHIN)
    with pytest.raises(StandNotFree):
        await actions.remove(found[0].id, by=SYSTEM, now=WITHIN)
    one, two = await stand_gifts.swap(found[0].id, found[7].id, by=SYSTEM, now=WITHIN)
    assert (one.state, two.application_id) == (T.AVAILABLE, case.id)
    assert (await stand_gifts.take_away(found[7].id, by=SYSTEM, now=WITHIN)).is_free


async def held_for(word: str) -> tuple[Stand, Asker]:
    """A stand that is held for a company, and who answers for it."""
    edition = await plant_admission()
    _, found = await plant_hall(edition)
    company, owner = await a_company(word)
    case = await an_accepted(company, edition)
    return await stand_gifts.give(found[0].id, case.id, by=SYSTEM, now=WITHIN), owner


async def test_an_offer_is_told_and_accepted_and_confirmed() -> None:
    stand, owner = await held_for("lanyu")
    assert stand.application_id is not None

    offered = await stand_gifts.offer(stand.application_id, by=SYSTEM, now=WITHIN)

    assert (offered.state, offered.due_at) == (S.STAND_OFFERED, WITHIN + timedelta(days=14))
    assert (await stands.get_stand(stand.id)).state is T.OFFERED
    (letter,) = [each for each in await jobs.list_jobs(limit=9) if each.payload.get("letter") == "stand_offered"]
    assert letter.payload["params"]["stands"] == {"en": "A01"}
    with pytest.raises(AnswerAwaited):
        await stand_gifts.swap(stand.id, (await stands.list_stands(stand.edition_id))[3].id, by=SYSTEM, now=WITHIN)
    accepted = await stand_gifts.answer(offered.id, M.ACCEPT_STAND, by=owner, now=WITHIN)
    assert accepted.state is S.STAND_ACCEPTED
    assert (await stands.get_stand(stand.id)).state is T.CONFIRMED
    await decisions.decide(offered.id, M.CONFIRM, by=SYSTEM, now=WITHIN)
    assert len(await stands.list_shown(stand.edition_id)) == 1
    await company_actions.answer(offered.id, M.WITHDRAW, by=owner, now=WITHIN)
    assert (await stands.get_stand(stand.id)).is_free


@pytest.mark.parametrize(("move", "words"), [(M.ASK_OTHER_STAND, "By the door, please."), (M.DECLINE_STAND, "")])
async def test_what_is_not_taken_is_free_and_the_place_stays(move: Move, words: str) -> None:
    stand, owner = await held_for("lanyu")
    assert stand.application_id is not None
    await stand_gifts.offer(stand.application_id, by=SYSTEM, now=WITHIN)

    if move is M.ASK_OTHER_STAND:
        with pytest.raises(PreferenceMissing):
            await stand_gifts.answer(stand.application_id, move, by=owner, now=WITHIN)
    case = await stand_gifts.answer(stand.application_id, move, words=words, by=owner, now=WITHIN)

    assert case.state is S.ACCEPTED
    assert (await stands.get_stand(stand.id)).is_free
    assert words in {step.reason for step in await applications.list_steps(case.id)}
    with pytest.raises(stand_gifts.NothingHeld):
        await stand_gifts.offer(case.id, by=SYSTEM, now=WITHIN)
    with pytest.raises(MoveImpossible):
        await stand_gifts.answer(case.id, M.ACCEPT_STAND, by=owner, now=WITHIN)


async def test_an_offer_that_nobody_answers_in_time_ends_and_the_place_stays() -> None:
    stand, owner = await held_for("lanyu")
    assert stand.application_id is not None
    offered = await stand_gifts.offer(stand.application_id, by=SYSTEM, now=WITHIN)
    assert offered.due_at is not None
    late = offered.due_at + timedelta(seconds=1)
    (job,) = [each for each in await jobs.list_jobs(limit=9) if each.kind is JobKind.FILL_PLACES]
    assert job.run_at == offered.due_at

    assert await places.fill(stand.edition_id, now=offered.due_at) == 0
    with pytest.raises(StandOfferExpired):
        await stand_gifts.answer(offered.id, M.ACCEPT_STAND, by=owner, now=late)
    assert await places.fill(stand.edition_id, now=late) == 1

    case = await applications.get(offered.id)
    assert (case.state, case.due_at, (await stands.get_stand(stand.id)).is_free) == (S.ACCEPTED, None, True)
    assert (await applications.list_steps(case.id))[-1].move is M.EXPIRE_STAND
    (line,) = [
        each for each in await history.list_lines(object_id=case.id, limit=5) if each.changes[0].after == "accepted"
    ]
    assert (line.person_id, line.changes[0].before) == (None, "stand_offered")
    assert await places.fill(stand.edition_id, now=late) == 0
    letters = [each.payload for each in await jobs.list_jobs(kind=JobKind.SEND_MAIL, limit=9)]
    (told,) = [each for each in letters if each["letter"] == LetterKind.STAND_EXPIRED]
    assert (told["params"]["stands"], "expires_at" in told["params"]) == ({"en": stand.number}, False)


async def test_an_offer_is_taken_back_with_a_reason() -> None:
    stand, _ = await held_for("lanyu")
    assert stand.application_id is not None
    await stand_gifts.offer(stand.application_id, by=SYSTEM, now=WITHIN)

    with pytest.raises(ReasonNeeded):
        await stand_gifts.take_away(stand.id, by=SYSTEM, now=WITHIN)
    freed = await stand_gifts.take_away(stand.id, reason="The hall is smaller.", by=SYSTEM, now=WITHIN)

    assert freed.is_free
    case = await applications.get(stand.application_id)
    assert (case.state, case.reason) == (S.ACCEPTED, "The hall is smaller.")


async def test_of_two_officers_at_one_stand_one_wins_and_the_other_is_told() -> None:
    edition = await plant_admission()
    _, found = await plant_hall(edition)
    cases = [await an_accepted((await a_company(word))[0], edition, n) for n, word in enumerate(("lanyu", "jinsha"), 1)]

    for stand in found[:RACES]:
        outcomes = await asyncio.gather(
            *(stand_gifts.give(stand.id, case.id, version=1, by=SYSTEM, now=WITHIN) for case in cases),
            return_exceptions=True,
        )
        assert sorted(type(each).__name__ for each in outcomes) == ["Stand", "StandTaken"]
        await stand_gifts.take_away(stand.id, by=SYSTEM, now=WITHIN)


async def test_of_two_stands_for_one_wish_one_is_given(database: Database) -> None:
    edition = await plant_admission()
    _, found = await plant_hall(edition)
    case = await an_accepted((await a_company("lanyu"))[0], edition)

    outcomes = await asyncio.gather(
        *(stand_gifts.give(stand.id, case.id, by=SYSTEM, now=WITHIN) for stand in found[:4]), return_exceptions=True
    )

    assert sorted(type(each).__name__ for each in outcomes) == ["Stand", *["StandsComplete"] * 3], database.dialect
    assert await stands.count_given(edition.id) == {case.id: 1}


async def test_an_answer_and_taking_back_at_once_leave_one_of_both() -> None:
    stand, owner = await held_for("lanyu")
    assert stand.application_id is not None
    await stand_gifts.offer(stand.application_id, by=SYSTEM, now=WITHIN)

    await asyncio.gather(
        stand_gifts.answer(stand.application_id, M.ACCEPT_STAND, by=owner, now=WITHIN),
        stand_gifts.take_away(stand.id, reason="No.", by=SYSTEM, now=WITHIN),
        return_exceptions=True,
    )

    case, kept = await applications.get(stand.application_id), await stands.get_stand(stand.id)
    assert (case.state, kept.state) in {(S.STAND_ACCEPTED, T.CONFIRMED), (S.ACCEPTED, T.AVAILABLE)}


async def test_who_only_reads_changes_nothing() -> None:
    edition = await plant_admission()
    hall, found = await plant_hall(edition)
    person, membership = await a_member(Role.AUDITOR)
    auditor = Asker(person, (membership,))

    with pytest.raises(NotAllowed):
        await actions.add_rows(hall.id, rows(prefix="X", y=200), by=auditor, now=WITHIN)
    with pytest.raises(NotAllowed):
        await stand_gifts.give(found[0].id, an_id("case"), by=auditor, now=WITHIN)
    with pytest.raises(NotAllowed):
        await actions.publish(edition.id, is_published=True, by=auditor, now=WITHIN)
    assert (await actions.publish(edition.id, is_published=True, by=SYSTEM, now=WITHIN)).is_published

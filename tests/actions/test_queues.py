"""Moves that are made together, on both engines: as if one after the other, and nobody disturbs anybody else."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from events_app.actions import applications as actions
from events_app.actions import decisions, places, queues
from events_app.actions.queues import Wanted, make_in_turn
from events_app.domain.admissions import NoPlaceFree
from events_app.domain.applications import Application, ApplicationState, Move, MoveImpossible
from events_app.domain.letters import Letter
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.domain.rights import SYSTEM, NotAllowed
from events_app.storage import admissions, applications, history, jobs
from events_app.storage.database import Database, transaction
from tests.application_builders import WITHIN, a_company, an_application, plant_admission
from tests.builders import an_id
from tests.queries import counted_queries

M, S = Move, ApplicationState
DAY = timedelta(days=1)
NO_ZONE = datetime(2026, 4, 1, 10)  # noqa: DTZ001 - no moment at all: what is asked with it fails


async def cases_of(word: str, company_id: UUID, edition_id: UUID, states: Iterable[ApplicationState]) -> list[UUID]:
    """Keep a case in each of these states."""
    made = [
        an_application(
            id=an_id(f"{word} {n}"),
            number=n + 1,
            company_id=company_id,
            edition_id=edition_id,
            state=state,
            submitted_at=WITHIN,
            queued_at=WITHIN + timedelta(seconds=n) if state is S.WAITING else None,
            due_at=WITHIN + DAY if state is S.OFFERED else None,
        )
        for n, state in enumerate(states)
    ]
    async with transaction():
        for case in made:
            await applications.add(case, company_words=())
    return [case.id for case in made]


def unchecked(case_id: UUID, move: Move, **changes: object) -> Wanted:
    """A move that anybody may make."""
    named = {"check": lambda _case, _counted: None, "reason": "No.", "by": SYSTEM, "now": WITHIN} | changes
    return Wanted(application_id=case_id, move=move, **named)  # type: ignore[arg-type]


async def all_at_once(wanted: Iterable[Wanted]) -> list[object]:
    """Ask for all in this order before the first is answered; what was raised stands in place of what was returned."""
    return list(await asyncio.gather(*(make_in_turn(each) for each in wanted), return_exceptions=True))


@asynccontextmanager
async def kept_waiting(edition_id: UUID) -> AsyncIterator[None]:
    """Hold the lock of the edition's places, in a task of its own as another request would, until the block ends."""
    held, done = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        async with transaction():
            await admissions.lock_(edition_id)
            held.set()
            await done.wait()

    holding = asyncio.create_task(hold())
    await held.wait()
    try:
        yield
    finally:
        done.set()
        await holding


async def states_of(ids: Sequence[UUID]) -> list[ApplicationState]:
    """Where the cases stand, in this order."""
    found = {case.id: case.state for case in await applications.list_by_id(ids)}
    return [found[each] for each in ids]


async def test_many_accept_in_few_transactions_and_each_is_written_and_told(database: Database) -> None:
    edition = await plant_admission(stands=60)
    company, owner = await a_company("crowd")
    ids = await cases_of("case", company.id, edition.id, [S.OFFERED] * 60)

    with counted_queries() as asked:
        found = await asyncio.gather(*(actions.answer(each, M.ACCEPT, by=owner, now=WITHIN) for each in ids))

    assert [(case.id, case.state) for case in found] == [(each, S.ACCEPTED) for each in ids]
    assert sum(sql.startswith("UPDATE admission") for sql in asked) < 20
    assert sum(not sql.startswith("SELECT * FROM application") for sql in asked) < 4 * len(ids)
    letters = [Letter.of(job.payload).params["path"] for job in await jobs.list_jobs(limit=100)]
    assert sorted(letters) == sorted(f"company/crowd/applications/{each}" for each in ids)
    for each in ids:
        assert (await applications.get(each)).version == 2
        assert [(step.move, step.person_id) for step in await applications.list_steps(each)] == [
            (M.ACCEPT, owner.person_id)
        ]
        assert len(await history.list_lines(object_id=each)) == 1


async def test_many_want_too_few_places_and_no_more_are_given_than_there_are(database: Database) -> None:
    edition = await plant_admission(stands=20)
    company, _ = await a_company("crowd")
    single = await cases_of("single", company.id, edition.id, [S.ELIGIBLE] * 41)
    asked = [unchecked(each, M.OFFER) for each in single]

    async with kept_waiting(edition.id):
        waiting = asyncio.create_task(all_at_once(asked))
        await asyncio.sleep(0.05)
    outcomes = await waiting

    assert [type(each) for each in outcomes] == [Application] * 20 + [NoPlaceFree] * 21
    assert (await applications.get_ledger(edition.id)).total.stands == 20


async def test_who_is_refused_disturbs_nobody_else(database: Database) -> None:
    edition = await plant_admission(stands=3)
    company, owner = await a_company("crowd")
    _, stranger = await a_company("stranger")
    ids = await cases_of("case", company.id, edition.id, [S.OFFERED, S.OFFERED, S.ELIGIBLE, S.DRAFT, S.OFFERED])

    outcomes = await asyncio.gather(
        actions.answer(ids[0], M.ACCEPT, by=owner, now=WITHIN),
        actions.answer(ids[1], M.ACCEPT, version=7, by=owner, now=WITHIN),
        actions.answer(ids[2], M.ACCEPT, by=owner, now=WITHIN),
        decisions.decide(ids[3], M.OFFER, by=SYSTEM, now=WITHIN),
        decisions.decide(ids[2], M.OFFER, by=stranger, now=WITHIN),
        actions.answer(an_id("nowhere"), M.ACCEPT, by=owner, now=WITHIN),
        actions.answer(ids[4], M.ACCEPT, by=owner, now=WITHIN),
        return_exceptions=True,
    )

    assert [type(each) for each in outcomes] == [
        Application,
        ChangedMeanwhile,
        MoveImpossible,
        NotFound,
        NotAllowed,
        NotFound,
        Application,
    ]
    assert await states_of(ids) == [S.ACCEPTED, S.OFFERED, S.ELIGIBLE, S.DRAFT, S.ACCEPTED]


@pytest.mark.parametrize("seed", range(6))
async def test_together_comes_to_the_same_as_one_after_the_other(database: Database, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a choice of cases for a test
    states = chance.choices([S.ELIGIBLE, S.WAITING, S.WAITING, S.OFFERED, S.OFFERED, S.ACCEPTED], k=12)
    room = sum(state in {S.OFFERED, S.ACCEPTED} for state in states)
    moves = [M.OFFER, M.OFFER, M.OFFER, M.ACCEPT, M.DECLINE, M.DECLINE, M.WITHDRAW, M.PUT_ON_LIST, M.CONFIRM]
    asked = [(chance.randrange(12), chance.choice(moves)) for _ in range(40)]

    async def outcome(
        together: Callable[[list[Wanted]], object],
    ) -> tuple[list[str], list[ApplicationState], int]:
        ids = await cases_of("case", company.id, edition.id, states)
        await places.fill(edition.id, now=WITHIN)
        wanted = [unchecked(ids[n], move, now=WITHIN + n * timedelta(minutes=1)) for n, move in asked]
        found: list[object] = await together(wanted)  # type: ignore[misc]
        named = [each.state if isinstance(each, Application) else type(each).__name__ for each in found]
        held = (await applications.get_ledger(edition.id)).total.stands
        result = named, await states_of(ids), held
        async with transaction():
            for table in ("application_step", "application"):
                await database.fetch(f"DELETE FROM {table}")  # noqa: S608 - names of our own
        return result

    async def one_by_one(wanted: list[Wanted]) -> list[object]:
        return [(await all_at_once([each]))[0] for each in wanted]

    edition = await plant_admission(stands=room)
    company, _ = await a_company("crowd")

    together, apart = await outcome(all_at_once), await outcome(one_by_one)

    assert together == apart
    assert len(set(together[0])) > 3
    assert together[2] <= room


async def test_who_is_put_on_the_list_comes_before_who_is_offered_a_place_after_it(database: Database) -> None:
    edition = await plant_admission(stands=1)
    company, _ = await a_company("crowd")
    listed, other = await cases_of("case", company.id, edition.id, [S.ELIGIBLE] * 2)

    outcomes = await all_at_once([unchecked(listed, M.PUT_ON_LIST), unchecked(other, M.OFFER)])

    assert [type(each) for each in outcomes] == [Application, NoPlaceFree]
    assert await states_of([listed, other]) == [S.OFFERED, S.ELIGIBLE]


async def test_what_goes_wrong_with_one_goes_wrong_for_it_alone(database: Database) -> None:
    edition = await plant_admission(stands=9)
    company, _ = await a_company("crowd")
    ids = await cases_of("case", company.id, edition.id, [S.OFFERED] * 4 + [S.ACCEPTED])

    def broken(_case: object, _counted: object) -> None:
        raise ZeroDivisionError

    outcomes = await all_at_once(
        [
            unchecked(ids[0], M.ACCEPT),
            unchecked(ids[1], M.ACCEPT, check=broken),
            unchecked(ids[2], M.ACCEPT),
            unchecked(ids[4], M.CONFIRM, now=NO_ZONE),
            unchecked(ids[3], M.ACCEPT),
        ],
    )

    assert [type(each).__name__ for each in outcomes] == [
        "Application",
        "ZeroDivisionError",
        "Application",
        "NaiveDatetimeError",
        "Application",
    ]
    assert await states_of(ids) == [S.ACCEPTED, S.OFFERED, S.ACCEPTED, S.ACCEPTED, S.ACCEPTED]
    assert [len(await applications.list_steps(each)) for each in ids] == [1, 0, 1, 1, 0]
    assert sum(job.kind == "send_mail" for job in await jobs.list_jobs()) == 3


async def test_cases_that_are_not_there_are_not_found(database: Database) -> None:
    outcomes = await all_at_once(unchecked(an_id(f"case {n}"), M.ACCEPT) for n in range(3))

    assert [type(each) for each in outcomes] == [NotFound] * 3


async def test_who_goes_away_before_their_turn_leaves_the_others_theirs(database: Database) -> None:
    edition = await plant_admission(stands=9)
    company, owner = await a_company("crowd")
    ids = await cases_of("case", company.id, edition.id, [S.OFFERED] * 5)

    async with kept_waiting(edition.id):
        asked = [asyncio.create_task(make_in_turn(unchecked(each, M.ACCEPT))) for each in ids]
        await asyncio.sleep(0.05)
        # The first has set the others' work going, so it might take them along.
        for gone in (asked[0], asked[3]):
            gone.cancel()
    outcomes = await asyncio.gather(*asked, return_exceptions=True)

    assert [type(each).__name__ for each in outcomes] == [
        "CancelledError",
        "Application",
        "Application",
        "CancelledError",
        "Application",
    ]
    assert await states_of(ids) == [S.OFFERED, S.ACCEPTED, S.ACCEPTED, S.OFFERED, S.ACCEPTED]
    again = await actions.answer(ids[0], M.ACCEPT, by=owner, now=WITHIN)
    assert again.state is S.ACCEPTED


async def test_nobody_waits_for_ever_and_what_took_too_long_is_not_done(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = await plant_admission(stands=9)
    company, _ = await a_company("crowd")
    ids = await cases_of("case", company.id, edition.id, [S.OFFERED] * 3)
    wanted = [unchecked(each, M.ACCEPT) for each in ids]

    for limit, seconds in (("LONGEST_TURN_S", 0.1), ("LONGEST_TURN_S", 0), ("LONGEST_WAIT_S", 0.1)):
        with monkeypatch.context() as changed:
            changed.setattr(queues, limit, seconds)
            async with kept_waiting(edition.id):
                outcomes = await all_at_once(wanted)
        assert [type(each) for each in outcomes] == [TimeoutError] * 3
        assert await states_of(ids) == [S.OFFERED] * 3
    assert [type(each) for each in await all_at_once(wanted)] == [Application] * 3


async def test_two_moves_of_one_case_are_made_in_their_order(database: Database) -> None:
    edition = await plant_admission(stands=9)
    company, _ = await a_company("crowd")
    (one,) = await cases_of("case", company.id, edition.id, [S.OFFERED])

    outcomes = await all_at_once([unchecked(one, move) for move in (M.ACCEPT, M.ACCEPT, M.CONFIRM)])

    assert [type(each) for each in outcomes] == [Application, MoveImpossible, Application]
    assert await states_of([one]) == [S.CONFIRMED]
    assert (await applications.get(one)).version == 3


async def test_a_move_inside_a_transaction_is_part_of_it(database: Database) -> None:
    edition = await plant_admission(stands=9)
    company, owner = await a_company("crowd")
    (one,) = await cases_of("case", company.id, edition.id, [S.OFFERED])

    async def accept_twice() -> None:
        async with transaction():
            assert (await actions.answer(one, M.ACCEPT, by=owner, now=WITHIN)).state is S.ACCEPTED
            await actions.answer(one, M.ACCEPT, by=owner, now=WITHIN)

    with pytest.raises(MoveImpossible):
        await accept_twice()

    assert await states_of([one]) == [S.OFFERED]

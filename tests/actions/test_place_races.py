"""Places under concurrency, on both engines: never one too many, never one left while somebody wants it.

A naive control, which counts without the lock, oversells in the same test: the crowd is real.
"""

import asyncio
import multiprocessing
import time
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from uuid import UUID

from events_app.actions import applications as actions
from events_app.actions import decisions, places
from events_app.domain.admissions import NoPlaceFree
from events_app.domain.applications import HOLDING, Application, ApplicationState, Move
from events_app.domain.jobs import Job, JobKind
from events_app.domain.refusals import Refusal
from events_app.domain.rights import SYSTEM, Asker
from events_app.domain.waiting_list import find_block
from events_app.storage import admissions, applications, jobs
from events_app.storage.database import Database, fetch, opened, transaction
from tests.application_builders import WITHIN, a_company, an_admission, an_application, plant_admission
from tests.builders import an_id

M, S = Move, ApplicationState
APPLICANTS, PLACES, TIMES = 200, 50, 20
KILLS = 50
SERVERS = 3


async def at_once(make: Callable[[Application], Awaitable[object]], cases: list[Application]) -> list[object]:
    """All begin at the same moment; what was raised stands in place of what was returned."""
    return list(await asyncio.gather(*(make(case) for case in cases), return_exceptions=True))


async def _crowd(number: int, company_id: UUID, edition_id: UUID, state: ApplicationState) -> list[Application]:
    cases = [
        an_application(
            id=an_id(f"case {n}"),
            number=n + 1,
            company_id=company_id,
            edition_id=edition_id,
            state=state,
            queued_at=WITHIN + timedelta(seconds=n),
            due_at=WITHIN + timedelta(days=1) if state is S.OFFERED else None,
        )
        for n in range(number)
    ]
    async with transaction():
        for case in cases:
            await applications.add(case, company_words=())
    return cases


async def _clean(edition_id: UUID) -> None:
    async with transaction():
        for table in ("application_step", "application", "job"):
            await fetch(f"DELETE FROM {table}")  # noqa: S608 - names of our own
    assert (await admissions.find(edition_id)) is not None


async def _held(edition_id: UUID) -> int:
    return (await applications.get_ledger(edition_id)).total.stands


async def test_two_hundred_want_fifty_places_twenty_times_over(database: Database) -> None:
    edition = await plant_admission(stands=PLACES)
    company, _ = await a_company("crowd")
    for _ in range(TIMES):
        cases = await _crowd(APPLICANTS, company.id, edition.id, S.ELIGIBLE)

        outcomes = await at_once(lambda case: decisions.decide(case.id, M.OFFER, by=SYSTEM, now=WITHIN), cases)

        assert sum(isinstance(each, Application) for each in outcomes) == PLACES
        assert {type(each) for each in outcomes} == {Application, NoPlaceFree}
        assert await _held(edition.id) == PLACES
        await _clean(edition.id)


async def test_counting_first_and_writing_then_oversells(database: Database) -> None:
    edition = await plant_admission(stands=PLACES)
    company, _ = await a_company("crowd")
    cases = await _crowd(APPLICANTS, company.id, edition.id, S.ELIGIBLE)

    async def naive(case: Application) -> object:
        ledger = await applications.get_ledger(edition.id)
        if find_block(an_admission(stands=PLACES), ledger, places.claim_of(case)) is not None:
            raise NoPlaceFree
        moved = case.move(M.OFFER, due_after=timedelta(days=1), now=WITHIN)
        await applications.set_(moved)
        return moved

    await at_once(naive, cases)

    assert await _held(edition.id) > PLACES


async def test_while_some_decline_and_some_are_offered_every_place_is_used(database: Database) -> None:
    edition = await plant_admission(stands=PLACES)
    company, owner = await a_company("crowd")
    cases = await _crowd(APPLICANTS, company.id, edition.id, S.WAITING)
    await places.fill(edition.id, now=WITHIN)
    offered = [case for case in cases if (await applications.get(case.id)).state is S.OFFERED]
    assert len(offered) == PLACES

    async def answer(case: Application) -> object:
        move = M.ACCEPT if case.number % 2 else M.DECLINE
        return await actions.answer(case.id, move, by=owner, now=WITHIN)

    outcomes = await at_once(answer, offered)

    assert all(isinstance(each, Application) for each in outcomes)
    assert await _held(edition.id) == PLACES
    counts = await applications.count_by_state(edition.id)
    assert (counts[S.ACCEPTED], counts[S.DECLINED]) == (PLACES // 2, PLACES // 2)
    assert counts[S.WAITING] == APPLICANTS - PLACES - PLACES // 2


async def test_offers_that_expire_while_they_are_accepted_end_in_one_of_both(database: Database) -> None:
    edition = await plant_admission(stands=10)
    company, owner = await a_company("crowd")
    cases = await _crowd(30, company.id, edition.id, S.WAITING)
    await places.fill(edition.id, now=WITHIN)
    at = next(case.due_at for case in [await applications.get(case.id) for case in cases] if case.due_at)
    late = at + timedelta(seconds=1)

    async def one(case: Application) -> object:
        if case.number % 3 == 0:
            return await places.fill(edition.id, now=late)
        return await actions.answer(case.id, M.ACCEPT, by=owner, now=at if case.number % 3 == 1 else late)

    outcomes = await at_once(one, cases)

    assert all(isinstance(each, (Application, int, Refusal)) for each in outcomes), outcomes
    assert await _held(edition.id) == 10
    for case in [await applications.get(case.id) for case in cases]:
        steps = [step.move for step in await applications.list_steps(case.id)]
        assert not {M.ACCEPT, M.EXPIRE} <= set(steps)
        assert (case.state in HOLDING) == (M.OFFER in steps and M.EXPIRE not in steps)


async def test_of_two_officers_on_one_case_one_decides(database: Database) -> None:
    edition = await plant_admission(stands=10)
    company, _ = await a_company("crowd")
    (case,) = await _crowd(1, company.id, edition.id, S.SUBMITTED)

    async def decide(number: int) -> object:
        move = M.FIND_ELIGIBLE if number % 2 else M.REJECT
        return await decisions.decide(case.id, move, reason="No.", version=case.version, by=SYSTEM, now=WITHIN)

    outcomes = await asyncio.gather(*map(decide, range(8)), return_exceptions=True)

    assert sorted(type(each).__name__ for each in outcomes) == ["Application", *["ChangedMeanwhile"] * 7]
    assert len(await applications.list_steps(case.id)) == 1


async def test_of_many_attempts_to_apply_a_company_gets_as_many_as_it_may(database: Database) -> None:
    edition = await plant_admission(stands=10)
    company, owner = await a_company("eager")

    async def begin(_: int) -> object:
        return await actions.begin(company.id, edition.slug, lambda draft: draft, by=owner, now=WITHIN)

    outcomes = await asyncio.gather(*map(begin, range(8)), return_exceptions=True)

    assert sum(isinstance(each, Application) for each in outcomes) == 1


async def test_what_was_acknowledged_survives_kill_9_and_nothing_is_half_done(
    database: Database, database_url: str
) -> None:
    edition = await plant_admission(stands=10_000)
    company, owner = await a_company("crowd")
    cases = await _crowd(KILLS * 60, company.id, edition.id, S.OFFERED)
    left = deque(case.id for case in cases)
    acknowledged: set[UUID] = set()
    for number in range(KILLS):
        mine = [left.popleft() for _ in range(60)]
        acknowledged |= await asyncio.to_thread(killed_while_accepting, database_url, owner, mine, number)

    accepted = {case.id for case in cases if (await applications.get(case.id)).state is S.ACCEPTED}

    assert len(acknowledged) > KILLS
    assert acknowledged <= accepted
    letters = {job.payload["params"]["path"].rsplit("/", 1)[1] for job in await _sent()}
    for case in cases:
        steps = await applications.list_steps(case.id)
        assert [step.move for step in steps] == ([M.ACCEPT] if case.id in accepted else [])
        assert (str(case.id) in letters) == (case.id in accepted)


async def _sent() -> list[Job]:
    return [job for job in await jobs.list_jobs(limit=10_000) if job.kind is JobKind.SEND_MAIL]


def killed_while_accepting(url: str, owner: Asker, ids: list[UUID], number: int) -> set[UUID]:
    """Accept in a process of its own, which is killed in the middle of it; return what it had acknowledged by then."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    told, tells = context.Pipe(duplex=False)
    accept = accept_at_once if number // 10 % 2 else accept_all
    process = context.Process(target=accept, args=(url, owner, ids, tells))
    process.start()
    tells.close()
    heard: set[UUID] = set()
    with suppress(EOFError):
        heard.add(told.recv())
        # From the first to the last of them: at other points of the work each time.
        ends = time.monotonic() + number % 10 * 0.006
        while (seconds := ends - time.monotonic()) > 0:
            if told.poll(seconds):
                heard.add(told.recv())
        process.kill()
        while True:
            heard.add(told.recv())
    process.join()
    return heard


def accept_all(url: str, owner: Asker, ids: list[UUID], tells: Connection) -> None:
    """Accept one place after the other, and say so after each."""

    async def run() -> None:
        async with opened(url):
            for each in ids:
                await actions.answer(each, M.ACCEPT, by=owner, now=WITHIN)
                tells.send(each)

    asyncio.run(run())


def accept_at_once(url: str, owner: Asker, ids: list[UUID], tells: Connection) -> None:
    """Accept by six clients at once, whose places are taken together, and say so after each."""

    async def run() -> None:
        left = deque(ids)

        async def client() -> None:
            while left:
                each = left.popleft()
                await actions.answer(each, M.ACCEPT, by=owner, now=WITHIN)
                tells.send(each)

        async with opened(url):
            await asyncio.gather(*(client() for _ in range(6)))

    asyncio.run(run())


async def test_servers_that_offer_in_groups_give_no_place_twice(database: Database, database_url: str) -> None:
    edition = await plant_admission(stands=PLACES)
    company, _ = await a_company("crowd")
    cases = await _crowd(APPLICANTS, company.id, edition.id, S.ELIGIBLE)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    told, tells = context.Pipe(duplex=False)
    begin = context.Barrier(SERVERS)
    servers = [
        context.Process(
            target=offer_at_once, args=(database_url, [case.id for case in cases[n::SERVERS]], begin, tells)
        )
        for n in range(SERVERS)
    ]
    for server in servers:
        server.start()
    tells.close()

    given = [await asyncio.to_thread(told.recv) for _ in servers]

    for server in servers:
        await asyncio.to_thread(server.join)
    assert sum(given) == PLACES
    assert await _held(edition.id) == PLACES
    assert (await applications.count_by_state(edition.id))[S.OFFERED] == PLACES


def offer_at_once(url: str, ids: list[UUID], begin: Barrier, tells: Connection) -> None:
    """Offer places to all of them at once, and say how many could be given."""

    async def run() -> int:
        async with opened(url):
            begin.wait()
            offers = (decisions.decide(each, M.OFFER, by=SYSTEM, now=WITHIN) for each in ids)
            outcomes = await asyncio.gather(*offers, return_exceptions=True)
        assert {type(each) for each in outcomes} <= {Application, NoPlaceFree}, outcomes
        return sum(isinstance(each, Application) for each in outcomes)

    tells.send(asyncio.run(run()))

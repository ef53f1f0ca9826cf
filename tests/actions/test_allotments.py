"""Proposals for a plan through the actions, on both engines: computed, stopped, accepted, by two officers at once."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from events_app.actions import allotment_runs, stand_gifts
from events_app.actions import allotments as actions
from events_app.actions import stands as stand_actions
from events_app.domain.allotments import (
    AllotmentProposal,
    AllotmentState,
    AllotmentUnderWay,
    Fault,
    LineOvertaken,
    LinesHeld,
    NobodyNeedsStands,
    NotInAllotment,
    Why,
)
from events_app.domain.applications import ApplicationState, StandKind, Wish
from events_app.domain.jobs import JobKind
from events_app.domain.organisations import Role
from events_app.domain.proposals import LOST_AFTER, MOST_ATTEMPTS, NotAcceptable, NotStoppable
from events_app.domain.rights import SYSTEM, Asker, NotAllowed
from events_app.domain.stands import StandBlocked, StandState, StandTaken
from events_app.solvers.running import AllotmentRun, Limits
from events_app.storage import allotments, applications, history, jobs, stands
from events_app.storage.database import Database
from tests.allotment_builders import bench, gives, plant_done, plant_plan
from tests.builders import an_id
from tests.clients import NOW
from tests.web.signing_in import a_member

pytestmark = pytest.mark.usefixtures("database")
SLUG = "wind-2027"
A, S, T = AllotmentState, ApplicationState, StandState


async def computed() -> AllotmentProposal:
    proposal = await actions.propose(SLUG, by=SYSTEM, now=NOW)
    await allotment_runs.run(proposal.id, bench())
    return await allotments.get_by_id(proposal.id)


async def told(edition_id: UUID) -> list[dict[str, object]]:
    """What the history says of proposals."""
    lines = await history.list_lines(object_id=edition_id, limit=20)
    return [{each.name: each.after for each in line.changes} for line in lines if line.label == f"{SLUG}/1"]


async def test_a_proposal_is_queued_computed_and_changes_nothing(database: Database) -> None:
    edition, found, (lanyu, _, huaxi) = await plant_plan("lanyu", "jinsha", "huaxi")
    await applications.set_(replace(huaxi, wish=Wish(kind=StandKind.RAW_SPACE)))

    queued = await actions.propose(SLUG, by=SYSTEM, now=NOW)
    with pytest.raises(AllotmentUnderWay):
        await actions.propose(SLUG, by=SYSTEM, now=NOW)
    await allotment_runs.run(queued.id, bench())
    done = await allotments.get(edition.id, 1)

    (job,) = [job for job in await jobs.list_jobs() if job.kind is JobKind.RUN_ALLOTMENT]
    assert job.payload == {"allotment": str(queued.id)}
    assert (done.state, done.attempt, done.fault, done.finished_at) == (A.DONE, 1, None, NOW)
    figures = done.figures
    assert figures is not None
    assert (figures.asked, figures.placed, figures.placed_in_turn, figures.is_proved) == (3, 2, 2, True)
    lines = {line.application_id: line for line in await allotments.list_lines(done.id)}
    assert lines[huaxi.id].why is Why.NO_SUCH_STAND
    assert len(lines[lanyu.id].stand_ids) == 1
    assert await stands.list_stands(edition.id) == found
    for moved in ({"state": "queued"}, {"state": "done", "proposed_stands": 2}):
        assert moved in await told(edition.id)
    await allotment_runs.run(queued.id, bench())  # a job that is done twice changes nothing
    assert await allotments.get_by_id(queued.id) == done
    assert (await computed()).number == 2


async def test_without_anybody_there_is_nothing_to_propose() -> None:
    _, found, (case,) = await plant_plan("lanyu")
    queued = await actions.propose(SLUG, by=SYSTEM, now=NOW)
    await stand_gifts.give(found[0].id, case.id, by=SYSTEM, now=NOW)

    await allotment_runs.run(queued.id, bench())

    assert (await allotments.get_by_id(queued.id)).fault is Fault.NOBODY
    with pytest.raises(NobodyNeedsStands):
        await actions.propose(SLUG, by=SYSTEM, now=NOW)


async def test_what_takes_too_long_or_is_stopped_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    await plant_plan("lanyu")
    first = await actions.propose(SLUG, by=SYSTEM, now=NOW)
    await allotment_runs.run(first.id, bench(limits=Limits(seconds=0.01)))
    assert (await allotments.get_by_id(first.id)).fault is Fault.TOO_LONG
    second = await actions.propose(SLUG, by=SYSTEM, now=NOW)
    watched = allotment_runs._watched

    async def stopped_meanwhile(solve: AllotmentRun, *given: object) -> None:
        await actions.stop(SLUG, 2, by=SYSTEM, now=NOW)
        await watched(solve, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(allotment_runs, "_watched", stopped_meanwhile)
    await allotment_runs.run(second.id, bench())

    stopped = await allotments.get_by_id(second.id)
    assert (stopped.state, await allotments.list_lines(second.id)) == (A.STOPPED, ())
    with pytest.raises(NotStoppable):
        await actions.stop(SLUG, 2, by=SYSTEM, now=NOW)
    assert (await actions.discard(SLUG, 2, by=SYSTEM, now=NOW)).state is A.DISCARDED


async def test_a_proposal_whose_worker_died_is_given_up_in_the_end() -> None:
    await plant_plan("lanyu")
    hopeless = await actions.propose(SLUG, by=SYSTEM, now=NOW)
    for _ in range(MOST_ATTEMPTS):
        before, hopeless = hopeless, hopeless.take(now=NOW)
        await allotments.set_(hopeless, before=before)
    await allotment_runs.run(hopeless.id, bench())
    assert (await allotments.get_by_id(hopeless.id)).fault is Fault.WORKER_DIED

    lost = await actions.propose(SLUG, by=SYSTEM, now=NOW)
    await allotments.set_(lost.take(now=NOW), before=lost)
    assert await allotment_runs.fail_lost(now=NOW + LOST_AFTER) == 0
    assert await allotment_runs.fail_lost(now=NOW + LOST_AFTER + timedelta(seconds=1)) == 1
    assert (await allotments.get_by_id(lost.id)).fault is Fault.WORKER_DIED


async def test_lines_are_accepted_in_part_and_then_the_rest() -> None:
    edition, found, (lanyu, jinsha) = await plant_plan("lanyu", "jinsha", wish=Wish(stands=2, area=18))
    await applications.set_(replace(jinsha, state=S.CONFIRMED))
    done = await plant_done(edition, gives(lanyu, *found[:2]), gives(jinsha, *found[2:4]))

    given = await actions.accept(SLUG, 1, [lanyu.id], by=SYSTEM, now=NOW)

    assert [(each.number, each.state, each.application_id) for each in given] == [
        ("A01", T.HELD, lanyu.id),
        ("A02", T.HELD, lanyu.id),
    ]
    assert set(await stands.list_of_application(lanyu.id)) == set(given)
    assert (await allotments.get_by_id(done.id)).state is A.PARTLY_ACCEPTED
    with pytest.raises(LinesHeld):
        await actions.accept(SLUG, 1, [lanyu.id], by=SYSTEM, now=NOW)
    with pytest.raises(NotInAllotment):
        await actions.accept(SLUG, 1, [an_id("nobody")], by=SYSTEM, now=NOW)
    rest = await actions.accept(SLUG, 1, by=SYSTEM, now=NOW)
    assert {each.state for each in rest} == {T.CONFIRMED}
    assert (await allotments.get_by_id(done.id)).state is A.ACCEPTED
    assert {"state": "accepted", "accepted_stands": ["A03", "A04"]} in await told(edition.id)
    await actions.discard(SLUG, 1, by=SYSTEM, now=NOW)
    with pytest.raises(NotAcceptable):
        await actions.accept(SLUG, 1, by=SYSTEM, now=NOW)


async def test_what_was_given_blocked_or_changed_meanwhile_is_refused_whole() -> None:
    edition, found, (lanyu, jinsha, huaxi) = await plant_plan("lanyu", "jinsha", "huaxi")
    await plant_done(edition, gives(lanyu, found[0]), gives(jinsha, found[1]))
    await stand_gifts.give(found[1].id, huaxi.id, by=SYSTEM, now=NOW)

    with pytest.raises(StandTaken) as refused:
        await actions.accept(SLUG, 1, by=SYSTEM, now=NOW)
    assert refused.value.params == {"number": "A02", "company": "Huaxi"}
    await stand_gifts.take_away(found[1].id, by=SYSTEM, now=NOW)
    await stand_actions.block(found[1].id, by=SYSTEM, now=NOW)
    with pytest.raises(StandBlocked):
        await actions.accept(SLUG, 1, by=SYSTEM, now=NOW)
    await stand_actions.unblock(found[1].id, by=SYSTEM, now=NOW)
    await stand_actions.change_stand(found[1].id, lambda old: replace(old, area_m2=20), by=SYSTEM, now=NOW)
    with pytest.raises(LineOvertaken):
        await actions.accept(SLUG, 1, by=SYSTEM, now=NOW)
    await applications.set_(replace(jinsha, state=S.WITHDRAWN))
    with pytest.raises(LineOvertaken) as overtaken:
        await actions.accept(SLUG, 1, by=SYSTEM, now=NOW)
    assert overtaken.value.params == {"company": "Jinsha"}
    assert await stands.count_given(edition.id) == {}


async def test_a_neighbour_that_came_meanwhile_and_is_refused_stops_the_line() -> None:
    edition, found, (lanyu, jinsha) = await plant_plan("lanyu", "jinsha")
    await applications.set_(replace(lanyu, wish=Wish(neighbours_refused="Jinsha")))
    await plant_done(edition, gives(lanyu, found[0]))
    await stand_gifts.give(found[1].id, jinsha.id, by=SYSTEM, now=NOW)

    with pytest.raises(LineOvertaken):
        await actions.accept(SLUG, 1, by=SYSTEM, now=NOW)


async def test_of_two_officers_who_accept_at_once_one_wins_and_the_other_is_told(database: Database) -> None:
    edition, found, cases = await plant_plan("lanyu", "jinsha")
    await plant_done(edition, *(gives(case, stand) for case, stand in zip(cases, found, strict=False)))

    outcomes = await asyncio.gather(
        *(actions.accept(SLUG, 1, by=SYSTEM, now=NOW) for _ in range(3)), return_exceptions=True
    )

    assert sorted(type(each).__name__ for each in outcomes) == ["LinesHeld", "LinesHeld", "tuple"], database.dialect
    assert await stands.count_given(edition.id) == {case.id: 1 for case in cases}


async def test_an_officer_who_gives_a_stand_while_it_is_accepted_is_told_or_wins(database: Database) -> None:
    edition, found, (lanyu, jinsha) = await plant_plan("lanyu", "jinsha")
    await plant_done(edition, gives(lanyu, found[0]))

    outcomes = await asyncio.gather(
        actions.accept(SLUG, 1, by=SYSTEM, now=NOW),
        stand_gifts.give(found[0].id, jinsha.id, by=SYSTEM, now=NOW),
        return_exceptions=True,
    )

    assert [type(each).__name__ for each in outcomes].count("StandTaken") == 1, database.dialect
    assert len(await stands.count_given(edition.id)) == 1


async def test_who_only_reads_changes_nothing() -> None:
    edition, found, (lanyu,) = await plant_plan("lanyu")
    await plant_done(edition, gives(lanyu, found[0]))
    person, membership = await a_member(Role.AUDITOR)
    auditor = Asker(person, (membership,))

    for call in (
        actions.propose(SLUG, by=auditor, now=NOW),
        actions.discard(SLUG, 1, by=auditor, now=NOW),
        actions.accept(SLUG, 1, by=auditor, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            await call

"""A solve in a process of its own: its steps, its answer, and every way in which it can end without one."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace

import numpy as np
import pytest

from events_app.solvers.allotment import allot
from events_app.solvers.allotment_greedy import allot_greedily
from events_app.solvers.allotment_problems import Aim, AllotmentProblem, Application, Stand
from events_app.solvers.assignment import assign
from events_app.solvers.parcels import Question, dump_question
from events_app.solvers.prices import prices
from events_app.solvers.problems import AssignmentProblem, Bound, BoundKind, Phase, ProblemInfeasible
from events_app.solvers.protocol import ASSIGNMENT, LENGTH_BYTES, ORPHANED
from events_app.solvers.running import CHILD, Ending, Limits, SolveEndedError, allotting, choosing_in_turn, running

LONGEST_PAUSE_S = 0.5


def a_problem(exporters: int = 30, countries: int = 6) -> AssignmentProblem:
    scores = np.random.default_rng(4).random((exporters, countries))
    return AssignmentProblem.of(scores, most_per_exporter=2, capacity=exporters // countries)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_the_answer_is_that_of_solving_here_and_steps_come_before_it() -> None:
    problem = replace(a_problem(), seed="spring", floors=np.full(6, 2))

    async with running(problem, price_units=2) as run:
        steps = [step async for step in run]
        answer = await run.answer()

    here = assign(problem)
    assert answer.assignment.pairs.tolist() == here.pairs.tolist()
    assert (answer.assignment.objective, answer.assignment.score) == (here.objective, here.score)
    assert answer.prices == prices(problem, here, units=2)
    assert answer.prices
    phases = list(dict.fromkeys(step.phase for step in steps))
    assert phases == [Phase.BOUNDS, Phase.SCORE, Phase.LOTTERY, Phase.PRICES]
    assert all(0 <= step.fraction <= 1 for step in steps)
    assert not is_alive(run.pid)


async def test_a_problem_without_an_answer_says_what_is_in_the_way() -> None:
    problem = replace(a_problem(), capacities=np.zeros(6, dtype=np.int64), must=np.array([[3, 1]]))

    async with running(problem) as run:
        with pytest.raises(ProblemInfeasible) as refused:
            await run.answer()

    assert refused.value.unreached == (Bound(BoundKind.MUST, 0),)
    assert refused.value.in_the_way == (Bound(BoundKind.CAPACITY, 1),)


async def test_a_solve_stopped_in_the_middle_leaves_nothing_behind() -> None:
    async with running(a_problem(20_000, 200)) as run:
        async for _ in run:
            run.stop()
        with pytest.raises(SolveEndedError) as ended:
            await run.answer()

    assert ended.value.ending == Ending.STOPPED
    assert not is_alive(run.pid)


async def test_leaving_the_block_ends_the_process() -> None:
    async with running(a_problem(20_000, 200)) as run:
        async for _ in run:
            break
        assert is_alive(run.pid)

    assert not is_alive(run.pid)


async def test_a_solve_that_is_killed_or_takes_too_long_or_too_much_says_so() -> None:
    large = a_problem(20_000, 200)

    async with running(large) as run:
        async for _ in run:
            os.kill(run.pid, signal.SIGKILL)
            break
        assert await ending_of(run.answer()) == (Ending.KILLED, "9")
    async with running(large, limits=Limits(seconds=0.5)) as run:
        assert await ending_of(run.answer()) == (Ending.OVER_TIME, "")
    async with running(large, limits=Limits(memory_mib=64)) as run:
        assert (await ending_of(run.answer()))[0] == Ending.OVER_MEMORY


async def ending_of(answer: object) -> tuple[Ending, str]:
    with pytest.raises(SolveEndedError) as ended:
        await answer  # type: ignore[misc]
    return ended.value.ending, ended.value.detail


def test_a_process_whose_parent_is_gone_ends() -> None:
    question = dump_question(Question(a_problem(20_000, 200), 0, 1_024))

    with subprocess.Popen(
        [sys.executable, "-m", CHILD, ASSIGNMENT], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
    ) as child:
        assert child.stdin is not None
        child.stdin.write(len(question).to_bytes(LENGTH_BYTES) + question)
        child.stdin.close()

    assert child.returncode == ORPHANED


async def test_a_fault_in_the_process_is_told_with_its_last_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("events_app.solvers.running.CHILD", "events_app.solvers.nothing")

    async with running(a_problem()) as run:
        ending, words = await ending_of(run.answer())

    assert ending == Ending.FAULT
    assert "events_app.solvers.nothing" in words


async def test_the_loop_runs_on_while_a_large_problem_is_solved() -> None:
    pauses = []

    async def beat() -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(0.01)
            pauses.append(time.perf_counter() - began)

    beating = asyncio.create_task(beat())
    async with running(a_problem(10_000, 200)) as run:
        answer = await run.answer()
    beating.cancel()

    assert len(answer.assignment.pairs) == 10_000
    assert len(pauses) > 10
    assert max(pauses) < LONGEST_PAUSE_S


def an_allotment_problem() -> AllotmentProblem:
    stands = tuple(Stand(key=b"s%d" % at, hall=0, x=30 * at, y=0, width=30, depth=30, area_m2=9) for at in range(4))
    asked = tuple(Application(key=b"a%d" % at, area_m2=9) for at in range(5))
    return AllotmentProblem(stands=stands, applications=asked, wanted=((0, 4),))


async def test_an_allotment_in_a_process_of_its_own_is_that_of_solving_here() -> None:
    problem = an_allotment_problem()

    async with allotting(problem) as run:
        steps = [step async for step in run]
        found = await run.answer()

    assert found == allot(problem)
    assert (found.placed, found.is_proved) == (4, True)
    assert {step.phase for step in steps} == set(Aim)
    assert not is_alive(run.pid)


async def test_the_control_of_an_allotment_is_that_of_choosing_in_turn_here() -> None:
    problem = an_allotment_problem()

    async with choosing_in_turn(problem) as run:
        assert await run.answer() == allot_greedily(problem)


async def test_an_allotment_can_be_stopped() -> None:
    async with allotting(an_allotment_problem()) as run:
        run.stop()
        assert await ending_of(run.answer()) == (Ending.STOPPED, "9")

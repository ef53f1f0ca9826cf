"""Solving in a process of its own: the server's loop stays free, and what takes too long or too much is stopped.

    async with running(problem) as run:
        async for step in run:
            …
        answer = await run.answer()

Leaving the block ends the process, whatever it was doing. `running` solves an assignment, `allotting` an
allotment, `choosing_in_turn` its control.
"""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Generic, TypeVar

from events_app.solvers.allotment_parcels import AllotmentQuestion, dump_allotment_question, load_allotment
from events_app.solvers.allotment_problems import EFFORT, Aim, Allotment, AllotmentProblem
from events_app.solvers.parcels import Answer, Question, dump_question, load_answer
from events_app.solvers.problems import AssignmentProblem, Phase
from events_app.solvers.protocol import ALLOTMENT, ASSIGNMENT, CONTROL, LENGTH_BYTES, OVER_MEMORY, PROGRESS

CHILD: Final = "events_app.solvers.child"
CHUNK_BYTES: Final = 1 << 18
FAULT_BYTES: Final = 4_000
NO_ROOM: Final = "bad_alloc"
"""What C++ says when there is no more memory, before it gives up."""
Found = TypeVar("Found")
Named = TypeVar("Named", bound=StrEnum)


class Ending(StrEnum):
    """Why there is no answer."""

    STOPPED = "stopped"
    OVER_TIME = "over_time"
    OVER_MEMORY = "over_memory"
    KILLED = "killed"
    FAULT = "fault"


class SolveEndedError(RuntimeError):
    """The process ended without an answer. `detail`: its last words, or the number of the signal; for logs alone."""

    def __init__(self, ending: Ending, detail: str = "") -> None:
        super().__init__(ending.value, detail)
        self.ending = ending
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a solve may take, and how much memory beside that of the interpreter."""

    seconds: float = 120.0
    memory_mib: int = 1_024


@dataclass(frozen=True, slots=True)
class Step(Generic[Named]):
    """What the solve is busy with, and the part of the work of this kind that is done, from 0 to 1."""

    phase: Named
    fraction: float


@dataclass(frozen=True, slots=True)
class Task(Generic[Found, Named]):
    """What the process is to solve, and how question, steps and answer are written and read."""

    name: str
    dump: Callable[[], bytes]
    load: Callable[[bytes], Found]
    phase: Callable[[str], Named]


class Run(Generic[Found, Named]):
    """A solve under way: iterate once over its steps, await its answer."""

    def __init__(self, process: Process, task: Task[Found, Named], limits: Limits) -> None:
        self._process = process
        self._task = task
        self._steps: asyncio.Queue[Step[Named] | None] = asyncio.Queue()
        self._why: Ending | None = None
        self._talk = asyncio.create_task(self._talked(limits))

    @property
    def pid(self) -> int:
        """The process."""
        return self._process.pid

    def stop(self) -> None:
        """End it; the answer is then SolveEndedError, unless it had come."""
        self._end(Ending.STOPPED)

    async def answer(self) -> Found:
        """Wait for the answer. Raises ProblemInfeasible or SolveEndedError."""
        return await asyncio.shield(self._talk)

    async def __aiter__(self) -> AsyncIterator[Step[Named]]:
        """Steps as they come, until the process has ended."""
        while (step := await self._steps.get()) is not None:
            yield step

    async def ended(self) -> None:
        """Wait until nothing is left of it."""
        await asyncio.wait([self._talk])
        if not self._talk.cancelled():
            self._talk.exception()

    def _end(self, why: Ending) -> None:
        if self._process.returncode is None:
            self._why = self._why or why
            with suppress(ProcessLookupError):
                self._process.kill()

    async def _talked(self, limits: Limits) -> Found:
        try:
            async with asyncio.timeout(limits.seconds):
                data, words = await asyncio.gather(self._asked(), self._last_words())
                code = await self._process.wait()
        except TimeoutError:
            self._end(Ending.OVER_TIME)
            raise SolveEndedError(Ending.OVER_TIME) from None
        finally:
            self._end(Ending.STOPPED)
            await self._process.wait()
            self._steps.put_nowait(None)
        if data is None or code:
            raise SolveEndedError(self._why or _ending(code, words), str(-code) if code < 0 else words)
        return await asyncio.to_thread(self._task.load, data)

    async def _asked(self) -> bytes | None:
        """Ask, hear about the steps, and take the answer."""
        source, target = self._process.stdout, self._process.stdin
        assert source is not None  # noqa: S101 - it was opened as a pipe
        assert target is not None  # noqa: S101 - likewise
        data = memoryview(await asyncio.to_thread(self._task.dump))
        try:
            target.write(len(data).to_bytes(LENGTH_BYTES))
            for start in range(0, len(data), CHUNK_BYTES):
                target.write(data[start : start + CHUNK_BYTES])
                await target.drain()
            while await source.readexactly(1) == PROGRESS:
                phase, fraction = json.loads(await _parcel(source))
                self._steps.put_nowait(Step(self._task.phase(phase), fraction))
            return await _parcel(source)
        except (asyncio.IncompleteReadError, ConnectionError):
            return None

    async def _last_words(self) -> str:
        """What the process writes about faults, the end of it."""
        source = self._process.stderr
        assert source is not None  # noqa: S101 - it was opened as a pipe
        words = b""
        while said := await source.read(CHUNK_BYTES):
            words = (words + said)[-FAULT_BYTES:]
        return words.decode(errors="replace")


async def _parcel(source: asyncio.StreamReader) -> bytes:
    return await source.readexactly(int.from_bytes(await source.readexactly(LENGTH_BYTES)))


def _ending(code: int, words: str) -> Ending:
    if code == OVER_MEMORY or (code < 0 and NO_ROOM in words):
        return Ending.OVER_MEMORY
    return Ending.KILLED if code < 0 else Ending.FAULT


AssignmentRun = Run[Answer, Phase]
AllotmentRun = Run[Allotment, Aim]


def running(
    problem: AssignmentProblem, *, price_units: int = 0, limits: Limits | None = None
) -> AbstractAsyncContextManager[AssignmentRun]:
    """Solve a problem in a process of its own; with `price_units`, prices of so much more room too."""
    within = limits or Limits()
    question = Question(problem, price_units, within.memory_mib)
    return _running(Task(ASSIGNMENT, lambda: dump_question(question), load_answer, Phase), within)


def allotting(
    problem: AllotmentProblem, *, effort: float = EFFORT, limits: Limits | None = None
) -> AbstractAsyncContextManager[AllotmentRun]:
    """Allot stands in a process of its own."""
    return _allotting(ALLOTMENT, problem, effort, limits or Limits())


def choosing_in_turn(
    problem: AllotmentProblem, *, limits: Limits | None = None
) -> AbstractAsyncContextManager[AllotmentRun]:
    """The control of an allotment, in a process of its own; it tells no steps."""
    return _allotting(CONTROL, problem, EFFORT, limits or Limits())


def _allotting(
    name: str, problem: AllotmentProblem, effort: float, within: Limits
) -> AbstractAsyncContextManager[AllotmentRun]:
    question = AllotmentQuestion(problem, effort, within.memory_mib)
    return _running(Task(name, lambda: dump_allotment_question(question), load_allotment, Aim), within)


@asynccontextmanager
async def _running(task: Task[Found, Named], limits: Limits) -> AsyncIterator[Run[Found, Named]]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", CHILD, task.name, stdin=PIPE, stdout=PIPE, stderr=PIPE, limit=CHUNK_BYTES
    )
    run = Run(process, task, limits)
    try:
        yield run
    finally:
        run.stop()
        await run.ended()

"""The process of its own in which `running` solves: a question in, an answer out.

`python -m events_app.solvers.child` is followed by what is to be solved: an assignment, an allotment, or its control.

Both ways a parcel is its length, eight bytes, and so many bytes; what comes out has a byte before it that says whether
it is progress, in JSON, or the answer. The process ends when its standard input is closed: no parent, no work.
"""

import json
import os
import resource
import sys
import threading
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Final

from events_app.solvers.allotment import allot
from events_app.solvers.allotment_greedy import allot_greedily
from events_app.solvers.allotment_parcels import AllotmentQuestion, dump_allotment, load_allotment_question
from events_app.solvers.assignment import assign
from events_app.solvers.parcels import Answer, Question, dump_answer, dump_refusal, load_question
from events_app.solvers.prices import prices
from events_app.solvers.problems import ProblemInfeasible
from events_app.solvers.protocol import (
    ALLOTMENT,
    ANSWER,
    ASSIGNMENT,
    CONTROL,
    LENGTH_BYTES,
    ORPHANED,
    OVER_MEMORY,
    PROGRESS,
)

MIB: Final = 1 << 20


def main(arguments: list[str]) -> int:
    """Solve one question of a kind; the exit code."""
    load = LOADED[arguments[0]]
    source, target = sys.stdin.buffer, sys.stdout.buffer
    data = source.read(int.from_bytes(source.read(LENGTH_BYTES)))
    threading.Thread(target=_end_with_parent, args=(source.fileno(),), daemon=True).start()
    try:
        question = load(data)
        del data
        _limit(question.memory_mib)
        answer = _in_turn(question) if arguments[0] == CONTROL else _solved(question, target)
        _send(target, ANSWER, answer)
    except MemoryError:
        return OVER_MEMORY
    return 0


def _solved(question: Question | AllotmentQuestion, target: BinaryIO) -> bytes:
    def tell(phase: StrEnum, fraction: float) -> None:
        _send(target, PROGRESS, json.dumps([phase, fraction]).encode())

    if isinstance(question, AllotmentQuestion):
        return dump_allotment(allot(question.problem, tell, effort=question.effort))
    try:
        found = assign(question.problem, tell)
    except ProblemInfeasible as refused:
        return dump_refusal(refused)
    units = question.price_units
    return dump_answer(Answer(found, prices(question.problem, found, units=units, progress=tell) if units else ()))


def _in_turn(question: Question | AllotmentQuestion) -> bytes:
    """The control; an assignment has none."""
    if not isinstance(question, AllotmentQuestion):
        raise TypeError(type(question))
    return dump_allotment(allot_greedily(question.problem))


LOADED: Final[dict[str, Callable[[bytes], Question | AllotmentQuestion]]] = {
    ASSIGNMENT: load_question,
    ALLOTMENT: load_allotment_question,
    CONTROL: load_allotment_question,
}


def _send(target: BinaryIO, kind: bytes, data: bytes) -> None:
    target.write(kind + len(data).to_bytes(LENGTH_BYTES) + data)
    target.flush()


def _end_with_parent(source: int) -> None:
    """End the process when nobody holds the other end of its input."""
    # Not through the buffered reader: its lock, held here, would be asked for at the end of the interpreter.
    os.read(source, 1)
    os._exit(ORPHANED)


def _limit(memory_mib: int) -> None:
    """Take no more memory than so much beside what the interpreter and its libraries hold."""
    # The sixth number of statm counts the pages that RLIMIT_DATA counts.
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5])
    most = pages * resource.getpagesize() + memory_mib * MIB
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

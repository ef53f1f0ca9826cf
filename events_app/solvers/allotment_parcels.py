"""Problems of allotment and their answers as bytes, between two processes: JSON, checked when it is read."""

from dataclasses import dataclass

import msgspec

from events_app.solvers.allotment_problems import Allotment, AllotmentProblem


@dataclass(frozen=True, slots=True)
class AllotmentQuestion:
    """What a process is to allot, how hard it tries, and what memory it may take."""

    problem: AllotmentProblem
    effort: float
    memory_mib: int


def dump_allotment_question(question: AllotmentQuestion) -> bytes:
    """Everything, ids as Base64."""
    return msgspec.json.encode(question)


def load_allotment_question(data: bytes) -> AllotmentQuestion:
    """Raises ValueError for what is no question."""
    return msgspec.json.decode(data, type=AllotmentQuestion)


def dump_allotment(found: Allotment) -> bytes:
    """Everything."""
    return msgspec.json.encode(found)


def load_allotment(data: bytes) -> Allotment:
    """Raises ValueError for what is no answer."""
    return msgspec.json.decode(data, type=Allotment)

"""Problems and answers as bytes, between two processes: arrays in NumPy's own format, no pickles, the rest as JSON."""

import io
import json
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

import numpy as np

from events_app.solvers.problems import Assignment, AssignmentProblem, Bound, BoundKind, Phase, Price, ProblemInfeasible

REST: Final = "rest"
ARRAYS: Final = tuple(each.name for each in fields(AssignmentProblem) if each.name != "seed")
ANSWERED: Final = ("pairs", "score", "score_bound", "unserved", "without_choice", "floors_missing")


@dataclass(frozen=True, slots=True)
class Question:
    """What a process is to solve; `price_units` above 0 asks for prices too, `memory_mib` is what it may take."""

    problem: AssignmentProblem
    price_units: int
    memory_mib: int


@dataclass(frozen=True, slots=True)
class Answer:
    """The best assignment, and the prices of its bounds where they were asked for."""

    assignment: Assignment
    prices: tuple[Price, ...] = ()


def dump_question(question: Question) -> bytes:
    """Everything in one archive."""
    problem = question.problem
    rest = {"seed": problem.seed, "price_units": question.price_units, "memory_mib": question.memory_mib}
    return _dumped({name: np.asarray(getattr(problem, name)) for name in ARRAYS}, rest)


def load_question(data: bytes) -> Question:
    """Raises ValueError for what is no question."""
    arrays, rest = _loaded(data)
    plain = {name: array.item() if array.ndim == 0 else array for name, array in arrays.items()}
    return Question(AssignmentProblem(**plain, seed=rest["seed"]), rest["price_units"], rest["memory_mib"])


def dump_answer(answer: Answer) -> bytes:
    """Everything in one archive."""
    found = answer.assignment
    rest = {"objective": found.objective, "prices": [asdict(price) for price in answer.prices]}
    return _dumped({name: np.asarray(getattr(found, name)) for name in ANSWERED}, rest)


def dump_refusal(refused: ProblemInfeasible) -> bytes:
    """The same for a problem that has no assignment."""
    return _dumped({}, {"unreached": _bounds(refused.unreached), "in_the_way": _bounds(refused.in_the_way)})


def load_answer(data: bytes) -> Answer:
    """Raises ProblemInfeasible where that was the answer."""
    arrays, rest = _loaded(data)
    if "unreached" in rest:
        raise ProblemInfeasible(_read_bounds(rest["unreached"]), _read_bounds(rest["in_the_way"]))
    plain = {name: array.item() if array.ndim == 0 else array for name, array in arrays.items()}
    objective = tuple((Phase(phase), value) for phase, value in rest["objective"])
    priced = [Price(**{**line, "bound": _read_bounds([line["bound"]])[0]}) for line in rest["prices"]]
    return Answer(Assignment(**plain, objective=objective), tuple(priced))


def _bounds(bounds: tuple[Bound, ...]) -> list[dict[str, object]]:
    return [asdict(bound) for bound in bounds]


def _read_bounds(lines: list[dict[str, Any]]) -> tuple[Bound, ...]:
    return tuple(Bound(BoundKind(line["kind"]), line["index"]) for line in lines)


def _dumped(arrays: dict[str, Any], rest: dict[str, Any]) -> bytes:
    held = io.BytesIO()
    text = np.frombuffer(json.dumps(rest).encode(), dtype=np.uint8)
    np.savez(held, allow_pickle=False, **arrays, **{REST: text})
    return held.getvalue()


def _loaded(data: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    with np.load(io.BytesIO(data), allow_pickle=False) as archive:
        arrays = {name: archive[name] for name in archive.files}
    return arrays, json.loads(arrays.pop(REST).tobytes())

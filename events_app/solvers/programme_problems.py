"""A matching programme as an assignment problem, and the assignment back as a result: ids to places in arrays and back.

An exporter's score in a country is that of its offer that fits best; of equal ones the offer with the lower id leads.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from events_app.domain.companies import CompanySize
from events_app.domain.match_facts import Supply
from events_app.domain.match_grounds import Ground
from events_app.domain.matching import Exclusion, Weights, exclusions_of
from events_app.domain.programmes import CountryClass, Force, ForcedPair, Limits, Rules
from events_app.domain.proposal_results import (
    Bound,
    BoundKind,
    PairKey,
    Price,
    ProposedPair,
    Result,
    Shortfall,
    Unserved,
    Why,
)
from events_app.domain.sectors import ALL_SECTORS
from events_app.solvers import problems
from events_app.solvers.match_arrays import part_arrays
from events_app.solvers.problems import NO_LIMIT, Assignment, AssignmentProblem, ProblemInfeasible

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
CLASSES: Final = tuple(CountryClass)
SIZES: Final[tuple[CompanySize | None, ...]] = (*CompanySize, None)
LOWERED: Final = (
    "capacities",
    "floors",
    "most_per_exporter",
    "country_class_least",
    "country_class_most",
    "exporter_class_least",
    "exporter_class_most",
)
"""Bounds that a pair takes a unit of."""
ASKED_FOR_EXCLUSIONS: Final = 20
"""Countries that are looked at to say why an exporter can go nowhere."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ProgrammeProblem:
    """The arrays, and what their places stand for: `leading` is the place in `offers` of the best one, E x C, or -1."""

    problem: AssignmentProblem
    companies: tuple[UUID, ...]
    codes: tuple[str, ...]
    sizes: tuple[CompanySize | None, ...]
    offers: tuple[UUID, ...]
    leading: Ints
    developed: tuple[str, ...]
    ground: Ground

    @property
    def digest(self) -> str:
        """SHA-256, in hexadecimal, of all that the assignment follows from."""
        told = hashlib.sha256()
        for name in AssignmentProblem.__dataclass_fields__:
            value = getattr(self.problem, name)
            told.update(f"{name}:{value.dtype.str}{value.shape}".encode() if isinstance(value, np.ndarray) else b"")
            told.update(value.tobytes() if isinstance(value, np.ndarray) else f"{name}:{value}".encode())
        return told.hexdigest()


def problem_of(
    ground: Ground,
    weights: Weights,
    rules: Rules,
    *,
    forced: Iterable[ForcedPair],
    accepted: Iterable[PairKey],
    seed: str,
) -> ProgrammeProblem:
    """What is to be solved. Accepted pairs have to be again; those that cannot be matched any more hold places."""
    narrowed = _narrowed(ground, rules)
    codes = tuple(sorted(one.code for one in rules.countries))
    forced, accepted = tuple(forced), tuple(accepted)
    wanted = {one.company_id for one in forced if one.force is Force.MUST}
    companies = tuple(sorted({one.company_id for one in narrowed.supplies} | wanted))
    scores, leading = _best(narrowed, weights, companies, codes)
    sizes = {one.company_id: one.size for one in narrowed.supplies}
    developed = {one.code for one in narrowed.partners if one.is_developed}
    whole = ProgrammeProblem(
        problem=AssignmentProblem(
            scores=scores,
            exporters=np.array([one.hex.encode() for one in companies], dtype="S32"),
            countries=np.array([one.encode() for one in codes], dtype="S2"),
            most_per_exporter=np.full(len(companies), rules.most_each, dtype=np.int64),
            seed=seed,
            **_country_bounds(rules, codes, developed),
            **_size_bounds(rules, [sizes.get(one) for one in companies]),
        ),
        companies=companies,
        codes=codes,
        sizes=tuple(sizes.get(one) for one in companies),
        offers=tuple(one.offer_id for one in narrowed.supplies),
        leading=leading,
        developed=tuple(code for code in codes if code in developed),
        ground=narrowed,
    )
    return _with_pairs(whole, forced, accepted)


def _narrowed(ground: Ground, rules: Rules) -> Ground:
    """The countries of the programme and the offers of its sectors, sorted by company and id."""
    codes = {one.code for one in rules.countries}
    sectors = {*rules.sectors, ALL_SECTORS}
    supplies = [one for one in ground.supplies if not rules.sectors or sectors & {*one.sectors}]
    return replace(
        ground,
        partners=tuple(sorted((one for one in ground.partners if one.code in codes), key=lambda one: one.code)),
        supplies=tuple(sorted(supplies, key=lambda one: (one.company_id, one.offer_id))),
    )


def _best(ground: Ground, weights: Weights, companies: Sequence[UUID], codes: Sequence[str]) -> tuple[Floats, Ints]:
    """E x C: the highest score of an exporter's offers, NaN where there is none, and the place of the offer."""
    found = np.full((len(companies), len(codes)), np.nan)
    leading = np.full(found.shape, -1, dtype=np.int64)
    if not ground.supplies or not ground.partners:
        return found, leading
    scores = part_arrays(ground, developing_target=weights.developing_target).scores(weights)
    rows = {one: place for place, one in enumerate(companies)}
    columns = np.searchsorted(np.array(codes), [one.code for one in ground.partners])
    of_company = np.array([rows[one.company_id] for one in ground.supplies])
    starts = np.flatnonzero(np.r_[True, of_company[1:] != of_company[:-1]])
    for start, end in zip(starts, [*starts[1:], len(of_company)], strict=True):
        part = np.where(np.isnan(scores[start:end]), -1.0, scores[start:end])
        best = part.argmax(axis=0)
        value = part[best, np.arange(part.shape[1])]
        found[of_company[start], columns] = np.where(value < 0, np.nan, value)
        leading[of_company[start], columns] = np.where(value < 0, -1, best + start)
    return found, leading


def _country_bounds(rules: Rules, codes: Sequence[str], developed: set[str]) -> dict[str, Any]:
    by_code = {one.code: one for one in rules.countries}
    found: dict[str, Any] = {
        "capacities": np.array([by_code[code].capacity for code in codes], dtype=np.int64),
        "floors": np.array([by_code[code].floor for code in codes], dtype=np.int64),
    }
    if rules.by_class or rules.developing_each:
        classes = [CountryClass.DEVELOPED if code in developed else CountryClass.DEVELOPING for code in codes]
        found |= _classes("country_class", [CLASSES.index(one) for one in classes], CLASSES, rules.by_class)
        found |= {
            "outside_class": CLASSES.index(CountryClass.DEVELOPED),
            "outside_least": rules.developing_each,
        }
    return found


def _size_bounds(rules: Rules, sizes: Sequence[CompanySize | None]) -> dict[str, Any]:
    if not rules.by_size:
        return {}
    return _classes("exporter_class", [SIZES.index(one) for one in sizes], SIZES, rules.by_size)


def _classes(name: str, of: Sequence[int], every: Sequence[Any], limits: Mapping[Any, Limits]) -> dict[str, Ints]:
    bounds = [limits.get(one, Limits()) for one in every]
    return {
        name: np.array(of, dtype=np.int64),
        f"{name}_least": np.array([one.least for one in bounds], dtype=np.int64),
        f"{name}_most": np.array([NO_LIMIT if one.most is None else one.most for one in bounds], dtype=np.int64),
    }


def _with_pairs(whole: ProgrammeProblem, forced: Sequence[ForcedPair], accepted: Sequence[PairKey]) -> ProgrammeProblem:
    problem = whole.problem
    rows = {one: place for place, one in enumerate(whole.companies)}
    columns = {one: place for place, one in enumerate(whole.codes)}

    def places(pairs: Iterable[PairKey]) -> Ints:
        found = {(rows[one.company_id], columns[one.code]) for one in pairs if one.company_id in rows}
        return np.array(sorted(found), dtype=np.int64).reshape(-1, 2)

    must_not = places(PairKey(*one.key) for one in forced if one.force is Force.MUST_NOT)
    excluded = replace(problem, must_not=must_not).excluded
    again: list[PairKey] = []
    held: list[PairKey] = []
    for key in accepted:
        row, column = rows.get(key.company_id), columns.get(key.code)
        is_open = row is not None and column is not None and not excluded[row, column]
        (again if is_open else held).append(key)
    must = places([*again, *(PairKey(*one.key) for one in forced if one.force is Force.MUST)])
    return replace(whole, problem=_beside(replace(problem, must=must, must_not=must_not), whole, held))


def _beside(problem: AssignmentProblem, whole: ProgrammeProblem, held: Sequence[PairKey]) -> AssignmentProblem:
    """With the places taken by pairs that were accepted and cannot be matched any more."""
    bounds = {name: getattr(problem, name).copy() for name in LOWERED}
    for company_id, code in held:
        taken: list[tuple[str, int]] = []
        if code in whole.codes:
            column = whole.codes.index(code)
            taken += [("capacities", column), ("floors", column)]
            if len(problem.country_class):
                place = int(problem.country_class[column])
                taken += [("country_class_least", place), ("country_class_most", place)]
        if company_id in whole.companies:
            row = whole.companies.index(company_id)
            taken += [("most_per_exporter", row)]
            if len(problem.exporter_class):
                place = int(problem.exporter_class[row])
                taken += [("exporter_class_least", place), ("exporter_class_most", place)]
        for name, place in taken:
            bounds[name][place] = max(bounds[name][place] - 1, 0)
    return replace(problem, **bounds)


def result_of(
    whole: ProgrammeProblem, assignment: Assignment, prices: Iterable[problems.Price], *, seconds: float
) -> Result:
    """The assignment with ids in place of places."""
    problem = whole.problem
    forced = {(int(row), int(column)) for row, column in problem.must}
    taken = np.bincount(assignment.pairs[:, 1], minlength=len(whole.codes))
    return Result(
        pairs=tuple(_pair(whole, int(row), int(column), forced) for row, column in assignment.pairs),
        unserved=(
            *(_unserved(whole, int(row), taken) for row in assignment.unserved),
            *(_without_choice(whole, int(row)) for row in assignment.without_choice),
        ),
        shortfalls=tuple(
            Shortfall(whole.codes[column], int(problem.floors[column]), int(taken[column]))
            for column in np.flatnonzero(assignment.floors_missing)
        ),
        prices=tuple(_price(whole, one) for one in prices),
        levels=tuple((phase.value, value) for phase, value in assignment.objective),
        score=assignment.score,
        score_bound=assignment.score_bound,
        developed=whole.developed,
        seconds=seconds,
    )


def _pair(whole: ProgrammeProblem, row: int, column: int, forced: set[tuple[int, int]]) -> ProposedPair:
    score, leading = whole.problem.scores[row, column], int(whole.leading[row, column])
    return ProposedPair(
        whole.companies[row],
        whole.codes[column],
        whole.offers[leading] if leading >= 0 else None,
        None if np.isnan(score) else float(score),
        whole.sizes[row],
        (row, column) in forced,
    )


def _unserved(whole: ProgrammeProblem, row: int, taken: NDArray[np.intp]) -> Unserved:
    open_to = ~whole.problem.excluded[row] & (whole.problem.capacities > 0)
    has_room = bool((taken < whole.problem.capacities)[open_to].any())
    why = Why.BALANCE if has_room else Why.FULL
    return Unserved(whole.companies[row], why, int(open_to.sum()), whole.sizes[row])


def _without_choice(whole: ProgrammeProblem, row: int) -> Unserved:
    """Why nothing of an exporter can be matched: of the first countries, every reason that there is."""
    company, ground = whole.companies[row], whole.ground
    supplies: list[Supply] = [one for one in ground.supplies if one.company_id == company]
    found = {
        reason
        for supply in supplies
        for partner in ground.partners[:ASKED_FOR_EXCLUSIONS]
        for reason in exclusions_of(supply, partner, ground.home, ground.circumstances(supply, partner.code))
    }
    exclusions = tuple(one for one in Exclusion if one in found)
    return Unserved(company, Why.EXCLUDED, 0, whole.sizes[row], exclusions)


def _price(whole: ProgrammeProblem, one: problems.Price) -> Price:
    return Price(
        bound=bound_of(whole, one.bound),
        step=one.units,
        exporters=one.served,
        matches=one.pairs,
        floors=one.floors,
        score=one.score,
    )


def bounds_of(whole: ProgrammeProblem, refused: ProblemInfeasible) -> tuple[tuple[Bound, ...], tuple[Bound, ...]]:
    """What falls short of an infeasible problem, and what is in the way."""
    unreached, in_the_way = refused.unreached, refused.in_the_way
    return tuple(bound_of(whole, one) for one in unreached), tuple(bound_of(whole, one) for one in in_the_way)


def bound_of(whole: ProgrammeProblem, bound: problems.Bound) -> Bound:
    """A bound with ids in place of places."""
    kinds, index = problems.BoundKind, bound.index
    match bound.kind:
        case kinds.MUST:
            if index is None:
                return Bound(BoundKind.MUST)
            row, column = whole.problem.must[index].tolist()
            return Bound(BoundKind.MUST, whole.codes[column], whole.companies[row])
        case kinds.EXCLUDED | kinds.MOST_PER_EXPORTER:
            kind = BoundKind.EXCLUDED if bound.kind is kinds.EXCLUDED else BoundKind.MOST_EACH
            return Bound(kind, "", None if index is None else whole.companies[index])
        case kinds.CAPACITY | kinds.FLOOR:
            kind = BoundKind.CAPACITY if bound.kind is kinds.CAPACITY else BoundKind.FLOOR
            return Bound(kind, "" if index is None else whole.codes[index])
        case kinds.COUNTRY_CLASS_LEAST | kinds.COUNTRY_CLASS_MOST:
            is_least = bound.kind is kinds.COUNTRY_CLASS_LEAST
            kind = BoundKind.CLASS_LEAST if is_least else BoundKind.CLASS_MOST
            return Bound(kind, "" if index is None else CLASSES[index])
        case _:
            is_least = bound.kind is kinds.EXPORTER_CLASS_LEAST
            kind = BoundKind.SIZE_LEAST if is_least else BoundKind.SIZE_MOST
            return Bound(kind, "" if index is None else SIZES[index] or "")

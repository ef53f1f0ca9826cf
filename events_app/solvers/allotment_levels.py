"""The aims of one part, one after the other: a bound by linear programming, then the search among what is left.

The bound of a level is taken from prices of the rows in whole numbers: any prices give a bound, so that a fault of the
linear solver can cost time, never the truth of the bound. A column with which not even the bound reaches what is known
is left out from then on: no allotment that is as good has it.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import pywraplp  # type: ignore[import-untyped]
from ortools.sat.python import cp_model

from events_app.solvers.allotment_models import Model, Row
from events_app.solvers.allotment_problems import Aim
from events_app.solvers.networks import Bools, Ints
from events_app.solvers.problems import NO_LIMIT

SCALE: Final = 1 << 12
"""Prices are parts of this."""
SEARCHED: Final = ((300, 0.2), (2_000, 0.2), (NO_LIMIT, 0.6))
"""Columns among which is searched, first and then, and the parts of the effort for it."""
ROUNDING: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Reached:
    """The best columns known, and for each aim a bound among what is as good in the aims before."""

    chosen: Bools
    bounds: dict[Aim, int]


class Levels:
    """A part on the way through its aims."""

    def __init__(self, model: Model, start: Bools, effort: float) -> None:
        self._model = model
        self._effort = effort
        self._chosen = start
        self._alive = np.ones(model.columns, dtype=np.bool_)
        self._rows = list(model.rows)
        self._bounds: dict[Aim, int] = {}

    def reach(self, aim: Aim) -> None:
        """Raise an aim as far as can be, and keep it there."""
        worth = self._model.worth[aim]
        bound = self._model.highest(aim) if aim is not Aim.LOTTERY else self._cheapest_tickets()
        if not worth[self._alive].any():
            bound = self._value(worth)
        elif self._value(worth) < bound:
            bound = self._raised(aim, bound)
        self._bounds[aim] = bound
        columns = np.flatnonzero(self._alive & (worth != 0))
        factors = tuple((-worth[columns]).tolist())
        if len(columns):
            self._rows.append(Row(tuple(columns.tolist()), factors, -self._value(worth)))

    def reached(self) -> Reached:
        """What came out."""
        return Reached(self._chosen, self._bounds)

    def _raised(self, aim: Aim, bound: int) -> int:
        worth, alive = self._model.worth[aim], self._alive & self._model.asked(aim)
        rows = [narrowed for row in self._rows if (narrowed := _narrowed(row, alive))]
        relaxed, prices = _relaxed(rows, worth, alive)
        limit, slack = _bound(rows, worth, alive, prices)
        bound = min(bound, limit // SCALE)
        for most, share in SEARCHED:
            if self._value(worth) == bound:
                break
            self._leave_out(limit, slack, self._value(worth))
            alive &= self._alive
            among = self._promising(relaxed, slack, most) & alive
            is_all = bool((among == alive).all())
            bound = min(bound, self._searched(worth, bound, among, share * self._effort, is_all=is_all))
        self._leave_out(limit, slack, self._value(worth))
        return bound

    def _promising(self, relaxed: Bools, slack: Ints, most: int) -> Bools:
        """What is chosen, here or in fractions by the linear solver; then of each application what loses least."""
        found = self._chosen | relaxed
        candidates = np.zeros_like(found)
        candidates[: len(self._model.part.candidates)] = True
        # Wished neighbours and walls cost nothing by themselves: they come after the candidates that can bring them.
        found |= self._alive & ~candidates
        left = np.flatnonzero(self._alive & candidates & ~found)
        order = left[np.lexsort((self._model.noise[left], -slack[left], self._model.owner[left]))]
        owners = self._model.owner[order]
        rank = np.arange(len(order)) - np.searchsorted(owners, owners)
        found[order[np.argsort(rank, kind="stable")[:most]]] = True
        return found

    def _leave_out(self, limit: int, slack: Ints, value: int) -> None:
        """Leave out the columns with which the bound is below the value."""
        self._alive &= (limit + np.minimum(slack, 0) >= value * SCALE) | self._chosen

    def _searched(self, worth: Ints, bound: int, among: Bools, effort: float, *, is_all: bool) -> int:
        rows = [narrowed for row in self._rows if (narrowed := _narrowed(row, among))]
        model, columns = _constrained(rows, among)
        goal = [(columns[place], int(worth[place])) for place in np.flatnonzero(among & (worth != 0)).tolist()]
        model.maximize(sum(column * factor for column, factor in goal))
        model.add(sum(column * factor for column, factor in goal) <= bound)
        for place, column in columns.items():
            model.add_hint(column, bool(self._chosen[place]))
        solver = a_solver(effort)
        status = solver.solve(model)
        if status in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            found = np.zeros_like(self._chosen)
            for place, column in columns.items():
                found[place] = solver.boolean_value(column)
            found = self._model.completed(found)
            if self._worth(found, worth) >= self._value(worth):
                self._chosen = found
        if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE} or not is_all:
            return bound
        return self._value(worth) if status == cp_model.OPTIMAL else int(solver.best_objective_bound + ROUNDING)

    def _cheapest_tickets(self) -> int:
        worth, of = self._model.worth[Aim.LOTTERY], self._model.part.of
        placed = [places for places in of.values() if self._chosen[places].any()]
        if len(placed) < len(of):
            return 0
        return sum(max(int(worth[place]) for place in places if self._alive[place]) for places in placed)

    def _value(self, worth: Ints) -> int:
        return self._worth(self._chosen, worth)

    def _worth(self, chosen: Bools, worth: Ints) -> int:
        return int(worth[chosen].sum())


def a_solver(effort: float) -> cp_model.CpSolver:
    """One thread, so that the same question has the same answer; a limit that no clock tells."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.linearization_level = 2
    solver.parameters.symmetry_level = 0
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.max_deterministic_time = effort
    return solver


def _narrowed(row: Row, alive: Bools) -> Row | None:
    """Without the columns that are left out; None where it says nothing any more."""
    kept = [(column, factor) for column, factor in zip(row.columns, row.factors, strict=True) if alive[column]]
    if sum(max(0, factor) for _, factor in kept) <= row.most:
        return None
    return Row(tuple(column for column, _ in kept), tuple(factor for _, factor in kept), row.most)


def _relaxed(rows: list[Row], worth: Ints, alive: Bools) -> tuple[Bools, NDArray[np.float64]]:
    """Columns that are more than 0 when parts of them may be chosen, and the prices of the rows; by GLOP."""
    solver = pywraplp.Solver.CreateSolver("GLOP")
    columns = {place: solver.NumVar(0.0, 1.0, "") for place in np.flatnonzero(alive).tolist()}
    goal = solver.Objective()
    goal.SetMaximization()
    for place, column in columns.items():
        goal.SetCoefficient(column, float(worth[place]))
    priced = []
    for row in rows:
        priced.append(solver.Constraint(-solver.infinity(), float(row.most), ""))
        for place, factor in zip(row.columns, row.factors, strict=True):
            priced[-1].SetCoefficient(columns[place], float(factor))
    found = np.zeros_like(alive)
    if solver.Solve() != pywraplp.Solver.OPTIMAL:
        return found, np.zeros(len(rows))
    for place, column in columns.items():
        found[place] = column.solution_value() > ROUNDING
    return found, np.array([one.dual_value() for one in priced])


def _bound(rows: list[Row], worth: Ints, alive: Bools, prices: NDArray[np.float64]) -> tuple[int, Ints]:
    """The bound that these prices give, and what each column earns beyond them; both times SCALE."""
    whole = np.maximum(np.rint(np.nan_to_num(prices) * SCALE), 0).astype(np.int64).tolist()
    slack = worth * SCALE
    for row, price in zip(rows, whole, strict=True):
        if price:
            slack[list(row.columns)] -= np.array(row.factors, dtype=np.int64) * price
    earned = int(np.maximum(slack[alive], 0).sum())
    return sum(row.most * price for row, price in zip(rows, whole, strict=True)) + earned, slack


def _constrained(rows: list[Row], alive: Bools) -> tuple[cp_model.CpModel, dict[int, cp_model.IntVar]]:
    model = cp_model.CpModel()
    columns = {place: model.new_bool_var("") for place in np.flatnonzero(alive).tolist()}
    for row in rows:
        chosen = [columns[place] for place in row.columns]
        if row.most == 1 and set(row.factors) == {1}:
            model.add_at_most_one(chosen)
        else:
            model.add(cp_model.LinearExpr.weighted_sum(chosen, row.factors) <= row.most)
    return model, columns

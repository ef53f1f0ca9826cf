"""The best assignment: the same as by trying all, inside every bound, and the same whatever comes first."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from events_app.solvers.assignment import assign
from events_app.solvers.problems import AssignmentProblem, ProblemInfeasible
from tests.solver_problems import chosen_of, every_choice, keeps_bounds, problems, worth

MANY = settings(max_examples=300, deadline=None)


@MANY
@given(problems())
def test_the_answer_is_as_good_as_the_best_of_all_choices(problem: AssignmentProblem) -> None:
    best = max((worth(problem, chosen) for chosen in every_choice(problem)), default=None)

    if best is None:
        with pytest.raises(ProblemInfeasible):
            assign(problem)
        return
    found = chosen_of(problem, assign(problem).pairs)
    assert keeps_bounds(problem, found)
    assert worth(problem, found) == best

"""The life of a proposal for a plan, what of it is chosen, and what its lines are worth on the plan as it is now."""

from dataclasses import replace
from datetime import timedelta

import pytest

from events_app.domain.allotments import (
    Aim,
    AllotmentLine,
    AllotmentState,
    Fault,
    NoLineChosen,
    NotDiscardable,
    NotInAllotment,
    Standing,
    Why,
    part_of,
    standing_of,
    standings_of,
)
from events_app.domain.applications import ApplicationState, Wish
from events_app.domain.proposals import LOST_AFTER, MOST_ATTEMPTS, NotAcceptable, NotStoppable
from events_app.domain.stands import StandState
from tests.allotment_builders import a_line, a_proposal, an_unplaced, the_figures
from tests.application_builders import an_application
from tests.builders import an_id
from tests.clients import NOW
from tests.stand_builders import a_stand

CASE = an_application(id=an_id("lanyu"), state=ApplicationState.ACCEPTED, wish=Wish(stands=2, area=18))
FREE = (a_stand(), a_stand(number="A02", x=30))
LINE = a_line("lanyu", "A01", "A02")
DONE = a_proposal().take(now=NOW).finish(the_figures(), now=NOW)


def test_a_proposal_is_taken_advances_is_done_and_put_away() -> None:
    running = a_proposal().take(now=NOW).advance(Aim.WASTE, 0.5, now=NOW + timedelta(seconds=3))

    assert (running.state, running.attempt, running.aim, running.fraction) == (S.RUNNING, 1, Aim.WASTE, 0.5)
    assert not running.is_lost(running.seen_at + LOST_AFTER)
    assert running.is_lost(running.seen_at + LOST_AFTER + timedelta(seconds=1))
    assert (DONE.state, DONE.fraction, DONE.finished_at, DONE.is_open) == (S.DONE, 1.0, NOW, True)
    assert running.stop(now=NOW).discard(now=NOW).state is S.DISCARDED
    assert DONE.fail(Fault.NOBODY, now=NOW).discard(now=NOW).fault is None
    for refused, call in ((NotStoppable, DONE.stop), (NotDiscardable, running.discard)):
        with pytest.raises(refused):
            call(now=NOW)
    with pytest.raises(NotAcceptable):
        running.accept([])


def test_after_some_workers_that_died_it_has_failed() -> None:
    proposal = a_proposal()
    for _ in range(MOST_ATTEMPTS):
        proposal = proposal.take(now=NOW)

    assert proposal.take(now=NOW).fault is Fault.WORKER_DIED


@pytest.mark.parametrize(
    ("standings", "state"),
    [
        ([Standing.PROPOSED, Standing.UNPLACED], "done"),
        ([Standing.HELD, Standing.OVERTAKEN], "partly_accepted"),
        ([Standing.HELD, Standing.UNPLACED], "accepted"),
    ],
)
def test_its_state_follows_from_what_is_given(standings: list[Standing], state: str) -> None:
    assert DONE.accept(standings).state == state


def test_a_part_is_of_the_lines_with_stands() -> None:
    lines = (LINE, a_line("jinsha", "A03"), an_unplaced("huaxi"))

    assert part_of(DONE, lines, None) == lines[:2]
    assert part_of(DONE, lines, [an_id("jinsha")]) == lines[1:2]
    for refused, chosen in ((NoLineChosen, []), (NotInAllotment, [an_id("huaxi")]), (NotInAllotment, [an_id("x")])):
        with pytest.raises(refused):
            part_of(DONE, lines, chosen)
    with pytest.raises(NotAcceptable):
        part_of(DONE.discard(now=NOW), lines, None)


@pytest.mark.parametrize(
    ("changes", "given", "worth"),
    [
        ({}, 0, Standing.PROPOSED),
        ({}, 1, Standing.OVERTAKEN),
        ({"state": ApplicationState.WITHDRAWN}, 0, Standing.OVERTAKEN),
        ({"state": ApplicationState.STAND_OFFERED}, 0, Standing.OVERTAKEN),
        ({"wish": Wish(stands=1)}, 0, Standing.OVERTAKEN),
        ({"state": ApplicationState.CONFIRMED}, 0, Standing.PROPOSED),
    ],
)
def test_a_line_stands_while_it_is_needed(changes: dict[str, object], given: int, worth: Standing) -> None:
    stands = {stand.id: stand for stand in FREE}

    assert standing_of(LINE, replace(CASE, **changes), stands, given=given) is worth  # type: ignore[arg-type]


def test_a_line_stands_while_its_stands_are_free_or_its_own() -> None:
    ours, theirs = (replace(FREE[0], state=StandState.HELD, application_id=an_id(who)) for who in ("lanyu", "jinsha"))
    blocked = replace(FREE[0], state=StandState.BLOCKED)

    def worth(*stands: object) -> Standing:
        return standings_of([LINE], [CASE], stands)[CASE.id]  # type: ignore[arg-type]

    assert worth(ours, FREE[1]) is Standing.PROPOSED
    assert worth(ours, replace(ours, id=FREE[1].id)) is Standing.HELD
    assert {worth(each, FREE[1]) for each in (theirs, blocked)} == {Standing.OVERTAKEN}
    assert worth(FREE[0]) is Standing.OVERTAKEN
    assert standings_of([LINE], [], FREE)[CASE.id] is Standing.OVERTAKEN
    unplaced = AllotmentLine(application_id=CASE.id, why=Why.TAKEN)
    assert standings_of([unplaced], [CASE], FREE)[CASE.id] is Standing.UNPLACED


S = AllotmentState

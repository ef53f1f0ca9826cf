"""The life of a proposal, and what fits beside what was accepted."""

from datetime import timedelta

import pytest

from events_app.domain.programmes import Force, ProgrammeClosed
from events_app.domain.proposal_results import PairKey
from events_app.domain.proposals import (
    LOST_AFTER,
    MOST_ATTEMPTS,
    Fault,
    NotAcceptable,
    NothingChosen,
    NotProposed,
    NotStoppable,
    PairForbidden,
    PlacesTaken,
    ProposalState,
    ShareTaken,
    Step,
    check_fit,
    check_room,
    part_of,
)
from tests.builders import an_id
from tests.clients import NOW
from tests.programme_builders import a_forced_pair, a_pair, a_programme, a_proposal, a_result, the_rules

PAIRS = (a_pair("valves", "KE"), a_pair("pumps", "KE"), a_pair("lamps", "DE"))
DONE = a_proposal().take(now=NOW).finish(a_result(*PAIRS), now=NOW)


def key(company: str, code: str) -> PairKey:
    return PairKey(an_id(company), code)


def test_a_proposal_is_taken_advances_and_is_done() -> None:
    running = a_proposal().take(now=NOW)

    assert (running.state, running.attempt, running.is_under_way) == (ProposalState.RUNNING, 1, True)
    further = running.advance(Step.SCORE, 0.5, now=NOW + timedelta(seconds=3))
    assert (further.step, further.fraction, further.seen_at) == (Step.SCORE, 0.5, NOW + timedelta(seconds=3))
    assert (DONE.state, DONE.fraction, DONE.finished_at) == (ProposalState.DONE, 1.0, NOW)


def test_after_some_workers_that_died_it_has_failed() -> None:
    proposal = a_proposal()
    for _ in range(MOST_ATTEMPTS):
        proposal = proposal.take(now=NOW)
    assert proposal.state is ProposalState.RUNNING

    assert proposal.take(now=NOW) == proposal.fail(Fault.WORKER_DIED, now=NOW)


def test_it_is_lost_when_nobody_has_shown_a_sign_of_life() -> None:
    running = a_proposal().take(now=NOW)

    assert not running.is_lost(NOW + LOST_AFTER)
    assert running.is_lost(NOW + LOST_AFTER + timedelta(seconds=1))
    assert not a_proposal().is_lost(NOW + LOST_AFTER * 2)


def test_only_what_is_waited_for_is_stopped() -> None:
    for proposal in (a_proposal(), a_proposal().take(now=NOW)):
        assert proposal.stop(now=NOW).state is ProposalState.STOPPED
    with pytest.raises(NotStoppable):
        DONE.stop(now=NOW)


def test_a_part_is_chosen_out_of_what_is_proposed() -> None:
    assert part_of(DONE, None) == PAIRS
    assert part_of(DONE, [key("lamps", "DE"), key("valves", "KE")]) == (PAIRS[0], PAIRS[2])
    with pytest.raises(NothingChosen):
        part_of(DONE, [])
    with pytest.raises(NotProposed):
        part_of(DONE, [key("lamps", "KE")])
    for without in (a_proposal(), a_proposal().stop(now=NOW)):
        with pytest.raises(NotAcceptable):
            part_of(without, None)
        with pytest.raises(NotAcceptable):
            without.accept([])


def test_the_state_follows_from_what_holds() -> None:
    keys = [pair.key for pair in PAIRS]

    assert DONE.accept(keys).state is ProposalState.ACCEPTED
    assert DONE.accept(keys[:1]).state is ProposalState.PARTLY_ACCEPTED
    assert DONE.accept(keys).accept([key("rails", "KE")]).state is ProposalState.DONE


def test_pairs_fit_beside_those_that_hold_or_are_refused() -> None:
    programme = a_programme()
    held = [key("a", "KE")]

    check_fit(programme, held, [key("b", "KE"), key("c", "DE"), key("a", "KE")])
    with pytest.raises(PlacesTaken) as refused:
        check_fit(programme, held, [key("b", "KE"), key("c", "KE")])
    assert refused.value.params == {"country": "KE", "capacity": 2}
    with pytest.raises(PlacesTaken):
        check_fit(programme, held, [key("b", "FR")])
    with pytest.raises(ShareTaken):
        check_fit(programme, held, [key("a", "DE")])
    ruled_out = programme.force(a_forced_pair(force=Force.MUST_NOT))
    with pytest.raises(PairForbidden):
        check_fit(ruled_out, held, [key("valves", "KE")])
    check_fit(ruled_out, [key("valves", "KE")], [key("valves", "KE")])
    with pytest.raises(ProgrammeClosed):
        check_fit(programme.close(now=NOW), [], [])


def test_rules_keep_room_for_what_holds() -> None:
    held = [key("a", "KE"), key("b", "KE")]

    check_room(the_rules(), held)
    with pytest.raises(PlacesTaken):
        check_room(the_rules(), [*held, key("c", "KE")])
    with pytest.raises(ShareTaken):
        check_room(the_rules(), [*held, key("b", "DE")])

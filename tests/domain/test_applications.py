"""Cases and their moves: every state is reached and explained, no gate is skipped, ends are ends."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events_app.domain.applications import (
    EDITABLE,
    FINAL,
    HOLDING,
    LARGEST_AREA,
    MOST_CO_EXHIBITORS,
    MOST_STANDS,
    MOVES,
    TERMED,
    Actor,
    Application,
    ApplicationState,
    AreaOutOfRange,
    Move,
    MoveImpossible,
    NotEditable,
    NotOverYet,
    OfferExpired,
    PreferenceMissing,
    ReasonNeeded,
    ReportMissing,
    SidesOutOfRange,
    Space,
    StandOfferExpired,
    StandsOutOfRange,
    TooManyNamed,
    Wish,
    moves_of,
)
from events_app.domain.next_steps import EXPLAINED, next_step
from events_app.domain.refusals import Refusal
from tests.application_builders import CLOSES, WITHIN, an_application

S, M = ApplicationState, Move
WEEK = timedelta(days=7)


def _at(state: ApplicationState) -> Application:
    due = WITHIN + WEEK if state in TERMED else None
    return an_application(state=state, due_at=due)


def test_every_state_is_reached_from_a_draft() -> None:
    reached = {S.DRAFT}
    while True:
        further = {rule.to for rule in MOVES.values() if rule.origins & reached} | reached
        if further == reached:
            break
        reached = further
    assert reached == set(S)


def test_ends_are_ends_and_everything_else_goes_on() -> None:
    leaving = {origin for rule in MOVES.values() for origin in rule.origins}
    assert set(S) - leaving == FINAL


def test_every_state_is_explained_and_says_who_acts_unless_it_is_over() -> None:
    assert EXPLAINED.keys() == set(S)
    assert {state for state, (_, actor) in EXPLAINED.items() if actor is None} == FINAL
    for state in set(S) - FINAL:
        actor = EXPLAINED[state][1]
        movers = {rule.actor for rule in MOVES.values() if state in rule.origins}
        # The waiting list acts by itself; organisers may still offer by hand.
        assert actor in movers | ({Actor.SYSTEM} if state is S.WAITING else set()) or state is S.CONFIRMED


def test_the_next_step_names_its_moment() -> None:
    step = next_step(an_application(), closes_at=CLOSES, starts_at=WITHIN)
    assert (step.actor, step.by) == (Actor.COMPANY, CLOSES)
    assert next_step(_at(S.OFFERED), closes_at=CLOSES, starts_at=WITHIN).by == WITHIN + WEEK
    assert next_step(_at(S.CONFIRMED), closes_at=CLOSES, starts_at=WITHIN).by == WITHIN
    assert next_step(_at(S.SUBMITTED), closes_at=CLOSES, starts_at=WITHIN).by is None


@pytest.mark.parametrize("move", Move)
@pytest.mark.parametrize("state", ApplicationState)
def test_a_move_begins_only_where_it_may(state: ApplicationState, move: Move) -> None:
    now = WITHIN + WEEK + timedelta(seconds=1) if move in {M.EXPIRE, M.EXPIRE_STAND} else WITHIN
    case = _at(state)
    if state in MOVES[move].origins:
        assert case.move(move, reason="Because.", now=now).state is MOVES[move].to
    else:
        with pytest.raises(MoveImpossible):
            case.move(move, reason="Because.", now=now)


@pytest.mark.parametrize(
    ("move", "error"),
    [
        (M.RETURN, ReasonNeeded),
        (M.REJECT, ReasonNeeded),
        (M.TAKE_STAND_BACK, ReasonNeeded),
        (M.REPORT, ReportMissing),
        (M.ASK_OTHER_STAND, PreferenceMissing),
    ],
)
def test_some_moves_must_say_why(move: Move, error: type[Refusal]) -> None:
    state = next(iter(MOVES[move].origins))
    with pytest.raises(error):
        _at(state).move(move, reason="  ", now=WITHIN)


def test_an_offer_holds_to_its_very_last_moment_and_not_beyond() -> None:
    offered = _at(S.ELIGIBLE).move(M.OFFER, due_after=WEEK, now=WITHIN)
    assert offered.due_at == WITHIN + WEEK
    assert offered.move(M.ACCEPT, now=WITHIN + WEEK).state is S.ACCEPTED
    with pytest.raises(MoveImpossible):
        offered.move(M.EXPIRE, now=WITHIN + WEEK)
    late = WITHIN + WEEK + timedelta(microseconds=1)
    for move in (M.ACCEPT, M.DECLINE):
        with pytest.raises(OfferExpired):
            offered.move(move, now=late)
    expired = offered.move(M.EXPIRE, now=late)
    assert (expired.state, expired.due_at) == (S.EXPIRED, None)


def test_who_took_part_is_noted_from_the_first_day_on() -> None:
    for move in (M.NOTE_PRESENCE, M.NOTE_ABSENCE):
        with pytest.raises(NotOverYet):
            _at(S.CONFIRMED).move(move, first_day_began=False, now=WITHIN)


def test_a_case_remembers_what_it_was_told_and_since_when_it_waits() -> None:
    returned = _at(S.SUBMITTED).move(M.RETURN, reason=" The licence. ", due_after=WEEK, now=WITHIN)
    assert (returned.reason, returned.due_at) == ("The licence.", WITHIN + WEEK)
    listed = _at(S.ELIGIBLE).move(M.PUT_ON_LIST, now=WITHIN)
    offered = listed.move(M.OFFER, due_after=WEEK, now=WITHIN + WEEK)
    assert (listed.queued_at, offered.queued_at) == (WITHIN, WITHIN)
    reported = _at(S.TOOK_PART).move(M.REPORT, reason="Two contracts.", now=WITHIN)
    assert (reported.report, reported.reason) == ("Two contracts.", "")


@pytest.mark.parametrize("state", ApplicationState)
def test_only_what_is_the_companys_to_write_is_written(state: ApplicationState) -> None:
    new = an_application(exhibits="Drones", state=S.CONFIRMED, number=9)
    if state in EDITABLE:
        after = _at(state).rewrite(new, now=WITHIN)
        assert (after.exhibits, after.state, after.number) == ("Drones", state, 1)
    else:
        with pytest.raises(NotEditable):
            _at(state).rewrite(new, now=WITHIN)


def test_a_wish_is_within_what_halls_have() -> None:
    assert Wish(stands=2, area=30).space == Space(2, 30)
    for stands in (0, MOST_STANDS + 1):
        with pytest.raises(StandsOutOfRange):
            Wish(stands=stands)
    for area in (0, LARGEST_AREA + 1):
        with pytest.raises(AreaOutOfRange):
            Wish(area=area)
    for sides in (0, 5):
        with pytest.raises(SidesOutOfRange):
            Wish(open_sides=sides)
    with pytest.raises(TooManyNamed):
        an_application(co_exhibitors=("x",) * (MOST_CO_EXHIBITORS + 1))


def test_each_actor_is_shown_their_own_moves() -> None:
    assert moves_of(_at(S.OFFERED), Actor.COMPANY) == (M.ACCEPT, M.DECLINE)
    assert moves_of(_at(S.SUBMITTED), Actor.ORGANISER) == (M.FIND_ELIGIBLE, M.RETURN, M.REJECT)
    assert moves_of(_at(S.SUBMITTED), Actor.COMPANY) == (M.WITHDRAW,)
    assert all(moves_of(_at(state), actor) == () for state in FINAL for actor in Actor)


def test_who_holds_a_place_keeps_it_while_stands_are_offered_and_asked_for() -> None:
    offered = _at(S.ACCEPTED).move(M.OFFER_STAND, due_after=WEEK, now=WITHIN)
    assert (offered.state, offered.due_at, offered.holds_place) == (S.STAND_OFFERED, WITHIN + WEEK, True)
    late = WITHIN + WEEK * 2
    asked = offered.move(M.ASK_OTHER_STAND, reason="Nearer to hall 2.", now=late)
    assert (asked.state, asked.due_at, asked.reason) == (S.ACCEPTED, None, "")
    paid = offered.move(M.ACCEPT_STAND, now=WITHIN + WEEK).move(M.NOTE_DEPOSIT, now=late)
    assert paid.move(M.CONFIRM, now=late).state is S.CONFIRMED


def test_an_offer_of_a_stand_ends_with_its_term_and_the_place_stays() -> None:
    offered = _at(S.ACCEPTED).move(M.OFFER_STAND, due_after=WEEK, now=WITHIN)
    with pytest.raises(MoveImpossible):
        offered.move(M.EXPIRE_STAND, now=WITHIN + WEEK)
    with pytest.raises(StandOfferExpired):
        offered.move(M.ACCEPT_STAND, now=WITHIN + WEEK * 2)
    assert offered.move(M.EXPIRE_STAND, now=WITHIN + WEEK * 2).state is S.ACCEPTED


moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - given a zone


@given(st.lists(st.tuples(st.sampled_from(Move), moments), max_size=30))
def test_no_way_through_the_moves_skips_a_gate(ways: list[tuple[Move, datetime]]) -> None:
    case, seen = an_application(), [S.DRAFT]
    for move, now in ways:
        try:
            case = case.move(move, reason="Because.", due_after=WEEK, now=now)
        except Refusal:
            continue
        seen.append(case.state)
    for state, earlier in (
        (S.ELIGIBLE, {S.SUBMITTED}),
        (S.WAITING, {S.ELIGIBLE}),
        (S.OFFERED, {S.ELIGIBLE, S.WAITING}),
        (S.ACCEPTED, {S.OFFERED}),
        (S.STAND_OFFERED, {S.ACCEPTED}),
        (S.STAND_ACCEPTED, {S.STAND_OFFERED}),
        (S.DEPOSIT_PAID, {S.ACCEPTED}),
        (S.CONFIRMED, {S.ACCEPTED}),
        (S.TOOK_PART, {S.CONFIRMED}),
        (S.REPORTED, {S.TOOK_PART}),
    ):
        assert all(before in earlier for before, after in pairwise(seen) if after is state)
    assert (case.due_at is not None) == (case.state in {S.OFFERED, S.RETURNED})
    assert replace(case, state=S.OFFERED).holds_place
    assert case.holds_place == (case.state in HOLDING)

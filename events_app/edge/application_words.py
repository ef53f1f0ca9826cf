"""Applications in words and marks: the ring of a state, the stations of the way, the lines of a trail."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final, Literal

from events_app.domain.application_steps import Step
from events_app.domain.applications import FINAL, MOVES, Application, ApplicationState, Move
from events_app.domain.exhibitions import DeadlineKind, Edition, moment_in
from events_app.domain.messages import P_, Message
from events_app.domain.next_steps import NextStep, next_step
from events_app.domain.waiting_list import BLOCK_WORDS

S = ApplicationState

RINGS: Final[Mapping[ApplicationState, str]] = MappingProxyType(
    {
        S.DRAFT: "draft",
        S.SUBMITTED: "open",
        S.RETURNED: "provisional",
        S.ELIGIBLE: "open",
        S.WAITING: "postponed",
        S.OFFERED: "running",
        S.ACCEPTED: "confirmed",
        S.STAND_OFFERED: "running",
        S.STAND_ACCEPTED: "confirmed",
        S.DEPOSIT_PAID: "confirmed",
        S.CONFIRMED: "confirmed",
        S.TOOK_PART: "held",
        S.REPORTED: "held",
        S.WITHDRAWN: "cancelled",
        S.DECLINED: "cancelled",
        S.EXPIRED: "cancelled",
        S.REJECTED: "cancelled",
        S.NO_SHOW: "cancelled",
    }
)
"""The mark beside the words of a state."""

SIDE_NAMES: dict[int, Message] = {
    1: P_("open sides of a stand", "Row stand (one open side)"),
    2: P_("open sides of a stand", "Corner stand (two open sides)"),
    3: P_("open sides of a stand", "Peninsula stand (three open sides)"),
    4: P_("open sides of a stand", "Island stand (four open sides)"),
}

DONE_WORDS: Final[Mapping[Move, Message]] = MappingProxyType(
    {
        Move.SUBMIT: P_("trail of an application", "The application was submitted."),
        Move.RETURN: P_("trail of an application", "The application was returned for completion."),
        Move.FIND_ELIGIBLE: P_("trail of an application", "The application was found eligible."),
        Move.REJECT: P_("trail of an application", "The application was rejected."),
        Move.PUT_ON_LIST: P_("trail of an application", "The application was put on the waiting list."),
        Move.OFFER: P_("trail of an application", "A place was offered."),
        Move.ACCEPT: P_("trail of an application", "The place was accepted."),
        Move.DECLINE: P_("trail of an application", "The place was declined."),
        Move.EXPIRE: P_("trail of an application", "Nobody acted in time; the case was closed."),
        Move.OFFER_STAND: P_("trail of an application", "A stand was offered."),
        Move.TAKE_STAND_BACK: P_("trail of an application", "The stand was taken back."),
        Move.ACCEPT_STAND: P_("trail of an application", "The stand was accepted."),
        Move.ASK_OTHER_STAND: P_("trail of an application", "Another stand was asked for."),
        Move.DECLINE_STAND: P_("trail of an application", "The stand was declined."),
        Move.EXPIRE_STAND: P_("trail of an application", "Nobody answered in time; the stand is free again."),
        Move.NOTE_DEPOSIT: P_("trail of an application", "The deposit was paid."),
        Move.CONFIRM: P_("trail of an application", "The place was confirmed."),
        Move.WITHDRAW: P_("trail of an application", "The application was withdrawn."),
        Move.NOTE_PRESENCE: P_("trail of an application", "The company took part."),
        Move.NOTE_ABSENCE: P_("trail of an application", "The place stayed empty."),
        Move.REPORT: P_("trail of an application", "The report was sent."),
    }
)

STATIONS: Final = (
    S.DRAFT,
    S.SUBMITTED,
    S.ELIGIBLE,
    S.OFFERED,
    S.ACCEPTED,
    S.STAND_OFFERED,
    S.STAND_ACCEPTED,
    S.DEPOSIT_PAID,
    S.CONFIRMED,
    S.TOOK_PART,
    S.REPORTED,
)
"""The way of a case that goes well."""
OPTIONAL: Final = frozenset({S.STAND_OFFERED, S.STAND_ACCEPTED, S.DEPOSIT_PAID})
"""Stations of editions with a plan or with fees, drawn once they were reached."""
BESIDE: Final[Mapping[ApplicationState, ApplicationState]] = MappingProxyType(
    {S.RETURNED: S.SUBMITTED, S.WAITING: S.ELIGIBLE, S.NO_SHOW: S.TOOK_PART}
)
"""States beside the way, and the station that they stand at."""


@dataclass(frozen=True, slots=True)
class Station:
    """One stop of the way; `at` is the moment when it was reached."""

    state: ApplicationState
    place: Literal["passed", "here", "ahead"]
    at: datetime | None = None


def stations(application: Application, trail: Iterable[Step]) -> tuple[Station, ...]:
    """The way of a case: what was passed, where it is, what lies ahead; of a case that ended, only what was passed."""
    reached: dict[ApplicationState, Step] = {}
    for step in trail:
        if step.move is not None:
            reached[MOVES[step.move].to] = step
    if application.state in FINAL - {S.REPORTED, S.NO_SHOW}:
        passed = [_at("passed", state, reached) for state in STATIONS if state is S.DRAFT or state in reached]
        return (*passed, _at("here", application.state, reached))
    here = BESIDE.get(application.state, application.state)
    way = [state for state in STATIONS if state not in OPTIONAL or state in reached or state is here]
    index = way.index(here)
    return (
        *(_at("passed", state, reached) for state in way[:index]),
        _at("here", application.state, reached),
        *(Station(state, "ahead") for state in way[index + 1 :]),
    )


def step_words(step: Step) -> Message:
    """What a line of the trail says."""
    if step.move is not None:
        return DONE_WORDS[step.move]
    if step.why is not None:
        return BLOCK_WORDS[step.why]
    raise ValueError("A step is a move or a passing-over.")


def _at(place: Literal["passed", "here"], state: ApplicationState, reached: Mapping[ApplicationState, Step]) -> Station:
    step = reached.get(state)
    return Station(state, place, step.at if step else None)


def step_of(application: Application, edition: Edition) -> NextStep:
    """What happens next with a case of this edition."""
    closes = edition.deadline(DeadlineKind.APPLICATIONS_CLOSE)
    starts = moment_in(edition.zone, edition.days.first, datetime.min.time())
    return next_step(application, closes_at=closes.at if closes else None, starts_at=starts)

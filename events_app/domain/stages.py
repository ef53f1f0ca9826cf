"""Moves of projects between stages: which there are, which right each needs, and what must be known first.

A project that stopped goes on where it was; whatever way it takes, export control is asked at every stage it reaches.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from events_app.domain.export_control import CONTRACT_STAGES, FORCE_STAGES, check_export
from events_app.domain.messages import N_
from events_app.domain.money import Money
from events_app.domain.projects import MAIN_STAGES, Project, Stage
from events_app.domain.refusals import InvalidValue, Refusal
from events_app.domain.rights import Right

STOPS = frozenset({Stage.SUSPENDED, Stage.TERMINATED, Stage.DISPUTE})
"""What can befall a project at any stage, for a reason."""

_FORWARD: Mapping[Stage, Mapping[Stage, Right]] = {
    Stage.IDEA: {Stage.CONTACT: Right.EDIT, Stage.MEMORANDUM: Right.EDIT},
    Stage.CONTACT: {Stage.MEMORANDUM: Right.EDIT, Stage.NEGOTIATION: Right.EDIT, Stage.IDEA: Right.EDIT},
    Stage.MEMORANDUM: {Stage.NEGOTIATION: Right.EDIT, Stage.CONTACT: Right.EDIT},
    Stage.NEGOTIATION: {Stage.SIGNED: Right.PUBLISH, Stage.MEMORANDUM: Right.EDIT, Stage.CONTACT: Right.EDIT},
    Stage.SIGNED: {Stage.EFFECTIVE: Right.PUBLISH, Stage.NEGOTIATION: Right.DECIDE},
    Stage.EFFECTIVE: {Stage.DELIVERY: Right.PUBLISH, Stage.SIGNED: Right.DECIDE},
    Stage.DELIVERY: {Stage.ACCEPTED: Right.PUBLISH, Stage.EFFECTIVE: Right.DECIDE},
    Stage.ACCEPTED: {Stage.CLOSED: Right.PUBLISH, Stage.DELIVERY: Right.DECIDE},
    Stage.CLOSED: {Stage.ACCEPTED: Right.DECIDE},
}
_STOPPING: Mapping[Stage, Right] = {
    Stage.SUSPENDED: Right.PUBLISH,
    Stage.DISPUTE: Right.PUBLISH,
    Stage.TERMINATED: Right.PUBLISH,
}
MOVES: Mapping[Stage, Mapping[Stage, Right]] = {
    **{stage: {**_FORWARD[stage], **_STOPPING} for stage in MAIN_STAGES},
    Stage.SUSPENDED: {**dict.fromkeys(MAIN_STAGES, Right.PUBLISH), **_STOPPING},
    Stage.DISPUTE: {**dict.fromkeys(MAIN_STAGES, Right.PUBLISH), **_STOPPING},
    Stage.TERMINATED: {**dict.fromkeys(MAIN_STAGES, Right.DECIDE), Stage.DISPUTE: Right.PUBLISH},
}
"""From, to, and the right that it needs. A stopped project returns only to where it was (`moves_of`)."""


class MoveUnknown(Refusal):
    """There is no way from this stage to that."""

    message = N_("A project cannot move between these stages.")


class SignedAmountMissing(InvalidValue):
    """A signed contract without its amount."""

    message = N_("Give the signed amount, or say that the contract has none.")


class EffectiveDayMissing(InvalidValue):
    """A contract in force without the day since when."""

    message = N_("Give the day on which the contract took effect.")


class StageReasonMissing(InvalidValue):
    """A project that stops without a reason."""

    message = N_("Give the reason.")


class StageHasItsOwnMove(Refusal):
    """A stage that was to change by editing."""

    message = N_("The stage of a project is changed by a move, not by editing.")


def moves_of(project: Project) -> dict[Stage, Right]:
    """Stages that the project can move to, and the right that each move needs."""
    moves = {to: right for to, right in MOVES[project.stage].items() if to is not project.stage}
    if project.stage in STOPS and project.stage_before is not None:
        return {to: right for to, right in moves.items() if to in STOPS or to is project.stage_before}
    return moves


def check_stage(project: Project) -> None:
    """Let the project be at its stage. Raises SignedAmountMissing, EffectiveDayMissing or what export control says."""
    check_export(project, project.stage)
    if project.stage in CONTRACT_STAGES and project.signed is None and not project.has_no_amount:
        raise SignedAmountMissing
    if project.stage in FORCE_STAGES and project.effective_on is None:
        raise EffectiveDayMissing


def move(
    project: Project,
    to: Stage,
    *,
    reason: str = "",
    signed: Money | None = None,
    has_no_amount: bool = False,
    effective_on: date | None = None,
    now: datetime,
) -> Project:
    """The project at its new stage. What was known before need not be said again.

    Raises MoveUnknown, StageReasonMissing, or what `check_stage` raises.
    """
    if to not in moves_of(project):
        raise MoveUnknown
    if to in STOPS and not reason.strip():
        raise StageReasonMissing
    amount = signed if signed is not None else project.signed
    moved = replace(
        project,
        stage=to,
        stage_before=_stage_before(project, to),
        stage_reason=reason.strip() if to in STOPS else "",
        signed=amount,
        has_no_amount=amount is None and (has_no_amount or project.has_no_amount),
        effective_on=effective_on or project.effective_on,
        modified_at=now,
    )
    check_stage(moved)
    return moved


def _stage_before(project: Project, to: Stage) -> Stage | None:
    if to not in STOPS:
        return None
    return project.stage_before if project.stage in STOPS else project.stage

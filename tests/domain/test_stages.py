"""Moves between stages: what each needs, and that no way leads past export control."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events_app.domain.export_control import (
    CONTRACT_STAGES,
    FORCE_STAGES,
    ExportProhibited,
    LetterOfIntentMissing,
    LicenceMissing,
)
from events_app.domain.money import Money
from events_app.domain.projects import MAIN_STAGES, ExportClass, ExportControl, Project, Stage
from events_app.domain.refusals import Refusal
from events_app.domain.rights import Right
from events_app.domain.stages import (
    MOVES,
    STOPS,
    EffectiveDayMissing,
    MoveUnknown,
    SignedAmountMissing,
    StageReasonMissing,
    move,
    moves_of,
)
from tests.builders import a_project

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
DAY = date(2026, 11, 20)
AMOUNT = Money(1_000_000, "EUR")


def at(stage: Stage, **changes: object) -> Project:
    return a_project(stage=stage, **changes)


def test_a_contract_is_signed_with_its_amount_or_the_word_that_there_is_none() -> None:
    project = at(Stage.NEGOTIATION)

    with pytest.raises(SignedAmountMissing):
        move(project, Stage.SIGNED, now=NOW)
    with_amount = move(project, Stage.SIGNED, signed=AMOUNT, now=NOW)
    without = move(project, Stage.SIGNED, has_no_amount=True, now=NOW)

    assert with_amount == replace(project, stage=Stage.SIGNED, signed=AMOUNT, modified_at=NOW)
    assert without == replace(project, stage=Stage.SIGNED, has_no_amount=True, modified_at=NOW)


def test_an_amount_outweighs_the_word_that_there_is_none() -> None:
    moved = move(at(Stage.NEGOTIATION), Stage.SIGNED, signed=AMOUNT, has_no_amount=True, now=NOW)

    assert (moved.signed, moved.has_no_amount) == (AMOUNT, False)


def test_a_contract_takes_effect_on_a_day() -> None:
    project = at(Stage.SIGNED, signed=AMOUNT)

    with pytest.raises(EffectiveDayMissing):
        move(project, Stage.EFFECTIVE, now=NOW)
    assert move(project, Stage.EFFECTIVE, effective_on=DAY, now=NOW).effective_on == DAY


@pytest.mark.parametrize("to", sorted(STOPS))
@pytest.mark.parametrize("stage", MAIN_STAGES)
def test_a_project_stops_at_any_stage_for_a_reason(stage: Stage, to: Stage) -> None:
    project = at(stage, signed=AMOUNT, effective_on=DAY)

    with pytest.raises(StageReasonMissing):
        move(project, to, reason="  ", now=NOW)
    stopped = move(project, to, reason="Funding is withdrawn", now=NOW)

    assert (stopped.stage, stopped.stage_before, stopped.stage_reason) == (to, stage, "Funding is withdrawn")


def test_a_project_that_was_suspended_goes_on_where_it_was_and_nowhere_else() -> None:
    suspended = move(at(Stage.MEMORANDUM), Stage.SUSPENDED, reason="Elections", now=NOW)
    disputed = move(suspended, Stage.DISPUTE, reason="Claims", now=NOW)

    assert set(moves_of(disputed)) == {Stage.MEMORANDUM, Stage.SUSPENDED, Stage.TERMINATED}
    with pytest.raises(MoveUnknown):
        move(disputed, Stage.DELIVERY, now=NOW)
    resumed = move(disputed, Stage.MEMORANDUM, now=NOW)
    assert (resumed.stage_before, resumed.stage_reason) == (None, "")


def test_no_stage_is_left_out_and_steps_are_not_jumped() -> None:
    assert set(MOVES) == set(Stage)
    with pytest.raises(MoveUnknown):
        move(at(Stage.IDEA), Stage.SIGNED, signed=AMOUNT, now=NOW)
    with pytest.raises(MoveUnknown):
        move(at(Stage.IDEA), Stage.IDEA, now=NOW)


def test_reviving_what_was_terminated_is_for_who_decides() -> None:
    terminated = move(at(Stage.DELIVERY, signed=AMOUNT, effective_on=DAY), Stage.TERMINATED, reason="End", now=NOW)

    assert moves_of(terminated) == {Stage.DELIVERY: Right.DECIDE, Stage.DISPUTE: Right.PUBLISH}


@pytest.mark.parametrize(
    ("control", "stage", "to", "refusal"),
    [
        (ExportControl(export_class=ExportClass.PROHIBITED), Stage.NEGOTIATION, Stage.SIGNED, ExportProhibited),
        (ExportControl(export_class=ExportClass.RESTRICTED), Stage.NEGOTIATION, Stage.SIGNED, LetterOfIntentMissing),
        (ExportControl(export_class=ExportClass.DUAL_USE), Stage.SIGNED, Stage.EFFECTIVE, LicenceMissing),
    ],
)
def test_export_control_stops_a_move(control: ExportControl, stage: Stage, to: Stage, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        move(at(stage, control=control), to, signed=AMOUNT, effective_on=DAY, now=NOW)


def test_papers_open_the_gate() -> None:
    restricted = ExportControl(export_class=ExportClass.RESTRICTED, letter_of_intent="LOI 7")
    dual_use = ExportControl(export_class=ExportClass.DUAL_USE, licence_number="L 8")

    signed = move(at(Stage.NEGOTIATION, control=restricted), Stage.SIGNED, signed=AMOUNT, now=NOW)
    effective = move(at(Stage.SIGNED, control=dual_use, signed=AMOUNT), Stage.EFFECTIVE, effective_on=DAY, now=NOW)

    assert (signed.stage, effective.stage) == (Stage.SIGNED, Stage.EFFECTIVE)


@given(
    export_class=st.sampled_from(ExportClass),
    has_letter=st.booleans(),
    has_licence=st.booleans(),
    ways=st.lists(st.sampled_from(Stage), max_size=25),
)
def test_no_way_leads_past_export_control(
    *, export_class: ExportClass, has_letter: bool, has_licence: bool, ways: list[Stage]
) -> None:
    control = ExportControl(
        export_class=export_class,
        letter_of_intent="LOI 7" if has_letter else "",
        licence_number="L 8" if has_licence else "",
    )
    project = at(Stage.IDEA, control=control)

    for to in ways:
        try:
            project = move(project, to, reason="because", signed=AMOUNT, effective_on=DAY, now=NOW)
        except Refusal:
            continue
        if project.stage in CONTRACT_STAGES:
            assert export_class is not ExportClass.PROHIBITED
            assert export_class is not ExportClass.RESTRICTED or has_letter
        if project.stage in FORCE_STAGES:
            assert export_class is not ExportClass.DUAL_USE or has_licence

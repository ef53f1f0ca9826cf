"""Cooperation projects: what their values refuse and which dates hold."""

from datetime import date

import pytest

from events_app.domain.money import CurrencyUnknown, Money
from events_app.domain.projects import (
    CONTRACT_KINDS,
    CONTRACT_NAMES,
    MAIN_STAGES,
    PROJECT_NAMES,
    ROLE_NAMES,
    STAGE_NAMES,
    ContractKind,
    ContractKindMismatch,
    PartyRole,
    ProjectKind,
    Stage,
)
from tests.builders import a_milestone, a_project, an_id


def test_the_day_of_a_milestone_is_the_best_known() -> None:
    planned = a_milestone()
    forecast = a_milestone(forecast_on=date(2026, 10, 1))
    reached = a_milestone(forecast_on=date(2026, 10, 1), actual_on=date(2026, 9, 20))

    assert [m.on for m in (planned, forecast, reached)] == [date(2026, 9, 1), date(2026, 10, 1), date(2026, 9, 20)]


def test_readers_see_public_milestones_in_order_of_day() -> None:
    late = a_milestone(id=an_id("late"), planned_on=date(2027, 1, 1))
    secret = a_milestone(id=an_id("secret"), is_public=False)

    assert a_project(milestones=(late, secret, a_milestone())).public_milestones == (a_milestone(), late)


def test_a_legal_form_must_belong_to_the_kind_of_project() -> None:
    with pytest.raises(ContractKindMismatch):
        a_project(kind=ProjectKind.RESEARCH, contract_kind=ContractKind.TURNKEY)


def test_every_kind_form_stage_and_role_has_a_name_and_a_place() -> None:
    assert set(PROJECT_NAMES) == set(CONTRACT_KINDS) == set(ProjectKind)
    assert set(CONTRACT_NAMES) == {kind for kinds in CONTRACT_KINDS.values() for kind in kinds} == set(ContractKind)
    assert set(STAGE_NAMES) == set(Stage)
    assert set(ROLE_NAMES) == set(PartyRole)
    assert MAIN_STAGES[0] is Stage.IDEA
    assert MAIN_STAGES[-1] is Stage.CLOSED


@pytest.mark.parametrize("code", ["eur", "EURO", "€", "E1R", ""])
def test_money_wants_a_currency_code(code: str) -> None:
    with pytest.raises(CurrencyUnknown):
        Money(100, code)

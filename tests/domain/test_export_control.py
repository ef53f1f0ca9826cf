"""Export control: warnings with reasons, and the registration of a contract as a milestone."""

from dataclasses import replace
from datetime import date

import pytest

from events_app.domain.export_control import (
    LETTER_WANTED,
    LICENCE_WANTED,
    PROHIBITED,
    REGISTRATION_NAMES,
    UNCLASSIFIED,
    export_warnings,
    registration_due,
    registration_id,
    with_registration,
)
from events_app.domain.languages import LANGUAGES
from events_app.domain.messages import Message
from events_app.domain.projects import ContractKind, ExportClass, ExportControl, ProjectKind
from tests.builders import a_project

DAY = date(2027, 1, 1)


@pytest.mark.parametrize(
    ("control", "warnings"),
    [
        (ExportControl(), (UNCLASSIFIED,)),
        (ExportControl(export_class=ExportClass.FREE), ()),
        (ExportControl(export_class=ExportClass.PROHIBITED), (PROHIBITED,)),
        (ExportControl(export_class=ExportClass.RESTRICTED), (LETTER_WANTED,)),
        (ExportControl(export_class=ExportClass.RESTRICTED, letter_of_intent="LOI 7"), ()),
        (ExportControl(export_class=ExportClass.DUAL_USE), (LICENCE_WANTED,)),
        (ExportControl(export_class=ExportClass.DUAL_USE, licence_number="L 8"), ()),
    ],
)
def test_a_class_warns_until_its_papers_are_there(control: ExportControl, warnings: tuple[Message, ...]) -> None:
    assert export_warnings(a_project(control=control)) == warnings


def test_registration_is_due_sixty_days_after_effect_or_as_many_as_are_set() -> None:
    assert registration_due(DAY) == date(2027, 3, 2)
    assert registration_due(DAY, days=30) == date(2027, 1, 31)


def test_a_technology_contract_in_force_gets_an_internal_milestone_once() -> None:
    project = a_project(
        kind=ProjectKind.TECHNOLOGY, contract_kind=ContractKind.LICENCE, effective_on=DAY, milestones=()
    )

    registered = with_registration(project)
    (milestone,) = registered.milestones

    assert (milestone.id, milestone.planned_on, milestone.is_public) == (
        registration_id(project),
        date(2027, 3, 2),
        False,
    )
    assert with_registration(registered) == registered


def test_a_milestone_of_registration_stays_as_people_changed_it() -> None:
    project = with_registration(
        a_project(kind=ProjectKind.TECHNOLOGY, contract_kind=ContractKind.LICENCE, effective_on=DAY, milestones=())
    )
    moved = replace(project, milestones=(replace(project.milestones[0], forecast_on=date(2027, 2, 1)),))

    assert with_registration(replace(moved, effective_on=date(2027, 1, 9))) == replace(
        moved, effective_on=date(2027, 1, 9)
    )


def test_no_other_contract_is_registered() -> None:
    works = a_project(effective_on=DAY, milestones=())
    restricted = a_project(
        kind=ProjectKind.TECHNOLOGY,
        contract_kind=None,
        effective_on=DAY,
        milestones=(),
        control=ExportControl(export_class=ExportClass.RESTRICTED, letter_of_intent="LOI 7"),
    )

    assert with_registration(works) == works
    assert with_registration(restricted) == restricted


def test_the_milestone_has_a_name_in_every_language() -> None:
    assert set(REGISTRATION_NAMES) == set(LANGUAGES)

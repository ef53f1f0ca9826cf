"""Export control of projects: what the class of a technology lets happen, and when a contract is registered.

Sources for China: Regulations of the People's Republic of China on the Administration of Technology Import and Export
(State Council Decree 331): prohibited technology is not exported; restricted technology needs a licence letter of
intent before negotiations become a contract, and a licence before the contract takes effect; the contract about free
technology is registered. Measures for the Administration of Registration of Technology Import and Export Contracts
(Ministry of Commerce Decree 3 of 2009): registration within 60 days from the day on which the contract takes effect.
Dual-use items need a licence under the Export Control Law. Other countries have other days: they are a parameter.
"""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid5

from events_app.domain.messages import N_, Message
from events_app.domain.projects import ExportClass, Milestone, Project, ProjectKind, Stage
from events_app.domain.refusals import Refusal
from events_app.domain.texts import Text

REGISTRATION_DAYS = 60
CONTRACT_STAGES = frozenset({Stage.SIGNED, Stage.EFFECTIVE, Stage.DELIVERY, Stage.ACCEPTED, Stage.CLOSED})
"""Stages that there are only with a signed contract."""
FORCE_STAGES = CONTRACT_STAGES - {Stage.SIGNED}
"""Stages that there are only with a contract in force."""
REGISTERED = frozenset({ExportClass.FREE, ExportClass.UNCLASSIFIED})

REGISTRATION_NAMES = {
    "en": "Contract registration due",
    "zh-Hans": "合同登记截止",
    "fr": "Échéance d’enregistrement du contrat",
    "es": "Plazo de registro del contrato",
    "ru": "Срок регистрации контракта",
    "ar": "الموعد النهائي لتسجيل العقد",
    "pt": "Prazo de registro do contrato",
}


class ExportProhibited(Refusal):
    """A contract about technology that may not be exported."""

    message = N_("This technology is prohibited from export: no contract can be signed about it.")


class LetterOfIntentMissing(Refusal):
    """A contract about restricted technology without the licence letter of intent."""

    message = N_("Restricted technology needs a licence letter of intent before the contract is signed.")


class LicenceMissing(Refusal):
    """A contract about a dual-use item in force without its licence."""

    message = N_("Dual-use technology needs an export licence before the contract takes effect.")


PROHIBITED = N_("Prohibited from export: the project cannot move to a signed contract.")
LETTER_WANTED = N_("Restricted: a licence letter of intent is needed before the contract is signed.")
LICENCE_WANTED = N_("Dual use: an export licence is needed before the contract takes effect.")
UNCLASSIFIED = N_("Not classified yet: have the technology classified before a contract is signed.")


def check_export(project: Project, to: Stage) -> None:
    """Let a project be at a stage. Raises ExportProhibited, LetterOfIntentMissing or LicenceMissing."""
    control = project.control
    if to in CONTRACT_STAGES and control.export_class is ExportClass.PROHIBITED:
        raise ExportProhibited
    if to in CONTRACT_STAGES and control.export_class is ExportClass.RESTRICTED and not control.letter_of_intent:
        raise LetterOfIntentMissing
    if to in FORCE_STAGES and control.export_class is ExportClass.DUAL_USE and not control.licence_number:
        raise LicenceMissing


def export_warnings(project: Project) -> tuple[Message, ...]:
    """What to look at, whatever the stage."""
    control = project.control
    match control.export_class:
        case ExportClass.PROHIBITED:
            return (PROHIBITED,)
        case ExportClass.RESTRICTED if not control.letter_of_intent:
            return (LETTER_WANTED,)
        case ExportClass.DUAL_USE if not control.licence_number:
            return (LICENCE_WANTED,)
        case ExportClass.UNCLASSIFIED:
            return (UNCLASSIFIED,)
        case _:
            return ()


def registration_id(project: Project) -> UUID:
    """Id of the milestone of registration: the same for a project, however often it is computed."""
    return uuid5(project.id, "registration")


def needs_registration(project: Project) -> bool:
    """Whether the contract is one that is registered: about technology, and not under licence."""
    return project.kind is ProjectKind.TECHNOLOGY and project.control.export_class in REGISTERED


def registration_due(effective_on: date, *, days: int = REGISTRATION_DAYS) -> date:
    """Last day of the registration."""
    return effective_on + timedelta(days=days)


def with_registration(project: Project, *, days: int = REGISTRATION_DAYS) -> Project:
    """The project with the milestone of its registration, where its contract is in force.

    A milestone that is there already stays as people made it.
    """
    known = registration_id(project)
    if project.effective_on is None or not needs_registration(project):
        return project
    if any(milestone.id == known for milestone in project.milestones):
        return project
    milestone = Milestone(
        id=known,
        name=Text.of("en", REGISTRATION_NAMES["en"], REGISTRATION_NAMES),
        planned_on=registration_due(project.effective_on, days=days),
        is_public=False,
    )
    return replace(project, milestones=(*project.milestones, milestone))

"""Cooperation projects as the API writes them."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from pydantic import Field, model_validator

from events_app.api.fields import (
    CountryCode,
    Day,
    FieldNumber,
    Line,
    Model,
    Money,
    Named,
    SectorCode,
    Slug,
    Text,
    Words,
    Zone,
    wrong,
)
from events_app.domain import projects as domain
from events_app.domain.messages import N_
from events_app.domain.projects import (
    CONTRACT_KINDS,
    ContractKind,
    ContractKindMismatch,
    ExportClass,
    PartyRole,
    Project,
    ProjectKind,
    Stage,
)

NOTHING = Text(source="en")
MOST_PARTS = 200


class Party(Model):
    """Who takes part, as what, from where."""

    name: Named
    role: PartyRole
    country: CountryCode


class Milestone(Model):
    """Something due: planned, then forecast anew, then reached."""

    id: UUID | None = Field(
        default=None, description=N_("Id of a part that is there already; without one it is new.").id
    )
    name: Named
    planned_on: Day
    forecast_on: Day | None = None
    actual_on: Day | None = None
    is_public: bool = True

    def kept(self, old: domain.Milestone | None) -> domain.Milestone:
        """The milestone as kept."""
        return domain.Milestone(
            id=self.id or uuid4(),
            name=self.name.merged(old.name if old else None),
            planned_on=self.planned_on,
            forecast_on=self.forecast_on,
            actual_on=self.actual_on,
            is_public=self.is_public,
        )

    @classmethod
    def of(cls, milestone: domain.Milestone) -> "Milestone":
        """The milestone as it is kept."""
        return cls(
            id=milestone.id,
            name=Text.of(milestone.name),
            planned_on=milestone.planned_on,
            forecast_on=milestone.forecast_on,
            actual_on=milestone.actual_on,
            is_public=milestone.is_public,
        )


class ExportControl(Model):
    """What export control says of the technology. Never public."""

    export_class: ExportClass = ExportClass.UNCLASSIFIED
    letter_of_intent: Line = Field(default="", description=N_("Number of the licence letter of intent.").id)
    licence_number: Line = ""
    note: Words = ""


class ProjectBody(Model):
    """What is written of a project."""

    name: Named
    summary: Text = NOTHING
    kind: ProjectKind
    contract_kind: ContractKind | None = None
    countries: tuple[CountryCode, ...] = Field(
        min_length=1, max_length=50, description=N_("Countries or regions of the partners.").id
    )
    parties: tuple[Party, ...] = Field(default=(), max_length=MOST_PARTS)
    sectors: tuple[SectorCode, ...] = Field(default=(), max_length=50)
    fields: tuple[FieldNumber, ...] = Field(default=(), max_length=35)
    milestones: tuple[Milestone, ...] = Field(default=(), max_length=MOST_PARTS)
    intended: Money | None = Field(default=None, description=N_("Amount of a memorandum or letter of intent.").id)
    signed: Money | None = Field(default=None, description=N_("Amount of the signed contract.").id)
    has_no_amount: bool = Field(default=False, description=N_("The contract was signed without an amount.").id)
    exhibitions: tuple[Slug, ...] = Field(default=(), max_length=50, description=N_("Editions linked with it.").id)
    zone: Zone
    source: Line = Field(default="", description=N_("Where the facts come from.").id)
    control: ExportControl = ExportControl()
    unit: Slug | None = Field(default=None, description=N_("Organising unit that keeps it; null: the authority.").id)

    @model_validator(mode="after")
    def _fits(self) -> "ProjectBody":
        if self.contract_kind is not None and self.contract_kind not in CONTRACT_KINDS[self.kind]:
            raise wrong(ContractKindMismatch.message)
        return self

    def on(self, project: Project, *, unit_id: UUID | None, now: datetime) -> Project:
        """The project with what is written here; milestones and parties that are there already keep their marks."""
        milestones: dict[UUID | None, domain.Milestone] = {each.id: each for each in project.milestones}
        written: dict[str, Any] = {name: getattr(self, name) for name in PLAIN}
        return replace(
            project,
            **written,
            name=self.name.merged(project.name),
            summary=self.summary.merged(project.summary),
            parties=tuple(
                domain.Party(
                    each.name.merged(project.parties[index].name if index < len(project.parties) else None),
                    each.role,
                    each.country,
                )
                for index, each in enumerate(self.parties)
            ),
            milestones=tuple(each.kept(milestones.get(each.id)) for each in self.milestones),
            intended=self.intended.kept if self.intended else None,
            signed=self.signed.kept if self.signed else None,
            has_no_amount=self.signed is None and self.has_no_amount,
            edition_slugs=self.exhibitions,
            control=domain.ExportControl(**self.control.model_dump()),
            unit_id=unit_id,
            modified_at=now,
        )

    @classmethod
    def of(cls, project: Project, unit: str | None) -> "ProjectBody":
        """What is written of a project now: what a merge patch is laid on."""
        written: dict[str, Any] = {name: getattr(project, name) for name in PLAIN}
        return cls(
            **written,
            name=Text.of(project.name),
            summary=Text.of(project.summary),
            parties=tuple(
                Party(name=Text.of(each.name), role=each.role, country=each.country) for each in project.parties
            ),
            milestones=tuple(map(Milestone.of, project.milestones)),
            intended=Money.of(project.intended),
            signed=Money.of(project.signed),
            has_no_amount=project.has_no_amount,
            exhibitions=project.edition_slugs,
            control=control_of(project),
            unit=unit,
        )


class NewProject(ProjectBody):
    """A new project, kept as an internal idea."""

    slug: Slug | None = Field(default=None, description=N_("Name in addresses; null: made from the name.").id)


class ProjectPatch(ProjectBody):
    """What changes of a project, and a note that readers see beside the change."""

    note: Text = NOTHING


class StageMove(Model):
    """A move to another stage, with what must be known for it."""

    stage: Stage
    reason: Line = Field(default="", description=N_("Why the project stops.").id)
    signed: Money | None = Field(default=None, description=N_("Amount of the signed contract.").id)
    has_no_amount: bool = Field(default=False, description=N_("The contract was signed without an amount.").id)
    effective_on: Day | None = Field(default=None, description=N_("Day on which the contract took effect.").id)
    note: Text = NOTHING


def control_of(project: Project) -> ExportControl:
    """What export control says, as it is kept."""
    control = project.control
    return ExportControl(
        export_class=control.export_class,
        letter_of_intent=control.letter_of_intent,
        licence_number=control.licence_number,
        note=control.note,
    )


PLAIN = ("kind", "contract_kind", "countries", "sectors", "fields", "zone", "source")

"""Cooperation projects as the API shows them: to the public without what is internal."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from events_app.api.calls import Call
from events_app.api.fields import Model, Money, ShownText
from events_app.api.project_bodies import ExportControl, control_of
from events_app.domain.calendar import EntryKind, entry_id
from events_app.domain.messages import N_
from events_app.domain.projects import (
    CONTRACT_NAMES,
    PROJECT_NAMES,
    ROLE_NAMES,
    STAGE_NAMES,
    ContractKind,
    PartyRole,
    Project,
    ProjectKind,
    Stage,
)
from events_app.domain.rights import Noun, Right, may
from events_app.domain.sectors import sector_name
from events_app.storage import exhibitions, organisations


class ShownParty(Model):
    """Who takes part, as what, from where."""

    name: ShownText
    role: PartyRole
    role_label: str
    country: str


class ShownMilestone(Model):
    """Something due. `uid` is that of its calendar entry; `on` is the day that holds."""

    id: UUID
    uid: str
    name: ShownText
    planned_on: date
    forecast_on: date | None
    actual_on: date | None
    on: date
    is_public: bool


class ProjectLabels(Model):
    """Codes in words."""

    kind: str
    contract_kind: str | None
    stage: str
    countries: tuple[str, ...]
    sectors: tuple[str, ...]


class ProjectView(Model):
    """An international cooperation project."""

    id: UUID
    slug: str
    is_public: bool
    is_illustrative: bool
    name: ShownText
    summary: ShownText
    kind: ProjectKind
    contract_kind: ContractKind | None
    stage: Stage
    countries: tuple[str, ...]
    parties: tuple[ShownParty, ...]
    sectors: tuple[str, ...]
    fields: tuple[int, ...]
    milestones: tuple[ShownMilestone, ...]
    intended: Money | None
    signed: Money | None
    has_no_amount: bool
    effective_on: date | None
    exhibitions: tuple[str, ...]
    zone: str
    source: str
    control: ExportControl | None = Field(description=N_("Null for who may not see it.").id)
    stage_reason: str | None = Field(description=N_("Why the project stopped; null for who may not see it.").id)
    unit: str | None
    labels: ProjectLabels
    created_at: datetime
    modified_at: datetime
    version: int


async def shown(call: Call, projects: Sequence[Project]) -> list[ProjectView]:
    """Projects in the language of the call, as far as the caller may see them."""
    units = await organisations.list_by_id(project.unit_id for project in projects if project.unit_id)
    linked = {slug for project in projects for slug in project.edition_slugs}
    public = {each.slug for each in await exhibitions.list_editions(sorted(linked)) if each.is_public}
    return [_shown(call, project, {unit.id: unit.slug for unit in units.values()}, public) for project in projects]


def _shown(call: Call, project: Project, units: Mapping[UUID, str], public: set[str]) -> ProjectView:
    is_inside = may(call.caller, Right.READ, Noun.PROJECT, owner=project.unit_id)
    told: dict[str, Any] = {name: getattr(project, name) for name in _PLAIN}
    return ProjectView(
        **told,
        name=ShownText.in_(call.language, project.name),
        summary=ShownText.in_(call.language, project.summary),
        parties=tuple(
            ShownParty(
                name=ShownText.in_(call.language, each.name),
                role=each.role,
                role_label=call.say(ROLE_NAMES[each.role]),
                country=each.country,
            )
            for each in project.parties
        ),
        milestones=_milestones(call, project, is_inside=is_inside),
        intended=Money.of(project.intended),
        signed=Money.of(project.signed),
        exhibitions=tuple(slug for slug in project.edition_slugs if is_inside or slug in public),
        control=control_of(project) if is_inside else None,
        stage_reason=project.stage_reason if is_inside else None,
        unit=units.get(project.unit_id) if project.unit_id else None,
        labels=ProjectLabels(
            kind=call.say(PROJECT_NAMES[project.kind]),
            contract_kind=call.say(CONTRACT_NAMES[project.contract_kind]) if project.contract_kind else None,
            stage=call.say(STAGE_NAMES[project.stage]),
            countries=tuple(map(call.country, project.countries)),
            sectors=tuple(call.say(sector_name(code)) for code in project.sectors),
        ),
    )


def _milestones(call: Call, project: Project, *, is_inside: bool) -> tuple[ShownMilestone, ...]:
    return tuple(
        ShownMilestone(
            id=each.id,
            uid=f"{entry_id(EntryKind.MILESTONE, each.id)}@{call.settings.uid_domain}",
            name=ShownText.in_(call.language, each.name),
            planned_on=each.planned_on,
            forecast_on=each.forecast_on,
            actual_on=each.actual_on,
            on=each.on,
            is_public=each.is_public,
        )
        for each in (project.milestones if is_inside else project.public_milestones)
    )


_PLAIN = (
    "id",
    "slug",
    "is_public",
    "is_illustrative",
    "kind",
    "contract_kind",
    "stage",
    "countries",
    "sectors",
    "fields",
    "has_no_amount",
    "effective_on",
    "zone",
    "source",
    "created_at",
    "modified_at",
    "version",
)

"""Cooperation projects with their partner countries, linked editions and milestones."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date
from typing import Any, cast
from uuid import UUID, uuid4

from piccolo.columns import Column

from events_app.domain.money import Money
from events_app.domain.projects import (
    STAGES_WITHOUT_FUTURE,
    ContractKind,
    ExportClass,
    ExportControl,
    Milestone,
    Party,
    PartyRole,
    Project,
    ProjectKind,
    Stage,
)
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.domain.search import tokens_of
from events_app.storage import tables
from events_app.storage.database import fetch
from events_app.storage.values import dump_text, dumps, json_text, load_text, loads, text_json

Row = dict[str, Any]


async def find(slug: str) -> Project | None:
    """Project at `slug`, internal ones included."""
    rows = await tables.Project.select().where(tables.Project.slug == slug)
    return next(iter(await _projects(rows)), None)


async def get(slug: str) -> Project:
    """Project at `slug`, internal ones included; raises NotFound."""
    project = await find(slug)
    if project is None:
        raise NotFound
    return project


async def lock_(slug: str) -> None:
    """Let nobody else change the project at `slug` before this transaction ends; nothing where there is none."""
    # The row itself is the lock on PostgreSQL; on SQLite one transaction writes at a time.
    await fetch("UPDATE project SET version = version WHERE slug = {}", slug)


async def list_projects(slugs: Sequence[str]) -> tuple[Project, ...]:
    """Projects at these slugs, internal ones included, by slug."""
    if not slugs:
        return ()
    table = tables.Project
    return await _projects(await table.select().where(table.slug.is_in(list(slugs))).order_by(table.slug))


async def list_public() -> tuple[Project, ...]:
    """Every public project, the one changed last first."""
    table = tables.Project
    rows = (
        await table.select()
        .where(table.is_public.eq(True))
        .order_by(table.modified_at, ascending=False)
        .order_by(table.slug)
    )
    return await _projects(rows)


async def list_public_with_country(country: str) -> tuple[Project, ...]:
    """Public projects that have `country` as a partner, by slug."""
    linked = tables.ProjectCountry.select(tables.ProjectCountry.project).where(tables.ProjectCountry.country == country)
    return await _public_of([row["project"] for row in await linked])


async def list_public_linked_with(edition_slug: str) -> tuple[Project, ...]:
    """Public projects linked with an edition, by slug."""
    table = tables.ProjectEdition
    linked = await table.select(table.project).where(table.edition_slug == edition_slug)
    return await _public_of([row["project"] for row in linked])


async def add(project: Project) -> None:
    """Keep a new project."""
    await tables.Project.insert(tables.Project(**_columns(project)))
    await _add_parts(project)


async def set_(project: Project) -> None:
    """Replace a project with everything that belongs to it, and raise its version by one.

    Raises NotFound if there is none with its id, ChangedMeanwhile if the one kept has another version.
    """
    columns = cast("dict[Column | str, Any]", _columns(project))
    identity = columns.pop("id")
    columns["version"] = project.version + 1
    kept = tables.Project
    at_its_version = (kept.id == identity) & (kept.version == project.version)
    if not await kept.update(columns).where(at_its_version).returning(kept.id):
        raise ChangedMeanwhile if await kept.exists().where(kept.id == identity) else NotFound
    for table in (tables.ProjectCountry, tables.ProjectEdition, tables.Milestone):
        await table.delete().where(table.project == project.id)
    await _add_parts(project)


async def _public_of(ids: list[UUID]) -> tuple[Project, ...]:
    if not ids:
        return ()
    table = tables.Project
    rows = await table.select().where(table.id.is_in(ids)).where(table.is_public.eq(True)).order_by(table.slug)
    return await _projects(rows)


async def _add_parts(project: Project) -> None:
    if project.countries:
        await tables.ProjectCountry.insert(
            *(tables.ProjectCountry(id=uuid4(), project=project.id, country=code) for code in project.countries)
        )
    if project.edition_slugs:
        await tables.ProjectEdition.insert(
            *(tables.ProjectEdition(id=uuid4(), project=project.id, edition_slug=s) for s in project.edition_slugs)
        )
    if project.milestones:
        await tables.Milestone.insert(*(_milestone_row(project.id, milestone) for milestone in project.milestones))


def _columns(project: Project) -> Row:
    return {
        "id": project.id,
        "slug": project.slug,
        "name": dump_text(project.name),
        "summary": dump_text(project.summary),
        "kind": project.kind.value,
        "contract_kind": project.contract_kind.value if project.contract_kind else None,
        "stage": project.stage.value,
        "details": dumps(
            {
                "countries": project.countries,
                "parties": [[text_json(p.name), p.role.value, p.country] for p in project.parties],
                "sectors": project.sectors,
                "fields": project.fields,
                "edition_slugs": project.edition_slugs,
            }
        ),
        "intended_minor": project.intended.amount_minor if project.intended else None,
        "intended_currency": project.intended.currency if project.intended else None,
        "signed_minor": project.signed.amount_minor if project.signed else None,
        "signed_currency": project.signed.currency if project.signed else None,
        "zone": project.zone,
        "is_public": project.is_public,
        "is_illustrative": project.is_illustrative,
        "source": project.source,
        "created_at": project.created_at,
        "modified_at": project.modified_at,
        "unit": project.unit_id,
        "version": project.version,
        "export_class": project.control.export_class.value,
        "letter_of_intent": project.control.letter_of_intent,
        "licence_number": project.control.licence_number,
        "export_note": project.control.note,
        "effective_on": project.effective_on,
        "has_no_amount": project.has_no_amount,
        "stage_before": project.stage_before.value if project.stage_before else None,
        "stage_reason": project.stage_reason,
        **_sought(project),
    }


def _sought(project: Project) -> Row:
    """What the desk lists by: words, the next day that is not reached yet, and the day of the last change."""
    texts = (project.name, project.summary, *(party.name for party in project.parties))
    is_over = project.stage in STAGES_WITHOUT_FUTURE or project.stage is Stage.CLOSED
    ahead = [] if is_over else [milestone.on for milestone in project.milestones if milestone.actual_on is None]
    return {
        "words": f" {' '.join(sorted(tokens_of(word for text in texts for word in text.wordings.values())))} ",
        "due_on": min(ahead, default=date.max),
        "changed_on": project.modified_at.astimezone(UTC).date(),
    }


def _milestone_row(project_id: UUID, milestone: Milestone) -> tables.Milestone:
    return tables.Milestone(
        id=milestone.id,
        project=project_id,
        name=dump_text(milestone.name),
        planned_on=milestone.planned_on,
        forecast_on=milestone.forecast_on,
        actual_on=milestone.actual_on,
        is_public=milestone.is_public,
    )


async def _projects(rows: Iterable[Row]) -> tuple[Project, ...]:
    """Map project rows, reading the milestones of all of them in one query."""
    rows = list(rows)
    if not rows:
        return ()
    table = tables.Milestone
    milestones: dict[UUID, list[Milestone]] = defaultdict(list)
    ids = [row["id"] for row in rows]
    for row in await table.select().where(table.project.is_in(ids)).order_by(table.planned_on, table.id):
        milestones[row["project"]].append(_milestone(row))
    return tuple(_project(row, tuple(milestones[row["id"]])) for row in rows)


def _project(row: Row, milestones: tuple[Milestone, ...]) -> Project:
    details = loads(row["details"])
    return Project(
        id=row["id"],
        slug=row["slug"],
        name=load_text(row["name"]),
        summary=load_text(row["summary"]),
        kind=ProjectKind(row["kind"]),
        contract_kind=ContractKind(row["contract_kind"]) if row["contract_kind"] else None,
        stage=Stage(row["stage"]),
        countries=tuple(details["countries"]),
        parties=tuple(Party(json_text(name), PartyRole(role), code) for name, role, code in details["parties"]),
        sectors=tuple(details["sectors"]),
        fields=tuple(details["fields"]),
        milestones=milestones,
        intended=_money(row["intended_minor"], row["intended_currency"]),
        signed=_money(row["signed_minor"], row["signed_currency"]),
        edition_slugs=tuple(details["edition_slugs"]),
        zone=row["zone"],
        is_public=row["is_public"],
        is_illustrative=row["is_illustrative"],
        source=row["source"],
        created_at=row["created_at"],
        modified_at=row["modified_at"],
        unit_id=row["unit"],
        version=row["version"],
        control=ExportControl(
            export_class=ExportClass(row["export_class"]),
            letter_of_intent=row["letter_of_intent"],
            licence_number=row["licence_number"],
            note=row["export_note"],
        ),
        effective_on=row["effective_on"],
        has_no_amount=row["has_no_amount"],
        stage_before=Stage(row["stage_before"]) if row["stage_before"] else None,
        stage_reason=row["stage_reason"],
    )


def _money(amount_minor: int | None, currency: str | None) -> Money | None:
    return Money(amount_minor, currency) if amount_minor is not None and currency else None


def _milestone(row: Row) -> Milestone:
    return Milestone(
        id=row["id"],
        name=load_text(row["name"]),
        planned_on=row["planned_on"],
        forecast_on=row["forecast_on"],
        actual_on=row["actual_on"],
        is_public=row["is_public"],
    )

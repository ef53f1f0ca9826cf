"""Projects as the desk lists them: internal ones too, by unit, stage, kind, country, export class and words.

In the order of what is due next, overdue first, or of the last change, latest first.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from events_app.domain.projects import ExportClass, ProjectKind, Stage
from events_app.domain.texts import Text
from events_app.storage.keyset import Chosen, Place, Row, count_rows, list_rows
from events_app.storage.values import load_text, loads

COLUMNS = "id, slug, name, kind, stage, details, is_public, unit, export_class, due_on, changed_on"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskProject:
    """One row of the desk's list; `due_on` is None where nothing is ahead."""

    id: UUID
    slug: str
    name: Text
    kind: ProjectKind
    stage: Stage
    countries: tuple[str, ...]
    is_public: bool
    unit_id: UUID | None
    export_class: ExportClass
    due_on: date | None
    changed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to list; empty means no limit. `unit_ids` None reaches every unit and what belongs to none."""

    unit_ids: frozenset[UUID] | None = None
    stages: tuple[Stage, ...] = ()
    kinds: tuple[ProjectKind, ...] = ()
    export_classes: tuple[ExportClass, ...] = ()
    country: str = ""
    words: str = ""
    changed_first: bool = False
    is_public: bool | None = None


async def list_projects(
    wanted: Wanted, *, after: Place | None = None, before: Place | None = None, limit: int = 50
) -> tuple[DeskProject, ...]:
    """Projects in order, after or before a place between two rows; with `before` the nearest comes first."""
    rows = await list_rows(
        "project",
        COLUMNS,
        _chosen(wanted),
        column="changed_on" if wanted.changed_first else "due_on",
        is_latest_first=wanted.changed_first,
        after=after,
        before=before,
        limit=limit,
    )
    return tuple(map(_row, rows))


async def count_projects(wanted: Wanted, *, at_most: int = 1000) -> int:
    """How many projects there are of these, counted up to a bound."""
    return await count_rows("project", _chosen(wanted), at_most=at_most)


def _chosen(wanted: Wanted) -> Chosen:
    chosen = Chosen().of_units(wanted.unit_ids)
    for column, values in (("stage", wanted.stages), ("kind", wanted.kinds), ("export_class", wanted.export_classes)):
        chosen = chosen.among(column, values)
    if wanted.is_public is not None:
        chosen = chosen.with_("is_public = {}", wanted.is_public)
    if wanted.country:
        chosen = chosen.with_("id IN (SELECT project FROM project_country WHERE country = {})", wanted.country)
    return chosen.with_words(wanted.words)


def _row(row: Row) -> DeskProject:
    return DeskProject(
        id=row["id"],
        slug=row["slug"],
        name=load_text(row["name"]),
        kind=ProjectKind(row["kind"]),
        stage=Stage(row["stage"]),
        countries=tuple(loads(row["details"])["countries"]),
        is_public=bool(row["is_public"]),
        unit_id=row["unit"],
        export_class=ExportClass(row["export_class"]),
        due_on=None if row["due_on"] == date.max else row["due_on"],
        changed_on=row["changed_on"],
    )

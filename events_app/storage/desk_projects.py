"""Projects as the desk lists them: internal ones too, by unit, stage, kind, country, export class and words.

In the order of what is due next, overdue first, or of the last change, latest first.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from events_app.domain.projects import ExportClass, ProjectKind, Stage
from events_app.domain.search import query_tokens
from events_app.domain.texts import Text
from events_app.storage.database import fetch
from events_app.storage.values import load_text, loads

COLUMNS = "id, slug, name, kind, stage, details, is_public, unit, export_class, due_on, changed_on"
Row = dict[str, Any]


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
    wanted: Wanted, *, after: tuple[date, UUID] | None = None, before: tuple[date, UUID] | None = None, limit: int = 50
) -> tuple[DeskProject, ...]:
    """Projects in order, after or before a place between two rows; with `before` the nearest comes first."""
    conditions, args = _conditions(wanted)
    column = "changed_on" if wanted.changed_first else "due_on"
    backwards = (before is not None) != wanted.changed_first
    if edge := after or before:
        conditions.append(f"({column}, id) {'<' if backwards else '>'} ({{}}, {{}})")
        args += edge
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    direction = "DESC" if backwards else "ASC"
    sql = f"SELECT {COLUMNS} FROM project {where} ORDER BY {column} {direction}, id {direction} LIMIT {{}}"
    return tuple(map(_row, await fetch(sql, *args, limit)))


async def count_projects(wanted: Wanted, *, at_most: int = 1000) -> int:
    """How many projects there are of these, counted up to a bound."""
    conditions, args = _conditions(wanted)
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    sql = f"SELECT COUNT(*) AS found FROM (SELECT 1 FROM project {where} LIMIT {{}}) AS counted"
    return int((await fetch(sql, *args, at_most))[0]["found"])


def _conditions(wanted: Wanted) -> tuple[list[str], list[Any]]:
    conditions: list[str] = []
    args: list[Any] = []
    if wanted.unit_ids is not None:
        if not wanted.unit_ids:
            return ["unit <> unit"], []
        conditions.append(f"unit IN ({_places(wanted.unit_ids)})")
        args += sorted(wanted.unit_ids)
    for column, values in (("stage", wanted.stages), ("kind", wanted.kinds), ("export_class", wanted.export_classes)):
        if values:
            conditions.append(f"{column} IN ({_places(values)})")
            args += [value.value for value in values]
    if wanted.is_public is not None:
        conditions.append("is_public = {}")
        args.append(wanted.is_public)
    if wanted.country:
        conditions.append("id IN (SELECT project FROM project_country WHERE country = {})")
        args.append(wanted.country)
    for token in query_tokens(wanted.words):
        conditions.append("words LIKE {}")
        args.append(f"% {token}%")
    return conditions, args


def _places(values: Iterable[object]) -> str:
    return ", ".join("{}" for _ in values)


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

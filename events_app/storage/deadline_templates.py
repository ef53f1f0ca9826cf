"""Templates of deadlines: the authority's and those of organising units."""

from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.domain.deadline_templates import DeadlineTemplate
from events_app.domain.planning import format_template, parse_template
from events_app.domain.refusals import ChangedMeanwhile
from events_app.storage import tables
from events_app.storage.database import fetch


async def get_in_force(unit_id: UUID | None) -> DeadlineTemplate:
    """The template for editions of a unit (None: of the authority): its own, or the authority's, or the shipped one."""
    own = await find(unit_id) if unit_id else None
    return own or await find(None) or DeadlineTemplate()


async def find(unit_id: UUID | None) -> DeadlineTemplate | None:
    """The template that was saved for a unit (None: for the authority), if one was."""
    table = tables.DeadlineTemplate
    wanted = DeadlineTemplate(unit_id=unit_id).id
    row = await table.select().where(table.id == wanted).first()
    return _template(row) if row else None


async def list_unit_ids() -> frozenset[UUID]:
    """Units that have a template of their own."""
    table = tables.DeadlineTemplate
    rows = await table.select(table.unit).where(table.unit.is_not_null())
    return frozenset(row["unit"] for row in rows)


async def set_(template: DeadlineTemplate, *, now: datetime) -> None:
    """Keep a template in place of the one with its version; raises ChangedMeanwhile."""
    rows = await fetch(
        "INSERT INTO deadline_template (id, unit, rules, modified_at, version) VALUES ({}, {}, {}, {}, 1) "
        "ON CONFLICT (id) DO UPDATE SET rules = excluded.rules, modified_at = excluded.modified_at, "
        "version = deadline_template.version + 1 WHERE deadline_template.version = {} RETURNING version",
        template.id,
        template.unit_id,
        format_template(template.rules),
        now,
        template.version,
    )
    if not rows or rows[0]["version"] != template.version + 1:
        raise ChangedMeanwhile


async def remove_(unit_id: UUID | None) -> None:
    """Forget a template, so that the next wider one holds again."""
    wanted = DeadlineTemplate(unit_id=unit_id).id
    await tables.DeadlineTemplate.delete().where(tables.DeadlineTemplate.id == wanted)


def _template(row: dict[str, Any]) -> DeadlineTemplate:
    return DeadlineTemplate(unit_id=row["unit"], rules=parse_template(row["rules"]), version=row["version"])

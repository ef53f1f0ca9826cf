"""Tax rules: few, so lists are whole."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.domain.tax_rules import TaxRule
from events_app.storage import tables
from events_app.storage.values import dump_text, load_text

Row = dict[str, Any]
_PLAIN = (
    "id",
    "rate",
    "country",
    "valid_from",
    "valid_until",
    "source",
    "is_illustrative",
    "is_reverse_charge",
    "modified_at",
    "version",
)


async def get(rule_id: UUID) -> TaxRule:
    """Rule by id; raises NotFound."""
    row = await tables.TaxRule.select().where(tables.TaxRule.id == rule_id).first()
    if row is None:
        raise NotFound
    return _rule(row)


async def list_rules() -> tuple[TaxRule, ...]:
    """Every rule, by country or region and rate."""
    table = tables.TaxRule
    return tuple(map(_rule, await table.select().order_by(table.country, table.rate, table.id)))


async def list_by_id(ids: Iterable[UUID]) -> dict[UUID, TaxRule]:
    """Rules by their ids; unknown ids are left out."""
    wanted = list(set(ids))
    if not wanted:
        return {}
    rows = await tables.TaxRule.select().where(tables.TaxRule.id.is_in(wanted))
    return {row["id"]: _rule(row) for row in rows}


async def add(rule: TaxRule) -> None:
    """Keep a new rule."""
    await tables.TaxRule.insert(tables.TaxRule(**_columns(rule)))


async def set_(rule: TaxRule) -> None:
    """Replace a rule and raise its version. Raises NotFound or ChangedMeanwhile."""
    table = tables.TaxRule
    columns: dict[Any, Any] = _columns(rule) | {"version": rule.version + 1}
    identity = columns.pop("id")
    at_its_version = (table.id == identity) & (table.version == rule.version)
    if not await table.update(columns).where(at_its_version).returning(table.id):
        raise ChangedMeanwhile if await table.exists().where(table.id == identity) else NotFound


def _columns(rule: TaxRule) -> Row:
    return {name: getattr(rule, name) for name in _PLAIN} | {"name": dump_text(rule.name)}


def _rule(row: Row) -> TaxRule:
    values = {name: row[name] for name in _PLAIN}
    values |= {name: bool(row[name]) for name in ("is_illustrative", "is_reverse_charge")}
    return TaxRule(name=load_text(row["name"]), **values)

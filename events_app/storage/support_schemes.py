"""Support schemes: few, so lists are whole."""

from datetime import date
from typing import Any
from uuid import UUID

from events_app.domain.companies import CompanySize
from events_app.domain.countries import Scope
from events_app.domain.money import Money
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.domain.support_schemes import CostKind, SchemeKind, SupportScheme
from events_app.storage import tables
from events_app.storage.values import dump_text, dumps, load_text, loads

Row = dict[str, Any]


async def get(scheme_id: UUID) -> SupportScheme:
    """Scheme by id; raises NotFound."""
    row = await tables.SupportScheme.select().where(tables.SupportScheme.id == scheme_id).first()
    if row is None:
        raise NotFound
    return _scheme(row)


async def list_schemes(*, valid_on: date | None = None) -> tuple[SupportScheme, ...]:
    """Every scheme, or those that are not over on a day; the one changed last first."""
    table = tables.SupportScheme
    query = table.select()
    if valid_on is not None:
        query = query.where(table.valid_until.is_null() | (table.valid_until >= valid_on))
    rows = await query.order_by(table.modified_at, table.id, ascending=False)
    return tuple(map(_scheme, rows))


async def add(scheme: SupportScheme) -> None:
    """Keep a new scheme."""
    await tables.SupportScheme.insert(tables.SupportScheme(**_columns(scheme)))


async def set_(scheme: SupportScheme) -> None:
    """Replace a scheme and raise its version. Raises NotFound or ChangedMeanwhile."""
    table = tables.SupportScheme
    columns: dict[Any, Any] = _columns(scheme) | {"version": scheme.version + 1}
    identity = columns.pop("id")
    at_its_version = (table.id == identity) & (table.version == scheme.version)
    if not await table.update(columns).where(at_its_version).returning(table.id):
        raise ChangedMeanwhile if await table.exists().where(table.id == identity) else NotFound


def _columns(scheme: SupportScheme) -> Row:
    return {
        "id": scheme.id,
        "name": dump_text(scheme.name),
        "summary": dump_text(scheme.summary),
        "kind": scheme.kind.value,
        "rules": dumps(
            {
                "rate_percent": scheme.rate_percent,
                "cap": [scheme.cap.amount_minor, scheme.cap.currency] if scheme.cap else None,
                "costs": sorted(scheme.costs),
                "scopes": sorted(scheme.scopes),
                "groups": sorted(scheme.groups),
                "countries": sorted(scheme.countries),
                "sizes": sorted(scheme.sizes),
            }
        ),
        "valid_from": scheme.valid_from,
        "valid_until": scheme.valid_until,
        "source": scheme.source,
        "is_illustrative": scheme.is_illustrative,
        "modified_at": scheme.modified_at,
        "version": scheme.version,
    }


def _scheme(row: Row) -> SupportScheme:
    rules = loads(row["rules"])
    return SupportScheme(
        id=row["id"],
        name=load_text(row["name"]),
        summary=load_text(row["summary"]),
        kind=SchemeKind(row["kind"]),
        rate_percent=rules["rate_percent"],
        cap=Money(*rules["cap"]) if rules["cap"] else None,
        costs=frozenset(map(CostKind, rules["costs"])),
        scopes=frozenset(map(Scope, rules["scopes"])),
        groups=frozenset(rules["groups"]),
        countries=frozenset(rules["countries"]),
        sizes=frozenset(map(CompanySize, rules["sizes"])),
        valid_from=row["valid_from"],
        valid_until=row["valid_until"],
        source=row["source"],
        is_illustrative=bool(row["is_illustrative"]),
        modified_at=row["modified_at"],
        version=row["version"],
    )

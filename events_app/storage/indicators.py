"""Tables of indicators, version by version, and their figures: those of the versions in force are current."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import blake2b
from typing import Any, Final
from uuid import UUID, uuid4

from events_app.domain.indicators import IndicatorTable, Measure
from events_app.domain.refusals import NotFound
from events_app.storage import tables
from events_app.storage.database import fetch
from events_app.storage.keyset import Chosen, count_rows

Row = dict[str, Any]
MEASURES_AT_ONCE: Final = 500
"""Rows of one statement: 13 values each, where SQLite takes 32,766."""
_FIGURE: Final = "country, counterpart, sector, field, indicator, value, unit, year, source, licence"
_KEY: Final = "country, counterpart, sector, field, indicator"
_MARK_BYTES: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which figures of a version to list; empty means any. `country` finds both sides of a pair."""

    version_id: UUID
    country: str = ""
    field: int | None = None
    indicator: str = ""


async def get(version_id: UUID) -> IndicatorTable:
    """One version of a table; raises NotFound."""
    table = tables.IndicatorTable
    row = await table.select().where(table.id == version_id).first()
    if row is None:
        raise NotFound
    return _table(row)


async def find_current(code: str) -> IndicatorTable | None:
    """The version in force, if there is one."""
    table = tables.IndicatorTable
    row = await table.select().where((table.code == code) & table.is_current.eq(True)).first()
    return _table(row) if row else None


async def list_versions(code: str | None = None) -> tuple[IndicatorTable, ...]:
    """Every version of one table or of all, by code, the newest first."""
    table = tables.IndicatorTable
    query = table.select()
    if code is not None:
        query = query.where(table.code == code)
    rows = await query.order_by(table.code).order_by(table.version, ascending=False)
    return tuple(map(_table, rows))


async def list_measures(
    wanted: Wanted, *, after: int | None = None, before: int | None = None, limit: int = 100
) -> tuple[tuple[int, Measure], ...]:
    """Figures of a version with their places, in the order of the file, after or before a place.

    With `before` the nearest comes first.
    """
    chosen = _chosen(wanted)
    if after is not None:
        chosen = chosen.with_("position > {}", after)
    if before is not None:
        chosen = chosen.with_("position < {}", before)
    direction = "ASC" if before is None else "DESC"
    rows = await fetch(
        f"SELECT position, {_FIGURE} FROM indicator_measure WHERE {chosen.where} "  # noqa: S608 - names of our own
        f"ORDER BY position {direction} LIMIT {{}}",
        *chosen.args,
        limit,
    )
    return tuple((row["position"], _measure(row)) for row in rows)


async def list_all_measures(version_id: UUID) -> tuple[Measure, ...]:
    """Every figure of a version, in the order of the file."""
    sql = f"SELECT {_FIGURE} FROM indicator_measure WHERE version = {{}} ORDER BY position"  # noqa: S608
    return tuple(map(_measure, await fetch(sql, version_id)))


async def count_measures(wanted: Wanted, *, at_most: int) -> int:
    """How many figures there are of these, counted up to a bound."""
    return await count_rows("indicator_measure", _chosen(wanted), at_most=at_most)


async def list_choices(version_id: UUID) -> tuple[tuple[str, ...], tuple[int, ...], tuple[str, ...]]:
    """What the figures of a version are about: countries (on either side), fields, and indicators."""
    countries = await fetch(
        "SELECT country FROM indicator_measure WHERE version = {} UNION "
        "SELECT counterpart FROM indicator_measure WHERE version = {} AND counterpart <> ''",
        version_id,
        version_id,
    )
    pairs = await fetch("SELECT DISTINCT field, indicator FROM indicator_measure WHERE version = {}", version_id)
    fields = {row["field"] for row in pairs if row["field"]}
    return (
        tuple(sorted(row["country"] for row in countries)),
        tuple(sorted(fields)),
        tuple(sorted({row["indicator"] for row in pairs})),
    )


async def list_current(
    indicators: Iterable[str] = (), *, year: int | None = None, latest: bool = True
) -> tuple[Measure, ...]:
    """Figures in force: of these indicators (none: of all), of one year, or for each key of its latest year alone.

    Where two tables say something about the same, the one imported last counts. With `latest` off every year is there.
    """
    names = sorted(set(indicators))
    chosen = Chosen().with_("t.is_current")
    if names:
        chosen = chosen.with_(f"m.indicator IN ({', '.join('{}' for _ in names)})", *names)
    if year is not None:
        chosen = chosen.with_("m.year = {}", year)
    about = ", ".join(f"m.{name}" for name in _KEY.split(", "))
    parted = about if latest else f"{about}, m.year"
    rows = await fetch(
        f"SELECT {_FIGURE} FROM (SELECT m.*, ROW_NUMBER() OVER (PARTITION BY {parted} "  # noqa: S608 - our own names
        "ORDER BY m.year DESC, t.imported_at DESC, t.id DESC) AS place "
        "FROM indicator_measure m JOIN indicator_table t ON t.id = m.version "
        f"WHERE {chosen.where}) AS ranked WHERE place = 1 ORDER BY {_KEY}, year",
        *chosen.args,
    )
    return tuple(map(_measure, rows))


async def get_mark() -> str:
    """What changes whenever the figures in force do: versions never change, so which are in force says it."""
    rows = await fetch("SELECT id FROM indicator_table WHERE is_current ORDER BY id")
    told = blake2b(digest_size=_MARK_BYTES)
    for row in rows:
        told.update(row["id"].bytes)
    return told.hexdigest()


async def add(version: IndicatorTable, measures: Sequence[Measure]) -> None:
    """Keep a new version with its figures."""
    row = tables.IndicatorTable(
        id=version.id,
        code=version.code,
        title=version.title,
        source=version.source,
        licence=version.licence,
        version=version.version,
        is_current=version.is_current,
        rows=version.rows,
        no_data=version.no_data,
        imported_at=version.imported_at,
        imported_by=version.imported_by,
    )
    await tables.IndicatorTable.insert(row)
    for start in range(0, len(measures), MEASURES_AT_ONCE):
        part = measures[start : start + MEASURES_AT_ONCE]
        rows = (_row(version.id, place, measure) for place, measure in enumerate(part, start))
        await tables.IndicatorMeasure.insert(*rows)


async def set_current(code: str, version_id: UUID | None) -> None:
    """Put one version of a table in force, and the others out of it; None leaves none in force."""
    table = tables.IndicatorTable
    await table.update({table.is_current: False}).where((table.code == code) & table.is_current.eq(True))
    if version_id is not None:
        await table.update({table.is_current: True}).where(table.id == version_id)


async def remove(version_id: UUID) -> None:
    """Forget a version and its figures."""
    await tables.IndicatorMeasure.delete().where(tables.IndicatorMeasure.version == version_id)
    await tables.IndicatorTable.delete().where(tables.IndicatorTable.id == version_id)


def _chosen(wanted: Wanted) -> Chosen:
    chosen = Chosen().with_("version = {}", wanted.version_id)
    if wanted.country:
        chosen = chosen.with_("(country = {} OR counterpart = {})", wanted.country, wanted.country)
    if wanted.field is not None:
        chosen = chosen.with_("field = {}", wanted.field)
    if wanted.indicator:
        chosen = chosen.with_("indicator = {}", wanted.indicator)
    return chosen


def _row(version_id: UUID, position: int, measure: Measure) -> tables.IndicatorMeasure:
    return tables.IndicatorMeasure(
        id=uuid4(),
        version=version_id,
        position=position,
        country=measure.country,
        counterpart=measure.counterpart or "",
        sector=measure.sector or "",
        field=measure.field or 0,
        indicator=measure.indicator,
        value=format(measure.value, "f"),
        unit=measure.unit,
        year=measure.year,
        source=measure.source,
        licence=measure.licence,
    )


def _table(row: Row) -> IndicatorTable:
    names = ("id", "code", "title", "source", "licence", "version", "rows", "no_data", "imported_at", "imported_by")
    return IndicatorTable(is_current=bool(row["is_current"]), **{name: row[name] for name in names})


def _measure(row: Row) -> Measure:
    return Measure(
        country=row["country"],
        counterpart=row["counterpart"] or None,
        sector=row["sector"] or None,
        field=row["field"] or None,
        indicator=row["indicator"],
        value=Decimal(row["value"]),
        unit=row["unit"],
        year=row["year"],
        source=row["source"],
        licence=row["licence"],
    )

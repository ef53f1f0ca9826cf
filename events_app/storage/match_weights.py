"""Weights of matching, by version."""

from typing import Any

from events_app.domain.match_reasons import Part
from events_app.domain.matching import Weights
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.storage import tables
from events_app.storage.database import fetch
from events_app.storage.values import dumps, loads

Row = dict[str, Any]


async def get_current() -> Weights:
    """The weights in force; the standard ones, of version 0, where nobody has set any."""
    table = tables.MatchWeights
    row = await table.select().order_by(table.version, ascending=False).first()
    return _weights(row) if row else Weights()


async def get(version: int) -> Weights:
    """Weights of a version; raises NotFound."""
    if version == 0:
        return Weights()
    row = await tables.MatchWeights.select().where(tables.MatchWeights.version == version).first()
    if row is None:
        raise NotFound
    return _weights(row)


async def list_versions(*, limit: int = 50) -> tuple[Weights, ...]:
    """What was set, the newest first."""
    table = tables.MatchWeights
    return tuple(map(_weights, await table.select().order_by(table.version, ascending=False).limit(limit)))


async def add(weights: Weights) -> None:
    """Keep a new version. Raises ChangedMeanwhile where somebody else has kept it already."""
    rows = await fetch(
        "INSERT INTO match_weights (version, parts, developing_percent, note, set_at, set_by) "
        "VALUES ({}, {}, {}, {}, {}, {}) ON CONFLICT (version) DO NOTHING RETURNING version",
        weights.version,
        dumps({part.value: weights.values[part] for part in Part}),
        weights.developing_percent,
        weights.note,
        weights.set_at,
        weights.set_by,
    )
    if not rows:
        raise ChangedMeanwhile


def _weights(row: Row) -> Weights:
    return Weights(
        version=row["version"],
        values={Part(name): value for name, value in loads(row["parts"]).items()},
        developing_percent=row["developing_percent"],
        note=row["note"],
        set_at=row["set_at"],
        set_by=row["set_by"],
    )

"""How editions admit: read, kept, and locked so that places are counted by one transaction at a time."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from events_app.domain.admissions import Admission, Dimension, Policy, Quota
from events_app.domain.papers import WantedPaper
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.domain.scores import Criterion
from events_app.domain.support_schemes import Costs
from events_app.storage import tables
from events_app.storage.database import fetch
from events_app.storage.values import dump_text, dumps, json_text, load_text, loads, text_json

Row = dict[str, Any]
_SAVED = (
    "stands",
    "area",
    "quotas",
    "stands_per_company",
    "applications_per_company",
    "grace_minutes",
    "offer_days",
    "completion_days",
    "policy",
    "seed",
    "terms",
    "terms_version",
    "papers",
    "costs",
    "criteria",
)


_COSTS = ("currency", "shell_per_m2", "raw_per_m2", "building_per_m2", "registration", "freight", "travel")


async def find(edition_id: UUID) -> Admission | None:
    """How an edition admits, where that is set."""
    row = await tables.Admission.select().where(tables.Admission.edition == edition_id).first()
    return _admission(row) if row else None


async def list_by_edition(edition_ids: Iterable[UUID]) -> dict[UUID, Admission]:
    """Admissions of these editions; those without any are left out."""
    wanted = list(set(edition_ids))
    if not wanted:
        return {}
    rows = await tables.Admission.select().where(tables.Admission.edition.is_in(wanted))
    return {row["edition"]: _admission(row) for row in rows}


async def lock_(edition_id: UUID) -> Admission:
    """The admission, kept from other transactions until this one ends: who counts places holds it. Raises NotFound."""
    # The row itself is the lock on PostgreSQL; on SQLite one transaction writes at a time.
    rows = await fetch("UPDATE admission SET version = version WHERE edition = {} RETURNING *", edition_id)
    if not rows:
        raise NotFound
    return _admission(dict(rows[0]))


async def add_number(edition_id: UUID) -> int:
    """The number of the next case of an edition. Raises NotFound."""
    sql = "UPDATE admission SET last_number = last_number + 1 WHERE edition = {} RETURNING last_number"
    rows = await fetch(sql, edition_id)
    if not rows:
        raise NotFound
    return int(rows[0]["last_number"])


async def set_(admission: Admission) -> None:
    """Keep an admission, in place of the one with its version; raises ChangedMeanwhile where that is not there."""
    names = ", ".join(_SAVED)
    places = ", ".join("{}" for _ in _SAVED)
    changes = ", ".join(f"{name} = excluded.{name}" for name in _SAVED)
    rows = await fetch(
        f"INSERT INTO admission (edition, {names}, version) VALUES ({{}}, {places}, 1) "  # noqa: S608 - names of our own
        f"ON CONFLICT (edition) DO UPDATE SET {changes}, version = admission.version + 1 "
        "WHERE admission.version = {} RETURNING version",
        admission.edition_id,
        *_columns(admission),
        admission.version,
    )
    if not rows or rows[0]["version"] != admission.version + 1:
        raise ChangedMeanwhile


def _columns(admission: Admission) -> tuple[object, ...]:
    quotas = [[quota.dimension.value, quota.key, quota.stands, quota.area] for quota in admission.quotas]
    return (
        admission.stands,
        admission.area,
        dumps(quotas),
        admission.stands_per_company,
        admission.applications_per_company,
        admission.grace_minutes,
        admission.offer_days,
        admission.completion_days,
        admission.policy.value,
        admission.seed,
        dump_text(admission.terms),
        admission.terms_version,
        dumps([[each.key, text_json(each.name), each.is_required] for each in admission.papers]),
        dumps([getattr(admission.costs, name) for name in _COSTS] if admission.costs else []),
        dumps([[each.key, text_json(each.name), each.weight] for each in admission.criteria]),
    )


def _admission(row: Row) -> Admission:
    return Admission(
        edition_id=row["edition"],
        stands=row["stands"],
        area=row["area"],
        quotas=tuple(Quota(Dimension(kind), key, stands, area) for kind, key, stands, area in loads(row["quotas"])),
        stands_per_company=row["stands_per_company"],
        applications_per_company=row["applications_per_company"],
        grace_minutes=row["grace_minutes"],
        offer_days=row["offer_days"],
        completion_days=row["completion_days"],
        policy=Policy(row["policy"]),
        seed=row["seed"],
        terms=load_text(row["terms"]),
        terms_version=row["terms_version"],
        papers=tuple(WantedPaper(key, json_text(name), needed) for key, name, needed in loads(row["papers"])),
        criteria=tuple(Criterion(key, json_text(name), weight) for key, name, weight in loads(row["criteria"])),
        costs=Costs(**dict(zip(_COSTS, loads(row["costs"]), strict=False))),
        version=row["version"],
    )

"""What the authority decides about countries and regions, as it is kept; and the version of all of it."""

import sqlite3
from datetime import date
from typing import Any, Final

import asyncpg  # type: ignore[import-untyped]

from events_app.domain.countries import DEFAULT_DEVELOPMENT_RULE, DevelopmentRule
from events_app.domain.country_policies import CountryPolicy, Focus, KeptRule, Policies, Spell, policies_of
from events_app.domain.refusals import ChangedMeanwhile
from events_app.storage import tables
from events_app.storage.database import fetch
from events_app.storage.values import dumps, loads

Row = dict[str, Any]
TABLE_MISSING: Final = (sqlite3.OperationalError, asyncpg.UndefinedTableError)
"""What reading raises in a database that was not migrated yet."""


async def get(code: str) -> CountryPolicy:
    """What was decided about a country or region; nothing decided is an empty policy of version 0."""
    row = await tables.CountryPolicy.select().where(tables.CountryPolicy.code == code).first()
    return _policy(row) if row else CountryPolicy(code=code)


async def list_policies() -> tuple[CountryPolicy, ...]:
    """Every policy, by code."""
    return tuple(map(_policy, await tables.CountryPolicy.select().order_by(tables.CountryPolicy.code)))


async def get_rule() -> KeptRule:
    """The rule for development classes: the shipped one until it was changed."""
    row = await tables.DevelopmentRule.select().where(tables.DevelopmentRule.id == 1).first()
    return KeptRule(rule=_rule(row["body"]), version=row["version"]) if row else KeptRule()


async def get_version() -> int:
    """How many times decisions have changed."""
    row = await tables.PolicyState.select().where(tables.PolicyState.id == 1).first()
    return int(row["version"]) if row else 0


async def get_policies() -> Policies:
    """Everything decided. Read the version first: what is read after it is at least as new."""
    version = await get_version()
    return policies_of(await list_policies(), await get_rule(), version=version)


async def set_(policy: CountryPolicy) -> None:
    """Keep a policy in place of the one with its version; raises ChangedMeanwhile where that is not there any more."""
    focus = policy.focus
    rows = await fetch(
        "INSERT INTO country_policy (code, names, memberships, priority, focus_since, focus_until, focus_reason, note, "
        "modified_at, version) VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}, 1) ON CONFLICT (code) DO UPDATE SET "
        "names = excluded.names, memberships = excluded.memberships, priority = excluded.priority, "
        "focus_since = excluded.focus_since, focus_until = excluded.focus_until, "
        "focus_reason = excluded.focus_reason, note = excluded.note, modified_at = excluded.modified_at, "
        "version = country_policy.version + 1 WHERE country_policy.version = {} RETURNING version",
        policy.code,
        dumps(dict(policy.names)),
        dumps({group: [_spell_json(spell) for spell in spells] for group, spells in policy.memberships.items()}),
        focus.priority if focus else None,
        focus.since if focus else None,
        focus.until if focus else None,
        focus.reason if focus else "",
        policy.note,
        policy.modified_at,
        policy.version,
    )
    if not rows or rows[0]["version"] != policy.version + 1:
        raise ChangedMeanwhile


async def set_rule(kept: KeptRule) -> None:
    """Keep the rule in place of the one with its version; raises ChangedMeanwhile."""
    rows = await fetch(
        "INSERT INTO development_rule (id, body, version) VALUES (1, {}, 1) ON CONFLICT (id) DO UPDATE SET "
        "body = excluded.body, version = development_rule.version + 1 WHERE development_rule.version = {} "
        "RETURNING version",
        dumps(
            {
                "developed_groups": sorted(kept.rule.developed_groups),
                "always_developed": sorted(kept.rule.always_developed),
                "always_developing": sorted(kept.rule.always_developing),
            }
        ),
        kept.version,
    )
    if not rows or rows[0]["version"] != kept.version + 1:
        raise ChangedMeanwhile


async def set_changed() -> None:
    """Raise the version: each process reads decisions anew."""
    await fetch(
        "INSERT INTO policy_state (id, version) VALUES (1, 1) "
        "ON CONFLICT (id) DO UPDATE SET version = policy_state.version + 1"
    )


def _policy(row: Row) -> CountryPolicy:
    priority = row["priority"]
    memberships = loads(row["memberships"])
    return CountryPolicy(
        code=row["code"],
        names=loads(row["names"]),
        memberships={group: tuple(_json_spell(spell) for spell in spells) for group, spells in memberships.items()},
        focus=Focus(priority, row["focus_since"], row["focus_until"], row["focus_reason"]) if priority else None,
        note=row["note"],
        modified_at=row["modified_at"],
        version=row["version"],
    )


def _rule(body: str) -> DevelopmentRule:
    found = loads(body)
    default = DEFAULT_DEVELOPMENT_RULE
    return DevelopmentRule(
        frozenset(found.get("developed_groups", default.developed_groups)),
        frozenset(found.get("always_developed", default.always_developed)),
        frozenset(found.get("always_developing", default.always_developing)),
    )


def _spell_json(spell: Spell) -> list[str | None]:
    return [day.isoformat() if day else None for day in (spell.since, spell.until)]


def _json_spell(value: list[str | None]) -> Spell:
    since, until = (date.fromisoformat(day) if day else None for day in value)
    return Spell(since, until)

"""Introductions as they are kept, what they exclude from matching, and who was asked to apply for which edition."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.domain.introductions import Answer, Introduction, IntroductionState, Reply, Side
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.storage import tables
from events_app.storage.database import fetch
from events_app.storage.keyset import Chosen, Place, count_rows, list_rows
from events_app.storage.values import dump_text, load_text

Row = dict[str, Any]
Pairs = frozenset[tuple[UUID, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to list; empty means no limit."""

    company_id: UUID | None = None
    partner_id: UUID | None = None
    offer_id: UUID | None = None
    states: tuple[IntroductionState, ...] = ()
    country: str = ""


async def get(introduction_id: UUID) -> Introduction:
    """Introduction by id; raises NotFound."""
    rows = await fetch("SELECT * FROM introduction WHERE id = {}", introduction_id)
    if not rows:
        raise NotFound
    return _introduction(rows[0])


async def lock_(introduction_id: UUID) -> Introduction:
    """The introduction, which nobody else changes before this transaction ends. Raises NotFound."""
    # The row itself is the lock on PostgreSQL; on SQLite one transaction writes at a time.
    await fetch("UPDATE introduction SET version = version WHERE id = {}", introduction_id)
    return await get(introduction_id)


async def find_by_project(slug: str) -> Introduction | None:
    """The introduction that led to the project at `slug`."""
    rows = await fetch("SELECT * FROM introduction WHERE project_slug = {} ORDER BY id LIMIT 1", slug)
    return _introduction(rows[0]) if rows else None


async def list_introductions(
    wanted: Wanted, *, after: Place | None = None, before: Place | None = None, limit: int = 50
) -> tuple[Introduction, ...]:
    """Introductions, the one proposed last first."""
    rows = await list_rows(
        "introduction",
        "*",
        _chosen(wanted),
        column="proposed_on",
        is_latest_first=True,
        after=after,
        before=before,
        limit=limit,
    )
    return tuple(map(_introduction, rows))


async def count_introductions(wanted: Wanted, *, at_most: int = 1000) -> int:
    """How many introductions there are of these, counted up to a bound."""
    return await count_rows("introduction", _chosen(wanted), at_most=at_most)


async def list_excluded() -> tuple[Pairs, Pairs]:
    """What matching leaves out: pairs of company and code, and of offer and code, that a no keeps apart."""
    rows = await fetch(
        "SELECT DISTINCT company, offer, country, company_reply, partner_reply FROM introduction "
        "WHERE state = 'declined' AND lifted_at IS NULL"
    )
    return (
        frozenset((row["company"], row["country"]) for row in rows if row["company_reply"] == Reply.NO.value),
        frozenset((row["offer"], row["country"]) for row in rows if row["partner_reply"] == Reply.NO.value),
    )


async def list_excluding(introduction: Introduction, side: Side) -> tuple[Introduction, ...]:
    """Introductions whose no of this side keeps the same pair out of matching, by id."""
    column, value = ("company", introduction.company_id) if side is Side.COMPANY else ("offer", introduction.offer_id)
    rows = await fetch(
        f"SELECT * FROM introduction WHERE {column} = {{}} AND country = {{}} AND {side.value}_reply = 'no' "  # noqa: S608 - names of our own
        "AND state = 'declined' AND lifted_at IS NULL ORDER BY id",
        value,
        introduction.country,
    )
    return tuple(map(_introduction, rows))


async def add(introduction: Introduction) -> None:
    """Keep a new introduction. Raises an error of integrity where the offer and the partner have one that holds."""
    await tables.Introduction.insert(tables.Introduction(**_columns(introduction)))


async def set_(introduction: Introduction) -> None:
    """Replace an introduction, and raise its version. Raises ChangedMeanwhile."""
    table = tables.Introduction
    columns: dict[Any, Any] = _columns(introduction) | {"version": introduction.version + 1}
    identity = columns.pop("id")
    at_its_version = (table.id == identity) & (table.version == introduction.version)
    if not await table.update(columns).where(at_its_version).returning(table.id):
        raise ChangedMeanwhile


async def add_invitation(company_id: UUID, edition_id: UUID, *, at: datetime, person_id: UUID | None) -> bool:
    """Note that a company was asked to apply for an edition; return False where it was asked before."""
    rows = await fetch(
        "INSERT INTO apply_invitation (company, edition, at, person) VALUES ({}, {}, {}, {}) "
        "ON CONFLICT (company, edition) DO NOTHING RETURNING company",
        company_id,
        edition_id,
        at,
        person_id,
    )
    return bool(rows)


async def list_invited(company_id: UUID, edition_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those of the editions for which the company was asked to apply."""
    wanted = set(edition_ids)
    if not wanted:
        return frozenset()
    rows = await fetch("SELECT edition FROM apply_invitation WHERE company = {}", company_id)
    return frozenset(row["edition"] for row in rows) & wanted


def _chosen(wanted: Wanted) -> Chosen:
    chosen = Chosen().among("state", wanted.states)
    named = {"company": wanted.company_id, "partner": wanted.partner_id, "offer": wanted.offer_id}
    for column, value in named.items():
        if value is not None:
            chosen = chosen.with_(f"{column} = {{}}", value)
    return chosen.with_("country = {}", wanted.country) if wanted.country else chosen


def _columns(introduction: Introduction) -> Row:
    found: Row = {
        "id": introduction.id,
        "offer": introduction.offer_id,
        "company": introduction.company_id,
        "country": introduction.country,
        "partner": introduction.partner_id,
        "need": introduction.need_id,
        "state": introduction.state.value,
        "words": dump_text(introduction.words),
        "proposed_by": introduction.proposed_by,
        "proposed_at": introduction.proposed_at,
        "proposed_on": introduction.proposed_at.date(),
        "reminded_at": introduction.reminded_at,
        "expires_on": introduction.expires_on,
        "is_extended": introduction.is_extended,
        "project_slug": introduction.project_slug,
        "lifted_at": introduction.lifted_at,
        "lifted_by": introduction.lifted_by,
        "lift_reason": introduction.lift_reason,
        "version": introduction.version,
    }
    for side in Side:
        answer = introduction.answer_of(side)
        found |= {
            f"{side.value}_reply": answer.reply.value,
            f"{side.value}_at": answer.at,
            f"{side.value}_by": answer.by,
            f"{side.value}_words": answer.words,
        }
    return found


def _introduction(row: Row) -> Introduction:
    return Introduction(
        id=row["id"],
        offer_id=row["offer"],
        company_id=row["company"],
        country=row["country"],
        partner_id=row["partner"],
        need_id=row["need"],
        state=IntroductionState(row["state"]),
        company_answer=_answer(row, Side.COMPANY),
        partner_answer=_answer(row, Side.PARTNER),
        words=load_text(row["words"]),
        proposed_by=row["proposed_by"],
        proposed_at=row["proposed_at"],
        reminded_at=row["reminded_at"],
        expires_on=row["expires_on"],
        is_extended=bool(row["is_extended"]),
        project_slug=row["project_slug"],
        lifted_at=row["lifted_at"],
        lifted_by=row["lifted_by"],
        lift_reason=row["lift_reason"],
        version=row["version"],
    )


def _answer(row: Row, side: Side) -> Answer:
    at, by, words = (row[f"{side.value}_{name}"] for name in ("at", "by", "words"))
    return Answer(reply=Reply(row[f"{side.value}_reply"]), at=at, by=by, words=words)

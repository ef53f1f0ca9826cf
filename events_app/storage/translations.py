"""How translations stand, in lists; earlier wordings of sources; and the glossary."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from events_app.domain.glossary import Term, terms_in
from events_app.domain.readiness import Figure, TranslationState
from events_app.domain.refusals import NotFound
from events_app.domain.texts import Text, digest
from events_app.domain.translations import UnitNoun
from events_app.storage import tables
from events_app.storage.database import fetch
from events_app.storage.values import dump_text, load_text

Row = dict[str, Any]

NEVER: Final = datetime(9999, 12, 31, tzinfo=UTC)
"""Stands in the order of lists for no moment at all."""
_COLUMNS = (
    "subject_id, language, subject, slug, name, unit, missing, outdated, up_to_date, waiting, weight, "
    "weight_current, urgent_at, ends_at"
)
_KEPT = tuple(column for column in _COLUMNS.split(", ") if column not in {"subject_id", "language"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Which states to list; empty means no limit. `unit_ids` None reaches every unit and what belongs to none.

    `since` leaves out what ended before it.
    """

    language: str
    since: datetime
    unit_ids: frozenset[UUID] | None = None
    subject: UnitNoun | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """How many objects wait in one language, with how many missing and outdated texts."""

    objects: int
    missing: int
    outdated: int
    figure: Figure


# ── states ────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def set_states(states: Iterable[TranslationState]) -> None:
    """Keep the states in place of those there were."""
    rows = [_values(state) for state in states]
    if not rows:
        return
    row = f"({', '.join('{}' for _ in rows[0])})"
    sets = ", ".join(f"{column} = excluded.{column}" for column in _KEPT)
    await fetch(
        f"INSERT INTO translation_state ({_COLUMNS}) VALUES {', '.join(row for _ in rows)} "
        f"ON CONFLICT (language, subject_id) DO UPDATE SET {sets}",
        *(value for values in rows for value in values),
    )


async def list_waiting(
    waiting: Waiting,
    *,
    after: tuple[datetime | None, UUID] | None = None,
    before: tuple[datetime | None, UUID] | None = None,
    limit: int = 50,
) -> tuple[TranslationState, ...]:
    """Objects with missing or outdated texts, the nearest moment first, after or before a place between two rows.

    A place is the (urgent_at, subject_id) of the row beside it. With `before` the nearest to it comes first.
    """
    conditions, args = _conditions(waiting)
    direction = "DESC" if before else "ASC"
    if edge := after or before:
        conditions.append(f"(urgent_at, subject_id) {'<' if before else '>'} ({{}}, {{}})")
        args += [edge[0] or NEVER, edge[1]]
    sql = (
        f"SELECT {_COLUMNS} FROM translation_state WHERE {' AND '.join(conditions)} "
        f"ORDER BY urgent_at {direction}, subject_id {direction} LIMIT {{}}"
    )
    return tuple(map(_state, await fetch(sql, *args, limit)))


async def count_waiting(waiting: Waiting) -> Total:
    """How much waits in a language."""
    conditions, args = _conditions(waiting)
    sql = (
        "SELECT COUNT(*) AS objects, COALESCE(SUM(missing), 0) AS missing, COALESCE(SUM(outdated), 0) AS outdated, "
        "COALESCE(SUM(weight_current), 0) AS done, COALESCE(SUM(weight), 0) AS weight "
        f"FROM translation_state WHERE {' AND '.join(conditions)}"
    )
    (row,) = await fetch(sql, *args)
    figure = Figure(int(row["done"]), int(row["weight"]))
    return Total(int(row["objects"]), int(row["missing"]), int(row["outdated"]), figure)


async def list_states(subject_ids: Iterable[UUID]) -> Mapping[UUID, tuple[TranslationState, ...]]:
    """States in every language, by object."""
    ids = sorted(set(subject_ids))
    if not ids:
        return {}
    sql = f"SELECT {_COLUMNS} FROM translation_state WHERE subject_id IN ({_places(ids)}) ORDER BY subject_id, language"
    found: dict[UUID, list[TranslationState]] = {}
    for row in await fetch(sql, *ids):
        found.setdefault(row["subject_id"], []).append(_state(row))
    return {subject_id: tuple(states) for subject_id, states in found.items()}


async def list_overtaken(now: datetime, *, limit: int) -> tuple[tuple[UnitNoun, str], ...]:
    """Noun and slug of objects whose next moment has passed while they have not ended, the oldest first."""
    rows = await fetch(
        "SELECT DISTINCT subject, slug, urgent_at, subject_id FROM translation_state "
        "WHERE urgent_at < {} AND ends_at > {} ORDER BY urgent_at, subject_id LIMIT {}",
        now,
        now,
        limit,
    )
    return tuple((UnitNoun(row["subject"]), row["slug"]) for row in rows)


async def list_unkept(*, limit: int) -> tuple[tuple[UnitNoun, str], ...]:
    """Noun and slug of objects without any state: those that were there before states were kept."""
    found: list[tuple[UnitNoun, str]] = []
    for noun in (UnitNoun.EDITION, UnitNoun.PROJECT, UnitNoun.SERIES):
        rows = await fetch(
            f"SELECT slug FROM {noun.value} AS o WHERE NOT EXISTS "
            "(SELECT 1 FROM translation_state AS s WHERE s.subject_id = o.id) LIMIT {}",
            limit - len(found),
        )
        found += [(noun, row["slug"]) for row in rows]
    return tuple(found)


# ── earlier wordings ──────────────────────────────────────────────────────────────────────────────────────────────────


async def add_wordings(texts: Iterable[Text], now: datetime) -> None:
    """Keep the source wordings of texts under their digests; those that are kept already stay as they are."""
    sources = {digest(text.wordings[text.source]): text for text in texts if text}
    known = await list_wordings(sources)
    # In one order, so that two transactions that add the same never wait for each other crosswise.
    rows = [
        (mark, text.wordings[text.source], text.source, now)
        for mark, text in sorted(sources.items())
        if mark not in known
    ]
    if rows:
        await fetch(
            "INSERT INTO source_wording (digest, wording, language, kept_at) VALUES "
            f"{', '.join('({}, {}, {}, {})' for _ in rows)} ON CONFLICT (digest) DO NOTHING",
            *(value for row in rows for value in row),
        )


async def find_wording(mark: str) -> str | None:
    """The wording with this digest, if it was ever kept."""
    return (await list_wordings((mark,))).get(mark)


async def list_wordings(digests: Iterable[str]) -> Mapping[str, str]:
    """Wordings by digest; those that nobody kept are left out."""
    marks = sorted({mark for mark in digests if mark})
    if not marks:
        return {}
    table = tables.SourceWording
    rows = await table.select(table.digest, table.wording).where(table.digest.is_in(marks))
    return {row["digest"]: row["wording"] for row in rows}


# ── glossary ──────────────────────────────────────────────────────────────────────────────────────────────────────────


async def get_term(term_id: UUID) -> Term:
    """Term by id; raises NotFound."""
    row = await tables.GlossaryTerm.select().where(tables.GlossaryTerm.id == term_id).first()
    if row is None:
        raise NotFound
    return _term(row)


async def find_term(source_language: str, term: str, language: str) -> Term | None:
    """The line of a term in a pair of languages, if there is one."""
    table = tables.GlossaryTerm
    row = (
        await table.select()
        .where((table.language == language) & (table.source_language == source_language) & (table.term == term))
        .first()
    )
    return _term(row) if row else None


async def list_terms(language: str, *, source_language: str = "") -> tuple[Term, ...]:
    """Terms translated into a language, from one language or from all, in the order of the terms."""
    table = tables.GlossaryTerm
    query = table.select().where(table.language == language)
    if source_language:
        query = query.where(table.source_language == source_language)
    return tuple(map(_term, await query.order_by(table.source_language, table.term)))


async def list_terms_in(source: str, source_language: str, language: str) -> tuple[Term, ...]:
    """Terms that occur in a source wording, the longest first."""
    return terms_in(source, await list_terms(language, source_language=source_language))


async def add_term(term: Term) -> None:
    """Keep a new term."""
    await tables.GlossaryTerm.insert(tables.GlossaryTerm(**_term_columns(term)))


async def set_term(term: Term) -> None:
    """Replace a term; raises NotFound."""
    table = tables.GlossaryTerm
    columns: dict[Any, Any] = _term_columns(term)
    identity = columns.pop("id")
    if not await table.update(columns).where(table.id == identity).returning(table.id):
        raise NotFound


async def remove_term(term_id: UUID) -> None:
    """Remove a term; nothing where there is none."""
    await tables.GlossaryTerm.delete().where(tables.GlossaryTerm.id == term_id)


# ── rows ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _conditions(waiting: Waiting) -> tuple[list[str], list[Any]]:
    conditions, args = ["language = {}", "waiting > 0", "ends_at > {}"], [waiting.language, waiting.since]
    if waiting.subject is not None:
        conditions.append("subject = {}")
        args.append(waiting.subject.value)
    if waiting.unit_ids is not None:
        if not waiting.unit_ids:
            conditions.append("unit <> unit")
        else:
            conditions.append(f"unit IN ({_places(waiting.unit_ids)})")
            args += sorted(waiting.unit_ids)
    return conditions, args


def _places(values: Iterable[object]) -> str:
    return ", ".join("{}" for _ in values)


def _values(state: TranslationState) -> tuple[object, ...]:
    return (
        state.subject_id,
        state.language,
        state.subject.value,
        state.slug,
        dump_text(state.name),
        state.unit_id,
        state.missing,
        state.outdated,
        state.current,
        state.missing + state.outdated,
        state.figure.total,
        state.figure.current,
        state.urgent_at or NEVER,
        state.ends_at or NEVER,
    )


def _state(row: Row) -> TranslationState:
    return TranslationState(
        subject=UnitNoun(row["subject"]),
        subject_id=row["subject_id"],
        slug=row["slug"],
        name=load_text(row["name"]),
        language=row["language"],
        unit_id=row["unit"],
        missing=row["missing"],
        outdated=row["outdated"],
        current=row["up_to_date"],
        figure=Figure(row["weight_current"], row["weight"]),
        urgent_at=_moment(row["urgent_at"]),
        ends_at=_moment(row["ends_at"]),
    )


def _moment(at: datetime) -> datetime | None:
    return None if at == NEVER else at


def _term_columns(term: Term) -> Row:
    return {
        "id": term.id,
        "source_language": term.source_language,
        "term": term.term,
        "language": term.language,
        "translation": term.translation,
        "note": term.note,
        "modified_at": term.modified_at,
    }


def _term(row: Row) -> Term:
    return Term(**row)

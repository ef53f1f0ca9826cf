"""Idempotency keys of programs, and what they were answered."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID, uuid4

from events_app.domain.idempotency import KeptAnswer
from events_app.storage import tables
from events_app.storage.database import fetch
from events_app.storage.values import dumps, loads


async def add(person_id: UUID, key: str, fingerprint: str, now: datetime) -> bool:
    """Take a key; False where it is taken. A transaction that takes the same key waits for the one that has it."""
    rows = await fetch(
        "INSERT INTO idempotency_key (id, person, key, fingerprint, answer, created_at) "
        "VALUES ({}, {}, {}, {}, '', {}) ON CONFLICT (person, key) DO NOTHING RETURNING id",
        uuid4(),
        person_id,
        key,
        fingerprint,
        now,
    )
    return bool(rows)


async def find(person_id: UUID, key: str) -> tuple[str, KeptAnswer] | None:
    """Fingerprint of the request that took a key, and what it was answered."""
    table = tables.IdempotencyKey
    row = await table.select().where((table.person == person_id) & (table.key == key)).first()
    return (row["fingerprint"], KeptAnswer(**loads(row["answer"]))) if row else None


async def set_answer(person_id: UUID, key: str, answer: KeptAnswer) -> None:
    """Keep what the request with a key was answered."""
    table = tables.IdempotencyKey
    await table.update({table.answer: dumps(asdict(answer))}).where((table.person == person_id) & (table.key == key))


async def remove_old(created_before: datetime) -> None:
    """Forget keys that are too old."""
    table = tables.IdempotencyKey
    await table.delete().where(table.created_at < created_before)

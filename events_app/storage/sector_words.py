"""What the authority decided of words for imports and industries, as it is kept."""

from typing import Any

from events_app.domain.refusals import ChangedMeanwhile
from events_app.domain.sector_words import KeptWord, Overrides, SectorWord, WordKind, word_id
from events_app.domain.sectors import SECTORS
from events_app.storage import tables
from events_app.storage.database import fetch
from events_app.storage.values import dumps, loads

Row = dict[str, Any]


async def find(kind: WordKind, item: str) -> KeptWord | None:
    """What was decided of a word, if anything was."""
    table = tables.SectorWord
    row = await table.select().where(table.id == word_id(kind, item)).first()
    return _kept(row) if row else None


async def list_kept() -> tuple[KeptWord, ...]:
    """Everything decided, by kind and word."""
    table = tables.SectorWord
    return tuple(map(_kept, await table.select().order_by(table.kind, table.item)))


async def get_overrides() -> Overrides:
    """Everything decided, as `reference.market` and `reference.partners` take it."""
    return frozenset(kept.word for kept in await list_kept())


async def set_(kept: KeptWord) -> None:
    """Keep a decision in place of the one of the version before; raises ChangedMeanwhile where that is not there."""
    word = kept.word
    rows = await fetch(
        "INSERT INTO sector_word (id, kind, item, sectors, modified_at, version) VALUES ({}, {}, {}, {}, {}, 1) "
        "ON CONFLICT (id) DO UPDATE SET sectors = excluded.sectors, modified_at = excluded.modified_at, "
        "version = sector_word.version + 1 WHERE sector_word.version = {} RETURNING version",
        word_id(word.kind, word.item),
        word.kind.value,
        word.item,
        dumps(list(word.sectors)),
        kept.modified_at,
        kept.version - 1,
    )
    if not rows or rows[0]["version"] != kept.version:
        raise ChangedMeanwhile


async def remove(kept: KeptWord) -> None:
    """Take a decision back; raises ChangedMeanwhile where it is not there in this version."""
    rows = await fetch(
        "DELETE FROM sector_word WHERE id = {} AND version = {} RETURNING version",
        word_id(kept.word.kind, kept.word.item),
        kept.version,
    )
    if not rows:
        raise ChangedMeanwhile


def _kept(row: Row) -> KeptWord:
    """A sector that a later release dropped is left out."""
    sectors = tuple(code for code in loads(row["sectors"]) if code in SECTORS)
    return KeptWord(
        word=SectorWord(WordKind(row["kind"]), row["item"], sectors),
        modified_at=row["modified_at"],
        version=row["version"],
    )

"""Decisions on words for imports and industries: kept or taken back, and written into the history."""

from datetime import datetime

from events_app.actions.history import record
from events_app.domain.history import Deed, FieldChange
from events_app.domain.refusals import ChangedMeanwhile
from events_app.domain.rights import Asker, Noun, Right, require
from events_app.domain.sector_words import KeptWord, SectorWord, WordKind, word_id
from events_app.reference import market
from events_app.storage import sector_words
from events_app.storage.database import transaction


async def decide(word: SectorWord, *, version: int, by: Asker, now: datetime) -> KeptWord:
    """Keep the sectors of a word; `version` is that of the copy decided from, 0 where nothing had been decided.

    What was decided already is not written again. Raises NotAllowed or ChangedMeanwhile.
    """
    require(by, Right.EDIT, Noun.INDICATOR)
    async with transaction():
        old = await sector_words.find(word.kind, word.item)
        if version != (old.version if old else 0):
            raise ChangedMeanwhile
        if old and old.word == word:
            return old
        kept = KeptWord(word=word, modified_at=now, version=version + 1)
        await sector_words.set_(kept)
        await _tell(word.kind, word.item, _sectors(old, word.kind, word.item), list(word.sectors), by=by, now=now)
    return kept


async def reset(kind: WordKind, item: str, *, version: int, by: Asker, now: datetime) -> None:
    """Leave a word to what is shipped. Raises NotAllowed, or ChangedMeanwhile where nothing is decided any more."""
    require(by, Right.EDIT, Noun.INDICATOR)
    async with transaction():
        old = await sector_words.find(kind, item)
        if old is None or old.version != version:
            raise ChangedMeanwhile
        await sector_words.remove(old)
        await _tell(kind, item, _sectors(old, kind, item), _sectors(None, kind, item), by=by, now=now)


def _sectors(kept: KeptWord | None, kind: WordKind, item: str) -> list[str] | None:
    """Sectors in force: decided, or else shipped; None where nothing is said of the word."""
    shipped = kept.word.sectors if kept else market.shipped(kind, item)
    return None if shipped is None else list(shipped)


async def _tell(
    kind: WordKind, item: str, before: list[str] | None, after: list[str] | None, *, by: Asker, now: datetime
) -> None:
    changes = (FieldChange("sectors", before, after),)
    await record(Deed.CHANGED, Noun.INDICATOR, word_id(kind, item), by=by, now=now, label=item, changes=changes)

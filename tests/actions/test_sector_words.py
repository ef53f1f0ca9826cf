"""Decisions on words for imports and industries, on both engines: kept, taken back, versioned, and in the history."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from events_app.actions import sector_words as actions
from events_app.domain.history import Deed, FieldChange
from events_app.domain.refusals import ChangedMeanwhile
from events_app.domain.rights import SYSTEM, Asker, NotAllowed, Noun
from events_app.domain.sector_words import KeptWord, SectorWord, WordKind, word_id
from events_app.reference.market import import_standing
from events_app.storage import history, sector_words
from events_app.storage.database import Database

NOW = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
SHIPS = SectorWord(WordKind.IMPORT, "ships", ("rail", "industry"))


async def told(word: SectorWord = SHIPS) -> list[tuple[Deed, Noun, str, tuple[FieldChange, ...]]]:
    lines = await history.list_lines(object_id=word_id(word.kind, word.item), limit=10)
    return [(line.deed, line.noun, line.label, line.changes) for line in lines]


async def test_a_decision_is_read_back_whole_and_put_in_order(database: Database) -> None:
    kept = await actions.decide(SHIPS, version=0, by=SYSTEM, now=NOW)

    assert kept == KeptWord(word=SectorWord(WordKind.IMPORT, "ships", ("industry", "rail")), modified_at=NOW, version=1)
    assert await sector_words.find(WordKind.IMPORT, "ships") == kept
    assert await sector_words.find(WordKind.INDUSTRY, "ships") is None
    assert await sector_words.list_kept() == (kept,)


async def test_decisions_count_for_whoever_reads_them_next(database: Database) -> None:
    before = import_standing("NA", await sector_words.get_overrides())
    await actions.decide(SHIPS, version=0, by=SYSTEM, now=NOW)
    after = import_standing("NA", await sector_words.get_overrides())

    assert before is not None
    assert after is not None
    assert ("rail" in before, after["rail"], after["industry"]) == (False, 0.75, 0.75)


async def test_the_history_tells_each_change_with_what_was_in_force_before(database: Database) -> None:
    kept = await actions.decide(SHIPS, version=0, by=SYSTEM, now=NOW)
    kept = await actions.decide(
        SectorWord(WordKind.IMPORT, "ships", ("power",)), version=1, by=SYSTEM, now=NOW + timedelta(seconds=1)
    )
    await actions.reset(WordKind.IMPORT, "ships", version=kept.version, by=SYSTEM, now=NOW + timedelta(seconds=2))

    assert await told() == [
        (Deed.CHANGED, Noun.INDICATOR, "ships", (FieldChange("sectors", ["power"], []),)),
        (Deed.CHANGED, Noun.INDICATOR, "ships", (FieldChange("sectors", ["industry", "rail"], ["power"]),)),
        (Deed.CHANGED, Noun.INDICATOR, "ships", (FieldChange("sectors", [], ["industry", "rail"]),)),
    ]


async def test_that_no_sector_trades_in_what_was_undecided_is_a_decision(database: Database) -> None:
    word = SectorWord(WordKind.INDUSTRY, "technology")

    await actions.decide(word, version=0, by=SYSTEM, now=NOW)

    assert await sector_words.get_overrides() == frozenset({word})
    assert await told(word) == [(Deed.CHANGED, Noun.INDICATOR, "technology", (FieldChange("sectors", None, []),))]


async def test_nothing_is_written_where_nothing_was_changed(database: Database) -> None:
    kept = await actions.decide(SHIPS, version=0, by=SYSTEM, now=NOW)

    assert await actions.decide(SHIPS, version=1, by=SYSTEM, now=NOW + timedelta(days=1)) == kept
    assert len(await told()) == 1


async def test_a_reset_leaves_what_is_shipped_and_a_new_decision_begins_anew(database: Database) -> None:
    kept = await actions.decide(SHIPS, version=0, by=SYSTEM, now=NOW)
    await actions.reset(WordKind.IMPORT, "ships", version=kept.version, by=SYSTEM, now=NOW)

    assert await sector_words.get_overrides() == frozenset()
    assert (await actions.decide(SHIPS, version=0, by=SYSTEM, now=NOW)).version == 1


async def test_a_decision_over_a_stale_copy_is_refused(database: Database) -> None:
    await actions.decide(SHIPS, version=0, by=SYSTEM, now=NOW)

    with pytest.raises(ChangedMeanwhile):
        await actions.decide(SectorWord(WordKind.IMPORT, "ships"), version=0, by=SYSTEM, now=NOW)
    with pytest.raises(ChangedMeanwhile):
        await actions.reset(WordKind.IMPORT, "ships", version=2, by=SYSTEM, now=NOW)
    with pytest.raises(ChangedMeanwhile):
        await actions.reset(WordKind.IMPORT, "gold", version=1, by=SYSTEM, now=NOW)

    assert await sector_words.get_overrides() == frozenset({SHIPS})


async def test_of_two_who_decide_at_once_one_is_told(database: Database) -> None:
    outcomes = await asyncio.gather(
        *(
            actions.decide(SectorWord(WordKind.IMPORT, "ships", (sector,)), version=0, by=SYSTEM, now=NOW)
            for sector in ("rail", "power")
        ),
        return_exceptions=True,
    )

    (refused,) = [each for each in outcomes if isinstance(each, BaseException)]
    assert isinstance(refused, ChangedMeanwhile)
    assert len(await told()) == 1


async def test_who_may_not_changes_nothing(database: Database) -> None:
    nobody = Asker(None)

    with pytest.raises(NotAllowed):
        await actions.decide(SHIPS, version=0, by=nobody, now=NOW)
    with pytest.raises(NotAllowed):
        await actions.reset(WordKind.IMPORT, "ships", version=1, by=nobody, now=NOW)

    assert await sector_words.list_kept() == ()

"""Rendered entries as they are kept, on both engines."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from events_app.actions.feed_fragments import keep
from events_app.domain.calendar import CalendarEntry
from events_app.domain.selections import Selection, holds
from events_app.storage import calendar, feed_fragments, selections
from events_app.storage.database import Database, fetch, transaction
from events_app.storage.feed_fragments import MOST_MARKS, SEPARATOR, Fragment, Ready, Style
from tests.builders import an_edition, an_id
from tests.clients import NOW
from tests.planting import plant

STYLE = Style(".ics", "en", "mark", "one")
ALL = Selection()
pytestmark = pytest.mark.usefixtures("database")


async def planted() -> tuple[CalendarEntry, ...]:
    await plant(an_edition(), an_edition(id=an_id("ma"), slug="ma-2027", country="MA"))
    return await selections.list_all(ALL)


def of(entry: CalendarEntry, body: str = "é\r\n", **fields: object) -> Fragment:
    plain = Fragment(entry.id, entry.modified_at, "Asia/Tokyo", None, None, body)
    return replace(plain, **fields)  # type: ignore[arg-type]


async def test_nothing_is_ready_at_first_and_all_of_it_afterwards_in_order() -> None:
    one, other = await planted()
    before = await feed_fragments.find_of_selection(ALL, STYLE, now=NOW)
    turns = NOW + timedelta(days=1)
    await keep(STYLE, [of(one), of(other, body="", zone="", turns_at=turns)], now=NOW)
    after = await feed_fragments.find_of_selection(ALL, STYLE, now=NOW)

    ids = (str(one.id), str(other.id))
    written = "é\r\n".encode()
    assert before.entries == Ready.of_nothing(ids).entries == ids
    assert (before.bodies(), before.is_whole) == ([None, None], False)
    assert (after.bodies(), b"".join(after.texts), after.is_whole) == ([written, b""], written, True)
    zones = frozenset({"Asia/Tokyo"})
    assert after == Ready(ids, after.pieces, True, one.modified_at, one.starts_on, zones, None, turns)
    alone = await feed_fragments.find_of_entries([other.id], STYLE, now=NOW)
    assert alone == Ready((str(other.id),), (b"",), turns_at=turns)
    assert (await feed_fragments.find_of_selection(ALL, STYLE, now=turns)).bodies() == ["é\r\n".encode(), None]


async def test_another_mark_language_or_variant_is_another_rendering() -> None:
    one, _ = await planted()
    await keep(STYLE, [of(one)], now=NOW)

    for style in (replace(STYLE, mark="two"), replace(STYLE, language="fr"), replace(STYLE, variant="drop")):
        assert set((await feed_fragments.find_of_selection(ALL, style, now=NOW)).bodies()) == {None}


async def test_an_entry_written_anew_loses_its_fragment_and_a_late_one_of_before_is_not_kept() -> None:
    one, other = await planted()
    await keep(STYLE, [of(one), of(other)], now=NOW)
    newer = replace(one, revision=2, modified_at=NOW + timedelta(seconds=1))
    async with transaction():
        await calendar.set_entries([newer], before=[one], now=NOW)
    await keep(STYLE, [of(one, body="old")], now=NOW)

    assert (await feed_fragments.find_of_selection(ALL, STYLE, now=NOW)).bodies() == [None, "é\r\n".encode()]


async def test_what_could_be_mistaken_for_a_separator_is_not_kept() -> None:
    one, other = await planted()
    await keep(STYLE, [of(one, body=f"a{SEPARATOR}b"), of(other)], now=NOW)

    assert (await feed_fragments.find_of_selection(ALL, STYLE, now=NOW)).bodies() == [None, "é\r\n".encode()]


async def test_former_marks_are_taken_out_with_their_fragments_but_for_the_last() -> None:
    one, _ = await planted()
    for number in range(4):
        await keep(replace(STYLE, mark=str(number)), [of(one)], now=NOW + timedelta(hours=number))

    rows = await fetch("SELECT mark FROM feed_style ORDER BY mark")
    assert [row["mark"] for row in rows] == ["2", "3"]
    assert (await fetch("SELECT count(*) AS number FROM feed_fragment"))[0]["number"] == MOST_MARKS


@pytest.mark.parametrize(
    "selection",
    [
        Selection(),
        Selection(countries=("MA",)),
        Selection(text="light"),
        Selection(text="?!"),
        Selection(text="ligh build"),
        Selection(first_day=datetime(2030, 1, 1, tzinfo=UTC).date()),
        Selection(subject="exhibition/ma-2027"),
        Selection(is_confirmed=True),
        Selection(groups=("EU",), countries=("DE", "MA")),
    ],
    ids=str,
)
async def test_one_entry_at_hand_is_told_as_the_tables_tell_it(database: Database, selection: Selection) -> None:
    del database
    entries = await planted()

    found = await selections.list_all(selection)

    assert [entry for entry in entries if holds(selection, entry)] == [each for each in found if each in entries]

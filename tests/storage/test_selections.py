"""Finding entries by what a reader chose, the same on both engines; checked against a plain filter in Python."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from events_app.domain.calendar import CalendarEntry, EntryKind, EntryStatus
from events_app.domain.countries import Scope
from events_app.domain.selections import Selection
from events_app.storage import calendar, selections
from events_app.storage.database import Database, transaction
from events_app.storage.selections import Position
from tests.builders import a_text, an_entry, an_id

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FIRST = date(2027, 1, 4)
COUNTRIES = ("DE", "FR", "CN", "LA")


def some_entries(number: int) -> tuple[CalendarEntry, ...]:
    return tuple(
        an_entry(
            id=an_id(f"entry {i}"),
            uid=f"{i}@events.example",
            subject_id=an_id(f"subject {i}"),
            slug=f"fair-{i}",
            title=a_text(f"Fair number {i}", zh_Hans=f"第{i}届展会"),
            starts_on=FIRST + timedelta(days=i // 2),
            ends_on=FIRST + timedelta(days=i // 2 + i % 12),
            countries=(COUNTRIES[i % 4],),
            scope=Scope.DOMESTIC if i % 4 == 2 else Scope.OVERSEAS,
            sectors=("ict", "rail") if i % 3 else ("food",),
            groups=("EU",) if i % 4 < 2 else (),
            status=EntryStatus.CANCELLED if i % 7 == 0 else EntryStatus.PUBLISHED,
            kind=EntryKind.DEADLINE if i % 5 == 4 else EntryKind.EXHIBITION,
            part_kind="freight" if i % 5 == 4 else "",
        )
        for i in range(number)
    )


async def keep(entries: Iterable[CalendarEntry]) -> None:
    async with transaction():
        await calendar.set_entries(entries, before=(), now=NOW)


def slugs(entries: Iterable[CalendarEntry]) -> list[str]:
    return sorted(entry.slug for entry in entries)


CHOICES = [
    (Selection(), lambda _: True),
    (Selection(countries=("DE",)), lambda e: e.countries == ("DE",)),
    (Selection(countries=("DE", "LA")), lambda e: e.countries[0] in {"DE", "LA"}),
    (Selection(sectors=("ict",), countries=("CN",)), lambda e: "ict" in e.sectors and e.countries == ("CN",)),
    (Selection(groups=("EU",), scopes=(Scope.OVERSEAS,)), lambda e: e.countries[0] in {"DE", "FR"}),
    (Selection(statuses=(EntryStatus.CANCELLED,)), lambda e: e.status is EntryStatus.CANCELLED),
    (Selection(text="number 17"), lambda e: e.title.wordings["en"].startswith("Fair number 17")),
    (Selection(text="NUMBÉR", sectors=("food",)), lambda e: e.sectors == ("food",)),
    (Selection(text="展会"), lambda _: True),
    (Selection(text="fair-that-is-not-there"), lambda _: False),
    (Selection(first_day=date(2027, 1, 10), last_day=date(2027, 1, 12)), lambda e: 10 <= e.starts_on.day <= 12),
]


@pytest.mark.parametrize(("selection", "belongs"), CHOICES)
@pytest.mark.parametrize("rare", [0, 1000], ids=["walking", "reading whole"])
async def test_a_selection_finds_what_a_plain_filter_finds(
    database: Database,
    selection: Selection,
    belongs: Callable[[CalendarEntry], bool],
    rare: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(selections, "RARE", rare)
    entries = some_entries(50)
    await keep(entries)

    found = await selections.list_starting(selection, limit=100)

    expected = [e for e in entries if e.kind is EntryKind.EXHIBITION and belongs(e)]
    if selection.first_day:
        expected = [e for e in expected if e.starts_on.month == 1]
    assert slugs(found) == slugs(expected)
    assert list(found) == sorted(found, key=lambda e: (e.starts_on, str(e.id)))
    assert await selections.count_up_to(selection, 100) == len(expected)
    assert await selections.list_all(selection) == found


async def test_pages_forward_and_back_meet_every_entry_once(database: Database) -> None:
    await keep(some_entries(23))
    everything = await selections.list_all(Selection())
    pages, position = [], None
    while page := await selections.list_starting(Selection(), limit=5, after=position):
        pages.append(page)
        position = Position(page[-1].starts_on, page[-1].id)

    first_of_last = Position(pages[-1][0].starts_on, pages[-1][0].id)
    earlier = await selections.list_starting(Selection(), limit=5, before=first_of_last)

    assert [entry for page in pages for entry in page] == list(everything)
    assert earlier == pages[-2]


async def test_what_is_on_at_a_day_began_before_and_has_not_ended(database: Database) -> None:
    entries = some_entries(60)
    await keep(entries)
    day = date(2027, 1, 18)

    found = await selections.list_on(Selection(), day, limit=100)

    expected = [e for e in entries if e.kind is EntryKind.EXHIBITION and e.starts_on < day <= e.ends_on]
    assert slugs(found) == slugs(expected)
    assert expected


async def test_a_count_stops_just_past_its_bound(database: Database) -> None:
    await keep(some_entries(30))

    assert await selections.count_up_to(Selection(), 10) == 11


async def test_one_subject_is_found_with_all_its_kinds(database: Database) -> None:
    fair, deadline = some_entries(5)[0], some_entries(5)[4]
    await keep((fair, replace(deadline, slug=fair.slug, subject_id=fair.subject_id)))

    found = await selections.list_all(Selection(subject=f"exhibition/{fair.slug}"))

    assert [entry.kind for entry in found] == [EntryKind.EXHIBITION, EntryKind.DEADLINE]


async def test_a_search_without_letters_finds_nothing_rather_than_everything(database: Database) -> None:
    await keep(some_entries(3))

    assert await selections.list_starting(Selection(text="?!…"), limit=10) == ()
    assert await selections.count_up_to(Selection(text="?!…"), 10) == 0

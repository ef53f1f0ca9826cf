"""Counts of fetches on both engines: batches add up, lists filter, sort and go on from a row."""

from datetime import timedelta

from events_app.actions import feed_fetches as actions
from events_app.domain.feed_fetches import ClientFamily, FeedCheck, FetchCount, FetchKey
from events_app.storage import feed_fetches
from events_app.storage.database import Database
from events_app.storage.feed_fetches import After, Order, Wanted
from tests.clients import NOW

F = ClientFamily
TODAY = NOW.date()


def a_key(path: str = "calendar.ics", family: F = F.GOOGLE, language: str = "en", days_ago: int = 0) -> FetchKey:
    return FetchKey(path, language, family, TODAY - timedelta(days=days_ago))


async def planted() -> None:
    hour = timedelta(hours=1)
    await actions.add({a_key(): FetchCount(2, NOW - 5 * hour), a_key(days_ago=1): FetchCount(4, NOW - 29 * hour)})
    await actions.add(
        {a_key(): FetchCount(1, NOW - 6 * hour), a_key(family=F.APPLE, language="fr"): FetchCount(1, NOW)}
    )
    await actions.add({a_key("series/a.ics"): FetchCount(9, NOW - 7 * hour), a_key("100%.ics"): FetchCount(1, NOW)})


async def test_batches_add_up_and_the_latest_moment_stays(database: Database) -> None:
    await planted()

    (row,) = await feed_fetches.list_feeds(Wanted(since=TODAY, words="calendar"))

    google, apple = FetchCount(3, NOW - timedelta(hours=5)), FetchCount(1, NOW)
    assert row.total == FetchCount(4, NOW)
    assert row.by_family == {F.GOOGLE: google, F.APPLE: apple}
    assert row.by_language == {"en": google, "fr": apple}
    families = await feed_fetches.list_families(TODAY - timedelta(days=1))
    assert families == {F.GOOGLE: FetchCount(17, NOW), F.APPLE: apple}


async def test_feeds_are_filtered_sorted_and_paged(database: Database) -> None:
    await planted()
    week = Wanted(since=TODAY - timedelta(days=7))

    async def paths(wanted: Wanted, order: Order = Order.LAST, after: After | None = None, limit: int = 9) -> list[str]:
        return [row.path for row in await feed_fetches.list_feeds(wanted, order=order, after=after, limit=limit)]

    assert await paths(week) == ["100%.ics", "calendar.ics", "series/a.ics"]
    assert await paths(week, Order.TIMES) == ["series/a.ics", "calendar.ics", "100%.ics"]
    assert await paths(week, Order.PATH, After(0, "100%.ics"), 1) == ["calendar.ics"]
    assert await paths(week, Order.LAST, After(int(NOW.timestamp()), "100%.ics")) == ["calendar.ics", "series/a.ics"]
    assert await paths(Wanted(since=TODAY, words="%")) == ["100%.ics"]
    assert await paths(Wanted(since=TODAY, family=F.APPLE)) == ["calendar.ics"]
    assert await paths(Wanted(since=TODAY, language="de")) == []


async def test_what_was_found_is_replaced_and_forgotten(database: Database) -> None:
    check = FeedCheck("calendar.ics", "en", 3, 1_000, 5, 4, "line 3: no content line of RFC 5545", NOW)
    await actions.keep_checks([check])
    well = FeedCheck("calendar.ics", "en", 4, 1_001, 5, 5, "", NOW)
    await actions.keep_checks([well])

    assert await feed_fetches.list_checks() == (well,)
    assert (check.is_well, well.is_well) == (False, True)

    await planted()
    await actions.tidy(now=NOW + timedelta(days=401))

    assert await feed_fetches.list_checks() == ()
    assert await feed_fetches.list_paths(since=TODAY - timedelta(days=9), limit=9) == ()

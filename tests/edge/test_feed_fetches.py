from datetime import UTC, datetime, timedelta

import pytest

from events_app.domain.feed_fetches import OTHERS, ClientFamily, FetchCount, FetchKey
from events_app.edge import feed_fetches
from events_app.edge.feed_fetches import FetchTally

MORNING = datetime(2026, 5, 4, 9, tzinfo=UTC)
THUNDERBIRD = "Mozilla/5.0 Thunderbird/128.0"


class Clock:
    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def test_the_same_question_is_counted_once_with_the_last_moment() -> None:
    clock = Clock(MORNING)
    tally = FetchTally(clock)
    for status in (200, 304, 404, 500):
        tally.note("ar,fr", "/feeds/ar,fr/calendar.ics", THUNDERBIRD, status)
        clock.now += timedelta(seconds=1)

    key = FetchKey("calendar.ics", "ar", ClientFamily.THUNDERBIRD, MORNING.date())
    assert tally.take() == {key: FetchCount(2, MORNING + timedelta(seconds=1))}
    assert tally.take() == {}


def test_what_is_asked_on_both_sides_of_midnight_counts_for_two_days() -> None:
    clock = Clock(datetime(2026, 5, 4, 23, 59, 59, tzinfo=UTC))
    tally = FetchTally(clock)
    tally.note("en", "/feeds/en/calendar.ics", "", 200)
    clock.now += timedelta(seconds=1)
    tally.note("en", "/feeds/en/calendar.ics", "", 200)

    assert {key.day.isoformat(): count.times for key, count in tally.take().items()} == {
        "2026-05-04": 1,
        "2026-05-05": 1,
    }


def test_a_secret_is_not_counted_under_its_name() -> None:
    tally = FetchTally(Clock(MORNING))
    tally.note("en", "/feeds/en/saved/c2VjcmV0.ics", "", 200)

    (key,) = tally.take()
    assert key.path == "saved.ics"


def test_no_more_is_held_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_fetches, "MOST_KEPT", 4)
    monkeypatch.setattr(feed_fetches, "MOST_KEYS", 6)
    tally = FetchTally(Clock(MORNING))
    for number in range(20):
        tally.note("en", f"/feeds/en/countries/{number}.ics", "", 200)

    counted = tally.take()
    assert sum(count.times for count in counted.values()) == 20
    assert len(counted) == 7
    assert next(count.times for key, count in counted.items() if key.path == OTHERS) == 14

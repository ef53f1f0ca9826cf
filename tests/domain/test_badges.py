from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events_app.domain.attendance import VisitorsOutOfRange, check_visitors, days_of
from events_app.domain.badges import (
    LONGEST_WAIT,
    Answer,
    Badge,
    BadgeState,
    CheckIn,
    DoorTooLong,
    Scan,
    Verdict,
    answer_of,
    day_of,
    standing_of,
)
from events_app.domain.exhibitions import Days
from tests.builders import an_id
from tests.clients import NOW

HERE = an_id("edition")
BADGE = Badge(id=an_id("badge"), edition_id=HERE, member_id=an_id("ada"), digest="x", made_at=NOW)
GONE = Badge(id=an_id("gone"), edition_id=HERE, member_id=an_id("ada"), digest="y", made_at=NOW, revoked_at=NOW)
KEPT = CheckIn(member_id=an_id("ada"), edition_id=HERE, day=NOW.date(), at=NOW, door="B", key="one")


def test_the_door_says_each_thing_it_can() -> None:
    admitted = Answer(Verdict.ADMITTED, an_id("ada"), NOW, "B")

    assert answer_of(None, HERE, None, key="one") == Answer(Verdict.UNKNOWN)
    assert answer_of(BADGE, an_id("elsewhere"), None, key="one") == Answer(Verdict.ELSEWHERE)
    assert answer_of(GONE, HERE, KEPT, key="two") == Answer(Verdict.REVOKED, an_id("ada"), NOW)
    assert answer_of(BADGE, HERE, KEPT, key="one") == admitted
    assert answer_of(BADGE, HERE, KEPT, key="two") == Answer(Verdict.ALREADY, an_id("ada"), NOW, "B")


def test_the_last_badge_says_how_a_member_stands() -> None:
    printed = Badge(id=an_id("new"), edition_id=HERE, member_id=an_id("ada"), digest="z", made_at=NOW, printed_at=NOW)

    assert standing_of([]) == (BadgeState.NONE, None)
    assert standing_of([GONE]) == (BadgeState.REVOKED, NOW)
    assert standing_of([GONE, BADGE]) == (BadgeState.MADE, NOW)
    assert standing_of([GONE, printed]) == (BadgeState.PRINTED, NOW)


def test_a_day_is_one_of_the_exhibition() -> None:
    late = datetime(2026, 6, 1, 22, 30, tzinfo=UTC)

    assert [day_of(late, zone).day for zone in ("Asia/Shanghai", "UTC", "America/Sao_Paulo")] == [2, 1, 1]
    assert days_of(Days(date(2026, 5, 31), date(2026, 6, 2))) == tuple(
        date(2026, 5, 31) + timedelta(days=number) for number in range(3)
    )


@given(st.timedeltas(min_value=-10 * LONGEST_WAIT, max_value=10 * LONGEST_WAIT))
def test_a_scan_is_never_of_the_future_nor_older_than_three_days(waited: timedelta) -> None:
    assert NOW - LONGEST_WAIT <= Scan(code="c", key="k", waited=waited).at(NOW) <= NOW


def test_what_is_too_long_or_too_many_is_refused() -> None:
    with pytest.raises(DoorTooLong):
        Scan(code="c", key="k", door="x" * 61).check()
    for wrong in (-1, 1_000_001):
        with pytest.raises(VisitorsOutOfRange):
            check_visitors(wrong)
    check_visitors(None)

"""The conflict radar: each reason, where it is silent, and that two editions see the same of each other."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events_app.domain.conflicts import (
    CONFLICT_MESSAGES,
    Conflict,
    ConflictKind,
    OnStaff,
    Other,
    Severity,
    Surroundings,
    conflicts,
    conflicts_between,
    other_of,
    programme_conflicts,
    window_of,
)
from events_app.domain.days_off import DaysOff, Holiday
from events_app.domain.exhibitions import (
    DEADLINE_NAMES,
    Days,
    DeadlineKind,
    DeadlineRule,
    Edition,
    EditionStatus,
    ParticipationMode,
    moment_in,
)
from events_app.domain.texts import Text
from tests.builders import a_deadline, a_session, a_text, an_edition, an_id

WEEKEND = frozenset({5, 6})
TODAY = date(2025, 6, 2)
# The planned edition lasts from Monday 12 to Thursday 15 October 2026, in Frankfurt.
MONDAY, THURSDAY = date(2026, 10, 12), date(2026, 10, 15)
DAY = timedelta(days=1)


def off(country: str, *days: date) -> DaysOff:
    return DaysOff(country, WEEKEND, tuple(Holiday(country, day, a_text("Feast")) for day in days))


def around(**changes: Any) -> Surroundings:  # noqa: ANN401 - the changes are fields; a wrong one fails in `replace`
    quiet = Surroundings(host=off("DE"), home=off("CN"), region="155", today=TODAY, rules=())
    return replace(quiet, **changes)


def an_other(**changes: Any) -> Other:  # noqa: ANN401 - the changes are fields; a wrong one fails in `replace`
    """Another edition that has nothing to do with the planned one."""
    other = other_of(an_edition(slug="other", name=a_text("Other fair"), sectors=("food",), country="BR"), region="005")
    other = replace(
        other, city=a_text("São Paulo"), venue=a_text("Expo"), days=Days(date(2027, 3, 1), date(2027, 3, 4))
    )
    return replace(other, **changes)


def kinds(edition: Edition, surroundings: Surroundings) -> list[ConflictKind]:
    return [conflict.kind for conflict in conflicts(edition, surroundings)]


def test_nothing_around_is_no_conflict() -> None:
    assert conflicts(an_edition(), around(others=(an_other(),))) == ()


def test_a_holiday_at_the_venue_is_told_with_its_country_name_and_days() -> None:
    found = conflicts(an_edition(), around(host=off("DE", MONDAY + DAY, MONDAY + 2 * DAY)))

    days = Days(MONDAY + DAY, MONDAY + 2 * DAY)
    params = {"country": "DE", "name": a_text("Feast"), "days": days}
    assert found == (Conflict(kind=ConflictKind.HOLIDAY, days=days, params=params),)
    assert (found[0].severity, found[0].message) == (Severity.WARNING, CONFLICT_MESSAGES[ConflictKind.HOLIDAY])


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (MONDAY - 6 * DAY, []),
        (MONDAY - 5 * DAY, [ConflictKind.TRAVEL_HOLIDAY]),
        (MONDAY - 4 * DAY, [ConflictKind.TRAVEL_HOLIDAY]),
        (MONDAY - 3 * DAY, [ConflictKind.BUILD_UP_HOLIDAY]),
        (MONDAY - DAY, [ConflictKind.BUILD_UP_HOLIDAY]),
        (MONDAY, [ConflictKind.HOLIDAY]),
        (THURSDAY, [ConflictKind.HOLIDAY]),
        (THURSDAY + 2 * DAY, [ConflictKind.TRAVEL_HOLIDAY]),
        (THURSDAY + 3 * DAY, []),
    ],
)
def test_a_holiday_at_home_counts_from_the_day_of_travel_to_the_day_of_return(
    day: date, expected: list[ConflictKind]
) -> None:
    assert kinds(an_edition(), around(home=off("CN", day))) == expected


def test_at_home_nobody_travels_and_each_holiday_is_told_once() -> None:
    at_home = off("CN", MONDAY, THURSDAY + DAY)

    assert kinds(an_edition(country="CN"), around(host=at_home, home=at_home)) == [ConflictKind.HOLIDAY]


def test_build_up_begins_at_its_deadline() -> None:
    build_up = a_deadline(
        kind=DeadlineKind.BUILD_UP, at=moment_in("Europe/Berlin", MONDAY - 7 * DAY, time(8)), zone="Europe/Berlin"
    )

    assert kinds(an_edition(deadlines=(build_up,)), around(host=off("DE", MONDAY - 6 * DAY))) == [
        ConflictKind.BUILD_UP_HOLIDAY
    ]


def test_a_long_weekend_is_told_where_its_holiday_is_not_among_the_days_already() -> None:
    friday = off("DE", MONDAY - 3 * DAY)
    from_sunday = an_edition(days=Days(MONDAY - DAY, THURSDAY))

    found = conflicts(from_sunday, around(host=friday))

    assert [(conflict.kind, conflict.days) for conflict in found] == [
        (ConflictKind.BUILD_UP_HOLIDAY, Days(MONDAY - 3 * DAY, MONDAY - 3 * DAY)),
        (ConflictKind.LONG_WEEKEND, Days(MONDAY - 3 * DAY, MONDAY - DAY)),
    ]
    assert kinds(an_edition(), around(host=off("DE", MONDAY))) == [ConflictKind.HOLIDAY]


def test_holidays_that_nobody_knows_are_said_to_be_unknown() -> None:
    found = conflicts(an_edition(country="ZZ"), around(host=DaysOff("ZZ", WEEKEND, None)))

    assert [(conflict.kind, conflict.params["country"]) for conflict in found] == [
        (ConflictKind.HOLIDAYS_UNKNOWN, "ZZ")
    ]


OTHERS = [
    ("same week", an_other(days=Days(date(2026, 10, 17), date(2026, 10, 18))), [ConflictKind.SAME_WEEK]),
    ("next week", an_other(days=Days(date(2026, 10, 19), date(2026, 10, 20))), []),
    (
        "same country within 60 days",
        an_other(country="DE", days=Days(THURSDAY + 60 * DAY, THURSDAY + 61 * DAY)),
        [ConflictKind.SAME_COUNTRY],
    ),
    ("same country later", an_other(country="DE", days=Days(THURSDAY + 61 * DAY, THURSDAY + 62 * DAY)), []),
    (
        "same sector in the region within 45 days",
        an_other(region="155", sectors=("ict",), days=Days(MONDAY - 46 * DAY, MONDAY - 45 * DAY)),
        [ConflictKind.SAME_SECTOR],
    ),
    (
        "same sector elsewhere",
        an_other(sectors=("ict",), days=Days(MONDAY - 46 * DAY, MONDAY - 45 * DAY)),
        [],
    ),
]


@pytest.mark.parametrize(("other", "expected"), [case[1:] for case in OTHERS], ids=[case[0] for case in OTHERS])
def test_another_edition_is_told_by_what_it_shares(other: Other, expected: list[ConflictKind]) -> None:
    found = conflicts(an_edition(), around(others=(other,)))

    assert [conflict.kind for conflict in found] == expected
    assert {conflict.edition for conflict in found} <= {"other"}
    assert all(conflict.params == {"name": a_text("Other fair"), "days": other.days} for conflict in found)


def test_the_edition_itself_is_no_neighbour() -> None:
    assert kinds(an_edition(), around(others=(other_of(an_edition()),))) == []


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        ((), (), ConflictKind.SAME_VENUE),
        (("3",), (), ConflictKind.SAME_VENUE),
        (("3", "Hall 4"), ("HALL  4", "5"), ConflictKind.SAME_HALL),
        (("3",), ("4",), None),
    ],
)
def test_a_venue_is_used_twice_where_halls_may_be_the_same(
    mine: tuple[str, ...], theirs: tuple[str, ...], expected: ConflictKind | None
) -> None:
    planned = other_of(an_edition(halls=mine))
    other = an_other(
        city=a_text("法兰克福", source="zh-Hans"), venue=a_text("MESSE Frankfurt"), halls=theirs, days=planned.days
    )

    found = {conflict.kind: conflict for conflict in conflicts_between(planned, other)}

    assert set(found) - {ConflictKind.SAME_WEEK} == ({expected} if expected else set())
    assert all(found[kind].params["halls"] == ("Hall 4",) for kind in found if kind is ConflictKind.SAME_HALL)


def test_the_same_person_is_told_while_travelling_and_else_the_same_unit() -> None:
    near, far = (Days(THURSDAY + number * DAY, THURSDAY + number * DAY) for number in (4, 5))
    mine = frozenset({OnStaff(an_id("officer"), "Chen Yu", Days(MONDAY, THURSDAY))})
    theirs = {days: frozenset({OnStaff(an_id("officer"), "Chen Yu", days)}) for days in (near, far)}
    edition = an_edition(unit_id=an_id("unit"))

    def found(other: Other) -> list[ConflictKind]:
        return kinds(edition, around(staff=mine, others=(other,)))

    assert found(an_other(days=near, staff=theirs[near])) == [ConflictKind.SAME_STAFF]
    assert found(an_other(days=far, staff=theirs[far])) == []
    assert found(an_other(days=near, unit_id=an_id("unit"))) == [ConflictKind.SAME_UNIT]
    assert found(an_other(days=near)) == []


def test_the_days_of_the_person_count_not_those_of_the_editions() -> None:
    whole = Days(MONDAY, THURSDAY)

    def told(first: Days, second: Days) -> list[object]:
        mine, theirs = (
            frozenset({OnStaff(an_id("officer"), "Chen Yu", days), OnStaff(an_id(word), word, whole)})
            for days, word in ((first, "a"), (second, "b"))
        )
        planned = other_of(an_edition(), staff=mine)
        found = conflicts_between(planned, an_other(days=whole, staff=theirs))
        return [conflict.params["staff"] for conflict in found if conflict.kind is ConflictKind.SAME_STAFF]

    week = 7 * DAY
    assert told(whole, whole) == [("Chen Yu",)]
    assert told(Days(MONDAY, MONDAY), Days(THURSDAY + week, THURSDAY + week)) == []


def deadline(kind: DeadlineKind, day: date) -> Edition:
    at = moment_in("Europe/Berlin", day, time(17))
    return an_edition(deadlines=(a_deadline(kind=kind, at=at, zone="Europe/Berlin"),))


def test_a_deadline_on_a_day_off_at_home_is_told() -> None:
    sunday, feast, working = MONDAY - 8 * DAY, date(2026, 10, 1), date(2026, 9, 30)
    home = around(home=off("CN", feast))

    assert kinds(deadline(DeadlineKind.DEPOSIT, sunday), home) == [ConflictKind.DEADLINE_DAY_OFF]
    assert kinds(deadline(DeadlineKind.DEPOSIT, feast), home) == [ConflictKind.DEADLINE_DAY_OFF]
    assert kinds(deadline(DeadlineKind.DEPOSIT, working), home) == []
    assert kinds(deadline(DeadlineKind.BUILD_UP, sunday), home) == []


def test_too_few_days_before_the_opening_are_counted() -> None:
    rules = (DeadlineRule(DeadlineKind.DEPOSIT, 120),)
    day = date(2026, 6, 15)

    found = conflicts(deadline(DeadlineKind.DEPOSIT, day), around(rules=rules))

    params = {"name": DEADLINE_NAMES[DeadlineKind.DEPOSIT], "days": Days(day, day), "left": 119, "wanted": 120}
    assert found == (Conflict(kind=ConflictKind.LEAD_TIME, days=Days(day, day), params=params),)
    assert kinds(deadline(DeadlineKind.DEPOSIT, date(2026, 6, 12)), around(rules=rules)) == []


def test_a_draft_is_too_late_for_deadlines_that_are_past() -> None:
    late = around(rules=(DeadlineRule(DeadlineKind.DEPOSIT, 120),), today=date(2026, 9, 1))
    draft = an_edition(status=EditionStatus.DRAFT)
    past = deadline(DeadlineKind.BALANCE, date(2026, 8, 31))

    (found,) = conflicts(draft, late)

    assert (found.kind, found.params["left"]) == (ConflictKind.LEAD_TIME, 41)
    assert kinds(an_edition(), late) == []
    assert kinds(replace(draft, mode=ParticipationMode.INDEPENDENT), late) == []
    assert kinds(past, replace(late, rules=())) == []
    assert kinds(replace(past, status=EditionStatus.DRAFT), replace(late, rules=())) == [ConflictKind.DEADLINE_PAST]


def test_once_it_has_begun_deadlines_are_no_longer_told() -> None:
    draft = replace(deadline(DeadlineKind.BALANCE, MONDAY - 8 * DAY), status=EditionStatus.DRAFT)

    assert kinds(draft, around(today=MONDAY, rules=(DeadlineRule(DeadlineKind.DEPOSIT, 120),))) == []


def test_sessions_in_one_room_at_one_time_are_told() -> None:
    first = a_session(id=an_id("1"), title=a_text("One"))
    second = a_session(id=an_id("2"), title=a_text("Two"), starts_at=first.ends_at - DAY / 24, ends_at=first.ends_at)
    after = a_session(id=an_id("3"), title=a_text("Three"), starts_at=first.ends_at, ends_at=first.ends_at + DAY / 24)
    elsewhere = replace(second, id=an_id("4"), room=a_text("Hall 9"))
    unplaced = replace(second, id=an_id("5"), room=Text.empty())

    found = programme_conflicts(an_edition(sessions=(first, second, after, elsewhere, unplaced)))

    days = Days(date(2026, 10, 13), date(2026, 10, 13))
    params = {"name": a_text("One"), "other": a_text("Two"), "days": days}
    assert found == (Conflict(kind=ConflictKind.SAME_ROOM, days=days, params=params),)


def test_a_session_outside_the_days_at_the_venue_is_told() -> None:
    eve = a_session(
        starts_at=datetime(2026, 10, 11, 18, 0, tzinfo=UTC), ends_at=datetime(2026, 10, 11, 22, 0, tzinfo=UTC)
    )
    until_midnight = a_session(
        starts_at=datetime(2026, 10, 15, 18, 0, tzinfo=UTC), ends_at=datetime(2026, 10, 15, 22, 0, tzinfo=UTC)
    )

    assert kinds(an_edition(sessions=(eve,)), around()) == [ConflictKind.SESSION_OUTSIDE]
    assert kinds(an_edition(sessions=(until_midnight,)), around()) == []


def test_the_window_holds_deadlines_build_up_travel_and_a_margin() -> None:
    assert window_of(an_edition()) == (MONDAY - 19 * DAY, THURSDAY + 16 * DAY)
    assert window_of(deadline(DeadlineKind.DEPOSIT, date(2026, 6, 15))) == (
        date(2026, 6, 15) - 16 * DAY,
        THURSDAY + 16 * DAY,
    )


def test_every_kind_has_its_sentence() -> None:
    assert set(CONFLICT_MESSAGES) == set(ConflictKind)


some_days = st.builds(
    lambda first, length: Days(first, first + length * DAY),
    st.dates(date(2026, 8, 1), date(2026, 12, 31)),
    st.integers(0, 10),
)
halls = st.lists(st.sampled_from(("1", "Hall 2", "hall 2", "3")), max_size=2).map(tuple)
others = st.builds(
    an_other,
    days=some_days,
    country=st.sampled_from(("DE", "FR", "BR")),
    region=st.sampled_from(("155", "005", "")),
    city=st.sampled_from((a_text("Lyon"), a_text("Lyon", zh_Hans="里昂"), a_text("里昂", source="zh-Hans"))),
    venue=st.sampled_from((a_text("Expo"), a_text("EXPO"), Text.empty())),
    halls=halls,
    sectors=st.lists(st.sampled_from(("ict", "food", "rail")), max_size=2).map(tuple),
    unit_id=st.none() | st.sampled_from((an_id("u1"), an_id("u2"))),
    staff=st.frozensets(st.builds(OnStaff, st.sampled_from((an_id("p1"), an_id("p2"))), st.just("Lin Wei"), some_days)),
)


@given(one=others, two=others)
def test_two_editions_see_the_same_of_each_other(one: Other, two: Other) -> None:
    there = {conflict.kind for conflict in conflicts_between(one, two)}
    back = {conflict.kind for conflict in conflicts_between(two, one)}

    assert there == back
    if one.days.first <= two.days.last and two.days.first <= one.days.last:
        assert ConflictKind.SAME_WEEK in there

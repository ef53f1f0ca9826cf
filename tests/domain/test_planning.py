"""Editions copied with every date moved, first days by rhythm, deadlines by template, and what a place suggests."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events_app.domain.exhibitions import (
    DEADLINE_TEMPLATE,
    Days,
    Deadline,
    DeadlineKind,
    DeadlineRule,
    Edition,
    EditionStatus,
    OpeningHours,
    moment_in,
)
from events_app.domain.planning import (
    DayOutOfReach,
    PlaceDefaults,
    TemplateNotUnderstood,
    copy_edition,
    deadlines_from_template,
    defaults_of_place,
    format_template,
    parse_template,
    suggest_first_day,
    with_year,
)
from events_app.domain.texts import Text
from tests.builders import a_deadline, a_series, a_session, a_text, an_edition, an_id

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "America/Santiago",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Asia/Shanghai",
    "Asia/Kathmandu",
    "Pacific/Auckland",
)


def ids() -> Callable[[], UUID]:
    numbers = count(1)
    return lambda: UUID(int=next(numbers))


def wall(at: datetime, zone: str) -> datetime:
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)


def copied(last: Edition, first_day: date) -> Edition:
    return copy_edition(last, first_day=first_day, slug="light-and-building-2028", new_id=ids(), now=NOW)


def test_a_copy_is_a_draft_with_nothing_said_about_its_dates() -> None:
    last = an_edition(
        status=EditionStatus.CANCELLED,
        reason=a_text("Too few exhibitors."),
        former_days=(Days(date(2026, 5, 4), date(2026, 5, 6)),),
        hours=(OpeningHours(date(2026, 10, 12), time(9), time(18)),),
        unit_id=an_id("unit"),
        version=7,
    )

    new = copied(last, date(2028, 10, 9))

    assert new == an_edition(
        id=UUID(int=1),
        slug="light-and-building-2028",
        name=a_text("Light and Building 2028", fr="Lumière et bâtiment 2028", zh_Hans="2028照明与建筑展"),
        days=Days(date(2028, 10, 9), date(2028, 10, 12)),
        status=EditionStatus.DRAFT,
        hours=(OpeningHours(date(2028, 10, 9), time(9), time(18)),),
        unit_id=an_id("unit"),
        dates_confirmed=False,
        source="",
        created_at=NOW,
        modified_at=NOW,
    )
    assert new.version == 1


def test_sessions_keep_their_clock_times_and_deadlines_their_days_before_over_a_change_of_the_clocks() -> None:
    last = an_edition(
        sessions=(a_session(title=a_text("Forum 2026", fr="Forum de 2026")),),
        deadlines=(a_deadline(at=moment_in("Europe/Berlin", date(2026, 10, 2), time(17)), zone="Europe/Berlin"),),
    )

    new = copied(last, date(2027, 11, 8))

    assert new.sessions == (
        a_session(
            id=UUID(int=2),
            title=a_text("Forum 2027", fr="Forum de 2027"),
            starts_at=datetime(2027, 11, 9, 13, 0, tzinfo=UTC),
            ends_at=datetime(2027, 11, 9, 15, 30, tzinfo=UTC),
        ),
    )
    assert new.deadlines == (
        a_deadline(id=UUID(int=3), at=datetime(2027, 10, 29, 15, 0, tzinfo=UTC), zone="Europe/Berlin"),
    )


def test_a_session_whose_end_the_clocks_skip_keeps_its_length() -> None:
    session = a_session(
        starts_at=datetime(2026, 3, 22, 1, 30, tzinfo=UTC), ends_at=datetime(2026, 3, 22, 2, 0, tzinfo=UTC)
    )
    last = an_edition(days=Days(date(2026, 3, 22), date(2026, 3, 22)), sessions=(session,))

    (moved,) = copied(last, date(2026, 3, 29)).sessions

    assert (moved.starts_at, moved.ends_at) == (
        datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
        datetime(2026, 3, 29, 2, 0, tzinfo=UTC),
    )


def test_a_day_for_which_nobody_plans_is_refused() -> None:
    with pytest.raises(DayOutOfReach) as refused:
        copied(an_edition(), date(3027, 5, 1))

    assert refused.value.params == {"earliest": 1900, "latest": 2200}


@pytest.mark.parametrize(
    ("words", "moved"),
    [
        ("Hannover 2026", "Hannover 2027"),
        ("hannover-2026", "hannover-2027"),
        ("معرض ٢٠٢٦", "معرض ٢٠٢٧"),
        ("展会２０２６", "展会２０２７"),
        ("2026年展会", "2027年展会"),
        ("Since 1926, hall 20261, code 12026", "Since 1926, hall 20261, code 12026"),
    ],
)
def test_a_year_that_stands_alone_is_moved_in_its_own_digits(words: str, moved: str) -> None:
    assert with_year(words, 2026, 2027) == moved


def test_a_translation_is_as_outdated_in_the_copy_as_it_was() -> None:
    name = a_text("Fair 2026", fr="Salon 2026").with_wording("en", "Big Fair 2026").with_wording("es", "Feria 2026")

    new = copied(an_edition(name=name), date(2027, 5, 3)).name

    assert dict(new.wordings) == {"en": "Big Fair 2027", "fr": "Salon 2027", "es": "Feria 2027"}
    assert {language: new.is_outdated(language) for language in new} == {"en": False, "fr": True, "es": False}


@st.composite
def planned(draw: st.DrawFn) -> Edition:
    zone = draw(st.sampled_from(ZONES))
    first = draw(st.dates(date(2020, 1, 1), date(2035, 12, 31)))
    days = Days(first, first + timedelta(days=draw(st.integers(0, 9))))
    sessions = []
    for number in range(draw(st.integers(0, 3))):
        day = first + timedelta(days=draw(st.integers(0, days.length - 1)))
        starts = moment_in(zone, day, draw(st.times()).replace(microsecond=0, fold=0))
        ends = starts.astimezone(UTC) + timedelta(minutes=draw(st.integers(1, 600)))
        sessions.append(a_session(id=an_id(f"s{number}"), starts_at=starts.astimezone(UTC), ends_at=ends))
    deadlines = tuple(
        Deadline(
            id=an_id(f"d{number}"),
            kind=draw(st.sampled_from(DeadlineKind)),
            at=moment_in(zone, first - timedelta(days=draw(st.integers(0, 400))), draw(st.times()).replace(fold=0)),
            zone=draw(st.sampled_from(ZONES)),
            note=Text.empty(),
        )
        for number in range(draw(st.integers(0, 3)))
    )
    return an_edition(zone=zone, days=days, sessions=tuple(sessions), deadlines=deadlines)


@given(last=planned(), first_day=st.dates(date(2020, 1, 1), date(2045, 12, 31)))
def test_a_copy_keeps_lengths_and_clock_times_in_every_zone(last: Edition, first_day: date) -> None:
    new = copied(last, first_day)

    by = first_day - last.days.first
    assert (new.days.first, new.days.length) == (first_day, last.days.length)
    for old, moved in zip(last.sessions, new.sessions, strict=True):
        wanted = wall(old.starts_at, last.zone) + by
        assert moved.starts_at == moment_in(last.zone, wanted.date(), wanted.time())
        wanted_end = wall(old.ends_at, last.zone) + by
        kept = moment_in(last.zone, wanted_end.date(), wanted_end.time())
        assert moved.ends_at == kept or moved.ends_at - moved.starts_at == old.ends_at - old.starts_at
    for before, after in zip(last.deadlines, new.deadlines, strict=True):
        wanted = wall(before.at, before.zone) + by
        assert (after.kind, after.zone) == (before.kind, before.zone)
        assert after.at == moment_in(before.zone, wanted.date(), wanted.time())
    everything = [new.id, *(each.id for each in new.sessions), *(each.id for each in new.deadlines)]
    assert len(set(everything)) == len(everything)


@given(
    day=st.dates(date(2000, 1, 1), date(2100, 12, 31)),
    months=st.none() | st.integers(1, 60),
)
def test_the_next_first_day_is_on_the_same_weekday_in_the_same_week_of_its_month(day: date, months: int | None) -> None:
    series, last = a_series(every_months=months), an_edition(days=Days(day, day))

    found = suggest_first_day(series, last)

    assert found.weekday() == day.weekday()
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == (months or 12)
    week, last_week = (found.day - 1) // 7, (day.day - 1) // 7
    assert week == last_week or (last_week == 4 and week == 3 and (found + timedelta(days=7)).month != found.month)


def test_the_second_monday_of_october_stays_it() -> None:
    assert suggest_first_day(a_series(every_months=24), an_edition()) == date(2028, 10, 9)
    assert suggest_first_day(a_series(every_months=None), an_edition()) == date(2027, 10, 11)


def test_deadlines_count_back_from_the_opening_in_the_venues_zone() -> None:
    rules = (DeadlineRule(DeadlineKind.DEPOSIT, 120), DeadlineRule(DeadlineKind.APPLICATIONS_OPEN, 270, time(9)))

    found = deadlines_from_template(rules, an_edition(), new_id=ids())

    assert found == (
        Deadline(
            id=UUID(int=2),
            kind=DeadlineKind.APPLICATIONS_OPEN,
            at=datetime(2026, 1, 15, 8, 0, tzinfo=UTC),
            zone="Europe/Berlin",
            note=Text.empty(),
        ),
        Deadline(
            id=UUID(int=1),
            kind=DeadlineKind.DEPOSIT,
            at=datetime(2026, 6, 14, 15, 0, tzinfo=UTC),
            zone="Europe/Berlin",
            note=Text.empty(),
        ),
    )


def test_a_template_is_read_as_people_write_it() -> None:
    text = "# ours\napplications_open 270 09:00\n\nDEPOSIT, 120\nfreight;45;12:30  # by sea: 90\n"

    assert parse_template(text) == (
        DeadlineRule(DeadlineKind.APPLICATIONS_OPEN, 270, time(9)),
        DeadlineRule(DeadlineKind.DEPOSIT, 120, time(17)),
        DeadlineRule(DeadlineKind.FREIGHT, 45, time(12, 30)),
    )


def test_every_line_that_is_not_understood_is_named() -> None:
    text = "deposit\nlunch 3\nfreight 45\nfreight x\nfreight -1\nfreight 1 25:00\nfreight 1 09:00 noon\nfreight 9999"

    with pytest.raises(TemplateNotUnderstood) as refused:
        parse_template(text)

    assert refused.value.params == {"lines": "1, 2, 4, 5, 6, 7, 8"}


rules_of = st.builds(
    DeadlineRule,
    st.sampled_from(DeadlineKind),
    st.integers(0, 1500),
    st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0)),
)


@given(st.lists(rules_of).map(tuple))
def test_a_written_template_is_read_back(rules: tuple[DeadlineRule, ...]) -> None:
    assert parse_template(format_template(rules)) == rules
    assert parse_template(format_template(DEADLINE_TEMPLATE)) == DEADLINE_TEMPLATE


words = st.sampled_from(("deposit", "Freight", "3", "1501", "-2", "17:00", "T8", "x", "#", ",", "\n", "\x1c"))


@given(st.text() | st.lists(words).map(" ".join))
def test_any_text_is_a_template_or_names_lines_that_are_not(text: str) -> None:
    wrong = ""
    try:
        rules = parse_template(text)
    except TemplateNotUnderstood as refusal:
        wrong, rules = str(refusal.params["lines"]), ()

    assert parse_template(format_template(rules)) == rules
    assert set(wrong.split(", ")) <= {"", *map(str, range(1, len(text.splitlines()) + 1))}


def test_a_city_chooses_among_the_zones_of_its_country() -> None:
    zones = {"America/New_York": ("New York", "纽约"), "America/Chicago": ("Chicago", "芝加哥")}

    def found(city: Text) -> PlaceDefaults:
        return defaults_of_place(
            city, zones=zones, currencies=("USD",), otherwise_zone="Asia/Shanghai", otherwise_currency="CNY"
        )

    both = ("America/New_York", "America/Chicago")
    assert found(a_text("芝加哥", source="zh-Hans")) == PlaceDefaults("America/Chicago", both, "USD", ("USD",))
    assert found(a_text("Boston")) == PlaceDefaults("America/New_York", both, "USD", ("USD",))


def test_a_place_without_zones_and_currencies_takes_those_at_home() -> None:
    assert defaults_of_place(
        a_text("Base camp"), zones={}, currencies=(), otherwise_zone="Asia/Shanghai", otherwise_currency="CNY"
    ) == PlaceDefaults("Asia/Shanghai", (), "CNY", ())

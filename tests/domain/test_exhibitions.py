"""What may happen to an edition, and what its values refuse."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events_app.domain.exhibitions import (
    LONGEST_DAYS,
    AlreadyCancelled,
    Days,
    DeadlineKind,
    EditionStatus,
    EndsBeforeStart,
    LastsTooLong,
    MomentWithoutZone,
    NotPublic,
    OpeningHours,
    ReasonMissing,
    SectorUnknown,
    ZoneUnknown,
    moment_in,
)
from events_app.domain.texts import Text
from events_app.domain.web_addresses import AddressNotAllowed
from tests.builders import a_deadline, a_series, a_session, a_text, an_edition, an_id

NOW = datetime(2026, 6, 1, tzinfo=UTC)
LATER = Days(date(2026, 11, 2), date(2026, 11, 5))


def test_postponing_keeps_old_and_new_dates() -> None:
    edition = an_edition()

    postponed = edition.postpone(LATER, now=NOW)

    assert (postponed.status, postponed.days, postponed.former_days, postponed.modified_at) == (
        EditionStatus.POSTPONED,
        LATER,
        (edition.days,),
        NOW,
    )


def test_postponing_twice_keeps_every_date_in_order() -> None:
    twice = an_edition().postpone(LATER, now=NOW).postpone(Days(date(2027, 1, 4), date(2027, 1, 6)), now=NOW)

    assert twice.former_days == (an_edition().days, LATER)


def test_a_draft_can_neither_be_postponed_nor_cancelled() -> None:
    draft = an_edition(status=EditionStatus.DRAFT)

    with pytest.raises(NotPublic):
        draft.postpone(LATER, now=NOW)
    with pytest.raises(NotPublic):
        draft.cancel(a_text("Why"), now=NOW)


def test_a_cancellation_needs_a_reason_and_is_final() -> None:
    with pytest.raises(ReasonMissing):
        an_edition().cancel(Text.empty(), now=NOW)

    cancelled = an_edition().cancel(a_text("Too few exhibitors"), now=NOW)

    assert (cancelled.status, cancelled.reason) == (EditionStatus.CANCELLED, a_text("Too few exhibitors"))
    with pytest.raises(AlreadyCancelled):
        cancelled.postpone(LATER, now=NOW)


def test_publishing_is_for_drafts_only() -> None:
    draft = an_edition(status=EditionStatus.DRAFT)

    assert draft.publish(now=NOW).status is EditionStatus.PUBLISHED
    assert an_edition().postpone(LATER, now=NOW).publish(now=NOW).status is EditionStatus.POSTPONED


def test_the_earliest_deadline_of_a_kind_counts() -> None:
    early = a_deadline(id=an_id("early"), at=datetime(2026, 4, 1, tzinfo=UTC))
    edition = an_edition(deadlines=(a_deadline(), early))

    assert edition.deadline(DeadlineKind.APPLICATIONS_CLOSE) == early
    assert edition.deadline(DeadlineKind.FREIGHT) is None


def test_values_that_cannot_be_are_refused() -> None:
    with pytest.raises(EndsBeforeStart):
        Days(date(2026, 5, 2), date(2026, 5, 1))
    with pytest.raises(LastsTooLong):
        Days(date(2026, 1, 1), date(2026, 1, 1) + timedelta(days=LONGEST_DAYS + 1))
    with pytest.raises(EndsBeforeStart):
        OpeningHours(date(2026, 5, 1), time(18, 0), time(9, 0))
    with pytest.raises(ZoneUnknown):
        an_edition(zone="Mars/Olympus")
    with pytest.raises(AddressNotAllowed):
        an_edition(website="javascript:alert(1)")
    with pytest.raises(AddressNotAllowed):
        a_series(website="data:text/html,x")
    with pytest.raises(SectorUnknown):
        an_edition(sectors=("poetry",))
    with pytest.raises(SectorUnknown):
        an_edition(fields=(36,))
    with pytest.raises(MomentWithoutZone):
        a_session(starts_at=datetime(2026, 5, 1, 9, 0))  # noqa: DTZ001 - a naive moment is the point
    with pytest.raises(EndsBeforeStart):
        a_session(ends_at=a_session().starts_at)


@pytest.mark.parametrize(
    ("zone", "day", "at", "offset_hours"),
    [
        ("Europe/Berlin", date(2027, 3, 28), time(2, 30), 2),
        ("Europe/Berlin", date(2027, 10, 31), time(2, 30), 2),
        ("Asia/Shanghai", date(2027, 3, 28), time(2, 30), 8),
    ],
)
def test_a_skipped_hour_moves_on_and_a_doubled_one_is_the_first(
    zone: str, day: date, at: time, offset_hours: int
) -> None:
    moment = moment_in(zone, day, at)

    assert moment.utcoffset() == timedelta(hours=offset_hours)
    assert moment.hour == (3 if (zone, day.month) == ("Europe/Berlin", 3) else 2)


@given(
    zone=st.sampled_from(sorted(available_timezones() - {"localtime", "Factory"})),
    day=st.dates(date(2020, 1, 1), date(2040, 12, 31)),
    at=st.times(),
)
def test_a_moment_in_a_zone_is_a_wall_time_that_exists(zone: str, day: date, at: time) -> None:
    moment = moment_in(zone, day, at.replace(tzinfo=None))

    there_and_back = moment.astimezone(UTC).astimezone(ZoneInfo(zone))
    assert there_and_back.replace(tzinfo=None) == moment.replace(tzinfo=None)

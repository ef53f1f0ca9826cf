from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events_app.edge.paging import Cursor, Page, page_after, page_before, parse_cursor

ROWS = tuple(Cursor(date(2026, 1, day), UUID(int=day)) for day in range(1, 8))


def itself(row: Cursor) -> Cursor:
    return row


@given(st.dates(), st.uuids())
def test_a_cursor_survives_its_address(day: date, key: UUID) -> None:
    cursor = Cursor(day, key)

    assert parse_cursor(str(cursor)) == cursor
    assert str(cursor).replace("-", "").replace("_", "").isalnum()


@given(st.text())
def test_nonsense_is_no_cursor_and_no_error(text: str) -> None:
    cursor = parse_cursor(text)

    assert cursor is None or parse_cursor(str(cursor)) == cursor


@pytest.mark.parametrize("text", [None, "", "x", "A" * 27, "_" * 27, "é" * 27, "AAAA" * 100, "\x00"])
def test_a_mangled_cursor_is_none(text: str | None) -> None:
    assert parse_cursor(text) is None


def test_the_first_page_has_only_a_next_one() -> None:
    assert page_after(ROWS[:4], 3, itself, after=None) == Page(ROWS[:3], previous=None, next=ROWS[2])


def test_a_page_in_the_middle_goes_both_ways() -> None:
    assert page_after(ROWS[3:7], 3, itself, after=ROWS[2]) == Page(ROWS[3:6], previous=ROWS[3], next=ROWS[5])


def test_the_last_page_has_only_a_previous_one() -> None:
    assert page_after(ROWS[6:], 3, itself, after=ROWS[5]) == Page(ROWS[6:], previous=ROWS[6], next=None)


def test_a_page_backwards_comes_in_reading_order() -> None:
    nearest_first = tuple(reversed(ROWS[0:4]))

    assert page_before(nearest_first, 3, itself) == Page(ROWS[1:4], previous=ROWS[1], next=ROWS[3])


def test_the_first_page_reached_backwards_has_nothing_before_it() -> None:
    nearest_first = tuple(reversed(ROWS[0:2]))

    assert page_before(nearest_first, 3, itself) == Page(ROWS[0:2], previous=None, next=ROWS[1])


def test_an_empty_list_is_one_page() -> None:
    assert page_after((), 3, itself, after=None) == Page((), previous=None, next=None)

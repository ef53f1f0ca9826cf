"""Stands by value: what changes one, what two make together, what is refused; layouts never overlap."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events_app.domain.refusals import Refusal
from events_app.domain.stand_plans import Numbering, Rows, RowsOutOfRange, free_number, laid_out, letters_of
from events_app.domain.stands import (
    HallAreas,
    HallMeasures,
    NotMergeable,
    NotSplittable,
    NumberMissing,
    NumberTwice,
    OutsideOfHall,
    StandBlocked,
    StandMeasures,
    StandNotFree,
    StandNotGiven,
    StandsOverlap,
    StandState,
    StandTaken,
    check_layout,
    swapped,
)
from tests.builders import an_id
from tests.stand_builders import a_hall, a_stand, rows

T = StandState
CASE = an_id("case")


def test_a_stand_is_given_once_and_taken_back() -> None:
    held = a_stand().give(CASE)

    assert (held.state, held.application_id) == (T.HELD, CASE)
    assert held.take_back() == a_stand()
    with pytest.raises(StandTaken) as refusal:
        held.give(an_id("other"), company="Lanyu")
    assert refusal.value.params == {"number": "A01", "company": "Lanyu"}
    with pytest.raises(StandNotGiven):
        a_stand().take_back()


def test_a_blocked_stand_is_nobodys() -> None:
    blocked = a_stand().block()

    with pytest.raises(StandBlocked):
        blocked.give(CASE)
    with pytest.raises(StandNotFree):
        a_stand().unblock()
    assert blocked.unblock() == a_stand()


def test_two_stands_change_owners() -> None:
    one, other = a_stand().give(CASE), a_stand(number="A02", x=30)

    assert swapped(one, other) == (a_stand(), a_stand(number="A02", x=30).give(CASE))
    with pytest.raises(StandNotGiven):
        swapped(a_stand(), other)
    with pytest.raises(StandBlocked):
        swapped(one, other.block())


def test_wall_to_wall_stands_become_one() -> None:
    one, other = a_stand(), a_stand(number="A02", x=30, open_sides=2)
    behind = a_stand(number="B01", y=30)

    assert one.merge(other) == a_stand(width=60, area_m2=18, open_sides=2)
    assert one.merge(behind) == a_stand(depth=60, area_m2=18)
    for odd in (one, replace(other, x=31), replace(other, depth=20), replace(other, hall_id=an_id("hall 5"))):
        with pytest.raises(NotMergeable):
            one.merge(odd)
    with pytest.raises(StandNotFree):
        one.merge(other.give(CASE))


@given(width=st.integers(2, 200), depth=st.integers(2, 200), area=st.integers(1, 400), data=st.data())
def test_parts_of_a_stand_make_the_whole_again(width: int, depth: int, area: int, data: st.DataObject) -> None:
    whole = a_stand(width=width, depth=depth, area_m2=area)
    along = data.draw(st.booleans())
    at = data.draw(st.integers(1, (depth if along else width) - 1))
    try:
        first, second = whole.split(at, along=along, number="A01a", new_id=an_id("new"))
    except NotSplittable:
        assert area == 1 or round(area * at / (depth if along else width)) in {0, area}
        return

    assert first.area_m2 + second.area_m2 == area
    assert not first.overlaps(second)
    assert first.merge(second) == whole == replace(second.merge(first), id=whole.id, number="A01")


def test_a_cut_beside_the_stand_is_refused() -> None:
    for at in (0, 30, -1):
        with pytest.raises(NotSplittable):
            a_stand().split(at, along=False, number="A01a", new_id=an_id("new"))


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"number": ""}, NumberMissing),
        ({"number": "A" * 13}, NumberMissing),
        ({"x": -1}, StandMeasures),
        ({"width": 0}, StandMeasures),
        ({"area_m2": 0}, StandMeasures),
        ({"open_sides": 5}, StandMeasures),
    ],
)
def test_a_stand_has_a_number_and_extent(changes: dict[str, object], refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        a_stand(**changes)


def test_a_hall_has_a_name_and_extent() -> None:
    for odd in ({"name": ""}, {"width": 0}, {"depth": 20_001}):
        with pytest.raises(HallMeasures):
            a_hall(**odd)
    with pytest.raises(HallAreas):
        a_hall(net_m2=1_201)


def test_what_is_wrong_with_a_layout_is_named() -> None:
    one = a_stand()
    for other, refusal in (
        (a_stand(number="A02", x=29), StandsOverlap),
        (a_stand(number="A01", x=30), NumberTwice),
        (a_stand(number="A02", x=371), OutsideOfHall),
    ):
        with pytest.raises(refusal):
            check_layout(a_hall(), (one, other))
    check_layout(a_hall(), (one, a_stand(number="A02", x=30)))


def test_rows_stand_back_to_back_with_an_aisle_behind_each_pair() -> None:
    found = laid_out(rows(rows=3, per_row=3), a_hall())

    assert [(each.number, each.x, each.y, each.open_sides) for each in found] == [
        ("A01", 0, 0, 2),
        ("A02", 30, 0, 1),
        ("A03", 60, 0, 2),
        ("B01", 0, 30, 2),
        ("B02", 30, 30, 1),
        ("B03", 60, 30, 2),
        ("C01", 0, 90, 2),
        ("C02", 30, 90, 1),
        ("C03", 60, 90, 2),
    ]
    assert {each.area_m2 for each in found} == {9}


@pytest.mark.parametrize(
    ("numbering", "numbers"),
    [
        (Numbering.LETTERS, ["4-C01", "4-C02", "4-D01", "4-D02"]),
        (Numbering.HUNDREDS, ["4-301", "4-302", "4-401", "4-402"]),
        (Numbering.RUNNING, ["4-5", "4-6", "4-7", "4-8"]),
    ],
)
def test_stands_are_numbered_as_asked(numbering: Numbering, numbers: list[str]) -> None:
    asked = rows(rows=2, per_row=2, numbering=numbering, prefix="4-", first_row=3)

    assert [each.number for each in laid_out(asked, a_hall())] == numbers


@given(
    asked=st.builds(
        Rows,
        rows=st.integers(1, 6),
        per_row=st.integers(1, 8),
        width=st.integers(5, 60),
        depth=st.integers(5, 60),
        aisle=st.integers(0, 40),
        is_back_to_back=st.booleans(),
        x=st.integers(0, 50),
        y=st.integers(0, 50),
        numbering=st.sampled_from(Numbering),
    )
)
def test_rows_never_overlap_and_never_leave_the_hall(asked: Rows) -> None:
    hall = a_hall()
    try:
        found = laid_out(asked, hall)
    except OutsideOfHall:
        return

    assert len(found) == asked.rows * asked.per_row == len({each.number for each in found})
    assert all(each.right <= hall.width and each.bottom <= hall.depth for each in found)
    assert not any(one.overlaps(other) for one in found for other in found if one.id != other.id)


def test_rows_on_others_are_refused() -> None:
    with pytest.raises(StandsOverlap):
        laid_out(rows(), a_hall(), (a_stand(number="Z9", x=10, y=10),))
    with pytest.raises(RowsOutOfRange):
        rows(rows=0)


def test_rows_have_letters_as_columns_of_a_table_do() -> None:
    assert [letters_of(row) for row in (1, 26, 27, 52, 53)] == ["A", "Z", "AA", "AZ", "BA"]
    assert free_number("A01", frozenset({"A01", "A01a"})) == "A01b"

"""Whom a stand suits: neighbours by value, and every sentence that an officer is told before going on."""

from typing import Any

import pytest

from events_app.domain.applications import ApplicationState, StandKind, Wish
from events_app.domain.stand_rules import (
    APART,
    COMPETITORS,
    PAVILION_APART,
    REFUSED,
    TOO_CLOSED,
    TOO_LARGE,
    TOO_SMALL,
    UNKIND,
    WANTED,
    Exhibitor,
    NoStandWanted,
    StandsComplete,
    are_adjacent,
    check_wanted,
    hang_together,
    needs_stand,
    neighbours_of,
    remarks_on,
    remarks_on_plan,
)
from events_app.domain.stands import Stand
from tests.builders import an_id
from tests.stand_builders import a_stand, an_exhibitor


def at(number: str, x: int, y: int = 0, **changes: Any) -> Stand:  # noqa: ANN401 - fields of the class
    return a_stand(number=number, x=x, y=y, **changes)


def given(stand: Stand, exhibitor: Exhibitor) -> Stand:
    return stand.give(exhibitor.application.id)


def told(stand: Stand, exhibitor: Exhibitor, *others: tuple[Stand, Exhibitor]) -> list[Any]:
    stands = [stand, *(given(each, other) for each, other in others)]
    found = remarks_on(stand, exhibitor, stands, {other.application.id: other for _, other in others})
    return [remark.message for remark in found]


@pytest.mark.parametrize(
    ("other", "shares"),
    [
        (at("B", 30), True),
        (at("B", 0, 30), True),
        (at("B", 30, 29), True),
        (at("B", 30, 30), False),
        (at("B", 31), False),
        (at("B", 30, hall_id=an_id("hall 5")), False),
    ],
)
def test_neighbours_share_a_piece_of_wall(other: Stand, *, shares: bool) -> None:
    assert are_adjacent(at("A", 0), other) is are_adjacent(other, at("A", 0)) is shares


def test_who_is_faced_over_an_aisle_is_a_neighbour_unless_something_stands_between() -> None:
    here, over, too_far = at("A", 0), at("B", 0, 60), at("C", 0, 91)
    between = at("D", 0, 35, depth=20)

    assert neighbours_of(here, [here, over, too_far]) == (over,)
    assert neighbours_of(here, [here, over, between]) == (between,)


def test_what_fits_is_told_nothing_of() -> None:
    assert told(at("A", 0), an_exhibitor("Lanyu")) == []
    assert told(at("A", 0, area_m2=11), an_exhibitor("Lanyu")) == []


@pytest.mark.parametrize(
    ("stand", "wish", "messages"),
    [
        (at("A", 0, kind=StandKind.RAW_SPACE), Wish(), [UNKIND]),
        (at("A", 0, area_m2=8), Wish(), [TOO_SMALL]),
        (at("A", 0, area_m2=12), Wish(), [TOO_LARGE]),
        (at("A", 0), Wish(open_sides=2), [TOO_CLOSED]),
        (at("A", 0), Wish(stands=2, area=18), []),
        (at("A", 0), Wish(stands=2, area=19), [TOO_SMALL]),
    ],
)
def test_size_and_kind_are_compared(stand: Stand, wish: Wish, messages: list[object]) -> None:
    assert told(stand, an_exhibitor("Lanyu", wish=wish)) == messages


def test_competitors_are_kept_apart_whoever_of_them_said_so() -> None:
    shy = an_exhibitor("Lanyu", wish=Wish(neighbours_refused="Not beside JINSHA please"))
    rival, stranger = an_exhibitor("Jinsha"), an_exhibitor("Jinsha", sector="power")
    here, beside, away = at("A", 0), at("B", 30), at("C", 130)

    assert told(here, shy, (beside, rival)) == [COMPETITORS]
    assert told(here, rival, (beside, shy)) == [COMPETITORS]
    assert told(here, shy, (beside, stranger)) == [REFUSED]
    assert told(here, shy, (away, rival)) == []
    assert told(here, an_exhibitor("Tianhe"), (beside, rival)) == []


def test_wanted_neighbours_are_missed() -> None:
    friend, other = an_exhibitor("Lanyu", wish=Wish(neighbours_wanted="Jinsha")), an_exhibitor("Jinsha")

    assert told(at("A", 0), friend, (at("C", 130), other)) == [WANTED]
    assert told(at("A", 0), friend, (at("B", 30), other)) == []
    assert told(at("A", 0), friend) == []


def test_stands_of_one_company_and_of_a_pavilion_lie_together() -> None:
    one = an_exhibitor("Lanyu", wish=Wish(stands=2, area=18))
    national = [at("A", 0, pavilion="Kenya"), at("B", 30), at("C", 190, pavilion="Kenya")]

    assert told(at("A", 0), one, (at("C", 130), one)) == [APART]
    assert [(each.message, each.params) for each in remarks_on_plan(national, {})] == [
        (PAVILION_APART, {"pavilion": "Kenya"})
    ]
    assert remarks_on_plan([at("A", 0, pavilion="Kenya"), at("B", 0, 60, pavilion="Kenya")], {}) == ()
    assert hang_together([])


def test_a_plan_says_each_sentence_once() -> None:
    shy = an_exhibitor("Lanyu", wish=Wish(neighbours_refused="Jinsha"))
    rival = an_exhibitor("Jinsha")
    stands = [given(at("A", 0), shy), given(at("B", 30), rival)]

    found = remarks_on_plan(stands, {each.application.id: each for each in (shy, rival)})

    assert [each.message for each in found] == [COMPETITORS]


def test_only_who_has_a_place_and_not_all_stands_gets_one() -> None:
    accepted = an_exhibitor("Lanyu", state=ApplicationState.ACCEPTED).application
    waiting = an_exhibitor("Lanyu", state=ApplicationState.WAITING).application

    assert needs_stand(accepted, 0)
    assert not needs_stand(accepted, 1)
    with pytest.raises(StandsComplete):
        check_wanted(accepted, 1)
    with pytest.raises(NoStandWanted):
        check_wanted(waiting, 0)

"""Plans as files: JSON and SVG by value, every fault with its element, nothing dangerous read."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events_app.domain.applications import StandKind
from events_app.formats.stand_plans import EMPTY, TURNED, UNREADABLE, PlanFault, read_plan
from tests.builders import an_id

EDITION = an_id("edition")
STAND: dict[str, Any] = {"number": "A01", "x": 0, "y": 0, "width": 30, "depth": 30}
SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="10 10 40 30" data-hall="Hall 4" data-scale="10"
data-net-m2="600">
<rect x="10" y="10" width="40" height="30"/>
<g><rect id="A01" x="10" y="10" width="3" height="3" data-open-sides="2"/>
<rect data-number="A02" x="13" y="10" width="3" height="6" data-kind="raw_space"
data-zone="Gold" data-pavilion="Kenya"/></g></svg>"""


def a_plan(*listed: dict[str, Any], **hall: Any) -> bytes:  # noqa: ANN401 - fields of JSON
    return json.dumps({"halls": [{"name": "Hall 4", "width": 400, "depth": 300, "stands": listed} | hall]}).encode()


def faults(content: bytes) -> list[tuple[str, str]]:
    found = read_plan(content, EDITION)
    assert bool(found.faults) != bool(found.halls)
    return [(fault.element, fault.message.id % fault.params) for fault in found.faults]


def test_json_is_read() -> None:
    ((hall, found),) = read_plan(
        a_plan(STAND, STAND | {"number": "A02", "x": 30, "kind": "raw_space", "zone": "Gold", "area_m2": 8}), EDITION
    ).halls

    assert (hall.name, hall.width, hall.depth, hall.gross_m2, hall.net_m2) == ("Hall 4", 400, 300, 1_200, 0)
    assert [(each.number, each.x, each.area_m2, each.kind, each.zone) for each in found] == [
        ("A01", 0, 9, StandKind.SHELL_SCHEME, ""),
        ("A02", 30, 8, StandKind.RAW_SPACE, "Gold"),
    ]
    assert {each.hall_id for each in found} == {hall.id}


def test_rectangles_with_numbers_are_stands() -> None:
    ((hall, found),) = read_plan(SVG.encode(), EDITION).halls

    assert (hall.name, hall.width, hall.depth, hall.net_m2) == ("Hall 4", 400, 300, 600)
    assert [(each.number, each.x, each.y, each.width, each.depth, each.open_sides) for each in found] == [
        ("A01", 0, 0, 30, 30, 2),
        ("A02", 30, 0, 30, 60, 1),
    ]
    assert (found[1].kind, found[1].zone, found[1].pavilion) == (StandKind.RAW_SPACE, "Gold", "Kenya")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (a_plan(STAND | {"x": "left"}), [("halls[0].stands[0]", "“x” must be a whole number.")]),
        (a_plan(STAND | {"colour": 1}), [("halls[0].stands[0]", "There is no field “colour”.")]),
        (a_plan(STAND | {"kind": "tent"}), [("halls[0].stands[0]", "“kind” must be shell_scheme or raw_space.")]),
        (
            a_plan(STAND, STAND),
            [("halls[0].stands[1]", "Stand A01 is there already: a number occurs once in an edition.")],
        ),
        (a_plan(STAND, STAND | {"number": "B"}), [("halls[0]", "Stands A01 and B overlap.")]),
        (a_plan(STAND, width=20), [("halls[0]", "Stand A01 does not lie inside of the hall.")]),
        (a_plan({"number": "A"}), [("halls[0].stands[0]", f"“{n}” is missing.") for n in ("x", "y", "width", "depth")]),
        (b'{"halls": [4]}', [("halls[0]", "“stands” is missing.")]),
        (b"[]", [("halls", "“halls” is missing.")]),
        (a_plan(), [("", EMPTY.id)]),
        (SVG.replace("<g>", '<g id="turned" transform="rotate(9)">').encode(), [("turned", TURNED.id)]),
    ],
)
def test_what_is_wrong_is_told_by_element(content: bytes, told: list[tuple[str, str]]) -> None:
    assert faults(content) == told


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg",
        b"<!DOCTYPE svg [<!ENTITY a 'aaaa'>]><svg>&a;</svg>",
        b"[" * 100_000,
        b'<svg viewBox="a b c d"/>',
        b'<svg viewBox="0 0 1e999 9"/>',
        b"x" * 2_000_001,
    ],
)
def test_what_cannot_be_read_is_refused(content: bytes) -> None:
    assert read_plan(content, EDITION).faults == (PlanFault("", UNREADABLE),)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), st.lists, max_leaves=5))
def test_nothing_breaks_it(value: object) -> None:
    whole = {"halls": [{"name": value, "width": value, "depth": 9, "stands": [{"number": value, "x": value}]}]}

    assert read_plan(json.dumps(whole).encode(), EDITION).faults

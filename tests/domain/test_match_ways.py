"""Parts of a match score about the way to a partner, by value."""

from datetime import date
from typing import Any

import pytest

from events_app.domain.intellectual_property import IpKind, IpRight
from events_app.domain.match_facts import Experience, Opening, Treaty
from events_app.domain.match_reasons import Share
from events_app.domain.match_ways import access, history, policy, protection
from tests.builders import an_id
from tests.match_builders import TODAY, a_home, a_partner, a_supply, circumstances


def test_focus_and_agreements() -> None:
    home = a_home()
    assert policy(a_partner(focus=1, agreements=("RCEP",)), home, developing_target=0.5).value == 1
    assert policy(a_partner(), home, developing_target=0.5).value == pytest.approx(0.5 * 0.2 / 0.75)


def test_the_class_that_lacks_partners_is_favoured() -> None:
    home = a_home(developing_share=0.2)
    developing = policy(a_partner(), home, developing_target=0.5)
    developed = policy(a_partner(is_developed=True), home, developing_target=0.5)

    assert developing.value == pytest.approx(0.5 * 0.2 + 0.25 * 0.8)
    assert developed.value == pytest.approx(0.5 * 0.2 + 0.25 * 0.2)
    assert developing.reasons[1].params == {"share": Share(0.2)}
    assert developed.reasons[1].params == {"share": Share(0.8)}


RIGHTS = {
    "in force there": ({"countries": ("CN", "KE"), "granted_on": date(2017, 1, 1)}, 1.0),
    "applied for there": ({"countries": ("KE",)}, 0.8),
    "granted by the regional office": ({"office": "AP", "granted_on": date(2020, 1, 1)}, 0.9),
    "applied for at the regional office": ({"office": "AP"}, 0.8),
    "in its year of priority": ({"filed_on": date(2026, 6, 1)}, 0.7),
    "after its year of priority": ({"filed_on": date(2026, 1, 1)}, 0.1),
    "international application": ({"office": "WO", "filed_on": date(2025, 1, 1)}, 0.7),
    "international application, over": ({"office": "WO", "filed_on": date(2024, 1, 1)}, 0.1),
    "a mark": ({"kind": IpKind.TRADE_MARK, "filed_on": date(2015, 1, 1)}, 0.6),
    "a mark in its half year": ({"kind": IpKind.TRADE_MARK, "filed_on": date(2027, 1, 1)}, 0.7),
    "a design after its half year": ({"kind": IpKind.DESIGN, "filed_on": date(2026, 9, 1)}, 0.1),
    "software": ({"kind": IpKind.COPYRIGHT}, 0.6),
    "know-how": ({"kind": IpKind.KNOW_HOW}, 0.3),
    "held elsewhere": ({}, 0.1),
}


@pytest.mark.parametrize(("changes", "value"), RIGHTS.values(), ids=RIGHTS.keys())
def test_a_right_is_worth_what_can_be_done_with_it_there(changes: dict[str, Any], value: float) -> None:
    partner = a_partner(treaties=frozenset({Treaty.PCT, Treaty.MADRID, Treaty.ARIPO}))
    right = IpRight(**{"kind": IpKind.PATENT, "number": "1", "office": "CN"} | changes)

    assert protection(a_supply(ip_rights=(right,)), partner, a_home(), TODAY).value == value


def test_treaties_count_only_where_they_hold() -> None:
    nowhere = a_partner()
    mark = IpRight(kind=IpKind.TRADE_MARK, number="1", office="CN")
    abroad = IpRight(kind=IpKind.PATENT, number="1", office="WO", filed_on=date(2025, 1, 1))

    assert protection(a_supply(ip_rights=(mark, abroad)), nowhere, a_home(), TODAY).value == 0.1


def test_the_best_right_counts_and_an_ended_one_is_none() -> None:
    ended = IpRight(kind=IpKind.PATENT, number="1", office="KE", countries=("KE",), expires_on=date(2027, 4, 4))
    software = IpRight(kind=IpKind.COPYRIGHT)

    assert protection(a_supply(ip_rights=(ended,)), a_partner(), a_home(), TODAY).value is None
    assert protection(a_supply(ip_rights=(ended, software)), a_partner(), a_home(), TODAY).value == 0.6
    assert protection(a_supply(), a_partner(), a_home(), TODAY).value is None


def test_access_by_hand() -> None:
    opening = Opening(edition_id=an_id("edition"), sectors=("industry",), opens_on=date(2027, 9, 1))
    day = circumstances(openings=(opening,), support_share=0.25)

    part = access(a_supply(), a_partner(), day)

    expected = 0.35 * 1 + 0.25 * 1 + 0.15 * (1 - 9200 / 20015) + 0.15 * 0.5 + 0.1 * 3 / 8
    assert part.value == pytest.approx(expected)
    assert len(part.reasons) == 5


@pytest.mark.parametrize(
    ("sectors", "value"), [(("industry",), 1), (("comprehensive",), 1), (("food",), 0.4), (None, 0)]
)
def test_an_exhibition_helps_most_where_it_is_of_the_sector(sectors: tuple[str, ...] | None, value: float) -> None:
    silent = a_partner(distance_km=None, shared_hours=None, languages=frozenset())
    openings = (Opening(edition_id=an_id("edition"), sectors=sectors, opens_on=TODAY),) if sectors else ()

    part = access(a_supply(), silent, circumstances(openings=openings))

    assert part.value == pytest.approx(0.35 * value / 0.5)


@pytest.mark.parametrize(("spoken", "value"), [({"sw"}, 1), ({"zh", "en"}, 0.5), ({"zh"}, 0)])
def test_languages(spoken: set[str], value: float) -> None:
    there = a_partner(languages=frozenset({"sw"}), distance_km=None, shared_hours=None)

    part = access(a_supply(languages=frozenset(spoken)), there, circumstances())

    assert part.value == pytest.approx(0.25 * value / 0.75)


def test_experience_is_counted_and_none_is_no_zero() -> None:
    assert history(circumstances()).value is None
    seen = circumstances(own=Experience(1, 0), authority=Experience(1, 2))
    assert history(seen).value == pytest.approx((1 + 2) / (2 + 4))
    assert [reason.params for reason in history(seen).reasons] == [{"good": 1, "bad": 0}, {"good": 1, "bad": 2}]

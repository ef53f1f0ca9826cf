"""Decisions about countries and regions: spells, focus, and what stands before what."""

from datetime import date

import pytest

from events_app.domain.countries import Membership
from events_app.domain.country_policies import (
    CountryPolicy,
    EndsBeforeItBegins,
    Focus,
    KeptRule,
    Policies,
    Spell,
    SpellsOverlap,
    UnknownPriority,
    policies_of,
)

SHIPPED = (
    Membership("EU", "DE", date(1958, 1, 1), None, "compiled-read"),
    Membership("EU", "GB", date(1973, 1, 1), date(2020, 1, 31), "compiled-read"),
)


def test_a_spell_ends_after_it_begins_and_shares_no_day_with_another() -> None:
    with pytest.raises(EndsBeforeItBegins):
        Spell(date(2026, 1, 2), date(2026, 1, 1))
    with pytest.raises(SpellsOverlap):
        CountryPolicy(code="GB", memberships={"EU": (Spell(date(2030, 1, 1), None), Spell(None, date(2030, 1, 1)))})


def test_spells_are_kept_in_their_order_and_empty_names_are_none() -> None:
    later, earlier = Spell(date(2030, 1, 1), None), Spell(date(1973, 1, 1), date(2020, 1, 31))
    policy = CountryPolicy(code="GB", names={"fr": " ", "en": " Britain "}, memberships={"EU": (later, earlier)})

    assert policy.memberships == {"EU": (earlier, later)}
    assert policy.names == {"en": "Britain"}
    assert CountryPolicy(code="GB", names={"fr": ""}).is_empty


def test_focus_has_one_of_three_priorities_and_holds_for_its_days() -> None:
    focus = Focus(2, date(2026, 1, 1), date(2026, 12, 31))

    assert [focus.holds_on(date(year, 6, 1)) for year in (2025, 2026, 2027)] == [False, True, False]
    assert Focus(3).holds_on(date(1900, 1, 1))
    with pytest.raises(UnknownPriority):
        Focus(4)


def test_decided_spells_stand_in_place_of_shipped_ones_of_the_same_two() -> None:
    policies = policies_of(
        (
            CountryPolicy(code="GB", names={"en": "Britain"}, memberships={"EU": (Spell(date(2030, 1, 1), None),)}),
            CountryPolicy(code="DE", memberships={"EU": ()}),
        ),
        KeptRule(),
        version=7,
    )

    assert policies.applied_to(SHIPPED) == (Membership("EU", "GB", date(2030, 1, 1), None, "operator"),)
    assert policies.names == {"en": {"GB": "Britain"}}
    assert policies.version == 7
    assert Policies().applied_to(SHIPPED) == SHIPPED

"""Decisions about countries and regions, on both engines: kept whole, versioned, told, and in the history."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from events_app.actions import countries as actions
from events_app.domain.countries import DevelopmentRule, Membership
from events_app.domain.country_policies import CountryPolicy, Focus, KeptRule, Spell
from events_app.domain.history import Deed, FieldChange
from events_app.domain.refusals import ChangedMeanwhile
from events_app.domain.rights import SYSTEM, Asker, NotAllowed
from events_app.domain.selections import Selection
from events_app.reference import countries, groups
from events_app.reference.policies import NOTHING_DECIDED, use
from events_app.storage import calendar, country_policies, history, selections
from events_app.storage.database import Database
from tests.builders import an_edition, an_id
from tests.planting import plant

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
POLICY = CountryPolicy(
    code="BR",
    names={"en": "Brazil (priority market)", "fr": ""},
    memberships={"OECD": (Spell(date(2027, 1, 1), None),), "MERCOSUR": ()},
    focus=Focus(1, date(2026, 1, 1), date(2028, 12, 31), "Agreement of 2025"),
    note="Ask the embassy first.",
)


async def test_a_decision_is_read_back_whole_and_raises_every_version(database: Database) -> None:
    kept = await actions.decide(POLICY, by=SYSTEM, now=NOW)

    assert await country_policies.get("BR") == kept == replace(POLICY, modified_at=NOW, version=1)
    assert await country_policies.list_policies() == (kept,)
    assert (await country_policies.get_version(), (await calendar.get_state()).version) == (1, 1)
    assert await country_policies.get("DE") == CountryPolicy(code="DE")


async def test_the_history_tells_what_was_decided(database: Database) -> None:
    first = await actions.decide(CountryPolicy(code="BR", note="Old"), by=SYSTEM, now=NOW)
    await actions.decide(replace(first, note="New"), by=SYSTEM, now=NOW)

    lines = await history.list_lines(object_id=actions.history_id("BR"), limit=10)
    assert {line.deed for line in lines} == {Deed.CHANGED}
    assert [line.changes for line in lines if len(line.changes) == 1 and line.changes[0].before] == [
        (FieldChange("note", "Old", "New"),)
    ]


async def test_nothing_is_written_where_nothing_was_changed(database: Database) -> None:
    kept = await actions.decide(POLICY, by=SYSTEM, now=NOW)

    assert await actions.decide(kept, by=SYSTEM, now=NOW) == kept
    assert await country_policies.get_version() == 1
    assert len(await history.list_lines(object_id=actions.history_id("BR"), limit=10)) == 1


async def test_a_decision_over_a_stale_copy_is_refused(database: Database) -> None:
    kept = await actions.decide(POLICY, by=SYSTEM, now=NOW)
    await actions.decide(replace(kept, note="Meanwhile"), by=SYSTEM, now=NOW)

    with pytest.raises(ChangedMeanwhile):
        await actions.decide(replace(kept, note="Late"), by=SYSTEM, now=NOW)
    with pytest.raises(ChangedMeanwhile):
        await actions.decide(replace(POLICY, note="Never read"), by=SYSTEM, now=NOW)

    assert (await country_policies.get("BR")).note == "Meanwhile"


async def test_of_two_who_decide_at_once_one_is_told(database: Database) -> None:
    outcomes = await asyncio.gather(
        *(actions.decide(replace(POLICY, note=note), by=SYSTEM, now=NOW) for note in ("One", "Two")),
        return_exceptions=True,
    )

    (refused,) = [each for each in outcomes if isinstance(each, BaseException)]
    assert isinstance(refused, ChangedMeanwhile)
    assert (await country_policies.get("BR")).version == 1


async def test_who_may_not_decide_is_refused(database: Database) -> None:
    with pytest.raises(NotAllowed):
        await actions.decide(POLICY, by=Asker(None), now=NOW)
    with pytest.raises(NotAllowed):
        await actions.decide_rule(KeptRule(), by=Asker(None), now=NOW)


async def test_the_rule_is_kept_and_refused_over_a_stale_copy(database: Database) -> None:
    assert await country_policies.get_rule() == KeptRule()
    rule = DevelopmentRule(frozenset({"OECD"}), frozenset({"SG"}), frozenset({"TR"}))

    kept = await actions.decide_rule(KeptRule(rule=rule), by=SYSTEM, now=NOW)

    assert await country_policies.get_rule() == kept == KeptRule(rule=rule, version=1)
    with pytest.raises(ChangedMeanwhile):
        await actions.decide_rule(KeptRule(rule=DevelopmentRule()), by=SYSTEM, now=NOW)


async def test_entries_are_found_under_the_groups_that_were_decided(database: Database) -> None:
    await plant(an_edition(country="BR"), an_edition(id=an_id("other"), slug="other", country="DE"))
    before = await calendar.list_of_subject(an_edition().id)

    await actions.decide(
        CountryPolicy(code="BR", memberships={"OECD": (Spell(None, None),), "MERCOSUR": ()}), by=SYSTEM, now=NOW
    )

    (entry,) = await calendar.list_of_subject(an_edition().id)
    assert "OECD" in entry.groups
    assert "MERCOSUR" not in entry.groups
    assert replace(entry, groups=before[0].groups) == before[0]
    found = [each.slug for each in await selections.list_all(Selection(groups=("OECD",)))]
    assert sorted(found) == [an_edition().slug, "other"]
    assert await selections.list_all(Selection(groups=("MERCOSUR",))) == ()


async def test_what_is_decided_stands_before_what_is_shipped(database: Database) -> None:
    await actions.decide(POLICY, by=SYSTEM, now=NOW)
    try:
        use(await country_policies.get_policies())

        assert countries.name("BR", "en") == "Brazil (priority market)"
        assert countries.name("BR", "fr") == "Brésil"
        assert groups.groups_of("BR", date(2026, 12, 31)) != groups.groups_of("BR", date(2027, 1, 1))
        assert Membership("OECD", "BR", date(2027, 1, 1), None, "operator") in groups.memberships()
        assert "BR" not in groups.members_of("MERCOSUR", date(2026, 1, 1))
        assert countries.find_code("Brazil") == "BR"
    finally:
        use(NOTHING_DECIDED)

    assert countries.name("BR", "en") == "Brazil"
    assert "BR" in groups.members_of("MERCOSUR", date(2026, 1, 1))

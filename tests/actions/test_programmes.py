"""Matching programmes through the actions, on both engines: kept, changed, forced, closed, with history and rights."""

import asyncio
from dataclasses import replace

import pytest

from events_app.actions import programmes as actions
from events_app.domain.organisations import OrganisationKind, Role
from events_app.domain.programmes import CountryRule, Force, ForceUnexplained, ProgrammeClosed, Rules
from events_app.domain.proposals import AcceptedPair, PlacesTaken
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.domain.rights import SYSTEM, Asker, NotAllowed
from events_app.storage import history, programmes, proposals
from events_app.storage.database import Database
from tests.builders import an_id
from tests.clients import NOW
from tests.programme_builders import a_programme, a_proposal, plant_programme, the_rules
from tests.web.signing_in import a_member, an_organisation

pytestmark = pytest.mark.usefixtures("database")


async def an_asker(role: Role) -> Asker:
    person, membership = await a_member(role)
    return Asker(person, (membership,))


async def test_a_programme_is_kept_at_a_slug_of_its_own_and_changed_once(database: Database) -> None:
    officer = await an_asker(Role.OFFICER)

    first = await actions.add(a_programme(), by=officer, now=NOW)
    second = await actions.add(a_programme(id=an_id("second")), by=officer, now=NOW)
    changed = await actions.change(first.slug, replace(first, rules=the_rules(most_each=3)), by=officer, now=NOW)

    assert (first.slug, second.slug) == ("partners-2027", "partners-2027-2")
    assert await programmes.get(first.slug) == changed
    assert changed.version == 2
    with pytest.raises(ChangedMeanwhile):
        await actions.change(first.slug, replace(first, seed="autumn"), by=officer, now=NOW)
    assert await actions.change(first.slug, changed, by=officer, now=NOW) == changed
    lines = await history.list_lines(object_id=first.id, limit=5)
    assert sorted((line.deed.value, line.person_id) for line in lines) == [
        ("added", officer.person_id),
        ("changed", officer.person_id),
    ]
    assert [change.name for line in lines if line.deed == "changed" for change in line.changes] == ["most_each"]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.UNIT_MANAGER, Role.EXPORTER_OWNER, Role.PARTNER_OWNER])
async def test_others_change_nothing(database: Database, role: Role) -> None:
    kept, asker = await plant_programme(), await an_asker(role)

    for attempt in (
        actions.add(a_programme(id=an_id("x"), slug="x"), by=asker, now=NOW),
        actions.change(kept.slug, replace(kept, seed="x"), by=asker, now=NOW),
        actions.close(kept.slug, by=asker, now=NOW),
        actions.release(kept.slug, an_id("valves"), "KE", by=asker, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            await attempt
    assert await programmes.get(kept.slug) == kept


async def test_pairs_are_forced_by_several_at_once_and_none_is_lost(database: Database) -> None:
    kept = await plant_programme()
    companies = [await an_organisation(OrganisationKind.EXPORTER, f"c{n}") for n in range(5)]

    await asyncio.gather(
        *(
            actions.force(kept.slug, each.id, "KE", Force.MUST_NOT, reason=" Asked not to. ", by=SYSTEM, now=NOW)
            for each in companies
        )
    )

    forced = (await programmes.get(kept.slug)).forced
    assert {pair.company_id for pair in forced} == {each.id for each in companies}
    assert {pair.reason for pair in forced} == {"Asked not to."}
    left = await actions.release(kept.slug, companies[0].id, "KE", by=SYSTEM, now=NOW)
    assert len(left.forced) == 4
    with pytest.raises(ForceUnexplained):
        await actions.force(kept.slug, companies[0].id, "KE", Force.MUST, reason="", by=SYSTEM, now=NOW)
    with pytest.raises(NotFound):
        await actions.force(kept.slug, an_id("nobody"), "KE", Force.MUST, reason="x", by=SYSTEM, now=NOW)


async def test_a_closed_programme_is_opened_again(database: Database) -> None:
    kept = await plant_programme()
    closed = await actions.close(kept.slug, by=SYSTEM, now=NOW)

    with pytest.raises(ProgrammeClosed):
        await actions.change(kept.slug, replace(closed, seed="x"), by=SYSTEM, now=NOW)
    reopened = await actions.reopen(kept.slug, by=SYSTEM, now=NOW)
    assert (await actions.change(kept.slug, replace(reopened, seed="x"), by=SYSTEM, now=NOW)).seed == "x"


async def test_new_rules_keep_room_for_what_was_accepted(database: Database) -> None:
    kept = await plant_programme()
    await proposals.add(a_proposal())
    await an_organisation(OrganisationKind.EXPORTER, "valves", id=an_id("valves"))
    accepted = AcceptedPair(
        programme_id=kept.id,
        company_id=an_id("valves"),
        code="DE",
        offer_id=None,
        score=0.5,
        proposal_id=an_id("proposal"),
        accepted_by=None,
        accepted_at=NOW,
    )
    await proposals.add_accepted([accepted])

    with pytest.raises(PlacesTaken):
        await actions.change(
            kept.slug, replace(kept, rules=Rules(countries=(CountryRule("KE", 0, 9),))), by=SYSTEM, now=NOW
        )
    assert (await programmes.get(kept.slug)) == kept

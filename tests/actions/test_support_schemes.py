"""Support schemes through the actions, on both engines."""

from dataclasses import replace
from datetime import date

import pytest

from events_app.actions import support_schemes as actions
from events_app.domain.companies import CompanySize
from events_app.domain.countries import Scope
from events_app.domain.organisations import Role
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.domain.rights import SYSTEM, Asker, NotAllowed
from events_app.domain.support_schemes import Costs
from events_app.storage import admissions, history, support_schemes
from events_app.storage.database import Database
from tests.application_builders import plant_admission
from tests.builders import an_id
from tests.clients import NOW
from tests.offer_builders import a_scheme
from tests.web.signing_in import a_member

pytestmark = pytest.mark.usefixtures("database")


async def test_a_scheme_is_kept_as_it_was_written_and_changed_once(database: Database) -> None:
    whole = a_scheme(
        scopes=frozenset({Scope.OVERSEAS}),
        groups=frozenset({"ASEAN", "AU"}),
        countries=frozenset({"KE"}),
        sizes=frozenset({CompanySize.MICRO, CompanySize.SMALL}),
        valid_from=date(2026, 1, 1),
        valid_until=date(2027, 12, 31),
        source="https://rules.example",
    )

    kept = await actions.add(whole, by=SYSTEM, now=NOW)

    assert await support_schemes.get(whole.id) == kept == replace(whole, modified_at=NOW)
    changed = await actions.change(replace(kept, rate_percent=40), by=SYSTEM, now=NOW)
    assert (await support_schemes.get(whole.id)).rate_percent == 40
    assert changed.version == 2
    with pytest.raises(ChangedMeanwhile):
        await actions.change(replace(kept, rate_percent=30), by=SYSTEM, now=NOW)
    lines = await history.list_lines(object_id=whole.id, limit=5)
    assert sorted(line.deed.value for line in lines) == ["added", "changed"]


async def test_those_that_are_over_are_left_out(database: Database) -> None:
    await actions.add(a_scheme(id=an_id("old"), valid_until=date(2026, 1, 1)), by=SYSTEM, now=NOW)
    await actions.add(a_scheme(id=an_id("new"), valid_until=date(2026, 12, 1)), by=SYSTEM, now=NOW)
    await actions.add(a_scheme(id=an_id("open")), by=SYSTEM, now=NOW)

    assert {each.id for each in await support_schemes.list_schemes(valid_on=date(2026, 12, 1))} == {
        an_id("new"),
        an_id("open"),
    }
    assert len(await support_schemes.list_schemes()) == 3


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.UNIT_MANAGER, Role.EXPORTER_OWNER])
async def test_only_the_authority_enters_schemes(database: Database, role: Role) -> None:
    person, membership = await a_member(role)
    asker = Asker(person, (membership,))

    with pytest.raises(NotAllowed):
        await actions.add(a_scheme(), by=asker, now=NOW)
    with pytest.raises(NotAllowed):
        await actions.change(a_scheme(), by=asker, now=NOW)
    with pytest.raises(NotFound):
        await support_schemes.get(a_scheme().id)


async def test_costs_are_kept_with_the_admission(database: Database) -> None:
    costs = Costs(currency="EUR", shell_per_m2=30_000, travel=100_000)
    edition = await plant_admission(costs=costs)
    bare = await admissions.find(edition.id)

    assert bare is not None
    assert bare.costs == costs

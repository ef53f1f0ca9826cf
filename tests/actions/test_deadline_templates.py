"""Templates of deadlines through the actions: whose holds, who may decide, two editors; on both engines."""

from dataclasses import replace
from datetime import time

import pytest

from events_app.actions import deadline_templates as actions
from events_app.domain.deadline_templates import OF_AUTHORITY, DeadlineTemplate
from events_app.domain.exhibitions import DEADLINE_TEMPLATE, DeadlineKind, DeadlineRule
from events_app.domain.history import Deed
from events_app.domain.organisations import OrganisationKind, Role
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.domain.rights import SYSTEM, Asker, NotAllowed
from events_app.storage import deadline_templates, history
from tests.builders import CREATED_AT
from tests.web.signing_in import a_member, an_organisation

pytestmark = pytest.mark.usefixtures("database")
DEPOSIT = DeadlineTemplate(rules=(DeadlineRule(DeadlineKind.DEPOSIT, 100, time(12, 0)),))
FREIGHT = DeadlineTemplate(rules=(DeadlineRule(DeadlineKind.FREIGHT, 30),))


async def test_the_template_of_the_unit_goes_before_that_of_the_authority() -> None:
    unit = await an_organisation(OrganisationKind.UNIT, "east")
    other = await an_organisation(OrganisationKind.UNIT, "west")
    shipped = await deadline_templates.get_in_force(unit.id)

    await actions.keep(DEPOSIT, by=SYSTEM, now=CREATED_AT)
    await actions.keep(replace(FREIGHT, unit_id=unit.id), by=SYSTEM, now=CREATED_AT)
    found = [(await deadline_templates.get_in_force(owner)).rules for owner in (unit.id, other.id, None)]
    await actions.reset(unit.id, by=SYSTEM, now=CREATED_AT)
    after = (await deadline_templates.get_in_force(unit.id)).rules
    await actions.reset(None, by=SYSTEM, now=CREATED_AT)

    assert shipped.rules == DEADLINE_TEMPLATE
    assert found == [FREIGHT.rules, DEPOSIT.rules, DEPOSIT.rules]
    assert after == DEPOSIT.rules
    assert (await deadline_templates.get_in_force(unit.id)).rules == DEADLINE_TEMPLATE


async def test_the_authority_alone_decides() -> None:
    unit = await an_organisation(OrganisationKind.UNIT, "east")
    manager = await a_member(Role.UNIT_MANAGER, organisation=unit)
    auditor, officer = await a_member(Role.AUDITOR), await a_member(Role.OFFICER)
    own = replace(FREIGHT, unit_id=unit.id)

    for person, membership in (manager, auditor):
        asker = Asker(person, (membership,))
        with pytest.raises(NotAllowed):
            await actions.keep(own, by=asker, now=CREATED_AT)
        with pytest.raises(NotAllowed):
            await actions.keep(DEPOSIT, by=asker, now=CREATED_AT)
        with pytest.raises(NotAllowed):
            await actions.reset(unit.id, by=asker, now=CREATED_AT)
    kept = await actions.keep(own, by=Asker(officer[0], (officer[1],)), now=CREATED_AT)

    assert kept.version == 1
    assert await deadline_templates.list_unit_ids() == {unit.id}


async def test_a_template_is_of_a_unit_not_of_any_organisation() -> None:
    exporter = await an_organisation(OrganisationKind.EXPORTER, "mill")

    with pytest.raises(NotFound):
        await actions.keep(replace(FREIGHT, unit_id=exporter.id), by=SYSTEM, now=CREATED_AT)


async def test_two_editors_do_not_overwrite_one_another() -> None:
    first = await actions.keep(DEPOSIT, by=SYSTEM, now=CREATED_AT)

    with pytest.raises(ChangedMeanwhile):
        await actions.keep(FREIGHT, by=SYSTEM, now=CREATED_AT)
    second = await actions.keep(replace(FREIGHT, version=first.version), by=SYSTEM, now=CREATED_AT)

    assert second.version == 2
    assert await deadline_templates.get_in_force(None) == FREIGHT


async def test_the_history_tells_of_each_change_once() -> None:
    kept = await actions.keep(DEPOSIT, by=SYSTEM, now=CREATED_AT)
    await actions.keep(kept, by=SYSTEM, now=CREATED_AT)

    (line,) = await history.list_lines(object_id=OF_AUTHORITY)
    assert (line.deed, line.label, [change.name for change in line.changes]) == (
        Deed.CHANGED,
        "deadline-template",
        ["rules"],
    )

"""Staff through the actions: who may assign whom, days that move along, and what is forgotten; on both engines."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from events_app.actions import accounts, exhibitions
from events_app.actions import people as accounts_of
from events_app.actions import staff as actions
from events_app.domain.exhibitions import Days
from events_app.domain.history import FieldChange
from events_app.domain.organisations import Membership, Organisation, OrganisationKind, Role
from events_app.domain.people import RETENTION, Person
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.domain.rights import SYSTEM, Asker, NotAllowed
from events_app.domain.staff import Assignment, DaysFarOff, NotOnStaff
from events_app.domain.texts import Text
from events_app.storage import history, staff
from tests.builders import CREATED_AT, an_edition, an_id
from tests.planting import context, plant
from tests.web.signing_in import a_member, an_organisation

pytestmark = pytest.mark.usefixtures("database")
SLUG = an_edition().slug
OPENING = an_edition().days.first


async def a_unit_with_an_edition() -> tuple[Organisation, Person, Membership]:
    unit = await an_organisation(OrganisationKind.UNIT, "east")
    person, membership = await a_member(Role.UNIT_OFFICER, organisation=unit, name="Chen Yu")
    await plant(
        an_edition(unit_id=unit.id), an_edition(id=an_id("second"), slug="second", sessions=(), unit_id=unit.id)
    )
    return unit, person, membership


def an_assignment(person: Person, **changes: object) -> Assignment:
    made = Assignment(id=an_id("assignment"), edition_id=an_edition().id, person_id=person.id, task="Stand manager")
    return replace(made, **changes)  # type: ignore[arg-type]


async def kept(edition_id: UUID = an_edition().id) -> tuple[Assignment, ...]:  # noqa: B008 - the same each time
    return await staff.list_of_editions([edition_id])


async def test_somebody_is_assigned_changed_and_taken_off() -> None:
    _, person, membership = await a_unit_with_an_edition()
    by = Asker(person, (membership,))

    made = await actions.assign(SLUG, an_assignment(person), by=by, now=CREATED_AT)
    days = Days(OPENING, OPENING)
    changed = await actions.change(SLUG, replace(made, days=days), by=by, now=CREATED_AT)
    with pytest.raises(ChangedMeanwhile):
        await actions.change(SLUG, replace(made, task="Driver"), by=by, now=CREATED_AT)
    found = await kept()
    await actions.remove(SLUG, made.id, by=by, now=CREATED_AT)

    changes = [line.changes for line in await history.list_lines(object_id=an_edition().id)]
    assert (found, found[0].name, changed.version) == ((changed,), "Chen Yu", 2)
    assert await kept() == ()
    assert (FieldChange("staff", None, ["Chen Yu", "Stand manager"]),) in changes
    assert (FieldChange("staff", ["Chen Yu", "Stand manager", "2026-10-12/2026-10-12"], None),) in changes


async def test_staff_come_from_the_unit_or_the_authority() -> None:
    await a_unit_with_an_edition()
    officer, _ = await a_member(Role.OFFICER)
    stranger, _ = await a_member(Role.UNIT_OFFICER)
    exporter, _ = await a_member(Role.EXPORTER_OWNER)

    await actions.assign(SLUG, an_assignment(officer), by=SYSTEM, now=CREATED_AT)
    for person in (stranger, exporter):
        with pytest.raises(NotOnStaff):
            await actions.assign(SLUG, an_assignment(person, id=an_id(person.email)), by=SYSTEM, now=CREATED_AT)
    far = Days(date(2028, 1, 1), date(2028, 1, 2))
    with pytest.raises(DaysFarOff):
        await actions.change(SLUG, an_assignment(officer, days=far), by=SYSTEM, now=CREATED_AT)

    assert [each.person_id for each in await kept()] == [officer.id]


async def test_who_may_not_edit_the_edition_assigns_and_removes_nobody() -> None:
    _, person, _ = await a_unit_with_an_edition()
    made = await actions.assign(SLUG, an_assignment(person), by=SYSTEM, now=CREATED_AT)

    for role in (Role.AUDITOR, Role.UNIT_MANAGER, Role.TRANSLATOR):
        other, membership = await a_member(role)
        asker = Asker(other, (membership,))
        with pytest.raises(NotAllowed):
            await actions.assign(SLUG, an_assignment(person, id=an_id("x")), by=asker, now=CREATED_AT)
        with pytest.raises(NotAllowed):
            await actions.change(SLUG, replace(made, task="Driver"), by=asker, now=CREATED_AT)
        with pytest.raises(NotAllowed):
            await actions.remove(SLUG, made.id, by=asker, now=CREATED_AT)

    assert await kept() == (made,)


async def test_an_assignment_is_not_reached_through_another_edition() -> None:
    _, person, _ = await a_unit_with_an_edition()
    made = await actions.assign(SLUG, an_assignment(person), by=SYSTEM, now=CREATED_AT)

    with pytest.raises(NotFound):
        await actions.remove("second", made.id, by=SYSTEM, now=CREATED_AT)
    with pytest.raises(NotFound):
        await actions.change("second", replace(made, task="Driver"), by=SYSTEM, now=CREATED_AT)


async def test_days_of_staff_move_with_the_edition() -> None:
    _, person, _ = await a_unit_with_an_edition()
    await actions.assign(SLUG, an_assignment(person, days=Days(OPENING, OPENING)), by=SYSTEM, now=CREATED_AT)
    later = Days(OPENING + timedelta(days=28), OPENING + timedelta(days=30))

    await exhibitions.postpone(
        SLUG, later, deadlines=(), note=Text.empty(), by=SYSTEM, context=context(), now=CREATED_AT
    )

    assert [each.days for each in await kept()] == [Days(later.first, later.first)]


async def test_a_person_reads_where_they_work_and_is_forgotten_there() -> None:
    _, person, membership = await a_unit_with_an_edition()
    await a_member(Role.ADMINISTRATOR)
    await actions.assign(SLUG, an_assignment(person), by=SYSTEM, now=CREATED_AT)
    own = Asker(person, (membership,))

    held = await accounts.held_about(by=own, now=CREATED_AT)
    await accounts_of.close(person.id, by=own, now=CREATED_AT)
    await accounts_of.anonymise_closed(now=CREATED_AT + RETENTION + timedelta(days=1))

    assert [each["task"] for each in held["assignments"]] == ["Stand manager"]
    assert await kept() == ()

"""Moves, classes and publishing of projects through the actions: rights per object, and no way round a gate."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from events_app.actions import projects as actions
from events_app.actions.context import Context
from events_app.domain.changes import Aspect, AspectChange
from events_app.domain.export_control import ExportProhibited, LetterOfIntentMissing
from events_app.domain.history import Deed
from events_app.domain.money import Money
from events_app.domain.organisations import Membership, Organisation, OrganisationKind, Role
from events_app.domain.projects import ExportClass, ExportControl, Project, Stage
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.domain.rights import SYSTEM, Asker, NotAllowed
from events_app.domain.stages import SignedAmountMissing, StageHasItsOwnMove
from events_app.storage import calendar, history, organisations, projects
from tests.builders import DOMAIN, a_project, a_text, an_id

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
CONTEXT = Context(uid_domain=DOMAIN, memberships=())
UNIT = an_id("unit")
SLUG = a_project().slug
RESTRICTED = ExportControl(export_class=ExportClass.RESTRICTED, letter_of_intent="LOI 7")

pytestmark = pytest.mark.usefixtures("database")


def asker(role: Role, organisation: UUID = UNIT) -> Asker:
    kind = OrganisationKind.UNIT if role is Role.UNIT_OFFICER else OrganisationKind.AUTHORITY
    membership = Membership(
        id=uuid4(),
        person_id=uuid4(),
        organisation_id=organisation,
        organisation_kind=kind,
        role=role,
        created_at=NOW,
    )
    return Asker(None, (membership,))


async def kept(**changes: object) -> Project:
    unit = Organisation(id=UNIT, slug="unit", kind=OrganisationKind.UNIT, name=a_text("Unit"), created_at=NOW)
    await organisations.add(unit)
    project = a_project(**{"unit_id": UNIT, "stage": Stage.NEGOTIATION, **changes})
    await actions.add(project, by=SYSTEM, context=CONTEXT, now=NOW)
    return project


async def test_a_move_is_told_to_readers_and_in_the_history() -> None:
    project = await kept()

    moved = await actions.move_stage(
        SLUG, Stage.SIGNED, signed=Money(1, "EUR"), by=asker(Role.UNIT_OFFICER), context=CONTEXT, now=NOW
    )

    assert await projects.get(SLUG) == moved
    logged = await calendar.list_changes(project.id, limit=2)  # both at one moment, in either order
    assert (AspectChange(Aspect.STAGE, "negotiation", "signed"),) in [change.aspects for change in logged]
    lines = await history.list_lines(object_id=project.id, limit=5)
    told = {(change.before, change.after) for line in lines for change in line.changes if change.name == "stage"}
    assert told == {("negotiation", "signed"), (None, "negotiation")}


@pytest.mark.parametrize(
    ("role", "organisation"), [(Role.UNIT_OFFICER, an_id("other")), (Role.AUDITOR, an_id("authority"))]
)
async def test_others_change_nothing(role: Role, organisation: UUID) -> None:
    project = await kept(is_public=False)
    by = asker(role, organisation)

    for act in (
        actions.move_stage(SLUG, Stage.CONTACT, by=by, context=CONTEXT, now=NOW),
        actions.set_control(SLUG, RESTRICTED, by=by, context=CONTEXT, now=NOW),
        actions.set_milestones(SLUG, (), by=by, context=CONTEXT, now=NOW),
        actions.link_editions(SLUG, (), by=by, context=CONTEXT, now=NOW),
        actions.publish(SLUG, by=by, context=CONTEXT, now=NOW),
        actions.change(project, by=by, context=CONTEXT, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            await act

    assert await projects.get(SLUG) == project


async def test_a_unit_does_not_give_its_project_to_another() -> None:
    project = await kept()

    with pytest.raises(NotAllowed):
        await actions.change(replace(project, unit_id=None), by=asker(Role.UNIT_OFFICER), context=CONTEXT, now=NOW)


async def test_going_back_from_a_contract_is_for_who_decides() -> None:
    await kept(stage=Stage.SIGNED, signed=Money(1, "EUR"))

    with pytest.raises(NotAllowed):
        await actions.move_stage(SLUG, Stage.NEGOTIATION, by=asker(Role.UNIT_OFFICER), context=CONTEXT, now=NOW)
    moved = await actions.move_stage(SLUG, Stage.NEGOTIATION, by=asker(Role.OFFICER), context=CONTEXT, now=NOW)

    assert moved.stage is Stage.NEGOTIATION


async def test_a_stage_is_not_changed_by_editing_and_no_project_is_born_past_the_gate() -> None:
    project = await kept()
    by = asker(Role.OFFICER)
    prohibited = ExportControl(export_class=ExportClass.PROHIBITED)
    born = a_project(id=an_id("born"), slug="born", milestones=(), control=prohibited, signed=Money(1, "EUR"))

    with pytest.raises(StageHasItsOwnMove):
        await actions.change(replace(project, stage=Stage.SIGNED), by=by, context=CONTEXT, now=NOW)
    with pytest.raises(ExportProhibited):
        await actions.add(born, by=by, context=CONTEXT, now=NOW)
    with pytest.raises(SignedAmountMissing):
        await actions.add(replace(born, control=ExportControl(), signed=None), by=by, context=CONTEXT, now=NOW)


async def test_a_paper_on_which_a_contract_rests_is_not_taken_away() -> None:
    await kept(stage=Stage.SIGNED, signed=Money(1, "EUR"), control=RESTRICTED)
    by = asker(Role.OFFICER)

    with pytest.raises(LetterOfIntentMissing):
        await actions.set_control(SLUG, replace(RESTRICTED, letter_of_intent=""), by=by, context=CONTEXT, now=NOW)


async def test_that_a_class_turned_out_worse_can_be_recorded_by_the_authority() -> None:
    await kept(stage=Stage.SIGNED, signed=Money(1, "EUR"), control=ExportControl(export_class=ExportClass.FREE))
    prohibited = ExportControl(export_class=ExportClass.PROHIBITED)

    with pytest.raises(NotAllowed):
        await actions.set_control(SLUG, prohibited, by=asker(Role.UNIT_OFFICER), context=CONTEXT, now=NOW)
    changed = await actions.set_control(SLUG, prohibited, by=asker(Role.OFFICER), context=CONTEXT, now=NOW)

    assert changed.control == prohibited
    with pytest.raises(ExportProhibited):
        await actions.move_stage(
            SLUG, Stage.EFFECTIVE, effective_on=date(2026, 11, 20), by=SYSTEM, context=CONTEXT, now=NOW
        )


async def test_two_editors_do_not_overwrite_each_other() -> None:
    await kept()
    await actions.set_milestones(SLUG, (), version=1, by=SYSTEM, context=CONTEXT, now=NOW)

    with pytest.raises(ChangedMeanwhile):
        await actions.move_stage(SLUG, Stage.SIGNED, has_no_amount=True, version=1, by=SYSTEM, context=CONTEXT, now=NOW)


async def test_an_edition_that_does_not_exist_is_not_linked() -> None:
    await kept()

    with pytest.raises(NotFound):
        await actions.link_editions(SLUG, ("no-such-fair",), by=SYSTEM, context=CONTEXT, now=NOW)


async def test_publishing_and_taking_back_are_deeds_of_their_own() -> None:
    project = await kept(is_public=False)

    await actions.publish(SLUG, by=asker(Role.UNIT_OFFICER), context=CONTEXT, now=NOW)
    shown = await projects.list_public()
    await actions.unpublish(SLUG, by=asker(Role.UNIT_OFFICER), context=CONTEXT, now=NOW)

    assert [each.slug for each in shown] == [SLUG]
    assert await projects.list_public() == ()
    deeds = {line.deed for line in await history.list_lines(object_id=project.id, limit=5)}
    assert deeds == {Deed.ADDED, Deed.PUBLISHED, Deed.UNPUBLISHED}

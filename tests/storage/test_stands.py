"""Halls and stands as they are kept, on both engines: whole, at their version, each number once, given or not."""

from dataclasses import replace

import pytest

from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.domain.stands import StandState
from events_app.storage import stands
from events_app.storage.database import INTEGRITY_ERRORS, fetch, transaction
from tests.application_builders import a_company, plant_admission
from tests.builders import an_id
from tests.stand_builders import a_hall, a_stand, an_accepted, plant_hall

pytestmark = pytest.mark.usefixtures("database")


async def test_halls_and_stands_are_kept_as_they_are() -> None:
    edition = await plant_admission()
    hall, found = await plant_hall(edition)

    assert await stands.list_halls(edition.id) == (hall,)
    assert await stands.list_stands(edition.id) == found == await stands.list_stands(edition.id, hall_id=hall.id)
    changed = replace(found[0], zone="A", pavilion="Kenya", area_m2=8)
    await stands.set_stands([changed])
    assert await stands.get_stand(found[0].id) == changed
    with pytest.raises(ChangedMeanwhile):
        await stands.set_stands([changed])
    await stands.set_hall(replace(hall, name="Hall 5"))
    assert (await stands.get_hall(hall.id)).name == "Hall 5"
    with pytest.raises(ChangedMeanwhile):
        await stands.set_hall(hall)
    for unknown in (stands.get_hall(an_id("none")), stands.get_stand(an_id("none"))):
        with pytest.raises(NotFound):
            await unknown


async def test_a_number_occurs_once_and_only_a_given_stand_has_an_application() -> None:
    edition = await plant_admission()
    hall, _ = await plant_hall(edition)
    ours = {"hall_id": hall.id, "edition_id": edition.id}

    with pytest.raises(INTEGRITY_ERRORS):
        await stands.add_stands([a_stand(number="A01", **ours)])
    with pytest.raises(INTEGRITY_ERRORS):
        await fetch("UPDATE stand SET state = 'held' WHERE number = 'A01'")
    with pytest.raises(INTEGRITY_ERRORS):
        await stands.add_hall(a_hall(id=an_id("twice"), edition_id=edition.id))


async def test_stands_follow_their_application() -> None:
    edition = await plant_admission()
    _, found = await plant_hall(edition)
    company, _ = await a_company("lanyu")
    case = await an_accepted(company, edition)
    await stands.set_stands([each.give(case.id) for each in found[:2]])

    assert await stands.count_given(edition.id) == {case.id: 2}
    assert await stands.list_numbers([case.id]) == {case.id: ["A01", "A02"]}
    assert await stands.list_exhibiting(edition.id) == (case,)
    await stands.set_following([(case.id, StandState.CONFIRMED)])
    assert {each.state for each in await stands.list_of_application(case.id)} == {StandState.CONFIRMED}
    assert await stands.list_shown(edition.id) == {}
    await fetch("UPDATE application SET state = 'confirmed'")
    assert await stands.list_shown(edition.id) == {case.id: company.id}
    await stands.set_following([(case.id, StandState.AVAILABLE)])
    assert await stands.list_of_application(case.id) == ()
    await stands.set_following([])


async def test_the_lock_of_a_plan_makes_it_and_keeps_its_version() -> None:
    edition = await plant_admission()
    assert (await stands.get_plan(edition.id)).version == 0

    async with transaction():
        first = await stands.lock_plan(edition.id)
        assert await stands.lock_plan(edition.id) == first
    await stands.set_plan(replace(first, is_published=True))

    assert (await stands.get_plan(edition.id)).is_published
    with pytest.raises(ChangedMeanwhile):
        await stands.set_plan(first)

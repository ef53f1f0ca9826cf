"""Two people at once, on both engines: one is kept whole, the other is told, and nothing is mixed."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from events_app.actions import exhibitions as editions
from events_app.actions import people, projects, sign_ins
from events_app.domain.exhibitions import Edition, EditionStatus
from events_app.domain.organisations import OrganisationKind, Role
from events_app.domain.projects import Stage
from events_app.domain.refusals import ChangedMeanwhile, Refusal
from events_app.domain.rights import SYSTEM
from events_app.domain.sign_ins import LinkSpent
from events_app.storage import calendar, exhibitions
from events_app.storage import projects as kept_projects
from events_app.storage.database import INTEGRITY_ERRORS, Database
from tests.builders import a_project, a_series, an_edition
from tests.clients import NOW
from tests.web.planting import CONTEXT
from tests.web.signing_in import an_organisation, last_letter

AT_ONCE = 8


async def together(make: Callable[[int], Awaitable[object]]) -> list[object]:
    """All of them begin at the same moment; what was raised stands in place of what was returned."""
    gate = asyncio.Event()

    async def one(number: int) -> object:
        await gate.wait()
        return await make(number)

    tasks = [asyncio.create_task(one(number)) for number in range(AT_ONCE)]
    await asyncio.sleep(0)
    gate.set()
    return list(await asyncio.gather(*tasks, return_exceptions=True))


def parted(outcomes: list[object]) -> tuple[list[object], list[BaseException]]:
    return (
        [each for each in outcomes if not isinstance(each, BaseException)],
        [each for each in outcomes if isinstance(each, BaseException)],
    )


async def planted(**changes: object) -> Edition:
    edition = an_edition(**changes)
    await editions.add_series(a_series(), by=SYSTEM, now=NOW)
    await editions.add_edition(edition, by=SYSTEM, context=CONTEXT, now=NOW)
    return await exhibitions.get_edition(edition.slug)


async def test_of_editors_with_the_same_copy_one_is_kept_whole(database: Database) -> None:
    copy = await planted()

    async def edit(number: int) -> object:
        mine = replace(copy, website=f"https://fair.example/{number}", source=f"letter {number}")
        return await editions.change_edition(mine, by=SYSTEM, context=CONTEXT, now=NOW)

    kept, refused = parted(await together(edit))
    after = await exhibitions.get_edition(copy.slug)

    assert (len(kept), {type(each) for each in refused}) == (1, {ChangedMeanwhile})
    assert after.website.rsplit("/", 1)[1] == after.source.rsplit(" ", 1)[1]
    assert after.version == copy.version + 1


async def test_of_publishers_with_the_same_copy_one_publishes_and_subscribers_see_it_once(database: Database) -> None:
    copy = await planted(status=EditionStatus.DRAFT)

    async def publish(_: int) -> object:
        return await editions.publish(copy.slug, version=copy.version, by=SYSTEM, context=CONTEXT, now=NOW)

    kept, refused = parted(await together(publish))

    assert (len(kept), {type(each) for each in refused}) == (1, {ChangedMeanwhile})
    assert len(await calendar.list_changes(copy.id)) == 1
    (entry,) = await calendar.list_of_subject(copy.id)
    assert (entry.sequence, entry.revision) == (0, 1)


async def test_publishing_and_cancelling_at_once_end_in_one_of_both_and_the_feed_agrees(database: Database) -> None:
    copy = await planted()

    async def move(number: int) -> object:
        if number % 2:
            return await editions.unpublish(copy.slug, version=copy.version, by=SYSTEM, context=CONTEXT, now=NOW)
        reason = replace(copy.name)
        return await editions.cancel(copy.slug, reason, version=copy.version, by=SYSTEM, context=CONTEXT, now=NOW)

    kept, _ = parted(await together(move))
    after = await exhibitions.get_edition(copy.slug)
    entries = [entry.status.value for entry in await calendar.list_of_subject(copy.id)]

    assert len(kept) == 1
    assert after.status in {EditionStatus.DRAFT, EditionStatus.CANCELLED}
    assert set(entries) <= {"cancelled"}
    assert bool(entries) is True


async def test_of_editors_of_a_project_one_is_kept(database: Database) -> None:
    await projects.add(a_project(), by=SYSTEM, context=CONTEXT, now=NOW)
    copy = await kept_projects.get(a_project().slug)

    async def edit(number: int) -> object:
        mine = replace(copy, source=f"letter {number}")
        return await projects.change(mine, by=SYSTEM, context=CONTEXT, now=NOW)

    kept, refused = parted(await together(edit))

    assert (len(kept), {type(each) for each in refused}) == (1, {ChangedMeanwhile})


async def test_a_project_moves_to_one_stage_when_several_are_asked_for(database: Database) -> None:
    await projects.add(a_project(stage=Stage.CONTACT, milestones=()), by=SYSTEM, context=CONTEXT, now=NOW)
    copy = await kept_projects.get(a_project().slug)

    async def move(number: int) -> object:
        to = Stage.MEMORANDUM if number % 2 else Stage.NEGOTIATION
        return await projects.move_stage(copy.slug, to, version=copy.version, by=SYSTEM, context=CONTEXT, now=NOW)

    kept, refused = parted(await together(move))

    assert len(kept) == 1
    assert all(isinstance(each, Refusal) for each in refused)


async def test_one_name_in_addresses_goes_to_one_of_those_who_want_it(database: Database) -> None:
    await editions.add_series(a_series(), by=SYSTEM, now=NOW)

    async def add(_: int) -> object:
        return await editions.add_edition(an_edition(id=uuid4()), by=SYSTEM, context=CONTEXT, now=NOW)

    kept, refused = parted(await together(add))

    assert len(kept) == 1
    assert all(isinstance(each, (*INTEGRITY_ERRORS, Refusal)) for each in refused)
    assert len(await exhibitions.list_editions_of_series(a_series().id)) == 1


async def test_an_invitation_opens_one_account(database: Database) -> None:
    unit = await an_organisation(OrganisationKind.UNIT, "unit")
    await people.invite("ana@unit.example", unit.id, Role.UNIT_OFFICER, language="en", by=SYSTEM, now=NOW)
    token = str((await last_letter()).params["token"])

    async def accept(number: int) -> object:
        return await people.accept_invitation(
            token,
            name=f"Ana {number}",
            password="quiet-harbour-lantern-42",
            language="en",
            zone="UTC",
            by=None,
            now=NOW + timedelta(minutes=1),
        )

    kept, refused = parted(await together(accept))

    assert len(kept) == 1
    assert all(isinstance(each, (*INTEGRITY_ERRORS, Refusal)) for each in refused)


async def test_a_reset_link_sets_one_password(database: Database) -> None:
    unit = await an_organisation(OrganisationKind.UNIT, "unit")
    await people.invite("ana@unit.example", unit.id, Role.UNIT_OFFICER, language="en", by=SYSTEM, now=NOW)
    await people.accept_invitation(
        str((await last_letter()).params["token"]),
        name="Ana",
        password="quiet-harbour-lantern-42",
        language="en",
        zone="UTC",
        by=None,
        now=NOW,
    )
    later = NOW + timedelta(minutes=1)
    await sign_ins.answer_reset("ana@unit.example", now=later)
    token = str((await last_letter()).params["token"])

    async def reset(number: int) -> object:
        return await sign_ins.reset_password(token, f"another-lantern-harbour-{number}", now=later)

    kept, refused = parted(await together(reset))

    assert (len(kept), {type(each) for each in refused}) == (1, {LinkSpent})

"""Private feeds on both engines: found by their digest, taken back once, and what an internal calendar reads."""

from datetime import timedelta

from events_app.domain.exhibitions import EditionStatus
from events_app.domain.organisations import OrganisationKind, Role
from events_app.domain.private_feeds import PrivateFeed, PrivateKind
from events_app.storage import private_feeds
from events_app.storage.database import Database
from tests.builders import a_project, an_edition, an_id
from tests.clients import NOW
from tests.planting import plant, plant_projects
from tests.web.signing_in import a_member, an_organisation


async def test_a_feed_is_found_by_its_digest_and_taken_back_once_by_its_owner(database: Database) -> None:
    unit = await an_organisation(OrganisationKind.UNIT, "unit-one")
    person, _ = await a_member(Role.UNIT_OFFICER, organisation=unit)
    feed = PrivateFeed(
        id=an_id("feed"),
        token_digest="d" * 64,
        person_id=person.id,
        kind=PrivateKind.UNIT,
        name="Work",
        unit_id=unit.id,
        created_at=NOW,
    )
    await private_feeds.add(feed)

    assert await private_feeds.find("d" * 64) == feed
    assert await private_feeds.list_of_person(person.id) == (feed,)
    assert not await private_feeds.set_revoked(feed.id, an_id("somebody else"), NOW)
    assert await private_feeds.set_revoked(feed.id, person.id, NOW)
    assert not await private_feeds.set_revoked(feed.id, person.id, NOW)
    assert await private_feeds.list_of_person(person.id) == ()
    assert await private_feeds.find("d" * 64) == feed.revoke(now=NOW)


async def test_an_internal_calendar_reads_drafts_of_its_units_alone(database: Database) -> None:
    unit = await an_organisation(OrganisationKind.UNIT, "unit-one")
    draft = an_edition(status=EditionStatus.DRAFT, unit_id=unit.id)
    await plant(draft)
    await plant_projects(a_project(is_public=False, unit_id=unit.id))
    since = draft.days.last

    async def found(units: tuple[object, ...] | None) -> tuple[int, int]:
        editions = await private_feeds.list_editions_within(units, since=since, limit=9)  # type: ignore[arg-type]
        projects = await private_feeds.list_projects_within(units, limit=9)  # type: ignore[arg-type]
        return len(editions), len(projects)

    assert await found((unit.id,)) == (1, 1)
    assert await found(None) == (1, 1)
    assert await found((an_id("other"),)) == (0, 0)
    assert await found(()) == (0, 0)
    assert await private_feeds.list_editions_within(None, since=since + timedelta(days=1), limit=9) == ()

"""Private feeds on both engines: found by their digest, taken back once, and what an internal calendar reads."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from events_app.domain.exhibitions import EditionStatus
from events_app.domain.organisations import OrganisationKind, Role
from events_app.domain.private_feeds import PrivateKind
from events_app.settings import resource_dir
from events_app.storage import private_feeds
from events_app.storage.database import INTEGRITY_ERRORS, Database, fetch
from events_app.storage.migrating import migrate
from tests.builders import a_private_feed, a_project, an_edition, an_id
from tests.clients import NOW
from tests.planting import plant, plant_projects
from tests.web.signing_in import a_member, an_organisation

WHOSE = """
from events_app.storage import ddl

async def forwards() -> None:
    await ddl.run("CREATE TABLE person (id {uuid} PRIMARY KEY)", "CREATE TABLE organisation (id {uuid} PRIMARY KEY)")
"""
OLD_AGENDA = "INSERT INTO agenda_feed VALUES ({}, {}, {}, {}, {}, {}, {}) RETURNING id"
OLD_FEED = "INSERT INTO private_feed VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}) RETURNING id"


async def test_a_feed_is_found_by_its_digest_and_taken_back_once_by_its_owner(database: Database) -> None:
    unit = await an_organisation(OrganisationKind.UNIT, "unit-one")
    person, _ = await a_member(Role.UNIT_OFFICER, organisation=unit)
    feed = a_private_feed("Work", person_id=person.id, kind=PrivateKind.UNIT, unit_id=unit.id)
    await private_feeds.add(feed)

    assert await private_feeds.find(feed.token_digest) == feed
    assert await private_feeds.list_of_person(person.id) == (feed,)
    assert not await private_feeds.set_revoked(feed.id, an_id("somebody else"), NOW)
    assert await private_feeds.set_revoked(feed.id, person.id, NOW)
    assert not await private_feeds.set_revoked(feed.id, person.id, NOW)
    assert await private_feeds.list_of_person(person.id) == ()
    assert await private_feeds.find(feed.token_digest) == feed.revoke(now=NOW)


async def test_feeds_of_one_agenda_are_listed_alone_or_with_all(database: Database) -> None:
    company = await an_organisation(OrganisationKind.EXPORTER, "valves")
    other = await an_organisation(OrganisationKind.EXPORTER, "pumps")
    person, _ = await a_member(Role.EXPORTER_OWNER, organisation=company)
    of_person = {"person_id": person.id, "kind": PrivateKind.AGENDA}
    first = a_private_feed("first", **of_person, company_id=company.id)
    second = a_private_feed("second", **of_person, company_id=other.id, created_at=NOW)
    for feed in (first, second):
        await private_feeds.add(feed)

    assert await private_feeds.list_of_person(person.id, company_id=company.id) == (first,)
    assert await private_feeds.list_of_person(person.id) == (second, first)


async def test_an_agenda_names_its_company_and_nothing_else_does(database: Database) -> None:
    company = await an_organisation(OrganisationKind.EXPORTER, "valves")
    person, _ = await a_member(Role.EXPORTER_OWNER, organisation=company)

    for kind, company_id in ((PrivateKind.AGENDA, None), (PrivateKind.SAVED, company.id)):
        with pytest.raises(INTEGRITY_ERRORS):
            await private_feeds.add(a_private_feed(person_id=person.id, kind=kind, company_id=company_id))


async def test_addresses_of_agendas_that_were_given_out_keep_working(empty_database: Database, tmp_path: Path) -> None:
    (tmp_path / "m_0.py").write_text(WHOSE)
    for name in ("2026_11_25_51_agendas", "2026_11_26_85_private_feeds"):
        shutil.copyfile(resource_dir("migrations") / f"{name}.py", tmp_path / f"m_{name}.py")
    await migrate(empty_database, tmp_path)
    person_id, company_id = an_id("person"), an_id("company")
    await fetch("INSERT INTO person (id) VALUES ({}) RETURNING id", person_id)
    await fetch("INSERT INTO organisation (id) VALUES ({}) RETURNING id", company_id)
    old = a_private_feed("Phone", kind=PrivateKind.AGENDA, company_id=company_id)
    gone = replace(old, id=an_id("gone"), token_digest="e" * 64, revoked_at=NOW)
    saved = a_private_feed("Mine", query="country=DE")
    for feed in (old, gone):
        given = (feed.id, feed.token_digest, person_id, company_id, feed.name, feed.created_at, feed.revoked_at)
        await fetch(OLD_AGENDA, *given)
    row = (saved.id, saved.token_digest, person_id, "saved", saved.name, saved.query, None, saved.created_at, None)
    await fetch(OLD_FEED, *row)

    file = resource_dir("migrations") / "2026_11_27_88_one_private_feed.py"
    shutil.copyfile(file, tmp_path / f"m_{file.name}")
    await migrate(empty_database, tmp_path)

    assert [await private_feeds.find(feed.token_digest) for feed in (old, gone, saved)] == [old, gone, saved]
    assert await private_feeds.list_of_person(person_id, company_id=company_id) == (old,)
    with pytest.raises(Exception, match="agenda_feed"):
        await fetch("SELECT id FROM agenda_feed")


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

"""Profiles through the actions, on both engines: who writes, what is kept, who comes too late."""

from dataclasses import replace
from pathlib import Path

import pytest

from events_app.actions import companies as actions
from events_app.actions.files import Sent
from events_app.actions.organisations import close
from events_app.domain.organisations import OrganisationClosed, Role
from events_app.domain.refusals import ChangedMeanwhile
from events_app.domain.rights import SYSTEM, Asker, NotAllowed
from events_app.domain.texts import Text
from events_app.storage import companies, documents, history
from events_app.storage.database import Database
from events_app.storage.documents import FOLDER
from tests.application_builders import a_company
from tests.clients import NOW
from tests.offer_builders import a_profile
from tests.web.signing_in import a_member

pytestmark = pytest.mark.usefixtures("database")


async def test_a_profile_is_kept_as_it_was_written_and_told_in_the_history(database: Database) -> None:
    company, asker = await a_company("valves")
    whole = a_profile(company_id=company.id)

    kept = await actions.write(company.id, lambda _old: whole, version=None, by=asker, now=NOW)

    assert await companies.find(company.id) == kept == replace(whole, modified_at=NOW)
    (line,) = await history.list_lines(object_id=company.id, limit=5)
    assert {"registration_number", "contacts", "markets"} <= {change.name for change in line.changes}
    assert await companies.list_with_number(whole.registration_number) == (company.id,)
    assert await companies.list_with_number("") == ()


async def test_who_writes_from_a_stale_copy_comes_too_late(database: Database) -> None:
    company, asker = await a_company("valves")
    first = await actions.write(
        company.id, lambda _old: a_profile(company_id=company.id), version=None, by=asker, now=NOW
    )
    second = await actions.write(
        company.id, lambda old: replace(old, website="https://a.example"), version=first.version, by=asker, now=NOW
    )

    assert second.version == first.version + 1
    for stale in (first.version, None):
        with pytest.raises(ChangedMeanwhile):
            await actions.write(
                company.id, lambda old: replace(old, website="https://b.example"), version=stale, by=asker, now=NOW
            )
    kept = await companies.find(company.id)
    assert kept is not None
    assert kept.website == "https://a.example"


async def test_saving_nothing_new_keeps_the_version(database: Database) -> None:
    company, asker = await a_company("valves")
    first = await actions.write(
        company.id, lambda _old: a_profile(company_id=company.id), version=None, by=asker, now=NOW
    )

    again = await actions.write(company.id, lambda old: old, version=first.version, by=asker, now=NOW)

    assert again.version == first.version
    assert len(await history.list_lines(object_id=company.id, limit=5)) == 1


async def test_colleagues_strangers_and_closed_companies_are_refused(database: Database) -> None:
    company, owner = await a_company("valves")
    person, membership = await a_member(Role.EXPORTER_STAFF, organisation=company)
    _, stranger = await a_company("pumps")

    for asker in (Asker(person, (membership,)), stranger):
        with pytest.raises(NotAllowed):
            await actions.write(
                company.id, lambda old: replace(old, about=Text.of("en", "x")), version=None, by=asker, now=NOW
            )
    await close(company.id, by=SYSTEM, now=NOW)
    with pytest.raises(OrganisationClosed):
        await actions.write(
            company.id, lambda old: replace(old, about=Text.of("en", "x")), version=None, by=owner, now=NOW
        )


async def test_a_logo_takes_the_place_of_the_one_before(database: Database, tmp_path: Path) -> None:
    company, asker = await a_company("valves")

    first = await actions.set_logo(
        company.id, Sent(content=b"one", name="logo.png", media_type="image/png"), data_dir=tmp_path, by=asker, now=NOW
    )
    second = await actions.set_logo(
        company.id, Sent(content=b"two", name="logo.png", media_type="image/png"), data_dir=tmp_path, by=asker, now=NOW
    )

    assert first.logo_id != second.logo_id
    assert [each.id for each in await documents.list_of_object(company.id)] == [second.logo_id]
    await actions.remove_logo(company.id, data_dir=tmp_path, by=asker, now=NOW)
    await actions.remove_logo(company.id, data_dir=tmp_path, by=asker, now=NOW)
    kept = await companies.find(company.id)
    assert kept is not None
    assert kept.logo_id is None
    assert await documents.list_of_object(company.id) == ()
    assert await documents.remove_unkept(tmp_path, older_than_s=-1) == 2
    assert list((tmp_path / FOLDER).iterdir()) == []

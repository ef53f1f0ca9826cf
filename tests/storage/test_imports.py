"""Sources and identities on both engines."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from events_app.domain.exhibitions import Days
from events_app.domain.imports import identity_of
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.storage import imports
from events_app.storage.database import Database
from tests.builders import a_project, an_edition, an_id
from tests.import_builders import a_candidate, a_source
from tests.planting import plant, plant_projects

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


async def test_a_source_is_kept_found_and_changed_at_its_version(database: Database) -> None:
    await imports.add_source(a_source())

    fetched = a_source(etag='"x"', fetched_at=NOW)
    await imports.set_source(fetched)

    assert await imports.get_source(an_id("source")) == replace(fetched, version=2)
    assert await imports.find_source("https://fair.example/all.ics") == replace(fetched, version=2)
    assert await imports.find_source("https://other.example/") is None
    assert await imports.list_sources(None) == (replace(fetched, version=2),)
    assert await imports.list_sources(frozenset({an_id("unit")})) == ()
    assert await imports.list_sources(frozenset()) == ()
    with pytest.raises(ChangedMeanwhile):
        await imports.set_source(fetched)
    with pytest.raises(NotFound):
        await imports.set_source(a_source(id=an_id("none")))
    with pytest.raises(NotFound):
        await imports.get_source(an_id("none"))


async def test_an_event_is_known_again_by_source_and_uid(database: Database) -> None:
    await plant(an_edition(), an_edition(id=an_id("second"), slug="second"))
    await imports.add_source(a_source())
    first = identity_of(a_candidate(), source_id=an_id("source"), edition_id=an_id("edition"), now=NOW)
    await imports.set_identity(first)
    second = identity_of(
        a_candidate(sequence=3, changed_at=NOW), source_id=an_id("source"), edition_id=an_id("second"), now=NOW
    )

    await imports.set_identity(second)

    uids = ["2026@fair.example", *(f"{number}@none.example" for number in range(1200))]
    assert await imports.list_identities(an_id("source"), uids) == {"2026@fair.example": second}
    assert await imports.list_identities(an_id("source"), []) == {}
    assert await imports.list_identities(an_id("other"), uids) == {}


async def test_editions_are_found_by_days_and_ids(database: Database) -> None:
    later = Days(date(2027, 1, 1), date(2027, 1, 2))
    await plant(an_edition(), an_edition(id=an_id("second"), slug="second", days=later))
    await plant_projects(a_project())

    assert await imports.list_slugs_between(date(2026, 10, 15), date(2026, 12, 31)) == ("light-and-building-2026",)
    assert await imports.list_slugs_between(date(2026, 10, 16), date(2026, 12, 31)) == ()
    assert await imports.list_edition_slugs([an_id("second"), an_id("none")]) == {an_id("second"): "second"}
    assert await imports.list_project_slugs([an_id("project")]) == {an_id("project"): "solar-park-nakuru"}

"""Every state that a case can be in can be kept, on both engines."""

from dataclasses import replace

from events_app.domain.applications import ApplicationState
from events_app.domain.organisations import OrganisationKind
from events_app.storage import applications
from events_app.storage.database import Database, fetch
from tests.application_builders import CLOSES, an_application, plant_admission
from tests.web.signing_in import an_organisation


async def test_a_case_is_kept_in_every_state(database: Database) -> None:
    edition = await plant_admission()
    company = await an_organisation(OrganisationKind.EXPORTER, "lanyu")
    case = an_application(edition_id=edition.id, company_id=company.id)
    await applications.add(case, company_words=())

    for version, state in enumerate(ApplicationState, start=1):
        await applications.set_moved([replace(case, state=state, due_at=CLOSES, version=version)])
        assert (await applications.get(case.id)).state is state

    assert database.dialect == "postgres" or await fetch("PRAGMA integrity_check") == [{"integrity_check": "ok"}]

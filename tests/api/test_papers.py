"""Documents of applications through the API: where each stands, and deciding about the very file that was looked at."""

from pathlib import Path
from uuid import uuid4

from httpx import AsyncClient

from events_app.actions import admissions, exhibitions, papers
from events_app.actions import applications as actions
from events_app.actions.files import Sent
from events_app.domain.applications import Application
from events_app.domain.organisations import Organisation, OrganisationKind, Role
from events_app.domain.papers import WantedPaper
from events_app.domain.rights import SYSTEM
from tests.api.bearing import API, Headers, a_token, bearing
from tests.application_builders import a_fair_open_now, an_admission, written
from tests.builders import a_text
from tests.clients import NOW
from tests.document_builders import PDF
from tests.planting import context
from tests.web.signing_in import a_member, an_organisation

WANTED = (
    WantedPaper("extract", a_text("Extract", fr="Extrait")),
    WantedPaper("plan", a_text("Plan"), is_required=False),
)


async def a_case(folder: Path) -> tuple[Organisation, Headers, Application]:
    """A submitted application that lacks its extract and has sent a plan."""
    edition = a_fair_open_now()
    await exhibitions.add_edition(edition, by=SYSTEM, context=context(), now=NOW)
    await admissions.keep(edition.slug, an_admission(edition_id=edition.id, papers=WANTED), by=SYSTEM, now=NOW)
    company = await an_organisation(OrganisationKind.EXPORTER, "valves", country="CN")
    _, membership = await a_member(Role.EXPORTER_OWNER, organisation=company)
    draft = await actions.begin(company.id, edition.slug, written(), by=SYSTEM, now=NOW)
    case = await actions.submit(draft.id, version=draft.version, by=SYSTEM, now=NOW)
    await sent(case, folder, "plan")
    return company, await a_token(membership), case


async def sent(case: Application, folder: Path, key: str) -> str:
    """Id of a file that is sent for a wanted document."""
    file = Sent(content=PDF, name=f"{key}.pdf", media_type="application/pdf")
    return str((await papers.send(case.id, key, file, data_dir=folder, by=SYSTEM, now=NOW)).id)


async def test_both_sides_see_where_each_document_stands(client: AsyncClient, tmp_path: Path) -> None:
    _, company, case = await a_case(tmp_path)
    officer = await bearing(Role.AUDITOR)

    own = (await client.get(f"{API}/companies/valves/applications/{case.id}/papers?lang=fr", headers=company)).json()
    theirs = (await client.get(f"{API}/applications/{case.id}/papers?lang=fr", headers=officer)).json()
    odd = await client.get(f"{API}/applications/{case.id}/papers?status=missing", headers=officer)

    extract, plan = own["items"]
    assert (extract["name"]["shown"], extract["status"], extract["is_open"]) == ("Extrait", "missing", True)
    assert (extract["document"], extract["labels"]["status"]) == (None, "Manquant")
    assert (plan["status"], plan["is_required"], plan["is_open"]) == ("received", False, False)
    assert (plan["document"]["name"], plan["document"]["size_bytes"]) == ("plan.pdf", len(PDF))
    assert (theirs, odd.status_code) == (own, 422)


async def test_a_document_is_decided_as_it_was_looked_at(client: AsyncClient, tmp_path: Path) -> None:
    _, _, case = await a_case(tmp_path)
    officer, at = await bearing(Role.OFFICER), f"{API}/applications/{case.id}/papers"
    first = await sent(case, tmp_path, "plan")

    silent = await client.post(f"{at}/plan/decision", json={"decision": "reject", "document": first}, headers=officer)
    rejection = {"decision": "reject", "document": first, "reason": "Unreadable"}
    rejected = await client.post(f"{at}/plan/decision", json=rejection, headers=officer)
    second = await sent(case, tmp_path, "plan")
    replaced = await client.post(f"{at}/plan/decision", json={"decision": "accept", "document": first}, headers=officer)
    accepted = await client.post(
        f"{at}/plan/decision", json={"decision": "accept", "document": second}, headers=officer
    )
    nothing = await client.post(
        f"{at}/extract/decision", json={"decision": "accept", "document": second}, headers=officer
    )
    unknown = await client.post(
        f"{at}/other/decision", json={"decision": "accept", "document": second}, headers=officer
    )

    assert (silent.status_code, silent.json()["type"]) == (422, "urn:events-app:refusal:paper-unexplained")
    assert (rejected.json()["status"], rejected.json()["reason"]) == ("rejected", "Unreadable")
    assert (replaced.status_code, replaced.json()["type"]) == (409, "urn:events-app:refusal:paper-not-there")
    assert (accepted.status_code, accepted.json()["status"], accepted.json()["reason"]) == (200, "accepted", "")
    assert (nothing.status_code, unknown.status_code) == (409, 404)


async def test_nobody_else_decides(client: AsyncClient, tmp_path: Path) -> None:
    _, company, case = await a_case(tmp_path)
    at, body = f"{API}/applications/{case.id}/papers", {"decision": "accept", "document": str(uuid4())}
    roles = (Role.AUDITOR, Role.UNIT_MANAGER, Role.EXPORTER_OWNER)
    tokens = [company, *[await bearing(role) for role in roles]]

    answers = [await client.post(f"{at}/plan/decision", json=body, headers=token) for token in tokens]
    own = f"{API}/companies/valves/applications/{case.id}/papers"

    assert [each.status_code for each in answers] == [404, 403, 404, 404]
    assert (await client.get(own, headers=tokens[-1])).status_code == 404
    assert (await client.get(own)).status_code == 401

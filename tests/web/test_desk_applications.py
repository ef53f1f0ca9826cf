"""The officers' queue: who sees which cases, filters, the case beside the list, notes, the workbook."""

import io
from uuid import UUID

import openpyxl

from events_app.actions import applications as actions
from events_app.actions import companies, decisions
from events_app.actions import exhibitions as editions
from events_app.domain.applications import Application, Move
from events_app.domain.organisations import Organisation, OrganisationKind, Role
from events_app.domain.rights import SYSTEM
from events_app.storage import applications
from tests.application_builders import a_company, a_fair_open_now, a_submitted, plant_admission, written
from tests.builders import a_text
from tests.clients import NOW, Client
from tests.offer_builders import a_profile
from tests.planting import context
from tests.web.planting import text_of
from tests.web.signing_in import an_organisation, signed_in, token_of

LIST = "/en/desk/applications"


async def a_case(word: str = "valves", **changes: object) -> Application:
    """A submitted case for the edition that admits."""
    company, owner = await a_company(word, name=a_text(f"{word.title()} <Ltd>", zh_Hans="阀门"))
    return await a_submitted(company, owner, slug="wind-2027", now=NOW, **changes)


async def at_desk(client: Client, role: Role = Role.OFFICER) -> Organisation | None:
    """One edition of a unit that admits, and the client signed in."""
    unit = await an_organisation(OrganisationKind.UNIT, "east")
    await plant_admission(a_fair_open_now(unit_id=unit.id), stands=2)
    await signed_in(client, role, organisation=unit if role is Role.UNIT_OFFICER else None)
    return unit


async def test_the_queue_lists_what_was_submitted_and_never_drafts(client: Client) -> None:
    await at_desk(client)
    case = await a_case()
    company, owner = await a_company("drafting")
    await actions.begin(company.id, "wind-2027", written(), by=owner, now=NOW)

    page = (await client.get(LIST)).text

    told = text_of(page)
    assert "1 application" in told
    assert "Valves <Ltd>" in told
    assert "Drafting" not in told
    assert f'value="{case.id}:{(await applications.get(case.id)).version}"' in page


async def test_companies_with_the_same_registration_number_are_named_beside_the_case(client: Client) -> None:
    await at_desk(client)
    company, owner = await a_company("valves")
    case = await a_submitted(company, owner, slug="wind-2027", now=NOW)
    other, by = await a_company("pumps")
    await companies.write(company.id, lambda _: a_profile(company_id=company.id), version=None, by=owner, now=NOW)
    assert "Same registration number" not in (await client.get(f"{LIST}/{case.id}")).text
    await companies.write(other.id, lambda _: a_profile(company_id=other.id), version=None, by=by, now=NOW)

    page = (await client.get(f"{LIST}/{case.id}")).text

    assert "Same registration number Pumps" in text_of(page)
    assert '<a href="/en/desk/organisations/pumps">' in page


async def test_units_see_their_own_editions_and_outsiders_nothing(client: Client) -> None:
    await at_desk(client, Role.UNIT_OFFICER)
    case = await a_case()
    assert "Valves" in (await client.get(LIST)).text
    await signed_in(client, Role.UNIT_MANAGER)
    assert "Valves" not in (await client.get(LIST)).text
    for path in (f"{LIST}/{case.id}", f"{LIST}?case={case.id}"):
        assert (await client.get(path)).status_code == 403
    await signed_in(client, Role.TRANSLATOR)
    assert (await client.get(LIST)).status_code == 403
    await signed_in(client, Role.EXPORTER_OWNER)
    assert (await client.get(LIST)).status_code == 403


async def test_a_case_stands_beside_the_list_and_on_its_own_page(client: Client) -> None:
    await at_desk(client)
    case = await a_case(remarks="We need 380 V.")

    beside = text_of((await client.get(f"{LIST}?case={case.id}")).text)
    alone = text_of((await client.get(f"{LIST}/{case.id}")).text)

    for told in (beside, alone):
        assert "We need 380 V." in told
        assert "Free now 2 stands" in told
        assert "Find eligible Return for completion Reject" in told
        assert "The application was submitted." in told
    assert (await client.get(f"{LIST}?case=rubbish")).status_code == 200
    assert (await client.get(f"{LIST}/{UUID(int=0)}")).status_code == 404


async def test_auditors_read_and_decide_nothing(client: Client) -> None:
    await at_desk(client, Role.AUDITOR)
    case = await a_case()
    page = (await client.get(f"{LIST}/{case.id}")).text
    assert "Find eligible" not in page
    assert "Keep the note" not in page
    answer = await client.post(f"{LIST}/{case.id}/notes", data={"note": "x", "form_token": token_of(client)})
    assert answer.status_code == 403


async def test_filters_and_saved_views(client: Client) -> None:
    await at_desk(client)
    first = await a_case("valves")
    await a_case("pumps", sector="power")
    await decisions.decide(first.id, Move.FIND_ELIGIBLE, by=SYSTEM, now=NOW)

    for query, is_found, is_left_out in (
        ("state=eligible", "Valves", "Pumps"),
        ("sector=power", "Pumps", "Valves"),
        ("q=pump", "Pumps", "Valves"),
        ("edition=wind-2027&state=submitted", "Pumps", "Valves"),
    ):
        page = (await client.get(f"{LIST}?{query}")).text
        assert is_found in page, query
        assert f"{is_left_out} &lt;" not in page, query
    assert "Nothing is found" in (await client.get(f"{LIST}?q=nothing+like+it")).text
    data = {
        "page": "applications",
        "query": "state=eligible&case=1",
        "name": "To offer",
        "form_token": token_of(client),
    }
    kept = await client.post("/en/desk/filters/applications", data=data)
    assert kept.headers["location"] == f"{LIST}?state=eligible&filter=kept"
    assert "To offer" in (await client.get(LIST)).text


async def test_notes_are_kept_and_no_company_reads_them(client: Client) -> None:
    await at_desk(client)
    case = await a_case()
    path = f"{LIST}/{case.id}/notes"

    empty = await client.post(path, data={"note": " ", "form_token": token_of(client)})
    kept = await client.post(path, data={"note": "Called <them>.", "form_token": token_of(client)})

    assert (empty.status_code, kept.status_code) == (422, 303)
    assert "Write the note." in text_of(empty.text)
    assert "Called <them>." in text_of((await client.get(f"{LIST}/{case.id}?done=noted")).text)
    assert [note.text for note in await applications.list_notes(case.id)] == ["Called <them>."]


async def test_the_workbook_has_what_the_list_has(client: Client) -> None:
    await at_desk(client)
    await a_case("valves", exhibits="=1+1")
    await a_case("pumps", sector="power")

    answer = await client.get(f"{LIST}.xlsx?sector=ict")

    (sheet,) = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:4] == ("Edition", "Number", "Company", "Status")
    assert [row[:4] for row in rows[1:]] == [("Wind 2027", 1, "Valves <Ltd>", "Submitted")]
    assert rows[1][-1] == "=1+1"
    assert 'filename="applications-2026-11-23.xlsx"' in answer.headers["content-disposition"]


async def test_the_page_of_an_edition_leads_to_its_applications(client: Client) -> None:
    await at_desk(client)
    page = (await client.get("/en/desk/exhibitions/wind-2027")).text
    assert "/en/desk/exhibitions/wind-2027/admission" in page
    assert "/en/desk/applications?edition=wind-2027" in page
    await editions.cancel("wind-2027", a_text("Burnt down."), by=SYSTEM, context=context(), now=NOW)
    assert (await client.get(LIST)).status_code == 200

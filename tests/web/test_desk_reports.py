"""Reports at the desk: the unit's own, an exhibitor's, and a project from a lead."""

from events_app.actions import reports as actions
from events_app.domain.organisations import Role
from tests.clients import NOW, Client
from tests.report_builders import LINE, a_case_that_took_part, an_outcome
from tests.web.planting import text_of
from tests.web.signing_in import signed_in, token_of

HOME = "/en/desk/exhibitions/light-and-building-2026/reports"


async def test_exhibitors_and_unit_are_shown_apart_and_a_lead_opens_a_project(client: Client) -> None:
    case, _, by = await a_case_that_took_part()
    draft = await actions.write(case.id, an_outcome(), version=None, by=by, now=NOW)
    await signed_in(client, Role.OFFICER)
    assert "0 of 1" in text_of((await client.get(HOME)).text)
    assert (await client.get(f"/en/desk/reports/{draft.id}")).status_code == 404
    sent = await actions.send(draft.id, version=1, by=by, now=NOW)

    form = {"form_token": token_of(client), "visitors": "900", "text": "Well.", "then": "send"}
    assert (await client.post(HOME, data=form)).headers["location"] == f"{HOME}?done=sent"
    page = text_of((await client.get(HOME)).text)
    assert "1 of 1" in page
    assert "900" in page
    here = f"/en/desk/reports/{sent.id}"
    assert "Open a project" in (await client.get(here)).text
    opened = await client.post(f"{here}/lines/{LINE.id}/project", data={"form_token": token_of(client)})
    assert opened.headers["location"].startswith("/en/desk/projects/valves-ke")
    again = await client.post(f"{here}/lines/{LINE.id}/project", data={"form_token": token_of(client)})
    assert again.status_code == 409

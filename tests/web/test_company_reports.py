"""A company's report on its pages: resumed as a draft, what is wrong beside its field, sent, corrected."""

from events_app.domain.organisations import Role
from events_app.domain.reports import ReportState
from events_app.storage import organisations, reports
from tests.clients import Client
from tests.report_builders import a_case_that_took_part
from tests.web.planting import text_of
from tests.web.signing_in import a_member, enter, token_of


async def test_a_report_is_written_resumed_sent_and_corrected(client: Client) -> None:
    case, company, _ = await a_case_that_took_part()
    person, _ = await a_member(Role.EXPORTER_OWNER, organisation=await organisations.get(company.id))
    await enter(client, person.id)
    home = f"/en/company/valves/applications/{case.id}"
    assert f"{home}/report" in (await client.get(home)).text
    form = {"form_token": token_of(client), "leads": "5", "amount-1-currency": "USD", "amount-1-intended": "20.50"}
    form |= {"line-1-country": "KE", "line-1-leads": "2", "line-1-partner": "Rift <Works>"}

    saved = await client.post(f"{home}/report", data=form)
    assert saved.headers["location"] == f"{home}/report?done=saved"
    page = (await client.get(f"{home}/report")).text
    assert 'value="20.50"' in page
    silent = await client.post(f"{home}/report", data=form | {"version": "1", "then": "send"})
    assert (silent.status_code, 'id="text-error"' in silent.text) == (422, True)
    odd = await client.post(f"{home}/report", data=form | {"version": "2", "leads": "many", "satisfaction": "9"})
    assert odd.status_code == 422
    assert 'value="many"' in odd.text
    sent = await client.post(f"{home}/report", data=form | {"version": "2", "text": "One order.", "then": "send"})
    assert sent.headers["location"] == f"{home}/report?done=sent"

    shown = (await client.get(f"{home}/report?done=sent")).text
    assert "Rift &lt;Works&gt;" in shown
    assert "Correct the report" in text_of(shown)
    (report,) = await reports.list_versions(case.edition_id, case.id)
    assert (report.state, report.outcome.amounts[0].intended_minor) == (ReportState.CURRENT, 20_50)

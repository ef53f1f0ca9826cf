"""What came of exhibitions: sums that say who reported of how many, currencies apart, and workbooks."""

from events_app.actions import reports as actions
from events_app.domain.organisations import Role
from events_app.domain.reports import Amount
from events_app.formats import xlsx_tables
from tests.clients import NOW, Client
from tests.report_builders import USD, a_case_that_took_part, an_outcome
from tests.web.planting import text_of
from tests.web.signing_in import signed_in

HOME = "/en/desk/outcomes"


async def test_sums_are_per_currency_and_say_who_reported(client: Client) -> None:
    case, _, by = await a_case_that_took_part()
    amounts = (USD, Amount(currency="JPY", signed_minor=7_000))
    draft = await actions.write(case.id, an_outcome(amounts=amounts), version=None, by=by, now=NOW)
    await actions.send(draft.id, version=1, by=by, now=NOW)
    await signed_in(client, Role.OFFICER)

    page = await client.get(f"{HOME}?from=2026-01-01&to=2026-12-31")

    words = text_of(page.text)
    assert "Reported by 1 of 1 exhibitors" in words
    assert "JPY" in words
    book = await client.get(f"{HOME}/by-country.xlsx?from=2026-01-01&to=2026-12-31")
    lines = xlsx_tables.read(book.content).lines
    assert [list(line.cells.values())[-3:] for line in lines] == [["JPY", 0, 7000], ["USD", 200, 50]]
    assert (await client.get(f"{HOME}/by-planet.xlsx")).status_code == 404
    await signed_in(client, Role.TRANSLATOR)
    assert (await client.get(HOME)).status_code == 403

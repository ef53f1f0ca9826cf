"""Indicator tables at the desk: listed, their figures read page by page, versions put in and out of force."""

import re
from decimal import Decimal

import pytest

from events_app.actions import indicators as actions
from events_app.domain.history import Deed
from events_app.domain.indicator_mappings import documented
from events_app.domain.indicators import IndicatorTable
from events_app.domain.organisations import Role
from events_app.domain.rights import SYSTEM
from events_app.formats import csv_tables
from events_app.storage import history, indicators
from tests.clients import NOW, Client
from tests.indicator_builders import a_file, a_line, a_measure
from tests.queries import counted_queries
from tests.web.planting import text_of
from tests.web.signing_in import signed_in, token_of

HOME = "/en/desk/indicators"
PAIR = a_line("DE", "1.0512", counterpart="NA", indicator="collaboration_index", unit="index")
FIELD = a_line("KE", "1234.5", field="8", sector="rail")


async def plant(*lines: str, code: str = "research") -> IndicatorTable:
    sheet = csv_tables.read(a_file(*lines))
    proposal = await actions.propose(sheet, documented(sheet.header), code=code, title="Research", by=SYSTEM)
    return await actions.apply(proposal, label="figures.csv", by=SYSTEM, now=NOW)


async def decided(client: Client, version: IndicatorTable, deed: str) -> str:
    answer = await client.post(f"{HOME}/{version.id}", data={"form_token": token_of(client), "deed": deed})
    return str(answer.headers.get("location") or f"{answer.status_code} {text_of(answer.text)}")


async def test_every_figure_is_shown_with_unit_year_source_and_licence(client: Client) -> None:
    version = await plant(a_line(), PAIR, FIELD, a_line("FR", ""))
    await signed_in(client, Role.UNIT_OFFICER)

    listed = text_of((await client.get(HOME)).text)
    page = text_of((await client.get(f"{HOME}/{version.id}")).text)

    assert "Research research Version 1 1 3 Office of Figures, table 7 CC BY 4.0" in listed
    tail = "Office of Figures, table 7 CC BY 4.0"
    share = "Expenditure on research and development, share of GDP"
    assert f"Namibia All All {share} 0.35 % of GDP 2022 {tail}" in page
    assert f"Germany – Namibia All All Index of collaboration in publications 1.0512 index 2022 {tail}" in page
    assert f"Kenya Rail and urban transit Semiconductors {share} 1,234.5 % of GDP 2022 {tail}" in page
    assert "3 figures · 1 cell of the file had no data" in page
    assert "Make current" not in page
    assert "Import a table" not in listed


async def test_figures_are_filtered_and_leave_as_a_file_that_comes_back_the_same(client: Client) -> None:
    version = await plant(a_line(), PAIR, FIELD)
    await signed_in(client, Role.AUDITOR)

    async def shown(query: str) -> str:
        return text_of((await client.get(f"{HOME}/{version.id}?{query}")).text)

    assert "2 figures" in await shown("country=NA")
    assert "1 figure" in await shown("field=8")
    assert "1 figure" in await shown("indicator=collaboration_index")
    assert "Nothing is found with these filters" in await shown("indicator=nothing_of_this")
    assert "3 figures" in await shown("country=QQ&field=many&indicator=No%00!&after=x&before=y")
    answer = await client.get(f"{HOME}/{version.id}/figures.csv?country=NA")
    back = csv_tables.read(answer.content)
    rows = [(line.cells["country"], line.cells["counterpart"], line.cells["value"]) for line in back.lines]
    assert rows == [("NA", "", "0.35"), ("DE", "NA", "1.0512")]
    assert answer.headers["content-disposition"] == 'attachment; filename="research-1.csv"'
    assert answer.headers["cache-control"] == "no-store"
    exported = [line for line in await history.list_lines() if line.deed is Deed.EXPORTED]
    assert [(line.label, line.changes[0].after) for line in exported] == [("research-1.csv", 2)]


async def test_long_tables_are_read_forth_and_back(client: Client) -> None:
    version = await plant(*(a_line(year=str(year), field=str(f)) for year in range(2010, 2014) for f in range(1, 31)))
    await signed_in(client, Role.OFFICER)

    async def page(path: str) -> tuple[list[str], str]:
        text = (await client.get(path)).text
        return re.findall(r'<td class="figure">(\d{4})</td>', text), text

    first, one = await page(f"{HOME}/{version.id}?country=NA")
    second, two = await page(re.search(r'href="([^"]+)" rel="next"', one)[1].replace("&amp;", "&"))  # type: ignore[index]
    third, three = await page(re.search(r'href="([^"]+)" rel="next"', two)[1].replace("&amp;", "&"))  # type: ignore[index]
    again, _ = await page(re.search(r'href="([^"]+)" rel="prev"', two)[1].replace("&amp;", "&"))  # type: ignore[index]

    assert (len(first), len(second), len(third)) == (50, 50, 20)
    assert first + second + third == sorted(str(year) for year in range(2010, 2014) for _ in range(30))
    assert again == first
    assert 'rel="prev"' not in one
    assert 'rel="next"' not in three


async def test_a_page_asks_the_database_as_often_for_many_figures_as_for_one(client: Client) -> None:
    short = await plant(a_line())
    long = await plant(*(a_line(year=str(year)) for year in range(1950, 2020)), code="long")
    await signed_in(client, Role.OFFICER)
    counts = []

    for version in (short, long):
        await client.get(f"{HOME}/{version.id}")
        with counted_queries() as asked:
            await client.get(f"{HOME}/{version.id}")
        counts.append(len(asked))

    assert counts[0] == counts[1]


async def test_an_old_version_is_put_in_force_taken_out_and_removed(client: Client) -> None:
    first, second = await plant(a_line()), await plant(a_line(value="9"))
    await signed_in(client, Role.ADMINISTRATOR)

    assert await decided(client, first, "make_current") == f"{HOME}/{first.id}?done=make_current"
    assert await indicators.list_current() == (a_measure(),)
    assert (await decided(client, first, "remove")).startswith("422 ")
    assert "in force: make another one current first" in await decided(client, first, "remove")
    assert "This version is out of force." in text_of((await client.get(await decided(client, first, "retire"))).text)
    assert await decided(client, second, "remove") == f"{HOME}?done=remove"
    assert "none 1 1" in text_of((await client.get(HOME)).text)
    assert [each.id for each in await indicators.list_versions()] == [first.id]
    assert (await decided(client, first, "burn")).startswith("422 ")


async def test_an_officer_removes_nothing_and_a_unit_changes_nothing(client: Client) -> None:
    first, second = await plant(a_line()), await plant(a_line(value="9"))
    await signed_in(client, Role.OFFICER)
    page = (await client.get(f"{HOME}/{first.id}")).text

    assert "Make current" in page
    assert 'value="remove"' not in page
    assert (await decided(client, first, "remove")).startswith("403 ")
    await signed_in(client, Role.UNIT_MANAGER)
    assert (await decided(client, first, "make_current")).startswith("403 ")
    assert (await indicators.find_current("research")) == second


@pytest.mark.parametrize("role", [Role.PARTNER_OWNER, Role.EXPORTER_OWNER, Role.TRANSLATOR])
async def test_others_read_no_indicators(client: Client, role: Role) -> None:
    version = await plant(a_line(value="4.125"))
    await signed_in(client, role)

    for path in (HOME, f"{HOME}/{version.id}", f"{HOME}/{version.id}/figures.csv"):
        answer = await client.get(path)
        assert answer.status_code == 403
        assert "4.125" not in answer.text


async def test_small_and_negative_figures_are_not_rounded(client: Client) -> None:
    version = await plant(a_line(value="-0.00001234"), a_line("KE", "100000000000000"))
    await signed_in(client, Role.OFFICER)

    page = text_of((await client.get(f"{HOME}/{version.id}")).text)

    assert "-0.00001234" in page.replace("\u2212", "-").replace("\u200e", "")
    assert "100,000,000,000,000" in page
    assert await indicators.list_all_measures(version.id) == (
        a_measure(value=Decimal("-0.00001234")),
        a_measure(country="KE", value=Decimal(10**14)),
    )

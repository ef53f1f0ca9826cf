"""Figures at the desk: tables that add up, drawn, downloaded, and no wider than the asker's units."""

import csv
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from io import StringIO

import pytest

from events_app.domain.countries import Scope
from events_app.domain.organisations import OrganisationKind, Role
from events_app.domain.projects import Stage
from events_app.formats import xlsx_tables
from events_app.web.charts import Bar, stacked
from tests.builders import a_project, an_id
from tests.clients import Client
from tests.queries import counted_queries
from tests.web.planting import a_fair, planted_client
from tests.web.signing_in import an_organisation, signed_in

FAIRS = (
    a_fair("one", date(2026, 1, 5), sectors=("rail", "power")),
    a_fair("two", date(2026, 1, 9), country="CN", scope=Scope.DOMESTIC, sectors=("rail",)),
    a_fair("three", date(2026, 7, 1), country="BR", sectors=()),
    a_fair("next", date(2027, 7, 1)),
)
PROJECTS = (
    a_project(),
    replace(a_project(id=an_id("two"), slug="two", milestones=()), countries=("DE",), stage=Stage.IDEA),
)


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Client]:
    async with planted_client(url, FAIRS, public=PROJECTS) as client:
        yield client


async def rows(client: Client, name: str, query: str = "from=2026-01-01&to=2026-12-31") -> list[list[str]]:
    answer = await client.get(f"/en/desk/figures/{name}.csv?{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/csv; charset=utf-8")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))


async def test_the_page_shows_every_table_with_its_drawing_and_its_file(sqlite_url: str) -> None:
    async with opened(sqlite_url) as client:
        await signed_in(client, Role.OFFICER)
        page = (await client.get("/en/desk/figures")).text

    assert page.count('<table class="figures">') == page.count(".csv?") == 5
    assert page.count('<rect class="domestic"') >= 3
    assert "January 2026" in page


async def test_each_file_adds_up(sqlite_url: str) -> None:
    async with opened(sqlite_url) as client:
        await signed_in(client, Role.AUDITOR)
        months = await rows(client, "editions-by-month")
        regions = await rows(client, "editions-by-region")
        sectors = await rows(client, "editions-by-sector")
        statuses = await rows(client, "editions-by-status")
        stages = await rows(client, "projects-by-stage")

    assert months[:2] == [["Month", "Domestic", "Overseas", "Total"], ["January 2026", "1", "1", "2"]]
    assert len(months) == 14
    for table in (months, regions, statuses, stages):
        for column in range(1, len(table[0])):
            assert sum(int(line[column]) for line in table[1:-1]) == int(table[-1][column])
        assert all(sum(map(int, line[1:-1])) == int(line[-1]) for line in table[1:])
    assert regions[1:-1] == [
        ["Africa", "0", "0", "0"],
        ["Americas", "0", "1", "1"],
        ["Asia", "1", "0", "1"],
        ["Europe", "0", "1", "1"],
        ["Oceania", "0", "0", "0"],
    ]
    assert sectors[1:] == [
        ["Power equipment and grids", "0", "1", "1"],
        ["Rail and urban transit", "1", "1", "2"],
        ["No sector named", "0", "1", "1"],
        ["Editions, each counted once", "1", "2", "3"],
    ]
    assert ["Idea", "1", "0", "0", "0", "1"] in stages
    assert ["Signed", "0", "1", "0", "0", "1"] in stages


async def test_a_workbook_says_the_same_as_the_page(sqlite_url: str) -> None:
    async with opened(sqlite_url) as client:
        await signed_in(client, Role.OFFICER)
        answer = await client.get("/en/desk/figures/editions-by-status.xlsx?from=2026-01-01&to=2026-12-31")

    sheet = xlsx_tables.read(answer.content)
    assert answer.headers["content-disposition"] == 'attachment; filename="editions-by-status.xlsx"'
    assert sheet.header == ("Status", "Domestic", "Overseas", "Total")
    assert [tuple(line.cells.values()) for line in sheet.lines] == [
        ("Draft", 0, 0, 0),
        ("Published", 1, 2, 3),
        ("Postponed", 0, 0, 0),
        ("Cancelled", 0, 0, 0),
        ("Total", 1, 2, 3),
    ]


async def test_a_unit_sees_its_own_editions_only(sqlite_url: str) -> None:
    async with opened(sqlite_url) as client:
        unit = await an_organisation(OrganisationKind.UNIT, "delegations")
        await signed_in(client, Role.UNIT_OFFICER, organisation=unit)
        months = await rows(client, "editions-by-month")
        foreign = await rows(client, "editions-by-month", f"from=2026-01-01&to=2026-12-31&unit={an_id('other')}")

    assert months[-1] == foreign[-1] == ["Total", "0", "0", "0"]


@pytest.mark.parametrize("role", [Role.TRANSLATOR, Role.EXPORTER_OWNER])
async def test_other_roles_see_no_figures(client: Client, role: Role) -> None:
    await signed_in(client, role)

    assert (await client.get("/en/desk/figures")).status_code == 403
    assert (await client.get("/en/desk/figures/editions-by-month.csv")).status_code == 403


async def test_a_period_that_ends_before_it_begins_is_told_and_kept(client: Client) -> None:
    await signed_in(client, Role.ADMINISTRATOR)

    answer = await client.get("/en/desk/figures?from=2026-05-01&to=2026-04-30")

    assert answer.status_code == 422
    assert "The last day lies before the first." in answer.text
    assert 'value="2026-04-30"' in answer.text
    assert (await client.get("/en/desk/figures?from=1900-01-01&to=2199-12-31")).status_code == 422
    assert (await client.get("/en/desk/figures?from=nonsense")).status_code == 422


async def test_the_database_is_asked_as_often_whatever_there_is(sqlite_url: str) -> None:
    async with opened(sqlite_url) as client:
        await signed_in(client, Role.OFFICER)
        with counted_queries() as none:
            await client.get("/en/desk/figures?from=1999-01-01&to=1999-12-31")
        with counted_queries() as some:
            await client.get("/en/desk/figures?from=2026-01-01&to=2027-12-31")

    assert len(some) == len(none)


async def test_a_file_that_does_not_exist_is_not_found(client: Client) -> None:
    await signed_in(client, Role.OFFICER)

    assert (await client.get("/en/desk/figures/secrets.csv")).status_code == 404
    assert (await client.get("/en/desk/figures/editions-by-month.exe")).status_code == 404


def test_lines_are_drawn_from_the_start_side_and_mirrored() -> None:
    assert stacked({"domestic": 1, "separate": 0, "overseas": 2}, 4, is_mirrored=False) == (
        Bar(0.0, 25.0, "domestic"),
        Bar(25.0, 50.0, "overseas"),
    )
    assert stacked({"domestic": 1, "overseas": 2}, 4, is_mirrored=True) == (
        Bar(75.0, 25.0, "domestic"),
        Bar(25.0, 50.0, "overseas"),
    )


async def test_a_unit_that_is_none_is_a_fault_of_its_field(client: Client) -> None:
    await signed_in(client, Role.OFFICER)

    page = await client.get("/en/desk/figures?unit=not-a-unit")
    file = await client.get("/en/desk/figures/editions-by-month.csv?unit=not-a-unit")

    assert (page.status_code, 'href="#unit"' in page.text, file.status_code) == (422, True, 404)

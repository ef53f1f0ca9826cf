"""Import and export at the desk: what leaves, what comes in, from where, and for whom."""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer

import openpyxl
import pytest

from events_app.domain.exhibitions import EditionStatus
from events_app.domain.history import Deed
from events_app.domain.organisations import OrganisationKind, Role
from events_app.formats import csv_tables
from events_app.storage import history, imports
from tests.clients import Client, opened_client
from tests.web.planting import a_fair, plant, text_of
from tests.web.signing_in import an_organisation, signed_in, token_of

PAGE = "/en/desk/exchange"
CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nBEGIN:VEVENT\r\nUID:one@publisher.example\r\n"
    "DTSTAMP:20260101T000000Z\r\nDTSTART;VALUE=DATE:20270906\r\nDTEND;VALUE=DATE:20270910\r\n"
    "SUMMARY:Agritech Nairobi 2027\r\nLOCATION:KICC\\, Nairobi\\, Kenya\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


async def sent(client: Client, name: str, content: bytes, **fields: str) -> str:
    """Send a file; return where the browser is led."""
    data = {"form_token": token_of(client), "deed": "file", "kind": "exhibitions", "language": "en"} | fields
    answer = await client.post(PAGE, data=data, files={"file": (name, content)})
    assert answer.status_code == 303, text_of(answer.text)
    return str(answer.headers["location"])


@contextmanager
def publisher(content: str, kind: str = "text/calendar") -> Iterator[tuple[str, list[str]]]:
    """A server of somebody else's on this machine, and the marks that it was asked with."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.headers.get("If-None-Match", ""))
            is_known = self.headers.get("If-None-Match") == '"v1"'
            self.send_response(304 if is_known else 200)
            self.send_header("Content-Type", kind)
            self.send_header("ETag", '"v1"')
            self.end_headers()
            if not is_known:
                self.wfile.write(content.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/all.ics", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


async def test_editions_leave_as_csv_and_xlsx_and_the_history_knows(client: Client, sqlite_url: str) -> None:
    await signed_in(client, Role.OFFICER)
    await client.get(PAGE)

    table = csv_tables.read((await client.get(f"{PAGE}/exhibitions.csv")).content)
    book = openpyxl.load_workbook(io.BytesIO((await client.get(f"{PAGE}/organisations.xlsx")).content))

    assert table.header[:2] == ("id", "slug")
    assert book.active is not None
    exported = [line for line in await history.list_lines() if line.deed is Deed.EXPORTED]
    assert {line.label for line in exported} == {"exhibitions.csv", "organisations.xlsx"}


async def test_an_export_holds_what_the_asker_may_see_filtered_as_the_list_is(sqlite_url: str) -> None:
    await plant(
        sqlite_url,
        [a_fair("one-2027", date(2027, 4, 5)), a_fair("two-2027", date(2027, 5, 5), status=EditionStatus.DRAFT)],
    )
    async with opened_client(sqlite_url) as client:
        await signed_in(client, Role.AUDITOR)
        every = csv_tables.read((await client.get(f"{PAGE}/exhibitions.csv")).content)
        drafts = csv_tables.read((await client.get(f"{PAGE}/exhibitions.csv?status=draft")).content)
        await signed_in(client, Role.UNIT_OFFICER)
        own = csv_tables.read((await client.get(f"{PAGE}/exhibitions.csv")).content)

    assert [line.cells["slug"] for line in every.lines] == ["one-2027", "two-2027"]
    assert [line.cells["slug"] for line in drafts.lines] == ["two-2027"]
    assert own.lines == ()


@pytest.mark.parametrize("path", ["people.csv", "exhibitions.exe", "exhibitions"])
async def test_nothing_else_is_exported(path: str, client: Client) -> None:
    await signed_in(client, Role.ADMINISTRATOR)

    assert (await client.get(f"{PAGE}/{path}")).status_code == 404


async def test_roles_without_imports_see_no_form_or_no_page(client: Client) -> None:
    await signed_in(client, Role.AUDITOR)
    auditor = await client.get(PAGE)
    data = {"form_token": token_of(client), "deed": "file", "kind": "exhibitions", "language": "en"}
    refused = await client.post(PAGE, data=data, files={"file": ("a.csv", b"slug\nx\n")})
    await signed_in(client, Role.TRANSLATOR)
    translator = await client.get(PAGE)

    assert (auditor.status_code, "multipart/form-data" in auditor.text) == (200, False)
    assert (refused.status_code, translator.status_code) == (403, 403)


async def test_a_file_is_asked_for_and_one_too_large_is_told(client: Client) -> None:
    await signed_in(client, Role.OFFICER)
    data = {"form_token": token_of(client), "deed": "file", "kind": "projects", "language": "en"}

    none = await client.post(PAGE, data=data)
    large = await client.post(PAGE, data=data, files={"file": ("a.csv", b"slug\n" + b"x" * 10_000_000)})

    assert (none.status_code, large.status_code) == (422, 422)
    assert "Fill this in." in text_of(none.text)
    assert "larger than 10 MB" in text_of(large.text)
    assert 'value="projects" selected' in large.text


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:1/x.ics", "http://169.254.169.254/latest", "file:///etc/passwd", "http://[::1]/"]
)
async def test_addresses_inside_are_not_asked(address: str, client: Client) -> None:
    await signed_in(client, Role.OFFICER)
    data = {"form_token": token_of(client), "deed": "address", "address": address, "language": "en"}

    answer = await client.post(PAGE, data=data)

    assert answer.status_code == 422
    assert 'class="field-error" id="address-error"' in answer.text
    assert f'value="{address}"' in answer.text


async def test_a_calendar_is_fetched_from_a_network_that_is_allowed_and_only_when_it_changed(sqlite_url: str) -> None:
    with publisher(CALENDAR) as (address, asked):
        async with opened_client(sqlite_url, FETCH_NETWORKS="127.0.0.0/8") as client:
            await signed_in(client, Role.OFFICER)
            data = {"form_token": token_of(client), "language": "en"}
            first = await client.post(PAGE, data=data | {"deed": "address", "address": address, "name": "Fairs Ltd"})
            shown = await client.get(first.headers["location"])
            (source,) = await imports.list_sources(None)
            again = await client.post(PAGE, data=data | {"deed": "again", "source": str(source.id)})

    assert first.headers["location"].startswith("/en/desk/exchange/calendars/")
    assert "Agritech Nairobi 2027" in shown.text
    assert (source.name, source.etag, asked) == ("Fairs Ltd", '"v1"', ["", '"v1"'])
    assert (again.status_code, "Nothing has changed there" in text_of(again.text)) == (422, True)


async def test_a_page_is_no_calendar(sqlite_url: str) -> None:
    with publisher("<html>", "text/html") as (address, _):
        async with opened_client(sqlite_url, FETCH_NETWORKS="127.0.0.0/8") as client:
            await signed_in(client, Role.OFFICER)
            data = {"form_token": token_of(client), "deed": "address", "address": address, "language": "en"}
            answer = await client.post(PAGE, data=data)

    assert (answer.status_code, 'id="address-error"' in answer.text) == (422, True)


async def test_sources_of_a_unit_are_its_own(client: Client) -> None:
    unit = await an_organisation(OrganisationKind.UNIT, "own-unit")
    await signed_in(client, Role.UNIT_OFFICER, organisation=unit)
    await sent(client, "fairs.ics", CALENDAR.encode(), kind="calendar")
    own = await client.get(PAGE)
    await signed_in(client, Role.UNIT_OFFICER)
    others = await client.get(PAGE)

    assert ("fairs.ics" in own.text, "fairs.ics" in others.text) == (True, False)

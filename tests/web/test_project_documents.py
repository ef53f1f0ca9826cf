"""Public documents of projects: listed and handed out to anybody, as downloads; all others are not there."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from events_app.actions import documents as actions
from events_app.actions import projects as project_actions
from events_app.domain.documents import Document
from events_app.domain.rights import SYSTEM
from tests.builders import a_project, an_id
from tests.clients import NOW, Client, opened_client
from tests.document_builders import PDF
from tests.planting import context, plant_projects

SLUG = "solar-park-nakuru"
PAGE = f"/en/projects/{SLUG}"


@pytest.fixture
async def client(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Client]:
    """A client whose installation keeps documents below the test's folder."""
    async with opened_client(sqlite_url, DATA_DIR=str(tmp_path / "data")) as opened:
        yield opened


async def a_document(tmp_path: Path, name: str, *, is_public: bool = True) -> Document:
    return await actions.attach(
        SLUG,
        PDF,
        name=name,
        is_public=is_public,
        data_dir=tmp_path / "data",
        most_bytes=10_000,
        by=SYSTEM,
        now=NOW,
    )


async def test_a_public_document_is_listed_and_handed_out_as_a_download(client: Client, tmp_path: Path) -> None:
    await plant_projects(a_project())
    public = await a_document(tmp_path, "Rapport “Nakuru”.pdf")
    internal = await a_document(tmp_path, "internal.pdf", is_public=False)

    page = (await client.get(PAGE)).text
    fetched = await client.get(f"{PAGE}/documents/{public.id}")

    assert f'href="{PAGE}/documents/{public.id}"' in page
    assert internal.name not in page
    assert (fetched.status_code, fetched.content) == (200, PDF)
    assert fetched.headers["content-type"] == "application/pdf"
    assert fetched.headers["content-disposition"].startswith('attachment; filename="Rapport _Nakuru.pdf"')
    assert fetched.headers["x-content-type-options"] == "nosniff"
    assert fetched.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert "set-cookie" not in fetched.headers


async def test_a_client_that_holds_a_document_is_told_so(client: Client, tmp_path: Path) -> None:
    await plant_projects(a_project())
    document = await a_document(tmp_path, "a.pdf")
    address = f"{PAGE}/documents/{document.id}"
    etag = (await client.get(address)).headers["etag"]

    held = await client.get(address, headers={"If-None-Match": etag})
    other = await client.get(address, headers={"If-None-Match": '"other"'})
    head = await client.head(address)

    assert etag == f'"{document.sha256}"'
    assert (held.status_code, held.content, other.status_code) == (304, b"", 200)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", etag)


async def test_what_is_internal_is_not_there(client: Client, tmp_path: Path) -> None:
    await plant_projects(a_project(), a_project(id=an_id("second"), slug="second", milestones=()))
    public = await a_document(tmp_path, "a.pdf")
    internal = await a_document(tmp_path, "b.pdf", is_public=False)

    statuses = [
        (await client.get(path)).status_code
        for path in (
            f"{PAGE}/documents/{internal.id}",
            f"/en/projects/second/documents/{public.id}",
            f"{PAGE}/documents/{an_id('none')}",
            f"{PAGE}/documents/{public.id}",
        )
    ]
    await project_actions.unpublish(SLUG, by=SYSTEM, context=context(), now=NOW)
    of_an_internal_project = (await client.get(f"{PAGE}/documents/{public.id}")).status_code

    assert (statuses, of_an_internal_project) == ([404, 404, 404, 200], 404)


async def test_a_document_taken_back_is_gone(client: Client, tmp_path: Path) -> None:
    await plant_projects(a_project())
    document = await a_document(tmp_path, "a.pdf")
    etag = f'"{document.sha256}"'

    await actions.set_public(SLUG, document.id, is_public=False, by=SYSTEM, now=NOW)

    held = await client.get(f"{PAGE}/documents/{document.id}", headers={"If-None-Match": etag})
    assert (held.status_code, document.name in (await client.get(PAGE)).text) == (404, False)

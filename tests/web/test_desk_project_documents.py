"""Documents of projects: what is taken, how it is handed out, to whom, and what attackers send."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from events_app.domain.organisations import OrganisationKind, Role
from events_app.storage.documents import FOLDER, list_of_object
from tests.builders import a_project, an_id
from tests.clients import Client, opened_client
from tests.document_builders import PDF, PNG, a_bomb, a_docx
from tests.planting import plant_projects
from tests.web.signing_in import an_organisation, signed_in, token_of

SLUG = "solar-park-nakuru"
PAGE = f"/en/desk/projects/{SLUG}"
MOST = 2_000_000


@pytest.fixture
async def client(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Client]:
    """A client whose installation keeps documents below the test's folder, and takes small bodies otherwise."""
    folder = {"DATA_DIR": str(tmp_path / "data"), "MAX_UPLOAD_BYTES": str(MOST), "MAX_BODY_BYTES": "100000"}
    async with opened_client(sqlite_url, **folder) as opened:
        yield opened


async def sent(client: Client, name: str, content: bytes, kind: str = "application/pdf") -> httpx.Response:
    return await client.post(
        f"{PAGE}/documents", data={"form_token": token_of(client)}, files={"file": (name, content, kind)}
    )


def kept_files(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "data" / FOLDER
    return sorted(folder.iterdir()) if folder.is_dir() else []


async def test_a_document_is_kept_and_handed_out_as_a_download(client: Client, tmp_path: Path) -> None:
    await plant_projects(a_project())
    await signed_in(client, Role.OFFICER)

    answer = await sent(client, "Vertrag “Nakuru” 合同.pdf", PDF)

    (document,) = await list_of_object(a_project().id)
    fetched = await client.get(f"{PAGE}/documents/{document.id}")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGE}?done=attached")
    assert (document.name, document.media_type, document.size_bytes) == (
        "Vertrag _Nakuru_ 合同.pdf",
        "application/pdf",
        len(PDF),
    )
    assert [path.name for path in kept_files(tmp_path)] == [document.sha256]
    assert fetched.content == PDF
    assert fetched.headers["content-type"] == "application/pdf"
    assert fetched.headers["content-disposition"].startswith('attachment; filename="Vertrag _Nakuru_ __.pdf"')
    assert fetched.headers["x-content-type-options"] == "nosniff"
    assert fetched.headers["cache-control"] == "no-store"
    assert document.name in (await client.get(PAGE)).text


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("invoice.pdf", b"<!DOCTYPE html><script>alert(1)</script>"),
        ("photo.png", b"MZ\x90\x00"),
        ("offer.docx", a_bomb()),
        ("offer.docx", a_docx(**{"word/vbaProject.bin": b"macro"})),
        ("empty.pdf", b""),
    ],
)
async def test_what_is_not_what_it_says_is_refused_and_not_kept(
    client: Client, tmp_path: Path, name: str, content: bytes
) -> None:
    await plant_projects(a_project())
    await signed_in(client, Role.OFFICER)

    answer = await sent(client, name, content)

    assert (answer.status_code, 'id="file-error"' in answer.text) == (422, True)
    assert await list_of_object(a_project().id) == ()
    assert kept_files(tmp_path) == []


async def test_the_content_decides_about_the_type_and_the_name(client: Client, tmp_path: Path) -> None:
    await plant_projects(a_project())
    await signed_in(client, Role.OFFICER)

    await sent(client, "../../../etc/passwd.html", PNG, "text/html")

    (document,) = await list_of_object(a_project().id)
    assert (document.name, document.media_type) == ("passwd.png", "image/png")
    assert [path.name for path in kept_files(tmp_path)] == [document.sha256]


async def test_a_file_may_be_larger_than_other_forms_and_not_larger_than_allowed(client: Client) -> None:
    await plant_projects(a_project())
    await signed_in(client, Role.OFFICER)

    fits = await sent(client, "fits.pdf", PDF + b"x" * (MOST - len(PDF)))
    over = await sent(client, "over.pdf", PDF + b"x" * MOST)
    far_over = await sent(client, "far.pdf", PDF + b"x" * (MOST + 100_000))
    elsewhere = await client.post(
        f"{PAGE}/editions", data={"form_token": token_of(client)}, files={"file": ("a.pdf", b"x" * 200_000)}
    )

    assert (fits.status_code, over.status_code, far_over.status_code, elsewhere.status_code) == (303, 422, 413, 413)


async def test_nothing_sent_is_a_fault_of_the_field(client: Client) -> None:
    await plant_projects(a_project())
    await signed_in(client, Role.OFFICER)

    answer = await client.post(f"{PAGE}/documents", data={"form_token": token_of(client)})

    assert (answer.status_code, 'id="file-error"' in answer.text) == (422, True)


async def test_documents_are_for_who_may_read_the_project(client: Client) -> None:
    unit = await an_organisation(OrganisationKind.UNIT, "fairs")
    other = await an_organisation(OrganisationKind.UNIT, "others")
    await plant_projects(a_project(unit_id=unit.id), a_project(id=an_id("second"), slug="second", milestones=()))
    await signed_in(client, Role.UNIT_OFFICER, organisation=unit)
    await sent(client, "a.pdf", PDF)
    (document,) = await list_of_object(a_project().id)

    async def status() -> int:
        return (await client.get(f"{PAGE}/documents/{document.id}")).status_code

    own = await status()
    await signed_in(client, Role.AUDITOR)
    auditor = await status()
    elsewhere = (await client.get(f"/en/desk/projects/second/documents/{document.id}")).status_code
    upload = (await sent(client, "b.pdf", PDF)).status_code
    await signed_in(client, Role.UNIT_OFFICER, organisation=other)
    foreign = await status()
    client.cookies.clear()
    nobody = await status()

    assert (own, auditor, elsewhere, upload, foreign, nobody) == (200, 200, 404, 403, 403, 303)


async def test_a_document_is_removed(client: Client) -> None:
    await plant_projects(a_project())
    await signed_in(client, Role.OFFICER)
    await sent(client, "a.pdf", PDF)
    (document,) = await list_of_object(a_project().id)

    answer = await client.post(f"{PAGE}/documents/{document.id}/remove", data={"form_token": token_of(client)})

    assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGE}?done=removed")
    assert await list_of_object(a_project().id) == ()
    assert (await client.get(f"{PAGE}/documents/{document.id}")).status_code == 404


async def test_an_upload_without_the_form_token_is_refused(client: Client, tmp_path: Path) -> None:
    await plant_projects(a_project())
    await signed_in(client, Role.OFFICER)

    answer = await client.post(f"{PAGE}/documents", files={"file": ("a.pdf", PDF, "application/pdf")})

    assert answer.status_code == 403
    assert kept_files(tmp_path) == []


async def test_a_document_is_shown_to_readers_and_taken_back_by_who_may_publish(client: Client) -> None:
    await plant_projects(a_project())
    await signed_in(client, Role.OFFICER)
    await sent(client, "a.pdf", PDF)
    (document,) = await list_of_object(a_project().id)
    action = f"{PAGE}/documents/{document.id}/public"

    before = (await client.get(f"/en/projects/{SLUG}")).text
    shown = await client.post(action, data={"form_token": token_of(client), "is_public": "1"})
    public = (await client.get(f"/en/projects/{SLUG}")).text
    told = (await client.get(shown.headers["location"])).text
    hidden = await client.post(action, data={"form_token": token_of(client)})
    after = (await client.get(f"/en/projects/{SLUG}")).text

    assert ("a.pdf" in before, "a.pdf" in public, "a.pdf" in after) == (False, True, False)
    assert (shown.status_code, hidden.headers["location"]) == (303, f"{PAGE}?done=hidden")
    assert "The document is public." in told


async def test_who_may_not_publish_shows_nothing_to_readers(client: Client) -> None:
    await plant_projects(a_project())
    await signed_in(client, Role.OFFICER)
    await sent(client, "a.pdf", PDF)
    (document,) = await list_of_object(a_project().id)
    await signed_in(client, Role.AUDITOR)

    answer = await client.post(
        f"{PAGE}/documents/{document.id}/public", data={"form_token": token_of(client), "is_public": "1"}
    )

    assert answer.status_code == 403
    assert f"{document.id}/public" not in (await client.get(PAGE)).text
    assert await list_of_object(a_project().id) == (document,)


async def test_the_preview_of_an_internal_project_names_public_documents_without_leading_to_them(
    client: Client,
) -> None:
    await plant_projects(a_project(is_public=False))
    await signed_in(client, Role.OFFICER)
    await sent(client, "a.pdf", PDF)
    (document,) = await list_of_object(a_project().id)
    await client.post(f"{PAGE}/documents/{document.id}/public", data={"form_token": token_of(client), "is_public": "1"})

    page = (await client.get(f"{PAGE}/preview")).text

    assert ("a.pdf" in page, f"/documents/{document.id}" in page) == (True, False)

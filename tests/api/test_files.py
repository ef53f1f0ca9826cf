"""Files through the API: sent as raw bytes by companies, fetched by who may, with the checks of the pages."""

import io
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from httpx import AsyncClient
from PIL import Image

from events_app.actions import admissions, exhibitions
from events_app.actions import applications as actions
from events_app.domain.organisations import Organisation, OrganisationKind, Role
from events_app.domain.papers import WantedPaper
from events_app.domain.rights import SYSTEM
from events_app.storage import offers
from tests.api.bearing import API, READ, Headers, a_token, bearing, held
from tests.application_builders import a_fair_open_now, an_admission, written
from tests.builders import a_text
from tests.clients import NOW, opened_here
from tests.document_builders import PDF, a_bomb
from tests.offer_builders import plant_offer
from tests.planting import context
from tests.web.planting import a_fair, plant
from tests.web.signing_in import a_member, an_organisation

OFFER = f"{API}/companies/valves/offers/control-valves"
FILES = f"{OFFER}/files"
LOGO = f"{API}/companies/valves/profile/logo"
OCTETS = {"Content-Type": "application/octet-stream"}
MOST_BYTES = 70_000


@pytest.fixture
async def client(sqlite_url: str, tmp_path: Path) -> AsyncIterator[AsyncClient]:
    await plant(sqlite_url, [a_fair("one-2027", date(2027, 4, 5))])
    limits = {"DATA_DIR": str(tmp_path), "MAX_UPLOAD_BYTES": str(MOST_BYTES), "MAX_BODY_BYTES": "20000"}
    async with opened_here(sqlite_url, **limits) as opened:
        yield opened


async def a_company() -> tuple[Organisation, Headers]:
    """A company, with headers of who answers for it, for a file."""
    company = await an_organisation(OrganisationKind.EXPORTER, "valves", country="CN")
    _, membership = await a_member(Role.EXPORTER_OWNER, organisation=company)
    return company, await a_token(membership) | OCTETS


async def a_case(company: Organisation) -> str:
    """Where the extract of a submitted application of the company is."""
    edition = a_fair_open_now()
    await exhibitions.add_edition(edition, by=SYSTEM, context=context(), now=NOW)
    wanted = (WantedPaper("extract", a_text("Extract")),)
    await admissions.keep(edition.slug, an_admission(edition_id=edition.id, papers=wanted), by=SYSTEM, now=NOW)
    draft = await actions.begin(company.id, edition.slug, written(), by=SYSTEM, now=NOW)
    case = await actions.submit(draft.id, version=draft.version, by=SYSTEM, now=NOW)
    return f"applications/{case.id}/papers/extract/file"


def a_picture() -> bytes:
    found = io.BytesIO()
    Image.new("RGB", (2000, 100), (20, 20, 200)).save(found, "JPEG")
    return found.getvalue()


async def test_a_wanted_document_is_sent_replaced_and_fetched_by_both_sides(client: AsyncClient) -> None:
    company, owner = await a_company()
    paper = await a_case(company)
    own = f"{API}/companies/valves/{paper}"
    officer, auditor = await bearing(Role.OFFICER), await bearing(Role.AUDITOR)

    nothing = await client.get(own, headers=owner)
    first = await client.put(f"{own}?name=../../Äxtract.exe", content=PDF, headers=owner)
    second = await client.put(own, content=b"Valves Ltd\n", headers=owner)
    fetched = await client.get(own, headers=owner)
    again = await client.get(own, headers=owner | {"If-None-Match": fetched.headers["etag"]})
    theirs = await client.get(f"{API}/{paper}", headers=auditor)

    assert (nothing.status_code, first.status_code, second.status_code) == (404, 200, 200)
    assert first.json()["document"] | {"id": ""} == {
        "id": "",
        "name": "Äxtract.pdf",
        "media_type": "application/pdf",
        "size_bytes": len(PDF),
    }
    assert (second.json()["status"], second.json()["document"]["name"]) == ("received", "extract.txt")
    assert (fetched.content, theirs.content, again.status_code) == (b"Valves Ltd\n", b"Valves Ltd\n", 304)
    assert fetched.headers["content-type"] == "application/octet-stream"
    assert fetched.headers["content-disposition"].startswith('attachment; filename="extract.txt"')
    assert fetched.headers["x-content-type-options"] == "nosniff"
    assert fetched.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert fetched.headers["cache-control"] == "private, no-cache"
    assert (await client.put(own, content=PDF, headers=officer | OCTETS)).status_code == 404


@pytest.mark.parametrize(
    ("content", "status", "kind"),
    [
        (b"", 422, "document-empty"),
        (b"<!doctype html><script>alert(1)</script>", 422, "document-type-unknown"),
        (b"MZ\x90\x00", 422, "document-type-unknown"),
        (PDF + bytes(MOST_BYTES), 422, "document-too-large"),
        (a_bomb(), 422, "document-packed"),
    ],
)
async def test_what_is_not_kept_is_said(client: AsyncClient, content: bytes, status: int, kind: str) -> None:
    company, owner = await a_company()
    own = f"{API}/companies/valves/{await a_case(company)}"

    answer = await client.put(own, content=content, headers=owner)

    assert (answer.status_code, answer.json()["type"]) == (status, f"urn:events-app:refusal:{kind}")
    assert (await client.get(own, headers=owner)).status_code == 404


async def test_a_body_far_too_large_is_cut_off_while_it_is_read(client: AsyncClient) -> None:
    company, owner = await a_company()
    own = f"{API}/companies/valves/{await a_case(company)}"

    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(30):
            yield bytes(10_000)

    chunked = await client.put(own, content=chunks(), headers=owner)
    json = await client.put(own, json={}, headers={"Authorization": owner["Authorization"]})
    listed = await client.put(f"{own}?file=x", content=PDF, headers=owner)
    elsewhere = await client.patch(OFFER, content=bytes(30_000), headers=held(owner, "*"))

    assert (chunked.status_code, json.status_code, listed.status_code) == (413, 415, 422)
    assert json.json()["detail"] == "Send the body as application/octet-stream."
    assert elsewhere.status_code == 413, "where no file is sent the limit of other bodies holds"


async def test_files_of_an_offer_are_reviewed_with_it(client: AsyncClient) -> None:
    company, owner = await a_company()
    await plant_offer(company)
    key = {"Idempotency-Key": "one"}
    officer, public = await bearing(Role.OFFICER), f"{API}/offers/control-valves"

    kept = await client.post(f"{FILES}?name=Sheet", content=PDF, headers=owner | key)
    same = await client.post(f"{FILES}?name=Sheet", content=PDF, headers=owner | key)
    other = await client.post(f"{FILES}?name=Plan", content=PDF, headers=owner | key)
    shown = await client.post(f"{FILES}?kind=picture", content=a_picture(), headers=owner)
    early = (await client.get(f"{public}/files")).json()["items"]
    await client.post(f"{OFFER}/submit", headers=held(owner, "*"))
    reviewed = (await client.get(f"{public}/files", headers=officer)).json()["items"]
    seen = await client.get(f"{public}/files/{kept.json()['id']}", headers=officer)
    unseen = await client.get(f"{public}/files/{kept.json()['id']}")
    await client.post(f"{public}/decision", json={"decision": "approve"}, headers=held(officer, "*"))
    after = await client.get(f"{public}/files/{shown.json()['id']}")

    assert (kept.status_code, kept.json()["name"], kept.json()["kind"]) == (201, "Sheet.pdf", "document")
    assert kept.headers["location"] == f"{FILES}/{kept.json()['id']}"
    assert (same.json(), other.status_code) == (kept.json(), 422), "another name is another request"
    assert [item["kind"] for item in reviewed] == ["document", "picture"]
    assert (early, seen.content, unseen.status_code) == ([], PDF, 404)
    assert (after.status_code, after.headers["cache-control"]) == (200, "public, max-age=60")
    with Image.open(io.BytesIO(after.content)) as picture:
        assert (picture.format, picture.size) == ("PNG", (1600, 80))


async def test_a_file_is_taken_out_and_readers_keep_it_until_the_next_review(client: AsyncClient) -> None:
    company, owner = await a_company()
    await plant_offer(company)
    one = (await client.post(FILES, content=PDF, headers=owner)).headers["location"]
    other = await an_organisation(OrganisationKind.EXPORTER, "pumps")
    await plant_offer(other, "of-others")
    foreign = one.replace("control-valves", "of-others")

    removed = await client.delete(one, headers=owner)
    again = await client.delete(one, headers=owner)

    assert (removed.status_code, removed.content, again.status_code) == (204, b"", 404)
    assert (await client.get(foreign, headers=owner)).status_code == 404
    assert (await client.get(one, headers=owner)).status_code == 404
    assert (await offers.get("control-valves")).content.document_ids == ()


async def test_a_logo_is_sent_fetched_and_taken_away(client: AsyncClient) -> None:
    _, owner = await a_company()
    stranger, officer = await bearing(Role.EXPORTER_OWNER), await bearing(Role.AUDITOR)

    odd = await client.put(LOGO, content=PDF, headers=owner)
    sent = await client.put(LOGO, content=a_picture(), headers=owner)
    fetched = await client.get(LOGO, headers=officer)
    foreign = await client.get(LOGO, headers=stranger)
    shut = await client.put(LOGO, content=a_picture(), headers=officer | OCTETS)
    removed = await client.delete(LOGO, headers=owner)

    assert (odd.status_code, odd.json()["type"]) == (422, "urn:events-app:refusal:picture-unreadable")
    assert (sent.status_code, sent.json()["has_logo"], sent.headers["etag"][:3]) == (200, True, '"1.')
    with Image.open(io.BytesIO(fetched.content)) as picture:
        assert (picture.format, picture.size) == ("PNG", (640, 32))
    assert (foreign.status_code, shut.status_code, removed.status_code) == (404, 403, 204)
    assert (await client.get(LOGO, headers=owner)).status_code == 404


async def test_a_token_that_reads_sends_nothing(client: AsyncClient) -> None:
    company, _ = await a_company()
    await plant_offer(company)
    _, membership = await a_member(Role.EXPORTER_OWNER, organisation=company)
    reader = await a_token(membership, READ) | OCTETS

    answers = [
        await client.put(LOGO, content=a_picture(), headers=reader),
        await client.post(FILES, content=PDF, headers=reader),
        await client.put(f"{API}/companies/valves/{await a_case(company)}", content=PDF, headers=reader),
    ]

    assert [each.status_code for each in answers] == [403, 403, 403]
    assert (await client.post(FILES, content=PDF, headers=OCTETS)).status_code == 401

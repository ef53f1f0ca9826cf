"""Pictures and documents of an offer: sent by the company, reviewed, then seen by readers; what attackers send."""

import io
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from PIL import Image

from events_app.actions import offers as actions
from events_app.domain.organisations import Organisation, OrganisationKind, Role
from events_app.domain.rights import SYSTEM
from events_app.storage import offers
from tests.clients import NOW, Client, opened_client
from tests.document_builders import PDF, a_bomb
from tests.offer_builders import ZONE, plant_offer
from tests.web.planting import text_of
from tests.web.signing_in import a_member, an_organisation, enter, signed_in, token_of

PAGE = "/en/company/valves/offers/control-valves"


@pytest.fixture
async def client(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Client]:
    folder = {"DATA_DIR": str(tmp_path), "MAX_UPLOAD_BYTES": "2000000", "MAX_BODY_BYTES": "60000"}
    async with opened_client(sqlite_url, **folder) as opened:
        yield opened


async def at_home(client: Client) -> Organisation:
    company = await an_organisation(OrganisationKind.EXPORTER, "valves", country="CN")
    await plant_offer(company)
    person, _ = await a_member(Role.EXPORTER_OWNER, organisation=company)
    await enter(client, person.id)
    return company


def a_picture() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (200, 100), (20, 20, 200)).save(written, "JPEG")
    return written.getvalue()


async def sent(client: Client, name: str, content: bytes, kind: str) -> httpx.Response:
    data = {"form_token": token_of(client), "kind": kind}
    return await client.post(f"{PAGE}/files", data=data, files={"file": (name, content, "application/octet-stream")})


async def approve() -> None:
    await actions.submit("control-valves", by=SYSTEM, now=NOW)
    await actions.decide("control-valves", is_approved=True, by=SYSTEM, now=NOW, zone=ZONE)


async def test_a_picture_and_a_document_go_through_the_review_to_readers(client: Client) -> None:
    await at_home(client)

    for name, content, kind in (("Ventil “1”.jpg", a_picture(), "picture"), ("sheet.pdf", PDF, "document")):
        assert (await sent(client, name, content, kind)).headers["location"] == f"{PAGE}?done=attached"

    content_now = (await offers.get("control-valves")).content
    (picture,), (document,) = content_now.picture_ids, content_now.document_ids
    own = await client.get(f"{PAGE}/files/{picture}")
    assert own.headers["content-type"] == "image/png"
    assert "content-disposition" not in own.headers
    public = "/en/offers/control-valves"
    assert (await client.get(f"{public}/files/{picture}")).status_code == 404, "not reviewed yet"
    assert str(picture) not in (await client.get(public)).text
    await approve()
    page = (await client.get(public)).text
    assert f'src="{public}/files/{picture}"' in page
    assert "sheet.pdf" in page
    download = await client.get(f"{public}/files/{document}")
    assert download.headers["content-disposition"].startswith('attachment; filename="sheet.pdf"')
    assert "sandbox" in download.headers["content-security-policy"]


async def test_a_file_that_is_taken_out_stays_for_readers_until_the_next_review(client: Client) -> None:
    await at_home(client)
    await sent(client, "sheet.pdf", PDF, "document")
    await approve()
    (document,) = (await offers.get("control-valves")).content.document_ids

    gone = await client.post(f"{PAGE}/files/{document}/remove", data={"form_token": token_of(client)})

    assert gone.headers["location"] == f"{PAGE}?done=removed"
    assert (await client.get(f"{PAGE}/files/{document}")).status_code == 404
    assert (await client.get(f"/en/offers/control-valves/files/{document}")).status_code == 200
    await approve()
    assert (await client.get(f"/en/offers/control-valves/files/{document}")).status_code == 404


@pytest.mark.parametrize(
    ("content", "kind", "told"),
    [
        (b"<svg onload=alert(1)>", "picture", "This picture cannot be read"),
        (PDF, "picture", "This picture cannot be read"),
        (b"<script>alert(1)</script>", "document", "none of the kinds that are kept"),
        (b"MZ\x90\x00", "document", "none of the kinds that are kept"),
        (a_bomb(), "document", "unpacks to too much"),
        (b"", "document", "This file is empty."),
    ],
)
async def test_what_is_not_kept_is_refused_with_words(client: Client, content: bytes, kind: str, told: str) -> None:
    await at_home(client)

    answer = await sent(client, "harmless.pdf", content, kind)

    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text
    assert told in text_of(answer.text)
    assert (await offers.get("control-valves")).content.document_ids == ()


async def test_nothing_chosen_is_said_and_too_much_is_refused(client: Client) -> None:
    await at_home(client)

    empty = await client.post(f"{PAGE}/files", data={"form_token": token_of(client), "kind": "picture"})
    huge = await sent(client, "huge.pdf", PDF + bytes(2_100_000), "document")

    assert (empty.status_code, huge.status_code) == (422, 413)


async def test_strangers_reach_no_file(client: Client) -> None:
    await at_home(client)
    await sent(client, "sheet.pdf", PDF, "document")
    (document,) = (await offers.get("control-valves")).content.document_ids

    await signed_in(client, Role.EXPORTER_OWNER)

    assert (await client.get(f"{PAGE}/files/{document}")).status_code == 403
    assert (await sent(client, "x.pdf", PDF, "document")).status_code == 403
    await signed_in(client, Role.PARTNER_OWNER)
    assert (await client.get(f"/en/desk/offers/control-valves/files/{document}")).status_code == 404

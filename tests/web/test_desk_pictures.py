import io
import re
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from events_app.domain.exhibitions import EditionStatus
from events_app.domain.organisations import OrganisationKind, Role
from events_app.storage import documents, exhibitions, history
from tests.clients import NOW, Client, opened_client
from tests.picture_builders import NO_PICTURES, a_photograph
from tests.planting import plant
from tests.web.planting import a_fair, text_of
from tests.web.signing_in import an_organisation, signed_in, token_of

DESK = "/en/desk/exhibitions/wind-2027"
MOST = 200_000


@pytest.fixture
async def client(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Client]:
    limits = {"DATA_DIR": str(tmp_path), "MAX_UPLOAD_BYTES": str(MOST), "MAX_BODY_BYTES": "60000"}
    async with opened_client(sqlite_url, **limits) as opened:
        unit = await an_organisation(OrganisationKind.UNIT, "own-unit")
        await plant(a_fair("wind-2027", date(2027, 6, 7), status=EditionStatus.DRAFT, unit_id=unit.id))
        await signed_in(opened, Role.UNIT_OFFICER, organisation=unit)
        yield opened


async def sent(client: Client, content: bytes | None = None, *, name: str = "a.jpg", **typed: str) -> tuple[int, str]:
    files = {"picture": (name, content, "image/png")} if content is not None else None
    data = {"alternative-en": "A hall with stands."} | typed | {"form_token": token_of(client)}
    answer = await client.post(f"{DESK}/picture", data=data, files=files)
    return answer.status_code, answer.text


async def test_a_picture_is_written_anew_and_shown_with_what_it_shows(client: Client, tmp_path: Path) -> None:
    answer = await sent(client, a_photograph((3200, 1600)), **{"alternative-fr": "Un hall."})

    edition = await exhibitions.get_edition("wind-2027")
    page = (await client.get(f"{DESK}/picture")).text
    file = await client.get(f"{DESK}/picture/file")
    assert answer[0] == 303
    assert edition.picture is not None
    assert (edition.picture.width, edition.picture.height) == (1600, 800)
    assert dict(edition.picture.alternative.wordings) == {"en": "A hall with stands.", "fr": "Un hall."}
    assert 'alt="A hall with stands." width="1600" height="800"' in page
    assert (file.headers["content-type"], file.headers["x-content-type-options"]) == ("image/jpeg", "nosniff")
    assert (file.headers["cache-control"], "sandbox" in file.headers["content-security-policy"]) == ("no-store", True)
    with Image.open(io.BytesIO(file.content)) as picture:
        assert (picture.size, dict(picture.getexif())) == ((1600, 800), {})
    assert b"secret" not in file.content
    assert [path.name for path in (tmp_path / "documents").iterdir()] == [edition.picture.sha256]
    lines = await history.list_lines(object_id=edition.id, limit=1)
    assert [change.name for change in lines[0].changes] == ["picture"]


@pytest.mark.parametrize("content", NO_PICTURES.values(), ids=list(NO_PICTURES))
async def test_what_is_no_picture_is_refused_beside_its_field(client: Client, content: bytes, tmp_path: Path) -> None:
    status, page = await sent(client, content, name="a.png")

    assert status == 422
    assert 'id="picture-error"' in page
    assert "This picture cannot be read" in text_of(page)
    assert 'value="A hall with stands."' in page
    assert (await exhibitions.get_edition("wind-2027")).picture is None
    assert not (tmp_path / "documents").exists()


async def test_what_is_too_large_too_small_or_not_said_is_refused(client: Client) -> None:
    large = await sent(client, a_photograph() + bytes(MOST))
    huge = await sent(client, bytes(2 * MOST))
    small = await sent(client, a_photograph((100, 100)))
    nothing = await sent(client)
    mute = await sent(client, a_photograph(), **{"alternative-en": " "})
    long = await sent(client, a_photograph(), **{"alternative-en": "a" * 301})

    assert [each[0] for each in (large, huge, small, nothing, mute, long)] == [422, 413, 422, 422, 422, 422]
    assert "at most 0.2 MB" in text_of(large[1])
    assert "at least 320 pixels wide" in text_of(small[1])
    assert 'id="picture-error"' in nothing[1]
    assert 'id="alternative-en-error"' in mute[1]
    assert 'id="alternative-en-error"' in long[1]


async def test_it_is_described_otherwise_replaced_and_taken_away(client: Client) -> None:
    await sent(client, a_photograph())
    first = (await exhibitions.get_edition("wind-2027")).picture

    await sent(client, None, **{"alternative-en": "Two halls."})
    described = await exhibitions.get_edition("wind-2027")
    await sent(client, a_photograph((400, 400)))
    replaced = await exhibitions.get_edition("wind-2027")
    kept = await documents.list_of_object(replaced.id)
    removed = await client.post(f"{DESK}/picture/remove", data={"form_token": token_of(client)})
    gone = await exhibitions.get_edition("wind-2027")

    assert first is not None
    assert described.picture is not None
    assert replaced.picture is not None
    assert described.picture.sha256 == first.sha256
    assert described.picture.alternative.wordings["en"] == "Two halls."
    assert [document.sha256 for document in kept] == [replaced.picture.sha256] != [first.sha256]
    assert removed.headers["location"] == f"{DESK}/picture?done=removed"
    assert (gone.picture, await documents.list_of_object(gone.id)) == (None, ())
    assert (await client.get(f"{DESK}/picture/file")).status_code == 404


async def test_other_changes_leave_it_and_the_preview_of_a_draft_shows_it(client: Client) -> None:
    await sent(client, a_photograph())
    page = (await client.get(f"{DESK}/edit")).text
    assert "Wind 2027" in page

    preview = (await client.get(f"{DESK}/preview")).text

    assert re.search(rf'<img src="{DESK}/picture/file" alt="A hall with stands." lang="en" width="800"', preview)


async def test_organisers_of_another_unit_may_not(client: Client) -> None:
    await sent(client, a_photograph())
    other = await an_organisation(OrganisationKind.UNIT, "other-unit")
    await signed_in(client, Role.UNIT_MANAGER, organisation=other)

    answers = [
        (await client.get(f"{DESK}/picture")).status_code,
        (await client.get(f"{DESK}/picture/file")).status_code,
        (await sent(client, a_photograph((400, 400))))[0],
        (await client.post(f"{DESK}/picture/remove", data={"form_token": token_of(client)})).status_code,
    ]

    assert set(answers) <= {403, 404}
    assert (await exhibitions.get_edition("wind-2027")).picture is not None


async def test_a_form_without_its_token_is_refused(client: Client) -> None:
    answer = await client.post(f"{DESK}/picture", data={"alternative-en": "x"})

    assert answer.status_code == 403
    assert (await exhibitions.get_edition("wind-2027")).modified_at != NOW

import json
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from events_app.actions import exhibitions as actions
from events_app.actions.edition_pictures import remove_picture, set_picture
from events_app.domain.exhibitions import EditionStatus
from events_app.domain.rights import SYSTEM
from events_app.formats.pictures import photograph
from events_app.storage import exhibitions
from tests.builders import a_text
from tests.clients import NOW, Client, opened_client
from tests.picture_builders import a_photograph
from tests.planting import context, plant
from tests.web.planting import a_fair

SLUG = "wind-2027"


@pytest.fixture
async def client(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Client]:
    """With a draft that has a picture."""
    variables = {"DATA_DIR": str(tmp_path), "BASE_URL": "https://fairs.example"}
    async with opened_client(sqlite_url, **variables) as opened:
        await plant(a_fair(SLUG, date(2027, 6, 7), status=EditionStatus.DRAFT))
        drawn = photograph(a_photograph(), most=1600)
        words = a_text("A hall with <stands>.", ar="قاعة")
        told = {"by": SYSTEM, "context": context(), "now": NOW}
        size = (drawn.width, drawn.height)
        await set_picture(SLUG, drawn.content, size, alternative=words, data_dir=tmp_path, **told)  # type: ignore[arg-type]
        yield opened


async def address() -> str:
    picture = (await exhibitions.get_edition(SLUG)).picture
    assert picture is not None
    return picture.path


async def publish() -> None:
    await actions.publish(SLUG, by=SYSTEM, context=context(), now=NOW)


async def test_readers_see_it_once_the_edition_is_public_and_keep_it_for_ever(client: Client) -> None:
    before = await client.get(await address())
    await publish()
    shown = await client.get(await address())
    again = await client.get(await address(), headers={"If-None-Match": shown.headers["etag"]})
    await actions.unpublish(SLUG, by=SYSTEM, context=context(), now=NOW)

    assert (before.status_code, shown.status_code, again.status_code) == (404, 200, 304)
    assert "immutable" not in before.headers.get("cache-control", "")
    assert shown.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert (shown.headers["content-type"], shown.headers["x-content-type-options"]) == ("image/jpeg", "nosniff")
    assert "sandbox" in shown.headers["content-security-policy"]
    assert not {"set-cookie", "vary", "content-language"} & set(shown.headers)
    assert (await client.get(await address())).status_code == 404


@pytest.mark.parametrize("name", ["x.jpg", f"{'ab' * 32}.jpg", f"{'ab' * 32}.svg", "..%2Fevents.sqlite", "%00.jpg"])
async def test_there_is_nothing_else(client: Client, name: str) -> None:
    await publish()

    assert (await client.get(f"/pictures/{name}")).status_code == 404


async def test_the_page_shows_it_with_words_size_and_data_for_other_sites(client: Client) -> None:
    await publish()
    path = await address()

    page = (await client.get(f"/en/exhibitions/{SLUG}")).text
    arabic = (await client.get(f"/ar/exhibitions/{SLUG}")).text

    assert f'<img src="{path}" alt="A hall with &lt;stands&gt;." lang="en" width="800" height="400"' in page
    assert 'alt="قاعة" lang="ar"' in arabic
    assert f'<meta property="og:image" content="https://fairs.example{path}">' in page
    assert '<meta property="og:image:alt" content="A hall with &lt;stands&gt;.">' in page
    structured = json.loads(page.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    assert structured["image"] == f"https://fairs.example{path}"


async def test_what_was_taken_away_is_nowhere(client: Client, tmp_path: Path) -> None:
    await publish()
    path = await address()

    await remove_picture(SLUG, data_dir=tmp_path, by=SYSTEM, context=context(), now=NOW)

    assert (await client.get(path)).status_code == 404
    assert "edition-picture" not in (await client.get(f"/en/exhibitions/{SLUG}")).text

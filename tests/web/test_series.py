# ruff: noqa: ANN401 - the changes are fields of a value; a wrong one fails in `replace`
from datetime import date
from typing import Any

import pytest

from events_app.actions import exhibitions
from events_app.domain.exhibitions import Days, Edition, EditionStatus, FormerName
from events_app.domain.rights import SYSTEM
from tests.builders import a_series, a_text, an_edition, an_id
from tests.clients import NOW, Client
from tests.planting import context, plant
from tests.queries import counted_queries
from tests.reading import text_of

PAGE = "/en/series/light-and-building"


def edition_of(year: int, **changes: Any) -> Edition:
    fields = {
        "id": an_id(f"edition {year}"),
        "slug": f"light-and-building-{year}",
        "name": a_text(f"Light and Building {year}"),
        "days": Days(date(year, 3, 8), date(year, 3, 13)),
    }
    return an_edition(**fields | changes)


async def test_a_series_shows_what_comes_in_order_and_what_has_been_newest_first(client: Client) -> None:
    await plant(edition_of(2028), edition_of(2024), edition_of(2030), edition_of(2026))

    text = await text_of(client, PAGE)

    coming, past = text.split("Coming editions")[1].split("Past editions")
    assert coming.index("Light and Building 2028") < coming.index("Light and Building 2030")
    assert past.index("Light and Building 2026") < past.index("Light and Building 2024")


async def test_drafts_are_not_shown_and_a_series_of_drafts_is_nowhere(client: Client) -> None:
    await plant(edition_of(2028), edition_of(2030, status=EditionStatus.DRAFT))
    await plant(
        edition_of(2032, series_id=an_id("secret"), status=EditionStatus.DRAFT),
        series=a_series(id=an_id("secret"), slug="secret"),
    )

    assert "Light and Building 2030" not in await text_of(client, PAGE)
    assert (await client.get("/en/series/secret")).status_code == 404
    assert (await client.get("/en/series/nothing")).status_code == 404


async def test_names_then_and_elsewhere_stand_beside_it(client: Client) -> None:
    former = (FormerName(a_text("Licht und Bau"), 2000),)
    await plant(edition_of(2028), series=a_series(former_names=former))

    html = (await client.get(PAGE)).text
    text = await text_of(client, PAGE)

    assert "until 2000 Licht und Bau" in text
    assert "Français Lumière et bâtiment 中文 照明与建筑展" in text
    assert '<bdi lang="zh-Hans">照明与建筑展</bdi>' in html


@pytest.mark.parametrize(
    ("months", "words"),
    [(6, "Twice a year"), (12, "Every year"), (24, "Every 2 years"), (18, "Every 18 months")],
)
async def test_how_often_is_said_in_words(client: Client, months: int, words: str) -> None:
    await plant(edition_of(2028), series=a_series(every_months=months))

    assert f"How often {words} Website fair.example/" in await text_of(client, PAGE)


async def test_a_series_can_be_followed(client: Client) -> None:
    await plant(edition_of(2028), edition_of(2030))

    html = (await client.get(PAGE)).text

    assert "/feeds/en/series/light-and-building.ics" in html


async def test_a_series_without_a_coming_edition_says_so(client: Client) -> None:
    await plant(edition_of(2024))

    text = await text_of(client, PAGE)

    assert "No coming edition is known yet." in text
    assert "Follow the next edition" not in text


@pytest.mark.parametrize(("language", "name"), [("zh-Hans", "照明与建筑展"), ("ar", "Light and Building")])
async def test_a_series_is_named_in_the_readers_language_or_the_next_of_its_chain(
    client: Client, language: str, name: str
) -> None:
    await plant(edition_of(2028))

    assert name in await text_of(client, f"/{language}/series/light-and-building")


async def test_the_number_of_queries_does_not_grow_with_the_editions(client: Client) -> None:
    await plant(edition_of(2028))
    await client.get(PAGE)
    with counted_queries() as few:
        await client.get(PAGE)

    for year in range(2030, 2060):
        await exhibitions.add_edition(edition_of(year), by=SYSTEM, context=context(), now=NOW)
    await client.get(PAGE)
    with counted_queries() as many:
        await client.get(PAGE)

    assert len(many) == len(few)

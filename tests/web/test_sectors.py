# ruff: noqa: ANN401 - the changes are fields of a value; a wrong one fails in `replace`
from datetime import date
from typing import Any

import pytest

from events_app.actions import exhibitions
from events_app.domain.exhibitions import Days, Edition, EditionStatus
from events_app.domain.rights import SYSTEM
from tests.builders import a_project, a_text, an_edition, an_id
from tests.clients import NOW, Client
from tests.planting import context, plant, plant_projects
from tests.queries import counted_queries
from tests.reading import text_of


def a_fair(word: str, **changes: Any) -> Edition:
    fields = {
        "id": an_id(word),
        "slug": word,
        "name": a_text(f"Fair {word}"),
        "days": Days(date(2027, 3, 8), date(2027, 3, 13)),
        "sectors": ("power",),
    }
    return an_edition(**fields | changes)


async def test_the_index_counts_what_opens_from_today_on(client: Client) -> None:
    await plant(
        a_fair("one"),
        a_fair("two", sectors=("power", "rail")),
        a_fair("past", days=Days(date(2026, 3, 8), date(2026, 3, 13))),
        a_fair("draft", status=EditionStatus.DRAFT),
    )

    text = await text_of(client, "/en/sectors")

    assert "Power equipment and grids 2" in text
    assert "Rail and urban transit 1" in text
    assert "Aerospace and satellites 0" in text
    assert text.endswith("All sectors 0")


async def test_the_index_counts_anew_when_the_calendar_has_changed(client: Client) -> None:
    await plant(a_fair("one"))
    await client.get("/en/sectors")

    await exhibitions.add_edition(a_fair("two"), by=SYSTEM, context=context(), now=NOW)

    assert "Power equipment and grids 2" in await text_of(client, "/en/sectors")


async def test_the_index_stands_in_the_order_of_the_readers_language(client: Client) -> None:
    text = await text_of(client, "/en/sectors")

    assert text.index("Aerospace") < text.index("Machine tools") < text.index("Textiles") < text.index("All sectors")


async def test_a_sector_shows_what_is_on_what_comes_projects_and_fields(client: Client) -> None:
    await plant(
        a_fair("coming"),
        a_fair("running", days=Days(date(2026, 11, 20), date(2026, 11, 24))),
        a_fair("other", sectors=("rail",)),
    )
    await plant_projects(a_project(sectors=("power",)))

    text = await text_of(client, "/en/sectors/power")

    assert "1 exhibition opens from today on." in text
    assert "Fair running" in text.split("On now")[1].split("Coming exhibitions")[0]
    assert "Fair coming" in text.split("Coming exhibitions")[1].split("Cooperation projects")[0]
    assert "Solar park near Nakuru" in text.split("Cooperation projects")[1]
    assert "Engines, pumps, turbines" in text
    assert "Fair other" not in text


async def test_drafts_and_internal_projects_are_not_shown(client: Client) -> None:
    await plant(a_fair("shown"), a_fair("hidden", status=EditionStatus.DRAFT))
    await plant_projects(a_project(sectors=("power",), is_public=False, name=a_text("Internal project")))

    text = await text_of(client, "/en/sectors/power")

    assert "Fair hidden" not in text
    assert "Internal project" not in text


async def test_a_sector_can_be_followed(client: Client) -> None:
    html = (await client.get("/en/sectors/power")).text

    assert 'href="webcal://127.0.0.1:8000/feeds/en/calendar.ics?sector=power"' in html


async def test_fairs_of_all_sectors_have_a_page_and_an_unknown_code_has_none(client: Client) -> None:
    await plant(a_fair("every", sectors=("comprehensive",)))

    assert "Fair every" in await text_of(client, "/en/sectors/comprehensive")
    assert (await client.get("/en/sectors/toys")).status_code == 404


@pytest.mark.parametrize("language", ["zh-Hans", "ar"])
async def test_sectors_are_there_in_every_direction(client: Client, language: str) -> None:
    await plant(a_fair("one"))

    assert "Fair one" in await text_of(client, f"/{language}/sectors/power")
    assert (await client.get(f"/{language}/sectors")).headers["content-language"] == language


@pytest.mark.parametrize("path", ["/en/sectors", "/en/sectors/power"])
async def test_the_number_of_queries_does_not_grow_with_the_rows(client: Client, path: str) -> None:
    await plant(a_fair("0"))
    await plant_projects(a_project(sectors=("power",)))
    await client.get(path)
    with counted_queries() as few:
        await client.get(path)

    for number in range(1, 30):
        await exhibitions.add_edition(a_fair(str(number)), by=SYSTEM, context=context(), now=NOW)
        await plant_projects(a_project(id=an_id(f"p{number}"), slug=f"p{number}", sectors=("power",), milestones=()))
    await client.get(path)
    with counted_queries() as many:
        await client.get(path)

    assert len(many) == len(few)
    assert len(few) <= 8

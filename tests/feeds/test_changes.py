from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest

from events_app.actions import exhibitions
from events_app.domain.exhibitions import Days
from events_app.domain.rights import SYSTEM
from tests.builders import a_project, a_text, an_edition
from tests.clients import Client, opened_client
from tests.planting import context, plant, plant_projects
from tests.queries import counted_queries

ATOM = "{http://www.w3.org/2005/Atom}"
ADDED_AT = datetime(2026, 5, 1, 8, 0, tzinfo=UTC)
MOVED_AT = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)


@pytest.fixture
async def client(sqlite_url: str) -> AsyncIterator[Client]:
    async with opened_client(sqlite_url) as opened_one:
        await plant(an_edition(), now=ADDED_AT)
        # A project without milestones has no entry in the calendar that would tell its name.
        await plant_projects(a_project(milestones=()), now=ADDED_AT + timedelta(hours=1))
        await exhibitions.postpone(
            "light-and-building-2026",
            Days(date(2026, 11, 2), date(2026, 11, 5)),
            deadlines=(),
            note=a_text("The hall is not ready.", fr="Le hall n’est pas prêt."),
            by=SYSTEM,
            context=context(),
            now=MOVED_AT,
        )
        yield opened_one


async def test_the_news_say_in_words_what_changed_newest_first(client: Client) -> None:
    response = await client.get("/feeds/fr/changes.atom")

    feed = ET.fromstring(response.content)  # noqa: S314 - our own bytes
    told = [
        (
            entry.findtext(f"{ATOM}title"),
            entry.findtext(f"{ATOM}updated"),
            entry.findtext(f"{ATOM}summary"),
            [link.get("href") for link in entry.findall(f"{ATOM}link")],
        )
        for entry in feed.findall(f"{ATOM}entry")
    ]
    postponed = "Reporté. Nouvelles dates\u202f: 2–5 nov. 2026, auparavant 12–15 oct. 2026."
    site = "http://127.0.0.1:8000/fr"
    assert response.headers["content-type"] == "application/atom+xml; charset=utf-8"
    assert told == [
        (
            f"Lumière et bâtiment 2026\u202f: {postponed}",
            "2026-06-01T10:00:00Z",
            f"{postponed}\nLe hall n’est pas prêt.",
            [f"{site}/exhibitions/light-and-building-2026"],
        ),
        (
            "Parc solaire près de Nakuru\u202f: Ajout au calendrier.",
            "2026-05-01T09:00:00Z",
            "Ajout au calendrier.",
            [f"{site}/projects/solar-park-nakuru"],
        ),
        (
            "Lumière et bâtiment 2026\u202f: Ajout au calendrier.",
            "2026-05-01T08:00:00Z",
            "Ajout au calendrier.",
            [f"{site}/exhibitions/light-and-building-2026"],
        ),
    ]


async def test_news_that_are_held_already_are_not_sent_again(client: Client) -> None:
    first = await client.get("/feeds/en/changes.atom")
    held = {"If-None-Match": first.headers["etag"]}
    with counted_queries() as asked:
        again = await client.get("/feeds/en/changes.atom", headers=held)

    assert (again.status_code, len(asked)) == (304, 2)
    assert first.headers["last-modified"] == "Mon, 01 Jun 2026 10:00:00 GMT"
    assert "set-cookie" not in first.headers


async def test_without_any_change_the_feed_is_empty(sqlite_url: str) -> None:
    async with opened_client(sqlite_url) as empty:
        response = await empty.get("/feeds/en/changes.atom")

    feed = ET.fromstring(response.content)  # noqa: S314 - our own bytes
    assert (response.status_code, feed.findall(f"{ATOM}entry")) == (200, [])
    assert feed.findtext(f"{ATOM}updated") == "1970-01-01T00:00:00Z"


async def told(client: Client, path: str) -> tuple[list[str], list[str], str]:
    """Titles and summaries of the news, and the address that they name as their own."""
    response = await client.get(f"/feeds/{path}")
    assert response.status_code == 200, response.text
    feed = ET.fromstring(response.content)  # noqa: S314 - our own bytes
    entries = feed.findall(f"{ATOM}entry")
    own = feed.find(f"{ATOM}link[@rel='self']")
    assert own is not None
    # Arabic sentences hold what is in other letters apart.
    titles = [(entry.findtext(f"{ATOM}title") or "").strip("\u2068") for entry in entries]
    return titles, [entry.findtext(f"{ATOM}summary") or "" for entry in entries], own.get("href") or ""


async def test_news_speak_a_chain_of_languages_and_mark_what_is_in_another(client: Client) -> None:
    titles, summaries, address = await told(client, "ar,fr,en/changes.atom")
    in_query = await client.get("/feeds/en/changes.atom?lang=ar,fr,en")

    assert [title.partition("]")[0] for title in titles] == [
        "Lumière et bâtiment 2026 [fr",
        "Parc solaire près de Nakuru [fr",
        "Lumière et bâtiment 2026 [fr",
    ]
    sentence, line, note = summaries[0].split("\n")
    assert "الفرنسية" in line
    assert (note, sentence.isascii()) == ("Le hall n’est pas prêt.", False)
    assert address == "http://127.0.0.1:8000/feeds/ar,fr,en/changes.atom"
    assert in_query.headers["content-language"] == "ar"
    assert in_query.content == (await client.get("/feeds/ar,fr,en/changes.atom")).content


async def test_news_leave_out_what_is_in_none_of_the_languages_but_names(client: Client) -> None:
    titles, summaries, address = await told(client, "ar,ru/changes.atom?fallback=hide")
    kept, marked, _ = await told(client, "ar,ru/changes.atom")

    assert titles == kept
    assert titles[0].startswith("Light and Building 2026 [en]")
    assert (len(summaries[0].split("\n")), len(marked[0].split("\n"))) == (1, 3)
    assert address.endswith("/feeds/ar,ru/changes.atom?fallback=hide")


@pytest.mark.parametrize(
    ("query", "name"),
    [("country=DE", "country"), ("lang=xx", "lang"), ("fallback=maybe", "fallback"), ("todo=1", "todo")],
)
async def test_news_refuse_by_name_what_means_nothing(client: Client, query: str, name: str) -> None:
    answer = await client.get(f"/feeds/fr/changes.atom?{query}", headers={"Accept": "application/json"})

    assert (answer.status_code, [error["name"] for error in answer.json()["errors"]]) == (400, [name])
    assert answer.headers["content-language"] == "fr"

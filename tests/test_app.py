from datetime import UTC, datetime

import pytest
from litestar import get

from events_app.app import FEEDS, PAGES, create_app
from events_app.settings import resource_dir
from events_app.storage.database import current
from tests.clients import NOW, opened_client, settings_for

LANGUAGES = ("zh-Hans", "en", "fr", "es", "ru", "ar", "pt")


@get("/works", sync_to_thread=False)
def works() -> str:
    return current().dialect


def test_nothing_is_shown_of_the_inside_and_no_page_describes_the_program(sqlite_url: str) -> None:
    app = create_app(settings_for(sqlite_url))

    assert app.debug is False
    assert app.openapi_config is None
    assert app.state.clock() > datetime(2026, 1, 1, tzinfo=UTC)


async def test_the_database_is_open_while_the_application_runs_and_closed_after(sqlite_url: str) -> None:
    async with opened_client(sqlite_url, works) as client:
        assert (await client.get("/works")).text == "sqlite"

    async with opened_client(sqlite_url, works) as client:
        assert (await client.get("/works")).text == "sqlite"


async def test_a_clock_can_be_held_still(sqlite_url: str) -> None:
    async with opened_client(sqlite_url) as client:
        assert client.app.state.clock() == NOW


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_language_has_a_home_page_even_without_any_data(sqlite_url: str, language: str) -> None:
    async with opened_client(sqlite_url) as client:
        answer = await client.get(f"/{language}/")

    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.text
    assert "set-cookie" not in answer.headers


def test_doors_below_a_language_are_listed() -> None:
    assert len(PAGES) > 0
    assert len(FEEDS) > 0


def test_what_is_shipped_is_found() -> None:
    assert all(resource_dir(name).is_dir() for name in ("templates", "locales", "migrations"))

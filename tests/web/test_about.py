import pytest

from events_app import __version__
from tests.clients import Client, opened_client

PAGES = {
    "about": "About this calendar",
    "sources": "Sources and corrections",
    "accessibility": "Accessibility",
    "privacy": "Privacy",
}


@pytest.mark.parametrize(("path", "title"), PAGES.items())
async def test_each_page_about_the_service_has_its_title_and_leads_to_the_others(
    client: Client, path: str, title: str
) -> None:
    response = await client.get(f"/en/{path}")

    assert response.status_code == 200
    assert f"<h1>{title}</h1>" in response.text
    assert f"<title>{title} – Trade Promotion Authority</title>" in response.text
    main = response.text[response.text.index("<main") : response.text.index("</main>")]
    assert [name for name in PAGES if f'<a href="/en/{name}">' in main] == [
        name for name in PAGES if name != path or (name == "sources" and path == "about")
    ]


async def test_readers_learn_which_release_they_read(client: Client) -> None:
    assert f"Events App {__version__}" in (await client.get("/en/about")).text


async def test_what_privacy_promises_is_so(client: Client) -> None:
    response = await client.get("/fr/privacy")

    assert "set-cookie" not in response.headers
    assert "default-src 'none'" in response.headers["content-security-policy"]


async def test_corrections_go_to_the_address_of_the_authority_or_to_its_name(sqlite_url: str) -> None:
    async with opened_client(sqlite_url, AUTHORITY_EMAIL="fairs@events.example") as client:
        known = (await client.get("/en/sources")).text
    async with opened_client(sqlite_url) as client:
        unknown = (await client.get("/en/sources")).text

    mail = '<a href="mailto:fairs@events.example" dir="ltr">fairs@events.example</a>'
    assert f"<p>Write to {mail}.</p>" in known
    assert "<p>Write to Trade Promotion Authority.</p>" in unknown

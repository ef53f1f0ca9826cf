import pytest
from litestar import get, post

from events_app.edge.addresses import canonical
from tests.clients import opened_client


@post("/form", sync_to_thread=False)
def form() -> str:
    return "taken"


@get("/en/calendar", sync_to_thread=False)
def calendar() -> str:
    return "calendar"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", "/"),
        ("//", "/"),
        ("/en", "/en/"),
        ("/en/", "/en/"),
        ("/zh-Hans", "/zh-Hans/"),
        ("/de", "/de"),
        ("/de/", "/de"),
        ("/en/calendar", "/en/calendar"),
        ("/en/calendar/", "/en/calendar"),
        ("//en///calendar//", "/en/calendar"),
        ("", "/"),
    ],
)
def test_each_page_has_one_spelling(path: str, expected: str) -> None:
    assert canonical(path, {"en", "zh-Hans"}) == expected


@pytest.mark.parametrize(
    ("asked", "location"),
    [
        ("/en", "/en/"),
        ("/en?q=a%20b&q=c", "/en/?q=a%20b&q=c"),
        ("/en/calendar/", "/en/calendar"),
        ("/en//calendar", "/en/calendar"),
        ("/en/%D1%8F/", "/en/%D1%8F"),
        ("/en/a%3Fb/", "/en/a%3Fb"),
        ("/en/a%0D%0AX-Evil:%201/", "/en/a%0D%0AX-Evil:%201"),
        ("///elsewhere.example/", "/elsewhere.example"),
    ],
)
async def test_other_spellings_lead_there_with_their_query_and_never_off_this_site(
    sqlite_url: str, asked: str, location: str
) -> None:
    async with opened_client(sqlite_url) as client:
        answer = await client.get("http://testserver.local" + asked)

    assert (answer.status_code, answer.headers["location"]) == (308, location)
    assert "x-evil" not in answer.headers


async def test_the_one_spelling_is_answered_itself(sqlite_url: str) -> None:
    async with opened_client(sqlite_url, calendar) as client:
        assert (await client.get("/en/calendar")).text == "calendar"


async def test_a_form_is_taken_under_any_spelling(sqlite_url: str) -> None:
    async with opened_client(sqlite_url, form) as client:
        assert (await client.post("/form/")).text == "taken"

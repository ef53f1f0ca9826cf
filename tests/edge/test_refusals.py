from collections.abc import AsyncIterator

import pytest
from litestar import Router, get
from litestar.exceptions import HTTPException, NotAuthorizedException, PermissionDeniedException
from litestar.params import FromPath
from structlog.testing import capture_logs

from events_app.domain.messages import N_
from events_app.domain.refusals import InvalidValue, NotFound, Refusal
from events_app.edge.refusals import status_of
from tests.clients import Client, opened_client

SECRET = "postgresql://owner:secret@inside"
SPOKEN = {"/ru": "ru", "/api": "en", "/feeds/fr": "fr"}


class HallFull(Refusal):
    message = N_("Hall %(hall)s is full.")


class SlugUnknown(NotFound):
    message = N_("Nobody knows this slug.")


ERRORS: dict[str, tuple[Exception, int]] = {
    "refused": (HallFull(hall="7"), 409),
    "missing": (NotFound(), 404),
    "unknown": (SlugUnknown(), 404),
    "invalid": (InvalidValue(), 422),
    "forbidden": (PermissionDeniedException(), 403),
    "unsigned": (NotAuthorizedException(headers={"WWW-Authenticate": "Bearer"}), 401),
    "teapot": (HTTPException(status_code=418), 418),
    "fault": (RuntimeError(SECRET), 500),
    "away": (ConnectionRefusedError(SECRET), 503),
    "slow": (TimeoutError(SECRET), 503),
}


@get("/raise/{name:str}", sync_to_thread=False)
def failing(name: FromPath[str]) -> None:
    raise ERRORS[name][0]


ROUTERS = [Router(path=path, route_handlers=[failing]) for path in SPOKEN]


@pytest.fixture
async def client(sqlite_url: str) -> AsyncIterator[Client]:
    async with opened_client(sqlite_url, *ROUTERS) as opened:
        yield opened


@pytest.mark.parametrize("name", ERRORS)
def test_each_error_has_its_status(name: str) -> None:
    error, status = ERRORS[name]

    assert status_of(error) == status


async def test_people_get_a_page_in_their_language_programs_problem_details_feeds_plain_text(client: Client) -> None:
    kinds = {
        "/ru": "text/html; charset=utf-8",
        "/api": "application/problem+json",
        "/feeds/fr": "text/plain; charset=utf-8",
    }
    for path, kind in kinds.items():
        for name, (_, status) in ERRORS.items():
            answer = await client.get(f"{path}/raise/{name}")

            assert (answer.status_code, answer.headers["content-type"]) == (status, kind)
            assert answer.headers["content-language"] == SPOKEN[path]
            assert answer.headers["cache-control"] == "no-store"
            assert "secret" not in answer.text


async def test_the_page_of_an_error_is_a_whole_page_with_ways_onward(client: Client) -> None:
    page = (await client.get("/ru/raise/missing")).text

    assert '<html lang="ru" dir="ltr">' in page
    assert 'href="/ru/calendar"' in page
    assert ">404<" in page


async def test_a_refusal_explains_itself_to_people_and_to_programs(client: Client) -> None:
    page = await client.get("/ru/raise/refused")
    problem = await client.get("/api/raise/refused", headers={"X-Request-ID": "number-4711"})

    assert "Hall 7 is full." in page.text
    assert problem.json() == {
        "type": "urn:events-app:refusal:hall-full",
        "title": "This is not possible now",
        "status": 409,
        "detail": "Hall 7 is full.",
        "instance": "urn:request:number-4711",
    }


async def test_words_that_look_like_markup_stay_words(sqlite_url: str) -> None:
    @get("/ru/markup", sync_to_thread=False)
    def markup() -> None:
        raise HallFull(hall="<script>alert(1)</script>")

    async with opened_client(sqlite_url, markup) as client:
        page = (await client.get("/ru/markup")).text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


async def test_a_plain_status_is_explained_by_its_words(client: Client) -> None:
    problem = (await client.get("/api/raise/missing")).json()

    assert (problem["type"], problem["status"]) == ("about:blank", 404)
    assert "may be mistyped" in problem["detail"]


async def test_a_fault_is_logged_with_its_trace_and_the_number_that_the_reader_sees(client: Client) -> None:
    with capture_logs() as lines:
        answer = await client.get("/feeds/fr/raise/fault", headers={"X-Request-ID": "number-4711"})

    failures = [line for line in lines if line["log_level"] == "error"]
    assert "number-4711" in answer.text
    assert [(line["event"], line["path"]) for line in failures] == [("request failed", "/feeds/fr/raise/fault")]
    assert SECRET in str(failures[0]["exc_info"])


async def test_what_an_error_says_in_its_headers_is_passed_on(client: Client) -> None:
    assert (await client.get("/api/raise/unsigned")).headers["www-authenticate"] == "Bearer"
    assert (await client.get("/api/raise/away")).headers["retry-after"] == "30"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
async def test_a_method_that_is_not_taken_is_told_which_are(client: Client, method: str) -> None:
    answer = await client.request(method, "/healthz")

    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")


async def test_a_broken_host_and_a_broken_parameter_are_bad_requests(client: Client) -> None:
    answer = await client.get("/api/anything", headers={"Host": "a b/c"})

    assert (answer.status_code, answer.json()["status"]) == (400, 400)

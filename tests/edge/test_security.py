import pytest

from tests.clients import opened_client

EXPECTED = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


@pytest.mark.parametrize("path", ["/", "/healthz", "/static/any/base.css", "/nowhere", "/api/nowhere", "/en"])
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_every_answer_tells_browsers_to_be_careful_and_sets_no_cookie(
    sqlite_url: str, method: str, path: str
) -> None:
    async with opened_client(sqlite_url) as client:
        answer = await client.request(method, path)

    assert {name: answer.headers[name] for name in EXPECTED} == EXPECTED
    assert "geolocation=()" in answer.headers["permissions-policy"]
    assert "set-cookie" not in answer.headers
    assert "strict-transport-security" not in answer.headers


async def test_browsers_are_held_to_https_where_readers_come_by_it(sqlite_url: str) -> None:
    async with opened_client(sqlite_url, BASE_URL="https://fairs.example") as client:
        answer = await client.get("/healthz")

    assert answer.headers["strict-transport-security"] == "max-age=31536000"

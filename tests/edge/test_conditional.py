from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar import Request, Response, get
from litestar.datastructures import Headers

from events_app.edge.conditional import answer, held_form, http_date, is_held, not_modified, strong_etag
from tests.clients import opened_client

MODIFIED = datetime(2026, 3, 5, 14, 45, 10, 999, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ('"a"', True),
        ('W/"a"', True),
        ('"b", "a"', True),
        ('"b" ,W/"a","c"', True),
        ('"x,y", "a"', True),
        ('"a-gzip"', True),
        ("*", True),
        ('"b"', False),
        ('"A"', False),
        ("a", False),
        ('"a', False),
        ('"b,"a"', False),
        ("", False),
    ],
)
def test_if_none_match_is_a_list_compared_weakly(given: str, expected: bool) -> None:  # noqa: FBT001
    assert not_modified(Headers([(b"if-none-match", given.encode())]), '"a"') is expected


def test_several_fields_of_if_none_match_are_one_list() -> None:
    headers = Headers([(b"if-none-match", b'"b"'), (b"if-none-match", b'"a"')])

    assert not_modified(headers, '"a"')


def test_a_weak_tag_of_ours_matches_its_strong_form() -> None:
    assert not_modified(Headers([(b"if-none-match", b'"a"')]), 'W/"a"')


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        ("Thu, 05 Mar 2026 14:45:10 GMT", True),
        ("Thu, 05 Mar 2026 14:45:11 GMT", True),
        ("Thu, 05 Mar 2026 14:45:09 GMT", False),
        ("Mon, 01 Jan 99999999999 00:00:00 GMT", False),
        ("Mon, 01 Jan 2024 00:00:00 +99999999999999999999", False),
        ("Thursday, 05-Mar-26 14:45:10 GMT", True),
        ("Thu Mar  5 14:45:10 2026", True),
        ("yesterday", False),
        ("", False),
    ],
)
def test_if_modified_since_counts_whole_seconds_in_all_three_forms(since: str, expected: bool) -> None:  # noqa: FBT001
    assert not_modified(Headers([(b"if-modified-since", since.encode())]), '"a"', MODIFIED) is expected


def test_if_none_match_wins_over_if_modified_since() -> None:
    headers = Headers([(b"if-none-match", b'"old"'), (b"if-modified-since", b"Thu, 05 Mar 2037 14:45:10 GMT")])

    assert not not_modified(headers, '"a"', MODIFIED)


def test_a_date_is_written_in_greenwich_time() -> None:
    in_cairo = datetime(2026, 3, 5, 16, 45, 10, tzinfo=timezone(timedelta(hours=2)))

    assert http_date(in_cairo) == "Thu, 05 Mar 2026 14:45:10 GMT"


def test_the_tag_changes_with_each_byte_and_stays_for_the_same() -> None:
    assert strong_etag(b"one") == strong_etag(b"one")
    assert strong_etag(b"one") != strong_etag(b"ons")
    assert len(strong_etag(b"one")) == len('"32 hexadecimal digits in quotes."')


@get("/thing", sync_to_thread=False)
def thing(request: Request[Any, Any, Any]) -> Response[bytes]:
    return answer(
        request, b"content", media_type="text/calendar", cache_control="public, max-age=60", last_modified=MODIFIED
    )


async def test_what_is_held_already_is_answered_without_content_but_with_its_validators(sqlite_url: str) -> None:
    async with opened_client(sqlite_url, thing) as client:
        full = await client.get("/thing")
        again = await client.get("/thing", headers={"If-None-Match": full.headers["etag"]})
        changed = await client.get("/thing", headers={"If-None-Match": '"other"'})

    assert (full.status_code, full.text) == (200, "content")
    assert (changed.status_code, changed.text) == (200, "content")
    assert (again.status_code, again.content) == (304, b"")
    kept = ("etag", "last-modified", "cache-control")
    assert [again.headers[name] for name in kept] == [full.headers[name] for name in kept]
    assert full.headers["content-type"] == "text/calendar; charset=utf-8"


OPAQUE = st.text(st.sampled_from("abc,-+/=!#'()éÿ"), max_size=6)


@given(st.lists(st.tuples(OPAQUE, st.booleans()), max_size=4), OPAQUE, st.sampled_from(["", "-br", "-gzip"]))
def test_a_list_of_tags_holds_exactly_what_stands_in_it(tags: list[tuple[str, bool]], own: str, form: str) -> None:
    written = " , ".join(f'W/"{tag}{form}"' if weak else f'"{tag}{form}"' for tag, weak in tags)

    assert is_held(written, "", f'"{own}"') is (own in {tag for tag, _ in tags})


@given(st.text(max_size=60), st.text(max_size=40))
def test_any_condition_is_read_without_complaint(tags: str, since: str) -> None:
    assert is_held(tags, since, '"a"', MODIFIED) in {True, False}


def test_a_304_names_the_held_form_else_the_chosen_one() -> None:
    tag, chosen = '"a"', '"a-br"'

    assert held_form('"x", W/"a-gzip"', tag, ("br", "gzip"), chosen) == '"a-gzip"'
    assert held_form("*", tag, ("br", "gzip"), chosen) == chosen
    assert held_form('"a"', tag, ("br", "gzip"), chosen) == tag

from pathlib import Path

import pytest

from events_app.edge.static_files import read_static_files, shipped_files, static_url
from tests.clients import opened_client

PLAIN = {"Accept-Encoding": "identity"}
GZIP = {"Accept-Encoding": "gzip"}


async def test_a_file_under_its_release_is_kept_for_a_year(sqlite_url: str) -> None:
    async with opened_client(sqlite_url) as client:
        answer = await client.get(static_url("base.css"), headers=PLAIN)

    assert answer.status_code == 200
    assert answer.content == shipped_files().by_name["base.css"].content
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


async def test_the_worker_of_the_door_alone_may_serve_pages_outside_of_its_folder(sqlite_url: str) -> None:
    async with opened_client(sqlite_url) as client:
        allowed = {name: await client.get(static_url(name)) for name in ("door_worker.js", "door.js")}

    found = {name: answer.headers.get("service-worker-allowed") for name, answer in allowed.items()}
    assert found == {"door_worker.js": "/", "door.js": None}


async def test_under_the_mark_of_another_release_the_present_file_is_sent_and_asked_for_again(sqlite_url: str) -> None:
    async with opened_client(sqlite_url) as client:
        answer = await client.get("/static/0123456789ab/base.css", headers=PLAIN)

    assert (answer.status_code, answer.headers["cache-control"]) == (200, "public, no-cache")


async def test_the_packed_form_is_sent_to_who_takes_it_with_a_tag_of_its_own(sqlite_url: str) -> None:
    async with opened_client(sqlite_url) as client:
        plain = await client.get(static_url("base.css"), headers=PLAIN)
        packed = await client.get(static_url("base.css"), headers=GZIP)
        again = await client.get(static_url("base.css"), headers=GZIP | {"If-None-Match": packed.headers["etag"]})

    assert packed.content == plain.content
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"])
    assert packed.headers["etag"] != plain.headers["etag"]
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", packed.headers["etag"])
    assert plain.headers["vary"] == packed.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize("name", ["nothing.css", "../app.py", "%2e%2e/app.py", "..%2fhealth.py", "/etc/passwd", ""])
async def test_nothing_but_the_files_of_the_folder_is_sent(sqlite_url: str, name: str) -> None:
    async with opened_client(sqlite_url) as client:
        answer = await client.get(f"/static/any/{name}")

    assert answer.status_code in {308, 404}


def test_the_mark_changes_with_a_name_and_with_a_byte(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a{}")
    first = read_static_files(tmp_path).mark
    (tmp_path / "a.css").write_text("b{}")
    second = read_static_files(tmp_path).mark
    (tmp_path / "a.css").rename(tmp_path / "b.css")
    third = read_static_files(tmp_path).mark

    assert len({first, second, third}) == 3


def test_files_in_folders_are_named_by_their_path(tmp_path: Path) -> None:
    (tmp_path / "icons").mkdir()
    (tmp_path / "icons" / "mark.svg").write_text("<svg/>")
    files = read_static_files(tmp_path)

    assert files.url("icons/mark.svg") == f"/static/{files.mark}/icons/mark.svg"
    assert files.by_name["icons/mark.svg"].media_type == "image/svg+xml"


def test_a_misspelled_name_is_an_error_at_once() -> None:
    with pytest.raises(LookupError, match=r"bose\.css"):
        static_url("bose.css")

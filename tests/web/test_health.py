import sqlite3
from pathlib import Path

from structlog.testing import capture_logs

from tests.clients import Client, opened_client


async def test_a_living_process_says_so_and_nobody_keeps_the_answer(client: Client) -> None:
    answer = await client.get("/healthz")

    assert (answer.status_code, answer.text) == (200, "alive\n")
    assert answer.headers["cache-control"] == "no-store"


async def test_a_migrated_database_is_ready(client: Client) -> None:
    answer = await client.get("/readyz")

    assert (answer.status_code, answer.text) == (200, "ready\n")
    assert answer.headers["cache-control"] == "no-store"


async def test_a_database_without_its_tables_is_not_ready_and_names_what_is_missing(tmp_path: Path) -> None:
    async with opened_client(f"sqlite:///{tmp_path / 'bare.sqlite'}") as client:
        answer = await client.get("/readyz")

    assert answer.status_code == 503
    assert answer.text.startswith("migrations not run: 2026_")
    assert answer.headers["cache-control"] == "no-store"


async def test_a_broken_database_is_not_ready_and_the_answer_keeps_the_details_back(tmp_path: Path) -> None:
    file = tmp_path / "secret-place.sqlite"
    async with opened_client(f"sqlite:///{file}") as client:
        with sqlite3.connect(file) as raw:
            raw.execute("CREATE TABLE migration (wrong TEXT)")
        answer = await client.get("/readyz")

    assert (answer.status_code, answer.text) == (503, "database not reachable\n")


async def test_probes_that_go_well_leave_no_line_in_the_log(client: Client) -> None:
    with capture_logs() as lines:
        await client.get("/healthz")
        await client.get("/readyz")
        await client.get("/elsewhere")

    assert [(line["log_level"], line["path"]) for line in lines if line["event"] == "request"] == [
        ("debug", "/healthz"),
        ("debug", "/readyz"),
        ("info", "/elsewhere"),
    ]

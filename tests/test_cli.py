"""The command line as an operator meets it: in processes of its own, with nothing set that a test does not set."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from events_app import __version__
from events_app.cli import main
from events_app.console import masked
from events_app.edge.subscriptions import NAMES
from events_app.settings import VARIABLES
from tests.commands import ran

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60
STOP_SECONDS = 20
HOME = {"HOME_COUNTRY": "CN"}


def environment(**variables: str) -> dict[str, str]:
    unset = {variable.name for variable in VARIABLES}
    kept = {name: value for name, value in os.environ.items() if name not in unset}
    return kept | {"PYTHONPATH": str(ROOT)} | variables


def events_app(*arguments: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return ran(*arguments, folder=folder, environment=environment(**variables))


@contextmanager
def running(*arguments: str, folder: Path, port: int, **variables: str) -> Iterator[subprocess.Popen[str]]:
    """A server that is ready; killed at the end if the test did not stop it. Its words are in `folder`/log."""
    log = folder / "log"
    command = [sys.executable, "-m", "events_app", *arguments]
    with log.open("w") as output:
        server = subprocess.Popen(
            command,
            cwd=folder,
            env=environment(PORT=str(port), **variables),
            stdout=output,
            stderr=output,
            text=True,
            start_new_session=True,
        )
    try:
        _wait_until_ready(server, port, log)
        yield server
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="module")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the demo was started and stopped once."""
    folder = tmp_path_factory.mktemp("demo")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        chosen = int(free.getsockname()[1])
    with running("demo", folder=folder, port=chosen) as server:
        server.send_signal(signal.SIGINT)
        assert server.wait(STOP_SECONDS) == 0
    shutil.copy(folder / "log", folder / "first-log")
    return folder


@pytest.mark.parametrize("arguments", [["serve"], ["demo"], ["serve", "WORKERS=2"]])
def test_ctrl_c_ends_the_whole_group_cleanly_without_a_trace(
    arguments: list[str], port: int, tmp_path: Path, demo_folder: Path
) -> None:
    variables = HOME | dict(pair.split("=") for pair in arguments[1:])
    folder = demo_folder if arguments == ["demo"] else tmp_path
    with running(arguments[0], folder=folder, port=port, **variables) as server:
        # As a terminal does it: to the parent and the workers at once.
        os.killpg(server.pid, signal.SIGINT)
        exit_code = server.wait(STOP_SECONDS)

    said = (folder / "log").read_text()
    assert exit_code == 0, said
    assert "Traceback" not in said
    assert "rror" not in said
    assert said.splitlines()[-1] == "Stopped"


def test_a_terminated_server_ends_cleanly_and_has_closed_its_database(port: int, tmp_path: Path) -> None:
    with running("serve", folder=tmp_path, port=port, **HOME) as server:
        server.send_signal(signal.SIGTERM)
        exit_code = server.wait(STOP_SECONDS)

    assert exit_code == 0
    assert (tmp_path / "var" / "events.sqlite").exists()
    assert not (tmp_path / "var" / "events.sqlite-wal").exists()


def test_the_demo_says_what_to_open_and_loads_its_data_once(demo_folder: Path, port: int) -> None:
    first = (demo_folder / "first-log").read_text()
    with running("demo", folder=demo_folder, port=port) as server:
        page = httpx.get(f"http://127.0.0.1:{port}/en/")
        server.send_signal(signal.SIGINT)
        server.wait(STOP_SECONDS)
    second = (demo_folder / "log").read_text()

    assert "Demo data  loaded in" in first
    assert "Demo data  the database has data already" in second
    assert [f"http://127.0.0.1:{port}/{code}/" in second for code in ("zh-Hans", "ar", "pt")] == [True] * 3
    assert f"http://127.0.0.1:{port}/feeds/en/calendar.ics" in second
    assert page.status_code == 200


def test_the_profile_of_the_demo_reaches_the_workers_but_a_set_variable_wins(demo_folder: Path, port: int) -> None:
    with running("demo", folder=demo_folder, port=port, AUTHORITY_NAME="Export House of Testing", WORKERS="2"):
        pages = {httpx.get(f"http://127.0.0.1:{port}/en/about").text for _ in range(4)}

    assert all("Export House of Testing" in page for page in pages)


def test_logs_are_json_lines_where_that_is_set(port: int, tmp_path: Path) -> None:
    with running("serve", folder=tmp_path, port=port, LOG_FORMAT="json", **HOME) as server:
        httpx.get(f"http://127.0.0.1:{port}/en/?q=confidential")
        server.send_signal(signal.SIGINT)
        server.wait(STOP_SECONDS)

    said = (tmp_path / "log").read_text()
    assert '"event":"request"' in said
    assert "confidential" not in said


def test_a_port_in_use_is_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = events_app("serve", folder=tmp_path, PORT=str(port), **HOME)

    assert done.returncode == 1
    assert done.stderr == (
        f"Error: Cannot listen on 127.0.0.1, port {port}: another program uses it. "
        "Stop that one, or set PORT to another number.\n"
    )
    assert not (tmp_path / "var").exists()


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    done = events_app("migrate", folder=tmp_path, DATA_DIR="file/data", **HOME)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(
        f"Error: DATA_DIR {tmp_path / 'file' / 'data'} cannot hold the database: Not a directory."
    )
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://somewhere/x", "DATABASE_URL must begin with postgresql://"),
        ("postgresql://user:hidden@127.0.0.1:1/none", "postgresql://user:***@127.0.0.1:1/none cannot be opened"),
    ],
)
def test_a_database_address_that_leads_nowhere_is_one_sentence(tmp_path: Path, url: str, sentence: str) -> None:
    done = events_app("migrate", folder=tmp_path, DATABASE_URL=url, **HOME)

    assert done.returncode == 1
    assert sentence in done.stderr
    assert "hidden" not in done.stderr
    assert "Traceback" not in done.stderr


def test_every_fault_of_the_settings_is_named_at_once(tmp_path: Path) -> None:
    done = events_app("serve", folder=tmp_path, PORT="many", HOME_ZONE="Moon/Base")

    assert done.returncode == 1
    assert [name in done.stderr for name in ("PORT", "HOME_ZONE", "HOME_COUNTRY")] == [True] * 3


def test_migrating_twice_does_it_once(tmp_path: Path) -> None:
    first, second = [events_app("migrate", folder=tmp_path, **HOME) for _ in range(2)]

    assert (first.returncode, second.returncode) == (0, 0)
    assert "migration(s) in" in first.stdout
    assert second.stdout == "Database   up to date\n"


def test_the_doctor_shows_every_variable_and_finds_all_well(demo_folder: Path) -> None:
    done = events_app("doctor", folder=demo_folder, HOME_ZONE="Asia/Shanghai", **HOME)

    assert done.returncode == 0, done.stdout
    assert all(f"\n{variable.name} " in f"\n{done.stdout}" for variable in VARIABLES)
    assert "Asia/Shanghai                    environment" in done.stdout
    assert "\nFAULT" not in done.stdout
    checked = ("settings", "database", "templates", "catalogues", "time zones")
    assert [f"ok     {subject}" in done.stdout for subject in checked] == [True] * len(checked)


def test_the_doctor_finds_faults_and_keeps_passwords(tmp_path: Path) -> None:
    url = "postgresql://user:hidden@127.0.0.1:1/none"
    done = events_app("doctor", folder=tmp_path, DATABASE_URL=url, **HOME)

    assert done.returncode == 1
    assert "FAULT  database" in done.stdout
    assert "hidden" not in done.stdout + done.stderr


def test_the_doctor_tells_whom_no_offer_is_matched_with_and_codes_that_do_not_exist(tmp_path: Path) -> None:
    known = events_app("doctor", folder=tmp_path, EMBARGO="bv,AQ", **HOME)
    unknown = events_app("doctor", folder=tmp_path, EMBARGO="AQ,XX", **HOME)

    assert "ok     embargo      AQ, BV\n" in known.stdout
    assert "FAULT  embargo      EMBARGO lists no countries or regions: XX\n" in unknown.stdout


def test_the_doctor_shows_the_mail_server_without_its_password(tmp_path: Path) -> None:
    smtp = {"SMTP_HOST": "mx.example", "SMTP_PASSWORD": "hidden", "MAIL_FROM": "calendar@fairs.example"}
    done = events_app("doctor", folder=tmp_path, **smtp, **HOME)

    assert (
        "ok     mail         from calendar@fairs.example to mx.example, port 587, by the server process" in done.stdout
    )
    assert "hidden" not in done.stdout + done.stderr


def test_a_worker_ends_when_nothing_is_due_or_the_database_is_not_ready(demo_folder: Path, tmp_path: Path) -> None:
    events_app("worker", "--once", folder=demo_folder, **HOME)  # what the demonstration left to be done
    ready = events_app("worker", "--once", folder=demo_folder, **HOME)
    missing = events_app("worker", "--once", folder=tmp_path, **HOME)

    assert (ready.returncode, ready.stdout) == (0, "0 attempts\n")
    assert (missing.returncode, "run `events-app migrate` first" in missing.stderr) == (1, True)


def test_the_doctor_makes_no_file(tmp_path: Path) -> None:
    done = events_app("doctor", folder=tmp_path, **HOME)

    assert done.returncode == 1
    assert "run `events-app migrate`" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_selection_is_written_to_a_file_or_to_standard_output_the_same(demo_folder: Path, tmp_path: Path) -> None:
    chosen = ["feed", "fr", "--country", "DE", "--kind", "exhibition"]
    variables = HOME | {"DATA_DIR": str(demo_folder / "var")}
    to_file = events_app(*chosen, "-o", str(tmp_path / "de.ics"), folder=tmp_path, **variables)
    to_output = events_app(*chosen, folder=tmp_path, **variables)

    written = (tmp_path / "de.ics").read_bytes().decode()
    assert (to_file.returncode, to_output.returncode) == (0, 0)
    assert written.startswith("BEGIN:VCALENDAR\r\n")
    assert written.count("BEGIN:VEVENT") > 1
    assert to_file.stderr == f"{written.count('BEGIN:VEVENT')} entries\n"
    assert to_output.stdout == written.replace("\r\n", "\n")
    assert [path.name for path in tmp_path.iterdir()] == ["de.ics"]


def test_a_feed_takes_every_option_that_its_address_takes(demo_folder: Path) -> None:
    chosen = ["--kind", "exhibition", "--kind", "deadline", "--country", "DE", "--alarm", "P7D", "--detail", "full"]
    more = ["--reminder", "--todo", "--cancelled", "drop", "--fallback", "hide"]
    by_path = events_app("feed", "ar,fr,en", *chosen, *more, folder=demo_folder, **HOME)
    by_option = events_app("feed", "en", "--lang", "ar,fr", "--lang", "en", *chosen, *more, folder=demo_folder, **HOME)

    assert (by_path.returncode, by_option.stdout) == (0, by_path.stdout), by_path.stderr
    entries = by_path.stdout.count("BEGIN:VEVENT") + by_path.stdout.count("BEGIN:VTODO")
    assert by_path.stderr == f"{entries} entries\n"
    for sign in ("BEGIN:VTODO", "TRIGGER;RELATED=END:-P7D", "X-ALT-DESC", "/feeds/ar,fr,en/", "LANGUAGE=ar"):
        assert sign in by_path.stdout.replace("\n ", ""), sign
    named = {option.lstrip("-") for parameter in main.commands["feed"].params for option in parameter.opts}
    assert named >= (NAMES - {"q"}) | {"text", "subject", "output"}


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["feed"], 2, "Missing argument"),
        (["feed", "de"], 2, "'de' is not one of"),
        (["feed", "en,en"], 2, "'en,en' is not one of"),
        (["feed", "en", "--alarm", "soon"], 2, "--alarm: “soon” is not a time span of at most a year"),
        (["feed", "en", "--detail", "all"], 2, "--detail: “all” is not one of the choices."),
        (["feed", "en", "--fallback", "never"], 2, "--fallback: “never” is not one of the choices."),
        (["feed", "en", "--lang", "xx"], 2, "--lang: “xx” is not one of the choices."),
        (["feed", "en", "--dates", "maybe"], 2, "--dates: “maybe” is not one of the choices."),
        (["feed", "en", "--kind", "party"], 2, "--kind: “party” is not one of the choices."),
        (["feed", "en", "--from", "soon"], 2, "--from: “soon” is not a date"),
        (["feed", "en", "--subject", "nonsense"], 2, "exhibition/slug"),
        (["feed", "en", "--subject", "exhibition/never-held"], 1, "The public calendar has no exhibition/never-held."),
        (["feed", "en", "-o", "nowhere/at/all.ics"], 1, "cannot be written"),
        (["dance"], 2, "No such command"),
        (["serve", "--nonsense"], 2, "No such option"),
    ],
)
def test_wrong_usage_is_2_and_a_refusal_is_1(demo_folder: Path, arguments: list[str], code: int, sentence: str) -> None:
    done = events_app(*arguments, folder=demo_folder, **HOME)

    assert done.returncode == code, done.stderr
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_feed_of_a_database_without_tables_says_what_to_do(tmp_path: Path) -> None:
    done = events_app("feed", "en", folder=tmp_path, **HOME)

    assert done.returncode == 1
    assert "run `events-app migrate` first" in done.stderr


def test_the_version_needs_no_settings(tmp_path: Path) -> None:
    assert events_app("--version", folder=tmp_path).stdout == f"events-app, version {__version__}\n"


def test_every_command_has_help() -> None:
    assert set(main.commands) >= {"serve", "migrate", "demo", "feed", "doctor"}
    for name, command in main.commands.items():
        done = CliRunner().invoke(main, [name, "--help"])
        assert (done.exit_code, done.output.startswith("Usage:"), bool(command.help)) == (0, True, True)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("postgresql://user:secret@host/db", "postgresql://user:***@host/db"),
        ("postgresql://user:a:b@c@host/db", "postgresql://user:***@host/db"),
        ("postgresql://user@host/db", "postgresql://user@host/db"),
        ("postgresql://host/db?password=secret&user=x", "postgresql://host/db?password=***&user=x"),
        ("sqlite:////srv/events.sqlite", "sqlite:////srv/events.sqlite"),
        ("Trade: Promotion", "Trade: Promotion"),
    ],
)
def test_passwords_are_masked(value: str, shown: str) -> None:
    assert masked(value) == shown


def _wait_until_ready(server: subprocess.Popen[str], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert server.poll() is None, log.read_text()
        try:
            if httpx.get(f"http://127.0.0.1:{port}/readyz").status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    pytest.fail(f"not ready after {START_SECONDS} seconds:\n{log.read_text()}")

"""The built wheel, installed by itself, serves the demo from an empty folder: a newcomer needs no checkout."""

import os
import signal
import socket
import subprocess
import sys
import sysconfig
import time
import zipfile
from pathlib import Path

import httpx
import pytest

pytestmark = pytest.mark.wheel

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 90
STOP_SECONDS = 20
LANGUAGES = ("ar", "en", "es", "fr", "pt", "ru", "zh_Hans")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel without a download: the build backend is in the lock."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into an environment of its own, which borrows dependencies from this one, not the checkout."""
    venv = tmp_path_factory.mktemp("installed") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    paths = {"base": str(venv), "platbase": str(venv)}
    packages = Path(sysconfig.get_path("purelib", "venv", paths))
    bin_folder = Path(sysconfig.get_path("scripts", "venv", paths))
    pip = [sys.executable, "-m", "pip", "--python", str(bin_folder / "python"), "install", "--no-deps", "--no-index"]
    installed = subprocess.run([*pip, str(wheel)], capture_output=True, text=True, check=False)
    assert installed.returncode == 0, installed.stdout + installed.stderr
    # A folder that a .pth names brings no .pth files of its own, so the checkout does not come along.
    (packages / "borrowed.pth").write_text(f"{sysconfig.get_path('purelib')}\n{sysconfig.get_path('platlib')}\n")
    return bin_folder / "events-app"


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_wheel_carries_templates_migrations_and_compiled_catalogues(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    catalogues = {f"events_app/_data/locales/{language}/LC_MESSAGES/messages.mo" for language in LANGUAGES}
    shipped = {
        f"events_app/_data/{path.relative_to(ROOT).as_posix()}"
        for folder, suffix in (("templates", "html"), ("migrations", "py"))
        for path in (ROOT / folder).rglob(f"*.{suffix}")
    }

    assert {name for name in names if "/_data/locales/" in name} == catalogues
    assert len(shipped) > 1
    assert shipped - names == set()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"events_app"}


def test_installed_wheel_serves_the_demo_from_an_empty_folder(program: Path, port: int, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    unwanted = {"PYTHONPATH", "DATABASE_URL", "DATA_DIR", "BASE_URL", "HOME_COUNTRY"}
    environment = {name: value for name, value in os.environ.items() if name not in unwanted}
    environment |= {"HOST": "127.0.0.1", "PORT": str(port)}
    address = f"http://127.0.0.1:{port}"
    log = tmp_path / "log"

    with (
        log.open("wb") as output,
        subprocess.Popen([program, "demo"], cwd=empty, env=environment, stdout=output, stderr=output) as server,
    ):
        try:
            _wait_until_ready(server, address, log)
            with httpx.Client(base_url=address) as reader:
                answers = {path: reader.get(path) for path in ("/healthz", "/en/", "/feeds/en/calendar.ics")}
        finally:
            server.send_signal(signal.SIGINT)
            try:
                exit_code = server.wait(STOP_SECONDS)
            finally:
                server.kill()

    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(answers, 200)
    assert '<html lang="en"' in answers["/en/"].text
    feed = answers["/feeds/en/calendar.ics"]
    assert feed.headers["content-type"] == "text/calendar; charset=utf-8"
    assert feed.text.startswith("BEGIN:VCALENDAR\r\n")
    assert feed.text.count("BEGIN:VEVENT") > 1
    assert address in log.read_text()
    assert exit_code == 0, log.read_text()


def _wait_until_ready(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert server.poll() is None, log.read_text()
        try:
            if httpx.get(f"{address}/readyz").status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    pytest.fail(f"not ready after {START_SECONDS} seconds:\n{log.read_text()}")

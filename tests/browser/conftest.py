"""The real product, as a newcomer starts it, and Chromium: one of each in a test process.

Without Chromium these tests are skipped with a reason, unless CI is set. The product runs on the machine's own clock:
tests name days and editions instead of counting on what is near today.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
START_WITHIN_S = 120
STOP_WITHIN_S = 20
# Chromium asks its makers nothing here, and needs no sandbox of its own: it opens only our pages.
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is marked and shares one event loop: a browser belongs to the loop that started it."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if isinstance(item, pytest.Function) and pytest_asyncio.is_async_test(item):
                item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the product of this test process keeps its data and its log."""
    return tmp_path_factory.mktemp("product")


@pytest.fixture(scope="session")
def password(address: str, folder: Path) -> str:
    """The one password of the demo's accounts."""
    accounts = (folder / "data" / "demo-accounts.txt").read_text(encoding="utf-8")
    return accounts.partition("password: ")[2].strip()


@pytest.fixture(scope="session")
def address(folder: Path) -> Iterator[str]:
    """Address of the demo, without a slash at its end."""
    port = _free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "DATA_DIR": str(folder / "data"),
        "LOG_LEVEL": "warning",
        "REQUESTS_PER_MINUTE": "0",
    }
    log = folder / "log.txt"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "events_app", "demo"],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    found = f"http://127.0.0.1:{port}"
    try:
        _wait_until_ready(found, process, log)
        yield found
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=STOP_WITHIN_S)
    complaints = [line for line in log.read_text().splitlines() if "Traceback" in line or " 500 " in line]
    assert complaints == [], log.read_text()


@pytest.fixture(scope="session")
def client(address: str) -> Iterator[httpx.Client]:
    """Asks the product without a browser, and follows no redirect."""
    with httpx.Client(base_url=address, timeout=30, trust_env=False) as one:
        yield one


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    program = shutil.which("chromium")
    if program is None and os.environ.get("CI"):
        pytest.fail("CI must have Chromium.")
    if program is None:
        pytest.skip("chromium is not installed (Debian: apt-get install chromium)")
    async with async_playwright() as playwright:
        one = await playwright.chromium.launch(executable_path=program, args=list(CHROMIUM_ARGUMENTS))
        yield one
        await one.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + START_WITHIN_S
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(f"{address}/readyz", trust_env=False).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    pytest.fail(f"The demo did not start:\n{log.read_text()}")

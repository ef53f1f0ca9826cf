"""The real product, as a newcomer starts it, and Chromium: one of each in a test process.

Without Chromium these tests are skipped with a reason, unless CI is set. The product runs on the machine's own clock:
tests name days and editions instead of counting on what is near today.
"""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from tests.serving import served

HERE = Path(__file__).parent
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
    with served(folder) as found:
        yield found


@pytest.fixture(scope="session")
def client(address: str) -> Iterator[httpx.Client]:
    """Asks the product without a browser, and follows no redirect."""
    with httpx.Client(base_url=address, timeout=30, trust_env=False) as one:
        yield one


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    # Without the windows that nobody sees a page opens in a quarter of the time; the engine is the same.
    program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if program is None and os.environ.get("CI"):
        pytest.fail("CI must have Chromium.")
    if program is None:
        pytest.skip("chromium is not installed (Debian: apt-get install chromium-headless-shell)")
    async with async_playwright() as playwright:
        one = await playwright.chromium.launch(executable_path=program, args=list(CHROMIUM_ARGUMENTS))
        yield one
        await one.close()

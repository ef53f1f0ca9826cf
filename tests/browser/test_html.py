"""Every kind of page is valid HTML in every language: what html-validate says, its rules of accessibility included."""

import json
import shutil
import subprocess
from pathlib import Path

import httpx
import pytest

from tests.browser.visits import LANGUAGES, PAGES, address_in

NODE = Path(__file__).parents[1] / "node"

pytestmark = pytest.mark.skipif(
    shutil.which("node") is None or not (NODE / "node_modules" / "html-validate").is_dir(),
    reason="node and html-validate are not installed (npm ci in tests/node)",
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_page_is_valid_html(client: httpx.Client, language: str) -> None:
    pages = {kind: client.get(address_in(language, path)).text for kind, path in PAGES.items()}

    done = subprocess.run(
        ["node", "check_html.mjs"], cwd=NODE, input=json.dumps(pages), capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found.keys() == PAGES.keys()
    assert {kind: messages for kind, messages in found.items() if messages} == {}

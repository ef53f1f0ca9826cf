"""axe-core finds nothing on any kind of page, whatever the language, the width and the colours."""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser

from tests.browser.visits import NARROW, PAGES, WIDE, address_in, visiting

AXE = Path(__file__).parents[1] / "node" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
AUDIT = """async (tags) => {
  const { violations } = await axe.run(document, {
    runOnly: { type: "tag", values: tags },
    resultTypes: ["violations"],
  });
  return violations.map(({ id, nodes }) => ({
    rule: id,
    nodes: nodes.slice(0, 5).map(({ html, failureSummary }) => `${html.slice(0, 300)}\\n${failureSummary}`),
  }));
}"""

pytestmark = pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed (npm ci in tests/node)")


@pytest.mark.parametrize(
    ("language", "width", "scheme"),
    [
        ("en", WIDE, "light"),
        ("zh-Hans", NARROW, "light"),
        ("zh-Hans", WIDE, "dark"),
        ("ar", NARROW, "dark"),
    ],
)
async def test_no_kind_of_page_keeps_anybody_out(
    browser: Browser, address: str, language: str, width: int, scheme: str
) -> None:
    found: dict[str, Any] = {}

    async with visiting(browser, address, width=width, color_scheme=scheme) as visit:
        await visit.page.context.add_init_script(path=AXE)  # scripts of a test are not held by the content policy
        for kind, path in PAGES.items():
            await visit.page.goto(address_in(language, path))
            found[kind] = await visit.page.evaluate(AUDIT, list(RULES))

    assert {kind: violations for kind, violations in found.items() if violations} == {}

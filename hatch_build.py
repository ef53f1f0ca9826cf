"""Build hook: what the wheel carries besides the package.

The top-level templates/, migrations/ and the compiled catalogues go in as events_app/_data/…, where
`events_app.settings.resource_dir` finds them. An editable install needs none of it: it reads the checkout.
"""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_FOLDERS = ("migrations", "templates")
_WHEEL_DATA = "events_app/_data"


def compile_catalogue(po_path: Path) -> Path:
    """Write the .mo beside `po_path` and return its path. Fuzzy entries are left out: they are guesses."""
    mo_path = po_path.with_suffix(".mo")
    with po_path.open("rb") as po_file:
        catalogue = read_po(po_file, abort_invalid=True)
    with mo_path.open("wb") as mo_file:
        write_mo(mo_file, catalogue)
    return mo_path


class CustomBuildHook(BuildHookInterface[Any]):
    """Found by hatchling under this name."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        compiled = [compile_catalogue(po_path) for po_path in sorted(root.glob("locales/*/LC_MESSAGES/*.po"))]
        if version == "editable":
            return
        included: list[Path] = [root / name for name in _FOLDERS] + compiled
        build_data["force_include"] |= {str(path): f"{_WHEEL_DATA}/{path.relative_to(root)}" for path in included}

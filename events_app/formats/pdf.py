"""Sheets on paper as PDF, set by Typst from templates/pdf: values in, bytes out.

A sheet is one template and the values that it shows. Values go in as JSON, never as source text, so nothing that people
write can be read as Typst's language. The same values give the same bytes: the moment of a sheet is an argument. Each
sheet is tagged (ISO 32000-2, section 14.8), so that screen readers find headings, tables and the language.
"""

import functools
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import typst

from events_app.settings import resource_dir

MEDIA_TYPE: Final = "application/pdf"
RIGHT_TO_LEFT: Final = frozenset({"ar"})
FAMILIES: Final = ("Noto Sans", "Noto Sans Arabic", "Noto Sans CJK SC")
"""The families that the sheets are set in, one per script: Debian's fonts-noto-core and fonts-noto-cjk."""


def render(template: str, values: Mapping[str, Any], *, language: str, at: datetime) -> bytes:
    """Set templates/pdf/`template`.typ for readers of `language`; `at` is the moment that the file names as its making.

    Values are strings, whole numbers, booleans, None, and lists and mappings of them; what is a date or an amount
    comes worded already. Raises typst.TypstError for a template that is wrong, TypeError if it comes as pictures.
    """
    told = {**values, "language": language, "rtl": language in RIGHT_TO_LEFT, "families": list(FAMILIES)}
    pages = _compiler().compile(
        input=str(resource_dir("templates") / "pdf" / f"{template}.typ"),
        sys_inputs={"values": json.dumps(told, ensure_ascii=False)},
        timestamp=int(at.timestamp()),
    )
    if not isinstance(pages, bytes):
        raise TypeError(pages)
    return pages


def missing_families() -> list[str]:
    """Families of FAMILIES that this machine does not have: text in their script would show as boxes."""
    has = set(typst.Fonts().families())
    return [family for family in FAMILIES if family not in has]


@functools.cache
def _compiler() -> typst.Compiler:
    """One compiler in a process: it looks for the machine's fonts once."""
    return typst.Compiler(root=str(resource_dir("templates") / "pdf"))

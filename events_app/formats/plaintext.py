"""Text made fit for formats: what no reader may meet is removed, what must survive (emoji, marks of direction) stays.

Escaping is the business of each format.
"""

import re

SUMMARY_CHARACTERS = 1_000
"""A title is one line; longer ones are cut with an ellipsis, as calendar programs would without saying so."""
PARAGRAPH_CHARACTERS = 8_000
"""A description; large calendar services keep little more than this."""
ELLIPSIS = "…"
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
"""Everything that one reader or another takes for the end of a line (Python's str.splitlines has the longest list)."""
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff]")
"""C0 and C1 without tab and line feed (RFC 5545, section 3.1, forbids the former), and the mark of byte order."""
_UNPAIRED = re.compile("[\ud800-\udfff]")
"""Surrogates have no UTF-8 form; in a Python string every one of them is alone."""
_SPACES = re.compile(r"[ \t\n]+")
_UNSAFE_IN_XML = re.compile("[\ufffe\uffff]")


def paragraph(text: str, *, limit: int = PARAGRAPH_CHARACTERS) -> str:
    """Return text with line feeds as its only line ends, no other control characters than tabs, cut at `limit`."""
    # Cleaned in this order, since some line ends are control characters too.
    text = _LINE_ENDS.sub("\n", text)
    return _cut(_UNPAIRED.sub(REPLACEMENT, _CONTROLS.sub("", text)).strip(), limit)


def single_line(text: str, *, limit: int = PARAGRAPH_CHARACTERS) -> str:
    """Return text on one line, runs of white space as one space, cut at `limit`."""
    whole = paragraph(text, limit=len(text))
    return _cut(_SPACES.sub(" ", whole), limit)


def for_xml(text: str) -> str:
    """Return text of characters that XML 1.0 allows (section 2.2, Char)."""
    return _UNSAFE_IN_XML.sub(REPLACEMENT, paragraph(text, limit=len(text)))


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - len(ELLIPSIS)].rstrip(" \n\u200d") + ELLIPSIS

"""Values of iCalendar properties as icalendar 7.3 alone would not write them."""

from typing import Final

from icalendar import vText

ESCAPES: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
GEO_DECIMALS: Final = 4
"""Eleven metres; more could make icalendar write an exponent, which FLOAT has not (RFC 5545, section 3.3.7)."""


class _Escaped(vText):
    """TEXT that is escaped already.

    icalendar 7.3 escapes neither NAME nor any X- property, and elsewhere takes a backslash before N for a line feed.
    """

    def to_ical(self) -> bytes:
        return self.encode()


def text(*texts: str) -> vText:
    """TEXT (RFC 5545, section 3.3.11), or a list of several."""
    return _Escaped(",".join(text.translate(ESCAPES) for text in texts))

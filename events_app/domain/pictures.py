"""The picture of an edition: what readers see of it, and what those are told who do not see it.

The file lies among the documents, under the digest of its content; `formats.pictures` has written it anew.
"""

import re
from dataclasses import dataclass
from typing import Final

from events_app.domain.messages import N_
from events_app.domain.refusals import InvalidValue
from events_app.domain.texts import Text

MEDIA_TYPE: Final = "image/jpeg"
LEAST_WIDTH, LEAST_HEIGHT = 320, 160
"""Smaller ones are blurred wherever they are shown, and sites that show links leave them out."""
MOST_PIXELS_WIDE: Final = 1_600
"""Widest and highest of a picture that is kept."""
LONGEST_ALTERNATIVE: Final = 300
FOLDER: Final = "/pictures/"
SUFFIX: Final = ".jpg"
_NAME: Final = re.compile(r"([0-9a-f]{64})\.jpg")


class PictureTooSmall(InvalidValue):
    """A picture that would be blurred."""

    message = N_("This picture is too small: it must be at least %(width)s pixels wide and %(height)s high.")


class AlternativeMissing(InvalidValue):
    """A picture that says nothing to those who do not see it."""

    message = N_("Say what the picture shows, for those who do not see it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture by the digest of its file, with its size in pixels; `alternative` says what it shows."""

    sha256: str
    width: int
    height: int
    alternative: Text

    def __post_init__(self) -> None:
        """Raise AlternativeMissing."""
        if not self.alternative:
            raise AlternativeMissing

    @property
    def path(self) -> str:
        """Path of its public address: another file, another address."""
        return f"{FOLDER}{self.sha256}{SUFFIX}"


def digest_in(name: str) -> str | None:
    """The digest that the last part of a public address names, None where it is none of ours."""
    found = _NAME.fullmatch(name)
    return found[1] if found else None

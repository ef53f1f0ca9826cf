"""Pictures for tests, and files that only say that they are some."""

import io

from PIL import Image

from events_app.domain.pictures import Picture
from tests.builders import a_text
from tests.document_builders import PDF


def a_photograph(size: tuple[int, int] = (800, 400), kind: str = "JPEG", **options: object) -> bytes:
    """A picture with a place, a comment and a script beside it where its kind allows that."""
    exif = Image.Exif()
    exif[0x010E] = "secret <script>alert(1)</script>"
    exif[0x8825] = {1: "N", 2: (30.0, 15.0, 0.0)}
    written = io.BytesIO()
    Image.new("RGB", size, (10, 120, 200)).save(written, kind, exif=exif, **options)
    return written.getvalue()


def a_picture_bomb() -> bytes:
    """A few kilobytes that unpack to sixty million pixels."""
    bomb = io.BytesIO()
    Image.new("1", (20_000, 3_000)).save(bomb, "PNG")
    return bomb.getvalue()


NO_PICTURES = {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "html that says it is a picture": b"<!doctype html><script>alert(1)</script>",
    "html behind the signature of a PNG": b"\x89PNG\r\n\x1a\n<!doctype html><script>alert(1)</script>",
    "a document": PDF,
    "an animation of a kind that is not taken": a_photograph(kind="GIF"),
    "nothing": b"",
    "half a picture": a_photograph()[:300],
    "a bomb": a_picture_bomb(),
}


def a_picture(**changes: object) -> Picture:
    """What an edition has, without a file."""
    fields = {"sha256": "ab" * 32, "width": 1200, "height": 630, "alternative": a_text("A hall.", fr="Un hall.")}
    return Picture(**(fields | changes))  # type: ignore[arg-type]

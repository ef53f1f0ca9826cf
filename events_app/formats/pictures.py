"""Pictures that people send, written anew: what is shown to others holds pixels and nothing else."""

import io
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from events_app.domain.documents import PictureUnreadable
from events_app.domain.pictures import LEAST_HEIGHT, LEAST_WIDTH, PictureTooSmall

MEDIA_TYPE: Final = "image/png"
MOST_PIXELS: Final = 40_000_000
"""A picture with more is not opened: it would take more memory than its file tells."""


PHOTOGRAPH_QUALITY: Final = 85


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture that was written anew, with its size in pixels."""

    content: bytes
    width: int
    height: int


def reduced(content: bytes, *, most: int) -> bytes:
    """The picture as PNG, at most `most` pixels wide and high, upright, without any data beside it.

    Takes PNG, JPEG and WebP. Raises PictureUnreadable.
    """
    upright = _upright(content)
    upright.thumbnail((most, most))
    written = io.BytesIO()
    bare = Image.new("RGBA", upright.size)
    bare.paste(upright)
    bare.save(written, "PNG", optimize=True)
    return written.getvalue()


def photograph(content: bytes, *, most: int) -> Drawn:
    """The picture as JPEG, as `reduced` else: what is transparent becomes white.

    Raises PictureUnreadable or PictureTooSmall.
    """
    upright = _upright(content)
    if upright.width < LEAST_WIDTH or upright.height < LEAST_HEIGHT:
        raise PictureTooSmall(width=LEAST_WIDTH, height=LEAST_HEIGHT)
    upright.thumbnail((most, most))
    bare = Image.new("RGB", upright.size, "white")
    bare.paste(upright, mask=upright.getchannel("A"))
    written = io.BytesIO()
    bare.save(written, "JPEG", quality=PHOTOGRAPH_QUALITY, optimize=True, progressive=True)
    return Drawn(written.getvalue(), *bare.size)


def _upright(content: bytes) -> Image.Image:
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "WEBP")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise PictureUnreadable
            return ImageOps.exif_transpose(picture).convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise PictureUnreadable from error

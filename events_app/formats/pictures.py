"""Pictures that people send, written anew: what is shown to others holds pixels and nothing else."""

import io
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from events_app.domain.documents import PictureUnreadable

MEDIA_TYPE: Final = "image/png"
MOST_PIXELS: Final = 40_000_000
"""A picture with more is not opened: it would take more memory than its file tells."""


def reduced(content: bytes, *, most: int) -> bytes:
    """The picture as PNG, at most `most` pixels wide and high, upright, without any data beside it.

    Takes PNG, JPEG and WebP. Raises PictureUnreadable.
    """
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "WEBP")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise PictureUnreadable
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise PictureUnreadable from error
    upright.thumbnail((most, most))
    written = io.BytesIO()
    bare = Image.new("RGBA", upright.size)
    bare.paste(upright)
    bare.save(written, "PNG", optimize=True)
    return written.getvalue()

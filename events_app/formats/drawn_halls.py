"""Pictures drawn by us for the demonstration: a hall with its stands from above, in the colours of the pages.

The same seed gives the same picture. Nothing in it is anybody's work but ours.
"""

import io
import random
from typing import Final

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1_200, 630
BOARD, LINE, PAPER, HERE = "#12201f", "#3c4d4b", "#f3f6f1", "#ffd429"
STANDS: Final = ("#1c6638", "#0b4f8f", "#6d3680", "#7a5100")
EDGE, AISLE, ROW, BAR = 48, 26, 62, 6
FREE: Final = 0.12
"""Share of the floor on which nothing stands."""
FINE: Final = 2
"""Drawn so many times larger, then made smaller: edges come out smooth."""


def hall(seed: str) -> bytes:
    """A PNG of 1200 × 630 pixels."""
    chance = random.Random(seed)  # noqa: S311 - a drawing, no secret
    picture = Image.new("RGB", (WIDTH * FINE, HEIGHT * FINE), BOARD)
    pen = ImageDraw.Draw(picture)
    left, top, right, bottom = EDGE, EDGE, WIDTH - EDGE, HEIGHT - EDGE
    _box(pen, (left - 20, top - 20, right + 20, bottom + 20), outline=PAPER)
    y = top
    colours = chance.sample(STANDS, 3)
    yours = (chance.randrange(5), chance.randrange(3, 9))
    for row in range((bottom - top + AISLE) // (ROW + AISLE)):
        _row(pen, (left, y, right), colours, chance, yours[1] if row == yours[0] else -1)
        y += ROW + AISLE
    written = io.BytesIO()
    picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(written, "PNG")
    return written.getvalue()


def _row(
    pen: ImageDraw.ImageDraw, at: tuple[int, int, int], colours: list[str], chance: random.Random, yours: int
) -> None:
    """Stands of several widths from `at` left to right; the one with the number `yours` is highlighted."""
    x, y, right = at
    number = 0
    while x < right:
        width = min(chance.choice((48, 60, 84, 120)), right - x)
        if width >= BAR * 4 and (number == yours or chance.random() > FREE):
            fill = HERE if number == yours else chance.choice([*colours, None])
            _box(pen, (x, y, x + width - BAR, y + ROW), fill=fill, outline=None if fill else LINE)
            if fill in {STANDS[1], STANDS[2]}:
                _hatch(pen, (x, y, x + width - BAR, y + ROW))
        x += width
        number += 1


def _box(
    pen: ImageDraw.ImageDraw, box: tuple[int, int, int, int], *, fill: str | None = None, outline: str | None = None
) -> None:
    pen.rectangle([edge * FINE for edge in box], fill=fill, outline=outline, width=4 * FINE)


def _hatch(pen: ImageDraw.ImageDraw, box: tuple[int, int, int, int]) -> None:
    """Slanting lines, as the marks of the pages have them."""
    left, top, right, bottom = box
    for start in range(left - (bottom - top), right, 14):
        begins, ends = max(start, left), min(start + bottom - top, right)
        if begins < ends:
            line = (begins, bottom - (begins - start), ends, bottom - (ends - start))
            pen.line([edge * FINE for edge in line], fill=BOARD, width=3 * FINE)

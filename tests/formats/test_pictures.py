"""Pictures: written anew, smaller, upright, and without what else was in the file."""

import io

import pytest
from PIL import Image

from events_app.domain.documents import PictureUnreadable
from events_app.domain.pictures import PictureTooSmall
from events_app.formats.drawn_halls import hall
from events_app.formats.pictures import photograph, reduced
from tests.document_builders import PDF, PNG
from tests.picture_builders import NO_PICTURES, a_photograph


def a_picture(size: tuple[int, int], kind: str = "PNG", **options: object) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, (10, 120, 200)).save(written, kind, **options)
    return written.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_large_picture_becomes_small_and_keeps_its_shape(kind: str) -> None:
    with Image.open(io.BytesIO(reduced(a_picture((1200, 600), kind), most=300))) as picture:
        assert (picture.format, picture.size) == ("PNG", (300, 150))


def test_a_small_picture_keeps_its_size() -> None:
    with Image.open(io.BytesIO(reduced(a_picture((20, 10)), most=300))) as picture:
        assert picture.size == (20, 10)


def test_it_is_turned_upright_and_forgets_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x8825] = {1: "N", 2: (30.0, 15.0, 0.0)}  # a place
    sent = a_picture((40, 20), "JPEG", exif=exif, comment=b"secret")
    assert b"secret" in sent

    written = reduced(sent, most=300)

    with Image.open(io.BytesIO(written)) as picture:
        assert picture.size == (20, 40)
        assert dict(picture.getexif()) == {}
    assert b"secret" not in written


@pytest.mark.parametrize("content", [b"", b"no picture", PDF, PNG, a_picture((40, 20), "GIF"), b"<svg/>"])
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(PictureUnreadable):
        reduced(content, most=300)


def test_a_picture_that_unpacks_to_too_much_is_not_opened() -> None:
    bomb = io.BytesIO()
    Image.new("1", (20_000, 3_000)).save(bomb, "PNG")
    assert len(bomb.getvalue()) < 100_000

    with pytest.raises(PictureUnreadable):
        reduced(bomb.getvalue(), most=300)


def opened(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_photograph_becomes_a_small_jpeg_and_holds_nothing_but_pixels(kind: str) -> None:
    drawn = photograph(a_photograph((2400, 1200), kind), most=600)

    picture = opened(drawn.content)
    assert (picture.format, picture.size, (drawn.width, drawn.height)) == ("JPEG", (600, 300), (600, 300))
    assert dict(picture.getexif()) == {}
    assert not {"exif", "comment", "icc_profile", "xmp"} & set(picture.info)
    assert b"secret" not in drawn.content


def test_what_is_transparent_becomes_white() -> None:
    glass = io.BytesIO()
    Image.new("RGBA", (400, 200), (0, 0, 0, 0)).save(glass, "PNG")

    assert opened(photograph(glass.getvalue(), most=600).content).getpixel((0, 0)) == (255, 255, 255)


def test_what_follows_the_picture_in_a_file_is_left_behind() -> None:
    polyglot = a_photograph() + b"<script>alert(1)</script>PK\x03\x04"

    assert b"script" not in photograph(polyglot, most=600).content


@pytest.mark.parametrize("size", [(319, 400), (640, 159)])
def test_a_picture_that_would_be_blurred_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(PictureTooSmall):
        photograph(a_photograph(size), most=600)


@pytest.mark.parametrize("content", NO_PICTURES.values(), ids=list(NO_PICTURES))
def test_what_is_no_photograph_is_refused(content: bytes) -> None:
    with pytest.raises(PictureUnreadable):
        photograph(content, most=600)


def test_a_hall_is_drawn_alike_each_time_and_otherwise_for_each_seed() -> None:
    assert hall("one") == hall("one") != hall("two")
    assert opened(hall("one")).size == (1200, 630)

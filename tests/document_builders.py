"""Files for tests: small ones of each kind that is kept, and some that mean harm."""

import io
import zipfile

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"


def a_packed(parts: dict[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def a_docx(**more: bytes) -> bytes:
    return a_packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>", **more})


def an_xlsx() -> bytes:
    return a_packed({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<w/>"})


def an_odt() -> bytes:
    kind = b"application/vnd.oasis.opendocument.text"
    return a_packed({"mimetype": kind, "content.xml": b"<o/>"}, compression=zipfile.ZIP_STORED)


def a_bomb() -> bytes:
    """A file that says it is a text document and unpacks to far more than it is."""
    zeros = bytes(16 * 1024 * 1024)
    return a_docx(**{f"word/media/{number}.bin": zeros for number in range(3)})

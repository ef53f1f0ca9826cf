"""Documents kept with an object: what may be kept is told by their content, never by their name.

The files themselves lie outside of everything that is served, under the digest of their content (`storage.documents`).
"""

import csv
import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from events_app.domain.messages import N_
from events_app.domain.refusals import InvalidValue
from events_app.domain.rights import Noun

LONGEST_NAME = 120
MOST_PARTS = 2_000
MOST_UNPACKED_BYTES = 200 * 1024 * 1024
MOST_RATIO = 120
SMALL_PART_BYTES = 64 * 1024
OPEN_DOCUMENT_TEXT = b"application/vnd.oasis.opendocument.text"

SUFFIXES: dict[str, str] = {
    "application/pdf": ".pdf",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "text/csv": ".csv",
    "text/plain": ".txt",
}
"""Media types that are kept, each with the suffix of its names."""
_OFFICE_PARTS = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_UNWANTED = re.compile(r"vbaproject|activex|\.exe$|\.dll$|\.js$|\.vbs$", re.IGNORECASE)
_NOT_IN_NAMES = re.compile(r"[^\w .,()+\-]+")
_ACTIVE_TEXT = re.compile(r"^\s*<(!doctype|html|svg|script|\?xml|\?php)", re.IGNORECASE)


class DocumentTypeUnknown(InvalidValue):
    """A file whose content is none of the kinds that are kept."""

    message = N_("This file is none of the kinds that are kept: PDF, PNG, JPEG, DOCX, XLSX, ODT, text or CSV.")


class DocumentTooLarge(InvalidValue):
    """A file larger than the installation takes."""

    message = N_("This file is too large: at most %(most)s MB are taken.")


class DocumentEmpty(InvalidValue):
    """A file without content."""

    message = N_("This file is empty.")


class DocumentPacked(InvalidValue):
    """An office file that unpacks to far more than it is, or that is locked or holds programs."""

    message = N_("This office file is damaged, locked, holds programs, or unpacks to too much.")


class PictureUnreadable(InvalidValue):
    """A picture that cannot be opened, or that is far too large."""

    message = N_("This picture cannot be read: send a PNG, JPEG or WebP file of at most 40 megapixels.")


class TooManyFiles(InvalidValue):
    """An object with more files than it may have."""

    message = N_("At most %(most)s files are kept here: remove one first.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file kept with the object `object_id`; `owner` is the organisation that the object belonged to then."""

    id: UUID
    noun: Noun
    object_id: UUID
    owner: UUID | None
    name: str
    media_type: str
    size_bytes: int
    sha256: str
    is_public: bool = False
    uploaded_by: UUID | None = None
    at: datetime


def media_type_of(content: bytes, *, most_bytes: int) -> str:
    """Media type by content. Raises DocumentEmpty, DocumentTooLarge, DocumentPacked or DocumentTypeUnknown."""
    if not content:
        raise DocumentEmpty
    if len(content) > most_bytes:
        raise DocumentTooLarge(most=round(most_bytes / 1_048_576, 1))
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR":
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"PK\x03\x04"):
        return _packed_type(content)
    return _text_type(content)


def neutral_name(name: str, media_type: str) -> str:
    """A name that is safe in any folder and header: no path, no control or direction marks, the suffix of its type."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    plain = "".join(c for c in last if unicodedata.category(c)[0] not in {"C", "Z"} or c == " ")
    stem = _NOT_IN_NAMES.sub("_", plain).rpartition(".")[0] or _NOT_IN_NAMES.sub("_", plain)
    trimmed = " ".join(stem.split()).strip(". -_")[:LONGEST_NAME].strip(". -_")
    return f"{trimmed or 'document'}{SUFFIXES[media_type]}"


def _packed_type(content: bytes) -> str:
    """Type of an office file, from its table of contents; nothing is unpacked but one short part."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            _check_parts(parts, len(content))
            names = {part.filename for part in parts}
            if parts[0].filename == "mimetype" and parts[0].file_size == len(OPEN_DOCUMENT_TEXT):
                with archive.open(parts[0]) as kind:
                    if kind.read(len(OPEN_DOCUMENT_TEXT) + 1) == OPEN_DOCUMENT_TEXT and "content.xml" in names:
                        return OPEN_DOCUMENT_TEXT.decode()
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError) as error:
        raise DocumentPacked from error
    found = [media_type for part, media_type in _OFFICE_PARTS.items() if part in names]
    if "[Content_Types].xml" not in names or len(found) != 1:
        raise DocumentTypeUnknown
    return found[0]


def _check_parts(parts: list[zipfile.ZipInfo], size_bytes: int) -> None:
    unpacked_bytes = sum(part.file_size for part in parts)
    is_bomb = unpacked_bytes > MOST_UNPACKED_BYTES or any(
        part.file_size > SMALL_PART_BYTES and part.file_size > MOST_RATIO * max(part.compress_size, 1) for part in parts
    )
    # Parts that lie over each other claim more than the file holds.
    overlaps = sum(part.compress_size for part in parts) > size_bytes
    names = [part.filename for part in parts]
    is_odd = len(set(names)) != len(names) or any(
        name.startswith(("/", "\\")) or ".." in re.split(r"[\\/]", name) or _UNWANTED.search(name) for name in names
    )
    is_locked = any(part.flag_bits & 1 for part in parts)
    if not parts or len(parts) > MOST_PARTS or is_bomb or overlaps or is_odd or is_locked:
        raise DocumentPacked


def _text_type(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DocumentTypeUnknown from None
    if any(ord(c) < ord(" ") and c not in "\t\n\r\f" for c in text) or "\x7f" in text or _ACTIVE_TEXT.match(text):
        raise DocumentTypeUnknown
    return "text/csv" if any(_is_table(text, mark) for mark in ",;\t") else "text/plain"


def _is_table(text: str, mark: str) -> bool:
    """Whether the first lines have the same number of cells, more than one."""
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    try:
        widths = {len(row) for row in csv.reader(lines, delimiter=mark)}
    except csv.Error:
        return False
    return len(lines) > 1 and len(widths) == 1 and widths.pop() > 1

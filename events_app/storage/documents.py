"""Documents: their rows, and their files in a folder that no door serves.

A file is named by the SHA-256 digest of its content, never by what a person calls it. It is whole on the disk before
its row is committed: a process that is killed leaves at most a file without a row, which `remove_unkept` finds.
"""

import asyncio
import os
import tempfile
import time
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from events_app.domain.documents import Document
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Noun
from events_app.storage import tables
from events_app.storage.database import fetch

FOLDER = "documents"
UNFINISHED = ".part"
GRACE_S = 3_600
"""Files younger than this may belong to a row that is not committed yet."""
Row = dict[str, Any]


async def get(document_id: UUID) -> Document:
    """Return the document with this id. Raises NotFound."""
    table = tables.Document
    rows = await table.select().where(table.id == document_id)
    if not rows:
        raise NotFound
    return _document(rows[0])


async def list_of_object(object_id: UUID) -> tuple[Document, ...]:
    """Documents of an object, the oldest first."""
    table = tables.Document
    rows = await table.select().where(table.object_id == object_id).order_by(table.at).order_by(table.id)
    return tuple(map(_document, rows))


async def list_public_of_object(object_id: UUID) -> tuple[Document, ...]:
    """Documents of an object that its public page shows, the oldest first."""
    return tuple(document for document in await list_of_object(object_id) if document.is_public)


async def find_public_picture(sha256: str) -> Document | None:
    """The picture with this digest, if it is that of an edition which readers see."""
    rows = await fetch(
        "SELECT document.* FROM document JOIN edition ON edition.id = document.object_id WHERE document.sha256 = {} "
        "AND document.noun = 'exhibition' AND edition.status <> 'draft' LIMIT 1",
        sha256,
    )
    return _document(rows[0]) if rows else None


async def set_public(document_id: UUID, *, is_public: bool) -> None:
    """Let readers see a document, or not any more."""
    table = tables.Document
    await table.update({table.is_public: is_public}).where(table.id == document_id)


async def add(document: Document) -> None:
    """Keep a document, whose file is there already."""
    await tables.Document.insert(
        tables.Document(
            id=document.id,
            noun=document.noun.value,
            object_id=document.object_id,
            owner=document.owner,
            name=document.name,
            media_type=document.media_type,
            size_bytes=document.size_bytes,
            sha256=document.sha256,
            is_public=document.is_public,
            uploaded_by=document.uploaded_by,
            at=document.at,
        )
    )


async def remove_(document_id: UUID) -> None:
    """Forget a document; its file goes with `remove_unkept`."""
    await tables.Document.delete().where(tables.Document.id == document_id)


async def get_file(data_dir: Path, document: Document) -> bytes:
    """Content of a document. Raises NotFound where the file is gone or is not what was kept."""

    def read() -> bytes:
        try:
            return _path(data_dir, document.sha256).read_bytes()
        except FileNotFoundError:
            raise NotFound from None

    content = await asyncio.to_thread(read)
    if sha256(content).hexdigest() != document.sha256:
        raise NotFound
    return content


async def add_file(data_dir: Path, content: bytes) -> str:
    """Keep a file whole and safe on the disk; return the digest by which it is found."""
    digest = sha256(content).hexdigest()
    await asyncio.to_thread(_write, _path(data_dir, digest), content)
    return digest


async def remove_unkept(data_dir: Path, *, older_than_s: float = GRACE_S) -> int:
    """Delete files that no row names, and what broken uploads left; return how many."""
    names = await asyncio.to_thread(_old_names, data_dir / FOLDER, older_than_s)
    kept = await _kept(names)
    gone = [name for name in names if name not in kept]
    await asyncio.to_thread(_unlink, data_dir / FOLDER, gone)
    return len(gone)


async def _kept(names: list[str]) -> set[str]:
    table = tables.Document
    found: set[str] = set()
    for first in range(0, len(names), 500):
        some = names[first : first + 500]
        rows = await table.select(table.sha256).where(table.sha256.is_in(some)) if some else []
        found |= {row["sha256"] for row in rows}
    return found


def _path(data_dir: Path, digest: str) -> Path:
    return data_dir / FOLDER / digest


def _write(path: Path, content: bytes) -> None:
    """Write beside, flush to the disk, rename; a file that is there already is made young again."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if path.exists() and path.stat().st_size == len(content):
        os.utime(path)
        return
    handle, unfinished = tempfile.mkstemp(dir=path.parent, suffix=UNFINISHED)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(unfinished).replace(path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make the rename itself safe: the entry of a folder is written by its own fsync."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _old_names(folder: Path, older_than_s: float) -> list[str]:
    if not folder.is_dir():
        return []
    before = time.time() - older_than_s
    return [path.name for path in folder.iterdir() if path.is_file() and path.stat().st_mtime <= before]


def _unlink(folder: Path, names: Iterable[str]) -> None:
    for name in names:
        (folder / name).unlink(missing_ok=True)


def _document(row: Row) -> Document:
    return Document(
        id=row["id"],
        noun=Noun(row["noun"]),
        object_id=row["object_id"],
        owner=row["owner"],
        name=row["name"],
        media_type=row["media_type"],
        size_bytes=row["size_bytes"],
        sha256=row["sha256"],
        is_public=row["is_public"],
        uploaded_by=row["uploaded_by"],
        at=row["at"],
    )

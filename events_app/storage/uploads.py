"""Files that wait for a decision: packed, as text, so that every machine of the installation finds them."""

import asyncio
import zlib
from base64 import b85decode, b85encode
from datetime import datetime
from uuid import UUID

from events_app.domain.refusals import NotFound
from events_app.domain.uploads import Upload, UploadKind
from events_app.storage import tables


async def get(upload_id: UUID, person_id: UUID) -> Upload:
    """A file of this person's. Raises NotFound."""
    table = tables.Upload
    row = await table.select().where((table.id == upload_id) & (table.person == person_id)).first()
    if row is None:
        raise NotFound
    return Upload(
        id=row["id"],
        person_id=row["person"],
        kind=UploadKind(row["kind"]),
        name=row["name"],
        language=row["language"],
        source_id=row["source"],
        etag=row["etag"],
        content=await asyncio.to_thread(_unpacked, row["content"]),
        created_at=row["created_at"],
    )


async def add(upload: Upload) -> None:
    """Keep a file."""
    await tables.Upload.insert(
        tables.Upload(
            id=upload.id,
            person=upload.person_id,
            kind=upload.kind.value,
            name=upload.name,
            language=upload.language,
            source=upload.source_id,
            etag=upload.etag,
            content=await asyncio.to_thread(_packed, upload.content),
            created_at=upload.created_at,
        )
    )


async def remove(upload_id: UUID) -> None:
    """Throw a file away."""
    await tables.Upload.delete().where(tables.Upload.id == upload_id)


async def remove_old(created_before: datetime, *, person_id: UUID) -> None:
    """Throw away what waits too long, and whatever else this person has waiting: one at a time."""
    table = tables.Upload
    await table.delete().where((table.created_at < created_before) | (table.person == person_id))


def _packed(content: bytes) -> str:
    return b85encode(zlib.compress(content)).decode("ascii")


def _unpacked(text: str) -> bytes:
    return zlib.decompress(b85decode(text))

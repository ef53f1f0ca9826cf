"""Files kept with an object: first the file, whole on the disk, then its row in the caller's transaction."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from events_app.domain.documents import Document, neutral_name
from events_app.domain.rights import Asker, Noun
from events_app.storage import documents


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A file as it was sent and checked: its content, what it is called, and what it is."""

    content: bytes
    name: str
    media_type: str


async def store(
    sent: Sent,
    *,
    noun: Noun,
    object_id: UUID,
    owner: UUID | None,
    is_public: bool = False,
    data_dir: Path,
    by: Asker,
    now: datetime,
) -> Document:
    """Write the file, and return the document whose row is to be kept."""
    digest = await documents.add_file(data_dir, sent.content)
    return Document(
        id=uuid4(),
        noun=noun,
        object_id=object_id,
        owner=owner,
        name=neutral_name(sent.name, sent.media_type),
        media_type=sent.media_type,
        size_bytes=len(sent.content),
        sha256=digest,
        is_public=is_public,
        uploaded_by=by.person_id,
        at=now,
    )

"""Files for an import: kept until a person has looked, one at a time for each."""

from datetime import datetime
from uuid import UUID, uuid4

from events_app.actions.imports import require_import
from events_app.domain.rights import Asker, Noun, Right, SignInNeeded, require
from events_app.domain.uploads import KEPT_FOR, Upload, UploadKind
from events_app.storage import uploads
from events_app.storage.database import transaction

LONGEST_NAME = 200


async def keep(
    kind: UploadKind,
    name: str,
    content: bytes,
    *,
    language: str,
    source_id: UUID | None = None,
    etag: str = "",
    by: Asker,
    now: datetime,
) -> Upload:
    """Keep a file in place of the one before. Raises NotAllowed or SignInNeeded."""
    if kind is UploadKind.INDICATORS:
        require(by, Right.CREATE, Noun.INDICATOR)
    elif kind is UploadKind.BANK:
        require(by, Right.DECIDE, Noun.FEE)
    else:
        require_import(by)
    if by.person_id is None:
        raise SignInNeeded
    upload = Upload(
        id=uuid4(),
        person_id=by.person_id,
        kind=kind,
        name=name[-LONGEST_NAME:],
        language=language,
        source_id=source_id,
        etag=etag,
        content=content,
        created_at=now,
    )
    async with transaction():
        await uploads.remove_old(now - KEPT_FOR, person_id=by.person_id)
        await uploads.add(upload)
    return upload


async def throw_away(upload: Upload, *, by: Asker) -> None:
    """Forget a file of one's own."""
    if by.person_id != upload.person_id:
        raise SignInNeeded
    await uploads.remove(upload.id)

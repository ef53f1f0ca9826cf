"""Documents of projects: attached, made public and removed, each with a line in the history of the project."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from uuid import UUID

from events_app.actions.files import Sent, store
from events_app.actions.history import record
from events_app.domain.documents import Document, media_type_of
from events_app.domain.history import Deed, FieldChange
from events_app.domain.projects import Project
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Asker, Noun, Right, require
from events_app.storage import documents, projects
from events_app.storage.database import transaction


async def attach(
    slug: str,
    content: bytes,
    *,
    name: str,
    is_public: bool = False,
    data_dir: Path,
    most_bytes: int,
    by: Asker,
    now: datetime,
) -> Document:
    """Keep a file with a project: first the file, whole on the disk, then its row.

    Raises NotFound, NotAllowed, or what `media_type_of` raises.
    """
    project = await projects.get(slug)
    require(by, Right.PUBLISH if is_public else Right.EDIT, Noun.PROJECT, owner=project.unit_id)
    media_type = media_type_of(content, most_bytes=most_bytes)
    document = await store(
        Sent(content=content, name=name, media_type=media_type),
        noun=Noun.PROJECT,
        object_id=project.id,
        owner=project.unit_id,
        is_public=is_public,
        data_dir=data_dir,
        by=by,
        now=now,
    )
    async with transaction():
        owner = (await projects.get(slug)).unit_id
        require(by, Right.PUBLISH if is_public else Right.EDIT, Noun.PROJECT, owner=owner)
        kept = replace(document, owner=owner)
        await documents.add(kept)
        changes = (FieldChange("documents", None, kept.name),)
        await record(Deed.CHANGED, Noun.PROJECT, project.id, by=by, now=now, owner=owner, label=slug, changes=changes)
    return kept


async def set_public(slug: str, document_id: UUID, *, is_public: bool, by: Asker, now: datetime) -> Document:
    """Show a document on the public page of its project, or take it back. Raises NotFound or NotAllowed."""
    async with transaction():
        project = await projects.get(slug)
        require(by, Right.PUBLISH, Noun.PROJECT, owner=project.unit_id)
        document = await _document_of(project, document_id)
        if document.is_public is is_public:
            return document
        await documents.set_public(document_id, is_public=is_public)
        before, after = (None, document.name) if is_public else (document.name, None)
        await record(
            Deed.CHANGED,
            Noun.PROJECT,
            project.id,
            by=by,
            now=now,
            owner=project.unit_id,
            label=slug,
            changes=(FieldChange("public_documents", before, after),),
        )
    return replace(document, is_public=is_public)


async def remove(slug: str, document_id: UUID, *, data_dir: Path, by: Asker, now: datetime) -> None:
    """Remove a document from a project. Raises NotFound or NotAllowed."""
    async with transaction():
        project = await projects.get(slug)
        document = await _document_of(project, document_id)
        require(by, Right.PUBLISH if document.is_public else Right.EDIT, Noun.PROJECT, owner=project.unit_id)
        await documents.remove_(document_id)
        changes = (FieldChange("documents", document.name, None),)
        await record(
            Deed.CHANGED, Noun.PROJECT, project.id, by=by, now=now, owner=project.unit_id, label=slug, changes=changes
        )
    await documents.remove_unkept(data_dir)


async def _document_of(project: Project, document_id: UUID) -> Document:
    document = await documents.get(document_id)
    if document.object_id != project.id:
        raise NotFound
    return document

"""Documents of projects through the actions: rights, history, and a file before its row; on both engines."""

from pathlib import Path
from typing import Any

import pytest

from events_app.actions import documents as actions
from events_app.domain.documents import DocumentTypeUnknown
from events_app.domain.history import Deed, FieldChange
from events_app.domain.refusals import NotFound
from events_app.domain.rights import SYSTEM, Asker, NotAllowed
from events_app.storage import documents, projects
from events_app.storage.history import list_lines
from tests.builders import CREATED_AT, a_project, an_id
from tests.document_builders import PDF

pytestmark = pytest.mark.usefixtures("database")


async def test_attaching_and_removing_are_told_in_the_history_of_the_project(tmp_path: Path) -> None:
    project = a_project()
    await projects.add(project)
    sending: dict[str, Any] = {"data_dir": tmp_path, "by": SYSTEM, "now": CREATED_AT}

    document = await actions.attach(project.slug, PDF, name="a.pdf", most_bytes=1_000, **sending)
    await actions.remove(project.slug, document.id, **sending)

    lines = await list_lines(object_id=project.id, limit=5)
    assert {line.deed for line in lines} == {Deed.CHANGED}
    assert {line.changes for line in lines} == {
        (FieldChange("documents", None, "a.pdf"),),
        (FieldChange("documents", "a.pdf", None),),
    }
    assert await documents.list_of_object(project.id) == ()


async def test_who_has_no_right_leaves_no_file(tmp_path: Path) -> None:
    await projects.add(a_project())
    folder = tmp_path / documents.FOLDER

    with pytest.raises(NotAllowed):
        await actions.attach(
            a_project().slug,
            PDF,
            name="a.pdf",
            data_dir=tmp_path,
            most_bytes=1_000,
            by=Asker(None),
            now=CREATED_AT,
        )
    with pytest.raises(DocumentTypeUnknown):
        await actions.attach(
            a_project().slug, b"MZ\0", name="a.pdf", data_dir=tmp_path, most_bytes=1_000, by=SYSTEM, now=CREATED_AT
        )

    assert not folder.exists()


async def test_a_document_is_not_removed_through_another_project(tmp_path: Path) -> None:
    await projects.add(a_project())
    await projects.add(a_project(id=an_id("second"), slug="second", milestones=()))
    sending: dict[str, Any] = {"data_dir": tmp_path, "by": SYSTEM, "now": CREATED_AT}
    document = await actions.attach(a_project().slug, PDF, name="a.pdf", most_bytes=1_000, **sending)

    with pytest.raises(NotFound):
        await actions.remove("second", document.id, **sending)

    assert await documents.list_of_object(a_project().id) == (document,)


async def test_only_who_may_publish_shows_a_document_or_removes_what_readers_see(tmp_path: Path) -> None:
    await projects.add(a_project())
    sending: dict[str, Any] = {"data_dir": tmp_path, "now": CREATED_AT}
    document = await actions.attach(a_project().slug, PDF, name="a.pdf", most_bytes=1_000, by=SYSTEM, **sending)

    with pytest.raises(NotAllowed):
        await actions.set_public(a_project().slug, document.id, is_public=True, by=Asker(None), now=CREATED_AT)
    shown = await actions.set_public(a_project().slug, document.id, is_public=True, by=SYSTEM, now=CREATED_AT)
    again = await actions.set_public(a_project().slug, document.id, is_public=True, by=SYSTEM, now=CREATED_AT)
    with pytest.raises(NotAllowed):
        await actions.remove(a_project().slug, document.id, by=Asker(None), **sending)

    lines = await list_lines(object_id=a_project().id, limit=5)
    assert await documents.list_public_of_object(a_project().id) == (shown,)
    assert (shown.is_public, again) == (True, shown)
    assert [line.changes for line in lines].count((FieldChange("public_documents", None, "a.pdf"),)) == 1
    assert len(lines) == 2


async def test_a_document_is_not_shown_through_another_project(tmp_path: Path) -> None:
    await projects.add(a_project())
    await projects.add(a_project(id=an_id("second"), slug="second", milestones=()))
    document = await actions.attach(
        a_project().slug, PDF, name="a.pdf", most_bytes=1_000, data_dir=tmp_path, by=SYSTEM, now=CREATED_AT
    )

    with pytest.raises(NotFound):
        await actions.set_public("second", document.id, is_public=True, by=SYSTEM, now=CREATED_AT)

    assert await documents.list_public_of_object(a_project().id) == ()

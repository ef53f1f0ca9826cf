"""Files of documents: whole or not there, found by their digest, and never lost to a cleaning; on both engines."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from events_app.domain.documents import Document
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Noun
from events_app.storage import documents
from events_app.storage.database import Database
from tests.builders import an_id
from tests.document_builders import PDF

KILLED = """
import asyncio, sys
from pathlib import Path
from events_app.storage.documents import add_file
async def run():
    number = 0
    while True:
        await add_file(Path(sys.argv[1]), number.to_bytes(8, "big") * 400_000)
        number += 1
        print(number, flush=True)
asyncio.run(run())
"""


def a_document(digest: str, **changes: object) -> Document:
    document = Document(
        id=an_id("document"),
        noun=Noun.PROJECT,
        object_id=an_id("project"),
        owner=None,
        name="contract.pdf",
        media_type="application/pdf",
        size_bytes=len(PDF),
        sha256=digest,
        at=datetime(2026, 11, 25, 9, 0, tzinfo=UTC),
    )
    return replace(document, **changes)  # type: ignore[arg-type]


@pytest.mark.usefixtures("database")
async def test_a_document_is_read_back_whole(tmp_path: Path) -> None:
    digest = await documents.add_file(tmp_path, PDF)
    document = a_document(digest)

    await documents.add(document)

    assert await documents.get(document.id) == document
    assert await documents.list_of_object(document.object_id) == (document,)
    assert await documents.get_file(tmp_path, document) == PDF


@pytest.mark.usefixtures("database")
async def test_a_cleaning_takes_old_files_that_no_row_names(tmp_path: Path) -> None:
    kept, lost = [await documents.add_file(tmp_path, content) for content in (PDF, b"lost")]
    await documents.add(a_document(kept))
    folder = tmp_path / documents.FOLDER
    (folder / "broken.part").write_bytes(b"half")

    young = await documents.remove_unkept(tmp_path)
    old = await documents.remove_unkept(tmp_path, older_than_s=-1)

    assert (young, old) == (0, 2)
    assert [path.name for path in folder.iterdir()] == [kept]
    assert lost not in {path.name for path in folder.iterdir()}


@pytest.mark.usefixtures("database")
async def test_a_file_that_is_sent_again_is_young_again(tmp_path: Path) -> None:
    digest = await documents.add_file(tmp_path, PDF)
    path = tmp_path / documents.FOLDER / digest
    os.utime(path, (1, 1))

    await documents.add_file(tmp_path, PDF)

    assert await documents.remove_unkept(tmp_path) == 0
    assert path.read_bytes() == PDF


async def test_a_file_that_is_gone_or_changed_is_not_handed_out(tmp_path: Path) -> None:
    digest = await documents.add_file(tmp_path, PDF)
    path = tmp_path / documents.FOLDER / digest

    path.write_bytes(PDF + b"more")
    with pytest.raises(NotFound):
        await documents.get_file(tmp_path, a_document(digest))
    path.unlink()
    with pytest.raises(NotFound):
        await documents.get_file(tmp_path, a_document(digest))


@pytest.mark.parametrize("after_s", [0.0, 0.05, 0.11])
def test_a_process_killed_while_writing_leaves_whole_files_and_marked_halves_only(
    tmp_path: Path, after_s: float
) -> None:
    with subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(after_s)
        writer.send_signal(signal.SIGKILL)
    found = list((tmp_path / documents.FOLDER).iterdir())
    whole = [path for path in found if path.suffix != documents.UNFINISHED]

    assert whole
    assert [sha256(path.read_bytes()).hexdigest() for path in whole] == [path.name for path in whole]
    assert len(found) - len(whole) <= 1


async def test_the_folder_is_for_the_installation_alone(tmp_path: Path, database: Database) -> None:
    await documents.add_file(tmp_path, PDF)

    assert (tmp_path / documents.FOLDER).stat().st_mode & 0o077 == 0
    assert await database.fetch("SELECT id FROM document") == []

"""Files that wait survive the migration that makes room for a new kind of them."""

import shutil
from pathlib import Path

from events_app.domain.people import Person
from events_app.domain.sign_ins import Credentials
from events_app.domain.uploads import Upload, UploadKind
from events_app.settings import resource_dir
from events_app.storage import people, uploads
from events_app.storage.database import Database
from events_app.storage.migrating import migrate
from tests.builders import an_id
from tests.clients import NOW

LATER = "2026_11_26_57_indicators.py"


async def test_a_waiting_file_is_there_after_the_migration(empty_database: Database, tmp_path: Path) -> None:
    folder = tmp_path / "migrations"
    shutil.copytree(
        resource_dir("migrations"), folder, ignore=lambda _, names: {each for each in names if each >= LATER}
    )
    await migrate(empty_database, folder)
    person = Person(id=an_id("person"), email="lin@people.example", name="Lin Wei", created_at=NOW)
    await people.add(person, Credentials(person_id=person.id))
    waiting = Upload(
        id=an_id("upload"),
        person_id=person.id,
        kind=UploadKind.EXHIBITIONS,
        name="fairs.csv",
        language="en",
        content=b"slug\n",
        created_at=NOW,
    )
    await uploads.add(waiting)

    shutil.copyfile(resource_dir("migrations") / LATER, folder / LATER)
    await migrate(empty_database, folder)

    assert await uploads.get(waiting.id, waiting.person_id) == waiting

"""Editions as they are kept, on both engines."""

from dataclasses import replace
from uuid import UUID

from events_app.domain.documents import Document
from events_app.domain.exhibitions import EditionStatus
from events_app.domain.rights import Noun
from events_app.domain.web_addresses import Online, OnlineKind
from events_app.storage import documents, exhibitions
from events_app.storage.database import Database, fetch
from events_app.storage.values import dump_entry, dumps, load_entry, loads
from tests.builders import CREATED_AT, a_session, an_edition, an_entry, an_id
from tests.picture_builders import a_picture
from tests.planting import plant

ONLINE = Online(address="https://live.example/fair", kind=OnlineKind.AUDIO, is_only=True)


async def test_an_online_address_is_kept_changed_and_taken_away(database: Database) -> None:
    edition = an_edition(online=ONLINE, sessions=(a_session(online=replace(ONLINE, kind=OnlineKind.MEETING)),))
    await plant(edition)

    kept = await exhibitions.get_edition(edition.slug)
    bare = replace(kept, online=None, sessions=(a_session(),))
    await exhibitions.set_edition(bare)

    assert kept == edition
    assert await exhibitions.get_edition(edition.slug) == bare


async def test_an_edition_of_an_older_release_is_nowhere_online(database: Database) -> None:
    await plant(an_edition(sessions=(a_session(),)))

    rows = await fetch("SELECT online FROM edition UNION ALL SELECT online FROM session")

    assert [row["online"] for row in rows] == ["", ""]


def test_an_entry_with_an_online_address_is_read_back_and_one_of_an_older_release_has_none() -> None:
    entry = an_entry(online=ONLINE)
    body = loads(dump_entry(entry))
    del body["online"]

    assert load_entry(dump_entry(entry)) == entry
    assert load_entry(dumps(body)) == an_entry()


async def test_a_picture_is_kept_changed_and_taken_away(database: Database) -> None:
    edition = an_edition(picture=a_picture())
    await plant(edition)

    kept = await exhibitions.get_edition(edition.slug)
    bare = replace(kept, picture=None)
    await exhibitions.set_edition(bare)

    assert kept == edition
    assert await exhibitions.get_edition(edition.slug) == bare


def test_an_entry_with_a_picture_is_read_back_and_one_of_an_older_release_has_none() -> None:
    entry = an_entry(picture=a_picture())
    body = loads(dump_entry(entry))
    del body["picture"]

    assert load_entry(dump_entry(entry)) == entry
    assert load_entry(dumps(body)) == an_entry()


async def test_a_picture_is_found_by_its_digest_where_its_edition_is_public(database: Database) -> None:
    public = an_edition(picture=a_picture())
    draft = an_edition(id=an_id("draft"), slug="draft", status=EditionStatus.DRAFT, picture=a_picture(sha256="cd" * 32))
    await plant(public, draft)
    await documents.add(a_document(public.id, "ab" * 32))
    await documents.add(a_document(draft.id, "cd" * 32))
    await documents.add(replace(a_document(public.id, "ef" * 32), noun=Noun.PROJECT))

    found = [await documents.find_public_picture(digest * 32) for digest in ("ab", "cd", "ef", "00")]

    assert found == [a_document(public.id, "ab" * 32), None, None, None]


def a_document(edition_id: UUID, sha256: str) -> Document:
    return Document(
        id=an_id(sha256),
        noun=Noun.EXHIBITION,
        object_id=edition_id,
        owner=None,
        name="picture.jpg",
        media_type="image/jpeg",
        size_bytes=1,
        sha256=sha256,
        at=CREATED_AT,
    )

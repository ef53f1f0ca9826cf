"""Editions as they are kept, on both engines."""

from dataclasses import replace

from events_app.domain.web_addresses import Online, OnlineKind
from events_app.storage import exhibitions
from events_app.storage.database import Database, fetch
from events_app.storage.values import dump_entry, dumps, load_entry, loads
from tests.builders import a_session, an_edition, an_entry
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

"""Every feed of the demonstration reads back, and is read again only when the calendar has changed."""

import shutil
from datetime import timedelta
from pathlib import Path

from events_app.actions import feed_fetches as actions
from events_app.domain.feed_fetches import ClientFamily, FetchCount, FetchKey
from events_app.feeds.checking import check_feeds
from events_app.i18n.catalogues import open_catalogues
from events_app.settings import resource_dir
from events_app.storage.database import opened
from tests.clients import NOW, Client, settings_for


async def test_what_is_asked_for_reads_back_without_fault(demo_file: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{shutil.copyfile(demo_file, tmp_path / 'demo.sqlite')}"
    settings = settings_for(url, LANGUAGES="en,ar", DEFAULT_LANGUAGE="en")
    catalogues = open_catalogues(resource_dir("locales"), settings.languages)
    async with opened(url):
        for path in ("countries/DE.ics", "exhibitions/there-is-none.ics", "calendar.csv", "agenda.ics"):
            key = FetchKey(path, "en", ClientFamily.GOOGLE, NOW.date())
            await actions.add({key: FetchCount(1, NOW)})

        found = await check_feeds(settings, catalogues, now=NOW)
        again = await check_feeds(settings, catalogues, now=NOW + timedelta(hours=1))

    assert {(each.path, each.language) for each in found} == {
        (path, language) for path in ("calendar.ics", "countries/DE.ics") for language in ("en", "ar")
    }
    assert [each.fault for each in found if not each.is_well] == []
    assert all(each.entries and each.size_bytes for each in found)
    assert again == ()


async def test_an_answer_is_counted_by_family_without_who_asked(demo_client: Client) -> None:
    state = demo_client.app.state
    google = {"user-agent": "Google-Calendar-Importer"}
    etag = (await demo_client.get("/feeds/en/countries/DE.ics", headers=google)).headers["etag"]

    unchanged = await demo_client.get("/feeds/en/countries/DE.ics?kind=session", headers={"if-none-match": etag})
    await demo_client.get("/feeds/en/countries/DE.ics", headers=google | {"if-none-match": etag})
    await demo_client.get("/feeds/en/countries/XX.ics", headers=google)

    assert unchanged.status_code == 200
    assert {(key.path, key.language, key.family): count.times for key, count in state.fetch_tally.take().items()} == {
        ("countries/DE.ics", "en", ClientFamily.GOOGLE): 2,
        ("countries/DE.ics", "en", ClientFamily.UNKNOWN): 1,
    }

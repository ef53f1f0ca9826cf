"""Calendar programs that we did not write read the product by CalDAV: all of it, and then what changed.

vdirsyncer (by CalDAV and by http), khal on the folder that it fills, python-caldav, cadaver and tsdav.
"""

import asyncio
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import caldav
import httpx
import pytest
import vobject

from events_app.actions import exhibitions
from events_app.domain.exhibitions import Days
from events_app.domain.rights import SYSTEM
from events_app.domain.texts import Text
from events_app.storage import exhibitions as stored
from events_app.storage.database import opened
from tests.builders import a_series, a_text, an_edition, an_id
from tests.formats.readers import needs_node
from tests.planting import context, plant

PROGRAMS = Path(sys.executable).parent
NODE = Path(__file__).parents[1] / "node"
COUNTRY = "IS"
FIRST_DAYS = {"aurora": 3, "basalt": 10, "cod": 17}
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)

pytestmark = pytest.mark.skipif(not shutil.which("cadaver"), reason="cadaver is not installed (Debian: cadaver)")

SYNC = """
[general]
status_path = "{folder}/status/"
[pair dav]
a = "dav_there"
b = "dav_here"
collections = [["calendar", "{country}", "dav"]]
conflict_resolution = "a wins"
metadata = ["displayname", "color"]
[storage dav_there]
type = "caldav"
url = "{address}/dav/en/countries/"
username = ""
password = ""
read_only = true
[storage dav_here]
type = "filesystem"
path = "{folder}/here/"
fileext = ".ics"
[pair feed]
a = "feed_there"
b = "feed_here"
collections = null
conflict_resolution = "a wins"
[storage feed_there]
type = "http"
url = "{address}/feeds/en/countries/{country}.ics"
[storage feed_here]
type = "filesystem"
path = "{folder}/feed/"
fileext = ".ics"
"""
KHAL = """
[calendars]
[[fairs]]
path = {folder}/here/dav/
type = calendar
readonly = True
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {folder}/khal.db
"""


def program(name: str, *arguments: str, folder: Path, given: str = "", **variables: str) -> str:
    """Run a program and return what it printed; it must end well."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "NO_PROXY": "127.0.0.1", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [name, *arguments],
        cwd=folder,
        env=environment | variables,
        input=given,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, f"{name}: {done.stdout}{done.stderr}"
    return done.stdout


class Programs:
    """The programs, each with what it remembers from one reading to the next."""

    def __init__(self, address: str, folder: Path) -> None:
        self.address, self.folder = address, folder
        self.calendar_url = f"{address}/dav/en/countries/{COUNTRY}/"
        (folder / "vdirsyncer.conf").write_text(SYNC.format(folder=folder, address=address, country=COUNTRY))
        (folder / "khal.conf").write_text(KHAL.format(folder=folder))
        client = caldav.DAVClient(url=f"{address}/dav/en/countries/")
        self.python = caldav.Calendar(client=client, url=self.calendar_url)
        self.synced = self.python.objects_by_sync_token(load_objects=True)
        self.token = ""

    def vdirsyncer(self) -> tuple[Mapping[str, str], list[str]]:
        """Titles by UID in the folder synced by CalDAV, and titles in that synced by http.

        By http, vdirsyncer gives UIDs of its own.
        """
        configured = ("-c", str(self.folder / "vdirsyncer.conf"))
        command = str(PROGRAMS / "vdirsyncer")
        if not (self.folder / "status").exists():
            program(command, *configured, "discover", folder=self.folder, given="y\n" * 5)
        program(command, *configured, "sync", folder=self.folder)
        return titles_in(self.folder / "here" / "dav"), sorted(titles_in(self.folder / "feed").values())

    def khal(self) -> list[str]:
        """Titles that khal lists."""
        shown = program(
            str(PROGRAMS / "khal"),
            *("-c", str(self.folder / "khal.conf"), "list", "--format", "{title}", "--day-format", ""),
            *("2029-01-01", "2029-03-01"),
            folder=self.folder,
        )
        return sorted({line for line in shown.splitlines() if line})

    def cadaver(self) -> int:
        """How many objects cadaver lists."""
        return program("cadaver", self.calendar_url, folder=self.folder, given="ls\nquit\n").count(".ics")

    def tsdav(self) -> dict[str, Any]:
        """What tsdav was told since it asked last."""
        token = [self.token] if self.token else []
        found: dict[str, Any] = json.loads(
            program(
                "node",
                *(str(NODE / "sync_calendar.mjs"), f"{self.address}/dav/en/", self.calendar_url, *token),
                folder=self.folder,
            )
        )
        self.token = found["token"]
        return found


def titles_in(folder: Path) -> dict[str, str]:
    """Titles of events by UID in a folder of calendars."""
    return {uid: title for file in folder.glob("*.ics") for uid, title in titles_of(file.read_text("utf-8")).items()}


def titles_of(calendar: str) -> dict[str, str]:
    """Titles of events by UID, as vobject reads them."""
    events = vobject.readOne(calendar).contents.get("vevent", [])
    return {event.uid.value: event.summary.value for event in events}


def slug_of(name: str) -> str:
    return f"reykjavik-{name}"


async def planted(data: str) -> None:
    """Keep three editions in a country that has no other."""
    series = a_series(id=an_id("series of programs"), slug="reykjavik-fairs")
    editions = [
        an_edition(
            id=an_id(slug_of(name)),
            slug=slug_of(name),
            series_id=series.id,
            name=a_text(f"Reykjavik {name}"),
            country=COUNTRY,
            zone="Atlantic/Reykjavik",
            days=Days(date(2029, 1, day), date(2029, 1, day + 2)),
            deadlines=(),
            sessions=(),
        )
        for name, day in FIRST_DAYS.items()
    ]
    async with opened(data):
        await plant(*editions, series=series, now=NOW)


async def one_changed_one_cancelled_one_removed(data: str) -> None:
    async with opened(data):
        old = await stored.get_edition(slug_of("aurora"))
        renamed = replace(old, name=a_text("Reykjavik northern lights"))
        await exhibitions.change_edition(renamed, note=Text.empty(), by=SYSTEM, context=context(), now=LATER)
        reason = a_text("Too few.")
        await exhibitions.cancel(slug_of("basalt"), reason=reason, by=SYSTEM, context=context(), now=LATER)
        await exhibitions.unpublish(slug_of("cod"), by=SYSTEM, context=context(), now=LATER)


@needs_node
def test_programs_read_all_and_then_what_changed(address: str, folder: Path, tmp_path: Path) -> None:
    data = f"sqlite:///{folder / 'data' / 'events.sqlite'}"
    asyncio.run(planted(data))
    feed = f"{address}/feeds/en/countries/{COUNTRY}.ics"
    before = titles_of(httpx.get(feed, trust_env=False).text)
    programs = Programs(address, tmp_path)

    assert len(before) == len(FIRST_DAYS)
    assert programs.vdirsyncer() == (before, sorted(before.values()))
    assert programs.khal() == sorted(before.values())
    assert programs.cadaver() == len(before)
    assert {uid: title for each in programs.synced for uid, title in titles_of(each.data).items()} == before
    first = programs.tsdav()
    assert {uid: title for each in first["there"].values() for uid, title in titles_of(each).items()} == before
    assert first["calendars"] == [f"{address}/dav/en/calendar/"]

    asyncio.run(one_changed_one_cancelled_one_removed(data))
    after = titles_of(httpx.get(feed, trust_env=False).text)
    updated, deleted = programs.synced.sync()
    second = programs.tsdav()

    assert sorted(after.values()) == ["Cancelled: Reykjavik basalt", "Reykjavik northern lights"]
    assert programs.vdirsyncer() == (after, sorted(after.values()))
    assert programs.khal() == sorted(after.values())
    assert programs.cadaver() == len(after)
    assert (len(list(updated)), len(list(deleted))) == (2, 1)
    assert {uid: title for each in programs.synced for uid, title in titles_of(each.data).items()} == after
    assert {uid: title for each in second["there"].values() for uid, title in titles_of(each).items()} == after
    assert len(second["gone"]) == 1
    assert programs.tsdav()["there"] == {}


@needs_node
def test_the_whole_calendar_is_the_feed(address: str, tmp_path: Path) -> None:
    feed = titles_of(httpx.get(f"{address}/feeds/zh-Hans/calendar.ics", trust_env=False).text)
    client = caldav.DAVClient(url=f"{address}/dav/", headers={"Accept-Language": "zh-Hans"})

    (calendar,) = client.principal().calendars()  # type: ignore[no-untyped-call]
    found = {uid: title for each in calendar.events() for uid, title in titles_of(each.data).items()}

    assert found == feed
    assert len(found) > len(FIRST_DAYS)

"""Calendar programs that we did not write read the product by CalDAV: all of it, and then what changed.

vdirsyncer (by CalDAV and by http), khal on the folder that it fills, python-caldav, cadaver and tsdav. What they hold
is held against the feed property by property, of what everybody reads and of what a person saved for themselves.
"""

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import caldav
import httpx
import pytest
import vobject

from events_app.actions import exhibitions, private_feeds
from events_app.domain.exhibitions import Days
from events_app.domain.organisations import Role
from events_app.domain.rights import SYSTEM, Asker
from events_app.domain.texts import Text
from events_app.storage import exhibitions as stored
from events_app.storage.database import opened
from tests.builders import a_series, a_text, an_edition, an_id
from tests.formats.readers import needs_node
from tests.planting import context, plant
from tests.web.signing_in import a_member

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
[pair saved]
a = "saved_there"
b = "saved_here"
collections = [["fairs", "calendar", "fairs"]]
conflict_resolution = "a wins"
[storage saved_there]
type = "caldav"
url = "{address}/dav/en/saved/{token}/"
username = ""
password = ""
read_only = true
[storage saved_here]
type = "filesystem"
path = "{folder}/saved/"
fileext = ".ics"
"""
KHAL_LINE = "{title}; {start-date}; {end-date}; {location}"
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


Facts = dict[str, tuple[str, ...]]
"""What is said of each event, by UID: its properties with their parameters, in order."""


class Programs:
    """The programs, each with what it remembers from one reading to the next; `token` opens what a person saved."""

    def __init__(self, address: str, folder: Path, token: str) -> None:
        self.address, self.folder = address, folder
        self.calendar_url = f"{address}/dav/en/countries/{COUNTRY}/"
        self.saved_url = f"{address}/dav/en/saved/{token}/"
        words = {"folder": folder, "address": address, "country": COUNTRY, "token": token}
        (folder / "vdirsyncer.conf").write_text(SYNC.format(**words))
        (folder / "khal.conf").write_text(KHAL.format(folder=folder))
        client = caldav.DAVClient(url=f"{address}/dav/en/countries/")
        self.python = caldav.Calendar(client=client, url=self.calendar_url)
        self.synced = self.python.objects_by_sync_token(load_objects=True)
        self.token = ""

    def vdirsyncer(self) -> tuple[Facts, Facts, list[tuple[str, ...]]]:
        """What is in the folders synced by CalDAV, of the country and of what was saved, and in that synced by http.

        By http, vdirsyncer gives UIDs of its own.
        """
        configured = ("-c", str(self.folder / "vdirsyncer.conf"))
        command = str(PROGRAMS / "vdirsyncer")
        if not (self.folder / "status").exists():
            program(command, *configured, "discover", folder=self.folder, given="y\n" * 5)
        program(command, *configured, "sync", folder=self.folder)
        here, saved = facts_in(self.folder / "here" / "dav"), facts_in(self.folder / "saved" / "fairs")
        return here, saved, without_names(facts_in(self.folder / "feed"))

    def saved(self) -> Facts:
        """What python-caldav finds from the address that a person is shown: one calendar, and what is in it."""
        (calendar,) = caldav.DAVClient(url=self.saved_url).principal().calendars()  # type: ignore[no-untyped-call]
        return {uid: told for each in calendar.events() for uid, told in facts_of(each.data).items()}

    def khal(self) -> list[str]:
        """Titles, days and places that khal lists."""
        shown = program(
            str(PROGRAMS / "khal"),
            *("-c", str(self.folder / "khal.conf"), "list", "--format", KHAL_LINE, "--day-format", ""),
            *("2029-01-01", "2029-03-01"),
            folder=self.folder,
        )
        return sorted({line for line in shown.splitlines() if line})

    def cadaver(self) -> set[str]:
        """Names of the objects that cadaver lists."""
        listed = program("cadaver", self.calendar_url, folder=self.folder, given="ls\nquit\n")
        return set(re.findall(r"\S+\.ics", listed))

    def cadaver_gets(self, name: str) -> str:
        """An object that cadaver downloads."""
        program("cadaver", self.calendar_url, folder=self.folder, given=f"get {name} got.ics\nquit\n")
        got = self.folder / "got.ics"
        content = got.read_bytes().decode()
        got.unlink()
        return content

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


def facts_in(folder: Path) -> Facts:
    """What is said of events in a folder of calendars."""
    return {uid: told for file in folder.glob("*.ics") for uid, told in facts_of(file.read_text("utf-8")).items()}


def facts_of(calendar: str) -> Facts:
    """What is said of events, as vobject reads them."""
    events = vobject.readOne(calendar, transform=False).contents.get("vevent", [])
    return {
        event.contents["uid"][0].value: tuple(
            sorted(f"{line.name} {sorted(line.params.items())} {line.value}" for line in event.lines())
        )
        for event in events
    }


def without_names(facts: Facts) -> list[tuple[str, ...]]:
    """The same in order, without UIDs."""
    return sorted(tuple(line for line in told if not line.startswith("UID ")) for told in facts.values())


def titles_of(calendar: str) -> dict[str, str]:
    """Titles of events by UID, as vobject reads them."""
    events = vobject.readOne(calendar).contents.get("vevent", [])
    return {event.uid.value: event.summary.value for event in events}


def lines_of(calendar: str) -> list[str]:
    """What khal should list of a feed."""
    events = vobject.readOne(calendar).contents.get("vevent", [])
    return sorted(
        KHAL_LINE.format_map(
            {
                "title": event.summary.value,
                "start-date": event.dtstart.value,
                "end-date": event.dtend.value - timedelta(days=1),
                "location": event.location.value,
            }
        )
        for event in events
    )


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


async def saved(data: str) -> str:
    """Let a person save a selection; the token that opens it."""
    async with opened(data):
        person, _ = await a_member(Role.EXPORTER_STAFF)
        made = await private_feeds.save_selection(
            f"country={COUNTRY}&kind=exhibition", "", by=Asker(person, ()), now=NOW
        )
        return made[1]


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
    programs = Programs(address, tmp_path, asyncio.run(saved(data)))

    before = facts_of(feed_of(address))
    first = programs.tsdav()

    assert len(before) == len(FIRST_DAYS)
    assert_all_hold(programs, before, feed_of(address))
    assert facts_from(each.data for each in programs.synced) == before
    assert facts_from(first["there"].values()) == before
    assert first["calendars"] == [f"{address}/dav/en/calendar/"]

    asyncio.run(one_changed_one_cancelled_one_removed(data))
    after = facts_of(feed_of(address))
    updated, deleted = map(list, programs.synced.sync())
    second = programs.tsdav()

    titles = sorted(titles_of(feed_of(address)).values())
    assert titles == ["Cancelled: Reykjavik basalt", "Reykjavik northern lights"]
    assert_all_hold(programs, after, feed_of(address))
    assert (facts_from(each.data for each in updated), len(deleted)) == (after, 1)
    assert facts_from(each.data for each in programs.synced) == after
    assert facts_from(second["there"].values()) == after
    assert [urlsplit(each).path for each in second["gone"]] == [each.url.path for each in deleted]
    third = programs.tsdav()
    assert (third["there"], third["gone"]) == ({}, [])


def feed_of(address: str) -> str:
    """The feed that everything is held against."""
    return httpx.get(f"{address}/feeds/en/countries/{COUNTRY}.ics", trust_env=False).text


def facts_from(calendars: Iterable[str]) -> Facts:
    return {uid: told for each in calendars for uid, told in facts_of(each).items()}


def assert_all_hold(programs: Programs, facts: Facts, feed: str) -> None:
    """vdirsyncer, khal, cadaver and python-caldav hold what the feed does, property by property."""
    here, saved, by_http = programs.vdirsyncer()
    assert here == facts
    assert saved == facts
    assert by_http == without_names(facts)
    assert programs.saved() == facts
    assert programs.khal() == lines_of(feed)
    names = programs.cadaver()
    assert len(names) == len(facts)
    assert facts_from(map(programs.cadaver_gets, names)) == facts


@needs_node
def test_the_whole_calendar_is_the_feed(address: str, tmp_path: Path) -> None:
    feed = facts_of(httpx.get(f"{address}/feeds/zh-Hans/calendar.ics", trust_env=False).text)
    client = caldav.DAVClient(url=f"{address}/dav/", headers={"Accept-Language": "zh-Hans"})

    (calendar,) = client.principal().calendars()  # type: ignore[no-untyped-call]
    assert facts_from(each.data for each in calendar.events()) == feed
    assert len(feed) > len(FIRST_DAYS)

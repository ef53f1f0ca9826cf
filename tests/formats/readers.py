"""What parsers that we did not write make of a calendar, each in the same shape, to be compared item by item."""

# ruff: noqa: ANN401 - values of other people's parsers
import json
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import icalendar
import pytest
import vobject

from events_app.domain.calendar import CalendarEntry

NODE = Path(__file__).parents[1] / "node"

needs_node = pytest.mark.skipif(
    shutil.which("node") is None or not (NODE / "node_modules").is_dir(),
    reason="node and the packages of tests/node are not installed (npm ci in tests/node)",
)

Event = dict[str, Any]


def when(moment: date | datetime) -> str:
    """Write a moment as readers print it: a whole day as a date, a time in UTC."""
    if not isinstance(moment, datetime):
        return moment.isoformat()
    return moment.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def read_with_node(calendars: Sequence[bytes], walls: Sequence[Sequence[str]] = ()) -> list[dict[str, Any]]:
    """Read calendars with ical.js and node-ical, in one process; see tests/node/read_ics.mjs."""
    asked = {"calendars": [calendar.decode() for calendar in calendars], "walls": [list(each) for each in walls]}
    done = subprocess.run(
        ["node", "read_ics.mjs"], cwd=NODE, input=json.dumps(asked).encode(), capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers


needs_schema = pytest.mark.skipif(
    shutil.which("node") is None or not (NODE / "node_modules" / "schema-dts").is_dir(),
    reason="node and the packages of tests/node are not installed (npm ci in tests/node)",
)


def strangers_to_schema(documents: Mapping[str, object]) -> dict[str, list[str]]:
    """What in JSON-LD documents schema.org's vocabulary does not have, by name; see tests/node/check_schema.mjs.

    Dates are text to the types of a compiler, so they are read here.
    """
    done = subprocess.run(
        ["node", "check_schema.mjs"], cwd=NODE, input=json.dumps(documents).encode(), capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    found: dict[str, list[str]] = json.loads(done.stdout)
    return {name: [*found[name], *_wrong_dates(document)] for name, document in documents.items()}


def _wrong_dates(value: object) -> list[str]:
    if isinstance(value, list):
        return [wrong for each in value for wrong in _wrong_dates(each)]
    if not isinstance(value, dict):
        return []
    wrong = []
    for name, item in value.items():
        texts = item if isinstance(item, list) else [item]
        if name.endswith("Date") or name.startswith("valid"):
            wrong += [f"{name}: {text}" for text in texts if not _is_iso(str(text))]
    return wrong + [each for item in value.values() for each in _wrong_dates(item)]


def _is_iso(text: str) -> bool:
    """Whether it is a day, or a moment with its offset."""
    try:
        return (len(text) == len("2026-10-12") and bool(date.fromisoformat(text))) or bool(
            datetime.fromisoformat(text).tzinfo
        )
    except ValueError:
        return False


def read_with_vobject(calendar: bytes) -> list[Event]:
    """Read events with vobject, which takes its zones from the VTIMEZONEs (through dateutil).

    vobject keeps the first VTIMEZONE that it ever saw under a name; each calendar is to be read by its own.
    """
    known = vars(vobject.icalendar)["__tzidMap"]
    known.clear()
    known["UTC"] = vobject.icalendar.utc
    return [_of_vobject(event) for event in vobject.readOne(calendar.decode()).contents.get("vevent", [])]


def todos_with_vobject(calendar: bytes) -> list[Event]:
    """Read tasks with vobject."""
    tasks = vobject.readOne(calendar.decode()).contents.get("vtodo", [])
    return [{"uid": t.uid.value, "summary": t.summary.value, "due": when(t.due.value)} for t in tasks]


def _of_vobject(event: Any) -> Event:
    def value(name: str) -> Any:
        return event.contents[name][0].value if name in event.contents else None

    return {
        "uid": value("uid"),
        "summary": value("summary"),
        "description": value("description"),
        "location": value("location"),
        "start": when(value("dtstart")),
        "end": when(value("dtend") or value("dtstart")),
        "categories": value("categories") or [],
        "status": value("status"),
        "transparency": value("transp"),
        "sequence": int(value("sequence")),
        "url": value("url"),
        "geo": _floats(value("geo")),
    }


def _floats(geo: str | None) -> list[float] | None:
    return [float(part) for part in geo.split(";")] if geo else None


def read_with_icalendar(calendar: bytes) -> list[Event]:
    """Read events with icalendar itself: what it writes must at least come back."""
    return [_of_icalendar(event) for event in icalendar.Calendar.from_ical(calendar).walk("VEVENT")]


def _of_icalendar(event: Any) -> Event:
    geo = event.get("geo")
    end = event.get("dtend") or event["dtstart"]
    return {
        "uid": str(event["uid"]),
        "summary": str(event["summary"]),
        "description": str(event["description"]),
        "location": str(event["location"]) if "location" in event else None,
        "start": when(event["dtstart"].dt),
        "end": when(end.dt),
        "categories": [str(name) for name in event["categories"].cats] if "categories" in event else [],
        "status": str(event["status"]),
        "transparency": str(event["transp"]),
        "sequence": int(event["sequence"]),
        "url": str(event["url"]),
        "geo": [geo.latitude, geo.longitude] if geo else None,
    }


def only(events: Iterable[Event], names: Iterable[str]) -> list[Event]:
    """Keep the named items of events, in the order of UIDs."""
    wanted = tuple(names)
    return sorted(({name: event[name] for name in wanted} for event in events), key=lambda event: str(event["uid"]))


def times_of(entry: CalendarEntry) -> tuple[str, str]:
    """Start and end as a reader must understand them; the end of whole days is exclusive."""
    if entry.starts_at is None or entry.ends_at is None:
        return when(entry.starts_on), when(date.fromordinal(entry.ends_on.toordinal() + 1))
    return when(entry.starts_at), when(entry.ends_at)


def assert_same_events(plain: bytes, full: bytes) -> None:
    """What a calendar has more in full detail changes nothing of what independent readers make of its events."""
    of_plain, of_full = read_with_node([plain, full])
    compared = ("uid", "summary", "location", "start", "end", "url")
    assert only(of_full["icalJs"]["events"], compared) == only(read_with_icalendar(plain), compared)
    assert only(of_full["nodeIcal"]["events"], compared) == only(of_plain["nodeIcal"]["events"], compared)

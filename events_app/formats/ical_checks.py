"""A strict look at an iCalendar file, apart from what writes it: the rules of RFC 5545 that clients fall over.

`faults` knows nothing of icalendar or of our writer; `read_back` asks our own reader for every event.
"""

import re
from collections.abc import Iterator
from typing import Final

from events_app.domain.refusals import InvalidValue
from events_app.formats import ical_reading

LONGEST_LINE_BYTES: Final = 75
MOST_FAULTS: Final = 20
EVENTS_AT_ONCE: Final = 1_000
_EVENT: Final = re.compile(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", re.DOTALL)
_CONTENT_LINE: Final = re.compile(
    rb'[A-Za-z0-9-]+(?:;[A-Za-z0-9-]+=(?:"[^"\x00-\x08\x0a-\x1f\x7f]*"|[^";:,\x00-\x08\x0a-\x1f\x7f]*)'
    rb'(?:,(?:"[^"\x00-\x08\x0a-\x1f\x7f]*"|[^";:,\x00-\x08\x0a-\x1f\x7f]*))*)*:[^\x00-\x08\x0a-\x1f\x7f]*'
)
_ONCE: Final = (b"UID", b"DTSTAMP", b"DTSTART")
_OF_CALENDAR: Final = (b"PRODID", b"VERSION")


def count_events(content: bytes) -> int:
    """Events of a file."""
    return len(re.findall(rb"^BEGIN:VEVENT\r?$", content, re.MULTILINE))


def faults(content: bytes) -> tuple[str, ...]:
    """What is wrong, each with its line, in the words of a programmer; at most `MOST_FAULTS`."""
    found: list[str] = []
    for fault in _faults(content):
        found.append(fault)
        if len(found) == MOST_FAULTS:
            break
    return tuple(found)


def read_back(content: bytes) -> int:
    """How many events our reader takes, a thousand at a time since it takes no more than some thousands at once."""
    events = [match.group() for match in _EVENT.finditer(content)]
    if not events:
        return 0
    head, tail = content[: content.index(events[0])], b"END:VCALENDAR\r\n"
    taken = 0
    for start in range(0, len(events), EVENTS_AT_ONCE):
        part = head + b"".join(events[start : start + EVENTS_AT_ONCE]) + tail
        try:
            taken += len(ical_reading.read(part).candidates)
        except InvalidValue:
            continue
    return taken


def _faults(content: bytes) -> Iterator[str]:
    try:
        content.decode("utf-8", errors="strict")
    except UnicodeDecodeError as error:
        yield f"byte {error.start}: not UTF-8"
    lines = content.split(b"\r\n")
    if lines[-1]:
        yield f"line {len(lines)}: no CRLF at the end"
    for number, line in enumerate(lines, 1):
        if len(line) > LONGEST_LINE_BYTES:
            yield f"line {number}: {len(line)} bytes, not folded at {LONGEST_LINE_BYTES}"
        if b"\n" in line or b"\r" in line:
            yield f"line {number}: a line break that is no CRLF"
    yield from _structure(lines[:-1] if not lines[-1] else lines)


def _structure(lines: list[bytes]) -> Iterator[str]:
    """Components nested rightly, content lines written rightly, and what must be there once."""
    open_ones: list[tuple[bytes, dict[bytes, int]]] = []
    uids: set[tuple[bytes, bytes]] = set()
    uid = b""
    for number, line in _unfolded(lines):
        name = re.split(rb"[;:]", line, maxsplit=1)[0].upper()
        if not _CONTENT_LINE.fullmatch(line):
            yield f"line {number}: no content line of RFC 5545"
        if name == b"BEGIN":
            open_ones.append((line[6:].upper(), {}))
        elif name == b"END":
            if not open_ones or open_ones[-1][0] != line[4:].upper():
                yield f"line {number}: ends what is not open"
                return
            component, seen = open_ones.pop()
            yield from _lacking(component, seen, number)
            if component in {b"VEVENT", b"VTODO"} and uid:
                if (component, uid) in uids:
                    yield f"line {number}: UID {uid.decode(errors='replace')[:80]} a second time"
                uids.add((component, uid))
        elif not open_ones:
            yield f"line {number}: outside of a calendar"
        else:
            open_ones[-1][1][name] = open_ones[-1][1].get(name, 0) + 1
            uid = line[4:] if name == b"UID" else uid
    if open_ones:
        yield f"line {len(lines)}: {open_ones[-1][0].decode(errors='replace')[:40]} is not ended"


def _lacking(component: bytes, seen: dict[bytes, int], number: int) -> Iterator[str]:
    wanted = {b"VEVENT": _ONCE, b"VTODO": _ONCE[:2], b"VCALENDAR": _OF_CALENDAR}.get(component, ())
    for name in wanted:
        if seen.get(name, 0) != 1:
            yield f"line {number}: {name.decode()} {seen.get(name, 0)} times in {component.decode()}"


def _unfolded(lines: list[bytes]) -> Iterator[tuple[int, bytes]]:
    """Content lines with the number of their first line (RFC 5545, section 3.1)."""
    begin, parts = 1, list[bytes]()
    for number, line in enumerate(lines, 1):
        if line[:1] in {b" ", b"\t"} and parts:
            parts.append(line[1:])
            continue
        if parts:
            yield begin, b"".join(parts)
        begin, parts = number, [line]
    if parts:
        yield begin, b"".join(parts)

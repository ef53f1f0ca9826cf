"""The strict look at a file: what is right passes, each fault is told with its line."""

import pytest

from events_app.formats.ical_checks import count_events, faults, read_back

HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\n"
EVENT = (
    "BEGIN:VEVENT\r\nUID:a@b\r\nDTSTAMP:20261123T093000Z\r\n"
    "DTSTART;VALUE=DATE:20270401\r\nSUMMARY:Fair\r\nEND:VEVENT\r\n"
)
TAIL = "END:VCALENDAR\r\n"


def test_a_file_as_it_should_be_has_no_fault() -> None:
    content = (HEAD + EVENT + EVENT.replace("a@b", "c@d") + TAIL).encode()

    assert faults(content) == ()
    assert (count_events(content), read_back(content)) == (2, 2)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (HEAD + EVENT.replace("SUMMARY:Fair", "SUMMARY:" + "x" * 70) + TAIL, "line 8: 78 bytes, not folded at 75"),
        (HEAD + EVENT.replace("Fair\r\n", "Fair\n") + TAIL, "line 8: a line break that is no CRLF"),
        (HEAD + EVENT.replace("UID:a@b\r\n", "") + TAIL, "line 8: UID 0 times in VEVENT"),
        (HEAD + EVENT + EVENT + TAIL, "line 15: UID a@b a second time"),
        (HEAD + EVENT.replace("SUMMARY:", "SUMMARY;X=a;:") + TAIL, "line 8: no content line of RFC 5545"),
        (HEAD + EVENT.replace("Fair", "Fa\x07ir") + TAIL, "line 8: no content line of RFC 5545"),
        (HEAD + EVENT.replace("END:VEVENT", "END:VTODO") + TAIL, "line 9: ends what is not open"),
        (HEAD + EVENT, "line 9: VCALENDAR is not ended"),
        (HEAD.replace("VERSION:2.0\r\n", "") + EVENT + TAIL, "line 9: VERSION 0 times in VCALENDAR"),
    ],
)
def test_a_fault_is_told_with_its_line(content: str, fault: str) -> None:
    assert fault in faults(content.encode())


def test_an_event_that_our_reader_refuses_is_missed() -> None:
    content = (HEAD + EVENT + EVENT.replace("a@b", "c@d").replace("SUMMARY:Fair\r\n", "") + TAIL).encode()

    assert (count_events(content), read_back(content)) == (2, 1)

"""Every feed of the demonstration, in each language, as programs that we did not write understand it."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

import icalendar
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from litestar.datastructures import MultiDict

from events_app.domain.calendar import CalendarEntry, EntryKind, EntryStatus, Subject
from events_app.domain.entry_names import part_name
from events_app.domain.languages import LANGUAGES
from events_app.domain.selections import Selection
from events_app.domain.texts import Shown
from events_app.edge.feed_wordings import SENTENCES
from events_app.edge.pages import address
from events_app.edge.subscriptions import read_choice
from events_app.formats.entry_words import is_shown
from events_app.formats.feed_options import Cancelled
from events_app.i18n.catalogues import Catalogues
from events_app.storage import selections
from tests.clients import Client
from tests.formats.readers import (
    Event,
    needs_node,
    only,
    read_with_node,
    read_with_vobject,
    times_of,
)

EVERYTHING = Selection(kinds=tuple(EntryKind))
COMPARED = ("uid", "start", "end", "status", "sequence", "summary")
LATEST_CHANGES = frozenset(
    {
        "Africa/Casablanca",
        "Africa/El_Aaiun",
        "America/Edmonton",
        "America/Havana",
        "America/Inuvik",
        "America/Vancouver",
        "America/Winnipeg",
    }
)
"""Zones whose rules changed in 2026: node-ical asks Node, which may not know; the other readers use our VTIMEZONE."""
WHOLE = "calendar.ics?kind=exhibition,session,deadline,milestone"


def expected(entries: Iterable[CalendarEntry], language: str, catalogues: Catalogues) -> list[Event]:
    """What readers must find, from the database alone; cancelled entries are marked in their title."""
    events: list[Event] = []
    for entry in entries:
        start, end = times_of(entry)
        events.append(
            {
                "uid": entry.uid,
                "start": start,
                "end": end,
                "status": "CONFIRMED" if _is_sure(entry) else "TENTATIVE",
                "sequence": entry.sequence,
                "summary": _summary(entry, language, catalogues),
            }
        )
    return sorted(events, key=lambda event: str(event["uid"]))


def _is_sure(entry: CalendarEntry) -> bool:
    return entry.dates_confirmed or entry.status is EntryStatus.CANCELLED


def _summary(entry: CalendarEntry, language: str, catalogues: Catalogues) -> str:
    def say(name: str, **params: str) -> str:
        return catalogues.translate(language, SENTENCES[name], **params)

    title = _marked(entry.title.shown(language))
    kind = part_name(entry)
    part = _marked(entry.part.shown(language)) or (catalogues.translate(language, kind) if kind else "")
    summary = {
        EntryKind.EXHIBITION: lambda: title,
        EntryKind.SESSION: lambda: say("session_title", part=part, title=title),
        EntryKind.DEADLINE: lambda: say("deadline_title", kind=part, title=title),
        EntryKind.MILESTONE: lambda: say("milestone_title", part=part, title=title),
    }[entry.kind]()
    return say("cancelled_title", title=summary) if entry.status is EntryStatus.CANCELLED else summary


def _marked(shown: Shown) -> str:
    return f"{shown.text} [{shown.language}]" if shown.is_fallback else shown.text


def _of(uids: AbstractSet[str], events: Iterable[Event]) -> list[Event]:
    return only((event for event in events if event["uid"] in uids), COMPARED)


def feeds_of(entries: Sequence[CalendarEntry]) -> dict[str, list[CalendarEntry]]:
    """Each address of a feed below the language, with the entries that it must hold."""
    feeds: dict[str, list[CalendarEntry]] = {WHOLE: list(entries)}
    for entry in entries:
        place = "projects" if entry.subject is Subject.PROJECT else "exhibitions"
        feeds.setdefault(f"{place}/{entry.slug}.ics", []).append(entry)
        for code in entry.countries:
            feeds.setdefault(f"countries/{code}.ics?{WHOLE.partition('?')[2]}", []).append(entry)
    return feeds


@needs_node
@pytest.mark.node
@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_feed_of_the_demo_is_read_as_it_stands_in_the_database(demo_client: Client, language: str) -> None:
    entries = await selections.list_all(EVERYTHING)
    feeds = feeds_of(entries)
    catalogues: Catalogues = demo_client.app.state.catalogues
    bodies = [(await demo_client.get(f"/feeds/{language}/{path}")).content for path in feeds]

    answers = read_with_node(bodies)

    for (path, held), body, answer in zip(feeds.items(), bodies, answers, strict=True):
        wanted = expected(held, language, catalogues)
        assert only(answer["icalJs"]["events"], COMPARED) == wanted, path
        known = {entry.uid for entry in held if entry.is_whole_days or entry.zone not in LATEST_CHANGES}
        assert _of(known, answer["nodeIcal"]["events"]) == [event for event in wanted if event["uid"] in known], path
        assert only(read_with_vobject(body), COMPARED) == wanted, path
        assert answer["icalJs"]["head"]["name"] == answer["icalJs"]["head"]["x-wr-calname"], path


async def test_the_demo_has_what_feeds_are_likely_to_get_wrong(demo_client: Client) -> None:
    entries = await selections.list_all(EVERYTHING)

    assert {entry.kind for entry in entries} == set(EntryKind)
    assert {entry.status for entry in entries} == set(EntryStatus)
    assert {entry.dates_confirmed for entry in entries} == {True, False}
    assert max(entry.sequence for entry in entries) > 0
    assert len({entry.zone for entry in entries if not entry.is_whole_days}) > 10


def several(*values: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), max_size=3, unique=True)


days = st.one_of(st.none(), st.dates().filter(lambda day: 2024 < day.year < 2029))
queries = st.fixed_dictionaries(
    {
        "kind": several(*EntryKind),
        "country": several("CN", "DE", "AE", "KE", "BR", "JP"),
        "group": several("ASEAN", "EU", "OECD", "G-77"),
        "sector": several("ict", "industry", "food", "comprehensive", "rail"),
        "field": several("1", "6", "13"),
        "scope": several("domestic", "overseas", "separate"),
        "status": several(*EntryStatus),
        "dates": st.sampled_from([[], ["confirmed"], ["open"]]),
        "q": st.sampled_from([[], [], ["fair"], ["exp"], ["广交会"], ["Messe Hann"], ["?!"]]),
        "from": days.map(lambda day: [day.isoformat()] if day else []),
        "cancelled": st.sampled_from([[], ["mark"], ["status"], ["drop"]]),
        "lang": st.sampled_from([[], ["ar"], ["zh-Hans", "fr"], ["ar,fr,en"]]),
        "fallback": st.sampled_from([[], ["mark"], ["hide"]]),
        "detail": st.sampled_from([[], ["full"]]),
        "alarm": st.sampled_from([[], ["P7D"], ["PT90M"]]),
        "reminder": st.sampled_from([[], ["1"]]),
        "todo": st.sampled_from([[], ["0"], ["1"]]),
    }
)


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(queries)
async def test_a_feed_holds_exactly_what_its_selection_finds(demo_client: Client, query: dict[str, list[str]]) -> None:
    choice = read_choice(MultiDict([(name, str(value)) for name, values in query.items() for value in values]))
    found = await selections.list_all(choice.selection)

    response = await demo_client.get("/feeds" + address("es", "calendar.ics", query))

    assert response.status_code == 200, response.text
    components = icalendar.Calendar.from_ical(response.content).subcomponents
    assert [str(each["uid"]) for each in components if each.name in {"VEVENT", "VTODO"}] == [
        entry.uid for entry in found if is_shown(entry, choice.cancelled)
    ]
    assert choice.cancelled is Cancelled(query["cancelled"][0] if query["cancelled"] else "mark")

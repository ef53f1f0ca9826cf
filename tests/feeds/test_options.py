from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events_app.actions import exhibitions
from events_app.domain.entry_times import CHANGE_TOLD_FOR, REMOVED_SHOWN_FOR
from events_app.domain.exhibitions import Days
from events_app.domain.languages import LANGUAGES
from events_app.domain.rights import SYSTEM
from events_app.edge.pages import address
from events_app.formats.feed_options import Cancelled, Detail
from events_app.storage.exhibitions import get_edition
from tests.builders import a_deadline, a_session, a_text, an_edition, an_id
from tests.clients import NOW, Client, opened_client
from tests.formats.readers import (
    needs_node,
    only,
    read_with_icalendar,
    read_with_node,
    read_with_vobject,
    todos_with_vobject,
)
from tests.planting import context, plant

KINDS = "kind=exhibition,session,deadline,milestone"
FAIR = "light-and-building-2026"
COMPARED = ("uid", "summary", "description", "location", "start", "end", "status", "sequence", "url", "transparency")


@pytest.fixture
async def client(sqlite_url: str) -> AsyncIterator[Client]:
    """A fair with a session and a deadline, one with words in French and German only, one that was cancelled now."""
    async with opened_client(sqlite_url) as opened_one:
        await plant(
            an_edition(sessions=(a_session(),), deadlines=(a_deadline(),)),
            an_edition(
                id=an_id("foreign"),
                slug="foreign-2027",
                name=a_text("Messe", source="de", fr="Foire"),
                summary=a_text("Alles <b>neu</b>", source="de"),
                days=Days(date(2027, 5, 1), date(2027, 5, 2)),
            ),
            an_edition(id=an_id("off"), slug="off-2027", days=Days(date(2027, 3, 1), date(2027, 3, 2))),
        )
        await exhibitions.cancel("off-2027", a_text("No hall."), by=SYSTEM, context=context(), now=NOW)
        yield opened_one


def at(client: Client, moment: datetime) -> None:
    clock: Callable[[], datetime] = lambda: moment  # noqa: E731 - what the application takes
    client.app.state.clock = clock


async def events(client: Client, path: str) -> dict[str, dict[str, Any]]:
    response = await client.get(f"/feeds/{path}")
    assert response.status_code == 200, response.text
    return {event["summary"]: event for event in read_with_icalendar(response.content)}


@needs_node
@pytest.mark.node
async def test_independent_readers_understand_every_variant_alike(client: Client) -> None:
    chains = [*LANGUAGES, "ar,fr,en"]
    paths = [
        f"/feeds/{chain}/calendar.ics?{KINDS}&cancelled={cancelled}&detail={detail}&todo={todo}&alarm=P7D&reminder=1"
        for chain, cancelled, detail, todo in product(chains, Cancelled, Detail, "01")
    ]
    bodies = [(await client.get(path)).content for path in paths]

    answers = read_with_node(bodies)

    for path, body, answer in zip(paths, bodies, answers, strict=True):
        read = only(read_with_icalendar(body), COMPARED)
        assert len(read) == 5 - ("cancelled=drop" in path) - ("todo=1" in path), path
        assert only(answer["icalJs"]["events"], COMPARED) == read, path
        assert only(answer["nodeIcal"]["events"], COMPARED) == read, path
        assert only(read_with_vobject(body), COMPARED) == read, path
        todos = todos_with_vobject(body)
        assert [todo["due"] for todo in todos] == ["2026-05-15T09:00:00Z"] * ("todo=1" in path), path
        assert answer["icalJs"]["todos"] == answer["nodeIcal"]["todos"] == todos, path


async def test_a_chain_is_tried_in_its_order_and_names_what_fell_back(client: Client) -> None:
    chain = await events(client, "ar,fr,en/exhibitions/foreign-2027.ics")
    alone = await events(client, "fr/exhibitions/foreign-2027.ics")
    none = await events(client, "ar,en/exhibitions/foreign-2027.ics?fallback=hide")
    text = (await client.get("/feeds/ar,fr/exhibitions/foreign-2027.ics")).text

    assert (list(chain), list(alone), list(none)) == (["Foire [fr]"], ["Foire"], ["Messe [de]"])
    assert ("Alles" in chain["Foire [fr]"]["description"], "Alles" in none["Messe [de]"]["description"]) == (
        True,
        False,
    )
    assert "SUMMARY;LANGUAGE=fr:Foire [fr]\r\n" in text


async def test_a_chain_in_the_query_is_that_in_the_path_which_the_feed_names_as_its_source(client: Client) -> None:
    in_path = await client.get("/feeds/ar,fr,en/calendar.ics?lang=&todo=0&alarm=p1w")
    in_query = await client.get("/feeds/en/calendar.ics?lang=ar&lang=FR,en&alarm=P7D")

    assert in_path.content == in_query.content
    assert "/feeds/ar,fr,en/calendar.ics?alarm=P7D\r\n" in in_path.text.replace("\r\n ", "")
    assert (in_path.headers["content-language"], in_query.headers["content-language"]) == ("ar", "ar")


@pytest.mark.parametrize("chain", ["ar,ar", "ar,de", "ar,", ",", "ar,fr,en,zh-Hans,es,ru,pt,ar", "AR,fr"])
async def test_a_chain_of_other_languages_is_not_found(client: Client, chain: str) -> None:
    assert (await client.get(f"/feeds/{chain}/calendar.ics")).status_code == 404
    assert (await client.get(f"/{chain}/calendar")).status_code == 404


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("calendar.ics?lang=ar,de", "lang"),
        ("calendar.ics?lang=ar,AR", "lang"),
        ("calendar.ics?fallback=maybe", "fallback"),
        ("calendar.ics?detail=some", "detail"),
        ("calendar.ics?alarm=tomorrow", "alarm"),
        ("calendar.ics?alarm=P", "alarm"),
        ("calendar.ics?alarm=P999D", "alarm"),
        ("calendar.ics?todo=yes", "todo"),
        ("calendar.csv?alarm=P7D", "alarm"),
        ("calendar.json?todo=1", "todo"),
        ("series/light-and-building.atom?detail=full", "detail"),
        (f"exhibitions/{FAIR}.jscalendar?reminder=1", "reminder"),
    ],
)
async def test_an_option_that_means_nothing_is_refused_by_name(client: Client, path: str, name: str) -> None:
    answer = await client.get(f"/feeds/en/{path}", headers={"Accept": "application/json"})

    assert (answer.status_code, [error["name"] for error in answer.json()["errors"]]) == (400, [name])


async def test_what_changed_leads_the_description_for_thirty_days(client: Client) -> None:
    fair = await get_edition(FAIR)
    moved = replace(fair, days=Days(date(2026, 10, 19), date(2026, 10, 22)), sessions=(), deadlines=())
    await exhibitions.change_edition(moved, by=SYSTEM, context=context(), now=NOW)
    url = f"/feeds/en/exhibitions/{FAIR}.ics"
    at(client, NOW + CHANGE_TOLD_FOR - timedelta(seconds=1))
    told = await client.get(url)
    at(client, NOW + CHANGE_TOLD_FOR)
    later = await client.get(url, headers={"If-Modified-Since": told.headers["last-modified"]})
    untold = await client.get(url)

    lead = {event["summary"]: event["description"].splitlines()[0] for event in read_with_icalendar(told.content)}
    assert lead == {
        "Light and Building 2026": "Changed on 23 Nov 2026: New dates: 19–22 Oct 2026, before: 12–15 Oct 2026.",
        "Cancelled: Forum on green buildings – Light and Building 2026": (
            "Changed on 23 Nov 2026: This session is no longer in the programme."
        ),
        "Cancelled: Applications close: Light and Building 2026": (
            "Changed on 23 Nov 2026: This deadline no longer holds. Applications close: 15 May 2026, 17:00 (Shanghai)."
        ),
    }
    assert (later.status_code, told.headers["etag"] == untold.headers["etag"]) == (200, False)
    assert "Changed on" not in untold.text
    stamps = [line for line in told.text.splitlines() if line.startswith(("DTSTAMP", "SEQUENCE", "LAST-MODIFIED:2026"))]
    assert stamps == [
        line for line in untold.text.splitlines() if line.startswith(("DTSTAMP", "SEQUENCE", "LAST-MODIFIED:2026"))
    ]


async def test_what_was_removed_leaves_after_ninety_days_and_what_was_cancelled_stays(client: Client) -> None:
    fair = await get_edition(FAIR)
    await exhibitions.change_edition(replace(fair, sessions=()), by=SYSTEM, context=context(), now=NOW)
    counts = []
    for moment in (NOW + REMOVED_SHOWN_FOR - timedelta(seconds=1), NOW + REMOVED_SHOWN_FOR):
        at(client, moment)
        counts.append(len(await events(client, f"en/exhibitions/{FAIR}.ics")))

    assert counts == [3, 2]
    assert list(await events(client, "en/exhibitions/off-2027.ics")) == ["Cancelled: Light and Building 2026"]


async def test_alarms_and_reminders_stand_where_they_are_wanted(client: Client) -> None:
    plain = (await client.get(f"/feeds/en/exhibitions/{FAIR}.ics")).text
    deadlines = (await client.get(f"/feeds/en/exhibitions/{FAIR}.ics?alarm=PT2H&reminder=1&todo=1")).text
    heads = (await client.get("/feeds/en/calendar.ics?kind=exhibition&reminder=1")).text

    def triggers(text: str) -> list[str]:
        return [line for line in text.splitlines() if line.startswith("TRIGGER")]

    assert (triggers(plain), plain.count("VTODO")) == ([], 0)
    assert sorted(triggers(deadlines)) == ["TRIGGER:-PT2H"] * 2 + [
        "TRIGGER;RELATED=END:-P14D",
        "TRIGGER;RELATED=END:-PT2H",
    ]
    assert triggers(heads) == ["TRIGGER;VALUE=DATE-TIME:20260501T090000Z"]


async def test_what_is_made_of_a_text_for_html_is_escaped(client: Client) -> None:
    text = (await client.get("/feeds/en/exhibitions/foreign-2027.ics?detail=full")).text.replace("\r\n ", "")

    assert "&lt\\;b&gt\\;neu&lt\\;/b&gt\\;" in text
    assert 'DESCRIPTION;ALTREP="data:text/html,%3Cp%3E' in text
    assert "<b>" not in text.partition("X-ALT-DESC")[2].partition("\r\n")[0]


NAMES = [
    *("kind", "country", "group", "sector", "field", "scope", "status", "dates", "q", "from", "to"),
    *("cancelled", "lang", "fallback", "detail", "alarm", "reminder", "todo"),
]
garbage = st.dictionaries(
    st.one_of(st.sampled_from(NAMES), st.text(min_size=1, max_size=8)),
    st.one_of(st.text(max_size=20), st.sampled_from(["P7D", "PT0M", "P99W", "ar,fr", "1", "-1", "full", "\0", "DE,,"])),
    max_size=4,
)


@settings(
    max_examples=80,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(garbage, st.sampled_from([".ics", ".jcal", ".jscalendar", ".json", ".atom", ".csv", ".xlsx"]))
async def test_any_garbage_in_the_query_is_a_clear_problem_and_never_a_fault(
    client: Client, query: dict[str, str], ending: str
) -> None:
    url = "/feeds" + address("en", f"calendar{ending}", query)

    answer = await client.get(url, headers={"Accept": "application/problem+json"})

    assert answer.status_code in {200, 400}, url
    if answer.status_code == 400:
        problem = answer.json()
        assert {error["name"] for error in problem["errors"]} <= {name[:100] for name in query}
        assert all(error["detail"] for error in problem["errors"])

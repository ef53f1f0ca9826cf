# ruff: noqa: ANN401 - the changes are fields of a value; a wrong one fails in `replace`
import json
import re
from datetime import UTC, date, datetime, time, timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from events_app.actions import exhibitions
from events_app.domain.exhibitions import (
    Days,
    DeadlineKind,
    Edition,
    EditionStatus,
    OpeningHours,
    ParticipationMode,
    SessionKind,
)
from events_app.domain.rights import SYSTEM
from events_app.domain.texts import Text
from events_app.domain.web_addresses import Online, OnlineKind
from events_app.web.exhibitions import Opening, openings_of
from tests.builders import a_deadline, a_project, a_series, a_session, a_text, an_edition, an_id
from tests.clients import NOW, Client, opened_client
from tests.planting import context, plant, plant_projects
from tests.queries import counted_queries
from tests.reading import readable, text_of

SPRING = Days(date(2027, 4, 12), date(2027, 4, 15))
PAGE = "/en/exhibitions/light-and-building-2027"


def a_coming_edition(**changes: Any) -> Edition:
    """An edition of spring 2027 in Frankfurt with everything that a page can show."""
    days = [SPRING.first + timedelta(days=number) for number in range(4)]
    return an_edition(
        **{
            "id": an_id("coming"),
            "slug": "light-and-building-2027",
            "name": a_text("Light and Building 2027", zh_Hans="2027照明与建筑展"),
            "days": SPRING,
            "halls": ("3", "4.1"),
            "hours": tuple(OpeningHours(day, time(9), time(18) if day != days[3] else time(16)) for day in days),
            "co_organisers": (a_text("Association of Lighting"),),
            "sessions": (
                a_session(
                    kind=SessionKind.MATCHMAKING,
                    starts_at=datetime(2027, 4, 13, 12, 0, tzinfo=UTC),
                    ends_at=datetime(2027, 4, 13, 14, 30, tzinfo=UTC),
                ),
            ),
            "deadlines": (
                a_deadline(at=datetime(2026, 12, 2, 16, 0, tzinfo=UTC), zone="Europe/Berlin"),
                a_deadline(id=an_id("freight"), kind=DeadlineKind.FREIGHT, at=datetime(2027, 3, 1, 9, 0, tzinfo=UTC)),
            ),
        }
        | changes
    )


async def test_an_edition_says_when_where_and_how_to_take_part(client: Client) -> None:
    await plant(a_coming_edition())

    text = await text_of(client, PAGE)

    for words in (
        "12–15 April 2027",
        "Monday 12 April",
        "Frankfurt am Main",
        "Germany",
        "Messe Frankfurt",
        "Halls: 3 and 4.1",
        "Organised delegation",
        "Power equipment and grids",
        "Electrical machinery, apparatus, energy",
        "Fair Company Ltd",
        "Association of Lighting",
        "fair.example/2026",
    ):
        assert words in text


async def test_venue_time_and_office_time_stand_with_their_zones(sqlite_url: str) -> None:
    async with opened_client(sqlite_url, HOME_ZONE="Asia/Shanghai") as home:
        await plant(a_coming_edition())

        text = await text_of(home, PAGE)

    assert "Venue time Berlin, UTC+2 Office time Shanghai, UTC+8" in text
    assert "12–14 Apr 2027 09:00–18:00 15:00–00:00 15 Apr 2027 09:00–16:00 15:00–22:00" in text


async def test_office_time_is_left_out_where_its_clocks_agree_with_the_venue(client: Client) -> None:
    await plant(a_coming_edition(zone="Europe/London", country="GB", city=a_text("Birmingham")))

    text = await text_of(client, PAGE)

    assert "Venue time London, UTC+1 Office time UTC" in text

    await plant_beside(
        a_coming_edition(id=an_id("reykjavik"), slug="reykjavik-2027", zone="Atlantic/Reykjavik", **BARE)
    )

    assert "Office time" not in await text_of(client, "/en/exhibitions/reykjavik-2027")


async def test_deadlines_count_down_in_words(client: Client) -> None:
    await plant(a_coming_edition())

    text = await text_of(client, PAGE)

    assert "2 Dec in 9 days Applications close 17:00 in Berlin, UTC+1" in text
    assert "1 Mar 2027 in 98 days Exhibits handed to the freight forwarder 17:00 in Shanghai, UTC+8" in text


async def test_the_programme_names_hours_room_and_languages(client: Client) -> None:
    await plant(a_coming_edition())

    text = await text_of(client, PAGE)

    assert "Tue 13 Apr 14:00–16:30 Forum on green buildings" in text
    assert "Matchmaking event · Hall 3, room Europa Spoken: English and German" in text


async def test_the_readers_own_time_has_room_beside_each_hour(client: Client) -> None:
    await plant(a_coming_edition())

    html = (await client.get(PAGE)).text

    assert 'data-starts="2027-04-12T07:00:00+00:00"' in html
    assert 'data-zone="Europe/Berlin"' in html
    assert 'data-starts="2026-12-02T16:00:00+00:00"' in html


async def test_a_draft_and_an_unknown_address_are_nowhere(client: Client) -> None:
    await plant(an_edition(slug="secret-2027", status=EditionStatus.DRAFT, days=SPRING))

    assert (await client.get("/en/exhibitions/secret-2027")).status_code == 404
    assert (await client.get("/en/exhibitions/nothing")).status_code == 404


async def test_no_neighbour_is_a_draft_or_an_internal_project(client: Client) -> None:
    hidden = {"name": a_text("Hidden fair"), "status": EditionStatus.DRAFT}
    await plant(
        a_coming_edition(),
        a_coming_edition(id=an_id("shown"), slug="shown-2029", name=a_text("Shown fair"), sessions=(), deadlines=()),
        a_coming_edition(id=an_id("hidden"), slug="hidden-2029", sessions=(), deadlines=(), **hidden),
    )
    await plant_projects(
        a_project(edition_slugs=("light-and-building-2027",), name=a_text("Shown project")),
        a_project(
            id=an_id("internal"),
            slug="internal",
            edition_slugs=("light-and-building-2027",),
            name=a_text("Hidden project"),
            is_public=False,
            milestones=(),
        ),
    )

    text = await text_of(client, PAGE)

    assert "Shown fair" in text
    assert "Shown project" in text
    assert "Hidden" not in text


async def test_neighbours_are_the_series_the_same_sectors_nearby_and_the_country(client: Client) -> None:
    later = BARE | {"days": Days(date(2027, 9, 1), date(2027, 9, 2)), "series_id": an_id("other")}
    await plant(
        a_coming_edition(), a_coming_edition(id=an_id("next"), slug="next", name=a_text("Next edition"), **BARE)
    )
    await plant(
        a_coming_edition(id=an_id("b"), slug="b", name=a_text("German fair"), **later),
        a_coming_edition(id=an_id("d"), slug="d", name=a_text("Far fair"), country="FR", **later),
        a_coming_edition(
            id=an_id("c"), slug="c", name=a_text("French fair"), series_id=an_id("other"), country="FR", **BARE
        ),
        series=a_series(id=an_id("other"), slug="other"),
    )

    text = await text_of(client, PAGE)

    series, _, others = text.split("Other editions")[1].partition("Same sectors, about the same time")
    nearby, _, in_country = others.partition("Next in the same country or region")
    assert "Next edition" in series
    assert "French fair" in nearby
    assert "German fair" in in_country
    assert "Far fair" not in text


async def test_the_cancelled_keep_their_page_with_the_reason(client: Client) -> None:
    await plant(a_coming_edition())
    await exhibitions.cancel(
        "light-and-building-2027",
        a_text("The hall is closed."),
        by=SYSTEM,
        context=context(),
        now=NOW - timedelta(days=2),
    )

    text = await text_of(client, PAGE)

    assert "Cancelled The hall is closed." in text
    assert "its deadlines no longer apply" in text
    assert "21 Nov 2026 Cancelled." in text
    assert "Google Calendar" not in text
    assert structured_of((await client.get(PAGE)).text)["eventStatus"] == "https://schema.org/EventCancelled"


async def test_the_postponed_keep_the_old_dates_beside_the_new(client: Client) -> None:
    edition = a_coming_edition()
    await plant(edition)
    moved = edition.postpone(Days(date(2027, 5, 3), date(2027, 5, 6)), now=NOW)
    await exhibitions.change_edition(moved, note=a_text("Notice no. 14"), by=SYSTEM, context=context(), now=NOW)

    html = (await client.get(PAGE)).text
    text = readable(html)

    assert "Postponed from 12–15 Apr 2027 New dates: 3–6 May 2027" in text
    assert "Postponed. New dates: 3–6 May 2027, before: 12–15 Apr 2027." in text
    assert "Notice no. 14" in text
    structured = structured_of(html)
    assert structured["eventStatus"] == "https://schema.org/EventRescheduled"
    assert structured["previousStartDate"] == "2027-04-12"


async def test_dates_that_nobody_confirmed_say_so_with_their_source(client: Client) -> None:
    await plant(a_coming_edition(dates_confirmed=False, source="https://fair.example/press (rule of the month)"))

    html = (await client.get(PAGE)).text

    assert "Dates not confirmed by the organiser" in readable(html)
    assert 'href="https://fair.example/press"' in html
    assert "(rule of the month)" in html


async def test_google_and_outlook_take_the_day_after_the_last_one(client: Client) -> None:
    await plant(a_coming_edition(name=a_text("Light & Building + Café")))

    html = (await client.get(PAGE)).text

    google, outlook = (link_to(html, host) for host in ("calendar.google.com", "outlook.live.com"))
    assert (google["text"], google["dates"]) == ("Light & Building + Café", "20270412/20270416")
    assert google["location"] == "Messe Frankfurt, Frankfurt am Main, Germany"
    assert (outlook["subject"], outlook["startdt"], outlook["enddt"], outlook["allday"]) == (
        "Light & Building + Café",
        "2027-04-12",
        "2027-04-16",
        "true",
    )
    assert google["details"].endswith("/en/exhibitions/light-and-building-2027")
    assert "+" not in html[html.index("https://calendar.google.com") :].split('"')[0]


async def test_the_feed_can_be_followed_downloaded_and_found(client: Client) -> None:
    await plant(a_coming_edition())

    html = (await client.get(PAGE)).text

    path = "/feeds/en/exhibitions/light-and-building-2027.ics"
    assert f'href="webcal://127.0.0.1:8000{path}"' in html
    assert f'href="{path}" download="light-and-building-2027.ics"' in html
    assert f'type="text/calendar" href="http://127.0.0.1:8000{path}"' in html


async def test_hostile_names_stay_text(client: Client) -> None:
    name = '</script><script>alert("x")</script>'
    await plant(a_coming_edition(name=a_text(name), summary=a_text(name), reason=Text.empty()))

    html = (await client.get(PAGE)).text

    assert "<script>alert" not in html
    assert structured_of(html)["name"] == name


@pytest.mark.parametrize(
    ("language", "dates", "direction"),
    [("zh-Hans", "2027年4月12日至15日", "ltr"), ("ar", "12–15 أبريل 2027", "rtl")],
)
async def test_each_language_writes_dates_its_own_way_and_marks_what_it_lacks(
    client: Client, language: str, dates: str, direction: str
) -> None:
    await plant(a_coming_edition())

    html = (await client.get(PAGE.replace("/en/", f"/{language}/"))).text

    assert f'<html lang="{language}" dir="{direction}"' in html
    assert dates in html
    assert '<bdi lang="en" dir="ltr">Lighting, electrical engineering and building automation.</bdi> <span' in html


async def test_an_edition_that_exhibitors_join_on_their_own_offers_no_application(client: Client) -> None:
    await plant(a_coming_edition(mode=ParticipationMode.INDEPENDENT))

    assert "Exhibitors take part on their own No application needed" in await text_of(client, PAGE)


async def test_the_number_of_queries_does_not_grow_with_what_is_near(client: Client) -> None:
    await plant(a_coming_edition(), *siblings(1, 2))
    await plant_projects(a_project(edition_slugs=("light-and-building-2027",)))
    await client.get(PAGE)
    with counted_queries() as few:
        await client.get(PAGE)

    await plant_beside(*siblings(2, 30))
    await client.get(PAGE)
    with counted_queries() as many:
        await client.get(PAGE)

    assert len(many) == len(few)
    assert len(few) <= 20


def test_days_with_the_same_hours_stand_together_unless_the_clocks_change_between_them() -> None:
    days = [date(2027, 3, 26) + timedelta(days=number) for number in range(4)]
    edition = an_edition(hours=tuple(OpeningHours(day, time(9), time(18)) for day in days))

    found = openings_of(edition, "Asia/Shanghai")

    # The clocks in Frankfurt go forward on 28 March: nine o'clock there is another hour in Shanghai.
    assert found == (
        Opening(
            days[0],
            days[1],
            time(9),
            time(18),
            datetime(2027, 3, 26, 8, tzinfo=UTC),
            datetime(2027, 3, 26, 17, tzinfo=UTC),
        ),
        Opening(
            days[2],
            days[3],
            time(9),
            time(18),
            datetime(2027, 3, 28, 7, tzinfo=UTC),
            datetime(2027, 3, 28, 16, tzinfo=UTC),
        ),
    )


BARE: dict[str, Any] = {"sessions": (), "deadlines": (), "hours": ()}


def siblings(first: int, end: int) -> list[Edition]:
    return [
        a_coming_edition(id=an_id(f"sibling {number}"), slug=f"sibling-{number}", **BARE)
        for number in range(first, end)
    ]


async def plant_beside(*editions: Edition) -> None:
    """Keep editions of a series that is there already."""
    for edition in editions:
        await exhibitions.add_edition(edition, by=SYSTEM, context=context(), now=NOW)


def structured_of(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, flags=re.DOTALL)
    assert found is not None
    value: dict[str, Any] = json.loads(found[1])
    return value


def link_to(html: str, host: str) -> dict[str, str]:
    found = re.search(rf'href="(https://{re.escape(host)}/[^"]*)"', html)
    assert found is not None
    return {name: values[0] for name, values in parse_qs(urlsplit(unescape(found[1])).query).items()}


async def test_readers_may_take_part_online_as_long_as_it_is_to_come(sqlite_url: str) -> None:
    online = Online(address="https://live.example/fair?a=1&b=2", kind=OnlineKind.STREAM)
    meeting = Online(address="https://meet.example/forum", is_only=True)
    session = a_session(
        starts_at=datetime(2027, 4, 13, 12, tzinfo=UTC), ends_at=datetime(2027, 4, 13, 14, tzinfo=UTC), online=meeting
    )
    async with opened_client(sqlite_url) as client:
        await plant(
            a_coming_edition(online=online, sessions=(session,)),
            an_edition(online=online),
        )
        coming = (await client.get(PAGE)).text
        past = (await client.get("/en/exhibitions/light-and-building-2026")).text

    link = '<a href="https://live.example/fair?a=1&amp;b=2" rel="noopener noreferrer nofollow">Watch online</a>'
    assert link in coming
    assert '<bdi dir="ltr">live.example</bdi>' in coming
    assert "online only" in coming
    assert "Watch online" not in past

import re
from datetime import date, timedelta
from html import unescape

import pytest

from events_app.domain.exhibitions import EditionStatus
from tests.builders import a_deadline, a_project, a_session, a_text
from tests.clients import NOW, Client
from tests.formats.readers import read_with_icalendar
from tests.web.planting import a_fair, counted_queries, listed, planted_client, text_of

TODAY = date(2026, 11, 23)


def checked(page: str, name: str) -> list[str]:
    """Values of a name that are ticked, chosen or selected."""
    return re.findall(rf'name="{name}" value="([^"]*)" checked', page)


def address_shown(page: str) -> str:
    found = re.search(r'<code class="feed-address"[^>]*>([^<]+)</code>', page)
    assert found
    return unescape(found.group(1))


FAIRS = [
    a_fair("past", date(2026, 3, 1)),
    a_fair("berlin", TODAY + timedelta(days=10), name=a_text("Berlin fair", fr="Foire de Berlin")),
    a_fair("rabat", TODAY + timedelta(days=20), country="MA", deadlines=(a_deadline(),)),
    a_fair("off", TODAY + timedelta(days=30), status=EditionStatus.CANCELLED, reason=a_text("No hall.")),
    a_fair("draft", TODAY + timedelta(days=5), status=EditionStatus.DRAFT),
]


async def test_without_a_choice_the_page_offers_the_whole_calendar(sqlite_url: str) -> None:
    async with planted_client(sqlite_url, FAIRS, public=[a_project()]) as client:
        response = await client.get("/en/subscribe")

    page = response.text
    assert response.status_code == 200
    assert address_shown(page) == "http://127.0.0.1:8000/feeds/en/calendar.ics"
    assert checked(page, "kind") == ["exhibition", "milestone"]
    assert (checked(page, "dates"), checked(page, "cancelled")) == ([""], ["mark"])
    assert "Your feed holds 5 entries" in text_of(page)
    assert listed(page) == ["berlin", "rabat", "off"]
    assert "set-cookie" not in response.headers


async def test_a_choice_becomes_an_address_that_gives_just_that(sqlite_url: str) -> None:
    query = "kind=exhibition&kind=deadline&country=MA&country=&dates=confirmed&cancelled=drop&q=&from=&to=&language=fr"
    async with planted_client(sqlite_url, FAIRS) as client:
        page = (await client.get(f"/en/subscribe?{query}")).text
        shown = address_shown(page)
        events = read_with_icalendar((await client.get(shown.removeprefix("http://127.0.0.1:8000"))).content)

    path = (
        "127.0.0.1:8000/feeds/fr/calendar.ics?cancelled=drop&country=MA&dates=confirmed&kind=exhibition&kind=deadline"
    )
    assert shown == f"http://{path}"
    assert f'href="webcal://{path.replace("&", "&amp;")}"' in page
    assert sorted(event["summary"] for event in events) == [
        "Clôture des inscriptions\u202f: Rabat [en]",
        "Rabat [en]",
    ]
    assert "Your feed holds 2 entries" in text_of(page)
    assert (checked(page, "country"), checked(page, "kind")) == (["MA"], ["exhibition", "deadline"])


async def test_the_preview_speaks_the_language_of_the_feed(sqlite_url: str) -> None:
    async with planted_client(sqlite_url, FAIRS[1:2]) as client:
        page = (await client.get("/ar/subscribe?language=fr")).text

    preview = page[page.index('<div lang="fr" dir="ltr">') :]
    assert '<a href="/fr/exhibitions/berlin"><bdi lang="fr" dir="ltr">Foire de Berlin</bdi></a>' in preview
    assert "3–5" in preview
    assert "déc." in preview


async def test_dropped_entries_are_neither_counted_nor_shown(sqlite_url: str) -> None:
    async with planted_client(sqlite_url, FAIRS) as client:
        page = (await client.get("/en/subscribe?cancelled=drop")).text
        nothing = (await client.get("/en/subscribe?cancelled=drop&status=cancelled")).text

    assert ("off" in listed(page), "Your feed holds 3 entries" in text_of(page)) == (False, True)
    assert "Your feed holds 0 entries" in text_of(nothing)
    assert "Nothing is planned yet for this choice." in text_of(nothing)


@pytest.mark.parametrize(
    ("query", "name", "words"),
    [
        ("country=XX", "country", "“XX” is not one of the choices."),
        ("kind=party", "kind", "“party” is not one of the choices."),
        ("from=2027-02-30", "from", "“2027-02-30” is not a date: write it as 2027-04-30."),
        ("from=2027-05-01&to=2027-04-01", "to", "The end of the period is before its start."),
        ("language=de", "language", "“de” is not one of the choices."),
        ("cancelled=maybe", "cancelled", "“maybe” is not one of the choices."),
        ("field=99", "field", "“99” is not one of the choices."),
    ],
)
async def test_bad_input_is_named_on_top_and_beside_its_field(
    client: Client, query: str, name: str, words: str
) -> None:
    page = (await client.get(f"/en/subscribe?{query}")).text

    assert f'<li><a href="#{name}">' in page
    assert f'id="{name}-error">{words}</span>' in page
    assert f'id="{name}"' in page
    assert '<meta name="robots" content="noindex">' in page


FEW = ("Dates and cancellations", "Words and period", "Further languages", "Alarms, tasks and detail", "Preview as in")


def opened(page: str) -> list[str]:
    """Which of the folded parts of the form are open."""
    form = page[page.index('id="choice"') : page.index("</form>")]
    found = re.findall(r"<details[^>]*?( open)?>\s*<summary><b>([^<]+)</b>", form)
    return [name for is_open, words in found for name in FEW if is_open and words.startswith(name)]


@pytest.mark.parametrize(
    ("query", "open_ones"),
    [
        ("", []),
        ("country=DE&kind=deadline&language=fr", []),
        ("dates=confirmed", ["Dates and cancellations"]),
        ("cancelled=drop", ["Dates and cancellations"]),
        ("dates=perhaps", ["Dates and cancellations"]),
        ("to=2027-02-30", ["Words and period"]),
        ("lang=en&lang=fr", ["Further languages"]),
        ("fallback=hide&alarm=P7D", ["Further languages", "Alarms, tasks and detail"]),
        ("todo=1", ["Alarms, tasks and detail"]),
        ("detail=much", ["Alarms, tasks and detail"]),
        ("program=google", ["Preview as in"]),
        ("zone=Mars/Base", ["Preview as in"]),
    ],
)
async def test_what_few_need_is_folded_until_it_is_chosen_or_wrong(
    client: Client, query: str, open_ones: list[str]
) -> None:
    page = (await client.get(f"/en/subscribe?{query}")).text

    assert opened(page) == open_ones
    assert page.count('href="#feed"') == 2
    assert 'id="feed" tabindex="-1"' in page


async def test_a_folded_part_says_what_is_set_in_it(client: Client) -> None:
    page = text_of((await client.get("/en/subscribe?lang=en&lang=ru&fallback=hide&alarm=P7D")).text)

    assert "Further languages Russian · " in page.replace("\u00a0", " ")
    assert "Confirmed or not · Keep them" in page.replace("\u00a0", " ")


async def test_hostile_input_is_shown_as_text(client: Client) -> None:
    page = (await client.get("/en/subscribe?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")).text

    assert "<script>alert" not in page


async def test_what_came_from_the_calendar_is_kept(sqlite_url: str) -> None:
    async with planted_client(sqlite_url, FAIRS) as client:
        page = (await client.get("/en/subscribe?field=1&status=published&q=fair&group=EU&sector=power")).text

    assert [checked(page, name) for name in ("field", "status", "group", "sector")] == [
        ["1"],
        ["published"],
        ["EU"],
        ["power"],
    ]
    assert address_shown(page).endswith("?field=1&group=EU&q=fair&sector=power&status=published")


async def test_the_page_asks_the_database_as_often_whatever_it_shows(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = []
    async with planted_client(sqlite_url, FAIRS[:1]) as client:
        await client.get("/en/subscribe")
        with counted_queries(monkeypatch) as asked:
            await client.get("/en/subscribe")
        counts.append(len(asked))
    async with planted_client(sqlite_url, [a_fair(f"f{n}", TODAY + timedelta(days=n)) for n in range(30)]) as client:
        await client.get("/en/subscribe")
        with counted_queries(monkeypatch) as asked:
            await client.get("/en/subscribe")
        counts.append(len(asked))

    assert counts == [5, 5]


async def test_every_option_becomes_part_of_the_address_and_is_explained(sqlite_url: str) -> None:
    query = (
        "language=ar&lang=fr&lang=en&fallback=hide&detail=full&alarm=PT45M&reminder=1&todo=1&cancelled=drop&sector=rail"
    )
    async with planted_client(sqlite_url, FAIRS) as client:
        page = (await client.get(f"/en/subscribe?{query}")).text
        feed = await client.get(address_shown(page).removeprefix("http://127.0.0.1:8000"))
        table = re.search(r'href="(/feeds/[^"]+calendar\.csv[^"]*)"', page)
        assert table
        other = await client.get(unescape(table.group(1)))

    shown = address_shown(page)
    assert shown == (
        "http://127.0.0.1:8000/feeds/ar,fr,en/calendar.ics"
        "?alarm=PT45M&cancelled=drop&detail=full&fallback=hide&reminder=1&sector=rail&todo=1"
    )
    parts = re.findall(r'<dt><code dir="ltr" translate="no">([^<]+)</code></dt>', page)
    assert unescape("".join(parts)) == shown
    assert "العربية, Français, and English" in text_of(page) or "العربية, Français and English" in text_of(page)
    assert '<option value="PT45M" selected>PT45M</option>' in page
    assert (checked(page, "todo"), checked(page, "detail")) == (["1"], ["full"])
    assert (feed.status_code, other.status_code) == (200, 200)
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in page


@pytest.mark.parametrize(
    ("program", "look"),
    [("google", ("is-unseen", "<s>")), ("apple", ("<s>Off</s>", "is-unseen")), ("outlook", (">Off<", "<s>"))],
)
async def test_the_preview_reads_as_the_chosen_program_shows_it(
    sqlite_url: str, program: str, look: tuple[str, str]
) -> None:
    async with planted_client(sqlite_url, FAIRS[3:4]) as client:
        page = (await client.get(f"/en/subscribe?cancelled=status&program={program}")).text

    assert (look[0] in page, look[1] in page) == (True, False)


async def test_times_of_the_preview_are_in_the_zone_of_the_reader(sqlite_url: str) -> None:
    session = a_session(starts_at=NOW + timedelta(days=11), ends_at=NOW + timedelta(days=11, hours=1))
    async with planted_client(
        sqlite_url, [a_fair("berlin", TODAY + timedelta(days=10), sessions=(session,))]
    ) as client:
        page = (await client.get("/en/subscribe?kind=session&zone=Asia/Tokyo")).text
        wrong = (await client.get("/en/subscribe?kind=session&zone=Mars/Base")).text

    assert '<p class="preview-clock">18:30–19:30</p>' in page
    assert 'id="zone-error">“Mars/Base” is not one of the choices.</span>' in wrong

from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any

import pytest
from litestar import Litestar, Request, Response, get
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.testing import TestClient

from events_app.domain.countries import Scope
from events_app.domain.exhibitions import Days, EditionStatus, ParticipationMode
from events_app.domain.texts import Text
from events_app.edge.pages import Pages, address, error_page, open_pages, page, path_within, plain_ruler
from events_app.i18n.catalogues import speaking
from events_app.settings import Settings
from tests.builders import a_deadline_entry, a_milestone_entry, a_session_entry, a_text, an_entry

NOW = datetime(2026, 9, 20, 20, 30, tzinfo=UTC)
SETTINGS = Settings(
    home_country="CN",
    home_zone="Asia/Shanghai",
    base_url="https://fairs.example",
    authority_email="desk@fairs.example",
    authority_name=MappingProxyType({"en": "Trade & Fairs"}),
    country_names=MappingProxyType({"en": MappingProxyType({"DE": "Federal Germany"})}),
)
MACROS = '{% from "_macros.html" import edition_row, deadline, breadcrumbs, pager, chosen, facts, kind, year_bars %}'


@pytest.fixture(scope="module")
def pages() -> Pages:
    return open_pages(SETTINGS)


@pytest.fixture(scope="module")
def client(pages: Pages) -> TestClient[Litestar]:
    @get("/{language_code:str}/calendar", sync_to_thread=False)
    def calendar(request: Request[Any, Any, Any], language_code: FromPath[str]) -> Response[str]:
        with speaking(language_code):
            return page(request, "layout.html", headers={"X-Seen": language_code}, canonical_query={"page": 2})

    @get("/en/lost", sync_to_thread=False)
    def lost(request: Request[Any, Any, Any]) -> Response[str]:
        with speaking("en"):
            return error_page(request, 404, sought='<canton "141">', suggestions=(an_entry(),))

    @get("/lost", sync_to_thread=False)
    def lost_without_language(request: Request[Any, Any, Any]) -> Response[str]:
        with speaking("pt"):
            return error_page(request, 404)

    @get("/en/teapot", sync_to_thread=False)
    def teapot(request: Request[Any, Any, Any]) -> Response[str]:
        with speaking("en"):
            return error_page(request, 418, now=NOW, explanation="Tea only.")

    state = State({"pages": pages, "clock": lambda: NOW})
    return TestClient(Litestar([calendar, lost, lost_without_language, teapot], state=state))


def rendered(pages: Pages, source: str, language: str = "en", **context: object) -> str:
    with speaking(language):
        return " ".join(pages.environment.from_string(MACROS + source).render(context).split())


def test_page_answers_html_in_the_language_of_the_address(client: TestClient[Litestar]) -> None:
    response = client.get("/ar/calendar")

    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["content-language"] == "ar"
    assert response.headers["x-seen"] == "ar"
    assert '<html lang="ar" dir="rtl">' in response.text


def test_page_names_its_canonical_address_and_itself_in_every_language(client: TestClient[Litestar]) -> None:
    text = client.get("/fr/calendar?q=x&utm_source=mail").text

    assert '<link rel="canonical" href="https://fairs.example/fr/calendar?page=2">' in text
    assert [line for line in text.splitlines() if "alternate" in line] == [
        f'<link rel="alternate" hreflang="{tag}" href="https://fairs.example/{code}/calendar?page=2">'
        for tag, code in [*((code, code) for code in SETTINGS.languages), ("x-default", "en")]
    ]


def test_language_switch_keeps_path_and_query(client: TestClient[Litestar]) -> None:
    text = client.get("/en/calendar?country=DE&country=MA").text

    assert '<a href="/ru/calendar?country=DE&amp;country=MA" lang="ru" hreflang="ru">Русский</a>' in text
    assert 'hreflang="en" aria-current="true">English</a>' in text


def test_masthead_marks_the_page_that_is_open(client: TestClient[Litestar]) -> None:
    text = client.get("/en/calendar").text

    assert '<a href="/en/calendar" aria-current="page">List</a>' in text
    assert text.count('aria-current="page"') == 1


def test_ruler_highlights_the_month_of_the_authoritys_own_day(client: TestClient[Litestar]) -> None:
    text = client.get("/en/calendar").text

    assert '<a href="/en/calendar/month?month=2026-09" aria-current="date"><span class="unseen">September 2026' in text
    assert text.count('aria-current="date"') == 1


def test_no_page_has_inline_style_or_script(client: TestClient[Litestar]) -> None:
    text = client.get("/en/lost").text

    assert " style=" not in text
    assert "<style" not in text
    assert text.count("<script") == text.count('<script src="/static/') == 1


def test_error_page_explains_searches_and_is_not_indexed(client: TestClient[Litestar]) -> None:
    response = client.get("/en/lost")

    assert response.status_code == 404
    assert "<title>This page is not on the timetable – Trade &amp; Fairs</title>" in response.text
    assert '<meta name="robots" content="noindex">' in response.text
    assert 'rel="canonical"' not in response.text
    assert 'value="&lt;canton &#34;141&#34;&gt;"' in response.text
    assert "Light and Building 2026" in response.text


def test_error_page_stands_at_an_address_without_a_language(client: TestClient[Litestar]) -> None:
    response = client.get("/lost")

    assert response.status_code == 404
    assert '<html lang="pt" dir="ltr">' in response.text
    assert '<a href="/es/" lang="es" hreflang="es">Español</a>' in response.text


def test_error_page_of_another_status_takes_the_words_of_its_family(client: TestClient[Litestar]) -> None:
    response = client.get("/en/teapot")

    assert response.status_code == 418
    assert "<h1>This request cannot be read</h1>" in response.text
    assert '<p class="lede">Tea only.</p>' in response.text


def test_address_is_the_same_for_the_same_choice() -> None:
    query = {"to": date(2027, 4, 1), "country": ["DE", "MA"], "q": "", "scope": Scope.OVERSEAS, "all": True, "x": None}

    assert address("fr", "calendar", query) == "/fr/calendar?all=1&country=DE&country=MA&scope=overseas&to=2027-04-01"
    assert address("en", "calendar", {"kind": {"b", "a"}, "off": False}) == "/en/calendar?kind=a&kind=b"
    assert address("en") == "/en/"
    assert address("ar", "exhibitions/ä b?#") == "/ar/exhibitions/%C3%A4%20b%3F%23"


def test_path_within_leaves_out_the_language_only() -> None:
    assert path_within("/en/exhibitions/x", ("en", "fr")) == "exhibitions/x"
    assert path_within("/en/", ("en",)) == ""
    assert path_within("/elsewhere/x", ("en",)) == ""


def test_plain_ruler_has_twelve_months_without_figures() -> None:
    ruler = plain_ruler("en", date(2027, 3, 9))

    assert [month.month for month in ruler] == list(range(1, 13))
    assert [month.month for month in ruler if month.is_current] == [3]
    assert {month.count for month in ruler} == {None}


def test_shown_names_language_and_direction_and_escapes(pages: Pages) -> None:
    text = a_text("Fair <b>", ar="معرض")

    assert rendered(pages, "{{ t|shown }}", t=text) == '<bdi lang="en" dir="ltr">Fair &lt;b&gt;</bdi>'
    assert rendered(pages, "{{ t|shown }}", "ar", t=text) == '<bdi lang="ar" dir="rtl">معرض</bdi>'


def test_shown_marks_a_fallback_with_its_language(pages: Pages) -> None:
    found = rendered(pages, "{{ t|shown }}", "fr", t=a_text("Fair"))

    assert found.startswith('<bdi lang="en" dir="ltr">Fair</bdi> <span class="fallback" title="')
    assert '<span aria-hidden="true">en</span>' in found
    assert "anglais" in found


def test_named_and_plain_carry_no_mark(pages: Pages) -> None:
    source = "{{ t|named }}|{{ t|plain }}|{{ t|fallback|length > 0 }}"

    found = rendered(pages, source, "fr", t=a_text("Q & A"))

    assert found == '<bdi lang="en" dir="ltr">Q &amp; A</bdi>|Q &amp; A|True'


def test_a_text_without_wording_is_never_an_empty_title(pages: Pages) -> None:
    found = rendered(pages, "{{ t|shown }}|{{ t|plain }}", t=Text.empty())

    assert found == "Name to be announced|Name to be announced"


def test_filters_speak_the_current_language(pages: Pages) -> None:
    source = "{{ d|day_month('long') }}; {{ n|integer }}; {{ 9|distance_in_days }}; {{ 'DE'|country }}"

    assert rendered(pages, source, "fr", d=date(2027, 4, 5), n=1234) == "5 avril; 1 234; dans 9 jours; Allemagne"
    assert rendered(pages, "{{ 'DE'|country }}") == "Federal Germany"


def test_edition_row_says_dates_place_status_and_deadline(pages: Pages) -> None:
    entry = an_entry(
        starts_on=date(2026, 10, 12),
        ends_on=date(2026, 10, 15),
        applications_open_at=datetime(2026, 1, 1, tzinfo=UTC),
        applications_close_at=datetime(2026, 9, 25, 15, 0, tzinfo=UTC),
    )

    row = rendered(pages, "{{ edition_row(entry, now) }}", entry=entry, now=NOW)

    assert '<b><time datetime="2026-10-12">12–15</time></b><span>Oct</span>' in row
    assert (
        '<a href="/en/exhibitions/light-and-building-2026"><bdi lang="en" dir="ltr">Light and Building 2026</bdi></a>'
        in row
    )
    assert "<span>Overseas</span>" in row
    assert "Frankfurt am Main</bdi>, Federal Germany" in row
    assert '<span class="status status-open">' in row
    assert '<span class="deadline deadline-near">' in row
    assert 'Apply by <time datetime="2026-09-25">25 Sept</time>' in row
    assert '<span class="countdown">in 5 days</span>' in row


def test_edition_row_of_a_cancelled_fair_keeps_its_name_and_reason(pages: Pages) -> None:
    entry = an_entry(status=EditionStatus.CANCELLED, reason=a_text("The hall burnt down."))

    row = rendered(pages, "{{ edition_row(entry, now) }}", entry=entry, now=NOW)

    assert '<li class="edition-row is-cancelled">' in row
    assert "The hall burnt down." in row
    assert "Apply by" not in row


def test_edition_row_of_a_postponed_fair_says_the_former_days(pages: Pages) -> None:
    former = (Days(date(2026, 5, 1), date(2026, 5, 4)),)
    entry = an_entry(status=EditionStatus.POSTPONED, former_days=former, mode=ParticipationMode.INDEPENDENT)

    row = rendered(pages, "{{ edition_row(entry, now) }}", entry=entry, now=NOW)

    assert "Postponed from 1–4 May 2026" in row
    assert "No application needed" in row


@pytest.mark.parametrize(
    ("entry", "mark"),
    [
        (an_entry(scope=Scope.DOMESTIC), ("domestic", "Domestic")),
        (an_entry(scope=Scope.SEPARATE), ("separate", "Neither domestic nor overseas")),
        (a_session_entry(), ("session", "Forum")),
        (a_deadline_entry(), ("deadline", "Applications close")),
        (a_milestone_entry(), ("milestone", "Project milestone")),
    ],
)
def test_every_kind_of_entry_has_a_mark_and_a_word(pages: Pages, entry: object, mark: tuple[str, str]) -> None:
    name, word = mark

    assert rendered(pages, "{{ kind(entry) }}", entry=entry) == (
        f'<span class="kind kind-{name}"><svg class="kind-mark" aria-hidden="true"><use href="#k-{name}"/></svg>'
        f"<span>{word}</span></span>"
    )


@pytest.mark.parametrize("language", SETTINGS.languages)
def test_rows_of_every_kind_render_in_every_language(pages: Pages, language: str) -> None:
    for entry in (an_entry(), a_session_entry(), a_deadline_entry(), a_milestone_entry()):
        row = rendered(pages, "{{ edition_row(entry, now) }}", language, entry=entry, now=NOW)

        assert row.count("<li ") == row.count("</li>") == 1


@pytest.mark.parametrize(
    ("at", "manner"),
    [
        (datetime(2026, 9, 20, 20, 0, tzinfo=UTC), "deadline deadline-past"),
        (datetime(2026, 10, 4, 20, 0, tzinfo=UTC), "deadline deadline-near"),
        (datetime(2026, 10, 5, 20, 0, tzinfo=UTC), "deadline"),
    ],
)
def test_a_deadline_is_near_for_less_than_fifteen_days(pages: Pages, at: datetime, manner: str) -> None:
    found = rendered(pages, "{{ deadline(at, 'UTC', now) }}", at=at, now=NOW)

    assert found.startswith(f'<span class="{manner}">')


def test_a_deadline_counts_the_days_of_its_own_zone(pages: Pages) -> None:
    # In Shanghai both lie on 21 September, in UTC they are a day apart.
    at = datetime(2026, 9, 21, 9, 0, tzinfo=UTC)

    assert ">today</span>" in rendered(pages, "{{ deadline(at, 'Asia/Shanghai', now) }}", at=at, now=NOW)
    assert ">tomorrow</span>" in rendered(pages, "{{ deadline(at, 'UTC', now) }}", at=at, now=NOW)


def test_year_bars_draw_percentages_and_no_style(pages: Pages) -> None:
    bars = [{"x": 28.4931, "width": 5.75, "name": "overseas"}]
    drawing = {"lines": [8.49], "today": None, "bars": bars, "points": [21.37]}

    svg = rendered(pages, "{{ year_bars(drawing, 'April & May') }}", drawing=drawing)

    assert svg == (
        '<svg class="bars" role="img" aria-label="April &amp; May">'
        '<line class="grid-line" x1="8.49%" x2="8.49%" y1="-30" y2="60"/>'
        '<rect class="overseas" x="28.49%" y="8.5" width="5.75%" height="12" fill="url(#hatch-overseas)" '
        'stroke="currentColor"/>'
        '<svg x="21.37%" y="14.5" overflow="visible"><path class="deadline-point" d="M0-7 7 0 0 7-7 0z"/></svg></svg>'
    )

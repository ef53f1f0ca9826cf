from datetime import date

import pytest
from litestar.datastructures import MultiDict

from events_app.domain.calendar import EntryKind, EntryStatus
from events_app.domain.countries import Scope
from events_app.domain.selections import Selection
from events_app.edge.problems import Problem
from events_app.edge.selections import UNKNOWN
from events_app.web.filters import TOO_FAR, country_choices, read_filters


def test_a_query_becomes_a_selection_and_goes_back_into_an_address() -> None:
    query = MultiDict(
        [("country", "de"), ("country", "FR"), ("scope", "overseas"), ("status", "cancelled"), ("from", "2027-01-01")]
    )

    filters = read_filters(query, language="fr", path="calendar")

    assert filters.selection == Selection(
        countries=("DE", "FR"),
        scopes=(Scope.OVERSEAS,),
        statuses=(EntryStatus.CANCELLED,),
        first_day=date(2027, 1, 1),
    )
    assert filters.href() == "/fr/calendar?country=DE&country=FR&from=2027-01-01&scope=overseas&status=cancelled"
    assert filters.problems == {}


def test_each_thing_chosen_can_be_taken_away_alone() -> None:
    query = MultiDict([("country", "DE"), ("country", "FR"), ("q", "solar"), ("dates", "open")])

    filters = read_filters(query, language="en", path="calendar/month", kept={"month": "2027-04"})

    assert [(chip.name, chip.value, chip.without) for chip in filters.chips] == [
        ("country", "DE", "/en/calendar/month?country=FR&dates=open&month=2027-04&q=solar"),
        ("country", "FR", "/en/calendar/month?country=DE&dates=open&month=2027-04&q=solar"),
        ("dates", False, "/en/calendar/month?country=DE&country=FR&month=2027-04&q=solar"),
        ("q", "solar", "/en/calendar/month?country=DE&country=FR&dates=open&month=2027-04"),
    ]
    assert filters.clear == "/en/calendar/month?month=2027-04"


def test_the_kinds_that_everybody_sees_count_as_no_choice() -> None:
    both = read_filters(MultiDict([("kind", "milestone,exhibition")]), language="en", path="calendar")
    one = read_filters(MultiDict([("kind", "milestone")]), language="en", path="calendar")

    assert both.selection == Selection()
    assert one.selection == Selection(kinds=(EntryKind.MILESTONE,))


def test_what_cannot_be_read_is_a_problem_and_stays_as_it_was_typed() -> None:
    query = MultiDict([("from", " 1 May "), ("to", "2027-06-30"), ("country", "ZZ"), ("q", "x")])

    filters = read_filters(query, language="en", path="calendar")

    assert filters.typed == {"q": "x", "from": "1 May", "to": "2027-06-30"}
    assert set(filters.problems) == {"from", "country"}
    assert filters.problems["country"] == Problem(UNKNOWN, {"value": "ZZ"})
    assert filters.selection == Selection(text="x", last_day=date(2027, 6, 30))


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31"])
def test_a_day_beyond_the_calendar_is_a_problem(day: str) -> None:
    filters = read_filters(MultiDict([("from", day)]), language="en", path="calendar")

    assert filters.problems == {"from": Problem(TOO_FAR, {"value": day, "first": 1900, "last": 2199})}
    assert filters.selection == Selection()


def test_a_page_with_a_period_of_its_own_takes_none_from_the_query() -> None:
    query = MultiDict([("from", "2027-01-01"), ("to", "banana"), ("sector", "rail")])

    filters = read_filters(query, language="en", path="calendar/year", has_period=False)

    assert (filters.selection, filters.problems) == (Selection(sectors=("rail",)), {})


def test_countries_are_offered_in_the_order_of_the_reader_with_the_names_of_the_operator() -> None:
    french = [code for code, _ in country_choices("fr", ())]
    named = dict(country_choices("en", (("LA", "Aaa Laos"),)))

    assert french.index("DE") < french.index("EG") < french.index("ES")  # Allemagne, Égypte, Espagne
    assert (named["LA"], next(iter(named))) == ("Aaa Laos", "LA")

from litestar.datastructures import MultiDict

from events_app.domain.selections import Selection
from events_app.edge.subscriptions import CANCELLED_NAMES, Subscription, feed_path, read_choice
from events_app.formats.feed_options import Cancelled


def test_a_feed_is_offered_to_each_program_in_its_own_way() -> None:
    feed = Subscription(url="https://fairs.example/feeds/en/calendar.ics?country=DE&kind=session", name="Fairs & more")

    assert feed.webcal == "webcal://fairs.example/feeds/en/calendar.ics?country=DE&kind=session"
    assert feed.google == (
        "https://calendar.google.com/calendar/r"
        "?cid=webcal%3A%2F%2Ffairs.example%2Ffeeds%2Fen%2Fcalendar.ics%3Fcountry%3DDE%26kind%3Dsession"
    )
    assert feed.outlook_at_work == (
        "https://outlook.office.com/calendar/0/addfromweb"
        "?url=https%3A%2F%2Ffairs.example%2Ffeeds%2Fen%2Fcalendar.ics%3Fcountry%3DDE%26kind%3Dsession"
        "&name=Fairs+%26+more"
    )
    assert feed.outlook_at_home.startswith("https://outlook.live.com/calendar/0/addfromweb?url=https%3A%2F%2F")


def test_a_choice_is_read_and_written_back_in_its_shortest_form() -> None:
    choice = read_choice(MultiDict([("country", "de,ma"), ("cancelled", "DROP"), ("q", "")]))

    assert (choice.selection, choice.cancelled) == (Selection(countries=("DE", "MA")), Cancelled.DROP)
    assert feed_path("ar", "calendar.ics", choice.query) == (
        "/feeds/ar/calendar.ics?cancelled=drop&country=DE&country=MA"
    )


def test_marking_is_what_nobody_needs_to_ask_for() -> None:
    choice = read_choice(MultiDict([("cancelled", "mark")]))

    assert (choice.query, choice.cancelled) == ({}, Cancelled.MARK)
    assert set(CANCELLED_NAMES) == set(Cancelled)


def test_an_unknown_treatment_is_named_beside_other_problems() -> None:
    choice = read_choice(MultiDict([("cancelled", "maybe"), ("kind", "party")]))

    assert {name: problem.params for name, problem in choice.chosen.problems.items()} == {
        "kind": {"value": "party"},
        "cancelled": {"value": "maybe"},
    }
    assert choice.cancelled is Cancelled.MARK

"""Whatever is typed, a form answers with a value or with a problem beside the field, and keeps what was typed."""

from datetime import date, time
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from events_app.domain.exhibitions import ParticipationMode
from events_app.domain.languages import LANGUAGES
from events_app.domain.texts import Text
from events_app.edge.forms import YEARS, Form

ANYTHING = st.text(max_size=60)
DAYS = st.dates(min_value=date(YEARS.start, 1, 1), max_value=date(YEARS.stop - 1, 12, 31))


@given(ANYTHING)
def test_reading_a_field_in_any_way_never_raises_and_changes_nothing(typed: str) -> None:
    form = Form({"x": [typed], "x-day": [typed], "x-time": [typed]})

    form.line("x", required=True, most=20)
    form.words("x", most=20)
    form.day("x", required=True)
    form.clock("x")
    form.wall("x")
    form.number("x", -5, 5)
    form.decimal("x")
    form.choice("x", ParticipationMode)
    form.one_of("x", ("a", "b"))
    form.some_of("x", ("a", "b"))
    form.list("x")

    assert form.value("x") == typed
    assert set(form.problems) <= {"x", "x-day", "x-time"}


@given(ANYTHING)
def test_a_value_comes_with_no_problem_and_a_problem_with_no_value(typed: str) -> None:
    for read in (Form.day, Form.clock, Form.decimal):
        form = Form({"x": [typed]})
        found = read(form, "x")
        assert found is None or form.is_good
        assert bool(typed.strip()) == (found is not None or not form.is_good)


@given(DAYS)
def test_a_day_is_read_as_browsers_write_it(day: date) -> None:
    form = Form.of({"x": day})

    assert (form.day("x"), form.problems) == (day, {})


@given(st.times())
def test_a_time_is_read_to_the_minute(at: time) -> None:
    form = Form.of({"x": at})

    assert form.clock("x") == at.replace(second=0, microsecond=0)


@given(st.integers(min_value=-(10**14), max_value=10**14))
def test_a_number_is_read_within_its_bounds_alone(number: int) -> None:
    form, narrow = Form.of({"x": number}), Form.of({"x": number})

    assert form.number("x", -(10**14), 10**14) == number
    assert (narrow.number("x", 0, 9) == number) is (0 <= number <= 9)
    assert narrow.is_good is (0 <= number <= 9)


@given(st.decimals(min_value=-(10**6), max_value=10**6, places=2))
def test_a_decimal_is_read_with_a_point_or_a_comma_and_blanks_between(number: Decimal) -> None:
    written = f"{number:,.2f}".replace(",", "\u202f")

    assert Form.of({"x": written}).decimal("x") == number
    assert Form.of({"x": written.replace(".", ",")}).decimal("x") == number


@given(st.lists(st.sampled_from(["a", "b", "c", "", "zz"]), max_size=8))
def test_of_several_choices_each_known_one_comes_once_in_its_order(values: list[str]) -> None:
    form = Form({"x": values})

    found = form.some_of("x", ("a", "b", "c"))

    assert found == tuple(dict.fromkeys(value for value in values if value in {"a", "b", "c"}))
    assert form.is_good is ("zz" not in values)


@given(st.dictionaries(st.sampled_from(list(LANGUAGES)), ANYTHING, max_size=7))
def test_a_text_in_several_languages_keeps_what_is_not_sent_and_never_loses_its_source(sent: dict[str, str]) -> None:
    old = Text.of("en", "Fair", {"fr": "Salon"})
    form = Form({f"name-{language}": [wording] for language, wording in sent.items()})

    found = form.text("name", old, most=100)

    assert found.source == "en"
    for language in set(LANGUAGES) - sent.keys():
        assert found.wordings.get(language) == old.wordings.get(language)
    if form.is_good:
        assert all(found.wordings.get(code, "") == wording.strip() for code, wording in sent.items())
    assert not found or found.wordings["en"]


@given(ANYTHING, st.integers(min_value=1, max_value=30))
def test_what_is_too_long_is_told_and_kept(typed: str, most: int) -> None:
    form = Form({"x": [typed]})

    line = form.line("x", most=most)

    assert form.is_good is (len(line) <= most)
    assert line == " ".join(typed.split())

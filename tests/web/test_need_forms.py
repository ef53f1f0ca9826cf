"""The form of a need: what was kept fills it, and it gives back what was kept."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events_app.domain.money import Money
from events_app.domain.needs import NeedContent, Visibility
from events_app.domain.offers import CooperationForm
from events_app.domain.organisations import Organisation, OrganisationKind
from events_app.domain.texts import Text
from events_app.web.need_forms import Place, filled, read_content
from tests.builders import an_id
from tests.clients import NOW
from tests.need_builders import a_need, a_need_content

TODAY = date(2026, 11, 23)


def some_of(kind: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(kind, unique=True, max_size=4).map(tuple)


@given(
    fields=some_of(st.integers(1, 35)),
    sectors=some_of(st.sampled_from(["agriculture", "medical", "industry"])),
    forms=some_of(st.sampled_from(list(CooperationForm))),
    languages=some_of(st.sampled_from(["en", "fr", "sw", "ar"])),
    trl_from=st.none() | st.integers(1, 9),
    visibility=st.sampled_from(list(Visibility)),
    budget=st.none() | st.tuples(st.integers(0, 10**9), st.integers(0, 10**9), st.sampled_from(["USD", "JPY", "TND"])),
    wanted_until=st.none() | st.dates(TODAY, date(2030, 1, 1)),
)
def test_a_filled_form_gives_back_the_content(
    budget: tuple[int, int, str] | None, wanted_until: date | None, **changes: object
) -> None:
    amounts: dict[str, Money | None] = {"budget_from": None, "budget_to": None}
    if budget is not None:
        low, high = sorted(budget[:2])
        amounts = {"budget_from": Money(low, budget[2]), "budget_to": Money(high, budget[2])}
    need = a_need(content=a_need_content(**amounts, **changes), wanted_until=wanted_until)

    form = filled(need.content, need)

    assert read_content(form, need.content, "en", TODAY) == (need.content, wanted_until)


def test_a_last_day_that_has_passed_is_told() -> None:
    form = filled(a_need_content(), a_need(wanted_until=date(2026, 11, 22)))

    assert read_content(form, a_need_content(), "en", TODAY) is None
    assert set(form.problems) == {"wanted_until"}


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_language_of_the_reader_is_the_source_of_a_new_need(language: str) -> None:
    form = filled(a_need_content(title=Text.empty(), summary=Text.empty()))
    form.put(f"title-{language}", "Pompes")

    read = read_content(form, NeedContent(), language, TODAY)

    assert read is not None
    assert (read[0].title, read[0].summary) == (Text.of(language, "Pompes"), Text.empty(language))


def test_a_new_need_is_for_the_partners_own_country() -> None:
    partner = Organisation(
        id=an_id("partner"),
        slug="wells",
        kind=OrganisationKind.PARTNER,
        name=Text.of("en", "Wells"),
        country="KE",
        created_at=NOW,
    )

    assert Place("partner/wells/needs", partner).content == NeedContent(country="KE")
    assert Place("desk/needs", None).content == NeedContent()
    assert Place("partner/wells/needs", partner, a_need()).path == "partner/wells/needs/dry-wells"

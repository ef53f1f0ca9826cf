"""Terms under which entries are kept, and the conditions that a choice asks for."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from events_app.domain.calendar import EntryKind, EntryStatus
from events_app.domain.countries import Scope
from events_app.domain.selections import DEFAULT_KINDS, AnyOf, Selection, terms_of, week_term
from tests.builders import an_entry


def test_an_entry_is_kept_under_each_of_its_facets() -> None:
    terms = terms_of(an_entry(groups=("EU", "OECD")))

    assert {
        "kind:exhibition",
        "status:published",
        "dates:confirmed",
        "subject:exhibition/light-and-building-2026",
        "country:DE",
        "group:EU",
        "group:OECD",
        "sector:power",
        "sector:ict",
        "field:1",
        "field:35",
        "scope:overseas",
        "week:2026-10-12",
        "w:frankfurt",
    } <= terms
    assert not any(term.startswith("week:2026-10-19") for term in terms)


@given(first=st.dates(date(2020, 1, 1), date(2040, 1, 1)), length=st.integers(0, 60), day=st.integers(-10, 70))
def test_an_entry_is_kept_under_every_week_it_touches_and_no_other(first: date, length: int, day: int) -> None:
    entry = an_entry(starts_on=first, ends_on=first + timedelta(days=length))
    probe = first + timedelta(days=day)
    monday = probe - timedelta(days=probe.weekday())

    touches = entry.starts_on <= monday + timedelta(days=6) and monday <= entry.ends_on

    assert (week_term(probe) in terms_of(entry)) == touches


def test_conditions_stand_from_likely_rare_to_likely_common() -> None:
    selection = Selection(
        text="Green hydrogen",
        countries=("DE", "FR"),
        scopes=(Scope.OVERSEAS,),
        statuses=(EntryStatus.POSTPONED,),
        is_confirmed=False,
    )

    assert selection.conditions() == (
        AnyOf(("w:hydrogen",), is_prefix=True),
        AnyOf(("w:green",), is_prefix=True),
        AnyOf(("country:DE", "country:FR")),
        AnyOf(("status:postponed",)),
        AnyOf(("scope:overseas",)),
        AnyOf(("dates:open",)),
    )


def test_without_a_kind_a_calendar_shows_exhibitions_and_milestones_and_one_subject_everything() -> None:
    assert Selection().effective_kinds == DEFAULT_KINDS
    assert Selection(subject="exhibition/x").effective_kinds == tuple(EntryKind)
    assert Selection(kinds=(EntryKind.DEADLINE,), subject="exhibition/x").effective_kinds == (EntryKind.DEADLINE,)


def test_a_text_without_letters_cannot_match() -> None:
    assert not Selection(text="—").can_match
    assert Selection(text=" ").can_match

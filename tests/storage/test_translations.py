"""States of translations in lists, former sources and the glossary, the same on both engines."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from events_app.domain.glossary import Term
from events_app.domain.readiness import Figure, TranslationState
from events_app.domain.refusals import NotFound
from events_app.domain.texts import Text, digest
from events_app.domain.translations import UnitNoun
from events_app.storage import translations
from events_app.storage.database import INTEGRITY_ERRORS, Database, fetch, transaction
from events_app.storage.translations import Total, Waiting
from tests.builders import a_text, an_id
from tests.queries import counted_queries

NOW = datetime(2026, 4, 1, tzinfo=UTC)
FRENCH = Waiting(language="fr", since=NOW)


def a_state(number: int = 0, **changes: object) -> TranslationState:
    """State of an object that becomes urgent `number` days from now."""
    state = TranslationState(
        subject=UnitNoun.EDITION,
        subject_id=an_id(f"fair {number}"),
        slug=f"fair-{number}",
        name=a_text(f"Fair {number}"),
        language="fr",
        unit_id=None,
        missing=2,
        outdated=1,
        current=3,
        figure=Figure(30, 60),
        urgent_at=NOW + timedelta(days=number),
        ends_at=NOW + timedelta(days=100),
    )
    return replace(state, **changes)  # type: ignore[arg-type]


async def _slugs(waiting: Waiting, **places: tuple[datetime | None, UUID]) -> list[str]:
    return [state.slug for state in await translations.list_waiting(waiting, **places)]  # type: ignore[arg-type]


async def test_states_are_read_back_whole_and_replaced(database: Database) -> None:
    state = a_state(unit_id=an_id("unit"))
    series = a_state(1, subject=UnitNoun.SERIES, urgent_at=None, ends_at=None)
    await translations.set_states([state, replace(state, language="ar", missing=0), series])
    await translations.set_states([replace(state, missing=5, slug="renamed")])
    await translations.set_states([])

    assert await translations.list_states([state.subject_id, series.subject_id]) == {
        state.subject_id: (replace(state, language="ar", missing=0), replace(state, missing=5, slug="renamed")),
        series.subject_id: (series,),
    }
    assert await translations.list_states([]) == {}


async def test_what_waits_comes_by_urgency_and_what_has_no_deadline_last(database: Database) -> None:
    await translations.set_states(
        [
            a_state(3),
            a_state(1),
            a_state(2, missing=0, outdated=0),
            a_state(4, urgent_at=None),
            a_state(5, ends_at=NOW),
            a_state(6, language="ar"),
            a_state(7, subject=UnitNoun.PROJECT, unit_id=an_id("unit"), ends_at=None),
        ]
    )

    assert await _slugs(FRENCH) == ["fair-1", "fair-3", "fair-7", "fair-4"]
    assert await _slugs(replace(FRENCH, subject=UnitNoun.PROJECT)) == ["fair-7"]
    assert await _slugs(replace(FRENCH, unit_ids=frozenset({an_id("unit")}))) == ["fair-7"]
    assert await _slugs(replace(FRENCH, unit_ids=frozenset())) == []
    assert await translations.count_waiting(FRENCH) == Total(4, 8, 4, Figure(120, 240))
    assert await translations.count_waiting(replace(FRENCH, language="ru")) == Total(0, 0, 0, Figure(0, 0))


async def test_pages_follow_each_other_by_key_in_both_directions(database: Database) -> None:
    states = [a_state(number, urgent_at=NOW if number < 3 else None) for number in range(6)]
    await translations.set_states(states)
    first = await translations.list_waiting(FRENCH, limit=4)
    after = (first[-1].urgent_at, first[-1].subject_id)

    rest = await translations.list_waiting(FRENCH, after=after, limit=4)
    before = await translations.list_waiting(FRENCH, before=after, limit=2)

    assert {state.slug for state in (*first, *rest)} == {state.slug for state in states}
    assert (len(first), len(rest)) == (4, 2)
    assert before == (first[2], first[1])


async def test_a_list_costs_one_query_whatever_its_length(database: Database) -> None:
    await translations.set_states([a_state(number) for number in range(30)])

    with counted_queries() as asked:
        found = await translations.list_waiting(FRENCH)

    assert (len(found), len(asked)) == (30, 1)


@pytest.mark.parametrize(
    ("sql", "index"),
    [
        ("EXPLAIN QUERY PLAN SELECT slug FROM translation_state WHERE", "translation_state_waiting"),
        ("EXPLAIN QUERY PLAN SELECT slug FROM translation_state WHERE unit IN ({}) AND", "translation_state_unit"),
    ],
)
async def test_a_page_is_read_from_its_index(sqlite_database: Database, sql: str, index: str) -> None:
    page = (
        "language = {} AND waiting > 0 AND ends_at > {} AND (urgent_at, subject_id) > ({}, {}) "
        "ORDER BY urgent_at ASC, subject_id ASC LIMIT {}"
    )

    rows = await fetch(f"{sql} {page}", *[an_id("unit")] * ("{}" in sql), "fr", NOW, NOW, an_id("x"), 50)

    plan = " ".join(row["detail"] for row in rows)
    assert index in plan
    assert "TEMP B-TREE" not in plan


async def test_objects_whose_deadline_has_passed_are_found_until_they_end(database: Database) -> None:
    passed = NOW - timedelta(days=1)
    await translations.set_states(
        [
            a_state(1, urgent_at=passed),
            a_state(1, urgent_at=passed, language="ar"),
            a_state(2),
            a_state(3, urgent_at=passed, ends_at=NOW),
        ]
    )

    assert await translations.list_overtaken(NOW, limit=10) == ((UnitNoun.EDITION, "fair-1"),)


async def test_a_wording_is_kept_once_under_its_digest(database: Database) -> None:
    later = NOW + timedelta(days=1)
    async with transaction():
        await translations.add_wordings([a_text("One"), Text.empty(), a_text("Deux", source="fr")], NOW)
        await translations.add_wordings([a_text("One", source="es"), a_text("Three"), a_text("Three")], later)

    assert await translations.list_wordings([digest(each) for each in ("One", "Deux", "Three", "Four")]) == {
        digest("One"): "One",
        digest("Deux"): "Deux",
        digest("Three"): "Three",
    }
    assert await translations.find_wording(digest("One")) == "One"
    assert await translations.find_wording("") is None
    rows = await fetch("SELECT language, kept_at FROM source_wording WHERE digest = {}", digest("One"))
    assert rows == [{"language": "en", "kept_at": NOW}]


async def test_terms_are_kept_changed_removed_and_found_in_a_source(database: Database) -> None:
    stand = Term(
        id=an_id("stand"),
        source_language="en",
        term="stand",
        language="fr",
        translation="stand",
        note="Not: kiosque",
        modified_at=NOW,
    )
    hall = replace(stand, id=an_id("hall"), term="hall", translation="pavillon", note="")
    other = replace(hall, id=an_id("other"), language="es", translation="pabellón")
    german = replace(hall, id=an_id("german"), source_language="de")
    for term in (stand, hall, other, german):
        await translations.add_term(term)
    await translations.set_term(replace(hall, translation="hall"))

    assert await translations.list_terms("fr", source_language="en") == (replace(hall, translation="hall"), stand)
    assert await translations.list_terms("fr") == (german, replace(hall, translation="hall"), stand)
    assert await translations.list_terms_in("Book two stands", "en", "fr") == (stand,)
    assert await translations.find_term("en", "stand", "fr") == await translations.get_term(stand.id) == stand

    await translations.remove_term(stand.id)

    assert await translations.find_term("en", "stand", "fr") is None
    with pytest.raises(NotFound):
        await translations.get_term(stand.id)
    with pytest.raises(NotFound):
        await translations.set_term(stand)


async def test_a_term_has_one_line_for_a_pair_of_languages(database: Database) -> None:
    term = Term(id=an_id("one"), source_language="en", term="hall", language="fr", translation="hall", modified_at=NOW)
    await translations.add_term(term)

    with pytest.raises(INTEGRITY_ERRORS):
        await translations.add_term(replace(term, id=an_id("two")))

"""Units of translation: what there is to translate, how it stands, and what a translation may be."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events_app.domain.exhibitions import FormerName
from events_app.domain.languages import LANGUAGES
from events_app.domain.messages import Message
from events_app.domain.refusals import Refusal
from events_app.domain.texts import Text, digest
from events_app.domain.translations import (
    FIELD_NAMES,
    PlaceholdersDiffer,
    SourceChanged,
    SourceIsNotTranslated,
    State,
    Translated,
    Unit,
    UnitKey,
    UnitNoun,
    UnitUnknown,
    WordingMissing,
    WordingNotPossible,
    by_urgency,
    check_source,
    text_at,
    texts_of,
    units_of,
    urgency_of,
    with_unit,
    with_unit_confirmed,
)
from tests.builders import (
    a_deadline,
    a_milestone,
    a_project,
    a_series,
    a_session,
    a_text,
    an_edition,
    an_id,
)

NOW = datetime(2026, 4, 1, tzinfo=UTC)
EDITION = an_edition(sessions=(a_session(),), deadlines=(a_deadline(),), co_organisers=(a_text("Chamber"),))
SERIES = a_series(former_names=(FormerName(a_text("Light fair", fr="Salon de la lumière"), 2010),))
PROJECT = a_project()
NAME = UnitKey(UnitNoun.EDITION, EDITION.id, EDITION.slug, None, "name")


def _fields(value: Translated) -> list[tuple[str, str]]:
    return [(key.noun.value, key.field) for key, _ in texts_of(value)]


def test_every_text_that_readers_see_has_a_key() -> None:
    assert _fields(EDITION) == [
        ("edition", "name"),
        ("edition", "summary"),
        ("edition", "city"),
        ("edition", "venue"),
        ("edition", "organiser"),
        ("edition", "co_organisers.0"),
        ("session", "title"),
        ("session", "room"),
        ("deadline", "note"),
    ]
    assert _fields(SERIES) == [("series", "name"), ("series", "summary"), ("series", "former_names.0")]
    assert _fields(PROJECT) == [
        ("project", "name"),
        ("project", "summary"),
        ("project", "parties.0"),
        ("project", "parties.1"),
        ("milestone", "name"),
    ]


def test_what_readers_do_not_see_is_not_translated() -> None:
    hidden = a_milestone(is_public=False)

    assert "milestone" not in {noun for noun, _ in _fields(replace(PROJECT, milestones=(hidden,)))}
    assert ("edition", "reason") not in _fields(EDITION)
    assert ("edition", "reason") in _fields(replace(EDITION, reason=a_text("No hall.")))


@pytest.mark.parametrize("value", [EDITION, SERIES, PROJECT], ids=["edition", "series", "project"])
def test_a_key_is_read_back_from_its_text_and_has_a_name(value: Translated) -> None:
    for key, text in texts_of(value):
        assert UnitKey.parse(str(key)) == key
        assert isinstance(key.field_name, Message)
        assert text_at(value, key) == text
    assert {field.partition(".")[0] for _, field in _fields(value)} <= FIELD_NAMES.keys()


@given(st.text() | st.lists(st.text(max_size=5), min_size=5, max_size=5).map("/".join))
def test_any_other_text_is_no_key(text: str) -> None:
    with pytest.raises(UnitUnknown):
        UnitKey.parse(text)


def test_a_unit_tells_source_wording_and_state() -> None:
    name = a_text("Light 2026", fr="Lumière 2026").with_wording("en", "Light and Building 2026")

    unit = units_of(replace(EDITION, name=name), "fr", now=NOW)[0]

    assert unit == Unit(
        key=NAME,
        language="fr",
        source_language="en",
        source="Light and Building 2026",
        digest=digest("Light and Building 2026"),
        made_from=digest("Light 2026"),
        wording="Lumière 2026",
        state=State.OUTDATED,
        urgent_at=datetime(2026, 5, 15, 9, 0, tzinfo=UTC),
    )
    assert unit.weight == 23


def test_a_text_is_not_translated_into_the_language_it_was_written_in() -> None:
    chinese = replace(SERIES, summary=a_text("照明", source="zh-Hans", en="Lighting"))

    assert [unit.key.field for unit in units_of(chinese, "en", now=NOW)] == ["summary"]
    assert [unit.key.field for unit in units_of(chinese, "zh-Hans", now=NOW)] == ["name", "former_names.0"]


def test_the_nearest_moment_ahead_makes_it_urgent() -> None:
    assert urgency_of(EDITION, now=NOW) == datetime(2026, 5, 15, 9, 0, tzinfo=UTC)
    assert urgency_of(EDITION, now=datetime(2026, 6, 1, tzinfo=UTC)) == datetime(2026, 10, 11, 22, 0, tzinfo=UTC)
    assert urgency_of(EDITION, now=datetime(2026, 10, 13, tzinfo=UTC)) == datetime(2026, 10, 15, 22, 0, tzinfo=UTC)
    assert urgency_of(EDITION, now=datetime(2027, 1, 1, tzinfo=UTC)) is None
    assert urgency_of(SERIES, now=NOW) is None
    assert urgency_of(PROJECT, now=NOW) == datetime(2026, 8, 31, 21, 0, tzinfo=UTC)
    reached = replace(PROJECT, milestones=(a_milestone(actual_on=date(2026, 3, 1)),))
    assert urgency_of(reached, now=NOW) is None


def test_what_waits_is_sorted_by_the_nearest_deadline_and_what_is_current_left_out() -> None:
    units = [*units_of(SERIES, "fr", now=NOW), *units_of(PROJECT, "fr", now=NOW), *units_of(EDITION, "fr", now=NOW)]

    found = [(unit.key.noun.value, unit.key.field) for unit in by_urgency(units)]

    assert found[:2] == [("edition", "summary"), ("edition", "city")]
    assert found[-4:] == [
        ("project", "summary"),
        ("project", "parties.0"),
        ("project", "parties.1"),
        ("series", "summary"),
    ]
    assert ("series", "name") not in found


@pytest.mark.parametrize("value", [EDITION, SERIES, PROJECT], ids=["edition", "series", "project"])
@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_a_translation_is_set_where_its_key_says_and_nowhere_else(value: Translated, language: str) -> None:
    before = dict(texts_of(value))

    for key, text in before.items():
        changed = with_unit(value, key, language, "Wording")

        assert dict(texts_of(changed)) == before | {key: text.with_wording(language, "Wording")}
        assert type(changed) is type(value)


def test_a_changed_source_leaves_translations_outdated_until_they_are_confirmed() -> None:
    old = with_unit(EDITION, NAME, "fr", "Lumière et bâtiment")
    changed = replace(old, name=old.name.with_wording("en", "Light + Building 2026"))

    confirmed = with_unit_confirmed(changed, NAME, "fr")

    assert changed.name.is_outdated("fr")
    assert not confirmed.name.is_outdated("fr")
    assert confirmed.name.is_outdated("zh-Hans")
    assert confirmed.name.wordings == changed.name.wordings


@pytest.mark.parametrize(
    ("language", "wording", "refusal"),
    [
        ("en", "Name", SourceIsNotTranslated),
        ("fr", " \n", WordingMissing),
        ("fr", "a" * 20_001, WordingNotPossible),
        ("fr", "Nom\0", WordingNotPossible),
        ("fr", "Nom\x85", WordingNotPossible),
        ("fr", "Nom\ud800", WordingNotPossible),
        ("fr", "Nom\uffff", WordingNotPossible),
        ("fr", "Bienvenue %(nom)s", PlaceholdersDiffer),
    ],
)
def test_a_wording_that_cannot_be_shown_is_refused(language: str, wording: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        with_unit(EDITION, NAME, language, wording)


def test_placeholders_are_kept_in_any_order() -> None:
    edition = replace(EDITION, name=a_text("%(year)s in {city}"))

    assert with_unit(edition, NAME, "fr", "{city}, %(year)s").name.wordings["fr"] == "{city}, %(year)s"
    with pytest.raises(PlaceholdersDiffer) as refused:
        with_unit(edition, NAME, "fr", "{ville}, %(year)s")
    assert refused.value.params == {"placeholders": "%(year)s, {city}"}


def test_keys_of_something_else_or_of_what_is_gone_are_unknown() -> None:
    for key in (
        replace(NAME, object_id=an_id("other")),
        replace(NAME, field="co_organisers.1"),
        replace(NAME, field="co_organisers.-1"),
        replace(NAME, field="slug"),
        replace(NAME, noun=UnitNoun.SESSION, part_id=an_id("gone"), field="title"),
    ):
        with pytest.raises(UnitUnknown):
            with_unit(EDITION, key, "fr", "Nom")


def test_a_source_that_changed_is_refused_with_its_present_wording() -> None:
    text = Text.of("en", "New words")

    check_source(text, digest("New words"))
    with pytest.raises(SourceChanged) as refused:
        check_source(text, digest("Old words"))
    assert refused.value.params == {"now": "New words"}
    with pytest.raises(WordingMissing):
        with_unit_confirmed(EDITION, NAME, "ru")

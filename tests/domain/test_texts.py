"""Texts in several languages: which wording a reader gets, and which translations are outdated."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events_app.domain.languages import LANGUAGES, chain_of
from events_app.domain.texts import Shown, SourceTextMissing, Text, digest

CODES = st.sampled_from([*LANGUAGES, "de"])
WORDINGS = st.dictionaries(CODES, st.text(max_size=20), max_size=8)


def test_a_reader_gets_their_own_language() -> None:
    text = Text.of("en", "Forum", {"fr": "Forum d’affaires"})

    assert text.shown("fr") == Shown("Forum d’affaires", "fr", is_fallback=False)


def test_a_reader_without_translation_gets_the_next_in_their_chain() -> None:
    text = Text.of("zh-Hans", "展会", {"es": "Feria", "en": "Fair"})

    assert text.shown("pt") == Shown("Feria", "es", is_fallback=True)
    assert text.shown("ru") == Shown("Fair", "en", is_fallback=True)


def test_a_language_outside_every_chain_is_still_shown_rather_than_nothing() -> None:
    assert Text.of("de", "Messe").shown("ar") == Shown("Messe", "de", is_fallback=True)


def test_a_translation_is_outdated_once_the_source_changed() -> None:
    text = Text.of("en", "Hall 3", {"fr": "Hall 3"})
    changed = text.with_wording("en", "Hall 4")

    assert not text.is_outdated("fr")
    assert changed.is_outdated("fr")
    assert not changed.with_wording("fr", "Hall 4").is_outdated("fr")


def test_a_translation_of_unknown_origin_counts_as_outdated() -> None:
    assert Text("en", {"en": "Hall", "fr": "Hall"}).is_outdated("fr")


def test_a_text_without_its_source_wording_is_refused() -> None:
    with pytest.raises(SourceTextMissing):
        Text("en", {"fr": "Salon"})


def test_blank_wordings_do_not_count() -> None:
    text = Text("en", {"en": "Fair", "fr": "  "}, {"fr": "0"})

    assert list(text) == ["en"]
    assert text == Text.of("en", "Fair")


@given(source=CODES, wordings=WORDINGS, reader=st.sampled_from(sorted(LANGUAGES)))
def test_a_text_with_any_wording_is_never_shown_empty(source: str, wordings: dict[str, str], reader: str) -> None:
    text = Text(source, wordings if wordings.get(source, "").strip() else {**wordings, source: "x"})

    shown = text.shown(reader)

    assert shown.text.strip()
    assert shown.is_fallback == (shown.language != reader)
    assert text.wordings[shown.language] == shown.text


@given(st.sampled_from(sorted(LANGUAGES)))
def test_every_chain_begins_with_the_language_and_names_all_others_once(code: str) -> None:
    assert chain_of(code)[0] == code
    assert sorted(chain_of(code)) == sorted(LANGUAGES)


@given(st.text(st.characters(), max_size=20), st.text(st.characters(), max_size=20))
def test_two_wordings_have_one_digest_only_if_they_are_the_same(one: str, other: str) -> None:
    assert (digest(one) == digest(other)) == (one == other)
    assert len(digest(one + "\ud800")) == 16

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events_app.domain.texts import digest
from events_app.domain.translations import (
    SourceChanged,
    TranslationsMissing,
    TranslationState,
    UnitUnknown,
    check_ready,
    confirmed,
    count_states,
    differing_pieces,
    readiness,
    translated,
    units_of,
    with_text,
)
from tests.builders import a_deadline, a_session, a_text, an_edition, an_id


def test_every_text_of_an_edition_is_a_unit() -> None:
    edition = an_edition(sessions=(a_session(),), deadlines=(a_deadline(),))

    assert [unit.key for unit in units_of(edition)] == [
        "name",
        "summary",
        "city",
        "venue",
        "organiser",
        f"session:{an_id('session')}:title",
        f"session:{an_id('session')}:room",
        f"deadline:{an_id('deadline')}:note",
    ]


def test_a_changed_source_makes_its_translations_outdated_until_the_meaning_is_confirmed() -> None:
    edition = an_edition(name=a_text("Fair", fr="Salon"), summary=a_text(""), city=a_text("Lyon", fr="Lyon"))
    renamed = replace(edition, name=edition.name.with_wording("en", "Fair 2027"))

    same = with_text(renamed, "name", lambda text: confirmed(text, "fr"))

    assert count_states(renamed, "fr")[TranslationState.OUTDATED] == 1
    assert count_states(same, "fr")[TranslationState.OUTDATED] == 0
    assert same.name.wordings["fr"] == "Salon"


def test_readiness_is_the_share_of_characters_and_a_rule_may_ask_for_all() -> None:
    edition = an_edition(
        name=a_text("1234567890", fr="Salon"),
        summary=a_text("12345"),
        city=a_text("12345", fr="Lyon"),
        venue=a_text(""),
        organiser=a_text(""),
    )

    assert readiness(edition, "fr") == 0.75
    assert readiness(edition, "en") == 1
    check_ready(edition, ("en",))
    with pytest.raises(TranslationsMissing) as refused:
        check_ready(edition, ("en", "fr", "ar"))
    assert refused.value.params == {"languages": "fr, ar"}


def test_a_translation_is_made_from_the_source_that_was_seen() -> None:
    text = a_text("New words")

    assert translated(text, "fr", "Mots", source_digest=digest("New words")) == a_text("New words", fr="Mots")
    with pytest.raises(SourceChanged):
        translated(text, "fr", "Mots", source_digest=digest("Old words"))


@pytest.mark.parametrize(
    "key", ["slug", "session:x:title", "session", "deadline:1:zone", f"session:{an_id('session')}:kind"]
)
def test_a_key_of_nothing_is_refused(key: str) -> None:
    with pytest.raises(UnitUnknown):
        with_text(an_edition(sessions=(a_session(),)), key, lambda text: text)


@given(st.text(max_size=80), st.text(max_size=80))
def test_pieces_of_a_difference_give_both_wordings_back(old: str, new: str) -> None:
    pieces = differing_pieces(old, new)

    assert "".join(words for kind, words in pieces if kind != "added") == old
    assert "".join(words for kind, words in pieces if kind != "removed") == new


def test_chinese_is_compared_by_characters() -> None:
    assert differing_pieces("上海工业展", "上海农业展") == (
        ("kept", "上海"),
        ("removed", "工"),
        ("added", "农"),
        ("kept", "业展"),
    )

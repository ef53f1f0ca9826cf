from dataclasses import replace
from datetime import UTC, datetime

import pytest

from events_app.domain.languages import LANGUAGES
from events_app.domain.readiness import (
    Figure,
    PublishRule,
    Readiness,
    TranslationsLacking,
    TranslationState,
    readiness,
    ready_enough,
    states_of,
)
from events_app.domain.texts import Text
from events_app.domain.translations import UnitNoun
from tests.builders import a_deadline, a_series, a_text, an_edition, an_id

NOTHING = Text.empty()
EDITION = an_edition(
    name=a_text("Fair", fr="Salon", ar="معرض"),
    summary=a_text("Lights", fr="Lumières"),
    city=a_text("东京展馆", source="zh-Hans", en="Tokyo"),
    venue=NOTHING,
    organiser=NOTHING,
    deadlines=(a_deadline(note=NOTHING),),
)
NOW = datetime(2026, 4, 1, tzinfo=UTC)


def test_readiness_is_the_share_of_characters_that_are_translated_and_current() -> None:
    found = readiness(EDITION, ("fr", "ar", "en", "zh-Hans"))

    assert found == Readiness({"fr": Figure(10, 14), "ar": Figure(4, 14), "en": Figure(4, 4), "zh-Hans": Figure(0, 10)})
    assert found.overall == Figure(18, 42)
    assert (found.languages["fr"].percent, found.languages["en"].share) == (71, 1.0)


def test_an_outdated_translation_is_not_ready() -> None:
    changed = replace(EDITION, name=EDITION.name.with_wording("en", "Fairs"))

    assert readiness(changed, ("fr",)).languages["fr"] == Figure(6, 15)


def test_nothing_to_translate_is_all_done() -> None:
    bare = a_series(name=a_text("Fair"), summary=NOTHING)

    assert readiness(bare, ("en",)).languages["en"] == Figure(0, 0)
    assert (Figure(0, 0).percent, Figure(0, 0).share, Figure(999, 1000).percent) == (100, 1.0, 99)


def test_the_rule_refuses_what_lacks_too_much_and_names_the_languages() -> None:
    ready_enough(EDITION, PublishRule(()))
    ready_enough(EDITION, PublishRule(("fr", "en"), least=71))

    with pytest.raises(TranslationsLacking) as refused:
        ready_enough(EDITION, PublishRule(("fr", "en", "ar"), least=72))
    assert refused.value.params == {"languages": "Français, العربية", "least": 72}


def test_states_are_told_in_every_language() -> None:
    states = states_of(EDITION, now=NOW)

    assert [state.language for state in states] == list(LANGUAGES)
    assert next(state for state in states if state.language == "fr") == TranslationState(
        subject=UnitNoun.EDITION,
        subject_id=an_id("edition"),
        slug=EDITION.slug,
        name=EDITION.name,
        language="fr",
        unit_id=None,
        missing=1,
        outdated=0,
        current=2,
        figure=Figure(10, 14),
        urgent_at=datetime(2026, 5, 15, 9, 0, tzinfo=UTC),
        ends_at=datetime(2026, 10, 15, 22, 0, tzinfo=UTC),
    )

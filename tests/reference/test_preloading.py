"""What was asked early is answered fast."""

from datetime import date
from time import perf_counter

from events_app.domain.languages import LANGUAGES
from events_app.domain.sector_words import WordKind
from events_app.reference.countries import find_code, name
from events_app.reference.facts import facts
from events_app.reference.groups import groups_of
from events_app.reference.market import items_met
from events_app.reference.places import position
from events_app.reference.preloading import preload
from events_app.reference.public_holidays import upcoming

GENEROUS_S = 0.1


def test_after_preloading_the_first_country_page_waits_for_nothing_slow() -> None:
    preload(LANGUAGES)

    began = perf_counter()
    answers = (
        name("NA", "ar"),
        find_code("Намибия"),
        groups_of("NA", date(2026, 11, 23)) != (),
        facts("NA") is not None,
        items_met(WordKind.IMPORT)["ships"],
        position("NA") is not None,
        upcoming("NA", date(2026, 12, 25), date(2026, 12, 25), "ar") is not None,
    )
    took_s = perf_counter() - began

    assert answers == ("ناميبيا", "NA", True, True, 43, True, True)
    assert took_s < GENEROUS_S

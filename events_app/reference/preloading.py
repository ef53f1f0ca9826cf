"""Asks early what is slow to answer the first time, so that no reader waits for it.

Synchronous, about a second of one processor: the roof calls it in a thread once the server listens.
"""

from collections.abc import Iterable

from events_app.domain.sector_words import WordKind
from events_app.reference.countries import all_codes, find_code, languages, names
from events_app.reference.groups import memberships
from events_app.reference.market import items_met
from events_app.reference.places import position
from events_app.reference.public_holidays import prepare
from events_app.reference.zones import all_zones, city_of


def preload(language_codes: Iterable[str]) -> None:
    """Load names for these interface languages, codes by name, memberships, zones, the Factbook and holidays."""
    zones = all_zones()
    for language_code in language_codes:
        names(language_code)
        for zone in zones:
            city_of(zone, language_code)
    for code in all_codes():
        languages(code)
    find_code("")
    memberships()
    for kind in WordKind:
        items_met(kind)
    for code in all_codes():
        position(code)
    prepare()

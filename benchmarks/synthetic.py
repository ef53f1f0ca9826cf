"""Made-up exhibitions for measuring: any number, the same in every run, spread as real ones are.

Every series has an edition in each of the years 2025 to 2028. Countries follow a long tail (a few hold much, most
hold little), words of names too, sectors are even, days uniform over the year. Entries come from the
product's own functions; how all of it reaches a database is the business of `filling`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import accumulate
from random import Random
from uuid import UUID

from events_app.domain.calendar import CalendarEntry, entries_of_edition
from events_app.domain.countries import groups_on, scope_of
from events_app.domain.exhibitions import Days, Edition, EditionStatus, ParticipationMode, Series
from events_app.domain.sectors import SECTORS
from events_app.domain.texts import Text
from events_app.reference import countries
from events_app.reference.groups import memberships

SEED = 20_261_123
YEARS = (2025, 2026, 2027, 2028)
HOME_COUNTRY = "CN"
COUNTRIES = 200
LEADING = ("CN", "DE", "US", "IT", "FR", "IN", "GB", "JP", "ES", "TR", "AE", "RU", "BR", "KR", "TH", "SG", "VN", "ID")
"""Countries that hold most exhibitions, in that order; the others follow by code."""
WORDS = 2_000
KINDS_OF_FAIR = ("Expo", "Fair", "Show", "Messe", "Salon", "Forum", "Week", "Exhibition")
SYLLABLES = ("ba", "ko", "ri", "mel", "tan", "do", "vi", "sar", "lu", "pen", "ga", "nor", "qui", "ze", "hal", "tor")
LONGEST_DAYS = 6
CONFIRMED = 0.4
CANCELLED = 0.01
MADE_AT = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
NOTHING = Text.empty()


@dataclass(frozen=True, slots=True)
class Made:
    """One edition with its entry, as the product would have made it."""

    edition: Edition
    entry: CalendarEntry


def word(number: int) -> str:
    """Name number 0 to WORDS - 1: three syllables, each name a different one."""
    length = len(SYLLABLES)
    # 7 shares no divisor with 16³: neighbours in rank do not begin alike.
    spread = (number + 1) * 7 * 37 % length**3
    parts = (SYLLABLES[spread // length**2], SYLLABLES[spread // length % length], SYLLABLES[spread % length])
    return "".join(parts).capitalize()


@cache
def country_codes() -> tuple[str, ...]:
    """The countries and regions in use, the one with most exhibitions first."""
    others = (code for code in countries.all_codes() if code not in LEADING and countries.zones(code))
    return (*LEADING, *others)[:COUNTRIES]


def series_and_editions(editions: int) -> Iterator[tuple[Series, tuple[Made, ...]]]:
    """Series with their editions, so many editions in all; the n-th is the same whatever the number."""
    chance = Random(SEED)
    by_country = tuple(accumulate(1 / (rank + 3) for rank in range(len(country_codes()))))
    by_word = tuple(accumulate(1 / (rank + 20) for rank in range(WORDS)))
    for number in range(-(-editions // len(YEARS))):
        (country,) = chance.choices(country_codes(), cum_weights=by_country)
        (name,) = chance.choices(range(WORDS), cum_weights=by_word)
        left = editions - number * len(YEARS)
        yield _series(number, country, word(name), chance, min(left, len(YEARS)))


def _series(number: int, country: str, name: str, chance: Random, editions: int) -> tuple[Series, tuple[Made, ...]]:
    title = f"{name} {chance.choice(KINDS_OF_FAIR)}"
    series = Series(
        id=UUID(int=chance.getrandbits(128), version=4),
        slug=f"{title.lower().replace(' ', '-')}-{number}",
        name=_text(title),
        summary=NOTHING,
        every_months=12,
    )
    sectors = tuple(chance.sample(tuple(SECTORS), chance.choice((1, 1, 2))))
    # Cities bear the rarest words: no name of a fair that is often sought.
    city = word(WORDS - 1 - country_codes().index(country) * 3 - chance.randrange(3))
    place = (_text(city), chance.randrange(360))
    return series, tuple(_made(series, country, sectors, year, place=place, chance=chance) for year in YEARS[:editions])


def _made(
    series: Series, country: str, sectors: tuple[str, ...], year: int, *, place: tuple[Text, int], chance: Random
) -> Made:
    city, usual_day = place
    first = date(year, 1, 1) + timedelta(days=(usual_day + chance.randrange(-7, 8)) % 365)
    edition = Edition(
        id=UUID(int=chance.getrandbits(128), version=4),
        slug=f"{series.slug}-{year}",
        series_id=series.id,
        name=series.name,
        summary=NOTHING,
        country=country,
        city=city,
        venue=NOTHING,
        zone=countries.zones(country)[0],
        days=Days(first, first + timedelta(days=chance.randrange(LONGEST_DAYS))),
        scope=scope_of(country, HOME_COUNTRY),
        mode=ParticipationMode.INDEPENDENT,
        sectors=sectors,
        fields=SECTORS[sectors[0]].fields[:1],
        organiser=NOTHING,
        status=EditionStatus.CANCELLED if chance.random() < CANCELLED else EditionStatus.PUBLISHED,
        reason=_text("Called off"),
        dates_confirmed=chance.random() < CONFIRMED,
        created_at=MADE_AT,
        modified_at=MADE_AT,
    )
    (entry,) = entries_of_edition(edition, domain="benchmark.invalid")
    return Made(edition, replace(entry, groups=_groups(country, first.year)))


@cache
def _text(wording: str) -> Text:
    return Text.of("en", wording)


@cache
def _groups(country: str, year: int) -> tuple[str, ...]:
    return tuple(sorted(groups_on(memberships(), country, date(year, 1, 1))))

"""What a country or region imports and makes, in sectors of the calendar, out of the World Factbook's lists.

The Factbook names goods and industries in words of its own. What each word means lies in three files beside this
module, our own judgement along the crosswalk from sectors to the Harmonized System and ISIC: import_words.csv has every
commodity that the Factbook names; industry_words.csv the industries whose sectors their words do not give away, and
industry_patterns.csv the words that do (`*` stands for the rest of a word). An industry means the sectors of all the
patterns in it; a row of industry_words.csv stands in place of them. No sectors is a judgement, and `kind` says of what.

What the authority decided (`overrides`) stands before all three.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from events_app.domain.match_facts import Fact, standing
from events_app.domain.sector_words import NOTHING_DECIDED, Overrides, WordKind
from events_app.domain.sectors import SECTORS
from events_app.reference import factbook
from events_app.reference.facts import Listing, facts
from events_app.reference.locales import rows_of

Sectors = tuple[str, ...]

_FILES = {WordKind.IMPORT: "import_words.csv", WordKind.INDUSTRY: "industry_words.csv"}


def _ordered(sectors: Iterable[str]) -> Sectors:
    """The sectors once each, in the order of the calendar's list."""
    found = set(sectors)
    return tuple(code for code in SECTORS if code in found)


@cache
def _words(kind: WordKind) -> Mapping[str, Sectors]:
    return MappingProxyType({row["item"]: _ordered(row["sectors"].split()) for row in rows_of(_FILES[kind])})


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Sectors], ...]:
    return tuple((_finder(row["pattern"]), tuple(row["sectors"].split())) for row in rows_of("industry_patterns.csv"))


def _finder(pattern: str) -> re.Pattern[str]:
    """Finds whole words, whatever their case; a hyphen belongs to a word, and `*` is the rest of one."""
    words = re.escape(pattern).replace(r"\*", r"[\w-]*")
    return re.compile(rf"(?<![\w-]){words}(?![\w-])", re.IGNORECASE)


@cache
def shipped(kind: WordKind, item: str) -> Sectors | None:
    """Sectors of a word as shipped; None where nothing is said of it."""
    sectors = _words(kind).get(item)
    if sectors is not None or kind is WordKind.IMPORT:
        return sectors
    found = [sectors for pattern, sectors in _patterns() if pattern.search(item)]
    return _ordered(code for sectors in found for code in sectors) if found else None


@lru_cache(maxsize=4)
def _decided(overrides: Overrides) -> Mapping[tuple[WordKind, str], Sectors]:
    return {(word.kind, word.item): word.sectors for word in overrides}


def sectors_of(kind: WordKind, item: str, overrides: Overrides = NOTHING_DECIDED) -> Sectors | None:
    """Sectors of a word in force; None where neither the authority nor what is shipped says anything of it."""
    decided = _decided(overrides).get((kind, item))
    return shipped(kind, item) if decided is None else decided


def sectors_of_import(item: str, overrides: Overrides = NOTHING_DECIDED) -> Sectors:
    """Sectors that trade in an imported commodity; empty where there are none, or where nothing is said of it."""
    return sectors_of(WordKind.IMPORT, item, overrides) or ()


def sectors_of_industry(item: str, overrides: Overrides = NOTHING_DECIDED) -> Sectors:
    """Sectors of an industry; empty where there are none, or where nothing is said of it."""
    return sectors_of(WordKind.INDUSTRY, item, overrides) or ()


def listing_of(kind: WordKind, code: str) -> Listing | None:
    """The Factbook's list of imports or of industries; None where it has none."""
    found = facts(code)
    if found is None:
        return None
    return found.import_commodities if kind is WordKind.IMPORT else found.industries


def import_standing(code: str, overrides: Overrides = NOTHING_DECIDED) -> Mapping[str, float] | None:
    """How high each sector's goods stand among the imports listed, 0.5 to 1, by the best of them; None: no list."""
    listing = listing_of(WordKind.IMPORT, code)
    if listing is None:
        return None
    best: dict[str, float] = {}
    for place, item in enumerate(listing.items):
        for sector in sectors_of_import(item, overrides):
            best.setdefault(sector, standing(place, len(listing.items)))
    return MappingProxyType(best)


def industry_sectors(code: str, overrides: Overrides = NOTHING_DECIDED) -> frozenset[str] | None:
    """Sectors of the industries listed; None where there is no list."""
    listing = listing_of(WordKind.INDUSTRY, code)
    if listing is None:
        return None
    return frozenset(sector for item in listing.items for sector in sectors_of_industry(item, overrides))


def home_share(code: str, home: str) -> Fact | None:
    """Per cent of imports that come from the home country.

    The Factbook lists at most five partners: 0 where the home country is none of them. None where there is no list, or
    the home country stands in it without a share.
    """
    found = facts(code)
    partners = found.import_partners if found else None
    if partners is None:
        return None
    shares = [partner.share_percent for partner in partners.partners if partner.country == home]
    if None in shares:
        return None
    return Fact(float(sum(share for share in shares if share)), partners.year, partners.source)


@cache
def items_met(kind: WordKind) -> Mapping[str, int]:
    """Every word of a kind in the Factbook, with how many countries and regions name it; reads all files (0.2 s)."""
    listings = (listing_of(kind, code) for code in factbook.codes())
    return MappingProxyType(Counter(item for listing in listings if listing for item in set(listing.items)))

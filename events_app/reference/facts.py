"""Economic facts of a country or region, as the World Factbook states them: output, growth, imports, industries.

Every figure carries its year and its source; what the Factbook does not state, or states without a year, is None and
never zero. Its texts are English. Opening the files belongs to `factbook`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from events_app.reference.countries import find_code
from events_app.reference.factbook import SOURCE, Participation, entry, participations_in, parts_of, text_at

ENGLISH = "en"

_SCALES = {None: 1, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_AMOUNT = re.compile(r"\$(?P<number>[\d,]+(?:\.\d+)?)(?: (?P<scale>thousand|million|billion|trillion))?(?= |$)")
_PERCENT = re.compile(r"(?P<number>-?[\d,]+(?:\.\d+)?)%")
_YEAR_AT_END = re.compile(r"\s*\((?:FY)?(?P<year>\d{4})(?:/\d{2,4})?(?: est\.)?\)$")
_SHARE = re.compile(r"(?P<name>.+?) (?P<share>\d+(?:\.\d+)?)%(?:, |$)")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with the year that it is for. The unit stands in the name of the field that holds it."""

    value: Decimal
    year: int
    source: str = SOURCE


@dataclass(frozen=True, slots=True)
class Listing:
    """Things named in English, in the source's order. `year` is None where the source gives none."""

    items: tuple[str, ...]
    year: int | None
    language: str = ENGLISH
    source: str = SOURCE


@dataclass(frozen=True, slots=True)
class ImportPartner:
    """Where imports come from. `country` is None if the name is no country or region; the share may be unstated."""

    name: str
    country: str | None
    share_percent: Decimal | None


@dataclass(frozen=True, slots=True)
class ImportPartners:
    """The partners that the source lists, largest share first: at most five, so the shares do not add up to 100."""

    partners: tuple[ImportPartner, ...]
    year: int | None
    language: str = ENGLISH
    source: str = SOURCE


@dataclass(frozen=True, slots=True)
class CountryFacts:
    """What the Factbook states about one country or region.

    `gdp_usd` is at the official exchange rate in current dollars, `imports_usd` goods and services in current dollars,
    `growth_percent` real growth. `languages` is a sentence with shares, `organisations` includes observers and the
    like: their remark says so.
    """

    code: str
    gdp_usd: Figure | None
    growth_percent: Figure | None
    imports_usd: Figure | None
    import_commodities: Listing | None
    import_partners: ImportPartners | None
    industries: Listing | None
    languages: Listing | None
    organisations: tuple[Participation, ...]


@lru_cache(maxsize=512)
def facts(code: str) -> CountryFacts | None:
    """Facts by ISO alpha-2 code; None where the Factbook has no entry. The first call reads a file (about 1 ms)."""
    whole = entry(code)
    if whole is None:
        return None
    economy = whole.get("Economy", {})
    return CountryFacts(
        code=code,
        gdp_usd=amount_in(text_at(economy, "GDP (official exchange rate)")),
        growth_percent=_latest(percent_in(text) for text in _texts_under(economy, "Real GDP growth rate")),
        imports_usd=_latest(amount_in(text) for text in _texts_under(economy, "Imports")),
        import_commodities=listing_in(text_at(economy, "Imports - commodities")),
        import_partners=partners_in(text_at(economy, "Imports - partners")),
        industries=listing_in(text_at(economy, "Industries")),
        languages=_languages_in(whole.get("People and Society", {})),
        organisations=participations_in(whole),
    )


def _texts_under(economy: Mapping[str, Any], field: str) -> Iterable[str | None]:
    """Texts of a field that has one part per year, such as 'Imports 2024' and 'Imports 2023'."""
    years = economy.get(field, {})
    return [text_at(years, year) for year in years]


def _latest(figures: Iterable[Figure | None]) -> Figure | None:
    """The figure of the latest year, if there is any."""
    return max((figure for figure in figures if figure), key=lambda figure: figure.year, default=None)


def _without_year(text: str) -> tuple[str, int | None]:
    """Cut '(2023)' or '(2024 est.)' off the end."""
    match = _YEAR_AT_END.search(text)
    return (text[: match.start()], int(match["year"])) if match else (text, None)


def amount_in(text: str | None) -> Figure | None:
    """Dollars in '$4.66 trillion (2024 est.)'; None for any other form."""
    bare, year = _without_year(text or "")
    match = _AMOUNT.fullmatch(bare)
    if not match or year is None:
        return None
    dollars = Decimal(match["number"].replace(",", "")) * _SCALES[match["scale"]]
    return Figure(dollars.to_integral_value(), year)


def percent_in(text: str | None) -> Figure | None:
    """Per cent in '-0.2% (2024 est.)'; None for any other form."""
    bare, year = _without_year(text or "")
    match = _PERCENT.fullmatch(bare)
    return Figure(Decimal(match["number"].replace(",", "")), year) if match and year is not None else None


def listing_in(text: str | None) -> Listing | None:
    """Items of 'wheat, plastics, mining (gold, iron) (2023)': cut at commas and semicolons outside brackets."""
    bare, year = _without_year(text or "")
    items = tuple(part.removeprefix("and ") for part in parts_of(bare))
    return Listing(items, year) if items else None


def partners_in(text: str | None) -> ImportPartners | None:
    """Partners of 'Senegal 28%, Gambia, The 10% (2023)', or of a list without shares."""
    bare, year = _without_year(text or "")
    named: list[tuple[str, Decimal | None]]
    named = [(match["name"], Decimal(match["share"])) for match in _SHARE.finditer(bare)]
    named = named or [(part.removeprefix("almost entirely "), None) for part in parts_of(bare)]
    partners = tuple(ImportPartner(name, find_code(name), share) for name, share in named)
    return ImportPartners(partners, year) if partners else None


def _languages_in(people: Mapping[str, Any]) -> Listing | None:
    """The sentence on languages, whole; it lies one step deeper where samples of the languages are given."""
    text = text_at(people, "Languages", "Languages") or text_at(people, "Languages")
    bare, year = _without_year(text or "")
    return Listing((bare,), year) if bare else None

"""Countries and regions as packages know them: codes, names, regions, currencies, languages, zones.

Codes come from ISO 3166-1 (pycountry), names and currencies from CLDR (Babel), the regions of the United Nations from
regions.csv beside this module. Groups, holidays and economic figures have rooms of their own.
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from types import MappingProxyType

import pycountry
from babel.languages import get_official_languages
from babel.numbers import get_territory_currencies

from events_app.domain.languages import LANGUAGES
from events_app.domain.search import fold
from events_app.reference.locales import locale_of, rows_of
from events_app.reference.policies import in_force
from events_app.reference.zones import zones_of

# Names that replace CLDR's: language code -> country code -> name.
Overrides = Mapping[str, Mapping[str, str]]

NO_OVERRIDES: Overrides = MappingProxyType({})

# The user-assigned code under which CLDR, the EU and many others list Kosovo; ISO 3166-1 itself has no entry.
BEYOND_ISO = ("XK",)

# Bulgaria took the euro on 1 January 2026; CLDR 47 was made before that was law.
_EURO_SINCE = {"BG": date(2026, 1, 1)}

# What people and other sources write that neither CLDR nor ISO lists in this form.
_ALIASES = {
    "UK": "GB", "Great Britain": "GB", "England": "GB", "Scotland": "GB", "Wales": "GB", "Northern Ireland": "GB",
    "EL": "GR", "USA": "US", "U.S.": "US", "America": "US", "Etats-Unis d'Amérique": "US", "EE. UU.": "US",
    "США": "US", "UAE": "AE", "Emirates": "AE", "S. Korea": "KR", "Korea": "KR", "Republic of Korea": "KR",
    "N. Korea": "KP", "DRC": "CD", "DR Congo": "CD", "Congo (Kinshasa)": "CD", "Zaire": "CD",
    "Congo (Brazzaville)": "CG", "Congo": "CG", "Republic of the Congo": "CG", "Ivory Coast": "CI", "Burma": "MM",
    "Turkey": "TR", "Swaziland": "SZ", "Cape Verde": "CV", "Czech Republic": "CZ", "Macedonia": "MK",
    "Holland": "NL", "East Timor": "TL", "Russia": "RU", "Syria": "SY", "Laos": "LA", "Brunei": "BN", "Macau": "MO",
    "Hong Kong": "HK", "中国香港": "HK", "香港": "HK", "中国澳门": "MO", "澳门": "MO", "Гонконг": "HK", "Макао": "MO",
    "هونغ كونغ": "HK", "ماكاو": "MO", "中国台湾": "TW", "Chinese Taipei": "TW", "Palestine": "PS", "Vatican": "VA",
    "Holy See": "VA", "Micronesia": "FM", "Saint Martin": "MF", "St. Kitts and Nevis": "KN",
}  # fmt: skip


@cache
def all_codes() -> tuple[str, ...]:
    """Every ISO 3166-1 alpha-2 code, and XK; sorted by code (i18n sorts names)."""
    return tuple(sorted([country.alpha_2 for country in pycountry.countries] + list(BEYOND_ISO)))


@cache
def iso_codes() -> Mapping[str, str]:
    """Alpha-2 codes by alpha-2 and alpha-3 codes, XK and XKX among them: for tables, where a name would be a guess."""
    long = {country.alpha_3: country.alpha_2 for country in pycountry.countries}
    return MappingProxyType({code: code for code in all_codes()} | long | {"XKX": "XK"})


@cache
def _cldr_names(language_code: str) -> Mapping[str, str]:
    """Names of everything CLDR calls a territory, M49 regions such as 150 included."""
    return MappingProxyType(dict(locale_of(language_code).territories))


def name(code: str, language_code: str, overrides: Overrides = NO_OVERRIDES) -> str:
    """Name of a country or region in an interface language; the operator's name before CLDR's.

    What was decided at the desk stands before `overrides`, which come from the settings.
    Knows the M49 region codes that `un_region` answers too. A code that nobody knows comes back as it is.
    """
    decided = in_force().names.get(language_code, {}).get(code)
    chosen = decided or overrides.get(language_code, {}).get(code)
    return chosen or shipped_name(code, language_code)


def shipped_name(code: str, language_code: str) -> str:
    """CLDR's name of a country or region, whatever was decided."""
    return _cldr_names(language_code).get(code, code)


def names(language_code: str, overrides: Overrides = NO_OVERRIDES) -> dict[str, str]:
    """Name of every code of `all_codes`, in the order of the codes."""
    return {code: name(code, language_code, overrides) for code in all_codes()}


def _key(text: str) -> str:
    """What two spellings of one name share: letters and digits, folded, without article and with 'and' for '&'."""
    words = re.findall(r"\w+", fold(text.replace("&", " and ")))
    return "".join(word for word in words if word != "the")


@cache
def _codes_by_key() -> Mapping[str, str]:
    """Codes by everything they may be called; where two claim a spelling, the earlier source keeps it."""
    codes: dict[str, str] = {_key(code): code for code in all_codes()}
    for country in pycountry.countries:
        codes.setdefault(_key(country.alpha_3), country.alpha_2)
    for language_code in ("en", *LANGUAGES):
        for code in all_codes():
            codes.setdefault(_key(shipped_name(code, language_code)), code)
    for country in pycountry.countries:
        for field in ("name", "common_name", "official_name"):
            codes.setdefault(_key(getattr(country, field, country.alpha_2)), country.alpha_2)
    for alias, code in _ALIASES.items():
        codes.setdefault(_key(alias), code)
    return MappingProxyType(codes)


def find_code(text: str) -> str | None:
    """Alpha-2 code for an alpha-2 or alpha-3 code or a name in any interface language; None if nobody is called so.

    Case, accents, punctuation and the article do not matter; 'Gambia, The' and 'S. Korea' are understood. It finds
    whole names only: searching by parts of names is for `domain.search`.
    """
    return _codes_by_key().get(_key(text))


@lru_cache(maxsize=4096)
def currencies(code: str, day: date) -> tuple[str, ...]:
    """ISO 4217 codes of the legal tender on `day`, the country's own currency first; empty where there is none.

    ISO 4217 codes begin with the ISO 3166 code of the country whose currency it is: NAD stands before ZAR in Namibia.
    """
    euro_since = _EURO_SINCE.get(code)
    if euro_since is not None and day >= euro_since:
        return ("EUR",)
    return tuple(sorted(get_territory_currencies(code, day, day), key=lambda currency: not currency.startswith(code)))


@cache
def languages(code: str) -> tuple[str, ...]:
    """BCP 47 tags of the languages official in the whole country or region, by law or in fact, most spoken first."""
    tags = get_official_languages(code, de_facto=True)
    # CLDR lists Norway's macrolanguage beside the two written forms that it stands for.
    return tuple(tag.replace("_", "-") for tag in tags if tag != "no" or "nb" not in tags)


def language_name(tag: str, language_code: str) -> str:
    """Name of a language in an interface language: 'ss', 'fr' -> swati; a tag that CLDR does not name stays."""
    known = locale_of(language_code).languages
    whole = tag.replace("-", "_")
    return str(known.get(whole) or known.get(whole.split("_")[0]) or tag)


def zones(code: str) -> tuple[str, ...]:
    """IANA zones of the country or region, the more populous first; empty where none is known."""
    return zones_of(code)


@cache
def _regions() -> Mapping[str, tuple[str, str]]:
    """(region, subregion) per country, from regions.csv."""
    return MappingProxyType(
        {
            country: (row["region"], row["subregion"])
            for row in rows_of("regions.csv")
            for country in row["countries"].split()
        }
    )


def un_region(code: str) -> str | None:
    """M49 code of the region (002 Africa, 009 Oceania, 019 Americas, 142 Asia, 150 Europe); None for Antarctica.

    `name` words it. M49 places no XK and no TW; they stand where CLDR's containment puts them.
    """
    found = _regions().get(code)
    return found[0] if found else None


def un_subregion(code: str) -> str | None:
    """M49 code of the finest grouping; None for Antarctica.

    That is the intermediate region where M49 has one (014 Eastern Africa), else the subregion (151 Eastern Europe).
    """
    found = _regions().get(code)
    return found[1] if found else None

"""Days of the weekend per country or region (CLDR, through Babel)."""

from functools import cache

from babel import Locale, UnknownLocaleError

_EVERYWHERE = frozenset({5, 6})
_WEEK = 7


@cache
def weekend_of(country: str) -> frozenset[int]:
    """Days of the weekend, Monday is 0: Friday and Saturday in Egypt, Sunday alone in India.

    Saturday and Sunday where CLDR has no locale for the place: nobody lives there, or hardly anybody.
    """
    try:
        # CLDR fills in the language that most people speak there.
        locale = Locale.parse(f"und_{country}")
    except (UnknownLocaleError, ValueError):
        return _EVERYWHERE
    length = (locale.weekend_end - locale.weekend_start) % _WEEK + 1
    return frozenset((locale.weekend_start + offset) % _WEEK for offset in range(length))

"""How far away a day or a moment is, in words: "in 9 days", "today", "3 hours ago"."""

import datetime as dt
import math

from babel.dates import format_timedelta

from events_app.i18n.locales import locale_of

# CLDR <relative type="0 1 -1"> of the field day, and "now" of the field second, which Babel does not carry.
_NEAR_DAYS = {
    "zh-Hans": {-1: "昨天", 0: "今天", 1: "明天"},
    "en": {-1: "yesterday", 0: "today", 1: "tomorrow"},
    "fr": {-1: "hier", 0: "aujourd’hui", 1: "demain"},
    "es": {-1: "ayer", 0: "hoy", 1: "mañana"},
    "ru": {-1: "вчера", 0: "сегодня", 1: "завтра"},
    "ar": {-1: "أمس", 0: "اليوم", 1: "غدًا"},
    "pt": {-1: "ontem", 0: "hoje", 1: "amanhã"},
}
_NOW = {
    "zh-Hans": "现在",
    "en": "now",
    "fr": "maintenant",
    "es": "ahora",
    "ru": "сейчас",
    "ar": "الآن",
    "pt": "agora",
}

_HOUR = dt.timedelta(hours=1)
_MINUTE = dt.timedelta(minutes=1)
COUNTED_IN_HOURS = dt.timedelta(hours=48)

# CLDR writes the Arabic future with a word for "within"; a countdown means "after", and both take the same case.
_WITHIN, _AFTER = "خلال", "بعد"


def distance_in_days(days: int, code: str) -> str:
    """From today to a day: 9 is "in 9 days", 0 "today", 1 "tomorrow", -11 "11 days ago"."""
    near = _NEAR_DAYS.get(code, _NEAR_DAYS["en"]).get(days)
    return near if near is not None else _counted(dt.timedelta(days=days), "day", code)


def distance_in_time(delta: dt.timedelta, code: str) -> str:
    """From now to a moment: minutes under an hour, hours under 48, whole days from there on; "now" under a minute.

    Parts of a unit are dropped, so that a deadline never looks further off than it is.
    """
    size, sign = abs(delta), -1 if delta < dt.timedelta() else 1
    if size >= COUNTED_IN_HOURS:
        return distance_in_days(sign * size.days, code)
    if size >= _HOUR:
        return _counted(sign * (size // _HOUR) * _HOUR, "hour", code)
    if size >= _MINUTE:
        return _counted(sign * (size // _MINUTE) * _MINUTE, "minute", code)
    return _NOW.get(code, _NOW["en"])


def _counted(delta: dt.timedelta, unit: str, code: str) -> str:
    # With an endless threshold Babel keeps to the unit asked for, and never turns 9 days into a week.
    text = format_timedelta(delta, unit, threshold=math.inf, add_direction=True, locale=locale_of(code))  # type: ignore[arg-type]
    return text.replace(_WITHIN, _AFTER, 1)

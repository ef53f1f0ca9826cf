"""Numbers, shares, areas, money and enumerations as each language writes them, with Latin digits everywhere."""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent, get_currency_precision, parse_pattern
from babel.units import format_unit

from events_app.domain.money import Money
from events_app.i18n.locales import is_right_to_left, locale_of

LATIN = "latn"
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
# CLDR minimumGroupingDigits 2, which Babel does not read: Spanish writes 1234 whole and groups from 10.000 on.
_GROUPED_FROM = {"es": 10_000}
# In compact figures every language does so: 4260亿.
_COMPACT_GROUPED_FROM = 10_000
# The sound that turns Spanish "y" into "e": Argelia e Irán, but "nieve y hielo".
_SOUNDS_AS_I = re.compile(r"h?[ií](?![aeoáéó])", re.IGNORECASE)


def integer(n: int, code: str) -> str:
    """A whole number with the language's grouping: "1,234", "1 234", Spanish "1234" but "12.345"."""
    return decimal(n, code, 0)


def decimal(x: float | Decimal, code: str, max_fraction: int = 2) -> str:
    """A number with at most `max_fraction` digits after the separator, half to even, no trailing zeros."""
    number = Decimal(str(x))
    return _decimal(number, code, max_fraction, is_grouped=_is_grouped(number, code))


def percent(x: float | Decimal, code: str, max_fraction: int = 1) -> str:
    """A share of one: 0.285 is "28.5%", and "28,5 %" where the language parts them."""
    standard = locale_of(code).percent_formats[None].pattern
    text = format_percent(
        Decimal(str(x)),
        format=standard.replace("#0", "#0" + _fraction(max_fraction), 1),
        locale=locale_of(code),
        numbering_system=LATIN,
    )
    return _with_minus(text, code)


def money(amount: Money, code: str, *, hides_zero_minor: bool = False) -> str:
    """An amount with its ISO 4217 code, never a sign that several currencies share: "EUR 1,234.50", "1.234,50 EUR".

    `hides_zero_minor` writes whole amounts without their zeros ("EUR 95,000,000"), for figures that are not accounts.
    """
    major = Decimal(amount.amount_minor).scaleb(-minor_digits(amount.currency))
    is_whole = hides_zero_minor and major == major.to_integral_value()
    text = format_currency(
        major,
        amount.currency,
        format=_money_pattern(code).replace(".00", "") if is_whole else _money_pattern(code),
        currency_digits=not is_whole,
        locale=locale_of(code),
        group_separator=_is_grouped(major, code),
        numbering_system=LATIN,
    )
    return _with_minus(text, code)


def minor_digits(currency: str) -> int:
    """How many decimal digits the minor unit of a currency stands for, by CLDR: EUR 2, JPY 0, KWD 3; 2 if unknown."""
    return get_currency_precision(currency)


def compact(n: float | Decimal, code: str, max_fraction: int = 1) -> str:
    """A large figure in words: 426_000_000_000 is "426 billion", 4260亿, "426 mil millones".

    Babel's own function says "1 millions" in French and "1,000 thousand" for 999,950, hence this one, on the same CLDR
    patterns (UTS 35, part 3, "Compact Number Formats"). An unknown word for a form falls back to `other`.
    """
    number = Decimal(str(n))
    steps = _compact_steps(code)
    index = sum(abs(number) >= size for size, _, _ in steps) - 1
    if index < 0:
        return decimal(number, code, max_fraction)
    scaled = _scaled(number, steps[index][1], max_fraction)
    if index + 1 < len(steps) and abs(scaled) * steps[index][1] >= steps[index + 1][0]:
        index += 1
        scaled = _scaled(number, steps[index][1], max_fraction)
    words = steps[index][2]
    form = "1" if abs(scaled) == 1 and "1" in words else locale_of(code).plural_form(abs(scaled))
    pattern = words.get(form, words["other"])
    figure = _decimal(scaled, code, max_fraction, is_grouped=abs(scaled) >= _COMPACT_GROUPED_FROM)
    return re.sub("0+", figure, pattern, count=1)


def area_m2(x: float | Decimal, code: str, max_fraction: int = 1) -> str:
    """An area in square metres, figure and unit kept on one line: "1,250 m²", 1,250平方米."""
    # The sign does not inflect, so the pattern that CLDR has for ten serves every number.
    ten = format_unit(10, "area-square-meter", "short", locale=locale_of(code), numbering_system=LATIN)
    return ten.replace(" ", NO_BREAK_SPACE).replace("10", decimal(x, code, max_fraction), 1)


def lists(items: Sequence[str], code: str) -> str:
    """An enumeration: "A, B and C", A、B和C, "A, B и C"; an empty text for none."""
    text = format_list(list(items), locale=locale_of(code))
    if code == "es" and len(items) > 1 and _SOUNDS_AS_I.match(items[-1]):  # CLDR leaves this to the program.
        return f"{text.removesuffix(f' y {items[-1]}')} e {items[-1]}"
    return text


def _decimal(number: Decimal, code: str, max_fraction: int, *, is_grouped: bool) -> str:
    text = format_decimal(
        number,
        format="#,##0" + _fraction(max_fraction),
        locale=locale_of(code),
        group_separator=is_grouped,
        numbering_system=LATIN,
    )
    return _with_minus(text, code)


def _with_minus(text: str, code: str) -> str:
    """CLDR's minus of a language that runs from the right: without its mark the sign would stand behind the figure."""
    return text.replace("-", "\N{LEFT-TO-RIGHT MARK}-") if is_right_to_left(code) else text


def _scaled(number: Decimal, divisor: int, max_fraction: int) -> Decimal:
    """Without trailing zeros: to plural rules 426.0 is a fraction, "426 миллиарда"."""
    scaled = round(number / divisor, max_fraction)
    return scaled.to_integral_value() if scaled == scaled.to_integral_value() else scaled.normalize()


def _fraction(max_digits: int) -> str:
    return "." + "#" * max_digits if max_digits else ""


def _is_grouped(number: Decimal, code: str) -> bool:
    return abs(number) >= _GROUPED_FROM.get(code, 0)


@cache
def _money_pattern(code: str) -> str:
    """CLDR's currency pattern with the ISO code, parted from the figure by a no-break space (currencySpacing)."""
    pattern: str = locale_of(code).currency_formats["standard"].pattern
    return re.sub(r"¤(?=#)", f"¤¤{NO_BREAK_SPACE}", re.sub(r"¤(?!#)", "¤¤", pattern))


@cache
def _compact_steps(code: str) -> tuple[tuple[int, int, dict[str, str]], ...]:
    """Ascending steps of CLDR's compact patterns: from which number, its divisor, the pattern of each plural form.

    Chinese has a short form only, which is the written one: 万, 亿.
    """
    formats = locale_of(code).compact_decimal_formats
    forms = formats["long"] if "long" in formats else formats["short"]
    steps = []
    for size in sorted(int(size) for size in forms["other"]):
        words = {
            str(form): parse_pattern(sizes[str(size)]).pattern.replace("'", "")
            for form, sizes in forms.items()
            if str(size) in sizes
        }
        if words["other"] != "0":  # A bare zero means that the number stays as it is.
            steps.append((size, size // 10 ** (words["other"].count("0") - 1), words))
    return tuple(steps)

"""The order in which a reader of each language expects names.

Not a full collation: pyuca, the pure Python one, carries 8 MB of tables of 2017 and knows no language's own rules.
Names of places, fairs and firms need six of them, which are here: the reader's own script first (CLDR's [reorder]),
accents and case counted only between names that are otherwise equal, ñ after n in Spanish, ё with е in Russian, the
Arabic article and the forms of alef passed over, and Chinese by pinyin with its tones.
"""

import importlib
import re
import unicodedata
from functools import cache, lru_cache
from types import ModuleType

# Weight of one sign: its group (blank, figures, the reader's own script, other scripts) and its place in there.
Weight = tuple[int, str]
Key = tuple[tuple[Weight, ...], str, str]

BLANK: Weight = (0, "")
FIGURES, OWN_SCRIPT, OTHER_SCRIPT = 1, 2, 3
KEPT = 65_536

_SCRIPTS = {"zh-Hans": "CJK", "ru": "CYRILLIC", "ar": "ARABIC"}
# Unicode decomposes these letters, but their readers count each as a letter of its own after its base.
_LETTERS = frozenset("йўї")
_SPANISH_LETTERS = _LETTERS | {"ñ"}
# Unicode does not decompose these letters, but readers look for them under another.
_FOLDED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ٱ": "ا", "ـ": ""}
)
_ARABIC_ARTICLE = re.compile(r"^ال(?=\w{2})")
_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PARTS = re.compile(rf"(?P<figures>\d+)|(?P<han>[{_HAN}]+)|(?P<letter>[^\W_])")


@cache
def _pinyin() -> ModuleType:
    """The package, imported for the first Chinese name: with its dictionary it takes half a second."""
    return importlib.import_module("pypinyin")


@lru_cache(maxsize=KEPT)
def sort_key(text: str, code: str) -> Key:
    """Key for `sorted`: equal only for equal texts, and comparable only with keys of the same language.

    Figures count by their value ("Hall 2" before "Hall 10"); punctuation only parts words, and sorts before letters.
    """
    plain = unicodedata.normalize("NFC", text.casefold())
    # The article is told by its bare alef, so before letters are folded: ألمانيا has none.
    sought = _ARABIC_ARTICLE.sub("", plain.strip()) if code == "ar" else plain
    compared = _without_marks(sought, _SPANISH_LETTERS if code == "es" else _LETTERS).strip()
    return _weights(compared, code), plain, text


def _without_marks(text: str, letters: frozenset[str]) -> str:
    """Letters without accents and vowel signs, except those in `letters`."""
    return "".join(
        sign
        if sign in letters
        else "".join(part for part in unicodedata.normalize("NFKD", sign) if unicodedata.category(part) != "Mn")
        for sign in text
    ).translate(_FOLDED)


def _weights(text: str, code: str) -> tuple[Weight, ...]:
    weights: list[Weight] = []
    end = 0
    for part in _PARTS.finditer(text):
        if weights and part.start() > end:
            weights.append(BLANK)
        end = part.end()
        if figures := part["figures"]:
            value = "".join(str(unicodedata.digit(figure)) for figure in figures).lstrip("0")
            weights.append((FIGURES, f"{len(value):06}{value}"))
        elif part["han"]:
            weights += _han_weights(part["han"], code)
        else:
            weights.append(_letter_weight(part["letter"], code))
    return tuple(weights)


def _han_weights(run: str, code: str) -> list[Weight]:
    """A Chinese reader looks under the sound, read in its phrase (重 of 重庆 is chong); others get Unicode's order."""
    if code != "zh-Hans":
        return [(OTHER_SCRIPT, sign) for sign in run]
    # A sign without a known reading stands for itself.
    pinyin = _pinyin()
    readings = pinyin.lazy_pinyin(run, style=pinyin.Style.TONE3, neutral_tone_with_five=True, errors=list)
    return [(OWN_SCRIPT, f"{reading} {sign}") for reading, sign in zip(readings, run, strict=True)]


@lru_cache(maxsize=4096)
def _letter_weight(letter: str, code: str) -> Weight:
    # Decomposed again, ñ stands behind n and before o, й behind и.
    is_own = unicodedata.name(letter, "").startswith(_SCRIPTS.get(code, "LATIN"))
    return OWN_SCRIPT if is_own else OTHER_SCRIPT, unicodedata.normalize("NFD", letter)

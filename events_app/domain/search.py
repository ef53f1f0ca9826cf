"""Words for searching: a text in any language folded and cut into tokens, the same for what is kept and what is asked.

Case, accents and Arabic vowel signs are folded; scripts written without spaces are cut into overlapping pairs of
characters. The database compares tokens only, so both engines find the same.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

LONGEST_TOKEN = 40
MOST_QUERY_TOKENS = 12

# Han, Kana, Hangul syllables stay words; Han, Kana, Thai, Lao, Khmer and Myanmar are written without spaces.
_UNSPACED = r"\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_RUN = re.compile(rf"([{_UNSPACED}]+)|([^\W_]+)")
_UNSPACED_RUN = re.compile(rf"[{_UNSPACED}]+|[^{_UNSPACED}]+")
_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ـ": ""})
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i"})


def fold(text: str) -> str:
    """Fold case, compatibility forms, accents and Arabic spelling variants."""
    # Compatibility forms first: a mathematical capital has no case of its own (Unicode 3.13, D145).
    caseless = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(c for c in caseless if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", bare).translate(_ARABIC).translate(_LETTERS)


def _pairs(run: str) -> list[str]:
    """Overlapping pairs of a run without spaces, and its last character alone so that one character can be sought."""
    return [run[i : i + 2] for i in range(len(run))]


@lru_cache(maxsize=4096)
def _cut(text: str) -> tuple[tuple[str, bool], ...]:
    """Tokens in order, each with whether its script is written without spaces."""
    found: list[tuple[str, bool]] = []
    for match in _RUN.finditer(fold(text)):
        for run in _UNSPACED_RUN.findall(match.group()):
            if re.match(rf"[{_UNSPACED}]", run):
                found.extend((pair, True) for pair in _pairs(run))
            else:
                found.append((run[:LONGEST_TOKEN], False))
    return tuple(found)


def tokens_of(texts: Iterable[str]) -> frozenset[str]:
    """Tokens under which something with these texts is kept."""
    return frozenset(token for text in texts for token, _ in _cut(text))


def query_tokens(text: str) -> tuple[str, ...]:
    """Tokens that must all be found, as beginnings of kept ones, for a query to be answered.

    At most MOST_QUERY_TOKENS, each once, in order; nothing for a query without letters or digits. A run without
    spaces asks for its pairs only (its last character alone is implied by the pair before it).
    """
    cut = _cut(text[:400])
    wanted: list[str] = []
    for index, (token, unspaced) in enumerate(cut):
        is_tail = unspaced and len(token) == 1 and index > 0 and cut[index - 1][1] and cut[index - 1][0].endswith(token)
        if not is_tail and token not in wanted:
            wanted.append(token)
    return tuple(wanted[:MOST_QUERY_TOKENS])

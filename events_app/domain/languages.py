"""The interface languages, their direction and the order in which each falls back to others.

Which of them an installation offers, and in which order, is a setting; this is the table to choose from.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Direction = Literal["ltr", "rtl"]


@dataclass(frozen=True, slots=True)
class Language:
    """One interface language.

    `code` is the BCP 47 tag used in addresses; `locale` the CLDR locale whose territory decides the first day of the
    week and the weekend; `chain` the codes to try, in order, when a text has no wording in this language.
    """

    code: str
    name: str
    locale: str
    direction: Direction
    chain: tuple[str, ...]

    @property
    def catalogue(self) -> str:
        """Name of the gettext folder: zh-Hans -> zh_Hans."""
        return self.code.replace("-", "_")

    @property
    def gap(self) -> str:
        """What stands between two sentences: nothing in Chinese, whose full stop brings its own room."""
        return "" if self.code.startswith("zh") else " "


LANGUAGES: dict[str, Language] = {
    language.code: language
    for language in (
        Language("zh-Hans", "中文", "zh_Hans_CN", "ltr", ("en", "fr", "es", "ru", "pt", "ar")),
        Language("en", "English", "en_GB", "ltr", ("fr", "es", "pt", "ru", "zh-Hans", "ar")),
        Language("fr", "Français", "fr_FR", "ltr", ("en", "es", "pt", "ru", "zh-Hans", "ar")),
        Language("es", "Español", "es_ES", "ltr", ("en", "pt", "fr", "ru", "zh-Hans", "ar")),
        Language("ru", "Русский", "ru_RU", "ltr", ("en", "fr", "es", "pt", "zh-Hans", "ar")),
        Language("ar", "العربية", "ar_EG", "rtl", ("en", "fr", "es", "ru", "pt", "zh-Hans")),
        Language("pt", "Português", "pt_BR", "ltr", ("es", "en", "fr", "ru", "zh-Hans", "ar")),
    )
}

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "dv", "ckb", "yi", "sd", "ug"})


def direction_of(code: str) -> Direction:
    """Writing direction of any BCP 47 tag, interface language or not."""
    return "rtl" if code.split("-", 1)[0].lower() in RIGHT_TO_LEFT else "ltr"


def chain_of(code: str) -> tuple[str, ...]:
    """`code` itself, then its declared fallbacks; an unknown code falls back to English."""
    language = LANGUAGES.get(code)
    return (code, *language.chain) if language else (code, "en")


def is_language(code: str, offered: Iterable[str]) -> bool:
    """Whether `code` is one of the offered interface languages, spelled exactly."""
    return code in LANGUAGES and code in offered


def chain_in(segment: str, offered: Sequence[str]) -> tuple[str, ...]:
    """Languages of a segment of a path ("ar,fr,en"): offered ones only, each once; empty for any other segment."""
    chain = tuple(segment.split(",", len(offered)))
    return chain if set(chain) <= set(offered) and len(set(chain)) == len(chain) else ()

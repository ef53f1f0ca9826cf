"""The mark of words and code: what was rendered under one mark is never taken for what another would render.

It is the same in every process of one installation; an upgrade, another catalogue or another setting changes it.
"""

from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Final

from events_app import __version__
from events_app.domain.languages import LANGUAGES
from events_app.i18n.catalogues import DOMAIN
from events_app.reference.policies import in_force
from events_app.settings import PACKAGE, Settings, resource_dir

MARK_BYTES: Final = 16
ROOMS: Final = ("domain", "edge", "feeds", "formats", "i18n", "reference")
"""Floors whose code and facts decide what a rendered entry says."""
PACKAGES: Final = ("babel", "icalendar", "tzdata")
SUFFIXES: Final = frozenset({".py", ".csv"})


def mark_of(settings: Settings, words_version: int) -> str:
    """The mark of what is rendered now, with the decisions in force; `words_version` is that of the calendar."""
    spoken = (settings.address, settings.country_names, settings.languages, settings.home_country)
    digest = blake2b(digest_size=MARK_BYTES)
    digest.update(f"{_shipped()}\0{in_force().version}\0{words_version}\0{spoken!r}".encode())
    return digest.hexdigest()


@cache
def _shipped() -> str:
    """Digest of code, facts and catalogues of this installation: a few milliseconds, once in a process."""
    digest = blake2b(digest_size=MARK_BYTES)
    digest.update(f"{__version__}\0{[version(name) for name in PACKAGES]}".encode())
    for path in _files():
        content = path.read_bytes()
        digest.update(f"{path.name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _files() -> list[Path]:
    sources = [path for room in ROOMS for path in (PACKAGE / room).rglob("*") if path.suffix in SUFFIXES]
    locales = resource_dir("locales")
    catalogues = [locales / language.catalogue / "LC_MESSAGES" / f"{DOMAIN}.mo" for language in LANGUAGES.values()]
    return sorted(path for path in [*sources, *catalogues] if path.is_file())

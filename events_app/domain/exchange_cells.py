"""How facts of every noun are said in cells: texts by language, words of a list, yes or no, several in one cell."""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from events_app.domain.exchange import Attribute, Cells, Known, ValueFixed
from events_app.domain.exhibitions import SectorUnknown
from events_app.domain.languages import LANGUAGES
from events_app.domain.messages import N_
from events_app.domain.people import LanguageUnknown
from events_app.domain.refusals import InvalidValue, Refusal
from events_app.domain.sectors import ALL_SECTORS, FIELDS, SECTORS
from events_app.domain.tables import Column, Kind, Value
from events_app.domain.texts import Text

YES, NO = "yes", "no"
LONGEST_SLUG = 200

_YES = frozenset({YES, "true", "1", "y"})
_NO = frozenset({NO, "false", "0", "n"})
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SEVERAL = re.compile(r"[;\n]")
E_ = TypeVar("E_", bound=StrEnum)


class WordUnknown(InvalidValue):
    """A word that is not among those of its column."""

    message = N_("Write one of these words: %(words)s.")


class CountryUnknown(InvalidValue):
    """A code that is not one of ISO 3166-1."""

    message = N_("“%(code)s” is not the code of a country or region.")


class ReferenceUnknown(InvalidValue):
    """The name of something that does not exist here."""

    message = N_("Nothing here has the name “%(slug)s”.")


class SlugMalformed(InvalidValue):
    """A name in addresses with other signs than small letters, digits and hyphens."""

    message = N_("Use small Latin letters, digits and single hyphens.")


def told(name: str, get: Callable[[Any], Value], kind: Kind = Kind.TEXT) -> Attribute:
    """A fact that is told and never taken back."""
    return Attribute(columns=(Column(name, kind),), write=lambda value, _known: (get(value),))


def plain(
    name: str,
    kind: Kind = Kind.TEXT,
    *,
    attribute: str = "",
    check: Callable[[Any], object] = lambda _: None,
    is_needed: bool = False,
) -> Attribute:
    """A text (empty for none), a number or a day (None for none) as it is. `check` raises a Refusal."""
    target = attribute or name

    def read(_value: object, cells: Cells, _known: Known) -> Mapping[str, Any]:
        said = ("" if cells[0] is None else cells[0]) if kind is Kind.TEXT else cells[0]
        check(said)
        return {target: said}

    return Attribute(
        columns=(Column(name, kind),),
        write=lambda value, _known: (getattr(value, target),),
        read=read,
        is_needed=is_needed,
    )


def slug() -> Attribute:
    """The name in addresses: given once."""

    def check(said: str) -> None:
        if not _SLUG.fullmatch(said) or len(said) > LONGEST_SLUG:
            raise SlugMalformed

    return Attribute(
        columns=(Column("slug"),),
        write=lambda value, _known: (value.slug,),
        read=plain("slug", check=check).read,
        is_needed=True,
        fixed=ValueFixed,
    )


def source_language(*texts: str) -> Attribute:
    """The language in which the texts of a new object are written first."""

    def read(_value: object, cells: Cells, _known: Known) -> Mapping[str, Any]:
        if cells[0] not in LANGUAGES:
            raise LanguageUnknown
        return {name: Text.empty(str(cells[0])) for name in texts}

    return Attribute(
        columns=(Column("language"),), write=lambda value, _known: (value.name.source,), read=read, fixed=ValueFixed
    )


def text(name: str, *, needs_one: bool = False) -> Attribute:
    """A text, one column for each language: `name_en`, `name_zh-Hans` and so on.

    A translation that is not touched while its source is becomes outdated, as at the desk.
    """
    languages = tuple(LANGUAGES)

    def write(value: object, _known: Known) -> Cells:
        return tuple(getattr(value, name).wordings.get(language) for language in languages)

    def read(value: object, cells: Cells, known: Known) -> Mapping[str, Any]:
        old: Text = getattr(value, name)
        was = dict(zip(languages, write(value, known), strict=True))
        said = {language: str(cell) for language, cell in zip(languages, cells, strict=True) if cell is not None}
        if not old:
            source = old.source if old.source in said or not said else next(iter(said))
            return {name: Text.of(source, said.get(source, ""), said)}
        return {name: _reworded(old, was, said)}

    columns = tuple(Column(f"{name}_{language}") for language in languages)
    return Attribute(columns=columns, write=write, read=read, needs_one=needs_one)


def _reworded(old: Text, was: Mapping[str, Value], said: Mapping[str, str]) -> Text:
    """The source first, so that translations of the same line count as made from it."""
    new = old
    if not said and set(old.wordings) <= set(was):
        return Text.empty(old.source)
    for language in sorted(was, key=lambda language: language != old.source):
        wording = said.get(language, "")
        if wording != str(was[language] or "").strip():
            new = new.with_wording(language, wording)
    return new


def word(name: str, words: type[E_], *, is_needed: bool = False, fixed: type[Refusal] | None = None) -> Attribute:
    """One of the words of a list."""
    return Attribute(
        columns=(Column(name),),
        write=lambda value, _known: (getattr(value, name).value,),
        read=lambda _value, cells, _known: {name: word_of(words, cells[0])},
        is_needed=is_needed,
        fixed=fixed,
    )


def word_of(words: type[E_], said: Value) -> E_:
    """The word that a cell says. Raises WordUnknown."""
    try:
        return words(str(said or "").lower())
    except ValueError:
        raise WordUnknown(words=", ".join(one.value for one in words)) from None


def yes_or_no(name: str) -> Attribute:
    """Yes or no; nothing is no."""
    return Attribute(
        columns=(Column(name),),
        write=lambda value, _known: (YES if getattr(value, name) else NO,),
        read=lambda _value, cells, _known: {name: is_yes(cells[0])},
    )


def is_yes(cell: Value) -> bool:
    """Whether a cell says yes. Raises WordUnknown."""
    said = str(cell if cell is not None else NO).lower()
    if said not in _YES | _NO:
        raise WordUnknown(words=f"{YES}, {NO}")
    return said in _YES


def several(name: str, convert: Callable[[str, Known], Any] = lambda said, _known: said) -> Attribute:
    """Several words in one cell, between semicolons. `convert` raises a Refusal."""
    return Attribute(
        columns=(Column(name),),
        write=lambda value, _known: ("; ".join(map(str, getattr(value, name))),),
        read=lambda _value, cells, known: {name: tuple(convert(said, known) for said in divided(cells[0]))},
    )


def divided(cell: Value) -> list[str]:
    """What a cell says several of."""
    return [part.strip() for part in _SEVERAL.split(str(cell if cell is not None else "")) if part.strip()]


def country_of(said: str, known: Known) -> str:
    """The code of a country or region. Raises CountryUnknown."""
    if said.upper() not in known.countries:
        raise CountryUnknown(code=said)
    return said.upper()


def sector_of(said: str, _known: Known) -> str:
    """The code of a sector. Raises SectorUnknown."""
    if said != ALL_SECTORS and said not in SECTORS:
        raise SectorUnknown(code=said)
    return said


def field_of(said: str, _known: Known) -> int:
    """The number of a technology field. Raises SectorUnknown."""
    if not said.isdecimal() or int(said) not in FIELDS:
        raise SectorUnknown(code=said)
    return int(said)


def unit() -> Attribute:
    """The organising unit by its slug; nothing for the authority itself."""

    def read(_value: object, cells: Cells, known: Known) -> Mapping[str, Any]:
        return {"unit_id": reference_of(known.units, cells[0]) if cells[0] is not None else None}

    return Attribute(
        columns=(Column("unit"),),
        write=lambda value, known: (known.slugs.get(value.unit_id, str(value.unit_id)) if value.unit_id else None,),
        read=read,
    )


def reference_of(references: Mapping[str, Any], said: Value) -> Any:  # noqa: ANN401 - whatever is referred to
    """What a name stands for. Raises ReferenceUnknown."""
    if str(said) not in references:
        raise ReferenceUnknown(slug=said)
    return references[str(said)]

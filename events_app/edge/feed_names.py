"""What a feed is called in a list of calendars: the selection in words of one language, and who publishes it."""

from collections.abc import Callable, Iterator, Sequence
from functools import reduce

from events_app.domain.calendar import KIND_NAMES, EntryKind, EntryStatus
from events_app.domain.countries import SCOPE_NAMES, Scope
from events_app.domain.messages import P_, Message
from events_app.domain.sectors import FIELDS, sector_name
from events_app.domain.selections import Selection
from events_app.i18n import dates
from events_app.i18n.catalogues import Catalogues
from events_app.i18n.numbers import lists
from events_app.reference import countries
from events_app.reference.groups import GROUPS
from events_app.settings import Settings

MOST_NAMED = 3
NAMED = P_("name of a calendar feed", "%(what)s – %(authority)s")
LIMITED = P_("name of a calendar feed", "%(what)s: %(limits)s – %(authority)s")
DESCRIPTION = P_("calendar feed", "Published by %(authority)s. Changes of date, place and status arrive by themselves.")
BOTH = P_("name of a calendar feed", "Exhibitions and cooperation projects")
DOMESTIC = P_("name of a calendar feed", "Domestic exhibitions")
OVERSEAS = P_("name of a calendar feed", "Overseas exhibitions")
AND_OTHERS = P_("shortened list", "%(names)s and others")
AND_THEN = P_("limits of a selection, one after the other", "%(first)s; %(second)s")
SOUGHT = P_("limit of a selection", "“%(text)s”")
SINCE = P_("limit of a selection", "from %(day)s")
UNTIL = P_("limit of a selection", "until %(day)s")
CONFIRMED = P_("limit of a selection", "dates confirmed")
UNCONFIRMED = P_("limit of a selection", "dates not confirmed")
STATUS_NAMES: dict[EntryStatus, Message] = {
    EntryStatus.PUBLISHED: P_("limit of a selection", "planned"),
    EntryStatus.POSTPONED: P_("limit of a selection", "postponed"),
    EntryStatus.CANCELLED: P_("limit of a selection", "cancelled"),
}

Say = Callable[..., str]


def feed_name(selection: Selection, language: str, *, catalogues: Catalogues, settings: Settings) -> str:
    """Name of the feed of a selection: "Exhibitions: Germany – Trade Promotion Authority"."""
    words = _Words(language, catalogues, settings)
    authority = settings.authority(language)
    limits = list(words.limits(selection))
    if not limits:
        return words.say(NAMED, what=words.what(selection), authority=authority)
    together = reduce(lambda first, second: words.say(AND_THEN, first=first, second=second), limits)
    return words.say(LIMITED, what=words.what(selection), limits=together, authority=authority)


def titled(title: str, language: str, *, catalogues: Catalogues, settings: Settings) -> str:
    """Name of the feed of one exhibition, series or project."""
    return catalogues.translate(language, NAMED, what=title, authority=settings.authority(language))


def feed_description(language: str, *, catalogues: Catalogues, settings: Settings) -> str:
    """What a subscriber reads beside the name."""
    return catalogues.translate(language, DESCRIPTION, authority=settings.authority(language))


class _Words:
    def __init__(self, language: str, catalogues: Catalogues, settings: Settings) -> None:
        self.language, self.catalogues, self.settings = language, catalogues, settings

    def say(self, message: Message, **params: object) -> str:
        return self.catalogues.translate(self.language, message, **params)

    def what(self, selection: Selection) -> str:
        kinds = selection.effective_kinds
        if kinds == (EntryKind.EXHIBITION,) and selection.scopes in {(Scope.DOMESTIC,), (Scope.OVERSEAS,)}:
            return self.say(DOMESTIC if selection.scopes == (Scope.DOMESTIC,) else OVERSEAS)
        if set(kinds) == {EntryKind.EXHIBITION, EntryKind.MILESTONE}:
            return self.say(BOTH)
        return lists([self.say(KIND_NAMES[kind]) for kind in EntryKind if kind in kinds], self.language)

    def limits(self, selection: Selection) -> Iterator[str]:
        """What narrows the selection, each as a phrase of its own; the text that was sought stands last."""
        names = self.settings.country_names
        yield from self._some([countries.name(code, self.language, names) for code in selection.countries])
        yield from self._some([self.say(GROUPS[code].short_name) for code in selection.groups])
        yield from self._some([self.say(sector_name(code)) for code in selection.sectors])
        yield from self._some([self.say(FIELDS[number].name) for number in selection.fields])
        if selection.effective_kinds != (EntryKind.EXHIBITION,) or len(selection.scopes) > 1:
            yield from self._some([self.say(SCOPE_NAMES[scope]) for scope in selection.scopes])
        elif selection.scopes == (Scope.SEPARATE,):
            yield self.say(SCOPE_NAMES[Scope.SEPARATE])
        yield from self._some([self.say(STATUS_NAMES[status]) for status in selection.statuses])
        if selection.is_confirmed is not None:
            yield self.say(CONFIRMED if selection.is_confirmed else UNCONFIRMED)
        if selection.first_day is not None:
            yield self.say(SINCE, day=dates.day(selection.first_day, self.language))
        if selection.last_day is not None:
            yield self.say(UNTIL, day=dates.day(selection.last_day, self.language))
        if selection.text:
            yield self.say(SOUGHT, text=selection.text)

    def _some(self, names: Sequence[str]) -> Iterator[str]:
        """The first few names as an enumeration, nothing for none."""
        if len(names) > MOST_NAMED:
            separator = "、" if self.language.startswith("zh") else "، " if self.language == "ar" else ", "
            yield self.say(AND_OTHERS, names=separator.join(names[:MOST_NAMED]))
        elif names:
            yield lists(names, self.language)

"""Addresses of feeds, and the ways in which calendar programs take them up: for the pages that offer feeds.

What a feed holds is decided behind its address, in `feeds`; the words of a selection are read in `selections`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from litestar.datastructures import MultiDict

from events_app.domain.languages import LANGUAGES
from events_app.domain.messages import P_, Message
from events_app.domain.selections import Selection
from events_app.edge.feed_options import OPTION_NAMES, path_languages, query_of_options, read_options
from events_app.edge.pages import address
from events_app.edge.selections import Chosen, query_of, read_selection
from events_app.formats.feed_options import PLAINEST, Cancelled, Detail, Fallback, Options

SELECTION_NAMES = frozenset(
    {"kind", "country", "group", "sector", "field", "scope", "status", "dates", "q", "from", "to"}
)
NAMES = SELECTION_NAMES | OPTION_NAMES
"""Every name that a query of a feed may have."""
CANCELLED_NAMES: Mapping[Cancelled, Message] = {
    Cancelled.MARK: P_("cancelled entries in a feed", "Keep them, with “Cancelled” before the title"),
    Cancelled.STATUS: P_("cancelled entries in a feed", "Leave it to my program: some hide them, some strike them out"),
    Cancelled.DROP: P_("cancelled entries in a feed", "Take them out"),
}
FALLBACK_NAMES: Mapping[Fallback, Message] = {
    Fallback.MARK: P_("texts without translation in a feed", "Show them, and say in which language they are"),
    Fallback.HIDE: P_("texts without translation in a feed", "Leave them out, but for names"),
}
DETAIL_NAMES: Mapping[Detail, Message] = {
    Detail.PLAIN: P_("detail of a feed", "What every program reads"),
    Detail.FULL: P_("detail of a feed", "Also formatted text, place and facts as data, for programs that use them"),
}
ALARM_NAMES: Mapping[str, Message] = {
    "": P_("alarm in a feed", "None"),
    "PT2H": P_("alarm in a feed", "Two hours before"),
    "P1D": P_("alarm in a feed", "A day before"),
    "P7D": P_("alarm in a feed", "A week before"),
    "P14D": P_("alarm in a feed", "Two weeks before"),
    "P30D": P_("alarm in a feed", "Thirty days before"),
}
"""Alarms that the form offers; an address may have any other."""
FORMAT_NAMES: Mapping[str, Message] = {
    ".atom": P_("format of a feed", "Atom, for feed readers"),
    ".json": P_("format of a feed", "JSON Feed, for feed readers and websites"),
    ".jscalendar": P_("format of a feed", "JSCalendar, every entry in all languages"),
    ".jcal": P_("format of a feed", "jCal, the calendar as JSON"),
    ".xlsx": P_("format of a feed", "Table as XLSX"),
    ".csv": P_("format of a feed", "Table as CSV"),
}
"""Formats beside iCalendar, by the ending of the address: that of the calendar with another ending."""
DAV_ROOT = "/dav/"
"""Where programs that speak CalDAV begin."""
GOOGLE = "https://calendar.google.com/calendar/r"
OUTLOOK_AT_WORK = "https://outlook.office.com/calendar/0/addfromweb"
OUTLOOK_AT_HOME = "https://outlook.live.com/calendar/0/addfromweb"


@dataclass(frozen=True, slots=True)
class FeedChoice:
    """What a feed is asked for: the selection as far as it could be read, how it shall look, and in which language.

    `language` is empty where the address has none: then it is that of the reader.
    """

    chosen: Chosen
    options: Options = PLAINEST
    language: str = ""

    @property
    def selection(self) -> Selection:
        """What could be read."""
        return self.chosen.selection

    @property
    def cancelled(self) -> Cancelled:
        """What to do about cancelled entries."""
        return self.options.cancelled

    @property
    def query(self) -> dict[str, tuple[str, ...]]:
        """The shortest query that says the same; languages and the subject are left to the path."""
        return query_of(self.selection) | query_of_options(self.options)


@dataclass(frozen=True, slots=True)
class Subscription:
    """One feed as it is offered: its address, and the same for programs that take it up at a click."""

    url: str
    name: str

    @property
    def webcal(self) -> str:
        """Address that a calendar program on this device opens as a subscription."""
        return "webcal://" + self.url.partition("://")[2]

    @property
    def google(self) -> str:
        """Page of Google Calendar that asks whether to add the feed."""
        return f"{GOOGLE}?{urlencode({'cid': self.webcal})}"

    @property
    def outlook_at_work(self) -> str:
        """Page of Outlook on the web, for accounts of an organisation."""
        return f"{OUTLOOK_AT_WORK}?{urlencode({'url': self.url, 'name': self.name})}"

    @property
    def outlook_at_home(self) -> str:
        """Page of Outlook on the web, for personal accounts."""
        return f"{OUTLOOK_AT_HOME}?{urlencode({'url': self.url, 'name': self.name})}"


def feed_path(language: str, path: str, query: Mapping[str, object] | None = None) -> str:
    """Address of a feed on this site: `/feeds/{language}/{path}?query`; `language` may be a chain ("ar,fr,en")."""
    return "/feeds" + address(language, path, query)


def dav_path(choice: FeedChoice, language: str) -> str:
    """Address of the CalDAV calendar of a choice on this site: the whole one where nothing was chosen."""
    home, query = f"{DAV_ROOT}{path_languages(language, choice.options)}/", choice.query
    if not query:
        return f"{home}calendar/"
    return f"{home}selections/{quote(urlencode(query, doseq=True), safe='=&,:+')}/"


def saved_dav_path(language: str, token: str) -> str:
    """Address at which programs that speak CalDAV find what a person saved."""
    return f"{DAV_ROOT}{language}/saved/{token}/"


def read_choice(
    query: MultiDict[str],
    *,
    subject: str = "",
    languages: Sequence[str] = (),
    offered: Sequence[str] = tuple(LANGUAGES),
) -> FeedChoice:
    """Read a selection and the options of a feed; `languages` are those of the path, `offered` those there are."""
    chosen = read_selection(query, subject=subject)
    read = read_options(query, languages=languages, offered=offered)
    problems = {**chosen.problems, **read.problems}
    return FeedChoice(Chosen(chosen.selection, problems), read.options, read.language)

"""Who fetches feeds: kinds of client, counted by day; no address and no raw user agent is kept.

A client is told from what it calls itself, by the words that its maker documents or that logs show. What pretends to be
another is counted as that other: these are figures for organisers, nothing rests on them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from events_app.domain.messages import P_, Message
from events_app.domain.private_feeds import PrivateKind

KEPT_FOR: Final = timedelta(days=400)
"""A year can be compared with the one before."""
LONGEST_PATH: Final = 120
LONGEST_AGENT: Final = 1_000
"""So much of a user agent is read."""
OTHERS: Final = "…"
"""Path under which is counted what there is no room for by itself."""
PRIVATE_KINDS: Final = frozenset(kind.value for kind in PrivateKind)
"""First parts of paths whose second is a secret."""


class ClientFamily(StrEnum):
    """What fetches a feed."""

    GOOGLE = "google"
    APPLE = "apple"
    OUTLOOK = "outlook"
    THUNDERBIRD = "thunderbird"
    DAVX5 = "davx5"
    VDIRSYNCER = "vdirsyncer"
    READER = "reader"
    BROWSER = "browser"
    UNKNOWN = "unknown"


FAMILY_NAMES: Mapping[ClientFamily, Message] = MappingProxyType(
    {
        ClientFamily.GOOGLE: P_("kind of calendar program", "Google"),
        ClientFamily.APPLE: P_("kind of calendar program", "Apple"),
        ClientFamily.OUTLOOK: P_("kind of calendar program", "Outlook"),
        ClientFamily.THUNDERBIRD: P_("kind of calendar program", "Thunderbird"),
        ClientFamily.DAVX5: P_("kind of calendar program", "DAVx⁵ and ICSx⁵"),
        ClientFamily.VDIRSYNCER: P_("kind of calendar program", "vdirsyncer"),
        ClientFamily.READER: P_("kind of calendar program", "Other readers"),
        ClientFamily.BROWSER: P_("kind of calendar program", "Browsers"),
        ClientFamily.UNKNOWN: P_("kind of calendar program", "Unknown programs"),
    }
)
_WORDS: Final = (
    # The first that is found decides: many name others that they wish to be taken for.
    (ClientFamily.GOOGLE, r"google-calendar|googlebot|feedfetcher-google|google\.com/bot|apis-google"),
    (ClientFamily.DAVX5, r"davx5|davdroid|icsx5|icsdroid"),
    (ClientFamily.VDIRSYNCER, r"vdirsyncer|pimsync|khal\b"),
    (ClientFamily.THUNDERBIRD, r"thunderbird|lightning/|betterbird"),
    (ClientFamily.OUTLOOK, r"microsoft office|microsoft outlook|ms-office|exchange(?:services)?/|outlook|owa/"),
    (
        ClientFamily.APPLE,
        r"dataaccessd|calendaragent|accountsd|remindd|\bios/[\d.]+ \(|mac[ _]?os[ _]?x/[\d.]+ \(|macos/[\d.]+ \(|ical/",
    ),
    (
        ClientFamily.READER,
        (
            r"feed|rss|miniflux|newsblur|inoreader|netnewswire|liferea|akregator|nextcloud|evolution|korganizer|akonadi|"
            r"zimbra|calendar|ical4j|fantastical|busycal|roundcube|radicale|gnome-online|sabredav|caldav"
        ),
    ),
    (ClientFamily.BROWSER, r"^mozilla/5\.0 .*(?:firefox|chrome|safari|edg|opr)/"),
)
_PATTERNS: Final = tuple((family, re.compile(words)) for family, words in _WORDS)


@dataclass(frozen=True, slots=True)
class FetchKey:
    """What is counted together. `path` is that of the feed below the language, without its query or its secret."""

    path: str
    language: str
    family: ClientFamily
    day: date


@dataclass(frozen=True, slots=True)
class FetchCount:
    """How often, and when last (aware)."""

    times: int
    last_at: datetime

    def plus(self, other: "FetchCount") -> "FetchCount":
        """Both together."""
        return FetchCount(self.times + other.times, max(self.last_at, other.last_at))


@dataclass(frozen=True, slots=True)
class FeedCheck:
    """What reading a feed back found, in one language; `fault` is empty where all is well."""

    path: str
    language: str
    version: int
    size_bytes: int
    entries: int
    read_back: int
    fault: str
    checked_at: datetime

    @property
    def is_well(self) -> bool:
        """Whether every entry came back, and nothing was written wrongly."""
        return not self.fault and self.entries == self.read_back


def family_of(user_agent: str) -> ClientFamily:
    """The kind of client that calls itself so; UNKNOWN for what has no name here."""
    said = user_agent[:LONGEST_AGENT].lower().strip()
    return next((family for family, words in _PATTERNS if words.search(said)), ClientFamily.UNKNOWN)


def counted_path(path: str) -> str:
    """The path of a feed below the language as it may be kept: without a secret, and not without end."""
    kind, slash, rest = path.strip("/").partition("/")
    if slash and kind in PRIVATE_KINDS:
        point = rest.rfind(".")
        ending = rest[point:] if 0 < len(rest) - point <= len(".jscalendar") and point > 0 else ""
        return kind + (ending if re.fullmatch(r"\.[a-z]+", ending) else "")
    return (kind + slash + rest)[:LONGEST_PATH]

"""The address of a feed, taken apart: each part as it is written, and what it says, in words of the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from events_app.domain.messages import P_, Message
from events_app.edge.feed_options import path_languages
from events_app.edge.subscriptions import FeedChoice

SITE = P_("part of the address of a feed", "This site")
FEEDS = P_("part of the address of a feed", "Feeds: no account, no cookie")
LANGUAGE = P_("part of the address of a feed", "Language of the entries")
LANGUAGES = P_("part of the address of a feed", "Languages of the entries, tried in this order")
CALENDAR = P_("part of the address of a feed", "The calendar, in the format that calendar programs read")
PART_NAMES: Mapping[str, Message] = {
    "kind": P_("part of the address of a feed", "What it follows"),
    "country": P_("part of the address of a feed", "Countries and regions"),
    "group": P_("part of the address of a feed", "Groups of countries"),
    "sector": P_("part of the address of a feed", "Sectors"),
    "field": P_("part of the address of a feed", "Technology fields"),
    "scope": P_("part of the address of a feed", "Domestic or overseas"),
    "status": P_("part of the address of a feed", "Status"),
    "dates": P_("part of the address of a feed", "Certainty of dates"),
    "q": P_("part of the address of a feed", "Words sought"),
    "from": P_("part of the address of a feed", "Not before"),
    "to": P_("part of the address of a feed", "Not after"),
    "cancelled": P_("part of the address of a feed", "Cancelled entries"),
    "fallback": P_("part of the address of a feed", "Texts that are not translated"),
    "detail": P_("part of the address of a feed", "How much each entry holds"),
    "alarm": P_("part of the address of a feed", "Alarm before each entry"),
    "reminder": P_("part of the address of a feed", "Reminder two weeks before applications close"),
    "todo": P_("part of the address of a feed", "Deadlines as tasks"),
}


@dataclass(frozen=True, slots=True)
class AddressPart:
    """One part: as written, what it is, and its values in words, where they need any."""

    written: str
    name: Message
    values: tuple[str, ...] = ()


def parts_of(
    site: str, language: str, choice: FeedChoice, values: Mapping[str, Sequence[str]]
) -> tuple[AddressPart, ...]:
    """Parts of the address of a choice; `values` are the words of what was chosen, by name in the query."""
    languages = path_languages(language, choice.options)
    path = [
        AddressPart(site, SITE),
        AddressPart("/feeds/", FEEDS),
        AddressPart(languages, LANGUAGES if choice.options.languages else LANGUAGE, tuple(values.get("language", ()))),
        AddressPart("/calendar.ics", CALENDAR),
    ]
    query = sorted(choice.query.items())
    written = [urlencode([(name, value) for value in given]) for name, given in query]
    signs = ["?", *("&" for _ in query)]
    return (
        *path,
        *(
            AddressPart(sign + text, PART_NAMES[name], tuple(values.get(name, ())))
            for sign, text, (name, _) in zip(signs, written, query, strict=False)
        ),
    )

"""The words of calendar feeds in one language: what `formats.entry_words` asks for, filled from the catalogues."""

from collections.abc import Mapping
from functools import reduce

from events_app.domain.agendas import DUTY_NAMES
from events_app.domain.calendar import CalendarEntry, EntryKind, EntryStatus
from events_app.domain.exhibitions import DEADLINE_NAMES, SESSION_NAMES
from events_app.domain.messages import N_, P_, Message
from events_app.domain.private_feeds import Notice
from events_app.domain.sectors import sector_name
from events_app.domain.web_addresses import ONLINE_NAMES
from events_app.edge.entry_changes import change_line
from events_app.edge.pages import FALLBACK
from events_app.formats.entry_words import Wording
from events_app.i18n import dates, names
from events_app.i18n.catalogues import Catalogues
from events_app.i18n.numbers import lists
from events_app.reference import countries
from events_app.settings import Settings

SENTENCES: Mapping[str, Message] = {
    "cancelled_title": P_("title of an entry of a calendar feed", "Cancelled: %(title)s"),
    "session_title": P_("title of a programme session", "%(part)s – %(title)s"),
    "deadline_title": P_("title of a deadline", "%(kind)s: %(title)s"),
    "milestone_title": P_("title of a milestone", "%(part)s – %(title)s"),
    "cancelled_line": N_("Cancelled. Reason: %(reason)s"),
    "postponed_line": N_("Postponed. New dates: %(new)s. Former dates: %(old)s."),
    "unconfirmed_line": N_("These dates are not confirmed."),
    "organiser_line": N_("Organiser: %(name)s"),
    "spoken_line": N_("Languages spoken: %(languages)s"),
    "fallback_line": FALLBACK,
    "website_line": N_("Website: %(url)s"),
    "page_line": N_("All details: %(url)s"),
}
KINDS: Mapping[EntryKind, Message] = {
    EntryKind.EXHIBITION: P_("one entry", "Exhibition"),
    EntryKind.SESSION: P_("one entry", "Programme session"),
    EntryKind.DEADLINE: P_("one entry", "Deadline"),
    EntryKind.MILESTONE: P_("one entry", "Project milestone"),
}
COLUMNS: Mapping[str, Message] = {
    "title": P_("column of a table of the calendar", "Entry"),
    "first_day": P_("column of a table of the calendar", "First day"),
    "last_day": P_("column of a table of the calendar", "Last day"),
    "starts_at": P_("column of a table of the calendar", "Starts (UTC)"),
    "ends_at": P_("column of a table of the calendar", "Ends (UTC)"),
    "zone": P_("column of a table of the calendar", "Time zone there"),
    "status": P_("column of a table of the calendar", "Status"),
    "certainty": P_("column of a table of the calendar", "Certainty of dates"),
    "place": P_("column of a table of the calendar", "Place"),
    "countries": P_("column of a table of the calendar", "Country code"),
    "categories": P_("column of a table of the calendar", "Kind and sectors"),
    "organiser": P_("column of a table of the calendar", "Organiser"),
    "website": P_("column of a table of the calendar", "Website"),
    "online": P_("column of a table of the calendar", "Taking part online"),
    "page": P_("column of a table of the calendar", "All details"),
    "changed_at": P_("column of a table of the calendar", "Last changed (UTC)"),
    "uid": P_("column of a table of the calendar", "Identifier (UID)"),
}
NOTICE_TITLES: Mapping[Notice, Message] = {
    Notice.DRAFT: P_("title of an entry of a calendar feed", "Draft: %(title)s"),
    Notice.INTERNAL: P_("title of an entry of a calendar feed", "Internal: %(title)s"),
}
NOTICE_LINES: Mapping[Notice, Message] = {
    Notice.DRAFT: N_("This is a draft: only those who work on it see it."),
    Notice.INTERNAL: N_("This is not public: only those who work on it see it."),
}
STATUSES: Mapping[EntryStatus | Notice, Message] = {
    EntryStatus.PUBLISHED: P_("status of a calendar entry in a table", "As planned"),
    EntryStatus.POSTPONED: P_("status of a calendar entry in a table", "Postponed"),
    EntryStatus.CANCELLED: P_("status of a calendar entry in a table", "Cancelled"),
    Notice.DRAFT: P_("status of a calendar entry in a table", "Draft"),
}
CERTAINTIES: Mapping[bool, Message] = {
    True: P_("certainty of dates in a table", "Confirmed"),
    False: P_("certainty of dates in a table", "Not confirmed"),
}
ADDRESS = P_("parts of an address, from the room to the country", "%(first)s, %(rest)s")


def wording_of(language: str, *, catalogues: Catalogues, settings: Settings) -> Wording:
    """Build the wording of a language; it asks no context, so that a worker thread can render with it."""

    def say(message: Message, **params: object) -> str:
        return catalogues.translate(language, message, **params)

    def named(codes: tuple[str, ...]) -> str:
        return lists([countries.name(code, language, settings.country_names) for code in codes], language)

    def address(parts: tuple[str, ...]) -> str:
        return reduce(lambda first, rest: say(ADDRESS, first=first, rest=rest), parts)

    def spoken(codes: tuple[str, ...]) -> str:
        # Spoken, a language has no script: zh-Hans is Chinese.
        return lists([names.language_name(code.partition("-")[0], language) for code in codes], language)

    def categories(entry: CalendarEntry) -> tuple[str, ...]:
        return (say(KINDS[entry.kind]), *(say(sector_name(code)) for code in entry.sectors))

    parts = {kind.value: say(name) for kind, name in (SESSION_NAMES | DEADLINE_NAMES | dict(DUTY_NAMES)).items()}
    return Wording(
        **{name: say(message) for name, message in SENTENCES.items()},
        part_names=parts,
        online_names={kind.value: say(name) for kind, name in ONLINE_NAMES.items()},
        days=lambda days: dates.day_range(days.first, days.last, language),
        countries=named,
        languages=spoken,
        address=address,
        categories=categories,
        changed=lambda entry: change_line(entry, language, catalogues=catalogues, zone=settings.home_zone),
        notice_titles={notice: say(message) for notice, message in NOTICE_TITLES.items()},
        notice_lines={notice: say(message) for notice, message in NOTICE_LINES.items()},
        columns={key: say(name) for key, name in COLUMNS.items()},
        statuses={status.value: say(name) for status, name in STATUSES.items()},
        certainties={is_certain: say(name) for is_certain, name in CERTAINTIES.items()},
    )

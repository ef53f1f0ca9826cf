"""Wordings for tests of formats: what the doors build from the catalogues, written out for one language."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from events_app.domain.calendar import CalendarEntry
from events_app.domain.exhibitions import Days
from events_app.domain.private_feeds import Notice
from events_app.formats.entry_words import FeedContext, Wording
from events_app.formats.ical import FeedHead

COUNTRIES: Mapping[str, str] = MappingProxyType({"DE": "Germany", "KE": "Kenya", "CN": "China"})
PART_NAMES: Mapping[str, str] = MappingProxyType(
    {"forum": "Forum", "applications_close": "Applications close", "applications_open": "Applications open"}
)


def page_of(entry: CalendarEntry) -> str:
    return (
        f"https://events.example/en/{entry.subject.value}s/{entry.slug}?day={entry.starts_on};kind={entry.kind.value}"
    )


def english() -> Wording:
    return Wording(
        cancelled_title="Cancelled: %(title)s",
        session_title="%(part)s – %(title)s",
        deadline_title="%(kind)s: %(title)s",
        milestone_title="%(part)s – %(title)s",
        cancelled_line="Cancelled: %(reason)s",
        postponed_line="Postponed. New dates: %(new)s. Former dates: %(old)s.",
        unconfirmed_line="The organiser has not confirmed these dates.",
        organiser_line="Organiser: %(name)s",
        spoken_line="Languages spoken: %(languages)s",
        fallback_line="This text is in another language: %(language)s.",
        website_line="Website: %(url)s",
        page_line="All details: %(url)s",
        part_names=PART_NAMES,
        online_names={"meeting": "Join; online", "stream": "Watch online", "audio": "Listen online"},
        days=_days,
        countries=lambda codes: " and ".join(COUNTRIES.get(code, code) for code in codes),
        languages=", ".join,
        address=", ".join,
        categories=lambda entry: (entry.kind.value.title(), *entry.sectors),
        changed=lambda entry: f"Changed: {', '.join(entry.latest_change.fields)}" if entry.latest_change else "",
        notice_titles={Notice.DRAFT: "Draft: %(title)s", Notice.INTERNAL: "Internal: %(title)s"},
        notice_lines={
            Notice.DRAFT: "Only its organisers see this draft.",
            Notice.INTERNAL: "Only its organisers see this.",
        },
        columns={"title": "Entry", "first_day": "First day", "starts_at": "Starts", "status": "Status", "uid": "UID"},
        statuses={"published": "As planned", "postponed": "Postponed", "cancelled": "Cancelled", "draft": "Draft"},
        certainties={True: "Confirmed", False: "Not confirmed"},
    )


def _days(days: Days) -> str:
    return f"{days.first} to {days.last}"


def a_context(**changes: Any) -> FeedContext:  # noqa: ANN401 - fields of FeedContext
    return replace(FeedContext(language="en", wording=english(), page=page_of), **changes)


def a_head(**changes: Any) -> FeedHead:  # noqa: ANN401 - fields of FeedHead
    head = FeedHead(
        name="Exhibitions, fairs; and more",
        description="Everything we know, as of today\\tomorrow.",
        language="en",
        url="https://events.example/feeds/en/calendar.ics?country=DE&kind=exhibition",
        page="https://events.example/en/calendar?country=DE",
        zone="Asia/Shanghai",
    )
    return replace(head, **changes)

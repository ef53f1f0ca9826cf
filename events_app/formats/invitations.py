"""Invitations as iTIP objects (RFC 5546): REQUEST asks one receiver to come, CANCEL takes that back.

How they travel by mail (RFC 6047) is the business of `mail`; sentences come from the caller.
"""

from dataclasses import dataclass
from datetime import UTC, date

from icalendar import Calendar, Event, vCalAddress, vText, vUri

from events_app.domain.invitations import Invitation, Method
from events_app.domain.letters import Mailbox
from events_app.formats.ical import END_OF_CALENDAR, PRODID, UTC_ZONES
from events_app.formats.ical_values import ESCAPES
from events_app.formats.plaintext import SUMMARY_CHARACTERS, paragraph, single_line
from events_app.formats.vtimezone import FIRST_YEAR, vtimezone


class _Escaped(vText):
    """TEXT that is escaped already, as in `formats.ical`."""

    def to_ical(self) -> bytes:
        return self.encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationWording:
    """What an invitation says in one language.

    `organiser` is the mailbox that the mail comes from, `attendee` the one it goes to: programs compare both with the
    headers of the mail.
    """

    language: str
    summary: str
    location: str
    description: str
    url: str
    organiser: Mailbox
    attendee: Mailbox


def invitation(invited: Invitation, method: Method, wording: InvitationWording) -> bytes:
    """Return the calendar object with its VTIMEZONE; the same invitation and wording give the same bytes.

    DTSTAMP is the moment of the revision, so that a mail sent twice changes nothing, and one that comes late is known
    to be older (RFC 5546, section 2.1.5). Raises ZoneInfoNotFoundError for an unknown zone.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method.value)
    head: bytes = calendar.to_ical()
    if invited.whole_days:
        days = (invited.starts_there.date(), invited.ends_there.date())
        return b"".join((head.removesuffix(END_OF_CALENDAR), _event(invited, method, wording, days), END_OF_CALENDAR))
    clocks = (invited.starts_there, invited.ends_there)
    # A wall time that comes twice means its first coming: the second can only be told in UTC.
    in_utc = invited.zone in UTC_ZONES or any(clock.fold for clock in clocks)
    zones = b"" if in_utc else vtimezone(invited.zone, since_year=min(FIRST_YEAR, clocks[0].year))
    moments = (invited.starts_at.astimezone(UTC), invited.ends_at.astimezone(UTC)) if in_utc else clocks
    event = _event(invited, method, wording, moments)
    return b"".join((head.removesuffix(END_OF_CALENDAR), zones, event, END_OF_CALENDAR))


def _event(invited: Invitation, method: Method, wording: InvitationWording, moments: tuple[date, date]) -> bytes:
    event = Event()
    revised_at = invited.revised_at.astimezone(UTC)
    event.add("uid", _text(single_line(invited.uid)))
    event.add("sequence", invited.sequence)
    event.add("dtstamp", revised_at)
    event.add("created", invited.created_at.astimezone(UTC))
    event.add("last-modified", revised_at)
    event.add("dtstart", moments[0])
    event.add("dtend", moments[1])
    event.add("status", "CANCELLED" if method is Method.CANCEL else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if method is Method.CANCEL or invited.whole_days else "OPAQUE")
    language = {"LANGUAGE": wording.language}
    summary = single_line(wording.summary, limit=SUMMARY_CHARACTERS)
    event.add("summary", _text(summary), parameters=language)
    if wording.location:
        event.add("location", _text(single_line(wording.location)), parameters=language)
    if wording.description:
        event.add("description", _text(paragraph(wording.description)), parameters=language)
    if wording.url:
        event.add("url", vUri(single_line(wording.url)))
    event.add("organizer", _party(wording.organiser))
    event.add("attendee", _attendee(wording.attendee, method, is_agreed=invited.whole_days))
    rendered: bytes = event.to_ical()
    return rendered


def _party(mailbox: Mailbox) -> vCalAddress:
    party = vCalAddress(f"mailto:{single_line(mailbox.address)}")
    # A parameter cannot hold double quotes (RFC 5545, section 3.1).
    name = single_line(mailbox.name).replace('"', "'")
    if name:
        party.params["CN"] = name
    return party


def _attendee(mailbox: Mailbox, method: Method, *, is_agreed: bool) -> vCalAddress:
    attendee = _party(mailbox)
    attendee.params["CUTYPE"] = "INDIVIDUAL"
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    if method is Method.REQUEST and is_agreed:
        attendee.params["PARTSTAT"] = "ACCEPTED"
    elif method is Method.REQUEST:
        attendee.params["PARTSTAT"] = "NEEDS-ACTION"
        attendee.params["RSVP"] = "TRUE"
    return attendee


def _text(text: str) -> _Escaped:
    return _Escaped(text.translate(ESCAPES))

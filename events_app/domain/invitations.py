"""Invitations to one session, and places at exhibitions, as calendar programs understand them (iTIP, RFC 5546).

An invitation is a value of the moment at which it was sent: it goes into a letter as plain JSON, so that a mail sent
late still tells the revision that it was written for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any, Self
from zoneinfo import ZoneInfo

from events_app.domain.applications import Application
from events_app.domain.calendar import CalendarEntry, EntryStatus
from events_app.domain.exhibitions import Edition, moment_in
from events_app.domain.letters import Letter, LetterKind, Mailbox
from events_app.domain.messages import N_
from events_app.domain.refusals import InvalidValue
from events_app.domain.texts import Text


class Method(StrEnum):
    """What an invitation asks for (RFC 5546, section 1.4): to come, or to forget it."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


METHODS: Mapping[LetterKind, Method] = {
    LetterKind.SESSION_INVITATION: Method.REQUEST,
    LetterKind.SESSION_UPDATE: Method.REQUEST,
    LetterKind.SESSION_CANCEL: Method.CANCEL,
    LetterKind.PLACE_ACCEPTED: Method.REQUEST,
    LetterKind.PLACE_CONFIRMED: Method.REQUEST,
    LetterKind.APPLICATION_WITHDRAWN: Method.CANCEL,
    LetterKind.EDITION_POSTPONED: Method.REQUEST,
    LetterKind.EDITION_MOVED: Method.REQUEST,
    LetterKind.EDITION_CANCELLED: Method.CANCEL,
}
"""What each letter does to the calendar; those about places only for who has taken one."""


class HoursMissing(InvalidValue):
    """Whole days are nothing to be invited to."""

    message = N_("An invitation needs hours: when it begins and when it ends.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """One session or meeting at one revision.

    `uid` never changes, `sequence` rises with each change of date, time, place or status; `revised_at` is the moment of
    the revision. `part` names the session, `title` what it belongs to; `place` goes from the room to the city, `path`
    leads to its page below the language. `whole_days` run from midnight to midnight: those of a place, which is agreed
    already, so that nobody is asked to answer.
    """

    uid: str
    sequence: int
    created_at: datetime
    revised_at: datetime
    starts_at: datetime
    ends_at: datetime
    zone: str
    title: Text
    part: Text
    place: tuple[Text, ...] = ()
    countries: tuple[str, ...] = ()
    reason: Text
    path: str = ""
    whole_days: bool = False

    @classmethod
    def of_entry(cls, entry: CalendarEntry) -> Self:
        """Return the invitation to a session of the calendar. Raises HoursMissing for whole days."""
        if entry.starts_at is None or entry.ends_at is None or entry.ends_at <= entry.starts_at:
            raise HoursMissing
        return cls(
            uid=entry.uid,
            sequence=entry.sequence,
            created_at=entry.created_at,
            revised_at=entry.modified_at,
            starts_at=entry.starts_at,
            ends_at=entry.ends_at,
            zone=entry.zone,
            title=entry.title,
            part=entry.part,
            place=tuple(text for text in (entry.room, entry.venue, entry.city) if text),
            countries=entry.countries,
            reason=entry.reason if entry.status is EntryStatus.CANCELLED else Text.empty(),
            path=f"exhibitions/{entry.slug}",
        )

    @classmethod
    def of_place(cls, application: Application, edition: Edition) -> Self:
        """Return the days of an exhibition for who has a place there.

        The UID is that of the place, without the domain of the installation; the sequence rises with every saving of
        the case or of the edition. Raises ZoneUnknown.
        """
        midnight, after = time.min, edition.days.last + timedelta(days=1)
        return cls(
            uid=f"place-{application.id}",
            sequence=application.version + edition.version,
            created_at=application.created_at,
            revised_at=max(application.modified_at, edition.modified_at),
            starts_at=moment_in(edition.zone, edition.days.first, midnight),
            ends_at=moment_in(edition.zone, after, midnight),
            zone=edition.zone,
            title=edition.name,
            part=Text.empty(),
            place=tuple(text for text in (edition.venue, edition.city) if text),
            countries=(edition.country,),
            reason=Text.empty(),
            whole_days=True,
        )

    @property
    def starts_there(self) -> datetime:
        """Begin on the clocks of its zone."""
        return self.starts_at.astimezone(ZoneInfo(self.zone))

    @property
    def ends_there(self) -> datetime:
        """End on the clocks of its zone."""
        return self.ends_at.astimezone(ZoneInfo(self.zone))

    def params(self) -> dict[str, Any]:
        """Return the invitation as parameters of a letter."""
        moments = {name: getattr(self, name).isoformat() for name in _MOMENTS}
        texts = {name: _plain(getattr(self, name)) for name in _TEXTS}
        plain = {name: getattr(self, name) for name in ("uid", "sequence", "zone", "path", "whole_days")}
        return plain | moments | texts | {"place": [*map(_plain, self.place)], "countries": list(self.countries)}

    @classmethod
    def of_params(cls, params: Mapping[str, Any]) -> Self:
        """Read back `params`."""
        moments: dict[str, Any] = {name: datetime.fromisoformat(params[name]) for name in _MOMENTS}
        texts: dict[str, Any] = {name: _text(params[name]) for name in _TEXTS}
        return cls(
            uid=params["uid"],
            sequence=params["sequence"],
            zone=params["zone"],
            path=params["path"],
            whole_days=params.get("whole_days", False),
            place=tuple(map(_text, params["place"])),
            countries=tuple(params["countries"]),
            **moments,
            **texts,
        )

    def letter(self, kind: LetterKind, *, to: Mailbox, language: str, zone: str = "") -> Letter:
        """Return the letter that invites, updates or withdraws; see METHODS."""
        return Letter(kind=kind, to=to, language=language, zone=zone, params=self.params())


_MOMENTS = ("created_at", "revised_at", "starts_at", "ends_at")
_TEXTS = ("title", "part", "reason")


def _plain(text: Text) -> dict[str, Any]:
    return {"source": text.source, "wordings": dict(text.wordings)}


def _text(value: Mapping[str, Any]) -> Text:
    return Text(value["source"], value["wordings"])

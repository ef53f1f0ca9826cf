"""Guests of programme sessions: who is invited, and what each must be told next.

What an invitation says stands in `domain.invitations`. SEQUENCE rises with everything that a guest is told, so that a
calendar program takes the newest for the newest, also where somebody is invited again after a withdrawal (RFC 5546,
section 2.1.4).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, Self
from uuid import UUID

from events_app.domain.calendar import CalendarEntry, EntryStatus
from events_app.domain.invitations import Invitation
from events_app.domain.letters import LetterKind, Mailbox
from events_app.domain.messages import N_, P_, Message
from events_app.domain.people import LONGEST_NAME, EmailInvalid, folded_email
from events_app.domain.refusals import InvalidValue, Refusal

MOST_AT_ONCE: Final = 50
MOST_GUESTS: Final = 500
"""Guests of one session, the withdrawn ones included."""
_NAMED = re.compile(r"(?P<name>[^<>]*?)\s*<\s*(?P<address>[^<>]+?)\s*>")


class GuestState(StrEnum):
    """What a guest was told last."""

    INVITED = "invited"
    UPDATED = "updated"
    CANCELLED = "cancelled"


GUEST_STATE_NAMES: Mapping[GuestState, Message] = {
    GuestState.INVITED: P_("guest of a session", "Invited"),
    GuestState.UPDATED: P_("guest of a session", "Told of a change"),
    GuestState.CANCELLED: P_("guest of a session", "Invitation withdrawn"),
}


class GuestLineWrong(InvalidValue):
    """A line that holds no address."""

    message = N_("Line %(line)s, “%(value)s”, holds no e-mail address: write name@company.example.")


class GuestNameTooLong(InvalidValue):
    """A line whose name is no name any more."""

    message = N_("The name on line %(line)s is too long: use at most %(most)s characters.")


class NoGuests(InvalidValue):
    """A list without anybody."""

    message = N_("Write at least one e-mail address.")


class TooManyAtOnce(InvalidValue):
    """More guests than are invited at once."""

    message = N_("Invite at most %(most)s people at once.")


class TooManyGuests(InvalidValue):
    """More guests than a session has."""

    message = N_("A session has at most %(most)s guests.")


class SessionOver(Refusal):
    """Nobody is invited to what has ended."""

    message = N_("This session is over.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Somebody invited to a session; `told` is the invitation as it was told last, at `told_at`.

    `zone` is that of the guest's clock where it is known, `person_id` their account where they have one.
    """

    id: UUID
    edition_id: UUID
    session_id: UUID
    to: Mailbox
    language: str
    zone: str = ""
    person_id: UUID | None = None
    state: GuestState = GuestState.INVITED
    told: Invitation
    told_at: datetime

    @property
    def is_expected(self) -> bool:
        """Whether the invitation still holds."""
        return self.state is not GuestState.CANCELLED

    def invite_again(self, invited: Invitation, *, now: datetime) -> Self:
        """Invite somebody whose invitation was withdrawn."""
        return self._tell(GuestState.INVITED, invited, now)

    def withdraw(self, *, now: datetime) -> Self:
        """Take the invitation back; of one that was withdrawn already, nothing changes."""
        return self._tell(GuestState.CANCELLED, self.told, now) if self.is_expected else self

    def follow(self, entry: CalendarEntry | None, *, now: datetime) -> Self:
        """Follow what became of the session in the calendar (None: it is not public any more).

        Itself where this guest need not be told: nothing changed that moves anybody, or the invitation was withdrawn.
        """
        if not self.is_expected:
            return self
        if entry is None:
            return self.withdraw(now=now)
        invited = Invitation.of_entry(entry)
        if entry.status is EntryStatus.CANCELLED:
            return self._tell(GuestState.CANCELLED, invited, now)
        if self._is_same(invited):
            return self
        return self._tell(GuestState.UPDATED, invited, now)

    @property
    def letter_kind(self) -> LetterKind:
        """The kind of letter that told this guest last."""
        return _LETTERS[self.state]

    def _tell(self, state: GuestState, invited: Invitation, now: datetime) -> Self:
        sequence = max(invited.sequence, self.told.sequence + 1)
        return replace(self, state=state, told=replace(invited, sequence=sequence, revised_at=now), told_at=now)

    def _is_same(self, invited: Invitation) -> bool:
        """Whether time and place are, in this guest's language, what they were told."""
        both = [
            (each.starts_at, each.ends_at, each.zone, each.countries, [t.shown(self.language).text for t in each.place])
            for each in (self.told, invited)
        ]
        return both[0] == both[1]


_LETTERS: Mapping[GuestState, LetterKind] = {
    GuestState.INVITED: LetterKind.SESSION_INVITATION,
    GuestState.UPDATED: LetterKind.SESSION_UPDATE,
    GuestState.CANCELLED: LetterKind.SESSION_CANCEL,
}


def mailboxes_in(text: str) -> tuple[Mailbox, ...]:
    """Read a list of people, one on each line: `name@company.example`, or `Ana Sá <ana@company.example>`.

    Each address comes once. Raises NoGuests, GuestLineWrong, GuestNameTooLong or TooManyAtOnce.
    """
    found: dict[str, Mailbox] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            mailbox = _mailbox(line.strip(" \t,;"), number)
            found.setdefault(mailbox.address, mailbox)
    if not found:
        raise NoGuests
    if len(found) > MOST_AT_ONCE:
        raise TooManyAtOnce(most=MOST_AT_ONCE)
    return tuple(found.values())


def _mailbox(line: str, number: int) -> Mailbox:
    named = _NAMED.fullmatch(line)
    name = " ".join(named["name"].strip(' "').split()) if named else ""
    if len(name) > LONGEST_NAME:
        raise GuestNameTooLong(line=number, most=LONGEST_NAME)
    try:
        return Mailbox(folded_email(named["address"] if named else line), name)
    except EmailInvalid:
        raise GuestLineWrong(line=number, value=line[:100]) from None

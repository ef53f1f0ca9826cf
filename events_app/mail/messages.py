"""Messages: mails that are worded and ready to be written as MIME."""

from dataclasses import dataclass
from datetime import datetime

from events_app.domain.languages import Direction, direction_of
from events_app.domain.letters import Mailbox


@dataclass(frozen=True, slots=True)
class CalendarPart:
    """An invitation for calendar programs: the bytes of an iCalendar object, and its METHOD (RFC 6047, section 2.4)."""

    content: bytes
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One mail to one receiver.

    `id` is the Message-ID without brackets: the same each time that the mail is sent, as is `written_at`, its Date.
    `html` is a whole document. `unsubscribe` is the address of a page that ends such mails.
    """

    id: str
    sender: Mailbox
    to: Mailbox
    subject: str
    text: str
    html: str
    language: str
    written_at: datetime
    reply_to: Mailbox | None = None
    calendar: CalendarPart | None = None
    unsubscribe: str = ""
    is_automatic: bool = True

    @property
    def direction(self) -> Direction:
        """Writing direction of its language."""
        return direction_of(self.language)

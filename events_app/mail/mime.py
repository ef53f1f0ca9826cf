"""A message as MIME: text, HTML and an invitation as alternatives of each other, the invitation attached as well.

Whatever stands in names and subjects, a header stays one header: line ends and other control characters become spaces.
"""

import re
from datetime import UTC
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from typing import Any, Final

from events_app.domain.jobs import JobFailed
from events_app.domain.letters import Mailbox
from events_app.mail.messages import CalendarPart, Message

LONGEST_HEADER: Final = 200
ICS_NAME: Final = "invitation.ics"
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]+")
_UNFIT_IN_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
_UNFIT_IN_WORDS = re.compile(r"[^!-;=?-~]+")
_ADDRESS = re.compile(
    r"[^\s@<>\"(),:;\[\]\\\x00-\x20\x7f-\x9f\ud800-\udfff]+@[^\s@<>\"(),:;\[\]\\\x00-\x20\x7f-\x9f\ud800-\udfff]+"
)


class AddressUnusable(JobFailed):
    """Not an address that mail can be sent to, or from."""

    def __init__(self) -> None:
        """Nothing is said of the address: it stands beside this in the log."""
        super().__init__("The address cannot be used.", is_permanent=True)


class _OneWord(UnstructuredHeader):
    """A header of one word, which is never folded: the standard library would encode a long one (RFC 2047)."""

    name: str

    def fold(self, *, policy: EmailPolicy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


def _registry() -> HeaderRegistry:
    registry = HeaderRegistry()
    for name in ("message-id", "list-unsubscribe"):
        registry.map_to_type(name, _OneWord)  # type: ignore[arg-type]  # the registry adds BaseHeader itself
    return registry


POLICY: Final = SMTP.clone(header_factory=_registry())


def written(message: Message, *, is_readable: bool = False) -> EmailMessage:
    """Return the message as MIME. Raises AddressUnusable.

    `is_readable` leaves texts in UTF-8 as they are, for a file; else they are safe for every server. Headers are ASCII
    either way (RFC 2047), unless an address is not.
    """
    to = _address(message.to)
    needs_utf8 = not f"{to.addr_spec}{message.sender.address}".isascii()
    mime = EmailMessage(policy=POLICY.clone(utf8=needs_utf8, cte_type="8bit" if is_readable else "7bit"))
    mime["From"] = _address(message.sender)
    mime["To"] = to
    if message.reply_to:
        mime["Reply-To"] = _address(message.reply_to)
    mime["Subject"] = one_line(message.subject)
    mime["Date"] = message.written_at.astimezone(UTC)
    mime["Message-ID"] = f"<{_UNFIT_IN_WORDS.sub('', message.id)}>"
    if message.is_automatic:
        mime["Auto-Submitted"] = "auto-generated"  # RFC 3834, section 5: no answering machine answers it
    if message.unsubscribe:
        mime["List-Unsubscribe"] = f"<{_UNFIT_IN_WORDS.sub('', message.unsubscribe)}>"
    cte: dict[str, Any] = {"cte": "8bit"} if is_readable else {}
    mime.set_content(_plain(message.text), **cte)
    mime.add_alternative(_plain(message.html), subtype="html", **cte)
    if message.calendar:
        _add_calendar(mime, message.calendar)
    # At the end: adding a part moves Content- headers into the first.
    mime["Content-Language"] = message.language
    return mime


def envelope_address(mailbox: Mailbox) -> str:
    """The address for the server: its domain in ASCII. Raises AddressUnusable."""
    return _address(mailbox).addr_spec


def one_line(text: str) -> str:
    """Return text that fits a header: on one line, without control characters, not too long."""
    # What looks like an encoded word (RFC 2047) would come out as something else.
    whole = " ".join(_UNFIT.sub(" ", text).replace("=?", "= ?").split())
    return whole if len(whole) <= LONGEST_HEADER else whole[: LONGEST_HEADER - 1] + "…"


def _plain(text: str) -> str:
    return _UNFIT_IN_TEXT.sub("", text.replace("\r\n", "\n"))


def _address(mailbox: Mailbox) -> Address:
    local, _, domain = mailbox.address.rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        ascii_domain = ""
    if not _ADDRESS.fullmatch(f"{local}@{ascii_domain}"):
        raise AddressUnusable
    try:
        return Address(display_name=one_line(mailbox.name), username=local, domain=ascii_domain)
    except ValueError as error:
        raise AddressUnusable from error


def _add_calendar(mime: EmailMessage, calendar: CalendarPart) -> None:
    """Put the invitation beside the texts, where programs look for it, and attach the same bytes for the others."""
    params = {"method": calendar.method, "charset": "utf-8"}
    mime.add_alternative(calendar.content, maintype="text", subtype="calendar", params=params)
    mime.add_attachment(calendar.content, maintype="application", subtype="ics", filename=ICS_NAME)

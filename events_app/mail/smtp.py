"""Mails to an SMTP server: one connection for each message, everything within a minute.

What a server says with 5xx about the receiver or the message is permanent; whatever else goes wrong (no route, a wrong
password, greylisting) may be mended before the next attempt.
"""

import asyncio
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from aiosmtplib import SMTP
from aiosmtplib.errors import (
    SMTPDataError,
    SMTPException,
    SMTPRecipientRefused,
    SMTPRecipientsRefused,
)

from events_app.domain.jobs import JobFailed
from events_app.mail.messages import Message
from events_app.mail.mime import envelope_address, written

TIMEOUT_S: Final = 30.0
WHOLE_TIMEOUT_S: Final = 60.0
"""Well below `domain.jobs.LEASE`: a message that hangs is given back before another worker may take it."""
GOODBYE_S: Final = 5.0
PERMANENT: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class SMTPSender:
    """A server; `security` is starttls, tls or none; without a `user` nobody logs in."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    security: str = "starttls"
    tls_context: ssl.SSLContext | None = None
    timeout_s: float = WHOLE_TIMEOUT_S

    async def send(self, message: Message) -> None:
        """Hand the message to the server. Raises JobFailed."""
        mime = written(message)
        sender, receiver = envelope_address(message.sender), envelope_address(message.to)
        options = [] if f"{sender}{receiver}".isascii() else ["SMTPUTF8"]
        server = self._server()
        try:
            async with asyncio.timeout(self.timeout_s):
                await server.connect()
                if options:
                    await _check_utf8(server)
                await server.sendmail(sender, [receiver], mime.as_bytes(), mail_options=options)
        except (SMTPException, OSError, TimeoutError) as error:
            raise _failure(error) from error
        else:
            await _say_goodbye(server)
        finally:
            server.close()

    def _server(self) -> SMTP:
        return SMTP(
            hostname=self.host,
            port=self.port,
            username=self.user or None,
            password=self.password if self.user else None,
            use_tls=self.security == "tls",
            start_tls=self.security == "starttls",
            tls_context=self.tls_context,
            timeout=min(TIMEOUT_S, self.timeout_s),
        )


async def _say_goodbye(server: SMTP) -> None:
    """QUIT; the server has the message already, so that nothing that goes wrong here may have it sent again."""
    with suppress(SMTPException, OSError, TimeoutError):
        async with asyncio.timeout(GOODBYE_S):
            await server.quit()


async def _check_utf8(server: SMTP) -> None:
    await server.ehlo()
    if not server.supports_extension("smtputf8"):
        raise JobFailed("The server takes no address with letters beyond ASCII.", is_permanent=True)


def _failure(error: BaseException) -> JobFailed:
    if isinstance(error, SMTPRecipientsRefused) and error.recipients:
        error = error.recipients[0]
    reason = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    is_about_message = isinstance(error, SMTPRecipientRefused | SMTPDataError) and error.code >= PERMANENT
    return JobFailed(reason, is_permanent=is_about_message)

"""SMTP servers of other make (aiosmtpd) that keep what they are given, or refuse it."""

import asyncio
import email
import email.policy
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

LOCALHOST = "127.0.0.1"


@dataclass
class Sink:
    """What a server was given; `answers` are given to DATA in their order, then 250; `hold` keeps it waiting; one
    that `hangs_up` ends the connection where others say goodbye.
    """

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    envelopes: list[Envelope] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    hold: asyncio.Event | None = None
    hangs_up: bool = False
    reached: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        self.reached.set()
        if self.hold is not None:
            await self.hold.wait()
        if self.answers:
            return self.answers.pop(0)
        content = envelope.content
        raw = content if isinstance(content, bytes) else str(content).encode()
        self.mails.append(email.message_from_bytes(raw, policy=email.policy.default))
        self.envelopes.append(envelope)
        return "250 OK"

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        if self.hangs_up and server.transport is not None:
            server.transport.abort()  # type: ignore[attr-defined]  # of asyncio's write transports
        return "221 Bye"


@asynccontextmanager
async def open_sink(
    *, tls: ssl.SSLContext | None = None, starts_tls: bool = False, password: str = ""
) -> AsyncIterator[Sink]:
    """Listen on a free port, encrypted from the first byte with `tls` alone, after STARTTLS with `starts_tls`;
    with a `password` (STARTTLS alone) nobody sends without it.
    """
    sink, loop = Sink(), asyncio.get_running_loop()

    def authenticate(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:  # noqa: ANN401
        assert isinstance(data, LoginPassword)
        sink.logins.append(data.login.decode())
        is_right = data.password.decode() == password
        return AuthResult(success=is_right, handled=is_right)  # what is not handled is answered 535

    def protocol() -> SMTP:
        return SMTP(
            sink,
            enable_SMTPUTF8=True,
            hostname="sink.example",
            tls_context=tls if starts_tls else None,
            require_starttls=starts_tls,
            auth_required=bool(password),
            authenticator=authenticate,
            loop=loop,
        )

    server = await loop.create_server(protocol, LOCALHOST, 0, ssl=None if starts_tls else tls)
    sink.port = server.sockets[0].getsockname()[1]
    try:
        yield sink
    finally:
        if sink.hold is not None:
            sink.hold.set()
        server.close()
        await server.wait_closed()

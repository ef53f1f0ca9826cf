"""Who sends messages: the SMTP server that is set, or a folder where none is."""

from typing import Final, Protocol

from events_app.mail.folder import FolderSender
from events_app.mail.messages import Message
from events_app.mail.smtp import SMTPSender
from events_app.settings import Settings

FOLDER: Final = "mail"


class Sender(Protocol):
    """Sends one message at a time."""

    async def send(self, message: Message) -> None:
        """Return when the message is in other hands. Raises JobFailed, permanent where trying again cannot help."""
        ...


def open_sender(settings: Settings) -> Sender:
    """Return the sender that the settings name; nothing is connected before the first message."""
    if not settings.smtp_host:
        return FolderSender(settings.data_dir / FOLDER)
    return SMTPSender(
        host=settings.smtp_host,
        port=settings.smtp_port,
        user=settings.smtp_user,
        password=settings.smtp_password,
        security=settings.smtp_security,
    )

"""Mails as files, for an installation without an SMTP server: any mail program opens them, and so does any editor."""

import asyncio
import re
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from tempfile import mkstemp

from events_app.domain.jobs import JobFailed
from events_app.mail.messages import Message
from events_app.mail.mime import written

_UNFIT_FOR_NAMES = re.compile(r"[^A-Za-z0-9@._-]+")


@dataclass(frozen=True, slots=True)
class FolderSender:
    """Writes each message into a folder as `<moment>-<message id>.eml`; the same message has the same name."""

    folder: Path

    async def send(self, message: Message) -> None:
        """Write the file. Raises JobFailed where the folder cannot be written."""
        content = written(message, is_readable=True).as_bytes()
        try:
            await asyncio.to_thread(self._write, self.path_of(message), content)
        except OSError as error:
            raise JobFailed(f"{self.folder}: {error.strerror}", is_permanent=False) from error

    def path_of(self, message: Message) -> Path:
        """Where a message is written."""
        name = _UNFIT_FOR_NAMES.sub("_", message.id).lstrip(".")
        return self.folder / f"{message.written_at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{name}.eml"

    def _write(self, path: Path, content: bytes) -> None:
        """Write a file that is never seen half written, and that only this user reads: it may hold a link."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, partial = mkstemp(dir=self.folder, prefix=".", suffix=".part")
        with open(handle, "wb") as file:  # noqa: PTH123 - a handle, not a path
            file.write(content)
        Path(partial).replace(path)

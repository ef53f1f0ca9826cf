"""Mails as files, where no server is set."""

import asyncio
import email
import email.policy
from pathlib import Path

import pytest

from events_app.domain.jobs import JobFailed
from events_app.mail.folder import FolderSender
from events_app.mail.senders import open_sender
from events_app.mail.smtp import SMTPSender
from events_app.settings import read
from tests.job_builders import a_message

HOME = {"HOME_COUNTRY": "BR"}


def _files(folder: Path) -> list[Path]:
    return list(folder.iterdir())


async def test_a_mail_becomes_one_file_that_people_and_programs_read(tmp_path: Path) -> None:
    words = "Приглашение: 中文 العربية\n"
    await FolderSender(tmp_path / "mail").send(a_message(text=words))

    (path,) = _files(tmp_path / "mail")
    assert path.name == "20261125T093000Z-7f0c@events.example.eml"
    assert words.strip().encode() in path.read_bytes()
    mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert (mail["To"], mail["Subject"]) == ("Ana Sá <ana@unit.example>", "Invitation to the calendar")
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


async def test_the_same_mail_sent_again_is_still_one_file(tmp_path: Path) -> None:
    sender = FolderSender(tmp_path)

    await asyncio.gather(*(sender.send(a_message()) for _ in range(5)))

    assert [path.name for path in _files(tmp_path)] == ["20261125T093000Z-7f0c@events.example.eml"]


def test_a_name_cannot_leave_the_folder(tmp_path: Path) -> None:
    path = FolderSender(tmp_path).path_of(a_message(id="../../etc/passwd\n@x"))

    assert path.parent == tmp_path
    assert path.name == "20261125T093000Z-_.._etc_passwd_@x.eml"


async def test_a_folder_that_cannot_be_written_is_a_failure_to_be_mended(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("in the way")

    with pytest.raises(JobFailed) as failed:
        await FolderSender(tmp_path / "mail").send(a_message())

    assert not failed.value.is_permanent


def test_the_settings_say_who_sends(tmp_path: Path) -> None:
    smtp = {"SMTP_HOST": "mx.example", "SMTP_PORT": "25", "SMTP_SECURITY": "none", "MAIL_FROM": "a@b.example"}

    assert open_sender(read(HOME | {"DATA_DIR": str(tmp_path)})) == FolderSender(tmp_path / "mail")
    assert open_sender(read(HOME | smtp)) == SMTPSender(host="mx.example", port=25, security="none")

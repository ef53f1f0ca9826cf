"""Mails given to servers of other make: what arrives, and which failures another attempt can mend."""

import socket
import ssl
import subprocess
from pathlib import Path

import pytest

from events_app.domain.jobs import JobFailed
from events_app.domain.letters import Mailbox
from events_app.mail.smtp import SMTPSender
from tests.job_builders import a_message
from tests.mail_sinks import LOCALHOST, open_sink


def _sender(port: int, **options: object) -> SMTPSender:
    given = {"host": LOCALHOST, "port": port, "security": "none"} | options
    return SMTPSender(**given)  # type: ignore[arg-type]  # options of the test


async def _failure(sender: SMTPSender, to: str = "ana@unit.example") -> JobFailed:
    with pytest.raises(JobFailed) as failed:
        await sender.send(a_message(to=Mailbox(to)))
    return failed.value


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A key and a certificate for 127.0.0.1 that nobody vouches for."""
    folder = tmp_path_factory.mktemp("certificate")
    key, crt = folder / "key.pem", folder / "crt.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", crt, "-days", "2",
         "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"],
        check=True, capture_output=True,
    )  # fmt: skip
    return key, crt


def _contexts(certificate: tuple[Path, Path]) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    key, crt = certificate
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(crt, key)
    return server, ssl.create_default_context(cafile=str(crt))


async def test_a_mail_arrives_with_its_envelope() -> None:
    async with open_sink() as sink:
        await _sender(sink.port).send(a_message())

    (mail,), (envelope,) = sink.mails, sink.envelopes
    assert (envelope.mail_from, envelope.rcpt_tos) == ("calendar@authority.example", ["ana@unit.example"])
    assert (mail["Message-ID"], mail["To"]) == ("<7f0c@events.example>", "Ana Sá <ana@unit.example>")
    text = mail.get_body(("plain",))
    assert text is not None
    assert text.get_content().split() == a_message().text.split()


async def test_an_account_is_logged_in(certificate: tuple[Path, Path]) -> None:
    server, client = _contexts(certificate)
    encrypted = {"security": "starttls", "tls_context": client}
    async with open_sink(tls=server, starts_tls=True, password="s3cret") as sink:
        await _sender(sink.port, user="events", password="s3cret", **encrypted).send(a_message())

    assert (sink.logins, len(sink.mails)) == (["events"], 1)


async def test_a_wrong_password_may_be_mended_and_is_not_told(certificate: tuple[Path, Path]) -> None:
    server, client = _contexts(certificate)
    encrypted = {"security": "starttls", "tls_context": client}
    async with open_sink(tls=server, starts_tls=True, password="s3cret") as sink:
        failed = await _failure(_sender(sink.port, user="events", password="wr0ng", **encrypted))

    assert not failed.is_permanent
    assert "wr0ng" not in failed.reason
    assert "wr0ng" not in repr(_sender(1, password="wr0ng"))


@pytest.mark.parametrize("security", ["tls", "starttls"])
async def test_connections_are_encrypted(security: str, certificate: tuple[Path, Path]) -> None:
    server, client = _contexts(certificate)
    async with open_sink(tls=server, starts_tls=security == "starttls") as sink:
        await _sender(sink.port, security=security, tls_context=client).send(a_message())
        unknown = await _failure(_sender(sink.port, security=security))

    assert len(sink.mails) == 1
    assert not unknown.is_permanent
    assert "certificate" in unknown.reason.lower()


async def test_a_server_without_starttls_is_given_nothing_unencrypted() -> None:
    async with open_sink() as sink:
        failed = await _failure(_sender(sink.port, security="starttls"))

    assert (sink.mails, failed.is_permanent) == ([], False)


@pytest.mark.parametrize(
    ("answer", "is_permanent"), [("451 4.7.1 Greylisted", False), ("554 5.7.1 Refused as spam", True)]
)
async def test_what_a_server_says_of_a_message_decides(answer: str, *, is_permanent: bool) -> None:
    async with open_sink() as sink:
        sink.answers.append(answer)
        failed = await _failure(_sender(sink.port))

    assert failed.is_permanent is is_permanent
    assert answer[4:] in failed.reason


@pytest.mark.parametrize(("answer", "is_permanent"), [("450 Try later", False), ("550 No such mailbox", True)])
async def test_what_a_server_says_of_a_receiver_decides(answer: str, *, is_permanent: bool) -> None:
    async with open_sink() as sink:
        sink.refused["ana@unit.example"] = answer
        failed = await _failure(_sender(sink.port))

    assert failed.is_permanent is is_permanent
    assert answer[4:] in failed.reason


async def test_an_address_of_other_letters_needs_a_server_that_takes_them() -> None:
    async with open_sink() as sink:
        await _sender(sink.port).send(a_message(to=Mailbox("josé@bücher.example")))

    assert sink.envelopes[0].rcpt_tos == ["josé@xn--bcher-kva.example"]


async def test_where_nobody_listens_another_attempt_may_help() -> None:
    with socket.socket() as probe:
        probe.bind((LOCALHOST, 0))
        port = probe.getsockname()[1]

    assert not (await _failure(_sender(port))).is_permanent


async def test_a_server_that_does_not_answer_is_left_in_time() -> None:
    with socket.socket() as silent:
        silent.bind((LOCALHOST, 0))
        silent.listen()

        failed = await _failure(_sender(silent.getsockname()[1], timeout_s=0.2))

    assert not failed.is_permanent


async def test_what_the_server_has_is_sent_even_if_it_hangs_up_afterwards() -> None:
    async with open_sink() as sink:
        sink.hangs_up = True
        await _sender(sink.port).send(a_message())

    assert len(sink.mails) == 1


async def test_what_is_no_address_is_given_to_nobody() -> None:
    async with open_sink() as sink:
        failed = await _failure(_sender(sink.port), to="ana@unit.example\r\nRCPT TO:<all@unit.example>")

    assert (failed.is_permanent, sink.envelopes) == (True, [])

"""Letters as they lie in the outbox: plain values, with what opens a door kept apart."""

import json

from hypothesis import given
from hypothesis import strategies as st

from events_app.domain.jobs import SECRET, JobKind
from events_app.domain.letters import LETTER_NAMES, Letter, LetterKind, Mailbox, letter_job
from tests.builders import an_id
from tests.job_builders import NOW, a_job

PLAIN = st.dictionaries(st.text(), st.none() | st.integers() | st.text() | st.lists(st.text()), max_size=5)
LETTER = Letter(
    kind=LetterKind.PASSWORD_RESET,
    to=Mailbox("ana@unit.example", "Ana Sá"),
    language="pt",
    zone="Africa/Luanda",
    params={"token": "t0k3n", "expires_at": "2026-11-25T11:30:00+00:00"},
)


def test_every_letter_has_a_name() -> None:
    assert set(LETTER_NAMES) == set(LetterKind)


def test_a_letter_becomes_a_job_that_is_due_at_once() -> None:
    assert letter_job(LETTER, job_id=an_id("job"), now=NOW, key="once") == a_job(payload=LETTER.payload(), key="once")


def test_what_opens_a_door_is_forgotten_when_the_letter_is_sent() -> None:
    job = letter_job(LETTER, job_id=an_id("job"), now=NOW)

    sent = job.claim(now=NOW).succeed(now=NOW)

    assert job.payload[SECRET] == {"token": "t0k3n"}
    assert "t0k3n" not in json.dumps(sent.payload)
    assert Letter.of(sent.payload).params == {"expires_at": "2026-11-25T11:30:00+00:00"}


@given(params=PLAIN, name=st.text(), address=st.text())
def test_a_letter_is_read_back_whole_from_json(params: dict[str, object], name: str, address: str) -> None:
    letter = Letter(kind=LetterKind.INVITATION, to=Mailbox(address, name), language="ar", params=params)

    assert Letter.of(json.loads(json.dumps(letter.payload()))) == letter
    assert letter_job(letter, job_id=an_id("job"), now=NOW).kind is JobKind.SEND_MAIL

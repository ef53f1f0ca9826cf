"""Creating once with an idempotency key, on both engines."""

import asyncio
from datetime import timedelta

import pytest

from events_app.actions.idempotency import once
from events_app.domain.idempotency import KEPT_FOR, KeptAnswer, KeyNotAllowed, KeyUsedOtherwise
from events_app.domain.organisations import Role
from events_app.domain.refusals import ChangedMeanwhile
from events_app.domain.rights import Asker, SignInNeeded
from events_app.storage.database import Database
from tests.clients import NOW
from tests.web.signing_in import a_member


class Creating:
    """Counts how often something was created; the answer says which it was."""

    def __init__(self) -> None:
        self.times = 0

    async def __call__(self) -> KeptAnswer:
        self.times += 1
        await asyncio.sleep(0)
        return KeptAnswer(status=201, location=f"/made/{self.times}", etag='"1"', body='{"name": "Ярмарка"}')


async def somebody() -> Asker:
    person, membership = await a_member(Role.OFFICER)
    return Asker(person, (membership,))


async def test_the_same_request_with_a_key_creates_once(database: Database) -> None:
    by, creating = await somebody(), Creating()

    first = await once("key-1", "request", creating, by=by, now=NOW)
    again = await once("key-1", "request", creating, by=by, now=NOW)

    assert (first, creating.times) == (again, 1)
    assert first.body == '{"name": "Ярмарка"}'


async def test_without_a_key_every_request_creates(database: Database) -> None:
    by, creating = await somebody(), Creating()

    for _ in range(2):
        await once(None, "request", creating, by=by, now=NOW)

    assert creating.times == 2


async def test_ten_at_once_create_once(database: Database) -> None:
    by, creating = await somebody(), Creating()

    answers = await asyncio.gather(*(once("key", "request", creating, by=by, now=NOW) for _ in range(10)))

    assert creating.times == 1
    assert {answer.location for answer in answers} == {"/made/1"}


async def test_a_key_of_another_request_is_refused(database: Database) -> None:
    by, creating = await somebody(), Creating()
    await once("key", "request", creating, by=by, now=NOW)

    with pytest.raises(KeyUsedOtherwise):
        await once("key", "another", creating, by=by, now=NOW)

    assert creating.times == 1


async def test_keys_of_two_people_are_apart(database: Database) -> None:
    creating = Creating()

    for _ in range(2):
        await once("key", "request", creating, by=await somebody(), now=NOW)

    assert creating.times == 2


async def test_a_creation_that_failed_leaves_the_key_free(database: Database) -> None:
    by, creating = await somebody(), Creating()

    async def fail() -> KeptAnswer:
        raise ChangedMeanwhile

    with pytest.raises(ChangedMeanwhile):
        await once("key", "request", fail, by=by, now=NOW)

    assert (await once("key", "request", creating, by=by, now=NOW)).location == "/made/1"


async def test_an_old_key_is_forgotten(database: Database) -> None:
    by, creating = await somebody(), Creating()
    await once("key", "request", creating, by=by, now=NOW)

    await once("key", "another", creating, by=by, now=NOW + KEPT_FOR + timedelta(seconds=1))

    assert creating.times == 2


@pytest.mark.parametrize("key", ["", "ключ", "a\nb", "x" * 256])
async def test_a_key_that_no_header_should_have_is_refused(key: str, database: Database) -> None:
    with pytest.raises(KeyNotAllowed):
        await once(key, "request", Creating(), by=await somebody(), now=NOW)


async def test_nobody_creates_without_signing_in(database: Database) -> None:
    with pytest.raises(SignInNeeded):
        await once("key", "request", Creating(), by=Asker(None), now=NOW)

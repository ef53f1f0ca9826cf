"""API tokens on both engines: kept as digests, limited in number, revoked by their owner alone."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from events_app.actions import accounts
from events_app.credentials.tokens import digest
from events_app.domain.api_tokens import MOST_TOKENS, TokenNameMissing, TooManyTokens
from events_app.domain.people import Person
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Asker, NotAllowed, TokenScope
from events_app.domain.sign_ins import Credentials
from events_app.storage import history, people, sign_ins
from events_app.storage.database import Database

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
READ = frozenset({TokenScope.READ})


async def a_person(name: str = "ana") -> Asker:
    person = Person(id=uuid4(), email=f"{name}@unit.example", name=name.title(), created_at=NOW)
    await people.add(person, Credentials(person_id=person.id))
    return Asker(person)


async def test_a_token_is_kept_as_a_digest_and_ends_when_it_should(database: Database) -> None:
    ana = await a_person()

    token = await accounts.make_token("Website", READ, NOW + timedelta(days=30), by=ana, now=NOW)
    (kept,) = await sign_ins.list_api_tokens(ana.person_id)  # type: ignore[arg-type]
    line = (await history.list_lines(person_id=ana.person_id, limit=1))[0]

    assert (kept.token_digest, kept.name) == (digest(token), "Website")
    assert [kept.holds_at(NOW + timedelta(days=days)) for days in (29, 31)] == [True, False]
    assert (line.label, token in str(line)) == ("Website", False)


async def test_tokens_have_names_and_are_not_without_number(database: Database) -> None:
    ana = await a_person()
    for number in range(MOST_TOKENS):
        await accounts.make_token(f"Script {number}", READ, None, by=ana, now=NOW)

    with pytest.raises(TooManyTokens):
        await accounts.make_token("One more", READ, None, by=ana, now=NOW)
    with pytest.raises(TokenNameMissing):
        await accounts.make_token("  ", READ, None, by=ana, now=NOW)


async def test_a_token_is_revoked_by_its_owner_alone(database: Database) -> None:
    ana, bo = await a_person(), await a_person("bo")
    await accounts.make_token("Website", READ, None, by=ana, now=NOW)
    (kept,) = await sign_ins.list_api_tokens(ana.person_id)  # type: ignore[arg-type]

    with pytest.raises(NotFound):
        await accounts.revoke_token(kept.id, by=bo, now=NOW)
    with pytest.raises(NotAllowed):
        await accounts.revoke_token(kept.id, by=Asker(ana.person, scopes=READ), now=NOW)
    await accounts.revoke_token(kept.id, by=ana, now=NOW)

    (after,) = await sign_ins.list_api_tokens(ana.person_id)  # type: ignore[arg-type]
    assert not after.holds_at(NOW)

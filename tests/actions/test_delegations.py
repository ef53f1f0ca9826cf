"""Delegations on both engines: passports sealed, read with a note, and erased."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from events_app.actions import delegations
from events_app.credentials.sealing import NoKey, SealBroken, Sealer, new_key
from events_app.domain.delegations import (
    Due,
    DueKind,
    Member,
    MemberRole,
    Passport,
    PassportStanding,
    VisaState,
)
from events_app.domain.history import Deed
from events_app.domain.rights import SYSTEM, Asker, NotAllowed
from events_app.storage import delegations as kept
from events_app.storage.database import Database, fetch
from tests.builders import an_edition, an_id
from tests.planting import plant

NOW = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
LAST = an_edition().days.last
PASSPORT = Passport(number="X00INVENTED", country="KE", expires_on=date(2040, 1, 2))
SEALER = Sealer((new_key(),))


async def _member() -> Member:
    await plant(an_edition())
    member = Member(
        id=an_id("member"),
        edition_id=an_edition().id,
        unit="Ministry",
        name="MOREAU ADA",
        role=MemberRole.HEAD,
        language="fr",
        dues=(Due(DueKind.VISA, date(2026, 7, 1)),),
        created_at=NOW,
    )
    return await delegations.add(member, by=SYSTEM, now=NOW)


async def _deeds(member_id: UUID) -> list[Deed]:
    rows = await fetch("SELECT deed FROM history WHERE object_id = {} ORDER BY at, id", member_id)
    return sorted(Deed(row["deed"]) for row in rows)


async def test_a_passport_is_sealed_read_with_a_note_and_erased(database: Database) -> None:
    member = await _member()

    changed = await delegations.keep_passport(member.id, PASSPORT, VisaState.APPLIED, sealer=SEALER, by=SYSTEM, now=NOW)
    stored = await kept.get(member.id)
    rows = await fetch("SELECT * FROM delegation_member")
    read = await delegations.read_passport(member.id, sealer=SEALER, by=SYSTEM, now=NOW)
    early = await delegations.forget_passports(LAST, days=1)
    erased = await delegations.forget_passports(LAST, days=0)

    assert changed == stored
    assert PASSPORT.number not in str(rows)
    assert rows[0]["sealed"]
    assert read == PASSPORT
    assert (stored.visa, stored.passport) == (VisaState.APPLIED, PassportStanding.HOLDS)
    after = await kept.get(member.id)
    assert (early, erased, after.sealed, after.visa, after.passport) == (0, 1, "", None, None)
    assert await _deeds(member.id) == sorted([Deed.ADDED, Deed.CHANGED, Deed.SEEN])
    assert PASSPORT.number not in str(await fetch("SELECT * FROM history"))


async def test_nobody_without_the_right_or_a_key_reaches_a_passport(sqlite_database: Database) -> None:
    member = await _member()

    with pytest.raises(NotAllowed):
        await delegations.read_passport(member.id, sealer=SEALER, by=Asker(None), now=NOW)
    with pytest.raises(NoKey):
        await delegations.keep_passport(member.id, PASSPORT, sealer=Sealer(()), by=SYSTEM, now=NOW)
    early = Passport(expires_on=date(2020, 1, 1))
    flagged = await delegations.keep_passport(member.id, early, sealer=SEALER, by=SYSTEM, now=NOW)
    assert flagged.passport is PassportStanding.EXPIRED


def test_keys_rotate_and_a_seal_holds_for_one_object() -> None:
    old, new = new_key(), new_key()
    sealed = Sealer((old,)).seal("a", {"number": "1"})

    assert Sealer((new, old)).open("a", sealed) == {"number": "1"}
    with pytest.raises(SealBroken):
        Sealer((new,)).open("a", sealed)
    with pytest.raises(SealBroken):
        Sealer((old,)).open("b", sealed)

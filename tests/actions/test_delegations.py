"""Delegations on both engines: passports sealed, read with a note, erased; a badge opens once, whoever asks at once."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from events_app.actions import delegations, goods
from events_app.credentials.passport_states import with_states
from events_app.credentials.sealing import NoKey, SealBroken, Sealer, new_key
from events_app.domain.delegations import (
    Due,
    DueKind,
    EntryClosed,
    Member,
    MemberRole,
    NotTakingPart,
    Passport,
    PassportStanding,
    VisaState,
)
from events_app.domain.history import Deed
from events_app.domain.rights import SYSTEM, Asker, NotAllowed
from events_app.storage import delegations as kept
from events_app.storage.database import Database, fetch
from tests.application_builders import a_company, plant_admission
from tests.builders import an_edition, an_id
from tests.delegation_builders import a_member_of_delegation, an_item, plant_part
from tests.planting import plant

NOW = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
SLUG = an_edition().slug
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
    (told,), (untold,) = with_states([stored], sealer=SEALER), with_states([stored], sealer=Sealer((new_key(),)))
    assert (told.visa, told.passport) == (VisaState.APPLIED, PassportStanding.HOLDS)
    assert (untold.visa, untold.passport) == (None, None)
    assert not [word for word in ("applied", "holds") if word in str(rows)]
    after = await kept.get(member.id)
    assert (early, erased, after.sealed, after.sealed_state) == (0, 1, "", "")
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


async def test_a_company_without_a_place_sends_nobody_and_no_goods(database: Database) -> None:
    edition = await plant_admission()
    company, by = await a_company("valves")
    other, _ = await a_company("pumps")
    ids = {"edition_id": edition.id, "company_id": company.id}
    member, item = a_member_of_delegation(**ids), an_item(**ids)
    with pytest.raises(NotTakingPart):
        await delegations.add(member, by=by, now=NOW)
    with pytest.raises(NotTakingPart):
        await goods.add(item, by=by, now=NOW)

    await plant_part(edition.id, company.id)

    assert await delegations.add(member, by=by, now=NOW) == await kept.get(member.id)
    assert (await goods.add(replace(item, number=7), by=by, now=NOW)).number == 1
    with pytest.raises(NotAllowed):
        await delegations.add(replace(member, id=an_id("x"), company_id=other.id), by=by, now=NOW)
    with pytest.raises(NotAllowed):
        await goods.add(replace(item, id=an_id("x"), company_id=other.id), by=by, now=NOW)
    with pytest.raises(NotAllowed):
        await delegations.change(replace(member, company_id=other.id), by=by, now=NOW)
    with pytest.raises(EntryClosed):
        await delegations.remove(member.id, by=by, now=datetime(2026, 10, 12, 10, 0, tzinfo=UTC))
    await delegations.remove(member.id, by=SYSTEM, now=datetime(2026, 10, 12, 10, 0, tzinfo=UTC))
    assert await kept.count_of_edition(edition.id) == 0


def test_keys_rotate_and_a_seal_holds_for_one_object() -> None:
    old, new = new_key(), new_key()
    sealed = Sealer((old,)).seal("a", {"number": "1"})

    assert Sealer((new, old)).open("a", sealed) == {"number": "1"}
    with pytest.raises(SealBroken):
        Sealer((new,)).open("a", sealed)
    with pytest.raises(SealBroken):
        Sealer((old,)).open("b", sealed)

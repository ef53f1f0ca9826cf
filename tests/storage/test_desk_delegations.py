"""Members and goods on both engines: filtered, ordered by name or day, page by page; goods summed by company."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from events_app.credentials.passport_states import with_states
from events_app.credentials.sealing import Sealer
from events_app.domain.delegations import Due, DueKind, MemberRole, PassportStanding, VisaState
from events_app.domain.money import Money
from events_app.domain.organisations import OrganisationKind
from events_app.domain.refusals import ChangedMeanwhile
from events_app.edge.delegation_lists import narrowed
from events_app.storage import delegations, goods
from events_app.storage.database import Database
from events_app.storage.desk_delegations import Lack, Order, Wanted, count_members, list_members
from tests.builders import an_edition, an_id
from tests.delegation_builders import ENTERED, KEY, a_member_of_delegation, a_sealed_state, an_item
from tests.planting import plant
from tests.web.signing_in import an_organisation

TODAY = date(2026, 7, 1)
WANTED = Wanted(edition_id=an_id("edition"), today=TODAY)


async def _planted() -> UUID:
    """Ada of a ministry, Bea and Cleo of a company."""
    await plant(an_edition())
    company = await an_organisation(OrganisationKind.EXPORTER, "valves")
    ada = a_member_of_delegation(dues=(Due(DueKind.HOTEL), Due(DueKind.VISA, TODAY - timedelta(days=1), is_done=True)))
    bea = a_member_of_delegation(
        id=an_id("bea"),
        company_id=company.id,
        unit="",
        name="BEA",
        local_name="贝",
        role=MemberRole.EXHIBITOR,
        email="bea@valves.example",
        sealed="…",
        sealed_state=a_sealed_state(an_id("bea"), VisaState.APPLIED, PassportStanding.SHORT),
        dues=(Due(DueKind.FLIGHT, TODAY - timedelta(days=1)),),
        created_at=ENTERED + timedelta(days=2),
    )
    cleo = a_member_of_delegation(
        id=an_id("cleo"), company_id=company.id, unit="", name="CLEO", created_at=ENTERED + timedelta(days=1)
    )
    for member in (ada, bea, cleo):
        await delegations.add(member)
    return company.id


async def _names(*visas: VisaState, **changes: object) -> list[str]:
    wanted = Wanted(**{"edition_id": an_id("edition"), "today": TODAY} | changes)  # type: ignore[arg-type]
    wanted = await narrowed(wanted, visas, sealer=Sealer((KEY,)))
    found = [member.name.split()[-1] for member in await list_members(wanted)]
    assert await count_members(wanted) == len(found)
    return found


async def test_members_are_found_by_all_that_is_asked(database: Database) -> None:
    company_id = await _planted()

    assert await _names() == ["BEA", "CLEO", "ADA"]  # MOREAU ADA
    assert await _names(order=Order.NEWEST) == ["BEA", "CLEO", "ADA"]
    assert await _names(order=Order.OLDEST) == ["ADA", "CLEO", "BEA"]
    assert await _names(company_id=company_id) == ["BEA", "CLEO"]
    assert await _names(is_without_company=True) == ["ADA"]
    assert await _names(VisaState.APPLIED, VisaState.GRANTED, roles=(MemberRole.EXHIBITOR,)) == ["BEA"]
    assert await _names(VisaState.REFUSED) == []
    assert await _names(words="贝") == ["BEA"]
    lacks = {lack: await _names(lacks=(lack,), past=(DueKind.HOTEL,)) for lack in Lack}
    assert lacks == {
        Lack.PASSPORT: ["CLEO", "ADA"],
        Lack.VALIDITY: ["BEA"],
        Lack.VISA: ["CLEO", "ADA"],
        Lack.CONTACT: ["CLEO", "ADA"],
        Lack.LOCAL_NAME: ["CLEO", "ADA"],
        Lack.OVERDUE: ["BEA", "ADA"],
    }
    assert await _names(lacks=(Lack.OVERDUE,)) == ["BEA"]


async def test_pages_by_name_go_on_where_the_last_ended(database: Database) -> None:
    await _planted()
    first = (await list_members(WANTED, limit=1))[0]

    after = await list_members(WANTED, after=(first.name, first.id), limit=5)
    before = await list_members(WANTED, before=(after[-1].name, after[-1].id), limit=5)

    assert [member.name for member in after] == ["CLEO", "MOREAU ADA"]
    assert [member.name for member in before] == ["CLEO", "BEA"]


async def test_pages_of_what_is_sealed_are_those_of_the_database(database: Database) -> None:
    await _planted()
    lacking = await narrowed(replace(WANTED, lacks=(Lack.VISA,)), (), sealer=Sealer((KEY,)))

    first = (await list_members(lacking, limit=1))[0]
    after = await list_members(lacking, after=(first.name, first.id), limit=5)
    before = await list_members(lacking, before=(after[-1].name, after[-1].id), limit=5)

    assert [each.name for each in (first, *after, *before)] == ["CLEO", "MOREAU ADA", "CLEO"]


async def test_what_is_kept_is_read_again_and_is_gone_when_removed(database: Database) -> None:
    company_id = await _planted()
    bea = await delegations.get(an_id("bea"))

    assert (bea.local_name, bea.visa, bea.passport) == ("贝", None, None)
    assert with_states([bea], sealer=Sealer((KEY,)))[0].visa is VisaState.APPLIED
    assert bea.dues == (Due(DueKind.FLIGHT, date(2026, 6, 30)),)
    assert await delegations.list_company_ids(an_id("edition")) == (company_id,)
    await delegations.remove(bea.id)
    assert await _names() == ["CLEO", "ADA"]


async def test_goods_are_numbered_summed_and_saved_from_their_last_version(database: Database) -> None:
    company_id = await _planted()
    valve = an_item(company_id=company_id)
    paper = an_item(id=an_id("paper"), company_id=company_id, number=2, is_returning=False, value=Money(5, "EUR"))
    for item in (valve, paper):
        await goods.add(item)

    (sums,) = await goods.list_sums(an_id("edition"))

    assert await goods.list_of_company(an_id("edition"), company_id) == (valve, paper)
    assert await goods.list_of_edition(an_id("edition"), limit=1) == (valve,)
    assert [sums[name] for name in ("kinds", "returning_kinds", "pieces", "weight_g", "value_minor")] == [
        2,
        1,
        4,
        93_000,
        120_005,
    ]
    assert await goods.get_next_number(an_id("edition"), company_id) == 3
    await goods.set_(valve)
    with pytest.raises(ChangedMeanwhile):
        await goods.set_(valve)

"""A company's people and goods: entered until the deadline, passports by the owner alone, nobody else's in reach."""

from datetime import timedelta

import pytest

from events_app.credentials.passport_states import with_states
from events_app.credentials.sealing import Sealer
from events_app.domain.delegations import VisaState
from events_app.domain.exhibitions import DeadlineKind
from events_app.domain.organisations import Role
from events_app.storage import delegations
from events_app.storage.database import fetch
from tests.builders import a_deadline, an_id
from tests.clients import NOW
from tests.delegation_builders import KEY, a_member_of_delegation, at_delegation, sent
from tests.web.planting import text_of
from tests.web.test_desk_goods import VALVE

PATH = "/en/company/valves/delegations/wind-2027"
TYPED = {"name": "He Lan", "local_name": "何岚", "role": "exhibitor", "language": "zh-Hans"}


async def test_the_owner_enters_people_with_passports_and_goods(sqlite_url: str) -> None:
    async with at_delegation(sqlite_url, Role.EXPORTER_OWNER) as (client, company):
        status, location = await sent(client, f"{PATH}/members/new", **TYPED, unit="Ministry", company="other")
        (row,) = await fetch("SELECT id, company, unit FROM delegation_member")
        here = f"{PATH}/members/{row['id']}"
        assert (status, location) == (303, f"{here}/passport?done=added")
        assert (row["company"], row["unit"]) == (company.id, "")

        assert (await sent(client, f"{here}/passport", number="E1234567", visa="applied", version="1"))[0] == 303
        assert (await sent(client, f"{PATH}/goods/new", **VALVE))[0] == 303

        page = text_of((await client.get(PATH)).text)
        assert all(words in page for words in ("HE LAN", "Applied for", "Butterfly valve", "Enter your people by"))
        case = an_id(f"place {an_id('wind-2027')} {company.id}")
        assert f'href="{PATH}"' in (await client.get(f"/en/company/valves/applications/{case}")).text
        opened = await sent(client, f"{here}/passport/open")
        assert opened[0] == 200
        (kept,) = with_states([await delegations.get(row["id"])], sealer=Sealer((KEY,)))
        assert kept.visa is VisaState.APPLIED
        assert await fetch("SELECT id FROM history WHERE deed = 'seen'") != []


async def test_a_colleague_enters_people_and_reaches_no_passport(sqlite_url: str) -> None:
    async with at_delegation(sqlite_url, Role.EXPORTER_STAFF) as (client, _):
        status, location = await sent(client, f"{PATH}/members/new", **TYPED)
        (row,) = await fetch("SELECT id FROM delegation_member")
        passport = f"{PATH}/members/{row['id']}/passport"
        assert (status, location) == (303, f"{PATH}?done=saved")

        page = (await client.get(PATH)).text
        assert "Passports are entered and read by who is responsible" in page
        assert passport not in page
        assert (await client.get(passport)).status_code == 403
        assert (await sent(client, passport, number="E1234567", version="1"))[0] == 403
        assert (await sent(client, f"{passport}/open"))[0] == 403


@pytest.mark.parametrize("kind", [DeadlineKind.VISA_LETTERS, DeadlineKind.FREIGHT])
async def test_after_the_deadline_the_company_only_reads(sqlite_url: str, kind: DeadlineKind) -> None:
    over = a_deadline(id=an_id("over"), kind=kind, at=NOW - timedelta(days=2))
    async with at_delegation(sqlite_url, Role.EXPORTER_OWNER, deadlines=(over,)) as (client, _):
        is_people = kind is DeadlineKind.VISA_LETTERS
        page = (await client.get(PATH)).text
        assert (f"{PATH}/members/new" in page, f"{PATH}/goods/new" in page) == (not is_people, is_people)

        answers = [
            await sent(client, f"{PATH}/members/new", **TYPED),
            await sent(client, f"{PATH}/goods/new", **VALVE),
        ]

        assert [status for status, _ in answers] == ([422, 303] if is_people else [303, 422])
        assert "The time to enter this is over." in answers[0 if is_people else 1][1]


async def test_nothing_of_others_is_in_reach(sqlite_url: str) -> None:
    async with at_delegation(sqlite_url, Role.EXPORTER_OWNER) as (client, _):
        await delegations.add(a_member_of_delegation(edition_id=an_id("wind-2027")))

        assert "MOREAU ADA" not in (await client.get(PATH)).text
        assert (await client.get(f"{PATH}/members/{an_id('member')}")).status_code == 404
        assert (await client.get(f"{PATH}/members/{an_id('member')}/passport")).status_code == 404
        assert (await client.get(PATH.replace("wind-2027", "light-and-building-2026"))).status_code == 404

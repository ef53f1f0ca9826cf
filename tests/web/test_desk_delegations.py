"""The delegation at the desk: listed, filtered, exported; passports opened only where asked, each time with a line."""

import pytest

from events_app.credentials.passport_states import with_states
from events_app.credentials.sealing import Sealer
from events_app.domain.delegations import PassportStanding, VisaState
from events_app.domain.organisations import Role
from events_app.formats import xlsx_tables
from events_app.storage import delegations
from events_app.storage.database import fetch
from tests.builders import an_id
from tests.delegation_builders import KEY, a_member_of_delegation, a_sealed_state, at_delegation, sent
from tests.web.planting import address_of, counted_queries, text_of

PATH = "/en/desk/exhibitions/wind-2027/delegation"
MEMBER = {"name": "Haddad Leila", "local_name": "ليلى حداد", "role": "official", "unit": "Ministry", "language": "en"}


async def _seen() -> int:
    return len(await fetch("SELECT id FROM history WHERE deed = 'seen'"))


async def test_a_member_is_entered_the_passport_flagged_and_opened_with_a_line(sqlite_url: str) -> None:
    async with at_delegation(sqlite_url, Role.OFFICER) as (client, _):
        status, location = await sent(client, f"{PATH}/new", **MEMBER, **{"due-visa": "open"})
        (row,) = await fetch("SELECT id FROM delegation_member")
        here = f"{PATH}/{row['id']}/passport"
        assert (status, location) == (303, f"{here}?done=added")

        typed = {"number": "x1234567", "country": "JO", "expires_on": "2027-08-01", "visa": "granted", "version": "1"}
        status, location = await sent(client, here, **typed)
        assert (status, location) == (303, f"{here}?done=short")
        told = text_of((await client.get(here)).text)
        assert "Expires too soon after the visit" in told
        assert "X1234567" not in told
        assert "They are erased on 7 Sept 2027." in told.replace("\u00a0", " ").replace("Sep ", "Sept ")
        assert await _seen() == 0

        opened = await client.post(f"{here}/open", data={"form_token": client.form_token})  # type: ignore[attr-defined]
        assert 'value="X1234567"' in opened.text
        assert await _seen() == 1
        (kept,) = with_states([await delegations.get(row["id"])], sealer=Sealer((KEY,)))
        assert (kept.visa, kept.passport, kept.dues[0].is_done) == (VisaState.GRANTED, PassportStanding.SHORT, True)
        assert (await sent(client, here, **typed))[0] == 422  # of a version that is not there any more

        page = await client.get(PATH, params={"visa": "granted", "lack": "validity"})
        assert "HADDAD LEILA" in page.text
        assert "HADDAD LEILA" not in (await client.get(PATH, params={"visa": "needed"})).text


async def test_workbooks_have_passports_only_where_asked_for(sqlite_url: str) -> None:
    async with at_delegation(sqlite_url, Role.OFFICER) as (client, company):
        await sent(client, f"{PATH}/new", **(MEMBER | {"unit": "", "company": str(company.id)}))
        (row,) = await fetch("SELECT id FROM delegation_member")
        await sent(client, f"{PATH}/{row['id']}/passport", number="X1234567", country="JO", version="1")

        plain, full = [
            xlsx_tables.read((await client.get(f"{PATH}.xlsx", params=query)).content)
            for query in ({}, {"passports": "1"})
        ]

        assert "X1234567" not in str(plain)
        assert plain.lines[0].cells["Company or office"] == "Valves"
        assert full.lines[0].cells["Passport number"] == "X1234567"
        assert await _seen() == 1


async def test_who_only_reads_sees_no_passports_and_changes_nothing(sqlite_url: str) -> None:
    async with at_delegation(sqlite_url, Role.AUDITOR) as (client, _):
        kept = a_member_of_delegation(
            edition_id=an_id("wind-2027"),
            sealed="…",
            sealed_state=a_sealed_state(an_id("member"), VisaState.REFUSED, PassportStanding.EXPIRED),
        )
        await delegations.add(kept)

        page = (await client.get(PATH, params={"visa": "granted", "lack": "visa"})).text

        assert "MOREAU ADA" in page
        assert "Refused" not in page
        assert f"{PATH}/{kept.id}" not in page
        refused = [
            (await client.get(f"{PATH}.xlsx?passports=1")).status_code,
            (await client.get(f"{PATH}/{kept.id}/passport")).status_code,
            (await client.get(f"{PATH}/letters")).status_code,
            (await sent(client, f"{PATH}/{kept.id}/passport/open"))[0],
        ]
        assert refused == [403] * 4


async def test_long_lists_have_pages_by_name_at_the_same_cost(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with at_delegation(sqlite_url, Role.OFFICER) as (client, _):
        names = [f"AN {letter}{letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"] + [
            f"BO {n * 'X'}" for n in range(9)
        ]
        for name in names:
            await delegations.add(a_member_of_delegation(edition_id=an_id("wind-2027"), id=an_id(name), name=name))

        with counted_queries(monkeypatch) as of_one:
            await client.get(PATH, params={"q": "XXXXXXXX"})
        with counted_queries(monkeypatch) as of_many:
            first = (await client.get(PATH)).text
        assert len(of_many) == len(of_one)
        second = (await client.get(address_of(first, "Next page"))).text
        back = (await client.get(address_of(second, "Previous page"))).text

        listed = [[name for name in names if f"<bdi>{name}</bdi>" in page] for page in (first, second, back)]
        assert listed == [names[:30], names[30:], names[:30]]

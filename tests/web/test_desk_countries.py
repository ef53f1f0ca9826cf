"""Decisions about countries and regions at the desk: listed, typed, kept, and seen by the public at once."""

import re
from datetime import date

import pytest

from events_app.actions import countries as actions
from events_app.domain.countries import DevelopmentRule
from events_app.domain.country_policies import CountryPolicy, Focus, KeptRule, Spell
from events_app.domain.organisations import Role
from events_app.domain.rights import SYSTEM
from events_app.edge.policies import read_policies
from events_app.reference.countries import all_codes
from events_app.storage import country_policies
from tests.clients import NOW, Client
from tests.queries import counted_queries
from tests.web.planting import a_fair, planted_client
from tests.web.signing_in import signed_in, token_of

POLICY = CountryPolicy(
    code="BR",
    names={"en": "Federal Brazil"},
    memberships={"OECD": (Spell(date(2027, 1, 1), None),)},
    focus=Focus(1, date(2026, 1, 1), None, "Agreement of 2025"),
    note="Ask the embassy first.",
)
TYPED = {
    "version": "0",
    "spells": "4",
    "name-en": "Federal Brazil",
    "group-0": "OECD",
    "holds-0": "member",
    "since-0": "2027-01-01",
    "priority": "1",
    "focus-since": "2026-01-01",
    "focus-reason": "Agreement of 2025",
    "note": "Ask the embassy first.",
}


def codes(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/en/desk/countries/([A-Z]{2})"', page)


async def typed(client: Client, path: str = "BR", **fields: str) -> tuple[int, str]:
    answer = await client.post(f"/en/desk/countries/{path}", data=TYPED | fields | {"form_token": token_of(client)})
    return answer.status_code, answer.text


async def test_what_is_typed_is_kept_and_shown_again(client: Client) -> None:
    await signed_in(client, Role.OFFICER)

    assert (await typed(client))[0] == 303

    kept = await country_policies.get("BR")
    assert (kept.names, kept.memberships, kept.focus, kept.note) == (
        POLICY.names,
        POLICY.memberships,
        POLICY.focus,
        POLICY.note,
    )
    page = (await client.get("/en/desk/countries/BR?done=saved")).text
    assert "Saved. Public pages show it now." in page
    assert 'value="Federal Brazil"' in page
    assert 'name="since-0" type="date" class="short" value="2027-01-01"' in page
    assert "Ask the embassy first." in page


async def test_names_are_seen_by_the_public_at_once_and_in_feeds(sqlite_url: str) -> None:
    async with planted_client(sqlite_url, [a_fair("sao-paulo-fair", date(2027, 3, 1), country="BR")]) as client:
        await signed_in(client, Role.ADMINISTRATOR)
        before = (await client.get("/feeds/en/calendar.ics")).text
        await typed(client)
        pages = [
            (await client.get(path)).text
            for path in ("/en/countries", "/en/countries/BR", "/en/exhibitions/sao-paulo-fair", "/en/calendar")
        ]
        after = (await client.get("/feeds/en/calendar.ics")).text
        french = (await client.get("/fr/countries/BR")).text

    assert ("Federal Brazil" in before, "Federal Brazil" in after) == (False, True)
    assert all("Federal Brazil" in page for page in pages)
    assert "Brésil" in french


async def test_a_group_that_was_decided_holds_on_the_public_list(client: Client) -> None:
    await signed_in(client, Role.OFFICER)
    await typed(client, **{"since-0": "2026-01-01", "group-1": "MERCOSUR", "holds-1": "none"})

    assert "/en/countries/BR" in (await client.get("/en/countries?group=oecd")).text
    assert "/en/countries/BR" not in (await client.get("/en/countries?group=mercosur")).text


async def test_faults_stand_beside_their_fields_and_nothing_is_kept(client: Client) -> None:
    await signed_in(client, Role.OFFICER)

    status, page = await typed(
        client,
        **{"since-0": "2027-01-01", "until-0": "2026-01-01", "priority": "", "group-1": "", "since-1": "2026-01-01"},
    )

    assert status == 422
    assert all(f'id="{name}-error"' in page for name in ("until-0", "priority", "group-1"))
    assert 'value="Federal Brazil"' in page
    assert await country_policies.list_policies() == ()

    status, page = await typed(client, **{"group-1": "OECD", "since-1": "2026-01-01"})
    assert (status, "Two spells of membership overlap." in page) == (422, True)


async def test_a_stale_copy_is_shown_beside_what_is_kept(client: Client) -> None:
    await signed_in(client, Role.OFFICER)
    await actions.decide(CountryPolicy(code="BR", note="Meanwhile"), by=SYSTEM, now=NOW)

    status, page = await typed(client)

    assert status == 409
    assert "Somebody else has saved this meanwhile" in page
    assert "Meanwhile" in page
    assert "Ask the embassy first." in page
    assert (await country_policies.get("BR")).note == "Meanwhile"
    assert (await typed(client, version="1"))[0] == 303
    assert (await country_policies.get("BR")).note == "Ask the embassy first."


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("decided=1", ["BR", "KE"]),
        ("focus=any", ["BR"]),
        ("focus=2", []),
        ("group=EAC&decided=1", ["KE"]),
        ("region=019&decided=1", ["BR"]),
        ("q=federal", ["BR"]),
        ("q=ke&decided=1", ["KE"]),
    ],
)
async def test_the_list_is_filtered(client: Client, query: str, found: list[str]) -> None:
    await signed_in(client, Role.AUDITOR)
    await actions.decide(POLICY, by=SYSTEM, now=NOW)
    await actions.decide(CountryPolicy(code="KE", note="Note"), by=SYSTEM, now=NOW)
    await read_policies()

    assert codes((await client.get(f"/en/desk/countries?{query}")).text) == found


async def test_the_list_asks_the_database_as_often_whatever_is_decided(client: Client) -> None:
    await signed_in(client, Role.OFFICER)
    with counted_queries() as none:
        await client.get("/en/desk/countries")
    for code in all_codes()[:30]:
        await actions.decide(CountryPolicy(code=code, note="Note"), by=SYSTEM, now=NOW)
    with counted_queries() as some:
        await client.get("/en/desk/countries")

    assert len(some) == len(none)


async def test_the_rule_is_typed_by_name_and_holds_on_public_pages(client: Client) -> None:
    await signed_in(client, Role.OFFICER)
    fields = {"version": "0", "groups": "OECD", "developed": "Singapore\nallemagne", "developing": "TR"}

    answer = await client.post("/en/desk/countries/rule", data=fields | {"form_token": token_of(client)})

    assert answer.status_code == 303
    rule = DevelopmentRule(frozenset({"OECD"}), frozenset({"SG", "DE"}), frozenset({"TR"}))
    assert await country_policies.get_rule() == KeptRule(rule=rule, version=1)
    assert "Developed" in (await client.get("/en/countries/SG")).text
    assert "Developing" in (await client.get("/en/countries/TR")).text
    page = (await client.get("/en/desk/countries/rule")).text
    assert "Germany\nSingapore" in page

    unknown = await client.post(
        "/en/desk/countries/rule", data={"developed": "Atlantis", "form_token": token_of(client)}
    )
    assert (unknown.status_code, "Not known as countries or regions: Atlantis" in unknown.text) == (422, True)
    stale = await client.post("/en/desk/countries/rule", data=fields | {"form_token": token_of(client), "groups": "EU"})
    assert stale.status_code == 409


async def test_an_auditor_reads_and_changes_nothing_and_a_unit_sees_nothing(client: Client) -> None:
    await actions.decide(POLICY, by=SYSTEM, now=NOW)
    await signed_in(client, Role.AUDITOR)
    page = (await client.get("/en/desk/countries/BR")).text
    assert "Agreement of 2025" in page
    assert "<textarea" not in page
    assert (await typed(client))[0] == 403

    await signed_in(client, Role.UNIT_MANAGER)
    for path in ("", "/BR", "/rule"):
        assert (await client.get(f"/en/desk/countries{path}")).status_code == 403
    assert (await typed(client))[0] == 403


async def test_a_code_that_is_none_is_not_found(client: Client) -> None:
    await signed_in(client, Role.OFFICER)

    assert (await client.get("/en/desk/countries/QQ")).status_code == 404
    assert (await typed(client, "QQ"))[0] == 404


async def test_a_form_without_its_token_is_refused(client: Client) -> None:
    await signed_in(client, Role.OFFICER)

    assert (await client.post("/en/desk/countries/BR", data=TYPED)).status_code == 403

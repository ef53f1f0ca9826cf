"""The door: a plain form and the same as JSON; a second scan is refused with time and place of the first."""

from datetime import date

from events_app.domain.delegations import Member
from events_app.domain.organisations import Role
from events_app.storage import badges
from tests.badge_builders import a_token, at_the_door, plant_bearers
from tests.clients import NOW, Client
from tests.planting import plant
from tests.web.filled_forms import fields_of
from tests.web.planting import a_fair, text_of
from tests.web.signing_in import signed_in, token_of

PAGE = "/en/desk/exhibitions/wind-2027/check-in"
FAIR = a_fair("wind-2027", date(2026, 11, 22), zone="Africa/Nairobi")


async def at_door(client: Client, role: Role = Role.UNIT_OFFICER) -> tuple[Member, str]:
    membership = await signed_in(client, role)
    is_unit = role is Role.UNIT_OFFICER
    await plant(
        a_fair(
            "wind-2027",
            date(2026, 11, 22),
            zone="Africa/Nairobi",
            unit_id=membership.organisation_id if is_unit else None,
        )
    )
    (ada,) = await plant_bearers(FAIR.id, "MOREAU <ADA>")
    return ada, await a_token(FAIR.slug, ada)


async def test_a_form_without_a_script_admits_once_and_a_page_loaded_again_changes_nothing(client: Client) -> None:
    _, code = await at_door(client)
    first = await client.get(PAGE, params={"door": "Gate B"})
    fields = fields_of(first.text, "/check-in")
    form = {name: values[0] for name, values in fields.items()} | {"code": code, "form_token": token_of(client)}

    answers = [await client.post(PAGE, data=form) for _ in range(2)]
    second = fields_of(answers[1].text, "/check-in")
    refused = await client.post(PAGE, data=form | {"key": second["key"][0], "door": "C"})

    assert "camera=(self)" in first.headers["permissions-policy"]
    assert "camera=()" in (await client.get("/en/about")).headers["permissions-policy"]
    for answer in answers:
        assert "✓ Admitted now MOREAU <ADA> At 12:30, door Gate B." in text_of(answer.text)
    assert "✕ Already admitted MOREAU <ADA> At 12:30, door Gate B." in text_of(refused.text)
    assert (second["door"], second["code"]) == (["Gate B"], [""])
    assert "Admitted today 1 " in text_of(refused.text)


async def test_a_program_on_the_page_gets_the_same_as_json(client: Client) -> None:
    _, code = await at_door(client)
    ask = {"form_token": token_of(client), "code": code, "key": "k1", "door": "A", "waited": str(3600)}

    answers = [await client.post(PAGE, data=ask, headers={"Accept": "application/json"}) for _ in range(2)]
    other = await client.post(PAGE, data=ask | {"code": "else"}, headers={"Accept": "application/json"})
    empty = await client.post(PAGE, data=ask | {"code": " "}, headers={"Accept": "application/json"})

    assert [answer.json() for answer in answers] == [
        {
            "verdict": "admitted",
            "sign": "✓",
            "title": "Admitted now",
            "who": "MOREAU <ADA>",
            "about": "At 11:30, door A.",
            "is_open": True,
            "count": 1,
        }
    ] * 2
    assert (other.status_code, other.json()["problem"].startswith("This idempotency key")) == (422, True)
    assert (empty.status_code, empty.json()) == (422, {"problem": "Scan a badge, or type its code."})


async def test_what_is_wrong_is_told_and_a_scan_of_yesterday_names_its_day(client: Client) -> None:
    ada, code = await at_door(client, Role.OFFICER)
    token = {"form_token": token_of(client)}

    wrong = await client.post(PAGE, data=token | {"code": "", "key": "k", "door": "A"})
    late = await client.post(PAGE, data=token | {"code": code, "key": "k", "waited": str(24 * 3600)})

    assert (wrong.status_code, 'aria-invalid="true"' in wrong.text) == (422, True)
    assert fields_of(wrong.text, "/check-in")["key"] == ["k"]
    assert "At 22 Nov 2026, 12:30." in text_of(late.text)
    found = await badges.find_check_in(ada.id, date(2026, 11, 22))
    assert found is not None
    assert (await at_the_door(FAIR.slug, code, "today", now=NOW)).at == NOW


async def test_auditors_have_no_door(client: Client) -> None:
    await at_door(client, Role.AUDITOR)

    assert (await client.get(PAGE)).status_code == 403
    assert "check-in" not in (await client.get(PAGE.replace("check-in", "badges"))).text

"""A stand that scans badges: the company at its own, the organiser at any; as a form and as JSON."""

from datetime import date

from events_app.actions import decisions, stand_gifts
from events_app.domain.applications import Move
from events_app.domain.organisations import OrganisationKind, Role
from events_app.domain.rights import SYSTEM
from events_app.storage import stand_scans
from tests.application_builders import WITHIN, plant_admission
from tests.badge_builders import a_token, plant_bearers
from tests.clients import Client
from tests.stand_builders import an_accepted, plant_hall
from tests.web.filled_forms import fields_of
from tests.web.planting import a_fair, text_of
from tests.web.signing_in import an_organisation, signed_in, token_of

FAIR = a_fair("wind-2027", date(2026, 11, 23), days=2)
VISITORS = "/en/company/lanyu/exhibitions/wind-2027/visitors"


async def at_stand(client: Client, role: Role) -> tuple[str, str, str]:
    """The page of a confirmed stand at the desk and of its company, and the code of a badge."""
    await plant_admission(FAIR)
    lanyu = await an_organisation(OrganisationKind.EXPORTER, "lanyu")
    await signed_in(client, role, organisation=lanyu if role is Role.EXPORTER_STAFF else None)
    _, found = await plant_hall(FAIR)
    case = await an_accepted(lanyu, FAIR)
    await stand_gifts.give(found[0].id, case.id, by=SYSTEM, now=WITHIN)
    await decisions.decide(case.id, Move.CONFIRM, by=SYSTEM, now=WITHIN)
    (ada,) = await plant_bearers(FAIR.id, "MOREAU <ADA>")
    path = f"exhibitions/wind-2027/stands/{found[0].id}/scans"
    return f"/en/desk/{path}", f"/en/company/lanyu/{path}", await a_token(FAIR.slug, ada)


async def test_a_company_counts_badges_by_a_form_without_a_script(client: Client) -> None:
    at_desk, page, code = await at_stand(client, Role.EXPORTER_STAFF)
    first = await client.get(page)
    fields = fields_of(first.text, "/scans")
    form = {name: values[0] for name, values in fields.items()} | {"code": code, "form_token": token_of(client)}

    answers = [await client.post(page, data=form) for _ in range(2)]
    second = fields_of(answers[1].text, "/scans")
    refused = await client.post(page, data=form | {"key": second["key"][0]})
    wrong = await client.post(page, data=form | {"code": ""})

    assert "camera=(self)" in first.headers["permissions-policy"]
    assert "door" not in fields
    for answer in answers:
        assert "✓ Counted now MOREAU <ADA> At " in text_of(answer.text)
    assert "✕ Already counted today MOREAU <ADA> At " in text_of(refused.text)
    assert "Badges counted today 1 " in text_of(refused.text)
    assert (wrong.status_code, 'aria-invalid="true"' in wrong.text) == (422, True)
    visitors = await client.get(VISITORS)
    assert f'href="{page}"' in visitors.text
    assert [(await client.get(path)).status_code for path in (at_desk, page.replace("wind", "rain"))] == [403, 404]


async def test_the_organiser_gets_the_same_as_json_and_reaches_every_stand(client: Client) -> None:
    page, _, code = await at_stand(client, Role.OFFICER)
    ask = {"form_token": token_of(client), "code": code, "key": "k1", "waited": str(24 * 3600)}

    answer = await client.post(page, data=ask, headers={"Accept": "application/json"})

    told = answer.json()
    assert (told["verdict"], told["title"], told["is_open"], told["count"]) == ("admitted", "Counted now", True, 0)
    ((_, day),) = await stand_scans.count_scanned(FAIR.id)
    assert day == date(2026, 11, 22)
    assert f'href="{page}"' in (await client.get("/en/desk/exhibitions/wind-2027/attendance")).text
    assert (await client.get(page.replace("wind", "rain"))).status_code == 404

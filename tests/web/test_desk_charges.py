"""What a case is charged, at the desk."""

from events_app.actions import stand_gifts
from events_app.domain.fees import LineKind
from events_app.domain.organisations import Role
from events_app.domain.prices import FeeKind
from events_app.domain.rights import SYSTEM
from events_app.storage import exhibitions, invoices, stands, support_schemes
from tests.application_builders import WITHIN, a_company, a_submitted
from tests.clients import Client
from tests.fee_builders import an_item, plant_placed, plant_prices
from tests.offer_builders import a_scheme
from tests.stand_builders import a_stand, plant_hall
from tests.web.planting import text_of
from tests.web.signing_in import signed_in, token_of


async def test_a_charge_is_looked_at_and_drafted(client: Client) -> None:
    items = (
        an_item(),
        an_item(price=300_00, key="front", zone="front"),
        an_item(FeeKind.PACKAGE, 50_00, is_always=False),
    )
    await plant_prices(items=items)
    scheme = a_scheme(cap=None)
    await support_schemes.add(scheme)
    case, _ = await plant_placed()
    path = f"/en/desk/applications/{case.id}/fees"
    await signed_in(client, Role.OFFICER)

    plain = text_of((await client.get(path)).text)
    chosen = text_of((await client.get(f"{path}?zone=front&packages=package&schemes={scheme.id}")).text)
    data = {"form_token": token_of(client), "zone": "front", "packages": "package", "schemes": str(scheme.id)}
    answer = await client.post(path, data=data)

    assert "EUR 2,142.00" in plain
    assert "for the space that was asked for" in plain
    assert "Support:" in chosen
    (draft,) = await invoices.list_of_cases([case.id])
    assert answer.headers["location"] == f"/en/desk/invoices/{draft.id}?done=drafted"
    assert [line.kind for line in draft.charge.lines] == [LineKind.SPACE, LineKind.PACKAGE, LineKind.SUPPORT]
    assert draft.charge.lines[0].price == 300_00
    again = await client.post(path, data=data | {"zone": "back"})
    assert again.status_code == 422
    assert 'id="zone-error"' in again.text


async def test_stands_that_were_given_are_charged_in_their_zone(client: Client) -> None:
    await plant_prices(items=(an_item(), an_item(price=300_00, key="front", zone="front")))
    case, _ = await plant_placed()
    edition = (await exhibitions.list_editions_by_id([case.edition_id]))[case.edition_id]
    hall, _ = await plant_hall(edition)
    corner = a_stand(number="K1", hall_id=hall.id, edition_id=edition.id, x=360, y=260, zone="front", area_m2=12)
    await stands.add_stands([corner])
    await stand_gifts.give(corner.id, case.id, by=SYSTEM, now=WITHIN)
    await signed_in(client, Role.OFFICER)

    page = (await client.get(f"/en/desk/applications/{case.id}/fees")).text

    assert "For the stands of this application: K1." in text_of(page)
    assert "EUR 3,600.00" in text_of(page)
    assert 'name="zone" id' not in page
    assert "Price zone" not in text_of(page)


async def test_who_has_no_place_is_told_why_nothing_is_charged(client: Client) -> None:
    slug = await plant_prices()
    company, by = await a_company("lanyu")
    case = await a_submitted(company, by, slug=slug)
    await signed_in(client, Role.OFFICER)
    page = text_of((await client.get(f"/en/desk/applications/{case.id}/fees")).text)
    assert "Fees are charged once a place was accepted." in page

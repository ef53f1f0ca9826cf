"""A company notes its visitors itself, of its own stand alone."""

from datetime import date

from events_app.domain.organisations import OrganisationKind, Role
from events_app.storage import attendance
from tests.badge_builders import plant_bearers
from tests.clients import Client
from tests.planting import plant
from tests.web.planting import a_fair, text_of
from tests.web.signing_in import an_organisation, signed_in, token_of

PAGE = "/en/company/lanyu/exhibitions/wind-2027/visitors"
FIRST = date(2026, 11, 23)
FAIR = a_fair("wind-2027", FIRST, days=2)


async def test_a_company_notes_its_own_visitors_and_no_others(client: Client) -> None:
    await plant(FAIR)
    lanyu = await an_organisation(OrganisationKind.EXPORTER, "lanyu")
    jinsha = await an_organisation(OrganisationKind.EXPORTER, "jinsha")
    await signed_in(client, Role.EXPORTER_STAFF, organisation=lanyu)
    form = {"form_token": token_of(client), "visitors-2026-11-23": "41", "visitors-2026-11-24": ""}
    before = await client.get(PAGE)
    for company in (lanyu, jinsha):
        await plant_bearers(FAIR.id, f"ADA {company.slug}", company_id=company.id, unit="")

    kept = await client.post(PAGE, data=form)
    wrong = await client.post(PAGE, data=form | {"visitors-2026-11-23": "41", "visitors-2026-11-24": "x"})
    others = await client.post(PAGE.replace("lanyu", "jinsha"), data=form)

    assert [answer.status_code for answer in (before, kept, wrong, others)] == [404, 303, 422, 403]
    assert "“x” is not a number" in text_of(wrong.text)
    assert await attendance.count_visitors(FAIR.id) == {(lanyu.id, FIRST): 41}
    assert 'value="41"' in (await client.get(PAGE)).text

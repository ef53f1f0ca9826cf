"""A company's own pages: whose they are, what is listed, what is due, which exhibitions are open and why not."""

from dataclasses import replace
from datetime import timedelta

from events_app.actions import admissions, decisions, exhibitions
from events_app.actions import applications as actions
from events_app.domain.applications import Move
from events_app.domain.organisations import OrganisationKind, Role
from events_app.domain.rights import SYSTEM, Asker
from events_app.domain.support_schemes import Costs
from tests.application_builders import a_company, a_fair_open_now, an_admission, plant_admission, written
from tests.builders import an_id
from tests.clients import NOW, Client
from tests.planting import context
from tests.web.planting import text_of
from tests.web.signing_in import a_member, an_organisation, enter, signed_in

HOME = "/en/company/valves"


async def at_home(client: Client, role: Role = Role.EXPORTER_OWNER) -> Asker:
    """A company with the client signed in, and one edition that admits."""
    await plant_admission(a_fair_open_now(), stands=1)
    company = await an_organisation(OrganisationKind.EXPORTER, "valves", country="CN")
    person, membership = await a_member(role, organisation=company)
    await enter(client, person.id)
    return Asker(person, (membership,))


async def _offered(asker: Asker) -> str:
    company = asker.memberships[0].organisation_id
    draft = await actions.begin(company, "wind-2027", written(), by=asker, now=NOW)
    await actions.submit(draft.id, version=1, by=asker, now=NOW)
    for move in (Move.FIND_ELIGIBLE, Move.OFFER):
        await decisions.decide(draft.id, move, by=SYSTEM, now=NOW)
    return str(draft.id)


async def test_who_works_for_one_company_is_led_to_it_and_on_to_applying(client: Client) -> None:
    await at_home(client)

    assert (await client.get("/en/desk")).headers["location"] == "/en/company"
    assert (await client.get("/en/company")).headers["location"] == HOME
    led = await client.get("/en/company?exhibition=wind-2027")
    assert led.headers["location"] == f"{HOME}/exhibitions/wind-2027/apply"
    assert (await client.get("/en/company?exhibition=nowhere")).headers["location"] == HOME


async def test_who_works_for_several_chooses_and_who_works_for_none_has_an_account(client: Client) -> None:
    one = await an_organisation(OrganisationKind.EXPORTER, "valves")
    two = await an_organisation(OrganisationKind.EXPORTER, "pumps")
    person, _ = await a_member(Role.EXPORTER_OWNER, organisation=one)
    await a_member(Role.EXPORTER_OWNER, organisation=two)
    await enter(client, person.id)
    assert (await client.get("/en/company")).headers["location"] == HOME

    await signed_in(client, Role.PARTNER_OWNER)
    assert (await client.get("/en/company")).headers["location"] == "/en/account"
    assert (await client.get("/en/desk")).headers["location"] == "/en/partner"


async def test_a_company_is_told_what_is_next_by_when_and_who_acts(client: Client) -> None:
    asker = await at_home(client)
    empty = text_of((await client.get(HOME)).text)
    case = await _offered(asker)

    page = await client.get(HOME)

    told = text_of(page.text)
    assert "No applications yet" in empty
    assert "1 application" in told
    assert "Place offered Accept or decline the place. It is kept for you until then" in told
    assert "Your company" in told
    assert told.count("in 14 days") == 2  # in the list, and among what is due
    assert f"{HOME}/applications/{case}" in page.text
    assert page.headers["cache-control"] == "no-store"


async def test_the_list_is_filtered(client: Client) -> None:
    asker = await at_home(client)
    await _offered(asker)

    assert "Wind 2027" in (await client.get(f"{HOME}?show=open")).text
    assert "Nothing is found with these filters" in (await client.get(f"{HOME}?show=over")).text
    assert (await client.get(f"{HOME}?show=rubbish")).status_code == 200


async def test_exhibitions_are_open_rule_by_rule(client: Client) -> None:
    asker = await at_home(client)
    before = text_of((await client.get(f"{HOME}/exhibitions")).text)
    await _offered(asker)
    after = await client.get(f"{HOME}/exhibitions")

    assert "Applications are open. (met)" in before
    assert "Your company has fewer applications for this edition than it may have. (met)" in before
    assert "Your company has as many applications for this edition as it may have. (not met)" in text_of(after.text)
    assert "/exhibitions/wind-2027/apply" not in after.text
    narrowed = text_of((await client.get(f"{HOME}/exhibitions?open=1")).text)
    assert "Nothing is found with these filters" in narrowed
    assert "Wind 2027" in (await client.get(f"{HOME}/exhibitions?sector=ict&country=DE")).text
    assert "Nothing is found" in (await client.get(f"{HOME}/exhibitions?sector=rail")).text


async def test_a_filter_that_is_wrong_stays_as_it_was_typed_and_says_what_is_wrong(client: Client) -> None:
    costs = Costs(currency="USD", shell_per_m2=40_000)
    await plant_admission(a_fair_open_now(), costs=costs)
    company = await an_organisation(OrganisationKind.EXPORTER, "valves", country="CN")
    person, _ = await a_member(Role.EXPORTER_OWNER, organisation=company)
    await enter(client, person.id)

    usual = await client.get(f"{HOME}/exhibitions")
    for typed, told in (
        ("many", "“many” is not a number."),
        ("0", "This must be from 1 to 10000."),
        ("99999", "This must be from 1 to 10000."),
    ):
        page = await client.get(f"{HOME}/exhibitions?area={typed}")
        assert page.status_code == 200
        assert f'value="{typed}"' in page.text
        assert 'aria-describedby="area-error" aria-invalid="true"' in page.text
        assert told in text_of(page.text)
        assert "Wind 2027" in page.text
        assert "About USD" not in page.text
    odd = text_of((await client.get(f"{HOME}/exhibitions?kind=tent")).text)

    assert 'value="9"' in usual.text
    assert "About USD 3,600" in text_of(usual.text)
    assert "“tent” is not one of the choices." in odd
    assert "About USD" not in odd


async def test_nobody_sees_another_company(client: Client) -> None:
    await at_home(client)
    await a_company("stranger")
    for path in ("stranger", "stranger/exhibitions"):
        assert (await client.get(f"/en/company/{path}")).status_code == 403
    assert (await client.get("/en/company/nowhere")).status_code == 404
    await signed_in(client, Role.ADMINISTRATOR)
    assert (await client.get(HOME)).status_code == 403


async def test_the_public_page_leads_to_applying_while_applications_are_open(client: Client) -> None:
    await plant_admission(a_fair_open_now())
    await plant_admission_of_the_past()

    assert "/en/company?exhibition=wind-2027" in (await client.get("/en/exhibitions/wind-2027")).text
    assert "/en/company?exhibition=" not in (await client.get("/en/exhibitions/sun-2027")).text


async def plant_admission_of_the_past() -> None:
    """An edition whose applications are closed."""
    deadlines = tuple(
        replace(each, id=an_id(f"past {each.kind}"), at=each.at - timedelta(days=90))
        for each in a_fair_open_now().deadlines
    )
    past = a_fair_open_now("sun-2027", deadlines=deadlines)
    await exhibitions.add_edition(past, by=SYSTEM, context=context(), now=NOW)
    await admissions.keep(past.slug, an_admission(edition_id=past.id), by=SYSTEM, now=NOW)

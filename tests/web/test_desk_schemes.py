"""Support schemes at the desk, and what companies see of them beside an exhibition."""

import pytest

from events_app.actions import companies as company_actions
from events_app.actions import support_schemes as actions
from events_app.domain.companies import CompanySize
from events_app.domain.countries import Scope
from events_app.domain.organisations import OrganisationKind, Role
from events_app.domain.rights import SYSTEM
from events_app.domain.support_schemes import Costs
from events_app.domain.texts import Text
from events_app.storage import support_schemes
from tests.application_builders import a_fair_open_now, plant_admission
from tests.builders import an_id
from tests.clients import NOW, Client
from tests.offer_builders import a_profile, a_scheme
from tests.web.planting import text_of
from tests.web.signing_in import a_member, an_organisation, enter, signed_in, token_of

HOME = "/en/desk/schemes"
GOOD = {
    "name-en": "Small exhibitors",
    "kind": "grant",
    "rate_percent": "50",
    "cap": "5000",
    "cap_currency": "usd",
    "costs": ["space", "registration"],
    "groups": ["ASEAN"],
    "sizes": ["small"],
    "valid_until": "2027-12-31",
    "source": "https://rules.example",
}


async def test_a_scheme_is_entered_listed_and_changed(client: Client) -> None:
    await signed_in(client, Role.OFFICER)
    assert "No scheme is found." in text_of((await client.get(HOME)).text)

    answer = await client.post(f"{HOME}/new", data={"form_token": token_of(client)} | GOOD)

    assert answer.headers["location"] == f"{HOME}?done=saved"
    page = text_of((await client.get(HOME)).text)
    assert "50%" in page
    assert "USD 5,000" in page
    (scheme,) = await support_schemes.list_schemes()
    form = (await client.get(f"{HOME}/{scheme.id}")).text
    assert 'value="5000.00"' in form
    changed = {"form_token": token_of(client), "version": "1"} | GOOD | {"rate_percent": "40"}
    assert (await client.post(f"{HOME}/{scheme.id}", data=changed)).headers["location"] == f"{HOME}?done=saved"
    stale = await client.post(f"{HOME}/{scheme.id}", data=changed | {"rate_percent": "30"})
    assert stale.status_code == 422
    assert 'value="30"' in stale.text
    assert (await support_schemes.get(scheme.id)).rate_percent == 40
    assert "No scheme is found." in text_of((await client.get(f"{HOME}?kind=tax")).text)


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("name-en", "", "Fill this in."),
        ("rate_percent", "", "from 1 to 100 percent"),
        ("rate_percent", "200", "This must be from 1 to 100."),
        ("costs", [], "Name at least one kind of cost"),
        ("valid_until", "2020-13-01", "is not a date"),
        ("cap_currency", "", "three capital letters"),
        ("source", "rules", "begins with"),
        ("groups", "NATO?", "is not one of the choices"),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field(client: Client, field: str, typed: object, told: str) -> None:
    await signed_in(client, Role.OFFICER)

    answer = await client.post(f"{HOME}/new", data={"form_token": token_of(client)} | GOOD | {field: typed})

    assert answer.status_code == 422
    assert told in text_of(answer.text)
    assert f'id="{field}-error"' in answer.text
    assert await support_schemes.list_schemes() == ()


async def test_a_company_sees_what_an_exhibition_costs_and_what_may_help(client: Client) -> None:
    costs = Costs(currency="USD", shell_per_m2=40_000, registration=45_000, travel=420_000)
    await plant_admission(a_fair_open_now(), stands=3, costs=costs)
    company = await an_organisation(OrganisationKind.EXPORTER, "valves", country="CN")
    profile = a_profile(company_id=company.id, size=CompanySize.SMALL)
    await company_actions.write(company.id, lambda _old: profile, version=None, by=SYSTEM, now=NOW)
    await actions.add(a_scheme(source="https://rules.example"), by=SYSTEM, now=NOW)
    large = a_scheme(id=an_id("large"), name=Text.of("en", "Large only"), sizes=frozenset({CompanySize.LARGE}))
    await actions.add(large, by=SYSTEM, now=NOW)
    home = a_scheme(id=an_id("home"), name=Text.of("en", "Home only"), scopes=frozenset({Scope.DOMESTIC}))
    await actions.add(home, by=SYSTEM, now=NOW)
    person, _ = await a_member(Role.EXPORTER_OWNER, organisation=company)
    await enter(client, person.id)

    page = text_of((await client.get("/en/company/valves/exhibitions?area=18")).text)

    assert "About USD 11,850" in page
    assert "up to USD 3,825" in page
    assert "Small exhibitors" in page
    assert "Large only" not in page
    assert "Home only" not in page
    assert "An estimate, no promise" in page
    assert "About USD 8,250" in text_of((await client.get("/en/company/valves/exhibitions?area=")).text)


async def test_costs_are_set_with_the_admission(client: Client) -> None:
    await plant_admission(a_fair_open_now(), stands=3, costs=Costs(currency="JPY", shell_per_m2=40_000))
    await signed_in(client, Role.OFFICER)

    page = (await client.get("/en/desk/exhibitions/wind-2027/admission")).text

    assert 'name="shell_per_m2" type="text" class="short" value="40000"' in page
    assert 'value="JPY"' in page

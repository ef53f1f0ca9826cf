"""A partner's matches: what its country or region and its needs suit, and nothing that is the authority's own."""

from events_app.domain.needs import Visibility as NeedVisibility
from events_app.domain.offers import Visibility
from events_app.domain.organisations import Organisation, OrganisationKind, Role
from tests.clients import NOW, Client
from tests.need_builders import plant_need
from tests.offer_builders import plant_offer
from tests.web.planting import text_of
from tests.web.signing_in import a_member, an_organisation, enter

HOME = "/en/partner/wells/matches"


async def at_home(client: Client, country: str = "KE") -> Organisation:
    partner = await an_organisation(OrganisationKind.PARTNER, "wells", country=country)
    person, _ = await a_member(Role.PARTNER_STAFF, organisation=partner)
    await enter(client, person.id)
    return partner


async def a_shop(slug: str = "valves") -> Organisation:
    return await an_organisation(OrganisationKind.EXPORTER, slug, country="CN")


async def test_offers_are_ranked_by_own_needs(client: Client) -> None:
    partner = await at_home(client)
    await plant_offer(await a_shop(), now=NOW)
    await plant_offer(await a_shop("drugs"), "vaccines", sectors=("pharma",), fields=(16,), now=NOW)
    own = await plant_need(
        partner, "mine", sectors=("pharma",), fields=(16,), visibility=NeedVisibility.ORGANISERS, now=NOW
    )

    page = (await client.get(HOME)).text

    assert page.index(f"{HOME}/vaccines") < page.index(f"{HOME}/control-valves")
    assert own.content.title.shown("en").text in page
    assert f"{HOME}/control-valves" not in (await client.get(f"{HOME}?sector=pharma")).text


async def test_what_partners_may_not_see_is_left_out(client: Client) -> None:
    await at_home(client)
    await plant_offer(await a_shop(), "inner", visibility=Visibility.ORGANISERS, now=NOW)
    await plant_offer(await a_shop("drugs"), "shared", visibility=Visibility.PARTNERS, now=NOW)

    page = (await client.get(HOME)).text

    assert f"{HOME}/shared" in page
    assert "inner" not in page
    assert (await client.get(f"{HOME}/inner")).status_code == 404


async def test_policy_and_experience_stay_with_the_authority(client: Client) -> None:
    await at_home(client)
    await plant_offer(await a_shop(), now=NOW)

    page = text_of((await client.get(f"{HOME}/control-valves")).text)

    assert "Why it suits" in page
    assert "Protection of rights" in page
    assert "Policy" not in page
    assert "focus" not in page
    assert "Own experience" not in page


async def test_without_a_country_nothing_is_matched(client: Client) -> None:
    await at_home(client, country="")

    assert "No matches yet" in text_of((await client.get(HOME)).text)

"""Badges at the desk: listed by state, made with a sheet that is handed out once, revoked, and for nobody chosen."""

from datetime import date

from events_app.domain.badges import BadgeState, Verdict
from events_app.domain.delegations import Member, MemberRole
from events_app.domain.organisations import OrganisationKind, Role
from events_app.storage import badges
from tests.badge_builders import at_the_door, plant_bearers
from tests.clients import NOW, Client
from tests.formats.test_pdf import text_of as text_of_pdf
from tests.planting import plant
from tests.queries import counted_queries
from tests.web.filled_forms import fields_of
from tests.web.planting import a_fair, text_of
from tests.web.signing_in import an_organisation, signed_in, token_of

PAGE = "/en/desk/exhibitions/wind-2027/badges"
FAIR = a_fair("wind-2027", date(2026, 11, 22))


async def at_badges(client: Client, *names: str, role: Role = Role.OFFICER) -> tuple[Member, ...]:
    await plant(FAIR)
    await signed_in(client, role)
    return await plant_bearers(FAIR.id, *names)


async def states() -> list[str]:
    return [each.state.value for each in await badges.list_bearers(badges.Wanted(edition_id=FAIR.id), limit=99)]


async def test_badges_are_made_for_whom_is_chosen_and_the_sheet_names_them(client: Client) -> None:
    company = await an_organisation(OrganisationKind.EXPORTER, "lanyu", country="KE")
    ada, _ = await at_badges(client, "ADA", "BO")
    (cy,) = await plant_bearers(FAIR.id, "CY", company_id=company.id, unit="", role=MemberRole.SPEAKER)
    fields = fields_of((await client.get(PAGE)).text, "/badges")

    form = {"deed": "make", "whom": "chosen", "member": [str(ada.id), str(cy.id)], "as_of": fields["as_of"][0]}
    answer = await client.post(PAGE, data=form | {"form_token": token_of(client)})

    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.headers["cache-control"] == "no-store"
    read = text_of_pdf(answer.content)
    assert all(word in read for word in ("ADA", "CY", "Lanyu", "Kenya", "Speaker", "China", "Ministry", "Wind 2027"))
    assert "BO" not in read.split()
    assert await states() == ["printed", "none", "printed"]
    page = text_of((await client.get(PAGE)).text)
    assert "CY Lanyu Speaker Printed 23 Nov 2026, " in page
    assert "make it anew: the one before is revoked at once" in page


async def test_all_without_a_badge_are_found_and_revoked_badges_open_nothing(client: Client) -> None:
    ada, bo = await at_badges(client, "ADA", "BO")
    token = {"form_token": token_of(client)}

    await client.post(PAGE, data=token | {"deed": "make", "whom": "chosen", "member": str(ada.id)})
    before = await badges.list_bearers_by_id(FAIR.id, [ada.id])
    await client.post(PAGE, data=token | {"deed": "make", "whom": "without"})
    assert await badges.list_bearers_by_id(FAIR.id, [ada.id]) == before
    answer = await client.post(PAGE, data=token | {"deed": "revoke", "member": str(bo.id)})

    assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGE}?done=revoked")
    assert await states() == ["printed", "revoked"]
    narrowed = text_of((await client.get(PAGE, params={"state": "revoked", "order": "latest"})).text)
    assert "BO" in narrowed
    assert "ADA" not in narrowed
    assert (await at_the_door(FAIR.slug, "anything", now=NOW)).verdict is Verdict.UNKNOWN


async def test_nobody_chosen_and_a_page_from_before_are_told(client: Client) -> None:
    (ada,) = await at_badges(client, "ADA")
    token = {"form_token": token_of(client), "deed": "make", "whom": "chosen"}

    nobody = await client.post(PAGE, data=token)
    await client.post(PAGE, data=token | {"member": str(ada.id), "as_of": NOW.isoformat()})
    again = await client.post(PAGE, data=token | {"member": str(ada.id), "as_of": "2026-11-23T09:29:00+00:00"})
    wrong = await client.post(PAGE, data=token | {"member": "nonsense"})

    assert (nobody.status_code, "Choose members first." in nobody.text) == (422, True)
    assert (again.status_code, "were made a moment ago" in again.text) == (422, True)
    assert wrong.status_code == 422
    assert await badges.count_states(FAIR.id) == dict.fromkeys(BadgeState, 0) | {BadgeState.PRINTED: 1}


async def test_readers_see_the_list_without_forms_page_by_page_at_the_same_cost(client: Client) -> None:
    await at_badges(client, "A", "B", role=Role.AUDITOR)
    with counted_queries() as few:
        page = (await client.get(PAGE)).text
    await plant_bearers(FAIR.id, *(f"N{number:02}" for number in range(60)))
    with counted_queries() as many:
        full = (await client.get(PAGE)).text

    assert len(few) == len(many)
    assert 'name="member"' not in page
    assert (await client.post(PAGE, data={"form_token": token_of(client)})).status_code == 403
    following = full.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
    second = text_of((await client.get(following)).text)
    assert "N59" in second
    assert "N01" not in second

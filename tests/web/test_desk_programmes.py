"""Matching programmes at the desk: listed, planned, changed, pairs forced, closed; what was accepted taken back."""

import re
from datetime import date, timedelta

import pytest

from events_app.actions import proposals as proposal_actions
from events_app.domain.organisations import OrganisationKind, Role
from events_app.domain.programmes import CountryClass, CountryRule, Force, Limits, ProgrammeKind, ProgrammeState
from events_app.domain.rights import SYSTEM
from events_app.domain.texts import Text
from events_app.storage import programmes, proposals
from tests.builders import an_id
from tests.clients import NOW, Client
from tests.need_builders import plant_need
from tests.programme_builders import a_pair, a_programme, plant_done, plant_programme, whole_rules
from tests.queries import counted_queries
from tests.web.planting import text_of
from tests.web.signing_in import an_organisation, signed_in, token_of

HOME = "/en/desk/programmes"
GOOD = {
    "deed": "save",
    "name-en": "Partner countries 2027",
    "kind": "year",
    "year": "2027",
    "rows": "2",
    "code-0": "KE",
    "floor-0": "1",
    "capacity-0": "4",
    "code-1": "DE",
    "capacity-1": "2",
    "most_each": "2",
    "developing_each": "1",
    "least-developing": "1",
    "most-micro": "3",
    "sectors": ["industry"],
    "seed": "spring",
    "price_step": "4",
}


async def test_a_programme_is_planned_shown_listed_and_changed(client: Client) -> None:
    await signed_in(client, Role.OFFICER)
    assert "No programme is found" in text_of((await client.get(HOME)).text)

    answer = await client.post(f"{HOME}/new", data={"form_token": token_of(client)} | GOOD)

    assert answer.headers["location"] == f"{HOME}/partner-countries-2027?done=saved"
    kept = await programmes.get("partner-countries-2027")
    assert kept.rules.countries == (CountryRule("KE", 1, 4), CountryRule("DE", 0, 2))
    assert (kept.rules.most_each, kept.rules.developing_each, kept.rules.price_step) == (2, 1, 4)
    assert dict(kept.rules.by_class) == {CountryClass.DEVELOPING: Limits(1)}
    assert (kept.first_day, kept.last_day, kept.seed) == (date(2027, 1, 1), date(2027, 12, 31), "spring")
    page = text_of((await client.get(f"{HOME}/{kept.slug}?done=saved")).text)
    for words in ("The programme is saved.", "Kenya", "A country year", "spring", "at least 1", "Industr"):
        assert words in page
    assert "Partner countries 2027" in text_of((await client.get(f"{HOME}?q=partner&kind=year&state=open")).text)
    assert "No programme is found" in text_of((await client.get(f"{HOME}?kind=edition")).text)
    form = (await client.get(f"{HOME}/{kept.slug}/edit")).text
    assert 'name="capacity-0" class="short" inputmode="numeric" value="4"' in form
    changed = {"form_token": token_of(client), "version": "1"} | GOOD | {"gone-1": "1", "seed": "autumn"}
    assert (await client.post(f"{HOME}/{kept.slug}/edit", data=changed)).status_code == 303
    stale = await client.post(f"{HOME}/{kept.slug}/edit", data=changed | {"seed": "winter"})
    assert stale.status_code == 422
    assert 'value="winter"' in stale.text
    now = await programmes.get(kept.slug)
    assert ([one.code for one in now.rules.countries], now.seed) == (["KE"], "autumn")


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("name-en", "", "Fill this in."),
        ("year", "", "Fill this in."),
        ("capacity-0", "", "Fill this in."),
        ("capacity-0", "0", "This must be from 1"),
        ("floor-0", "5", "cannot be more than there are places"),
        ("most_each", "0", "This must be from 1 to 50."),
        ("developing_each", "3", "This must be from 0 to 2."),
        ("most-developing", "0", "“At least” is more than “at most”."),
        ("seed", " ", "Fill this in."),
        ("last_day", "2026-01-01", "Fill this in."),
        ("sectors", ["rockets"], "is not one of the choices"),
        ("rows", "0", "Add at least one country or region"),
        ("rows", "none", "Add at least one country or region"),
    ],
)
async def test_what_is_wrong_is_said(client: Client, field: str, typed: object, told: str) -> None:
    await signed_in(client, Role.OFFICER)

    answer = await client.post(f"{HOME}/new", data={"form_token": token_of(client)} | GOOD | {field: typed})

    assert answer.status_code == 422
    assert told in text_of(answer.text)
    assert await programmes.count_programmes(programmes.Wanted()) == 0


async def test_a_programme_of_an_exhibition_takes_its_days(demo_client: Client) -> None:
    await signed_in(demo_client, Role.OFFICER)
    typed = {"form_token": token_of(demo_client)} | GOOD | {"kind": "edition", "edition": "hannover-messe-2027"}

    unknown = await demo_client.post(f"{HOME}/new", data=typed | {"edition": "no-such-fair"})
    answer = await demo_client.post(f"{HOME}/new", data=typed | {"name-en": "Hall 9"})

    assert "No exhibition is at this address." in text_of(unknown.text)
    assert answer.headers["location"].startswith(f"{HOME}/hall-9")
    kept = await programmes.get("hall-9")
    assert (kept.kind, kept.year) == (ProgrammeKind.EDITION, None)
    assert kept.first_day.year == 2027
    assert kept.last_day - kept.first_day < timedelta(days=15)
    shown = (await demo_client.get(f"{HOME}/hall-9")).text
    assert "/en/desk/exhibitions/hannover-messe-2027" in shown
    assert 'value="hannover-messe-2027"' in (await demo_client.get(f"{HOME}/hall-9/edit")).text


async def test_countries_are_added_by_group_region_need_and_one_by_one(client: Client) -> None:
    await signed_in(client, Role.OFFICER)
    await plant_need(slug="wells", country="TZ")

    async def added(choice: str, **typed: str) -> str:
        data = {"form_token": token_of(client)} | GOOD | {"deed": "add", "add": choice, "add_capacity": "7"} | typed
        return (await client.post(f"{HOME}/new", data=data)).text

    def codes(page: str) -> list[str]:
        return re.findall(r'name="code-\d+" value="(..)"', page)

    assert codes(await added("needs")) == ["KE", "DE", "TZ"]
    asean = await added("group:ASEAN", **{"code-1": "VN", "capacity-1": "9"})
    assert {"KE", "VN", "TH", "SG"} <= set(codes(asean))
    assert len(codes(asean)) == len(set(codes(asean)))
    assert 'name="capacity-1" class="short" inputmode="numeric" value="9"' in asean  # what was there stays
    assert 'name="capacity-2" class="short" inputmode="numeric" value="7"' in asean
    assert "FJ" in codes(await added("region:009"))
    assert codes(await added("country:BR", add_floor="2")) == ["KE", "DE", "BR"]
    for nothing in ("country:KE", "country:CN", "group:NONE", "nonsense"):
        page = await added(nothing)
        assert "All of these are in the table already." in text_of(page)
    assert "Fill this in." in text_of(await added("needs", add_capacity=""))
    assert await programmes.count_programmes(programmes.Wanted()) == 0


async def test_a_pair_is_forced_with_a_reason_and_left_again(client: Client) -> None:
    await signed_in(client, Role.OFFICER)
    programme = await plant_programme()
    valves = await an_organisation(OrganisationKind.EXPORTER, "valves", id=an_id("valves"))
    await an_organisation(OrganisationKind.PARTNER, "wells")
    typed = {"form_token": token_of(client), "deed": "force", "company": "valves", "code": "KE", "force": "must_not"}

    for wrong, told in (
        ({"reason": ""}, "Fill this in."),
        ({"company": "wells", "reason": "x"}, "No exporter has this address."),
        ({"company": "nobody", "reason": "x"}, "No exporter has this address."),
        ({"code": "FR", "reason": "x"}, "is not one of the choices"),
    ):
        refused = await client.post(f"{HOME}/{programme.slug}", data=typed | wrong)
        assert refused.status_code == 422
        assert told in text_of(refused.text)
    answer = await client.post(f"{HOME}/{programme.slug}", data=typed | {"reason": "A rival is there."})

    assert answer.status_code == 303
    (forced,) = (await programmes.get(programme.slug)).forced
    assert (forced.company_id, forced.force, forced.reason) == (valves.id, Force.MUST_NOT, "A rival is there.")
    page = text_of((await client.get(f"{HOME}/{programme.slug}?done=force")).text)
    assert "Must not go there" in page
    assert "A rival is there." in page
    left = {"form_token": token_of(client), "deed": "release", "company_id": str(valves.id), "code": "KE"}
    assert (await client.post(f"{HOME}/{programme.slug}", data=left)).status_code == 303
    assert (await programmes.get(programme.slug)).forced == ()


async def test_a_proposal_is_asked_for_once_and_not_of_a_closed_programme(client: Client) -> None:
    await signed_in(client, Role.OFFICER)
    programme = await plant_programme()
    here = f"{HOME}/{programme.slug}"

    async def act(deed: str) -> str:
        answer = await client.post(here, data={"form_token": token_of(client), "deed": deed})
        return answer.headers.get("location") or text_of(answer.text)

    assert await act("propose") == f"{here}/proposals/1?done=propose"
    assert "is being computed" in await act("propose")
    assert await act("close") == f"{here}?done=close"
    assert "This programme is closed" in await act("propose")
    assert (await programmes.get(programme.slug)).state is ProgrammeState.CLOSED
    assert "Compute a proposal" not in (await client.get(here)).text
    assert await act("reopen") == f"{here}?done=reopen"
    assert "is not one of the choices" in await act("dance")


async def test_an_accepted_pair_is_shown_and_taken_back_with_a_reason(client: Client) -> None:
    await signed_in(client, Role.OFFICER)
    await an_organisation(OrganisationKind.EXPORTER, "valves", id=an_id("valves"))
    await plant_done(a_pair("valves", "KE", score=0.625))
    await proposal_actions.accept("partners-2027", 1, by=SYSTEM, now=NOW)
    here = f"{HOME}/partners-2027"
    page = text_of((await client.get(here)).text)
    assert "62.5" in page
    typed = {"form_token": token_of(client), "deed": "take_back", "company_id": str(an_id("valves")), "code": "KE"}

    assert (await client.post(here, data=typed)).status_code == 422
    assert (await client.post(here, data=typed | {"reason": "It withdrew."})).status_code == 303

    assert await proposals.list_accepted(an_id("valves")) == ()


async def test_those_who_only_read_see_no_buttons(client: Client) -> None:
    await plant_programme(rules=whole_rules(), is_illustrative=True)
    for role in (Role.AUDITOR, Role.UNIT_OFFICER):
        await signed_in(client, role)
        page = (await client.get(f"{HOME}/partners-2027")).text
        assert "An example, not a real programme" in page
        assert "Fix a pair" not in page
        assert 'value="propose"' not in page
        assert (await client.get(f"{HOME}/new")).status_code == 403


async def test_a_long_list_has_pages_and_asks_the_database_the_same(client: Client) -> None:
    await signed_in(client, Role.OFFICER)

    async def plant(number: int) -> None:
        day = date(2027, 1, 1) + timedelta(days=number)
        name = Text.of("en", f"Programme {number:02}")
        await programmes.add(a_programme(id=an_id(str(number)), slug=f"p{number}", name=name, first_day=day))

    await plant(0)
    with counted_queries() as of_one:
        await client.get(HOME)
    for number in range(1, 35):
        await plant(number)
    with counted_queries() as of_many:
        page = (await client.get(HOME)).text

    assert len(of_many) == len(of_one)
    assert "35 programmes" in text_of(page)
    following = re.search(r'href="([^"]+)" rel="next"', page)
    assert following is not None
    second = text_of((await client.get(following[1].replace("&amp;", "&"))).text)
    assert "Programme 04" in second
    assert "Programme 34" not in second

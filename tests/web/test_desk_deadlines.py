from datetime import date, time

from events_app.domain.deadline_templates import DeadlineTemplate
from events_app.domain.exhibitions import DeadlineKind, DeadlineRule, EditionStatus
from events_app.domain.organisations import OrganisationKind, Role
from events_app.storage import deadline_templates, exhibitions
from tests.clients import Client
from tests.planting import plant
from tests.web.filled_forms import fields_of
from tests.web.planting import a_fair, text_of
from tests.web.signing_in import an_organisation, signed_in, token_of

PAGE = "/en/desk/deadlines"
ONLY_DEPOSIT = {"version": "0", "deed": "save", "days-deposit": "100", "at-deposit": "12:00"}
DEPOSIT = (DeadlineRule(DeadlineKind.DEPOSIT, 100, time(12, 0)),)


async def sent(client: Client, path: str = PAGE, **typed: str) -> tuple[int, str, str]:
    answer = await client.post(path, data=typed | {"form_token": token_of(client)})
    return answer.status_code, answer.headers.get("location", ""), answer.text


async def test_the_page_shows_the_template_and_what_it_gives(client: Client) -> None:
    await signed_in(client, Role.OFFICER)

    page = (await client.get(f"{PAGE}?opening=2028-03-01")).text

    fields = fields_of(page, "/deadlines")
    assert (fields["days-deposit"], fields["at-deposit"], fields["days-balance"]) == (["120"], ["17:00"], [""])
    assert "Build-up begins Sunday, 27 February 2028 , 08:00" in text_of(page)


async def test_a_template_is_kept_and_new_editions_follow_it(client: Client) -> None:
    await plant(a_fair("wind-2027", date(2027, 6, 7), status=EditionStatus.DRAFT))
    await signed_in(client, Role.OFFICER)

    status, location, _ = await sent(client, **ONLY_DEPOSIT, opening="2028-03-01")
    page = text_of((await client.get(location)).text)
    await sent(client, "/en/desk/exhibitions/wind-2027/deadlines/template")
    await sent(client, "/en/desk/exhibitions/wind-2027/copy", first="2028-06-05", template="1")

    made = [await exhibitions.get_edition(slug) for slug in ("wind-2027", "wind-2028")]
    assert (status, location) == (303, f"{PAGE}?done=saved&opening=2028-03-01")
    assert "Deposit due Monday, 22 November 2027 , 12:00" in page
    assert [[each.kind for each in edition.deadlines] for edition in made] == [[DeadlineKind.DEPOSIT]] * 2


async def test_what_it_gives_is_shown_before_it_is_kept(client: Client) -> None:
    await signed_in(client, Role.OFFICER)

    status, _, page = await sent(client, **ONLY_DEPOSIT | {"deed": "show"}, opening="2028-03-01")

    assert status == 200
    assert "Deposit due Monday, 22 November 2027 , 12:00" in text_of(page)
    assert "Build-up begins" not in text_of(page).partition("An edition that opens")[2]
    assert await deadline_templates.find(None) is None


async def test_faults_stand_beside_their_fields_and_nothing_typed_is_lost(client: Client) -> None:
    await signed_in(client, Role.OFFICER)

    wrong = {"days-deposit": "soon", "at-freight": "25:00", "days-freight": "9999", "opening": "2028-03-01"}
    status, _, page = await sent(client, **ONLY_DEPOSIT | wrong)
    empty = await sent(client, version="0", deed="save")

    assert (status, empty[0]) == (422, 422)
    assert all(f'id="{name}-error"' in page for name in ("days-deposit", "days-freight", "at-freight"))
    assert fields_of(page, "/deadlines")["days-deposit"] == ["soon"]
    assert "Set at least one deadline." in empty[2]
    assert await deadline_templates.find(None) is None


async def test_over_a_stale_copy_both_are_shown(client: Client) -> None:
    await signed_in(client, Role.OFFICER)
    await sent(client, **ONLY_DEPOSIT)

    status, _, page = await sent(client, **ONLY_DEPOSIT | {"days-deposit": "90"})
    again = await sent(client, **ONLY_DEPOSIT | {"days-deposit": "90", "version": "1"})

    assert (status, again[0]) == (409, 303)
    assert "Somebody else has saved this meanwhile" in page
    assert fields_of(page, "/deadlines")["version"] == ["1"]


async def test_a_unit_gets_a_template_of_its_own_and_loses_it_again(client: Client) -> None:
    unit = await an_organisation(OrganisationKind.UNIT, "east")
    await signed_in(client, Role.OFFICER)

    before = text_of((await client.get(f"{PAGE}/east")).text)
    await sent(client, f"{PAGE}/east", **ONLY_DEPOSIT)
    own = await deadline_templates.find(unit.id)
    listed = text_of((await client.get(PAGE)).text)
    _, location, _ = await sent(client, f"{PAGE}/east", deed="reset")

    assert "the template of the authority holds" in before
    assert own == DeadlineTemplate(unit_id=unit.id, rules=DEPOSIT)
    assert "East A template of its own" in listed
    assert location == f"{PAGE}/east?done=reset"
    assert await deadline_templates.find(unit.id) is None


async def test_units_read_what_holds_for_them_and_change_nothing(client: Client) -> None:
    unit = await an_organisation(OrganisationKind.UNIT, "east")
    await an_organisation(OrganisationKind.UNIT, "west")
    await an_organisation(OrganisationKind.EXPORTER, "mill")
    await signed_in(client, Role.UNIT_MANAGER, organisation=unit)

    pages = [await client.get(f"{PAGE}{path}") for path in ("", "/east", "/west", "/mill")]
    answers = [await sent(client, path, **ONLY_DEPOSIT) for path in (PAGE, f"{PAGE}/east")]

    assert [page.status_code for page in pages] == [200, 200, 403, 404]
    assert 'name="days-deposit"' not in pages[0].text
    assert "West" not in pages[0].text
    assert [status for status, *_ in answers] == [403, 403]

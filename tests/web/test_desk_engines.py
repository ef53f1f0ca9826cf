"""The desk on both engines: every page answers, forms keep what they should, stale copies are shown both versions."""

from collections.abc import AsyncIterator
from datetime import date

import pytest
from httpx import AsyncClient

from events_app.credentials.tokens import form_token
from events_app.domain.exhibitions import EditionStatus
from events_app.domain.organisations import OrganisationKind, Role
from events_app.storage import exhibitions
from tests.builders import a_project
from tests.clients import opened_here
from tests.web.filled_forms import fields_of
from tests.web.planting import a_fair, plant, text_of
from tests.web.signing_in import a_member, an_organisation, enter

PAGES = (
    "desk",
    "desk/exhibitions?from=2020-01-01",
    "desk/exhibitions?status=draft&q=two&order=newest",
    "desk/exhibitions/one-2027",
    "desk/exhibitions/one-2027/edit",
    "desk/exhibitions/two-2027/preview",
    "desk/projects?q=solar",
    "desk/projects/solar-park-nakuru",
    "desk/translations?in=fr",
    "desk/translations/edition/one-2027?in=fr",
    "desk/translations/glossary?in=fr",
    "desk/countries",
    "desk/countries/KE",
    "desk/figures",
    "desk/figures/editions-by-month.xlsx",
    "desk/organisations",
    "desk/organisations/unit",
    "desk/exchange",
    "desk/exchange/exhibitions.csv",
    "desk/mail",
    "desk/webhooks",
    "desk/deadlines",
    "desk/history",
    "desk/history.csv",
    "account",
    "account/held.json",
)


@pytest.fixture
async def client(database_url: str) -> AsyncIterator[AsyncClient]:
    editions = [
        a_fair("one-2027", date(2027, 4, 5)),
        a_fair("two-2027", date(2027, 5, 5), status=EditionStatus.DRAFT),
        *(a_fair(f"more-{number:02}", date(2027, 6, 1)) for number in range(35)),
    ]
    await plant(database_url, editions, public=[a_project()])
    async with opened_here(database_url) as opened:
        await an_organisation(OrganisationKind.UNIT, "unit")
        person, _ = await a_member(Role.ADMINISTRATOR)
        await enter(opened, person.id)  # type: ignore[arg-type]
        yield opened


async def test_every_page_answers(client: AsyncClient) -> None:
    answered = {path: (await client.get(f"/en/{path}")).status_code for path in PAGES}

    assert answered == dict.fromkeys(PAGES, 200)


async def test_a_long_list_goes_on_and_back_page_by_page(client: AsyncClient) -> None:
    first = (await client.get("/en/desk/exhibitions?from=2027-01-01")).text
    after = first.partition("after=")[2].partition('"')[0].partition("&")[0]
    rest = (await client.get(f"/en/desk/exhibitions?from=2027-01-01&after={after}")).text

    found = [{word for word in page.split('"') if "/desk/exhibitions/more-" in word} for page in (first, rest)]
    assert len(found[0] | found[1]) == 35
    assert not found[0] & found[1]


async def test_a_stale_form_is_shown_both_versions_and_saves_the_second_time(client: AsyncClient) -> None:
    path = "/en/desk/exhibitions/two-2027/edit"
    one = fields_of((await client.get(path)).text, "/two-2027/edit")
    two = {name: list(values) for name, values in one.items()}

    first = await client.post(path, data=one | {"source": ["Letter no. 1"]})
    second = await client.post(path, data=two | {"source": ["Letter no. 2"]})
    again = fields_of(second.text, "/two-2027/edit")
    third = await client.post(path, data=again)

    assert (first.status_code, second.status_code, third.status_code) == (303, 409, 303)
    assert ("Letter no. 1" in text_of(second.text), "Letter no. 2" in second.text) == (True, True)
    assert (await exhibitions.get_edition("two-2027")).source == "Letter no. 2"


async def test_published_by_a_form_an_edition_is_public_and_taken_back_it_is_not(client: AsyncClient) -> None:
    token = form_token(client.cookies["session"])
    seen = [(await client.get("/en/exhibitions/two-2027")).status_code]
    for move in ("publish", "unpublish"):
        version = (await exhibitions.get_edition("two-2027")).version
        data = {"form_token": token, "version": str(version)}
        done = await client.post(f"/en/desk/exhibitions/two-2027/{move}", data=data)
        seen += [done.status_code, (await client.get("/en/exhibitions/two-2027")).status_code]

    assert seen == [404, 303, 200, 303, 404]

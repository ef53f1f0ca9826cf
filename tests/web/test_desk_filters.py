from datetime import date

from events_app.domain.exhibitions import EditionStatus
from events_app.domain.organisations import Role
from tests.clients import Client
from tests.planting import plant
from tests.web.planting import a_fair, address_of
from tests.web.signing_in import signed_in, token_of

LIST = "/en/desk/exhibitions"


async def test_a_saved_filter_shows_the_same_list_again_to_its_owner_alone(client: Client) -> None:
    await plant(a_fair("wind-2027", date(2027, 6, 7)), a_fair("sun-2027", date(2027, 6, 7), status=EditionStatus.DRAFT))
    await signed_in(client, Role.OFFICER)
    data = {"name": "  My   drafts ", "page": "exhibitions", "query": "status=draft&after=x", "form_token": ""}

    kept = await client.post("/en/desk/filters/exhibitions", data=data | {"form_token": token_of(client)})
    page = (await client.get(kept.headers["location"])).text
    query = address_of(page, "<bdi>My drafts</bdi>").partition("?")[2]
    again = (await client.get(f"{LIST}?{query}")).text
    await signed_in(client, Role.OFFICER)
    other = (await client.get(LIST)).text

    assert kept.headers["location"] == f"{LIST}?status=draft&filter=kept"
    assert ("Sun 2027" in again, "Wind 2027" in again) == (True, False)
    assert "My drafts" not in other


async def test_a_filter_without_a_name_is_refused_and_the_list_stays(client: Client) -> None:
    await signed_in(client, Role.OFFICER)
    data = {"name": " ", "page": "exhibitions", "query": "status=draft", "form_token": token_of(client)}

    answer = await client.post("/en/desk/filters/exhibitions", data=data)
    page = (await client.get(answer.headers["location"])).text

    assert answer.headers["location"] == f"{LIST}?status=draft&filter=refused"
    assert "Give the filter a short name." in page

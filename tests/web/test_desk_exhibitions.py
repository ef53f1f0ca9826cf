from datetime import date, timedelta
from typing import Any

from events_app.actions import exhibitions
from events_app.domain.exhibitions import DeadlineKind, Edition, EditionStatus
from events_app.domain.organisations import OrganisationKind, Role
from events_app.domain.rights import SYSTEM
from events_app.storage.exhibitions import find_edition, get_edition
from tests.builders import a_text, an_edition
from tests.clients import NOW, Client, opened_client
from tests.planting import context, plant
from tests.queries import counted_queries
from tests.web.planting import a_fair
from tests.web.signing_in import an_organisation, signed_in, token_of

LIST = "/en/desk/exhibitions"
NEW: dict[str, Any] = {
    "source": "en",
    "name": "Solar Days 2027",
    "city": "Nairobi",
    "country": "KE",
    "first": "2027-09-06",
    "last": "2027-09-08",
    "mode": "organised_delegation",
    "template": "1",
}


def a_draft(slug: str = "solar-2027", **changes: Any) -> Edition:  # noqa: ANN401 - fields of Edition
    return a_fair(slug, date(2027, 5, 3), status=EditionStatus.DRAFT, **changes)


async def test_nobody_sees_the_desk_without_signing_in(client: Client) -> None:
    answer = await client.get(LIST)

    assert (answer.status_code, answer.headers["location"]) == (303, "/en/sign-in?next=desk%2Fexhibitions")
    assert answer.headers["cache-control"] == "no-store"


async def test_an_officer_sees_drafts_of_every_unit(client: Client) -> None:
    unit = await an_organisation(OrganisationKind.UNIT, "fairs")
    await plant(a_draft(unit_id=unit.id))
    await signed_in(client, Role.OFFICER)

    answer = await client.get(LIST)

    assert answer.status_code == 200
    assert "Solar 2027" in answer.text
    assert answer.headers["cache-control"] == "no-store"


async def test_a_unit_sees_its_own_drafts_alone(client: Client) -> None:
    unit = await an_organisation(OrganisationKind.UNIT, "fairs")
    other = await an_organisation(OrganisationKind.UNIT, "others")
    own = a_draft("own-2027", unit_id=unit.id)
    await plant(own, a_draft("foreign-2027", unit_id=other.id), a_draft("free-2027"))
    await signed_in(client, Role.UNIT_OFFICER, organisation=unit)

    answer = await client.get(LIST)

    assert "Own 2027" in answer.text
    assert "Foreign 2027" not in answer.text
    assert "Free 2027" not in answer.text
    assert (await client.get(f"{LIST}/own-2027")).status_code == 200
    assert (await client.get(f"{LIST}/foreign-2027")).status_code == 403
    assert (await client.get(f"{LIST}/foreign-2027/edit")).status_code == 403


async def test_the_list_is_filtered_by_status_words_and_period(client: Client) -> None:
    await plant(a_draft("solar-2027"), a_fair("wind-2027", date(2027, 6, 7)), a_fair("past-2025", date(2025, 6, 7)))
    await signed_in(client, Role.OFFICER)

    drafts = (await client.get(f"{LIST}?status=draft")).text
    words = (await client.get(f"{LIST}?q=win")).text
    past = (await client.get(f"{LIST}?from=2025-01-01&to=2025-12-31")).text
    usual = (await client.get(LIST)).text

    assert ("Solar 2027" in drafts, "Wind 2027" in drafts) == (True, False)
    assert ("Solar 2027" in words, "Wind 2027" in words) == (False, True)
    assert ("Past 2025" in past, "Wind 2027" in past) == (True, False)
    assert "Past 2025" not in usual


async def test_pages_of_the_list_meet_without_a_gap(client: Client) -> None:
    first = date(2027, 1, 4)
    await plant(*(a_fair(f"fair-{number:02}", first + timedelta(days=number)) for number in range(45)))
    await signed_in(client, Role.OFFICER)

    one = (await client.get(LIST)).text
    after = one.partition("after=")[2].partition('"')[0].replace("&amp;", "&")
    two = (await client.get(f"{LIST}?after={after}")).text

    names = [f"Fair {number:02}" for number in range(45)]
    assert [name for name in names if name in one] == names[:30]
    assert [name for name in names if name in two] == names[30:]


async def test_the_list_asks_as_often_for_thirty_as_for_one(sqlite_url: str) -> None:
    async with opened_client(sqlite_url) as client:
        await plant(a_fair("one", date(2027, 1, 4)))
        await signed_in(client, Role.OFFICER)
        with counted_queries() as for_one:
            await client.get(LIST)
        for number in range(29):
            fair = a_fair(f"more-{number}", date(2027, 2, 1) + timedelta(days=number))
            await exhibitions.add_edition(fair, by=SYSTEM, context=context(), now=NOW)
        with counted_queries() as for_thirty:
            await client.get(LIST)

    assert len(for_thirty) == len(for_one)


async def test_a_new_edition_is_a_draft_with_the_zone_of_its_country_and_the_usual_deadlines(client: Client) -> None:
    await signed_in(client, Role.OFFICER)

    answer = await client.post(f"{LIST}/new", data={**NEW, "form_token": token_of(client)})

    assert (answer.status_code, answer.headers["location"]) == (
        303,
        "/en/desk/exhibitions/solar-days-2027?done=added",
    )
    edition = await get_edition("solar-days-2027")
    assert (edition.status, edition.zone) == (EditionStatus.DRAFT, "Africa/Nairobi")
    opens = edition.deadline(DeadlineKind.APPLICATIONS_OPEN)
    assert opens is not None
    assert opens.at.isoformat() == "2026-12-10T06:00:00+00:00"
    assert (await client.get(answer.headers["location"])).status_code == 200


async def test_a_form_with_faults_says_each_beside_its_field_and_keeps_what_was_typed(client: Client) -> None:
    await signed_in(client, Role.OFFICER)
    wrong = NEW | {"name": "", "first": "2027-13-40", "country": "XX", "city": "Nairobi <b>"}

    answer = await client.post(f"{LIST}/new", data={**wrong, "form_token": token_of(client)})

    assert answer.status_code == 422
    assert 'id="name-error"' in answer.text
    assert 'id="first-error"' in answer.text
    assert 'id="country-error"' in answer.text
    assert "Nairobi &lt;b&gt;" in answer.text
    assert 'href="#name"' in answer.text


async def test_an_auditor_enters_nothing(client: Client) -> None:
    await signed_in(client, Role.AUDITOR)

    answer = await client.post(f"{LIST}/new", data={**NEW, "form_token": token_of(client)})

    assert answer.status_code == 403
    assert await find_edition("solar-days-2027") is None


async def test_a_form_without_its_token_is_refused(client: Client) -> None:
    await signed_in(client, Role.OFFICER)

    answer = await client.post(f"{LIST}/new", data=NEW)

    assert answer.status_code == 403
    assert await find_edition("solar-days-2027") is None


async def test_chosen_editions_are_published_together_and_refusals_are_counted(client: Client) -> None:
    unit = await an_organisation(OrganisationKind.UNIT, "fairs")
    other = await an_organisation(OrganisationKind.UNIT, "others")
    await plant(a_draft("own-2027", unit_id=unit.id), a_draft("foreign-2027", unit_id=other.id))
    await signed_in(client, Role.UNIT_MANAGER, organisation=unit)

    data = {"deed": "publish", "edition": ["own-2027", "foreign-2027"], "form_token": token_of(client)}
    answer = await client.post(f"{LIST}/bulk", data=data)

    assert answer.headers["location"] == "/en/desk/exhibitions?outcome=1-1"
    assert (await get_edition("own-2027")).status is EditionStatus.PUBLISHED
    assert (await get_edition("foreign-2027")).status is EditionStatus.DRAFT


async def test_the_page_of_an_edition_warns_of_a_holiday_and_shows_its_history(client: Client) -> None:
    await plant(an_edition(slug="unity-2027", days=a_fair("x", date(2027, 10, 4)).days, status=EditionStatus.DRAFT))
    await signed_in(client, Role.OFFICER)

    html = (await client.get(f"{LIST}/unity-2027")).text

    assert "National Day" in html
    assert "Added" in html
    assert a_text("Light and Building 2026").wordings["en"] in html

"""Projects at the desk: who sees which, filters and pages of the list, and the page of one."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from events_app.actions import projects as actions
from events_app.domain.organisations import OrganisationKind, Role
from events_app.domain.projects import ExportClass, ExportControl, Stage
from events_app.domain.rights import SYSTEM
from events_app.storage.projects import find
from tests.builders import a_milestone, a_project, a_text, an_id
from tests.clients import NOW, Client, opened_client
from tests.planting import context, plant_projects
from tests.queries import counted_queries
from tests.web.signing_in import an_organisation, signed_in, token_of

LIST = "/en/desk/projects"


def an_internal(slug: str, on: date = date(2027, 3, 1), **changes: Any) -> Any:  # noqa: ANN401 - fields of Project
    milestone = a_milestone(id=an_id(f"milestone of {slug}"), planned_on=on)
    name = a_text(slug.replace("-", " ").title())
    fields = {"id": an_id(slug), "slug": slug, "name": name, "is_public": False, "milestones": (milestone,)}
    return a_project(**{"stage": Stage.NEGOTIATION, **fields, **changes})


async def test_nobody_sees_projects_of_the_desk_without_signing_in(client: Client) -> None:
    answer = await client.get(LIST)

    assert (answer.status_code, answer.headers["location"]) == (303, "/en/sign-in?next=desk%2Fprojects")


async def test_an_officer_sees_internal_projects_of_every_unit(client: Client) -> None:
    unit = await an_organisation(OrganisationKind.UNIT, "fairs")
    await plant_projects(an_internal("grid-study", unit_id=unit.id))
    await signed_in(client, Role.OFFICER)

    answer = await client.get(LIST)

    assert answer.status_code == 200
    assert "Grid Study" in answer.text
    assert answer.headers["cache-control"] == "no-store"


async def test_a_unit_sees_its_own_projects_alone(client: Client) -> None:
    unit = await an_organisation(OrganisationKind.UNIT, "fairs")
    other = await an_organisation(OrganisationKind.UNIT, "others")
    await plant_projects(
        an_internal("own-study", unit_id=unit.id),
        an_internal("foreign-study", unit_id=other.id),
        an_internal("unowned-study"),
    )
    await signed_in(client, Role.UNIT_OFFICER, organisation=unit)

    text = (await client.get(LIST)).text

    assert ("Own Study" in text, "Foreign Study" in text, "Unowned Study" in text) == (True, False, False)
    assert (await client.get(f"{LIST}/own-study")).status_code == 200
    for part in ("", "/edit", "/preview", "/export-control", "/stage/signed", "/milestones/new"):
        assert (await client.get(f"{LIST}/foreign-study{part}")).status_code == 403, part


async def test_the_list_is_filtered(client: Client) -> None:
    restricted = ExportControl(export_class=ExportClass.RESTRICTED)
    await plant_projects(
        an_internal("alpha-grid", countries=("KE",)),
        an_internal("beta-port", countries=("BR",), stage=Stage.IDEA, control=restricted),
    )
    await signed_in(client, Role.OFFICER)

    async def found(query: str) -> tuple[bool, bool]:
        text = (await client.get(f"{LIST}?{query}")).text
        return "Alpha Grid" in text, "Beta Port" in text

    assert await found("stage=negotiation") == (True, False)
    assert await found("country=BR") == (False, True)
    assert await found("class=restricted") == (False, True)
    assert await found("q=alph") == (True, False)
    assert await found("kind=technology") == (False, False)
    assert await found("unit=not-a-unit") == (False, False)


async def test_pages_of_the_list_meet_without_a_gap_in_both_orders(client: Client) -> None:
    day = date(2027, 1, 4)
    await plant_projects(
        *(an_internal(f"study-{n:02}", day + timedelta(days=n), modified_at=NOW + timedelta(days=n)) for n in range(35))
    )
    await signed_in(client, Role.OFFICER)
    names = [f"Study {number:02}" for number in range(35)]

    for order, in_order in (("due", names), ("changed", names[::-1])):
        one = (await client.get(f"{LIST}?order={order}")).text
        after = one.partition("after=")[2].partition('"')[0].replace("&amp;", "&")
        two = (await client.get(f"{LIST}?after={after}")).text
        assert {name for name in names if name in one} == set(in_order[:30])
        assert {name for name in names if name in two} == set(in_order[30:])


async def test_the_list_asks_as_often_for_thirty_as_for_one(sqlite_url: str) -> None:
    async with opened_client(sqlite_url) as client:
        await plant_projects(an_internal("one"))
        await signed_in(client, Role.OFFICER)
        with counted_queries() as for_one:
            await client.get(LIST)
        for number in range(29):
            await actions.add(an_internal(f"more-{number}"), by=SYSTEM, context=context(), now=NOW)
        with counted_queries() as for_thirty:
            await client.get(LIST)

    assert len(for_thirty) == len(for_one)


async def test_an_auditor_reads_and_changes_nothing(client: Client) -> None:
    await plant_projects(an_internal("grid-study"))
    await signed_in(client, Role.AUDITOR)
    before = await find("grid-study")

    page = await client.get(f"{LIST}/grid-study")
    posts = ("edit", "stage/signed", "export-control", "milestones/new", "editions", "publish", "documents")
    answers = [
        (await client.post(f"{LIST}/grid-study/{post}", data={"form_token": token_of(client)})).status_code
        for post in (*posts, f"documents/{an_id('document')}/remove")
    ]

    assert page.status_code == 200
    assert "Move to another stage" not in page.text
    assert set(answers) == {403}
    assert (await client.post(f"{LIST}/new", data={"form_token": token_of(client)})).status_code in {403, 422}
    assert await find("grid-study") == before


async def test_a_preview_shows_an_internal_project_as_the_public_will_see_it(client: Client) -> None:
    secret = a_milestone(id=an_id("secret"), name=a_text("Secret step"), is_public=False)
    project = an_internal("grid-study")
    await plant_projects(replace(project, milestones=(*project.milestones, secret)))
    await signed_in(client, Role.OFFICER)

    preview = await client.get(f"{LIST}/grid-study/preview")

    assert preview.status_code == 200
    assert "Preview: the public will see this page so" in preview.text
    assert "Secret step" not in preview.text
    assert "Secret step" in (await client.get(f"{LIST}/grid-study")).text
    assert (await client.get("/en/projects/grid-study")).status_code == 404

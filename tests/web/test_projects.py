# ruff: noqa: ANN401 - the changes are fields of a value; a wrong one fails in `replace`
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from events_app.actions import projects
from events_app.domain.exhibitions import EditionStatus
from events_app.domain.money import Money
from events_app.domain.projects import ContractKind, Project, ProjectKind, Stage
from events_app.domain.rights import SYSTEM
from events_app.web.projects import PER_PAGE, stations_of
from tests.builders import a_milestone, a_project, a_text, an_edition, an_id
from tests.clients import NOW, Client
from tests.planting import context, plant, plant_projects
from tests.queries import counted_queries
from tests.reading import text_of

PAGE = "/en/projects/solar-park-nakuru"


def another(word: str, **changes: Any) -> Project:
    """A project of its own, with one milestone in 2027."""
    mark = a_milestone(id=an_id(f"{word} milestone"), name=a_text(f"Step of {word}"), planned_on=date(2027, 2, 1))
    fields = {"id": an_id(word), "slug": word, "name": a_text(f"Project {word}"), "milestones": (mark,)}
    return a_project(**fields | changes)


def due_on(word: str, day: date) -> Project:
    return another(word, milestones=(a_milestone(id=an_id(f"{word} due"), planned_on=day),))


async def test_what_is_due_next_stands_first_and_what_has_nothing_ahead_last_by_name(client: Client) -> None:
    await plant_projects(
        due_on("late", date(2027, 9, 1)),
        due_on("soon", date(2026, 12, 1)),
        due_on("zebra", date(2026, 1, 1)),
        due_on("apple", date(2026, 2, 1)),
    )

    text = await text_of(client, "/en/projects")

    names = [text.index(f"Project {word}") for word in ("soon", "late", "apple", "zebra")]
    assert names == sorted(names)
    assert "4 projects found" in text


@pytest.mark.parametrize(
    "query",
    [
        "kind=research",
        "stage=memorandum",
        "country=br",
        "sector=agriculture",
        "q=londrina",
        "q=Lavoura+londr",
        "kind=research&country=BR",
    ],
)
async def test_each_choice_narrows_the_list(client: Client, query: str) -> None:
    await plant_projects(
        another("other"),
        another(
            "londrina",
            name=a_text("Joint laboratory in Londrina", pt="Laboratório de lavoura em Londrina"),
            kind=ProjectKind.RESEARCH,
            contract_kind=ContractKind.JOINT_LABORATORY,
            stage=Stage.MEMORANDUM,
            countries=("BR",),
            sectors=("agriculture",),
        ),
    )

    text = await text_of(client, f"/en/projects?{query}")

    assert "1 project found" in text
    assert "Joint laboratory in Londrina" in text
    assert "Project other" not in text


async def test_what_was_chosen_is_repeated_and_can_be_taken_away(client: Client) -> None:
    await plant_projects(another("other"))

    html = (await client.get("/en/projects?kind=contracting&country=KE")).text

    assert '<option value="KE" selected>Kenya</option>' in html
    assert 'href="/en/projects?kind=contracting"' in html
    assert 'href="/en/projects?country=KE"' in html
    assert '<meta name="robots" content="noindex">' in html


async def test_a_choice_that_nothing_meets_leads_back(client: Client) -> None:
    await plant_projects(another("other"))

    text = await text_of(client, "/en/projects?q=nothing+like+it")

    assert "No project meets all of these choices." in text


async def test_words_without_letters_find_nothing(client: Client) -> None:
    await plant_projects(another("other"))

    assert "0 projects found" in await text_of(client, "/en/projects?q=%3F%21")


async def test_a_long_list_comes_in_pages(client: Client) -> None:
    await plant_projects(*(due_on(f"n{number:03}", date(2027, 1, 1)) for number in range(PER_PAGE + 1)))

    first = await text_of(client, "/en/projects")
    second = await text_of(client, "/en/projects?page=2")
    beyond = await text_of(client, "/en/projects?page=99")

    assert f"Project n{PER_PAGE - 1:03}" in first
    assert f"Project n{PER_PAGE:03}" not in first
    assert f"Project n{PER_PAGE:03}" in second
    assert beyond == second
    assert "Next page" in first
    assert "Previous page" in second


async def test_a_project_says_what_it_is_and_who_takes_part(client: Client) -> None:
    await plant_projects(
        a_project(intended=Money(5_200_000_00, "USD"), signed=Money(3_100_000_00, "EUR"), sectors=("solar-energy",))
    )

    text = await text_of(client, PAGE)

    for words in (
        "Contract project",
        "Engineering, procurement and construction (EPC)",
        "A solar park of 40 MW, built and handed over.",
        "Contractor Example Power Construction · China",
        "Client Example Energy Kenya · Kenya",
        "Solar, wind and storage",
        "Electrical machinery, apparatus, energy",
        "Amount intended USD\N{NO-BREAK SPACE}5,200,000",
        "Amount signed EUR\N{NO-BREAK SPACE}3,100,000",
    ):
        assert words.replace("\N{NO-BREAK SPACE}", " ") in text


async def test_milestones_show_their_three_dates_and_only_the_public_ones(client: Client) -> None:
    await plant_projects(
        a_project(
            milestones=(
                a_milestone(planned_on=date(2026, 9, 1), actual_on=date(2026, 9, 3)),
                a_milestone(
                    id=an_id("trial"),
                    name=a_text("Trial operation"),
                    planned_on=date(2026, 12, 1),
                    forecast_on=date(2026, 12, 3),
                ),
                a_milestone(id=an_id("secret"), name=a_text("Secret talks"), is_public=False),
            )
        )
    )

    text = await text_of(client, PAGE)

    assert (
        "Contract in force 1 Sept 2026 – no date 3 Sept 2026 Trial operation in 10 days 1 Dec 2026 3 Dec 2026 –" in text
    )
    assert "Secret talks" not in text


async def test_an_internal_project_is_nowhere(client: Client) -> None:
    await plant_projects(
        a_project(is_public=False, name=a_text("Internal project")),
        another("shown"),
    )

    assert (await client.get(PAGE)).status_code == 404
    assert (await client.get("/en/projects/nothing")).status_code == 404
    text = await text_of(client, "/en/projects")
    assert "1 project found" in text
    assert "Internal project" not in text


async def test_the_stage_is_the_stop_where_the_reader_is_told_to_stand(client: Client) -> None:
    await plant_projects(a_project(stage=Stage.SIGNED))

    html = (await client.get(PAGE)).text

    assert html.count("station station-passed") == 4
    assert html.count('station station-here" aria-current="step"><b><span class="small">Signed</span></b>') == 1
    assert html.count("station station-ahead") == 4


async def test_a_stopped_project_keeps_the_line_as_far_as_the_log_knows(client: Client) -> None:
    project = a_project(stage=Stage.NEGOTIATION)
    await plant_projects(project)
    await projects.change(replace(project, stage=Stage.SUSPENDED), by=SYSTEM, context=context(), now=NOW)

    html = (await client.get(PAGE)).text

    assert html.count("station station-passed") == 4
    assert "station-here" not in html
    assert "Milestones that were not reached are called off." in html
    assert "New stage: Suspended, before: Negotiation." in html


def test_a_stopped_project_of_unknown_past_has_no_line() -> None:
    assert stations_of(Stage.TERMINATED, []) == []


async def test_linked_editions_are_shown_unless_they_are_drafts(client: Client) -> None:
    await plant(
        an_edition(),
        an_edition(id=an_id("draft"), slug="draft", name=a_text("Hidden fair"), status=EditionStatus.DRAFT),
    )
    await plant_projects(a_project(edition_slugs=("light-and-building-2026", "draft")))

    text = await text_of(client, PAGE)

    assert "Light and Building 2026" in text.split("Linked exhibitions")[1]
    assert "Hidden fair" not in text


async def test_a_project_can_be_followed_and_says_how_sure_it_is(client: Client) -> None:
    await plant_projects(a_project(is_illustrative=True, source="invented for a test"))

    html = (await client.get(PAGE)).text

    assert 'href="webcal://127.0.0.1:8000/feeds/en/projects/solar-park-nakuru.ics"' in html
    assert "An example, not a real project" in html
    assert "invented for a test" in html


@pytest.mark.parametrize(("language", "country"), [("zh-Hans", "肯尼亚"), ("ar", "كينيا")])
async def test_projects_are_there_in_other_languages(client: Client, language: str, country: str) -> None:
    await plant_projects(a_project())

    assert country in await text_of(client, PAGE.replace("/en/", f"/{language}/"))
    assert country in await text_of(client, f"/{language}/projects")


@pytest.mark.parametrize("path", ["/en/projects", PAGE])
async def test_the_number_of_queries_does_not_grow_with_the_rows(client: Client, path: str) -> None:
    await plant(an_edition())
    project = a_project(edition_slugs=("light-and-building-2026",))
    await plant_projects(project)
    await client.get(path)
    with counted_queries() as few:
        await client.get(path)

    marks = tuple(a_milestone(id=an_id(f"mark {number}")) for number in range(30))
    await plant_projects(*(another(f"n{number}") for number in range(29)))
    await projects.change(replace(project, milestones=marks), by=SYSTEM, context=context(), now=NOW)
    await client.get(path)
    with counted_queries() as many:
        await client.get(path)

    assert len(many) == len(few)
    assert len(few) <= 10

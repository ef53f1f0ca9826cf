"""A table of figures that came in: looked at, its columns chosen, kept whole or not at all."""

import re
from datetime import timedelta
from typing import Any

import pytest

from events_app.domain.organisations import Role
from events_app.storage import indicators
from tests.clients import NOW, Client
from tests.indicator_builders import a_file, a_line, a_measure, published
from tests.web.planting import text_of
from tests.web.signing_in import enter, signed_in, token_of

HOME = "/en/desk/indicators"
WIDE = b"iso3,name,y2021,y2022\nNAM,Namibia,0.3,0.35\nKEN,Kenya,,0.8\n"


async def sent(client: Client, name: str, content: bytes, known: str = "plain") -> str:
    """Send a file; the path that the browser is led to."""
    answer = await client.post(
        f"{HOME}/new", data={"form_token": token_of(client), "as": known}, files={"file": (name, content)}
    )
    assert answer.status_code == 303, text_of(answer.text)
    return str(answer.headers["location"])


def fields_of(page: str) -> dict[str, str]:
    """What the form of the page would send."""
    form = page[page.index('method="post"', page.index("<main")) :]
    found = dict(re.findall(r'<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"', form))
    found |= dict(re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>([^<]*)</textarea>', form))
    for name, options in re.findall(r'<select name="([^"]+)".*?>(<option.*?)</select>', form):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    return {name: value.replace("&amp;", "&") for name, value in found.items()}


async def decided(client: Client, path: str, deed: str, **changes: str) -> Any:  # noqa: ANN401 - an answer
    fields = fields_of((await client.get(path)).text)
    return await client.post(path.partition("?")[0], data=fields | changes | {"deed": deed})


async def test_a_file_in_the_documented_form_is_looked_at_and_kept(client: Client) -> None:
    await signed_in(client, Role.OFFICER)
    path = await sent(client, "Research 2022.csv", a_file(a_line(), a_line("KE", "")))

    page = (await client.get(path)).text
    before = await indicators.list_versions()
    checked = await decided(client, path, "check")
    done = await decided(client, path, "keep", title="Research of all")

    assert "1 new 0 changed 0 gone 0 unchanged 1 cells without data 0 faults" in text_of(page)
    assert "everything is new" in text_of(page)
    assert before == ()
    assert checked.status_code == 200
    (version,) = await indicators.list_versions()
    assert done.headers["location"] == f"{HOME}/{version.id}?done=kept"
    assert (version.code, version.title, version.no_data) == ("research-2022", "Research of all", 1)
    assert await indicators.list_current() == (a_measure(),)
    assert (await client.get(path)).status_code == 404


async def test_the_columns_of_any_table_are_chosen(client: Client) -> None:
    await signed_in(client, Role.OFFICER)
    path = await sent(client, "wide.csv", WIDE, "other")

    page = text_of((await client.get(path)).text)
    constants = {"indicator": "gerd_percent_gdp", "unit": "% of GDP", "source": "S", "licence": "CC0"}
    odd = await decided(client, path, "keep", **constants | {"role-1": "country"})
    done = await decided(client, path, "keep", **constants | {"unit-2": "share"})

    assert "Choose a column that says this, or write what holds for all lines." in page
    assert odd.status_code == 422
    assert "Another column is chosen for this already." in text_of(odd.text)
    assert done.status_code == 303
    found = [(each.country, each.year, str(each.value), each.unit) for each in await indicators.list_current()]
    assert found == [("KE", 2022, "0.8", "% of GDP"), ("NA", 2022, "0.35", "% of GDP")]
    every = await indicators.list_current(latest=False)
    assert [each.unit for each in every if each.year == 2021] == ["share"]


@pytest.mark.parametrize(
    ("form", "name", "figures"),
    [
        ("patent-families", "patent_families_wipo35_country.csv", 6480),
        ("pct-applications", "pct_applications_sector_country.csv", 3255),
        ("gerd", "gerd_country.csv", 140),
        ("collaboration-index", "index_of_collaboration_pairs.csv", 4140),
        ("coauthored-publications", "coauthored_publications_pairs.csv", 4140),
    ],
)
async def test_published_tables_are_imported_as_they_are(client: Client, form: str, name: str, figures: int) -> None:
    await signed_in(client, Role.OFFICER)
    path = await sent(client, name, published(name), form)

    done = await decided(client, path, "keep")

    (version,) = await indicators.list_versions()
    assert done.headers["location"] == f"{HOME}/{version.id}?done=kept"
    assert (version.code, version.rows, version.licence) == (form, figures, "CC BY-SA")


async def test_faults_stand_beside_their_lines_and_nothing_is_kept(client: Client) -> None:
    await signed_in(client, Role.OFFICER)
    path = await sent(client, "odd.csv", a_file(a_line(), a_line("XX", "7"), a_line("KE", "much")))

    page = (await client.get(path)).text
    refused = await decided(client, path, "keep")

    assert "3 country XX · gerd_percent_gdp · 7 · % of GDP" in re.sub(r"(· )+", "· ", text_of(page))
    assert "“XX” is no code of a country or region" in text_of(page)
    assert "Write a number with a point before the decimals." in text_of(page)
    assert "Nothing is half imported" in text_of(page)
    assert 'value="keep"' not in page
    assert refused.status_code == 422
    assert await indicators.list_versions() == ()


async def test_changes_and_what_is_gone_are_told_before_they_happen(client: Client) -> None:
    await signed_in(client, Role.OFFICER)
    await decided(client, await sent(client, "r.csv", a_file(a_line(), a_line("KE", "1"))), "keep")

    path = await sent(client, "r.csv", a_file(a_line(value="0.4"), a_line("DE", "2")))
    page = text_of((await client.get(path)).text)
    await decided(client, path, "keep")
    same = text_of((await client.get(await sent(client, "r.csv", a_file(a_line(value="0.4"), a_line("DE", "2"))))).text)

    assert "1 new 1 changed 1 gone 0 unchanged" in page
    assert "Compared with version 1 of “r”" in page
    assert re.search(r"Namibia, .*, 2022: 0.35 % of GDP → 0.4 % of GDP", page)
    assert re.search(r"Kenya, .*, 2022: 1 % of GDP", page)
    assert [each.version for each in await indicators.list_versions("table-r")] == [2, 1]
    assert "There is nothing to keep" in same


@pytest.mark.parametrize(
    ("name", "content", "known", "told"),
    [
        ("a.csv", b"", "plain", "Fill this in."),
        ("", b"x", "plain", "Fill this in."),
        ("a.csv", b"x" * 10_000_001, "plain", "larger than 10 MB"),
        ("a.csv", b"x", "tables", "is not one of the choices"),
    ],
)
async def test_what_cannot_be_taken_is_refused_beside_its_field(
    client: Client, name: str, content: bytes, known: str, told: str
) -> None:
    await signed_in(client, Role.OFFICER)

    files = {"file": (name, content)} if name else None
    answer = await client.post(f"{HOME}/new", data={"form_token": token_of(client), "as": known}, files=files)

    assert answer.status_code == 422
    assert told in text_of(answer.text)


async def test_a_file_that_is_no_table_can_only_be_thrown_away(client: Client) -> None:
    await signed_in(client, Role.OFFICER)
    path = await sent(client, "a.csv", b"\xff\xfe\x00\xd8")

    page = await client.get(path)
    refused = await client.post(path.partition("?")[0], data={"form_token": token_of(client), "deed": "keep"})
    gone = await client.post(path.partition("?")[0], data={"form_token": token_of(client), "deed": "discard"})

    assert (page.status_code, refused.status_code) == (422, 422)
    assert "cannot be read as a table" in text_of(page.text)
    assert gone.headers["location"] == f"{HOME}?done=discarded"
    assert (await client.get(path)).status_code == 404


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"code": "A table"}, "Write a code of 2 to 64 small letters"),
        ({"title": " "}, "Give the table a title"),
        ({"year": "22"}, "Write a year from 1900 to 2100."),
        ({"indicator": "No!"}, "cannot be the code of an indicator"),
        ({"unit": "x" * 101}, "Use at most 100 characters."),
        ({"words": "All fields"}, "Write one pair a line"),
        ({"words": "= x_y"}, "Write one pair a line"),
        ({"words": "All = X Y"}, "cannot be the code of an indicator"),
        ({"role-0": "colour"}, "is not one of the choices"),
        ({"year-5": "next"}, "Write a year from 1900 to 2100."),
    ],
)
async def test_what_is_wrong_with_the_columns_is_said_beside_them(
    client: Client, changes: dict[str, str], told: str
) -> None:
    await signed_in(client, Role.OFFICER)
    path = await sent(client, "r.csv", a_file(a_line()))

    answer = await decided(client, path, "keep", **changes)

    (name,) = changes
    assert answer.status_code == 422
    assert told in text_of(answer.text)
    assert f'id="{name}-error"' in answer.text
    assert await indicators.list_versions() == ()


async def test_a_file_waits_for_its_sender_alone_and_not_for_long(client: Client) -> None:
    first = await signed_in(client, Role.OFFICER)
    path = (await sent(client, "r.csv", a_file(a_line()))).partition("?")[0]
    other = path.replace("indicators/uploads", "exchange/tables")

    assert (await client.get(path)).status_code == 200
    assert (await client.get(other)).status_code == 404
    await signed_in(client, Role.OFFICER)
    assert (await client.get(path)).status_code == 404
    await enter(client, first.person_id, now=NOW - timedelta(minutes=5))
    assert (await client.get(path)).status_code == 200


async def test_a_table_of_editions_is_not_taken_for_one_of_figures(client: Client) -> None:
    await signed_in(client, Role.OFFICER)
    data = {"form_token": token_of(client), "deed": "file", "kind": "indicators", "language": "en"}

    refused = await client.post("/en/desk/exchange", data=data, files={"file": ("a.csv", a_file(a_line()))})

    assert refused.status_code == 422
    assert "is not one of the choices" in text_of(refused.text)


@pytest.mark.parametrize(
    ("name", "code"), [("Patents (2024).csv", "patents-2024"), ("2024.csv", "table-2024"), ("专利.csv", "table")]
)
async def test_a_code_is_proposed_from_the_name_of_the_file(client: Client, name: str, code: str) -> None:
    await signed_in(client, Role.OFFICER)

    page = (await client.get(await sent(client, name, a_file(a_line())))).text

    assert fields_of(page)["code"] == code


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.UNIT_MANAGER])
async def test_who_may_not_import_sends_nothing(client: Client, role: Role) -> None:
    await signed_in(client, role)

    answer = await client.post(
        f"{HOME}/new", data={"form_token": token_of(client), "as": "plain"}, files={"file": ("a.csv", b"x")}
    )

    assert answer.status_code == 403
    assert (await client.get(f"{HOME}/new")).status_code == 403

"""A table that came in: looked at, checked, kept whole or not at all."""

import re
from datetime import date, timedelta

from events_app.domain.exhibitions import EditionStatus
from events_app.domain.history import Deed
from events_app.domain.organisations import OrganisationKind, Role
from events_app.storage import exhibitions, history, projects
from tests.clients import NOW, Client, opened_client
from tests.web.planting import a_fair, plant, text_of
from tests.web.signing_in import an_organisation, enter, signed_in, token_of
from tests.web.test_desk_exchange import PAGE, sent

NEW = (
    "slug,series,name_en,country,city_en,zone,first_day,last_day,scope,mode,sectors\n"
    "agritech-2027,light-and-building,Agritech,KE,Nairobi,Africa/Nairobi,2027-09-06,2027-09-09,overseas,"
    "organised_delegation,industry\n"
)


async def decided(client: Client, path: str, deed: str) -> str:
    answer = await client.post(path, data={"form_token": token_of(client), "deed": deed})
    return str(answer.headers.get("location") or text_of(answer.text))


async def test_a_new_line_is_shown_checked_and_kept_as_a_draft(sqlite_url: str) -> None:
    await plant(sqlite_url)
    async with opened_client(sqlite_url) as client:
        await signed_in(client, Role.OFFICER)
        path = await sent(client, "fairs.csv", NEW.encode())
        shown = text_of((await client.get(path)).text)
        checked = await decided(client, path, "check")
        before = await exhibitions.find_edition("agritech-2027")
        done = await decided(client, path, "import")
        after = await exhibitions.get_edition("agritech-2027")
        gone = await client.get(path)
        lines = [line for line in await history.list_lines() if line.deed is Deed.IMPORTED]

    assert "agritech-2027 New" in shown
    assert "Checked against every rule" in checked
    assert before is None
    assert done.startswith("/en/desk/exchange?counts=1-0&done=imported")
    assert (after.status, after.city.shown("en").text) == (EditionStatus.DRAFT, "Nairobi")
    assert (gone.status_code, [line.label for line in lines]) == (404, ["fairs.csv"])


async def test_an_export_that_comes_back_untouched_changes_nothing_and_one_cell_is_one_change(sqlite_url: str) -> None:
    await plant(sqlite_url, [a_fair("one-2027", date(2027, 4, 5)), a_fair("two-2027", date(2027, 5, 5))])
    async with opened_client(sqlite_url) as client:
        await signed_in(client, Role.OFFICER)
        content = (await client.get(f"{PAGE}/exhibitions.csv")).content
        same = text_of((await client.get(await sent(client, "back.csv", content))).text)
        changed = content.replace(b"https://fair.example/2026", b"https://fair.example/new", 1)
        path = await sent(client, "back.csv", changed)
        page = (await client.get(path)).text
        await decided(client, path, "import")
        websites = [each.website for each in await exhibitions.list_editions(["one-2027", "two-2027"])]

    assert "There is nothing to keep" in same
    assert re.search(r"<del><bdi>https://fair.example/2026</bdi></del> → <ins><bdi>https://fair.example/new", page)
    assert sorted(websites) == ["https://fair.example/2026", "https://fair.example/new"]


async def test_one_faulty_line_keeps_every_other_out(sqlite_url: str) -> None:
    await plant(sqlite_url)
    faulty = NEW + "second-2027,no-such-series,Second,XX,Nairobi,Mars/Base,2027-13-01,2027-09-09,overseas,guest,\n"
    async with opened_client(sqlite_url) as client:
        await signed_in(client, Role.OFFICER)
        path = await sent(client, "fairs.csv", faulty.encode())
        page = (await client.get(path)).text
        told = await decided(client, path, "import")
        kept = await exhibitions.find_edition("agritech-2027")

    for column in ("series", "country", "zone", "first_day", "mode"):
        assert f'<li class="field-error"><code>{column}</code>' in page
    assert "Import everything" not in page
    assert "Nothing was imported" in told
    assert kept is None


async def test_what_a_rule_refuses_is_told_by_its_line_and_nothing_is_kept(sqlite_url: str) -> None:
    """A unit under approval cannot publish an overseas edition that takes applications."""
    await plant(sqlite_url)
    line = NEW.splitlines()
    table = f"{line[0]},status,deadline_applications_open\n{line[1]},published,2027-01-05 09:00 UTC\n"
    async with opened_client(sqlite_url) as client:
        unit = await an_organisation(OrganisationKind.UNIT, "gated", needs_approval=True)
        await signed_in(client, Role.UNIT_OFFICER, organisation=unit)
        path = await sent(client, "fairs.csv", table.encode())
        told = await decided(client, path, "import")
        kept = await exhibitions.find_edition("agritech-2027")

    assert "approv" in told
    assert kept is None


async def test_a_table_of_projects_in_xlsx_is_read_too(sqlite_url: str) -> None:
    await plant(sqlite_url)
    async with opened_client(sqlite_url) as client:
        await signed_in(client, Role.OFFICER)
        content = (await client.get(f"{PAGE}/projects.xlsx")).content
        path = await sent(client, "projects.xlsx", content, kind="projects")
        empty = text_of((await client.get(path)).text)
        table = "slug,name_en,kind,countries,zone\nbiogas,Biogas,technology,KE,Africa/Nairobi\n"
        path = await sent(client, "projects.csv", table.encode(), kind="projects")
        done = await decided(client, path, "import")
        kept = await projects.get("biogas")

    assert "projects.xlsx" in empty
    assert "done=imported" in done
    assert kept.countries == ("KE",)


async def test_a_file_that_is_no_table_is_told_and_can_be_thrown_away(client: Client) -> None:
    await signed_in(client, Role.OFFICER)
    path = await sent(client, "broken.xlsx", b"PK\x03\x04 nothing of the kind")

    page = await client.get(path)
    done = await decided(client, path, "discard")

    assert "cannot be read as a table" in text_of(page.text)
    assert done == "/en/desk/exchange?done=discarded"
    assert (await client.get(path)).status_code == 404


async def test_a_file_is_its_senders_alone_and_waits_for_two_hours(client: Client) -> None:
    membership = await signed_in(client, Role.OFFICER)
    path = await sent(client, "fairs.csv", NEW.encode())
    await signed_in(client, Role.ADMINISTRATOR)
    other = await client.get(path)

    assert other.status_code == 404
    client.app.state["clock"] = lambda: NOW + timedelta(hours=2)
    await enter(client, membership.person_id, now=NOW + timedelta(hours=2))
    assert (await client.get(path)).status_code == 404

import csv
import io
import re

from events_app.actions.history import record
from events_app.domain.history import Deed
from events_app.domain.organisations import OrganisationKind, Role
from events_app.domain.rights import SYSTEM, Noun
from events_app.storage.database import transaction
from tests.builders import an_id
from tests.clients import NOW, Client
from tests.web.signing_in import an_organisation, signed_in

PAGE = "/en/desk/history"


async def lines(number: int, label: str = "wind", **changes: object) -> None:
    async with transaction():
        for n in range(number):
            fields = {"by": SYSTEM, "now": NOW, "label": f"{label}-{n:03}"} | changes
            await record(Deed.CHANGED, Noun.EXHIBITION, an_id(f"{label} {n}"), **fields)  # type: ignore[arg-type]


async def test_pages_of_the_history_meet_without_a_gap_even_where_moments_are_equal(client: Client) -> None:
    await lines(120)
    await signed_in(client, Role.AUDITOR)

    found, address = list[str](), PAGE
    while address:
        text = (await client.get(address)).text
        found += re.findall(r"<bdi>(wind-\d+)</bdi>", text)
        older = re.search(r'href="([^"]+)" rel="next"', text)
        address = older[1].replace("&amp;", "&") if older else ""

    assert sorted(found) == [f"wind-{n:03}" for n in range(120)]


async def test_the_history_is_narrowed_to_an_object_and_a_deed(client: Client) -> None:
    await lines(1)
    async with transaction():
        await record(Deed.INVITED, Noun.PERSON, an_id("x"), by=SYSTEM, now=NOW, label="ana@unit.example")
    await signed_in(client, Role.AUDITOR)

    people = (await client.get(f"{PAGE}?noun=person")).text
    changes = (await client.get(f"{PAGE}?deed=changed")).text

    assert ("ana@unit.example" in people, "wind-000" in people) == (True, False)
    assert ("ana@unit.example" in changes, "wind-000" in changes) == (False, True)


async def test_a_unit_reads_the_lines_of_its_own_objects(client: Client) -> None:
    mine = await an_organisation(OrganisationKind.UNIT, "mine")
    theirs = await an_organisation(OrganisationKind.UNIT, "theirs")
    await lines(1, "ours", owner=mine.id)
    await lines(1, "foreign", owner=theirs.id)
    await signed_in(client, Role.UNIT_MANAGER, organisation=mine)

    text = (await client.get(PAGE)).text
    file = (await client.get(f"{PAGE}.csv")).text

    assert ("ours-000" in text, "foreign-000" in text) == (True, False)
    assert ("ours-000" in file, "foreign-000" in file) == (True, False)


async def test_an_exporter_reads_no_history(client: Client) -> None:
    await signed_in(client, Role.EXPORTER_OWNER)

    assert [(await client.get(f"{PAGE}{end}")).status_code for end in ("", ".csv")] == [403, 403]


async def test_the_file_holds_every_line_and_no_formula(client: Client) -> None:
    await lines(60, "=cmd|x")
    await signed_in(client, Role.AUDITOR)

    answer = await client.get(f"{PAGE}.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))

    assert answer.headers["content-disposition"] == 'attachment; filename="history.csv"'
    assert len([row for row in rows if row["label"].startswith("'=cmd|x-")]) == 60
    assert not [row for row in rows if row["label"].startswith("=")]

"""Attendance at the desk: members from the check-ins, visitors by a form, all days as a workbook."""

from datetime import date, datetime, timedelta

from events_app.actions import stand_gifts, stand_scans
from events_app.domain.applications import Wish
from events_app.domain.badges import Scan
from events_app.domain.history import Deed
from events_app.domain.organisations import Organisation, OrganisationKind, Role
from events_app.domain.rights import SYSTEM
from events_app.formats import xlsx_tables
from events_app.storage import attendance, history
from tests.application_builders import plant_admission
from tests.badge_builders import a_token, at_the_door, plant_bearers
from tests.clients import NOW, Client
from tests.stand_builders import an_accepted, plant_hall
from tests.web.planting import a_fair, text_of
from tests.web.signing_in import an_organisation, signed_in, token_of

PAGE = "/en/desk/exhibitions/wind-2027/attendance"
FIRST = date(2026, 11, 23)
MIDNIGHT = datetime(2026, 11, 23)  # noqa: DTZ001 - as spreadsheets keep a day
FAIR = a_fair("wind-2027", FIRST, days=2)


async def a_day(client: Client, role: Role = Role.OFFICER) -> tuple[Organisation, Organisation]:
    """A company with two stands and a member who was let in, and one with a member who was not."""
    await plant_admission(FAIR)
    await signed_in(client, role)
    lanyu = await an_organisation(OrganisationKind.EXPORTER, "lanyu")
    jinsha = await an_organisation(OrganisationKind.EXPORTER, "jinsha")
    _, found = await plant_hall(FAIR)
    case = await an_accepted(lanyu, FAIR, wish=Wish(stands=2, area=18))
    for stand in found[:2]:
        await stand_gifts.give(stand.id, case.id, by=SYSTEM, now=NOW)
    (ada,) = await plant_bearers(FAIR.id, "ADA", company_id=lanyu.id, unit="")
    await plant_bearers(FAIR.id, "BO", company_id=jinsha.id, unit="")
    code = await a_token(FAIR.slug, ada)
    for number in range(2):
        await at_the_door(FAIR.slug, code, f"day {number}", now=NOW + timedelta(days=number))
    await stand_scans.scan(found[0].id, Scan(code=code, key="at the stand"), by=SYSTEM, now=NOW)
    return lanyu, jinsha


async def test_visitors_are_noted_changed_and_forgotten(client: Client) -> None:
    lanyu, jinsha = await a_day(client)
    sent = {"form_token": token_of(client), "day": FIRST.isoformat()}
    names = (f"visitors-{lanyu.id}", f"visitors-{jinsha.id}")

    before = text_of((await client.get(PAGE)).text)
    kept = await client.post(PAGE, data=sent | {names[0]: "120", names[1]: "7"})
    # The page said 120; another officer's 7 is not sent again, and stays.
    changed = await client.post(
        PAGE, data=sent | {names[0]: "", f"was-{lanyu.id}": "120", names[1]: "", f"was-{jinsha.id}": ""}
    )
    wrong = await client.post(PAGE, data=sent | {names[0]: "many", names[1]: "-1"})

    assert "Jinsha 0 – – Lanyu 1 A01 1 A02 0 Together 1 1 0" in before
    assert [answer.status_code for answer in (kept, changed, wrong)] == [303, 303, 422]
    assert 'value="many"' in wrong.text
    assert f'id="visitors-{jinsha.id}-error"' in wrong.text
    assert await attendance.count_visitors(FAIR.id) == {(jinsha.id, FIRST): 7}
    lines = [line for line in await history.list_lines(object_id=lanyu.id) if line.deed is Deed.CHANGED]
    told = [[(change.name, change.before, change.after) for change in line.changes][1] for line in lines]
    assert sorted(told, key=str) == [("visitors", 120, None), ("visitors", None, 120)]


async def test_all_days_go_out_as_a_workbook(client: Client) -> None:
    lanyu, _ = await a_day(client, Role.AUDITOR)
    await attendance.set_visitors(FAIR.id, {(lanyu.id, FIRST): 120})

    page = (await client.get(PAGE, params={"day": "2026-11-24"})).text
    answer = await client.get(f"{PAGE}.xlsx")
    sheet = xlsx_tables.read(answer.content)

    assert '<form method="post" action="/en/desk/exhibitions/wind-2027/attendance' not in page
    assert sheet.header == ("Company", "Stand", "Day", "Members admitted", "Badges scanned", "Visitors counted")
    second = MIDNIGHT + timedelta(days=1)
    assert [tuple(line.cells.get(name) for name in sheet.header) for line in sheet.lines] == [
        ("Jinsha", None, MIDNIGHT, 0, None, None),
        ("Jinsha", None, second, 0, None, None),
        ("Lanyu", "A01", MIDNIGHT, 1, 1, 120),
        ("Lanyu", "A02", MIDNIGHT, None, 0, None),
        ("Lanyu", "A01", second, 1, 0, None),
        ("Lanyu", "A02", second, None, 0, None),
    ]
    (line, *_) = await history.list_lines(object_id=FAIR.id, deed=Deed.EXPORTED)
    assert line.label == "wind-2027"
    assert (await client.post(PAGE, data={"form_token": token_of(client)})).status_code == 403

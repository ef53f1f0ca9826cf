"""A calendar of another publisher: new events, copies of what is here, what is known again, what cannot be read."""

import re
from datetime import date

from events_app.domain.exhibitions import Days, EditionStatus
from events_app.domain.organisations import Role
from events_app.domain.texts import Text
from events_app.storage import exhibitions
from tests.builders import a_text
from tests.clients import Client, opened_client
from tests.web.filled_forms import fields_of
from tests.web.planting import a_fair, plant, text_of
from tests.web.signing_in import signed_in, token_of
from tests.web.test_desk_exchange import CALENDAR, sent


def calendar(*events: str) -> bytes:
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\n{''.join(events)}END:VCALENDAR\r\n".encode()


def event(uid: str, first: str, last: str, **more: str) -> str:
    lines = {"SUMMARY": "Agritech Nairobi 2027", "LOCATION": "KICC\\, Nairobi\\, Kenya"} | more
    told = "".join(f"{name}:{value}\r\n" for name, value in lines.items())
    return (
        f"BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20260101T000000Z\r\nDTSTART;VALUE=DATE:{first}\r\n"
        f"DTEND;VALUE=DATE:{last}\r\n{told}END:VEVENT\r\n"
    )


async def opened(client: Client, content: bytes, name: str = "fairs.ics") -> tuple[str, str, dict[str, list[str]]]:
    """Send a calendar; return where it is shown, the page, and what its form holds."""
    path = await sent(client, name, content, kind="calendar")
    page = (await client.get(path)).text
    return path, page, fields_of(page, path)


async def decided(client: Client, path: str, fields: dict[str, list[str]], **changes: str) -> str:
    data = fields | {name.replace("_", "-"): [value] for name, value in changes.items()}
    answer = await client.post(path, data=data | {"form_token": token_of(client), "deed": "import"})
    return str(answer.headers.get("location") or text_of(answer.text))


async def test_a_new_event_becomes_a_draft_in_a_series_of_its_own(client: Client) -> None:
    await signed_in(client, Role.OFFICER)
    path, page, fields = await opened(client, CALENDAR.encode())

    done = await decided(client, path, fields, do_0="new")
    edition = await exhibitions.get_edition("agritech-nairobi-2027")

    assert (fields["country-0"], fields["city-0"], fields["do-0"]) == (["KE"], ["Nairobi"], ["leave"])
    assert "1 event is to be decided on." in text_of(page)
    assert "done=imported" in done
    assert (edition.status, edition.days, edition.zone) == (
        EditionStatus.DRAFT,
        Days(date(2027, 9, 6), date(2027, 9, 9)),
        "Africa/Nairobi",
    )
    assert (await exhibitions.get_series(edition.series_id)).slug == "agritech-nairobi-2027"


async def test_the_same_event_is_known_again_and_followed_when_it_moves(client: Client) -> None:
    await signed_in(client, Role.OFFICER)
    path, _, fields = await opened(client, CALENDAR.encode())
    await decided(client, path, fields, do_0="new")

    _, unchanged, _ = await opened(client, CALENDAR.encode())
    moved = calendar(event("one@publisher.example", "20270907", "20270911", SEQUENCE="1"))
    path, page, fields = await opened(client, moved)
    await decided(client, path, fields)
    edition = await exhibitions.get_edition("agritech-nairobi-2027")
    older = calendar(event("one@publisher.example", "20270901", "20270905", SEQUENCE="0"))
    _, late, _ = await opened(client, older)

    assert "1 is here already, unchanged." in text_of(unchanged)
    assert "the publisher has changed it since" in text_of(page)
    assert edition.days == Days(date(2027, 9, 7), date(2027, 9, 10))
    assert "0 events are to be decided on." in text_of(late)
    assert len(await exhibitions.list_series()) == 1


async def test_a_likely_copy_is_told_with_its_reasons_and_left_to_a_person(sqlite_url: str) -> None:
    known = a_fair(
        "agritech-kenya",
        date(2027, 9, 6),
        days=4,
        name=a_text("Agritech Nairobi"),
        country="KE",
        city=Text.of("en", "Nairobi"),
        zone="Africa/Nairobi",
    )
    await plant(sqlite_url, [known])
    async with opened_client(sqlite_url) as client:
        await signed_in(client, Role.OFFICER)
        path, page, fields = await opened(client, CALENDAR.encode())
        done = await decided(client, path, fields, do_0="same", same_0="agritech-kenya")
        _, again, _ = await opened(client, CALENDAR.encode())
        editions = await exhibitions.list_editions(["agritech-kenya", "agritech-nairobi-2027"])

    assert "May be the same as Agritech Nairobi" in text_of(page)
    assert "Same city" in text_of(page)
    assert "done=imported" in done
    assert "1 is here already, unchanged." in text_of(again)
    assert [edition.slug for edition in editions] == ["agritech-kenya"]


async def test_an_edition_that_was_not_offered_is_not_taken_for_the_same(sqlite_url: str) -> None:
    await plant(sqlite_url, [a_fair("elsewhere-2027", date(2027, 2, 1))])
    async with opened_client(sqlite_url) as client:
        await signed_in(client, Role.OFFICER)
        path, _, fields = await opened(client, CALENDAR.encode())
        told = await decided(client, path, fields, do_0="same", same_0="elsewhere-2027")
        days = (await exhibitions.get_edition("elsewhere-2027")).days

    assert "Fill this in." in told
    assert days.first == date(2027, 2, 1)


async def test_one_fault_keeps_everything_out_and_what_was_chosen_stays(client: Client) -> None:
    await signed_in(client, Role.OFFICER)
    two = calendar(
        event("a@x", "20270906", "20270910"),
        event("b@x", "20271006", "20271010", SUMMARY="Somewhere Expo", LOCATION="Atlantis"),
    )
    path, _, fields = await opened(client, two)

    data = fields | {"do-0": ["new"], "do-1": ["new"], "form_token": [token_of(client)], "deed": ["import"]}
    answer = await client.post(path, data=data)

    assert answer.status_code == 422
    assert re.search(r'id="country-1-error">Fill this in\.', answer.text)
    assert len(re.findall(r'value="new" checked', answer.text)) == 2
    assert await exhibitions.list_series() == ()


async def test_events_that_cannot_be_read_are_told_by_line_and_the_others_shown(client: Client) -> None:
    await signed_in(client, Role.OFFICER)
    content = calendar(
        event("a@x", "20270906", "20270910"),
        event("b@x", "20271006", "20271010", RRULE="FREQ=YEARLY"),
    )

    _, page, _ = await opened(client, content)
    broken, told, _ = await opened(client, b"no calendar at all", "x.ics")

    assert "Events that could not be read" in text_of(page)
    assert "1 event is to be decided on." in text_of(page)
    assert broken.startswith("/en/desk/exchange/calendars/")
    assert "calendar" in text_of(told)

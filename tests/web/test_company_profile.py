"""The profile of a company in the browser: what is missing, what is wrong beside its field, the logo, who may."""

import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PIL import Image

from events_app.domain.organisations import Organisation, OrganisationKind, Role
from events_app.storage import companies
from tests.clients import Client, opened_client
from tests.web.planting import text_of
from tests.web.signing_in import a_member, an_organisation, enter, signed_in, token_of

PAGE = "/en/company/valves/profile"
GOOD = {
    "version": "0",
    "trade_name-en": "Lanyu",
    "about-en": "Makes valves.",
    "about-ar": "تصنع صمامات.",
    "registration_number": "9111 0000 6000 3734 1L",
    "street": "1 Example Road",
    "locality": "Foshan",
    "region": "Guangdong",
    "postal_code": "528000",
    "website": "https://valves.example",
    "founded": "1987",
    "size": "small",
    "sectors": ["industry", "environment"],
    "languages": ["zh", "en"],
    "markets": ["KE"],
    "contact-0-name": "Li Na",
    "contact-0-email": "export@valves.example",
    "contact-0-phone": "+86 757 8888 8888",
    "certificate-0-name": "ISO 9001",
    "certificate-0-valid_until": "2026-01-01",
}


@pytest.fixture
async def client(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Client]:
    folder = {"DATA_DIR": str(tmp_path), "MAX_UPLOAD_BYTES": "200000", "MAX_BODY_BYTES": "60000"}
    async with opened_client(sqlite_url, **folder) as opened:
        yield opened


async def at_home(client: Client, role: Role = Role.EXPORTER_OWNER) -> Organisation:
    company = await an_organisation(OrganisationKind.EXPORTER, "valves", country="CN")
    person, _ = await a_member(role, organisation=company)
    await enter(client, person.id)
    return company


def a_picture(kind: str = "PNG") -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (800, 400), (200, 20, 20)).save(written, kind)
    return written.getvalue()


async def test_an_empty_profile_says_what_is_missing_for_what(client: Client) -> None:
    await at_home(client)

    page = text_of((await client.get(PAGE)).text)

    assert "0%" in page
    assert "To apply to exhibit" in page
    assert "Registration number (missing)" in page


async def test_what_is_written_is_shown_and_counted(client: Client) -> None:
    company = await at_home(client)

    answer = await client.post(f"{PAGE}/edit", data={"form_token": token_of(client)} | GOOD)

    assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGE}?done=saved")
    page = text_of((await client.get(f"{PAGE}?done=saved")).text)
    for words in (
        "Saved.",
        "91110000600037341L",
        "Makes valves.",
        "10 to 49 people",
        "+86 757 8888 8888",
        "expired",
        "80%",
    ):
        assert words in page, words
    assert "تصنع صمامات." in (await client.get(PAGE.replace("/en/", "/ar/"))).text
    kept = await companies.find(company.id)
    assert kept is not None
    assert (kept.version, kept.markets, kept.founded) == (1, ("KE",), 1987)
    form = (await client.get(f"{PAGE}/edit")).text
    for value in ("91110000600037341L", "export@valves.example", "2026-01-01", 'name="contact-1-name"'):
        assert value in form, value


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("registration_number", "91110000600037342L", "A registration number of China does not look like this"),
        ("postal_code", "12", "An address in China does not have this."),
        ("postal_code", "", "Addresses in China have this."),
        ("website", "valves.example", "begins with"),
        ("founded", "2099", "This must be from 1200 to 2026."),
        ("contact-0-email", "export at valves", "e-mail"),
        ("contact-0-phone", "8888", "with the code of its country"),
        ("contact-0-name", "", "Give the name too."),
        ("certificate-0-valid_until", "soon", "is not a date"),
        ("size", "huge", "is not one of the choices"),
        ("markets", "XX", "is not one of the choices"),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(
    client: Client, field: str, typed: str, told: str
) -> None:
    company = await at_home(client)

    answer = await client.post(f"{PAGE}/edit", data={"form_token": token_of(client)} | GOOD | {field: typed})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert told in text_of(answer.text)
    assert "Makes valves." in answer.text
    assert await companies.find(company.id) is None


async def test_two_colleagues_do_not_overwrite_one_another(client: Client) -> None:
    company = await at_home(client)
    await client.post(f"{PAGE}/edit", data={"form_token": token_of(client)} | GOOD)

    late = await client.post(f"{PAGE}/edit", data={"form_token": token_of(client)} | GOOD | {"street": "2 Other Road"})

    assert late.status_code == 422
    assert "2 Other Road" in late.text
    kept = await companies.find(company.id)
    assert kept is not None
    assert kept.address.street == "1 Example Road"
    again = {"form_token": token_of(client)} | GOOD | {"street": "2 Other Road", "version": "1"}
    assert (await client.post(f"{PAGE}/edit", data=again)).status_code == 303


async def test_a_profile_is_written_in_the_language_of_the_page(client: Client) -> None:
    company = await at_home(client)
    form = {"form_token": token_of(client)} | {name: value for name, value in GOOD.items() if "-en" not in name}

    answer = await client.post(PAGE.replace("/en/", "/ar/") + "/edit", data=form)

    assert answer.status_code == 303
    kept = await companies.find(company.id)
    assert kept is not None
    assert (kept.about.source, dict(kept.about.wordings)) == ("ar", {"ar": "تصنع صمامات."})


async def test_a_logo_is_written_anew_and_shown(client: Client) -> None:
    await at_home(client)
    assert (await client.get(f"{PAGE}/logo")).status_code == 404

    answer = await client.post(
        f"{PAGE}/logo",
        data={"form_token": token_of(client)},
        files={"logo": ("logo.jpg", a_picture("JPEG"), "image/jpeg")},
    )

    assert answer.headers["location"] == f"{PAGE}?done=logo"
    shown = await client.get(f"{PAGE}/logo")
    assert (shown.headers["content-type"], shown.headers["x-content-type-options"]) == ("image/png", "nosniff")
    assert "sandbox" in shown.headers["content-security-policy"]
    with Image.open(io.BytesIO(shown.content)) as picture:
        assert picture.size == (640, 320)
    assert f'src="{PAGE}/logo"' in (await client.get(PAGE)).text
    gone = await client.post(f"{PAGE}/logo", data={"form_token": token_of(client), "deed": "remove"})
    assert gone.headers["location"] == f"{PAGE}?done=logo-removed"
    assert (await client.get(f"{PAGE}/logo")).status_code == 404


@pytest.mark.parametrize("content", [b"<svg onload=alert(1)>", b"", b"%PDF-1.7"])
async def test_what_is_no_picture_is_refused_with_words(client: Client, content: bytes) -> None:
    await at_home(client)

    answer = await client.post(
        f"{PAGE}/logo", data={"form_token": token_of(client)}, files={"logo": ("logo.png", content, "image/png")}
    )

    assert answer.status_code == 422
    assert "This picture cannot be read" in text_of(answer.text)


async def test_nothing_chosen_and_too_much_are_said(client: Client) -> None:
    await at_home(client)

    empty = await client.post(f"{PAGE}/logo", data={"form_token": token_of(client)})
    huge = await client.post(
        f"{PAGE}/logo",
        data={"form_token": token_of(client)},
        files={"logo": ("logo.png", bytes(400_000), "image/png")},
    )

    assert (empty.status_code, huge.status_code) == (422, 413)
    assert "Fill this in." in text_of(empty.text)


async def test_colleagues_read_and_strangers_do_not(client: Client) -> None:
    company = await at_home(client, Role.EXPORTER_STAFF)

    assert (await client.get(PAGE)).status_code == 200
    assert "Edit the profile" not in text_of((await client.get(PAGE)).text)
    assert (await client.get(f"{PAGE}/edit")).status_code == 403
    assert (await client.post(f"{PAGE}/edit", data={"form_token": token_of(client)} | GOOD)).status_code == 403
    await signed_in(client, Role.EXPORTER_OWNER)
    assert (await client.get(PAGE)).status_code == 403
    await signed_in(client, Role.OFFICER)
    assert (await client.get(PAGE)).status_code == 200
    assert await companies.find(company.id) is None


async def test_a_form_without_its_token_is_refused(client: Client) -> None:
    await at_home(client)

    assert (await client.post(f"{PAGE}/edit", data=GOOD)).status_code == 403

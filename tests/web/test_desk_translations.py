"""The translations desk: what waits, side by side editing, files for an agency, for whom."""

import re
from datetime import date

import pytest

from events_app.actions import projects
from events_app.domain.organisations import Role
from events_app.domain.rights import SYSTEM
from events_app.domain.texts import digest
from events_app.storage.exhibitions import get_edition
from events_app.storage.projects import get as get_project
from events_app.web.desk_translations import PO_TYPE
from tests.builders import a_project, a_session, a_text, an_id
from tests.clients import NOW, Client
from tests.planting import plant
from tests.web.filled_forms import fields_of
from tests.web.planting import CONTEXT, a_fair, address_of, text_of
from tests.web.signing_in import signed_in, token_of

LIST = "/en/desk/translations"
NAME = "Solar days 2027"
SUMMARY = "Solar energy and storage."


async def a_planted_edition() -> None:
    name = a_text(NAME, fr="Journées solaires 2027")
    await plant(a_fair("solar-2027", date(2027, 5, 3), name=name, summary=a_text(SUMMARY), sessions=(a_session(),)))


def field(name: str) -> str:
    """Name of the form's field of one text of the planted edition."""
    return f"edition/solar-2027/{an_id('solar-2027')}/-/{name}"


def form_of(client: Client, *, language: str = "fr", **values: str) -> dict[str, str]:
    """What the form sends; `summary_digest` stands for the digest beside the summary."""
    fields = {field(name).replace("_", "-"): value for name, value in values.items()}
    return {"in": language, "form_token": token_of(client), **fields}


async def test_a_translator_sees_only_the_languages_that_are_theirs(client: Client) -> None:
    await a_planted_edition()
    await signed_in(client, Role.TRANSLATOR)

    listed = await client.get(f"{LIST}?in=fr")

    assert listed.status_code == 200
    assert ('value="fr"' in listed.text, 'value="ar"' in listed.text) == (True, True)
    assert 'value="ru"' not in listed.text
    assert (await client.get("/en/desk/exhibitions/solar-2027/edit")).status_code == 403


async def test_a_translation_is_kept_and_the_source_stays(client: Client) -> None:
    await a_planted_edition()
    await signed_in(client, Role.TRANSLATOR)
    data = form_of(client, summary="Énergie solaire et stockage.", summary_digest=digest(SUMMARY))

    answer = await client.post(f"{LIST}/edition/solar-2027", data=data)

    assert answer.headers["location"] == f"{LIST}/edition/solar-2027?done=saved&in=fr"
    edition = await get_edition("solar-2027")
    assert edition.summary == a_text(SUMMARY, fr="Énergie solaire et stockage.")
    assert edition.name.wordings["fr"] == "Journées solaires 2027"


async def test_a_translation_into_a_language_of_others_is_refused(client: Client) -> None:
    await a_planted_edition()
    await signed_in(client, Role.TRANSLATOR)
    data = form_of(client, summary="Солнечная энергия.", summary_digest=digest(SUMMARY), language="ru")

    await client.post(f"{LIST}/edition/solar-2027", data=data)

    assert "ru" not in (await get_edition("solar-2027")).summary.wordings


async def test_a_translation_of_an_older_source_is_refused_and_nothing_typed_is_lost(client: Client) -> None:
    await a_planted_edition()
    await signed_in(client, Role.TRANSLATOR)
    data = form_of(client, summary="Énergie solaire.", summary_digest=digest("Solar energy."))

    answer = await client.post(f"{LIST}/edition/solar-2027", data=data)

    assert answer.status_code == 422
    assert "The source has changed since" in answer.text
    assert "Énergie solaire." in answer.text
    assert "fr" not in (await get_edition("solar-2027")).summary.wordings


async def test_an_outdated_translation_shows_what_changed_and_can_be_kept_as_it_is(client: Client) -> None:
    await a_planted_edition()
    await signed_in(client, Role.OFFICER)
    edition = await get_edition("solar-2027")
    data = {"version": str(edition.version), "name-en": "Solar weeks 2027", "city-en": "Frankfurt am Main"}
    data |= {"first": "2027-05-03", "last": "2027-05-05", "country": "DE", "zone": "Europe/Berlin", "confirmed": "1"}
    data |= {"mode": "organised_delegation", "form_token": token_of(client)}
    await client.post("/en/desk/exhibitions/solar-2027/edit", data=data)

    page = (await client.get(f"{LIST}/edition/solar-2027?in=fr")).text
    await client.post(f"{LIST}/edition/solar-2027", data=form_of(client, name="", name_unchanged="1"))

    assert ("<del>days</del>" in page, "<ins>weeks</ins>" in page) == (True, True)
    assert "Outdated" in text_of(page)
    name = (await get_edition("solar-2027")).name
    assert (name.wordings["fr"], name.is_outdated("fr")) == ("Journées solaires 2027", False)


async def test_a_po_file_goes_to_an_agency_and_comes_back(client: Client) -> None:
    await a_planted_edition()
    await signed_in(client, Role.TRANSLATOR)

    sent = await client.get(f"{LIST}/export.po?in=ar")
    translated = sent.text.replace(f'msgid "{SUMMARY}"\nmsgstr ""', f'msgid "{SUMMARY}"\nmsgstr "الطاقة الشمسية"')
    stale = translated.replace(f'msgid "{NAME}"\nmsgstr ""', 'msgid "Solar nights"\nmsgstr "ليال"')
    data = {"in": "ar", "form_token": token_of(client)}
    answer = await client.post(f"{LIST}/import", data=data, files={"file": ("x.po", stale.encode(), PO_TYPE)})

    assert sent.headers["content-disposition"] == 'attachment; filename="texts-ar.po"'
    assert answer.headers["location"] == f"{LIST}?in=ar&outcome=1-1"
    edition = await get_edition("solar-2027")
    assert (edition.summary.wordings["ar"], "ar" in edition.name.wordings) == ("الطاقة الشمسية", False)


async def test_what_is_no_po_file_is_said_to_be_none(client: Client) -> None:
    await signed_in(client, Role.OFFICER)
    data = {"in": "fr", "form_token": token_of(client)}

    for content in (b"/etc/hostname", b"\xff\xfe", b"<html>"):
        answer = await client.post(f"{LIST}/import", data=data, files={"file": ("x.po", content, PO_TYPE)})
        assert answer.headers["location"] == f"{LIST}?in=fr&problem=not-po"
    assert "This is not a PO file" in (await client.get(f"{LIST}?problem=not-po")).text


async def test_a_company_has_no_business_at_the_translations(client: Client) -> None:
    await signed_in(client, Role.EXPORTER_OWNER)

    assert (await client.get(LIST)).status_code == 403


async def test_series_and_projects_wait_beside_editions_and_are_translated_alike(client: Client) -> None:
    await a_planted_edition()
    await projects.add(a_project(name=a_text("Solar park")), by=SYSTEM, context=CONTEXT, now=NOW)
    await signed_in(client, Role.TRANSLATOR)

    listed = (await client.get(f"{LIST}?in=ar")).text
    only = (await client.get(f"{LIST}?in=ar&kind=project")).text
    page = (await client.get(f"{LIST}/project/solar-park-nakuru?in=ar")).text
    fields = fields_of(page, "/solar-park-nakuru")
    name = next(field for field in fields if field.endswith("/-/name"))
    data = {field: values[0] for field, values in fields.items()} | {name: "حديقة شمسية"}
    saved = await client.post(f"{LIST}/project/solar-park-nakuru", data=data)
    series = (await client.get(f"{LIST}/series/light-and-building?in=ar")).status_code

    for path in ("edition/solar-2027", "series/light-and-building", "project/solar-park-nakuru"):
        assert f"/desk/translations/{path}?in=ar" in listed
    assert ("edition/solar-2027" in only, "project/solar-park-nakuru" in only) == (False, True)
    assert (saved.status_code, series) == (303, 200)
    assert (await get_project("solar-park-nakuru")).name.wordings["ar"] == "حديقة شمسية"


async def test_a_long_list_goes_on_page_by_page(client: Client) -> None:
    await plant(*(a_fair(f"fair-{number:02}", date(2027, 5, 1)) for number in range(40)))
    await signed_in(client, Role.TRANSLATOR)

    first = (await client.get(f"{LIST}?in=ar&kind=edition")).text
    rest = (await client.get(address_of(first, "Later"))).text

    found = [re.findall(r"/desk/translations/edition/(fair-\d+)", page) for page in (first, rest)]
    assert [len(each) for each in found] == [30, 10]
    assert not set(found[0]) & set(found[1])


@pytest.mark.parametrize("path", ["edition/nowhere", "series/nowhere", "project/nowhere", "hall/solar-2027"])
async def test_what_is_not_there_is_not_translated(path: str, client: Client) -> None:
    await signed_in(client, Role.OFFICER)

    assert (await client.get(f"{LIST}/{path}")).status_code == 404


async def test_terms_of_the_glossary_stand_beside_the_texts_and_warn(client: Client) -> None:
    await a_planted_edition()
    await signed_in(client, Role.TRANSLATOR)
    data = {"in": "fr", "deed": "keep", "source": "en", "term": "solar", "translation": "photovoltaïque"}
    await client.post(f"{LIST}/glossary", data=data | {"form_token": token_of(client)})

    page = text_of((await client.get(f"{LIST}/edition/solar-2027?in=fr")).text)

    assert page.count("solar → photovoltaïque") == 2
    assert page.count("not used in the translation") == 1

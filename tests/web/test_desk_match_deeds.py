"""From the page of a score: both sides are asked, and the company is invited to apply for an edition there."""

from datetime import UTC, date, datetime

import pytest

from events_app.actions import admissions, exhibitions
from events_app.domain.exhibitions import DeadlineKind, Edition
from events_app.domain.introductions import Reply, Side
from events_app.domain.organisations import OrganisationKind, Role
from events_app.domain.rights import SYSTEM
from events_app.storage import introductions
from events_app.storage.introductions import Wanted
from tests.application_builders import an_admission
from tests.builders import a_deadline, a_series, an_id
from tests.clients import NOW, Client
from tests.introduction_builders import COMPANY_NAME, PARTNER_NAME, plant_introduction, plant_sides, reply
from tests.need_builders import plant_need
from tests.web.planting import CONTEXT, a_fair, text_of
from tests.web.signing_in import an_organisation, signed_in, token_of

HOME = "/en/desk/matches/offers/pumps/KE"
GOOD = {"partner": "kisumu", "need": "pumps-wanted", "words-en": "Both work on pumps.", "words-fr": "Pompes."}


async def test_both_sides_are_asked_from_the_page_of_a_score(client: Client) -> None:
    sides = await plant_sides()
    await an_organisation(OrganisationKind.PARTNER, "dar", country="TZ")
    await signed_in(client, Role.OFFICER)
    page = (await client.get(HOME)).text
    assert '<option value="kisumu">' in page
    assert '<option value="pumps-wanted">' in page
    assert 'value="dar"' not in page

    done = await client.post(f"{HOME}/introduce", data={"form_token": token_of(client)} | GOOD)

    (introduction,) = await introductions.list_introductions(Wanted())
    assert done.headers["location"] == f"/en/desk/introductions/{introduction.id}?done=proposed"
    assert (introduction.partner_id, introduction.need_id) == (sides.partner.id, sides.need.id)
    assert dict(introduction.words.wordings) == {"en": "Both work on pumps.", "fr": "Pompes."}
    assert f'href="/en/desk/introductions/{introduction.id}"' in (await client.get(HOME)).text
    again = await client.post(f"{HOME}/introduce", data={"form_token": token_of(client)} | GOOD)
    assert (again.status_code, "are introduced already" in again.text) == (422, True)


@pytest.mark.parametrize(
    ("changes", "field", "told"),
    [
        ({"partner": "dar"}, "partner", "is not one of the choices"),
        ({"partner": ""}, "partner", "Fill this in."),
        ({"need": "elsewhere"}, "partner", "Choose a partner organisation"),
        ({"words-en": f"Ask {PARTNER_NAME}."}, "words-en", f"do not name “{PARTNER_NAME}”"),
        ({"words-en": "x" * 2001}, "words-en", "Use at most 2000 characters."),
    ],
)
async def test_what_is_wrong_is_said_and_nobody_is_asked(
    client: Client, changes: dict[str, str], field: str, told: str
) -> None:
    await plant_sides()
    await an_organisation(OrganisationKind.PARTNER, "dar", country="TZ")
    await plant_need(None, "elsewhere", country="TZ", now=NOW)
    await signed_in(client, Role.OFFICER)

    answer = await client.post(f"{HOME}/introduce", data={"form_token": token_of(client)} | GOOD | changes)

    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert told in text_of(answer.text)
    assert await introductions.list_introductions(Wanted()) == ()


async def test_an_excluded_pair_is_not_introduced(client: Client) -> None:
    sides = await plant_sides()
    await reply(await plant_introduction(sides), Side.COMPANY, Reply.NO)
    await signed_in(client, Role.OFFICER)

    assert f'action="{HOME}/introduce"' not in (await client.get(HOME)).text
    answer = await client.post(f"{HOME}/introduce", data={"form_token": token_of(client)} | GOOD)
    assert (answer.status_code, "excluded from matching" in answer.text) == (422, True)


async def plant_fair(slug: str, *, closes: datetime) -> Edition:
    """Keep an edition in Kenya that takes applications until then."""
    deadlines = (
        a_deadline(id=an_id(f"open {slug}"), kind=DeadlineKind.APPLICATIONS_OPEN, at=datetime(2026, 10, 1, tzinfo=UTC)),
        a_deadline(id=an_id(f"close {slug}"), kind=DeadlineKind.APPLICATIONS_CLOSE, at=closes),
    )
    fair = a_fair(slug, date(2027, 4, 5), country="KE", deadlines=deadlines)
    await exhibitions.add_edition(fair, by=SYSTEM, context=CONTEXT, now=NOW)
    await admissions.keep(slug, an_admission(edition_id=fair.id), by=SYSTEM, now=NOW)
    return fair


async def test_the_company_is_invited_to_apply_once(client: Client) -> None:
    await plant_sides()
    await exhibitions.add_series(a_series(), by=SYSTEM, now=NOW)
    await plant_fair("open-fair", closes=datetime(2026, 12, 31, tzinfo=UTC))
    await plant_fair("over-fair", closes=datetime(2026, 11, 1, tzinfo=UTC))
    await signed_in(client, Role.OFFICER)
    page = (await client.get(HOME)).text
    assert 'name="edition" value="open-fair"' in page
    assert 'name="edition" value="over-fair"' not in page
    form = {"form_token": token_of(client), "edition": "open-fair"}

    done = await client.post(f"{HOME}/ask", data=form)

    assert done.headers["location"] == f"{HOME}?done=asked"
    page = text_of((await client.get(f"{HOME}?done=asked")).text)
    assert "The company has been asked to apply." in page
    again = await client.post(f"{HOME}/ask", data=form)
    assert (again.status_code, "asked to apply for this edition already" in again.text) == (422, True)
    for slug in ("over-fair", "none", ""):
        answer = await client.post(f"{HOME}/ask", data=form | {"edition": slug})
        assert answer.status_code == 422, slug


async def test_who_only_reads_scores_is_offered_none_of_it(client: Client) -> None:
    sides = await plant_sides()
    await plant_introduction(sides)
    await signed_in(client, Role.UNIT_MANAGER)

    page = (await client.get(HOME)).text

    assert COMPANY_NAME in page
    assert PARTNER_NAME not in page
    for deed in ("introduce", "ask"):
        answer = await client.post(f"{HOME}/{deed}", data={"form_token": token_of(client)} | GOOD)
        assert answer.status_code == 403

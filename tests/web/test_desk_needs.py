"""Technology needs at the desk: what waits for review, deciding with words, and what the authority writes down."""

from datetime import timedelta

import pytest

from events_app.actions import needs as actions
from events_app.domain.letters import LetterKind
from events_app.domain.needs import NeedState, Visibility
from events_app.domain.offers import HOLDS_FOR
from events_app.domain.organisations import Role
from events_app.domain.rights import SYSTEM
from events_app.domain.texts import Text
from events_app.storage import needs
from tests.clients import NOW, Client
from tests.need_builders import a_need_content, a_partner, plant_need
from tests.offer_builders import ZONE
from tests.web.planting import text_of
from tests.web.signing_in import last_letter, signed_in, token_of
from tests.web.test_partner_needs import GOOD

HOME = "/en/desk/needs"


def order_of(page: str, *slugs: str) -> list[str]:
    """The slugs in the order in which the page links to them."""
    return sorted(
        (slug for slug in slugs if f'href="{HOME}/{slug}"' in page), key=lambda slug: page.index(f'"{HOME}/{slug}"')
    )


async def test_organisers_see_what_was_submitted_and_what_is_the_authoritys(client: Client) -> None:
    partner, _ = await a_partner()
    await actions.begin(partner.id, a_need_content(), slug="draft", by=SYSTEM, now=NOW)
    await actions.begin(None, a_need_content(country="NP"), slug="noted", by=SYSTEM, now=NOW)
    await plant_need(partner, "waiting", is_approved=False)
    await plant_need(partner, "shown", sectors=("medical",))
    await signed_in(client, Role.OFFICER)
    every = ("draft", "noted", "waiting", "shown")

    async def found(query: str) -> set[str]:
        return set(order_of((await client.get(f"{HOME}{query}")).text, *every))

    assert await found("") == {"noted", "waiting", "shown"}
    assert await found("?state=in_review&q=pump&sector=agriculture&form=equipment&country=KE") == {"waiting"}
    assert await found("?country=NP") == {"noted"}
    assert await found("?sector=medical") == {"shown"}
    assert await found("?state=draft") == {"noted"}
    assert "Nothing is found with these filters" in text_of((await client.get(f"{HOME}?q=zzzz")).text)
    assert (await client.get(f"{HOME}/draft")).status_code == 404


async def test_the_list_is_sorted_and_paged(client: Client) -> None:
    for number in range(35):
        await plant_need(None, f"need-{number}", now=NOW - timedelta(days=number), is_approved=bool(number % 5))
    await signed_in(client, Role.AUDITOR)

    slugs = [f"need-{number}" for number in range(35)]

    for order, first in (("", "need-0"), ("waiting", "need-34"), ("ending", "need-34"), ("changed", "need-0")):
        found = order_of((await client.get(f"{HOME}?order={order}")).text, *slugs)
        assert (found[0], len(found)) == (first, 28 if order == "ending" else 30), order
    page = (await client.get(HOME)).text
    following = page.split('rel="next"')[0].rpartition('href="')[2].split('"')[0].replace("&amp;", "&")
    assert len(order_of((await client.get(following)).text, *slugs)) == 5


async def test_an_officer_approves_and_the_partner_is_told(client: Client) -> None:
    partner, _ = await a_partner()
    need = await plant_need(partner, is_approved=False)
    await signed_in(client, Role.OFFICER)

    form = {"form_token": token_of(client), "decision": "approve", "version": str(need.version)}
    answer = await client.post(f"{HOME}/{need.slug}", data=form)

    assert answer.headers["location"] == f"{HOME}/{need.slug}?done=approve"
    assert (await needs.get(need.slug)).state is NeedState.APPROVED
    letter = await last_letter()
    assert (letter.kind, letter.params["path"]) == (LetterKind.NEED_APPROVED, f"partner/wells/needs/{need.slug}")
    page = text_of((await client.get(f"{HOME}/{need.slug}?done=approve")).text)
    assert "The need is approved." in page
    assert "Decide" not in page


async def test_returning_needs_words_and_a_second_decision_is_refused(client: Client) -> None:
    partner, _ = await a_partner()
    need = await plant_need(partner, is_approved=False)
    await signed_in(client, Role.ADMINISTRATOR)
    form = {"form_token": token_of(client), "decision": "return", "version": str(need.version)}

    unchosen = await client.post(f"{HOME}/{need.slug}", data=form | {"decision": ""})
    assert 'id="decision-error"' in unchosen.text
    silent = await client.post(f"{HOME}/{need.slug}", data=form)
    assert silent.status_code == 422
    assert "Say what has to be changed" in text_of(silent.text)
    done = await client.post(f"{HOME}/{need.slug}", data=form | {"reason": "How deep?"})
    assert done.headers["location"] == f"{HOME}/{need.slug}?done=return"
    letter = await last_letter()
    assert (letter.kind, letter.params["reason"]) == (LetterKind.NEED_RETURNED, {"en": "How deep?"})
    assert (await client.post(f"{HOME}/{need.slug}", data=form | {"reason": "Again"})).status_code == 422


async def test_a_need_that_is_over_is_not_approved(client: Client) -> None:
    yesterday = NOW.date() - timedelta(days=1)
    need = await plant_need(None, now=NOW - timedelta(days=9), wanted_until=yesterday, is_approved=False)
    await signed_in(client, Role.OFFICER)

    form = {"form_token": token_of(client), "decision": "approve", "version": str(need.version)}
    answer = await client.post(f"{HOME}/{need.slug}", data=form)

    assert answer.status_code == 422
    assert "The last day of this need has passed" in text_of(answer.text)


async def test_an_officer_writes_down_what_a_country_seeks_and_brings_it_to_readers(client: Client) -> None:
    await signed_in(client, Role.OFFICER)
    token = {"form_token": token_of(client)}

    wrong = await client.post(f"{HOME}/new", data=token | GOOD | {"country": ""})
    assert wrong.status_code == 422
    assert 'id="country-error"' in wrong.text
    answer = await client.post(f"{HOME}/new", data=token | GOOD | {"country": "NP"})
    assert answer.headers["location"] == f"{HOME}/solar-pumps?done=saved"
    page = text_of((await client.get(f"{HOME}/solar-pumps")).text)
    assert "The authority wrote it down; no organisation states it." in page
    changed = GOOD | {"country": "NP", "title-en": "Wind pumps", "version": "1", "then": "submit"}
    answer = await client.post(f"{HOME}/solar-pumps/edit", data=token | changed)
    assert answer.headers["location"] == f"{HOME}/solar-pumps?done=submit"
    need = await needs.get("solar-pumps")
    await client.post(f"{HOME}/solar-pumps", data=token | {"decision": "approve", "version": str(need.version)})
    assert "Wind pumps" in text_of((await client.get("/en/needs?country=NP")).text)
    gone = await client.post(f"{HOME}/solar-pumps/deed", data=token | {"deed": "withdraw"})
    assert gone.headers["location"] == f"{HOME}/solar-pumps?done=withdraw"
    assert (await needs.get("solar-pumps")).organisation_id is None


async def test_an_approval_of_the_authoritys_own_is_renewed_near_its_end(client: Client) -> None:
    early = await plant_need(None, "early", now=NOW - HOLDS_FOR + timedelta(days=20))
    await plant_need(None, "late", now=NOW)
    await signed_in(client, Role.OFFICER)
    form = {"form_token": token_of(client), "deed": "renew"}

    assert (await client.post(f"{HOME}/early/deed", data=form)).headers["location"] == f"{HOME}/early?done=renew"
    assert early.valid_until is not None
    assert (await needs.get("early")).valid_until == early.valid_until + HOLDS_FOR
    assert (await client.post(f"{HOME}/late/deed", data=form)).status_code == 422


async def test_what_a_partner_wrote_only_the_partner_changes(client: Client) -> None:
    partner, _ = await a_partner()
    need = await plant_need(partner)
    newer = a_need_content(title=Text.of("en", "A secret plan"))
    await actions.write(need.slug, newer, wanted_until=None, version=need.version, by=SYSTEM, now=NOW, zone=ZONE)
    await signed_in(client, Role.OFFICER)

    assert "secret plan" not in (await client.get(f"{HOME}/{need.slug}")).text
    assert (await client.get(f"{HOME}/{need.slug}/edit")).status_code == 404
    form = {"form_token": token_of(client), "deed": "withdraw"}
    assert (await client.post(f"{HOME}/{need.slug}/deed", data=form)).status_code == 404


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.UNIT_MANAGER, Role.UNIT_OFFICER])
async def test_others_read_and_do_not_decide(client: Client, role: Role) -> None:
    partner, _ = await a_partner()
    need = await plant_need(partner, is_approved=False)
    await signed_in(client, role)

    page = (await client.get(f"{HOME}/{need.slug}")).text
    assert ('name="decision"' in page, 'name="deed"' in page) == (False, False)
    assert f'href="{HOME}/new"' not in (await client.get(HOME)).text
    form = {"form_token": token_of(client), "decision": "approve", "version": str(need.version)}
    assert (await client.post(f"{HOME}/{need.slug}", data=form)).status_code == 403


async def test_partners_see_here_what_everybody_sees(client: Client) -> None:
    partner, _ = await a_partner()
    for visibility in Visibility:
        await plant_need(partner, visibility.value, visibility=visibility)
    await plant_need(partner, "waiting", is_approved=False)
    await signed_in(client, Role.PARTNER_STAFF)

    page = (await client.get(HOME)).text

    assert order_of(page, "public", "exporters", "organisers", "waiting") == ["public"]
    for hidden in ("exporters", "organisers", "waiting"):
        assert (await client.get(f"{HOME}/{hidden}")).status_code == 404


async def test_companies_and_translators_do_not_come_in(client: Client) -> None:
    for role in (Role.EXPORTER_OWNER, Role.TRANSLATOR):
        await signed_in(client, role)
        assert (await client.get(HOME)).status_code == 403

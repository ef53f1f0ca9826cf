"""Weights of matching: set by the authority, previewed before, kept by version."""

import pytest

from events_app.domain.match_reasons import Part
from events_app.domain.matching import STANDARD
from events_app.domain.organisations import OrganisationKind, Role
from events_app.storage import match_weights
from tests.clients import NOW, Client
from tests.need_builders import plant_need
from tests.offer_builders import plant_offer
from tests.web.planting import text_of
from tests.web.signing_in import an_organisation, signed_in, token_of

HOME = "/en/desk/matches/weights"


def form_of(client: Client, **changes: str) -> dict[str, str]:
    values = {part.value: str(STANDARD[part]) for part in Part}
    rest = {"developing_percent": "50", "version": "0", "step": "set", "form_token": token_of(client)}
    return values | rest | changes


async def test_an_officer_puts_weights_in_force(client: Client) -> None:
    await signed_in(client, Role.OFFICER)

    answer = await client.post(HOME, data=form_of(client, need="60", developing_percent="70", note="More needs"))

    assert answer.headers["location"] == f"{HOME}?done=saved"
    kept = await match_weights.get_current()
    assert (kept.version, kept.values[Part.NEED], kept.developing_percent, kept.note) == (1, 60, 70, "More needs")
    page = text_of((await client.get(HOME)).text)
    assert "Version 1" in page
    assert "More needs" in page


async def test_a_preview_shows_what_changes_and_changes_nothing(client: Client) -> None:
    shop = await an_organisation(OrganisationKind.EXPORTER, "valves", country="CN")
    await plant_offer(shop, now=NOW)
    await plant_need(None, "valves-wanted", country="TD", sectors=("industry",), fields=(27, 31), now=NOW)
    await signed_in(client, Role.OFFICER)

    answer = await client.post(HOME, data=form_of(client, step="preview", need="0", history="0"))

    page = text_of(answer.text)
    assert "Of 1 company, the best partner changes for 1." in page
    assert "Chad" in page
    assert 'value="0"' in answer.text
    assert (await match_weights.get_current()).version == 0
    same = text_of((await client.post(HOME, data=form_of(client, step="preview"))).text)
    assert "The first five of every company stay the same." in same


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"need": "101"}, "need", "100"),
        ({"market": "much"}, "market", "number"),
        ({"developing_percent": ""}, "developing_percent", ""),
        (dict.fromkeys([part.value for part in Part], "0"), "need", "Give at least one part a weight above 0."),
        ({"step": "else"}, "step", ""),
    ],
)
async def test_what_is_wrong_stands_beside_the_field(
    client: Client, changes: dict[str, str], field: str, words: str
) -> None:
    await signed_in(client, Role.OFFICER)

    answer = await client.post(HOME, data=form_of(client, note="Kept", **changes))

    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert words in text_of(answer.text)
    assert 'value="Kept"' in answer.text
    assert (await match_weights.get_current()).version == 0


async def test_who_comes_second_is_told_and_loses_nothing(client: Client) -> None:
    await signed_in(client, Role.ADMINISTRATOR)
    await client.post(HOME, data=form_of(client, need="60"))

    late = await client.post(HOME, data=form_of(client, need="10"))

    assert late.status_code == 422
    assert 'name="need" type="text" class="short" value="10"' in late.text
    assert (await match_weights.get_current()).values[Part.NEED] == 60
    again = await client.post(HOME, data=form_of(client, need="10", version="1"))
    assert again.headers["location"] == f"{HOME}?done=saved"


async def test_others_read_and_do_not_set(client: Client) -> None:
    await signed_in(client, Role.UNIT_MANAGER)

    page = (await client.get(HOME)).text
    assert "Put in force" not in page
    assert (await client.post(HOME, data=form_of(client))).status_code == 403

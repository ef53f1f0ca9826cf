"""Words for sectors at the desk: listed, filtered, decided, reset."""

import re

import pytest

from events_app.actions import sector_words as actions
from events_app.domain.organisations import Role
from events_app.domain.rights import SYSTEM
from events_app.domain.sector_words import SectorWord, WordKind, word_id
from events_app.storage import sector_words
from tests.clients import NOW, Client
from tests.queries import counted_queries
from tests.web.signing_in import signed_in, token_of

SHIPS = word_id(WordKind.IMPORT, "ships")
LIST = "/en/desk/sector-words"
PAGE = f"{LIST}/{SHIPS}"


def words(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="[^"]+"><bdi lang="en">([^<]+)</bdi>', page)


def sectors_of(page: str, word: str) -> str:
    (found,) = re.findall(rf">{re.escape(word)}</bdi></a></th>\n<td>[^<]*</td>\n<td>([^<]*)</td>", page)
    return str(found)


async def posted(client: Client, path: str = PAGE, **fields: object) -> tuple[int, str]:
    answer = await client.post(path, data={"version": "0", **fields, "form_token": token_of(client)})
    return answer.status_code, answer.text


async def test_the_list_has_every_word_the_most_used_first_a_hundred_at_a_time(client: Client) -> None:
    await signed_in(client, Role.OFFICER)

    first = (await client.get(LIST)).text
    last = (await client.get(f"{LIST}?page=9")).text

    assert "809 words" in first
    assert words(first)[:4] == ["refined petroleum", "cars", "textiles", "tourism"]
    assert (len(words(first)), len(words(last))) == (100, 9)
    assert sectors_of(first, "refined petroleum") == "Oil, gas and petrochemicals"
    assert sectors_of(first, "tourism") == "No sector"
    assert (await client.get(f"{LIST}?page=9999")).text.count('<th scope="row">') == 9


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=import&sector=rail", ["railway cargo containers", "electrical lighting/signalling equipment"]),
        ("q=Mobile%20Phone", ["mobile phones"]),
        ("q=COPPER&kind=import", ["copper ore"]),
        ("standing=changed", ["ships"]),
        ("standing=undecided&q=tech", ["high-technology innovator", "technology"]),
        ("standing=shipped&q=ships&kind=import", []),
        ("kind=nothing&sector=nothing&standing=nothing&q=Mobile%20Phone", ["mobile phones"]),
    ],
)
async def test_filters_leave_what_meets_all_of_them(client: Client, query: str, found: list[str]) -> None:
    await actions.decide(SectorWord(WordKind.IMPORT, "ships", ("industry",)), version=0, by=SYSTEM, now=NOW)
    await signed_in(client, Role.OFFICER)

    assert words((await client.get(f"{LIST}?{query}")).text) == found


async def test_what_is_ticked_is_kept_shown_and_told(client: Client) -> None:
    await signed_in(client, Role.OFFICER)

    status, _ = await posted(client, sectors=["rail", "industry"])

    assert status == 303
    assert await sector_words.get_overrides() == {SectorWord(WordKind.IMPORT, "ships", ("industry", "rail"))}
    page = (await client.get(f"{PAGE}?done=saved")).text
    assert "Saved. Matching uses it from now on." in page
    assert re.findall(r'value="([a-z-]+)"(?: id="sectors")? checked', page) == ["industry", "rail"]
    assert "Decided by the authority" in page
    assert "<li>Namibia</li>" in page
    assert "<ins>industry · rail</ins>" in page


async def test_a_reset_leaves_what_is_shipped(client: Client) -> None:
    await signed_in(client, Role.OFFICER)
    await posted(client, sectors=["rail"])

    status, _ = await posted(client, f"{PAGE}/reset", version="1")

    assert status == 303
    assert await sector_words.get_overrides() == frozenset()
    page = (await client.get(f"{PAGE}?done=reset")).text
    assert "The word means again what is shipped." in page
    assert "Reset to what is shipped" not in page


async def test_a_stale_copy_is_shown_beside_what_is_kept(client: Client) -> None:
    await signed_in(client, Role.OFFICER)
    await actions.decide(SectorWord(WordKind.IMPORT, "ships", ("power",)), version=0, by=SYSTEM, now=NOW)

    status, page = await posted(client, sectors=["rail"])

    assert status == 409
    assert "Somebody else has saved this meanwhile" in page
    assert "<td>power</td><td>rail</td>" in page
    assert 'name="version" value="1"' in page
    assert (await posted(client, f"{PAGE}/reset", version="7"))[0] == 409


async def test_an_unknown_sector_or_word_is_refused(client: Client) -> None:
    await signed_in(client, Role.OFFICER)

    status, page = await posted(client, sectors=["shipyards"])

    assert status == 422
    assert 'id="sectors-error"' in page
    assert (await client.get(f"{LIST}/{word_id(WordKind.IMPORT, 'moon rock')}")).status_code == 404
    assert await sector_words.list_kept() == ()


async def test_a_decided_word_that_the_factbook_names_no_more_stays_in_the_list(client: Client) -> None:
    await actions.decide(SectorWord(WordKind.IMPORT, "moon rock", ("aerospace",)), version=0, by=SYSTEM, now=NOW)
    await signed_in(client, Role.OFFICER)

    assert words((await client.get(f"{LIST}?standing=changed")).text) == ["moon rock"]
    assert "None any more." in (await client.get(f"{LIST}/{word_id(WordKind.IMPORT, 'moon rock')}")).text


async def test_who_only_reads_gets_no_form(client: Client) -> None:
    await signed_in(client, Role.AUDITOR)

    page = (await client.get(PAGE)).text

    assert "Sectors as shipped" in page
    assert 'name="sectors"' not in page
    assert (await posted(client, sectors=["rail"]))[0] == 403


async def test_the_list_costs_as_many_queries_with_thirty_decisions_as_with_one(client: Client) -> None:
    await signed_in(client, Role.OFFICER)
    counts = []
    for number in (1, 30):
        for item in range(number):
            word = SectorWord(WordKind.INDUSTRY, f"industry {number} {item}", ("ict",))
            await actions.decide(word, version=0, by=SYSTEM, now=NOW)
        with counted_queries() as queries:
            await client.get(f"{LIST}?standing=changed")
        counts.append(len(queries))

    assert counts[0] == counts[1]

"""Letters to a consulate: in the host's language, for one or for all, saying what was entered and nothing else's."""

import unicodedata

import pypdfium2
import pytest

from events_app.domain.organisations import Role
from events_app.edge.visa_letters import CLOSING, CONFIRMS, GREETING, RETURN, language_for
from events_app.i18n.catalogues import Catalogues
from events_app.storage.database import fetch
from tests.delegation_builders import at_delegation, sent
from tests.web.signing_in import token_of

PATH = "/en/desk/exhibitions/wind-2027/delegation"
LETTER = {
    "receiver": "Consular Section\nBerlin",
    "arrives_on": "2027-06-05",
    "leaves_on": "2027-06-10",
    "costs": "sender",
    "signer": "Chen Yu",
    "function": "Director",
}


def pages_of(content: bytes) -> list[str]:
    """The text of each page, as PDFium reads it."""
    document = pypdfium2.PdfDocument(content)
    found = [unicodedata.normalize("NFKC", page.get_textpage().get_text_bounded()) for page in document]
    document.close()
    return found


def letters(text: str) -> str:
    """Letters and digits in a fixed order: PDFium turns joined Arabic letters around, and breaks lines."""
    return "".join(sorted(letter for letter in unicodedata.normalize("NFKC", text) if letter.isalnum()))


def holds(page: str, sentence: str) -> bool:
    """Whether every word of a sentence is on the page, whichever way PDFium reads the words."""
    read = {letters(word) for word in page.split()}
    joined = "".join(page.split())
    return all(letters(word) in read or word in joined for word in sentence.split() if letters(word))


@pytest.mark.parametrize("language", ["ar", "zh-Hans", "de"])
async def test_letters_say_who_travels_why_and_who_pays(sqlite_url: str, language: str) -> None:
    chosen = language if language != "de" else "en"
    async with at_delegation(sqlite_url, Role.OFFICER) as (client, company):
        member = {"name": "He Lan", "local_name": "何岚", "role": "exhibitor", "language": "en"}
        await sent(client, f"{PATH}/new", **member, company=str(company.id))
        await sent(client, f"{PATH}/new", name="Moreau Ada", role="head", unit="Ministry", language="fr")
        rows = await fetch("SELECT id FROM delegation_member ORDER BY name")
        passport = {"number": "E7654321", "country": "CN", "expires_on": "2031-02-03", "born_on": "1980-04-05"}
        await sent(client, f"{PATH}/{rows[0]['id']}/passport", **passport, version="1")

        data = LETTER | {"language": chosen, "form_token": token_of(client)}
        answer = await client.post(f"{PATH}/letters", data=data)

        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
        (page,) = pages_of(answer.content)  # one letter: nobody without a passport is written for
        catalogues: Catalogues = client.app.state.catalogues
        authority, exhibition = "Trade Promotion Authority", "Wind 2027"
        said = [catalogues.translate(chosen, each) for each in (GREETING, RETURN, CLOSING)]
        said.append(catalogues.translate(chosen, CONFIRMS, authority=authority, exhibition=exhibition))
        for words in (*said, "E7654321", "HE LAN", "何岚", "Valves", "Chen Yu", "Director", "fairs@authority.example"):
            assert holds(page, words), words
        assert "MOREAU" not in page
        assert len(await fetch("SELECT id FROM history WHERE deed = 'seen'")) == 1


async def test_everybody_gets_a_letter_of_their_own_in_one_file(sqlite_url: str) -> None:
    async with at_delegation(sqlite_url, Role.OFFICER) as (client, _):
        for name in ("Abe Ai", "Bo Bi"):
            await sent(client, f"{PATH}/new", name=name, role="speaker", unit="Ministry", language="en")
        rows = await fetch("SELECT id FROM delegation_member ORDER BY name")
        status, text = await sent(client, f"{PATH}/letters", **LETTER, language="en")
        assert (status, "None of these members has passport data yet" in text) == (422, True)
        for number, row in enumerate(rows):
            await sent(client, f"{PATH}/{row['id']}/passport", number=f"E765432{number}", version="1")

        answers = [
            await client.post(f"{PATH}/letters", data=LETTER | changes | {"form_token": token_of(client)})
            for changes in ({"language": "en"}, {"language": "fr", "member": str(rows[1]["id"]), "costs": "host"})
        ]

        both, one = [pages_of(answer.content) for answer in answers]
        assert [("E7654320" in page, "E7654321" in page) for page in both] == [(True, False), (False, True)]
        assert (len(one), "E7654321" in one[0]) == (1, True)


async def test_a_stay_ends_after_it_begins(sqlite_url: str) -> None:
    async with at_delegation(sqlite_url, Role.OFFICER) as (client, _):
        page = (await client.get(f"{PATH}/letters")).text
        assert ('value="2027-06-05"' in page, 'value="en" selected' in page) == (True, True)

        status, text = await sent(client, f"{PATH}/letters", **(LETTER | {"language": "en", "leaves_on": "2027-06-01"}))

        assert (status, "The end is before the start." in text) == (422, True)


@pytest.mark.parametrize(
    ("country", "language"), [("EG", "ar"), ("CN", "zh-Hans"), ("BR", "pt"), ("CH", "fr"), ("DE", "en"), ("KZ", "ru")]
)
def test_letters_are_in_a_language_of_the_host(country: str, language: str) -> None:
    assert language_for(country, ("zh-Hans", "en", "fr", "es", "ru", "ar", "pt")) == language

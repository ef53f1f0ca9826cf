"""The glossary: terms kept, found, changed and removed by who translates into their language."""

from events_app.domain.organisations import Role
from events_app.storage.translations import list_terms
from tests.clients import Client
from tests.web.planting import text_of
from tests.web.signing_in import signed_in, token_of

PAGE = "/en/desk/translations/glossary"


def term(client: Client, **changes: str) -> dict[str, str]:
    fields = {"in": "fr", "deed": "keep", "source": "en", "term": "stand", "translation": "stand", "note": ""}
    return fields | changes | {"form_token": token_of(client)}


async def test_a_term_is_kept_found_changed_and_removed(client: Client) -> None:
    await signed_in(client, Role.TRANSLATOR)
    kept = await client.post(PAGE, data=term(client, note="A place at a fair."))
    (first,) = await list_terms("fr")
    shown = text_of((await client.get(f"{PAGE}?in=fr&q=PLACE")).text)
    form = (await client.get(f"{PAGE}?in=fr&term={first.id}")).text
    changed = await client.post(PAGE, data=term(client, id=str(first.id), translation="emplacement"))
    (second,) = await list_terms("fr")
    removed = await client.post(PAGE, data=term(client, deed="remove", id=str(first.id)))

    assert kept.headers["location"] == f"{PAGE}?done=saved&in=fr"
    assert "A place at a fair." in shown
    assert f'name="id" value="{first.id}"' in form
    assert (changed.status_code, second.id, second.translation) == (303, first.id, "emplacement")
    assert removed.headers["location"] == f"{PAGE}?done=removed&in=fr"
    assert await list_terms("fr") == ()


async def test_what_is_wrong_stands_beside_the_field_and_what_was_typed_stays(client: Client) -> None:
    await signed_in(client, Role.TRANSLATOR)
    await client.post(PAGE, data=term(client))

    twice = await client.post(PAGE, data=term(client, translation="kiosque"))
    empty = await client.post(PAGE, data=term(client, term=" ", note="keep me"))
    same = await client.post(PAGE, data=term(client, source="fr"))

    assert [twice.status_code, empty.status_code, same.status_code] == [422, 422, 422]
    assert "This term is in the glossary already." in text_of(twice.text)
    assert "kiosque" in twice.text
    assert "keep me" in empty.text
    assert len(await list_terms("fr")) == 1


async def test_nobody_writes_terms_of_languages_that_are_not_theirs(client: Client) -> None:
    await signed_in(client, Role.TRANSLATOR)
    await client.post(PAGE, data=term(client, **{"in": "ru"}))
    await signed_in(client, Role.UNIT_OFFICER)
    read = await client.get(PAGE)
    refused = await client.post(PAGE, data=term(client))
    await signed_in(client, Role.EXPORTER_OWNER)
    shut = await client.get(PAGE)

    assert await list_terms("ru") == ()
    assert (read.status_code, 'name="translation"' in read.text) == (200, False)
    assert (refused.status_code, shut.status_code) == (403, 403)


async def test_a_term_that_is_not_there_is_not_found(client: Client) -> None:
    await signed_in(client, Role.OFFICER)

    assert (await client.get(f"{PAGE}?term=nothing")).status_code == 404
    assert (await client.post(PAGE, data=term(client, deed="remove", id="x"))).status_code == 404

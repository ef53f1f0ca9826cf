import json
import re
from uuid import UUID, uuid4

import pyotp
import pytest

from events_app.credentials import passwords
from events_app.credentials.tokens import digest
from events_app.domain.organisations import Role
from events_app.domain.sign_ins import RECOVERY_CODES, Credentials, Session
from events_app.storage import people, sign_ins
from tests.clients import NOW, Client
from tests.web.signing_in import a_member, enter, token_of

PAGE = "/en/account"
PASSWORD = "river-lantern-88"
NEW_PASSWORD = "orchard-compass-17"


@pytest.fixture
async def person_id(client: Client) -> UUID:
    """A signed-in officer with a password."""
    person, _ = await a_member(Role.OFFICER)
    before = await people.get_credentials(person.id)
    kept = Credentials(person_id=person.id, password_hash=await passwords.hashed(PASSWORD))
    assert await people.set_credentials(kept, before=before)
    await enter(client, person.id)
    return person.id


async def test_nobody_sees_an_account_without_signing_in(client: Client) -> None:
    answers = [await client.get(f"{PAGE}{path}") for path in ("", "/second-factor", "/held.json")]

    assert [answer.status_code for answer in answers] == [303, 303, 303]


async def test_name_and_zone_are_changed_and_a_fault_keeps_what_was_typed(client: Client, person_id: UUID) -> None:
    data = {"deed": "profile", "name": "Ana Silva", "language": "pt", "zone": "Africa/Luanda"}

    bad = await client.post(PAGE, data=data | {"zone": "Mars/Base", "form_token": token_of(client)})
    good = await client.post(PAGE, data=data | {"form_token": token_of(client)})
    person = await people.get(person_id)

    assert bad.status_code == 422
    assert 'value="Ana Silva"' in bad.text
    assert good.headers["location"] == f"{PAGE}?done=profile"
    assert (person.name, person.language, person.zone) == ("Ana Silva", "pt", "Africa/Luanda")


async def test_a_new_password_ends_every_other_session(client: Client, person_id: UUID) -> None:
    other = Session(
        token_digest=digest(uuid4().hex), person_id=person_id, created_at=NOW, last_seen_at=NOW, is_complete=True
    )
    await sign_ins.add_session(other)
    data = {"deed": "password", "present": PASSWORD, "password": NEW_PASSWORD, "form_token": token_of(client)}

    wrong = await client.post(PAGE, data=data | {"present": "not-it-at-all"})
    done = await client.post(PAGE, data=data)
    left = await sign_ins.list_sessions(person_id)

    assert wrong.status_code == 422
    assert 'id="present-error"' in wrong.text
    assert PASSWORD not in wrong.text
    assert done.headers["location"] == f"{PAGE}?done=password"
    assert [each.token_digest == other.token_digest for each in left] == [False]


async def test_a_second_factor_begins_with_its_first_code_and_shows_recovery_codes_once(
    client: Client, person_id: UUID
) -> None:
    page = (await client.get(f"{PAGE}/second-factor")).text
    secret = re.search(r'translate="no">([A-Z2-7]+)</code>', page)
    assert secret is not None
    data = {"deed": "confirm", "form_token": token_of(client)}

    wrong = await client.post(f"{PAGE}/second-factor", data=data | {"code": "12"})
    code = pyotp.TOTP(secret[1]).at(NOW)
    done = await client.post(f"{PAGE}/second-factor", data=data | {"code": code})
    later = (await client.get(f"{PAGE}/second-factor")).text
    credentials = await people.get_credentials(person_id)

    assert '<path transform="scale(4)" stroke="#000"' in page
    assert wrong.status_code == 422
    assert (done.status_code, credentials.is_totp_confirmed) == (200, True)
    assert len(credentials.recovery_digests) == RECOVERY_CODES
    assert secret[1] not in later


async def test_a_second_factor_is_removed_with_the_password_alone(client: Client, person_id: UUID) -> None:
    before = await people.get_credentials(person_id)
    after = Credentials(
        person_id=before.person_id, password_hash=before.password_hash, totp_secret="A" * 32, is_totp_confirmed=True
    )
    await people.set_credentials(after, before=before)
    data = {"deed": "remove", "form_token": token_of(client)}

    wrong = await client.post(f"{PAGE}/second-factor", data=data | {"password": "no"})
    kept = (await people.get_credentials(before.person_id)).is_totp_confirmed
    done = await client.post(f"{PAGE}/second-factor", data=data | {"password": PASSWORD})

    assert (wrong.status_code, kept) == (422, True)
    assert done.headers["location"] == f"{PAGE}?done=second-factor-removed"
    assert (await people.get_credentials(before.person_id)).totp_secret == ""


async def test_a_token_is_shown_once_kept_as_a_digest_and_revoked(client: Client, person_id: UUID) -> None:
    data = {"form_token": token_of(client)}

    unnamed = await client.post(PAGE, data=data | {"deed": "token", "token_name": " ", "days": "30"})
    made = await client.post(PAGE, data=data | {"deed": "token", "token_name": "Website", "days": "30"})
    shown = re.search(r'<code class="feed-address" dir="ltr">([^<]+)</code>', made.text)
    token = (await sign_ins.list_api_tokens(person_id))[0]
    again = (await client.get(PAGE)).text
    await client.post(PAGE, data=data | {"deed": "revoke", "token": str(token.id)})
    after = (await sign_ins.list_api_tokens(person_id))[0]

    assert unnamed.status_code == 422
    assert shown is not None
    assert digest(shown[1]) == token.token_digest
    assert shown[1] not in again
    assert (token.holds_at(NOW), after.holds_at(NOW)) == (True, False)


async def test_a_session_of_somebody_else_is_not_ended(client: Client, person_id: UUID) -> None:
    other, _ = await a_member(Role.OFFICER)
    theirs = Session(
        token_digest=digest("theirs"), person_id=other.id, created_at=NOW, last_seen_at=NOW, is_complete=True
    )
    await sign_ins.add_session(theirs)
    data = {"deed": "session", "session": theirs.token_digest, "form_token": token_of(client)}

    answer = await client.post(PAGE, data=data)

    assert answer.status_code == 422
    assert len(await sign_ins.list_sessions(other.id)) == 1
    assert person_id != other.id


async def test_the_file_of_what_is_held_has_no_secret(client: Client, person_id: UUID) -> None:
    answer = await client.get(f"{PAGE}/held.json")

    found = json.loads(answer.content)
    credentials = await people.get_credentials(person_id)
    assert found["person"]["id"] == str(person_id)
    assert found["memberships"][0]["role"] == "officer"
    assert credentials.password_hash not in answer.text
    assert answer.headers["cache-control"] == "no-store"


async def test_closing_the_account_asks_for_the_password_and_signs_out_everywhere(
    client: Client, person_id: UUID
) -> None:
    await a_member(Role.ADMINISTRATOR)
    data = {"deed": "close", "form_token": token_of(client)}

    wrong = await client.post(PAGE, data=data | {"closing_password": "no"})
    done = await client.post(PAGE, data=data | {"closing_password": PASSWORD})

    assert wrong.status_code == 422
    assert done.headers["location"] == "/en/sign-in?done=signed-out"
    assert not (await people.get(person_id)).is_active
    assert await sign_ins.list_sessions(person_id) == ()

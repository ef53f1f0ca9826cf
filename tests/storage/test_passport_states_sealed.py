"""The migration that seals states of visas which stood open: nothing of them is left, and none is lost."""

import runpy

import pytest

from events_app.credentials.passport_states import with_states
from events_app.credentials.sealing import Sealer
from events_app.domain.delegations import PassportStanding, VisaState
from events_app.settings import resource_dir
from events_app.storage import ddl, delegations
from events_app.storage.database import Database, fetch
from tests.builders import an_edition, an_id
from tests.delegation_builders import KEY, a_member_of_delegation
from tests.planting import plant


async def test_what_stood_open_is_sealed_and_gone(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    await plant(an_edition())
    await delegations.add(a_member_of_delegation())
    await delegations.add(a_member_of_delegation(id=an_id("nothing")))
    await ddl.run(
        "ALTER TABLE delegation_member DROP COLUMN sealed_state",
        "ALTER TABLE delegation_member ADD COLUMN visa {text} NOT NULL DEFAULT ''",
        "ALTER TABLE delegation_member ADD COLUMN passport {text} NOT NULL DEFAULT ''",
    )
    await fetch("UPDATE delegation_member SET visa = 'refused', passport = 'short' WHERE id = {}", an_id("member"))
    forwards = runpy.run_path(str(resource_dir("migrations") / "2026_11_26_76_passport_states.py"))["forwards"]

    monkeypatch.setenv("HOME_COUNTRY", "CN")
    monkeypatch.delenv("SECRETS_KEY", raising=False)
    with pytest.raises(RuntimeError, match="SECRETS_KEY"):
        await forwards()
    monkeypatch.setenv("SECRETS_KEY", KEY)
    await forwards()

    member, nothing = with_states(
        [await delegations.get(an_id(name)) for name in ("member", "nothing")], sealer=Sealer((KEY,))
    )
    rows = await fetch("SELECT * FROM delegation_member")
    assert (member.visa, member.passport) == (VisaState.REFUSED, PassportStanding.SHORT)
    assert (nothing.visa, nothing.passport, nothing.sealed_state) == (None, None, "")
    assert not {"visa", "passport"} & rows[0].keys()
    assert "refused" not in str(rows)

"""The state of visas and how passports stood are sealed like the passports; what stood open is sealed and gone."""

from events_app.credentials.passport_states import sealed_state
from events_app.credentials.sealing import NoKey, Sealer
from events_app.domain.delegations import PassportStanding, PassportState, VisaState
from events_app.settings import environment, read
from events_app.storage import database, ddl

MISSING = "States of visas are kept sealed from now on: set SECRETS_KEY, then migrate again (docs/delegations.md)."


async def forwards() -> None:
    """Seal what is there. Raises RuntimeError, before anything is changed, where there is something and no key."""
    current = database.current()
    rows = await current.fetch("SELECT id, visa, passport FROM delegation_member WHERE visa <> '' OR passport <> ''")
    sealer = Sealer(read(environment()).secrets_keys if rows else ())
    sealed = []
    for row in rows:
        state = PassportState(
            visa=VisaState(row["visa"]) if row["visa"] else None,
            standing=PassportStanding(row["passport"]) if row["passport"] else None,
        )
        try:
            sealed.append((sealed_state(state, row["id"], sealer=sealer), row["id"]))
        except NoKey:
            raise RuntimeError(MISSING) from None
    await ddl.run("ALTER TABLE delegation_member ADD COLUMN sealed_state {text} NOT NULL DEFAULT ''")
    for text, member_id in sealed:
        await current.fetch("UPDATE delegation_member SET sealed_state = {} WHERE id = {}", text, member_id)
    for column in ("visa", "passport"):
        await ddl.run(f"ALTER TABLE delegation_member DROP COLUMN {column}")

"""Where visas and passports of members stand, sealed beside the passports: opened for lists of who may open these.

Opening a state leaves no line in the history: it tells neither number nor dates.
"""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from events_app.credentials.sealing import NoKey, SealBroken, Sealer
from events_app.domain.delegations import Member, PassportState


def sealed_state(state: PassportState, member_id: UUID, *, sealer: Sealer) -> str:
    """Seal it for one member; empty where nothing is known. Raises NoKey."""
    return "" if state.is_empty else sealer.seal(_name(member_id), state.values())


def opened_state(sealed: str, member_id: UUID, *, sealer: Sealer) -> PassportState:
    """Open it; nothing is known where it is empty, or sealed with a key that is not there."""
    if not sealed:
        return PassportState()
    try:
        return PassportState.of(sealer.open(_name(member_id), sealed))
    except (NoKey, SealBroken):
        return PassportState()


def with_states(members: Iterable[Member], *, sealer: Sealer) -> tuple[Member, ...]:
    """Members with where visa and passport stand, to be shown to whoever may open the passports and to nobody else."""
    return tuple(
        replace(member, state=opened_state(member.sealed_state, member.id, sealer=sealer)) for member in members
    )


def _name(member_id: UUID) -> str:
    """So that nothing that was sealed as a passport opens as a state."""
    return f"state {member_id}"

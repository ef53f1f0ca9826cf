"""Members of a delegation by what is sealed: visa, and passports that do not hold long enough.

States are opened for the whole delegation, which has a bound, and the list then chooses among the members found: so its
order and its pages stay those of the database.
"""

import asyncio
from collections.abc import Collection
from dataclasses import replace
from functools import partial
from uuid import UUID

from events_app.credentials.passport_states import opened_state
from events_app.credentials.sealing import Sealer
from events_app.domain.delegations import PassportStanding, PassportState, VisaState
from events_app.storage.delegations import list_sealed_states
from events_app.storage.desk_delegations import Lack, Wanted

TOO_SHORT = frozenset({PassportStanding.SHORT, PassportStanding.EXPIRED})


async def narrowed(wanted: Wanted, visas: Collection[VisaState], *, sealer: Sealer) -> Wanted:
    """What is wanted, among the members whose visa stands so and who lack what only an opened state tells."""
    if not visas and not {Lack.VISA, Lack.VALIDITY} & set(wanted.lacks):
        return wanted
    sealed = await list_sealed_states(wanted.edition_id)
    found = await asyncio.to_thread(partial(_found, sealed, visas, wanted.lacks, sealer))
    return replace(wanted, ids=found)


def _found(
    sealed: Collection[tuple[UUID, str]], visas: Collection[VisaState], lacks: Collection[Lack], sealer: Sealer
) -> tuple[UUID, ...]:
    def fits(state: PassportState) -> bool:
        return (
            (not visas or state.visa in visas)
            and (Lack.VISA not in lacks or state.visa is None)
            and (Lack.VALIDITY not in lacks or state.standing in TOO_SHORT)
        )

    return tuple(member_id for member_id, text in sealed if fits(opened_state(text, member_id, sealer=sealer)))

"""Applications as lists show them, the officers' and the company's: by edition, unit, state, sector and words."""

from dataclasses import dataclass
from uuid import UUID

from events_app.domain.applications import Application, ApplicationState
from events_app.storage.applications import application_of
from events_app.storage.keyset import Chosen, Place, count_rows, list_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to list; empty means no limit. `unit_ids` None reaches every unit and what belongs to none.

    Drafts are the company's own: only its list (`company_id`) has them, never the officers' queue.
    """

    unit_ids: frozenset[UUID] | None = None
    edition_id: UUID | None = None
    company_id: UUID | None = None
    states: tuple[ApplicationState, ...] = ()
    sector: str = ""
    country: str = ""
    words: str = ""
    is_oldest_first: bool = False


async def list_applications(
    wanted: Wanted, *, after: Place | None = None, before: Place | None = None, limit: int = 50
) -> tuple[Application, ...]:
    """Cases in the order of their last change, latest first unless asked otherwise."""
    rows = await list_rows(
        "application",
        "*",
        _chosen(wanted),
        column="changed_on",
        is_latest_first=not wanted.is_oldest_first,
        after=after,
        before=before,
        limit=limit,
    )
    return tuple(map(application_of, rows))


async def count_applications(wanted: Wanted, *, at_most: int = 1000) -> int:
    """How many cases there are of these, counted up to a bound."""
    return await count_rows("application", _chosen(wanted), at_most=at_most)


def _chosen(wanted: Wanted) -> Chosen:
    chosen = Chosen().among("state", wanted.states)
    if wanted.company_id is None:
        chosen = chosen.with_("state <> {}", ApplicationState.DRAFT.value)
    else:
        chosen = chosen.with_("company = {}", wanted.company_id)
    if wanted.edition_id is not None:
        chosen = chosen.with_("edition = {}", wanted.edition_id)
    if wanted.unit_ids is not None:
        ids = sorted(wanted.unit_ids)
        places = ", ".join("{}" for _ in ids)
        chosen = (
            chosen.with_(f"edition IN (SELECT id FROM edition WHERE unit IN ({places}))", *ids)  # noqa: S608
            if ids
            else chosen.with_("1 = 0")
        )
    for column, value in (("sector", wanted.sector), ("country", wanted.country)):
        if value:
            chosen = chosen.with_(f"{column} = {{}}", value)
    return chosen.with_words(wanted.words)

"""Plans of halls, drawn: where each stand lies, how it looks by its state, and what it is called for who cannot see it.

The plan is never mirrored: a hall is the same in every language.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from uuid import UUID

from events_app.domain.stand_rules import Exhibitor
from events_app.domain.stands import Hall, Stand, StandState
from events_app.domain.texts import Text
from events_app.storage import applications, organisations, stands

UNITS_OF_DM: Final = 2
MARGIN: Final = 6
UNITS_OF_LETTER: Final = 7
"""How wide a letter of a plan is, about."""
ROOM_FOR_COMPANY: Final = 44
LOOKS: Final[Mapping[StandState, str]] = MappingProxyType(
    {
        StandState.AVAILABLE: "free",
        StandState.HELD: "held",
        StandState.OFFERED: "offered",
        StandState.CONFIRMED: "taken",
        StandState.BLOCKED: "blocked",
    }
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One stand as it is drawn, in units of the drawing. `company` is cut so that it fits; `name` is whole."""

    stand: Stand
    look: str
    x: int
    y: int
    width: int
    height: int
    name: Text | None
    company: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class PlanDrawing:
    """One hall with its stands."""

    hall: Hall
    width: int
    height: int
    cells: tuple[Cell, ...]


def drawn(
    hall: Hall,
    found: Iterable[Stand],
    names: Mapping[UUID, Text],
    language: str,
    *,
    chosen: frozenset[UUID] = frozenset(),
    looks: Mapping[StandState, str] = LOOKS,
) -> PlanDrawing:
    """The drawing of a hall; `names` are those of companies by their applications, `chosen` ids of stands."""
    cells = []
    for stand in found:
        if stand.hall_id != hall.id:
            continue
        name = names.get(stand.application_id) if stand.application_id else None
        width, height = stand.width * UNITS_OF_DM, stand.depth * UNITS_OF_DM
        cells.append(
            Cell(
                stand,
                "yours" if stand.id in chosen else looks[stand.state],
                MARGIN + stand.x * UNITS_OF_DM,
                MARGIN + stand.y * UNITS_OF_DM,
                width,
                height,
                name,
                _cut(name.shown(language).text, width) if name and height >= ROOM_FOR_COMPANY else "",
                stand.id in chosen,
            )
        )
    return PlanDrawing(hall, hall.width * UNITS_OF_DM + 2 * MARGIN, hall.depth * UNITS_OF_DM + 2 * MARGIN, tuple(cells))


async def list_exhibitors(edition_id: UUID, language: str) -> tuple[dict[UUID, Exhibitor], dict[UUID, Text]]:
    """Who has stands of an edition, and the names of their companies, by application."""
    cases = await stands.list_exhibiting(edition_id)
    companies = await organisations.list_by_id(case.company_id for case in cases)
    names = {case.id: companies[case.company_id].name for case in cases}
    found = {
        case.id: Exhibitor(case, names[case.id].shown(language).text, tuple(names[case.id].wordings.values()))
        for case in cases
    }
    return found, names


async def find_plan_around(application_id: UUID, language: str) -> tuple[PlanDrawing, ...]:
    """The halls in which an application has stands, drawn with these marked and nobody else named."""
    case = await applications.get(application_id)
    own = await stands.list_of_application(application_id)
    halls = {each.hall_id for each in own}
    if not halls:
        return ()
    found = await stands.list_stands(case.edition_id)
    looks = {state: "free" if state is StandState.AVAILABLE else "service" for state in StandState}
    chosen = frozenset(each.id for each in own)
    return tuple(
        drawn(hall, found, {}, language, chosen=chosen, looks=looks)
        for hall in await stands.list_halls(case.edition_id)
        if hall.id in halls
    )


async def list_public_plan(edition_id: UUID, language: str) -> tuple[PlanDrawing, ...]:
    """The plan of an edition as everybody sees it: confirmed exhibitors by name; nothing where it is not public."""
    if not (await stands.get_plan(edition_id)).is_published:
        return ()
    shown = await stands.list_shown(edition_id)
    companies = await organisations.list_by_id(shown.values())
    names = {application_id: companies[company_id].name for application_id, company_id in shown.items()}
    found = await stands.list_stands(edition_id)
    halls = await stands.list_halls(edition_id)
    drawings = [drawn(hall, found, names, language) for hall in halls]
    return tuple(
        PlanDrawing(each.hall, each.width, each.height, tuple(_public(cell) for cell in each.cells))
        for each in drawings
        if each.cells
    )


def _public(cell: Cell) -> Cell:
    """Whose stand it is where that is confirmed; of all others nothing is told."""
    look = "taken" if cell.name else "free"
    return Cell(cell.stand, look, cell.x, cell.y, cell.width, cell.height, cell.name, cell.company)


def _cut(text: str, width: int) -> str:
    most = max(width // UNITS_OF_LETTER, 1)
    # Signs of Chinese are twice as wide as letters.
    widths = [2 if ord(sign) > 0x2E80 else 1 for sign in text]  # noqa: PLR2004 - where CJK begins
    if sum(widths) <= most:
        return text
    kept, used = "", 1
    for sign, wide in zip(text, widths, strict=True):
        used += wide
        if used > most:
            break
        kept += sign
    return f"{kept.rstrip()}…"

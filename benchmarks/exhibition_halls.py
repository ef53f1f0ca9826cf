"""Made-up halls and applications: rows of stands back to back, aisles between, and what exhibitors ask for."""

from dataclasses import dataclass
from random import Random
from typing import Final

from events_app.domain.applications import StandKind
from events_app.solvers.allotment_problems import (
    AllotmentProblem,
    Application,
    Pair,
    Place,
    Preference,
    Stand,
)

SHELL, RAW = StandKind.SHELL_SCHEME, StandKind.RAW_SPACE
SIZES: Final = ((30, 30, SHELL), (40, 30, SHELL), (60, 30, SHELL), (60, 60, RAW), (90, 60, RAW), (100, 100, RAW))
"""Width, depth and kind."""
SHARES: Final = (48, 22, 12, 10, 5, 3)
BLOCK: Final = 16
"""Stands of a block: two rows back to back."""
AISLE: Final = 30
BLOCKS_A_ROW: Final = 5
STANDS_OF_PAVILION: Final = 32


@dataclass(frozen=True, slots=True)
class Crowd:
    """So many applications for so many stands, in how many halls."""

    applications: int = 500
    stands: int = 600
    halls: int = 4
    seed: int = 1


def a_problem(crowd: Crowd) -> AllotmentProblem:
    """The same for the same crowd."""
    random = Random(crowd.seed)
    stands = _stands(random, crowd)
    applications = tuple(_application(random, number, stands, crowd) for number in range(crowd.applications))
    return AllotmentProblem(
        stands=stands,
        applications=applications,
        wanted=_pairs(random, crowd.applications // 8, applications),
        refused=_pairs(random, crowd.applications // 25, applications),
        competitors=_pairs(random, crowd.applications // 6, applications),
        seed="2027",
    )


def _stands(random: Random, crowd: Crowd) -> tuple[Stand, ...]:
    found: list[Stand] = []
    blocks = -(-crowd.stands // BLOCK)
    sizes = [size for size, share in zip(SIZES, SHARES, strict=True) for _ in range(-(-blocks * share // 100))]
    random.shuffle(sizes)
    depth = max(size[1] for size in SIZES) * 2 + AISLE
    for block in range(blocks):
        hall, place = block % crowd.halls, block // crowd.halls
        width, deep, kind = sizes[block]
        left = place % BLOCKS_A_ROW * (BLOCK // 2 * SIZES[-1][0] + AISLE)
        for number in range(BLOCK):
            column, row = number // 2, number % 2
            found.append(
                Stand(
                    key=f"{block}-{number}".encode(),
                    hall=hall,
                    x=left + column * width,
                    y=place // BLOCKS_A_ROW * depth + row * deep,
                    width=width,
                    depth=deep,
                    area_m2=width * deep // 100,
                    kind=kind,
                    open_sides=2 if column in {0, BLOCK // 2 - 1} else 1,
                    pavilion=_pavilion(block, sizes),
                    zone=hall * 2 + (place % 2),
                )
            )
    return tuple(found[: crowd.stands])


def _pavilion(block: int, sizes: list[tuple[int, int, StandKind]]) -> int | None:
    """Two blocks of the smallest stands each, where there are enough."""
    smallest = [place for place, size in enumerate(sizes) if size == SIZES[0]]
    at = smallest.index(block) if block in smallest else len(smallest)
    pavilion = at // (STANDS_OF_PAVILION // BLOCK)
    return pavilion if pavilion < len(smallest) // 6 else None


def _application(random: Random, number: int, stands: tuple[Stand, ...], crowd: Crowd) -> Application:
    like = random.choice(stands)
    wanted = random.choices((1, 2, 3, 4, 6, 10), (86, 8, 3, 1.5, 1, 0.5))[0]
    if like.kind == RAW:
        wanted = min(wanted, 2)
    return Application(
        key=f"application {number}".encode(),
        area_m2=wanted * random.choice((like.area_m2, like.area_m2, max(1, like.area_m2 * 9 // 10))),
        stands=wanted,
        kind=like.kind,
        open_sides=random.choices((1, 2), (70, 30))[0],
        pavilion=like.pavilion,
        preferences=_preferences(random, stands, crowd),
        priority=number,
    )


def _preferences(random: Random, stands: tuple[Stand, ...], crowd: Crowd) -> tuple[Preference, ...]:
    found = []
    for rank in range(1, random.choice((0, 1, 2, 3)) + 1):
        place = random.choice(list(Place))
        length = {Place.STAND: len(stands), Place.HALL: crowd.halls, Place.ZONE: crowd.halls * 2}[place]
        found.append(Preference(place, random.randrange(length), rank))
    return tuple(found)


def _pairs(random: Random, number: int, applications: tuple[Application, ...]) -> tuple[Pair, ...]:
    """Between applications for the same kind."""
    found: list[Pair] = []
    while len(found) < number:
        one, other = random.sample(range(len(applications)), 2)
        if applications[one].kind == applications[other].kind:
            found.append((one, other))
    return tuple(found)

"""What the authority has decided about countries and regions, as this process knows it.

`edge.policies` reads the decisions from the database and puts them here; the neighbours `countries` and `groups` let
them stand before the facts that packages ship. As the database itself, there is one set in a process.
"""

from typing import ClassVar

from events_app.domain.country_policies import Policies

NOTHING_DECIDED = Policies()


class InForce:
    """The decisions in force; `generation` tells what was made from them apart from what is to be made anew."""

    now: ClassVar[Policies] = NOTHING_DECIDED
    generation: ClassVar[int] = 0


def in_force() -> Policies:
    """Decisions in force in this process."""
    return InForce.now


def generation() -> int:
    """A number that changes whenever other decisions come into force: part of the key of what is kept of them."""
    return InForce.generation


def use(policies: Policies) -> None:
    """Put decisions in force, in place of all before."""
    InForce.now = policies
    InForce.generation += 1

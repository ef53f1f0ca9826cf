"""Letters with which the authority asks a consulate for the visas of a delegation: what is decided for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from events_app.domain.delegations import MemberRole
from events_app.domain.messages import N_, P_, Message
from events_app.domain.refusals import InvalidValue

LONGEST_RECEIVER: Final = 500
LONGEST_SIGNER: Final = 120
MOST_LETTERS: Final = 500
"""In one file."""


class CostBearer(StrEnum):
    """Who pays for a journey."""

    SENDER = "sender"
    AUTHORITY = "authority"
    HOST = "host"
    TRAVELLER = "traveller"


COST_BEARER_NAMES: Mapping[CostBearer, Message] = MappingProxyType(
    {
        CostBearer.SENDER: P_("who bears the costs", "The company or office that sends the member"),
        CostBearer.AUTHORITY: P_("who bears the costs", "The authority"),
        CostBearer.HOST: P_("who bears the costs", "The organiser of the exhibition"),
        CostBearer.TRAVELLER: P_("who bears the costs", "The travellers themselves"),
    }
)
PURPOSES: Mapping[MemberRole, Message] = MappingProxyType(
    {
        MemberRole.HEAD: P_("purpose of a journey", "To lead the delegation at the exhibition"),
        MemberRole.OFFICIAL: P_("purpose of a journey", "To hold official talks during the exhibition"),
        MemberRole.EXHIBITOR: P_("purpose of a journey", "To show products and technology at the company’s stand"),
        MemberRole.SPEAKER: P_("purpose of a journey", "To speak in the programme of the exhibition"),
        MemberRole.INTERPRETER: P_("purpose of a journey", "To interpret for the delegation"),
        MemberRole.TECHNICIAN: P_("purpose of a journey", "To set up, run and dismantle the stand"),
        MemberRole.PRESS: P_("purpose of a journey", "To report on the exhibition"),
    }
)


class StayOdd(InvalidValue):
    """A stay that does not cover the exhibition the right way round."""

    message = N_("The end is before the start.")


class NoPassports(InvalidValue):
    """Nobody of those chosen has passport data: a consulate could not tell who is meant."""

    message = N_("None of these members has passport data yet: enter them first.")


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterPlan:
    """What an officer decides for the letters: language, receiver (none: the consular section), stay, costs, signer."""

    language: str
    receiver: tuple[str, ...]
    arrives_on: date
    leaves_on: date
    costs: CostBearer
    signer: tuple[str, ...]

    def __post_init__(self) -> None:
        """Raise StayOdd."""
        if self.leaves_on < self.arrives_on:
            raise StayOdd

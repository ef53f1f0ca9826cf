"""Matching programmes in words: marks of states, signs of numbers, and all names that their pages need."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from events_app.domain.companies import SIZE_NAMES
from events_app.domain.matching import EXCLUSION_WORDS
from events_app.domain.programmes import (
    COUNTRY_CLASS_NAMES,
    FORCE_NAMES,
    PROGRAMME_KIND_NAMES,
    PROGRAMME_STATE_NAMES,
    ProgrammeState,
)
from events_app.domain.proposal_results import BOUND_WORDS, LEVEL_NAMES, WHY_WORDS
from events_app.domain.proposals import FAULT_WORDS, PROPOSAL_STATE_NAMES, STEP_NAMES, ProposalState

S = ProposalState
PROPOSAL_RINGS: Final[Mapping[ProposalState, str]] = MappingProxyType(
    {
        S.QUEUED: "draft",
        S.RUNNING: "running",
        S.DONE: "open",
        S.STOPPED: "cancelled",
        S.FAILED: "cancelled",
        S.PARTLY_ACCEPTED: "provisional",
        S.ACCEPTED: "confirmed",
    }
)
"""The mark beside the words of a state."""
PROGRAMME_RINGS: Final[Mapping[ProgrammeState, str]] = MappingProxyType(
    {ProgrammeState.OPEN: "open", ProgrammeState.CLOSED: "held"}
)
WORDS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "kind_names": PROGRAMME_KIND_NAMES,
        "programme_states": PROGRAMME_STATE_NAMES,
        "programme_rings": PROGRAMME_RINGS,
        "proposal_states": PROPOSAL_STATE_NAMES,
        "proposal_rings": PROPOSAL_RINGS,
        "class_names": COUNTRY_CLASS_NAMES,
        "size_names": SIZE_NAMES,
        "force_names": FORCE_NAMES,
        "why_words": WHY_WORDS,
        "exclusion_words": EXCLUSION_WORDS,
        "bound_words": BOUND_WORDS,
        "level_names": LEVEL_NAMES,
        "step_names": STEP_NAMES,
        "fault_words": FAULT_WORDS,
    }
)
"""What templates need to word a programme or a proposal."""

"""Technology needs in words: the mark of a state, what is next, and the facts of a content."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from events_app.domain.messages import N_, P_, Message
from events_app.domain.needs import VISIBILITY_NAMES, Need, NeedContent, NeedState
from events_app.domain.offers import FORM_NAMES
from events_app.domain.sectors import FIELDS
from events_app.edge.offer_words import TRL_NAMES

S = NeedState

NEED_RINGS: Final[Mapping[NeedState, str]] = MappingProxyType(
    {
        S.DRAFT: "draft",
        S.IN_REVIEW: "open",
        S.RETURNED: "provisional",
        S.APPROVED: "confirmed",
        S.WITHDRAWN: "cancelled",
    }
)
"""The mark beside the words of a state."""
NEXT_WORDS: Final[Mapping[NeedState, Message]] = MappingProxyType(
    {
        S.DRAFT: N_("Submit it for review when it is complete. Until then nobody else sees what you wrote."),
        S.IN_REVIEW: N_("An officer reviews it; you are told by mail. You need do nothing."),
        S.RETURNED: N_("Change what the officer names, and submit it again."),
        S.APPROVED: P_("technology need", "It is shown. Before the approval ends you are reminded to renew it."),
        S.WITHDRAWN: N_("Nobody sees it. Edit it to take it up again."),
    }
)
EXPIRED_WORDS: Final = N_("The approval has ended, so nobody sees it. Renew it, or change it and submit it again.")
OVER_WORDS: Final = N_("Your own last day has passed, so nobody sees it. Give a later one to show it again.")


def next_words(need: Need, today: date) -> Message:
    """What is next for the partner, and who acts."""
    if need.state is S.APPROVED and need.wanted_until is not None and need.wanted_until < today:
        return OVER_WORDS
    return EXPIRED_WORDS if need.state is S.APPROVED and need.has_expired(today) else NEXT_WORDS[need.state]


def facts_of(need: Need, content: NeedContent, today: date) -> dict[str, Any]:
    """What templates need to show a content of a need."""
    return {
        "content": content,
        "need": need,
        "trl_names": TRL_NAMES,
        "form_names": FORM_NAMES,
        "visibility_names": VISIBILITY_NAMES,
        "content_fields": [FIELDS[number] for number in content.fields],
        "rings": NEED_RINGS,
        "is_shown": need.is_shown(today),
        "has_expired": need.has_expired(today),
    }

"""Technology offers in words: readiness levels, the mark of a state, what is next, and the facts of a content."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from events_app.domain.intellectual_property import IP_NAMES, IpRight
from events_app.domain.messages import N_, P_, Message
from events_app.domain.offers import FORM_NAMES, VISIBILITY_NAMES, Content, Offer, OfferState
from events_app.domain.projects import EXPORT_CLASS_NAMES, ExportClass
from events_app.domain.sectors import FIELDS
from events_app.edge.paging import Cursor

S = OfferState

TRL_NAMES: Final[Mapping[int, Message]] = MappingProxyType(
    {
        1: P_("readiness level", "1 – basic principles observed"),
        2: P_("readiness level", "2 – concept formulated"),
        3: P_("readiness level", "3 – concept proved by experiment"),
        4: P_("readiness level", "4 – validated in the laboratory"),
        5: P_("readiness level", "5 – validated in a relevant environment"),
        6: P_("readiness level", "6 – demonstrated in a relevant environment"),
        7: P_("readiness level", "7 – prototype demonstrated in operation"),
        8: P_("readiness level", "8 – system complete and qualified"),
        9: P_("readiness level", "9 – proven in operation"),
    }
)
"""Technology readiness levels, after ISO 16290 and the definitions of Horizon Europe, in short."""
OFFER_RINGS: Final[Mapping[OfferState, str]] = MappingProxyType(
    {
        S.DRAFT: "draft",
        S.IN_REVIEW: "open",
        S.RETURNED: "provisional",
        S.APPROVED: "confirmed",
        S.WITHDRAWN: "cancelled",
    }
)
"""The mark beside the words of a state."""
NEXT_WORDS: Final[Mapping[OfferState, Message]] = MappingProxyType(
    {
        S.DRAFT: N_("Submit it for review when it is complete. Until then nobody else sees what you wrote."),
        S.IN_REVIEW: N_("An officer reviews it; you are told by mail. You need do nothing."),
        S.RETURNED: N_("Change what the officer names, and submit it again."),
        S.APPROVED: N_("It is shown. Before the approval ends you are reminded to renew it."),
        S.WITHDRAWN: N_("Nobody sees it. Edit it to take it up again."),
    }
)
EXPIRED_WORDS: Final = N_("The approval has ended, so nobody sees it. Renew it, or change it and submit it again.")
EXPORT_WORDS: Final[Mapping[ExportClass, Message]] = MappingProxyType(
    {
        ExportClass.UNCLASSIFIED: N_("Not classified yet: have the technology classified before you negotiate."),
        ExportClass.RESTRICTED: N_("Restricted: negotiations need a licence letter of intent first."),
        ExportClass.DUAL_USE: N_("Dual use: an export licence is needed."),
        ExportClass.PROHIBITED: N_("Prohibited from export: this technology cannot be offered."),
    }
)
"""What a class means for who offers."""
LICENCE_ENDED: Final = N_("The export licence has ended.")
RIGHT_ENDED: Final = N_("A right that is named has expired.")


def next_words(offer: Offer, today: date) -> Message:
    """What is next for the company, and who acts."""
    return EXPIRED_WORDS if offer.state is S.APPROVED and offer.has_expired(today) else NEXT_WORDS[offer.state]


def warnings_of(content: Content, today: date) -> tuple[Message, ...]:
    """What a reviewer and the company look at again."""
    found: list[Message] = []
    if content.export_class in EXPORT_WORDS and not content.licence_number:
        found.append(EXPORT_WORDS[content.export_class])
    if content.licence_until is not None and content.licence_until < today:
        found.append(LICENCE_ENDED)
    if any(right.expires_on is not None and right.expires_on < today for right in content.ip_rights):
        found.append(RIGHT_ENDED)
    return tuple(found)


def facts_of(offer: Offer, content: Content, today: date) -> dict[str, Any]:
    """What templates need to show a content of an offer."""
    return {
        "content": content,
        "offer": offer,
        "warnings": warnings_of(content, today),
        "trl_names": TRL_NAMES,
        "form_names": FORM_NAMES,
        "ip_names": IP_NAMES,
        "rights_in_force": [_in_force(right, today) for right in content.ip_rights],
        "export_names": EXPORT_CLASS_NAMES,
        "visibility_names": VISIBILITY_NAMES,
        "content_fields": [FIELDS[number] for number in content.fields],
        "rings": OFFER_RINGS,
        "is_shown": offer.is_shown(today),
        "has_expired": offer.has_expired(today),
    }


def by_approval(offer: Offer) -> Cursor:
    """Place of an approved offer in lists for readers."""
    return Cursor((offer.approved_at or offer.modified_at).date(), offer.id)


def _in_force(right: IpRight, today: date) -> bool:
    return right.is_in_force(today)

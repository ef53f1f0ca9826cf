"""The history: who did what to which object, when, with what before and after. Lines are only ever added.

The public change log (`domain.changes`) tells readers what matters to them; this tells the authority everything.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum, StrEnum
from typing import Any
from uuid import UUID

from events_app.domain.messages import P_, Message
from events_app.domain.rights import Noun
from events_app.domain.texts import Text

UNTOLD = frozenset({"version", "modified_at", "created_at", "id"})
"""Fields that change with every saving and say nothing."""


class Deed(StrEnum):
    """What was done."""

    ADDED = "added"
    CHANGED = "changed"
    PUBLISHED = "published"
    UNPUBLISHED = "unpublished"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    REMOVED = "removed"
    DECIDED = "decided"
    TRANSLATED = "translated"
    IMPORTED = "imported"
    EXPORTED = "exported"
    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGNED_OUT = "signed_out"
    REFUSED = "refused"
    INVITED = "invited"
    JOINED = "joined"
    LEFT = "left"
    CLOSED = "closed"
    ANONYMISED = "anonymised"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of a deed
    SECOND_FACTOR_SET = "second_factor_set"
    SECOND_FACTOR_REMOVED = "second_factor_removed"
    TOKEN_MADE = "token_made"  # noqa: S105 - the name of a deed
    TOKEN_REVOKED = "token_revoked"  # noqa: S105 - the name of a deed
    RETRIED = "retried"
    WITHDRAWN = "withdrawn"
    SEEN = "seen"
    BADGE_MADE = "badge_made"
    BADGE_REVOKED = "badge_revoked"
    ADMITTED = "admitted"
    SCANNED = "scanned"
    REMINDED = "reminded"


DEED_NAMES: dict[Deed, Message] = {
    Deed.ADDED: P_("deed", "Added"),
    Deed.CHANGED: P_("deed", "Changed"),
    Deed.PUBLISHED: P_("deed", "Published"),
    Deed.UNPUBLISHED: P_("deed", "Taken back from the public"),
    Deed.POSTPONED: P_("deed", "Postponed"),
    Deed.CANCELLED: P_("deed", "Cancelled"),
    Deed.REMOVED: P_("deed", "Removed"),
    Deed.DECIDED: P_("deed", "Decided"),
    Deed.TRANSLATED: P_("deed", "Translated"),
    Deed.IMPORTED: P_("deed", "Imported"),
    Deed.EXPORTED: P_("deed", "Exported"),
    Deed.SIGNED_IN: P_("deed", "Signed in"),
    Deed.SIGN_IN_FAILED: P_("deed", "Failed to sign in"),
    Deed.SIGNED_OUT: P_("deed", "Signed out"),
    Deed.REFUSED: P_("deed", "Refused access"),
    Deed.INVITED: P_("deed", "Invited"),
    Deed.JOINED: P_("deed", "Joined"),
    Deed.LEFT: P_("deed", "Left"),
    Deed.CLOSED: P_("deed", "Closed"),
    Deed.ANONYMISED: P_("deed", "Personal data removed"),
    Deed.PASSWORD_CHANGED: P_("deed", "Password changed"),
    Deed.SECOND_FACTOR_SET: P_("deed", "Second factor set up"),
    Deed.SECOND_FACTOR_REMOVED: P_("deed", "Second factor removed"),
    Deed.TOKEN_MADE: P_("deed", "API token made"),
    Deed.TOKEN_REVOKED: P_("deed", "API token revoked"),
    Deed.RETRIED: P_("deed", "Tried again"),
    Deed.WITHDRAWN: P_("deed", "Withdrawn"),
    Deed.SEEN: P_("deed", "Looked at"),
    Deed.BADGE_MADE: P_("deed", "Badge made"),
    Deed.BADGE_REVOKED: P_("deed", "Badge revoked"),
    Deed.ADMITTED: P_("deed", "Admitted at the door"),
    Deed.SCANNED: P_("deed", "Scanned at a stand"),
    Deed.REMINDED: P_("deed", "Reminded of a deadline"),
}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field: plain values (strings, numbers, lists, mappings of them, None) before and after."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One line. `owner` is the organisation that the object belongs to; `label` what it was called then."""

    id: UUID
    at: datetime
    person_id: UUID | None
    noun: Noun
    object_id: UUID | None
    owner: UUID | None
    deed: Deed
    label: str = ""
    changes: tuple[FieldChange, ...] = ()


def differences(old: object | None, new: object | None) -> tuple[FieldChange, ...]:
    """Fields in which two values of one dataclass differ, as plain values; None stands for nothing there."""
    before, after = (_fields(value) for value in (old, new))
    names = [name for name in dict.fromkeys((*before, *after)) if name not in UNTOLD]
    return tuple(
        FieldChange(name, before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)
    )


def _fields(value: object | None) -> dict[str, Any]:
    if not is_dataclass(value) or isinstance(value, type):
        return {}
    told = {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    return {name: told_value for name, told_value in told.items() if told_value not in (None, "", [], {})}


def plain(value: object) -> Any:  # noqa: ANN401, PLR0911 - one line for each type; JSON has no narrower type
    """Return a value of the domain in JSON's types."""
    match value:
        case Text():
            return dict(value.wordings)
        case Enum():
            return value.value
        case None | bool() | int() | float() | str():
            return value
        case datetime() | date() | time():
            return value.isoformat()
        case UUID():
            return str(value)
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case tuple() | list():
            return [plain(item) for item in value]
        case frozenset() | set():
            return sorted((plain(item) for item in value), key=str)
        case _ if is_dataclass(value):
            return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
        case _:
            return str(value)

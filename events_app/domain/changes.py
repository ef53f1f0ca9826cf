"""What changed about an edition or project, as readers are told: named aspects with before and after.

Wording is not logged word by word; a change of it is one aspect without values.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from events_app.domain.calendar import Subject
from events_app.domain.exhibitions import Deadline, Edition
from events_app.domain.messages import P_, Message
from events_app.domain.projects import Project
from events_app.domain.texts import Text


class Aspect(StrEnum):
    """What may change. The values before and after are ISO 8601 dates or moments, codes, or texts by language."""

    ADDED = "added"
    PUBLISHED = "published"
    DAYS = "days"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    CONFIRMED = "confirmed"
    PLACE = "place"
    ONLINE = "online"
    HOURS = "hours"
    PROGRAMME = "programme"
    DEADLINE = "deadline"
    STAGE = "stage"
    MILESTONES = "milestones"
    WORDING = "wording"


ASPECT_NAMES: dict[Aspect, Message] = {
    Aspect.ADDED: P_("change", "Added to the calendar"),
    Aspect.PUBLISHED: P_("change", "Published"),
    Aspect.DAYS: P_("change", "Dates"),
    Aspect.POSTPONED: P_("change", "Postponed"),
    Aspect.CANCELLED: P_("change", "Cancelled"),
    Aspect.CONFIRMED: P_("change", "Dates confirmed by the organiser"),
    Aspect.PLACE: P_("change", "Place"),
    Aspect.ONLINE: P_("change", "Taking part online"),
    Aspect.HOURS: P_("change", "Opening hours"),
    Aspect.PROGRAMME: P_("change", "Programme"),
    Aspect.DEADLINE: P_("change", "Deadline"),
    Aspect.STAGE: P_("change", "Stage"),
    Aspect.MILESTONES: P_("change", "Milestones"),
    Aspect.WORDING: P_("change", "Wording"),
}


@dataclass(frozen=True, slots=True)
class AspectChange:
    """One aspect; `detail` names the deadline's kind; `before` and `after` are as Aspect says, or empty."""

    aspect: Aspect
    before: str = ""
    after: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One line of a public change log: what changed at `at`, with a note that the organiser may add."""

    id: UUID
    subject: Subject
    subject_id: UUID
    at: datetime
    aspects: tuple[AspectChange, ...]
    note: Text


def edition_changes(old: Edition | None, new: Edition) -> tuple[AspectChange, ...]:
    """Aspects in which a public edition differs from what the public saw before (None or a draft: nothing)."""
    if not new.is_public:
        return ()
    if old is None or not old.is_public:
        return (AspectChange(Aspect.ADDED),)
    return tuple(_edition_aspects(old, new))


def _edition_aspects(old: Edition, new: Edition) -> Iterator[AspectChange]:
    before, after = _days(old), _days(new)
    if new.status != old.status and new.status.value in {"postponed", "cancelled"}:
        yield AspectChange(Aspect(new.status.value), before if before != after else "", after)
    elif before != after:
        yield AspectChange(Aspect.DAYS, before, after)
    if new.status != old.status and new.status.value == "published":
        yield AspectChange(Aspect.PUBLISHED)
    if new.dates_confirmed and not old.dates_confirmed:
        yield AspectChange(Aspect.CONFIRMED)
    if (old.country, old.city, old.venue, old.zone) != (new.country, new.city, new.venue, new.zone):
        yield AspectChange(Aspect.PLACE)
    if old.online != new.online:
        yield AspectChange(Aspect.ONLINE)
    if old.hours != new.hours and before == after:
        yield AspectChange(Aspect.HOURS)
    if old.sessions != new.sessions:
        yield AspectChange(Aspect.PROGRAMME)
    yield from _deadline_aspects(old.deadlines, new.deadlines)
    # The reason of a change of status is told with that change.
    reason = old.reason if new.status != old.status else new.reason
    if (old.name, old.summary, old.reason, old.organiser) != (new.name, new.summary, reason, new.organiser):
        yield AspectChange(Aspect.WORDING)


def _deadline_aspects(old: tuple[Deadline, ...], new: tuple[Deadline, ...]) -> Iterator[AspectChange]:
    before = {deadline.id: deadline for deadline in old}
    after = {deadline.id: deadline for deadline in new}
    for key in dict.fromkeys((*before, *after)):
        was, now = before.get(key), after.get(key)
        if (was and (was.at, was.zone)) != (now and (now.at, now.zone)):
            known = now or was
            yield AspectChange(Aspect.DEADLINE, _at(was), _at(now), known.kind.value if known else "")


def project_changes(old: Project | None, new: Project) -> tuple[AspectChange, ...]:
    """Aspects in which a public project differs from what the public saw before (None or internal: nothing)."""
    if not new.is_public:
        return ()
    if old is None or not old.is_public:
        return (AspectChange(Aspect.ADDED),)
    found: list[AspectChange] = []
    if old.stage != new.stage:
        found.append(AspectChange(Aspect.STAGE, old.stage.value, new.stage.value))
    if old.public_milestones != new.public_milestones:
        found.append(AspectChange(Aspect.MILESTONES))
    if (old.name, old.summary) != (new.name, new.summary):
        found.append(AspectChange(Aspect.WORDING))
    return tuple(found)


def _days(edition: Edition) -> str:
    return f"{edition.days.first.isoformat()}/{edition.days.last.isoformat()}"


def _at(deadline: Deadline | None) -> str:
    """The moment with its offset, in its zone, so that it can be shown without looking the deadline up."""
    return f"{deadline.at.isoformat()}[{deadline.zone}]" if deadline else ""

"""The public change log in words: each aspect that changed as one whole sentence, with what was before and after.

What changed is decided in `domain.changes`. A value that is missing, or that nobody can read any more, is left out of
its sentence; the sentence stays true.
"""

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from events_app.domain.changes import Aspect, AspectChange, Change
from events_app.domain.exhibitions import DEADLINE_NAMES, DeadlineKind
from events_app.domain.messages import N_, Message
from events_app.domain.projects import STAGE_NAMES, Stage
from events_app.domain.texts import Text
from events_app.i18n.dates import day_range, moment
from events_app.i18n.zones import zone_name

Say = Callable[..., str]
Wordings = tuple[Message, Message, Message, Message]
"""With both values, with the new one alone, with the old one alone, with none."""

PLAIN: dict[Aspect, Message] = {
    Aspect.ADDED: N_("Added to the calendar."),
    Aspect.PUBLISHED: N_("No longer postponed or cancelled."),
    Aspect.CANCELLED: N_("Cancelled."),
    Aspect.CONFIRMED: N_("The organiser has confirmed the dates."),
    Aspect.PLACE: N_("The place has changed."),
    Aspect.HOURS: N_("The opening hours have changed."),
    Aspect.PROGRAMME: N_("The programme has changed."),
    Aspect.MILESTONES: N_("The milestones have changed."),
    Aspect.WORDING: N_("The wording has changed."),
}
VALUED: dict[Aspect, Wordings] = {
    Aspect.DAYS: (
        N_("The dates are now %(after)s; before, they were %(before)s."),
        N_("The dates are now %(after)s."),
        N_("The dates have changed; before, they were %(before)s."),
        N_("The dates have changed."),
    ),
    Aspect.POSTPONED: (
        N_("Postponed to %(after)s; before, the dates were %(before)s."),
        N_("Postponed to %(after)s."),
        N_("Postponed; before, the dates were %(before)s."),
        N_("Postponed."),
    ),
    Aspect.DEADLINE: (
        N_("“%(deadline)s” is now due on %(after)s; before, it was %(before)s."),
        N_("“%(deadline)s” is due on %(after)s."),
        N_("“%(deadline)s” no longer applies; before, it was due on %(before)s."),
        N_("“%(deadline)s” has changed."),
    ),
    Aspect.STAGE: (
        N_("The stage is now “%(after)s”; before, it was “%(before)s”."),
        N_("The stage is now “%(after)s”."),
        N_("The stage has changed; before, it was “%(before)s”."),
        N_("The stage has changed."),
    ),
}
A_DEADLINE = N_("A deadline has changed.")
_MOMENT = re.compile(r"(?P<at>[^\[\]]+)\[(?P<zone>[^\[\]]+)\]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log as it is shown: when, the sentences, and the organiser's note."""

    at: datetime
    sentences: tuple[str, ...]
    note: Text


def worded(changes: Iterable[Change], language: str, say: Say) -> tuple[Line, ...]:
    """Word a change log in the order given; `say` translates a message with its parameters into `language`."""
    return tuple(
        Line(change.at, tuple(_sentence(aspect, language, say) for aspect in change.aspects), change.note)
        for change in changes
    )


def _sentence(change: AspectChange, language: str, say: Say) -> str:
    if change.aspect in PLAIN:
        return say(PLAIN[change.aspect])
    named: dict[str, str] = {}
    if change.aspect is Aspect.DEADLINE:
        if change.detail not in set(DeadlineKind):
            return say(A_DEADLINE)
        named["deadline"] = say(DEADLINE_NAMES[DeadlineKind(change.detail)])
    before = _value(change.aspect, change.before, language, say)
    after = _value(change.aspect, change.after, language, say)
    both, new, old, neither = VALUED[change.aspect]
    message = (both if before else new) if after else old if before else neither
    given = {name: value for name, value in (("before", before), ("after", after)) if value}
    return say(message, **named, **given)


def _value(aspect: Aspect, value: str, language: str, say: Say) -> str:
    """The value as people write it; empty for one that cannot be read."""
    with suppress(ValueError, LookupError, OSError):
        if aspect is Aspect.STAGE:
            return say(STAGE_NAMES[Stage(value)])
        if aspect is Aspect.DEADLINE:
            return _moment(value, language)
        first, last = (date.fromisoformat(day) for day in value.split("/"))
        return day_range(first, last, language)
    return ""


def _moment(value: str, language: str) -> str:
    """Day, hour and zone of "2027-03-18T17:00:00+08:00[Asia/Shanghai]"."""
    parts = _MOMENT.fullmatch(value)
    if parts is None:
        return ""
    at, zone = datetime.fromisoformat(parts["at"]), parts["zone"]
    return f"{moment(at, zone, language)} ({zone_name(zone, at, language)})"

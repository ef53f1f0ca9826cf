"""A line of a change log in words, for pages and feeds alike: one whole sentence for each aspect that changed.

What counts as a change is the domain's; the organiser's own note to a change is a text and shown as one.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime

from events_app.domain.calendar import Subject
from events_app.domain.changes import Aspect, AspectChange, Change
from events_app.domain.exhibitions import DEADLINE_NAMES, DeadlineKind
from events_app.domain.messages import P_, Message
from events_app.domain.projects import STAGE_NAMES, Stage
from events_app.i18n import dates, zones
from events_app.i18n.catalogues import Catalogues

Params = Mapping[str, str]

PLAIN: Mapping[Subject, Mapping[Aspect, Message]] = {
    Subject.EXHIBITION: {
        Aspect.ADDED: P_("change of an exhibition", "Added to the calendar."),
        Aspect.PUBLISHED: P_("change of an exhibition", "It will take place after all."),
        Aspect.DAYS: P_("change of an exhibition", "The dates have changed."),
        Aspect.POSTPONED: P_("change of an exhibition", "Postponed."),
        Aspect.CANCELLED: P_("change of an exhibition", "Cancelled."),
        Aspect.CONFIRMED: P_("change of an exhibition", "The organiser has confirmed the dates."),
        Aspect.PLACE: P_("change of an exhibition", "The venue or city has changed."),
        Aspect.ONLINE: P_("change of an exhibition", "How to take part online has changed."),
        Aspect.HOURS: P_("change of an exhibition", "The opening hours have changed."),
        Aspect.PROGRAMME: P_("change of an exhibition", "The programme has changed."),
        Aspect.DEADLINE: P_("change of an exhibition", "A deadline has changed."),
        Aspect.WORDING: P_("change of an exhibition", "The description has been revised."),
    },
    Subject.PROJECT: {
        Aspect.ADDED: P_("change of a project", "Added to the calendar."),
        Aspect.STAGE: P_("change of a project", "The stage has changed."),
        Aspect.MILESTONES: P_("change of a project", "The milestones have changed."),
        Aspect.WORDING: P_("change of a project", "The description has been revised."),
    },
}
"""What is said of an aspect whose values are not known."""
DAYS_MOVED = P_("change of an exhibition", "New dates: %(after)s, before: %(before)s.")
POSTPONED = P_("change of an exhibition", "Postponed. New dates: %(after)s, before: %(before)s.")
CANCELLED = P_("change of an exhibition", "Cancelled. It was planned for these dates: %(days)s.")
DEADLINE_MOVED = P_("change of an exhibition", "Deadline moved. %(deadline)s: %(after)s, before: %(before)s.")
DEADLINE_ADDED = P_("change of an exhibition", "New deadline. %(deadline)s: %(after)s.")
DEADLINE_REMOVED = P_("change of an exhibition", "This deadline no longer holds. %(deadline)s: %(before)s.")
STAGE_REACHED = P_("change of a project", "New stage: %(after)s, before: %(before)s.")
MOMENT = P_("moment in the time of a city", "%(moment)s (%(city)s)")


def worded(change: Change, language: str, catalogues: Catalogues) -> list[str]:
    """Sentences in `language`, one for each aspect, in the order of the change; plain text without the note."""

    def say(message: Message, **params: object) -> str:
        return catalogues.translate(language, message, **params)

    return [sentence(change.subject, aspect, language, say) for aspect in change.aspects]


def sentence(subject: Subject, change: AspectChange, language: str, say: Callable[..., str]) -> str:
    """One aspect in a sentence; `say` translates into `language`."""
    # What an older release wrote and nobody can read any more is left out: the sentence stays true.
    with suppress(ValueError, LookupError, OSError):
        if sentence := _with_values(change, language, say):
            return sentence
    return say(PLAIN[subject][change.aspect])


def _with_values(change: AspectChange, language: str, say: Callable[..., str]) -> str:
    """The sentence that tells what was and what is; empty for an aspect without values."""
    before, after = change.before, change.after
    match change.aspect:
        case Aspect.DAYS | Aspect.POSTPONED if before and after:
            message = DAYS_MOVED if change.aspect is Aspect.DAYS else POSTPONED
            return say(message, before=_days(before, language), after=_days(after, language))
        case Aspect.CANCELLED if before or after:
            return say(CANCELLED, days=_days(before or after, language))
        case Aspect.DEADLINE if change.detail and (before or after):
            message = DEADLINE_MOVED if before and after else DEADLINE_ADDED if after else DEADLINE_REMOVED
            moments = {name: _moment(at, language, say) for name, at in (("before", before), ("after", after)) if at}
            return say(message, deadline=say(DEADLINE_NAMES[DeadlineKind(change.detail)]), **moments)
        case Aspect.STAGE if before and after:
            return say(STAGE_REACHED, before=say(STAGE_NAMES[Stage(before)]), after=say(STAGE_NAMES[Stage(after)]))
        case _:
            return ""


def _days(written: str, language: str) -> str:
    """Days as `domain.changes` writes them, "2027-04-05/2027-04-09", in words."""
    first, _, last = written.partition("/")
    return dates.day_range(date.fromisoformat(first), date.fromisoformat(last or first), language)


def _moment(written: str, language: str, say: Callable[..., str]) -> str:
    """A moment as `domain.changes` writes it, "2027-03-01T17:00:00+01:00[Europe/Berlin]", in words."""
    at, _, zone = written.removesuffix("]").partition("[")
    words = dates.moment(datetime.fromisoformat(at), zone, language)
    city = zones.zone_city(zone, language)
    return say(MOMENT, moment=words, city=city) if city else words

"""What happens next with an application, by when, and who acts: each state in the words of the company that applied."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from events_app.domain.applications import Actor, Application, ApplicationState
from events_app.domain.messages import N_, Message

S, A = ApplicationState, Actor


@dataclass(frozen=True, slots=True)
class NextStep:
    """One state explained; `actor` is None where nothing more happens, `by` where no moment is set."""

    words: Message
    actor: Actor | None
    by: datetime | None = None


EXPLAINED: Mapping[ApplicationState, tuple[Message, Actor | None]] = MappingProxyType(
    {
        S.DRAFT: (N_("Complete the application and submit it before applications close."), A.COMPANY),
        S.SUBMITTED: (
            N_("The organiser checks whether the application meets the conditions, and may ask for more."),
            A.ORGANISER,
        ),
        S.RETURNED: (N_("Complete what is asked for and submit the application again."), A.COMPANY),
        S.ELIGIBLE: (N_("The organiser offers a place, or puts the application on the waiting list."), A.ORGANISER),
        S.WAITING: (
            N_("As soon as a place is free that fits, it is offered by the rule that is published for this edition."),
            A.SYSTEM,
        ),
        S.OFFERED: (
            N_("Accept or decline the place. It is kept for you until then, and goes to the next after."),
            A.COMPANY,
        ),
        S.ACCEPTED: (N_("The place is yours. The organiser confirms it when everything is settled."), A.ORGANISER),
        S.STAND_OFFERED: (
            N_("Accept the stand, or say which one you would rather have. Your place is yours either way."),
            A.COMPANY,
        ),
        S.STAND_ACCEPTED: (
            N_("The stand is kept for you. The organiser confirms it when everything is settled."),
            A.ORGANISER,
        ),
        S.DEPOSIT_PAID: (
            N_("The deposit has arrived. The organiser confirms your participation when everything is settled."),
            A.ORGANISER,
        ),
        S.CONFIRMED: (N_("Prepare for the exhibition: its deadlines stand on its page."), A.COMPANY),
        S.TOOK_PART: (N_("Report what came of it."), A.COMPANY),
        S.REPORTED: (N_("The case is closed. Thank you for the report."), None),
        S.WITHDRAWN: (N_("The application is withdrawn. A new one can be made while applications are open."), None),
        S.DECLINED: (N_("The place was declined and has gone to others."), None),
        S.EXPIRED: (
            N_("Nobody acted in time, so the case is closed. A new application can be made while they are open."),
            None,
        ),
        S.REJECTED: (N_("The application was rejected; the reason is given."), None),
        S.NO_SHOW: (N_("The place stayed empty. Write to the organiser if this is wrong."), None),
    }
)


def next_step(application: Application, *, closes_at: datetime | None, starts_at: datetime) -> NextStep:
    """What happens next with a case; applications close at `closes_at`, the edition begins at `starts_at`."""
    words, actor = EXPLAINED[application.state]
    by = {S.DRAFT: closes_at, S.CONFIRMED: starts_at}.get(application.state, application.due_at)
    return NextStep(words, actor, by)

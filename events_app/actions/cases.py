"""Moving one case: saved, written into trail and history, told to the company; inside the caller's transaction."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final
from uuid import UUID, uuid4

from events_app.actions.history import record
from events_app.actions.mail import post
from events_app.domain.admissions import Admission
from events_app.domain.application_steps import Step
from events_app.domain.applications import FINAL, MOVES, Actor, Application, ApplicationState, Move
from events_app.domain.exhibitions import Edition, zone_of
from events_app.domain.history import Deed, FieldChange
from events_app.domain.invitations import Invitation
from events_app.domain.jobs import Job, JobKind
from events_app.domain.letters import LetterKind
from events_app.domain.organisations import Membership, Organisation, Role
from events_app.domain.people import Person
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Asker, Noun
from events_app.domain.texts import Text
from events_app.storage import applications, exhibitions, jobs, organisations, people

LETTERS: Final[Mapping[Move, LetterKind]] = MappingProxyType(
    {
        Move.SUBMIT: LetterKind.APPLICATION_RECEIVED,
        Move.RETURN: LetterKind.APPLICATION_RETURNED,
        Move.FIND_ELIGIBLE: LetterKind.APPLICATION_ELIGIBLE,
        Move.REJECT: LetterKind.APPLICATION_REJECTED,
        Move.PUT_ON_LIST: LetterKind.APPLICATION_LISTED,
        Move.OFFER: LetterKind.PLACE_OFFERED,
        Move.ACCEPT: LetterKind.PLACE_ACCEPTED,
        Move.EXPIRE: LetterKind.APPLICATION_EXPIRED,
        Move.CONFIRM: LetterKind.PLACE_CONFIRMED,
        Move.WITHDRAW: LetterKind.APPLICATION_WITHDRAWN,
    }
)
"""What a move sends to the company; moves without a letter are its own answers, or notes on the day."""

IN_CALENDARS: Final = frozenset({ApplicationState.ACCEPTED, ApplicationState.CONFIRMED})
"""While a case stands here, letters about it put the exhibition into the receiver's calendar."""


async def make_move(
    old: Application,
    move: Move,
    *,
    edition: Edition,
    admission: Admission,
    actor: Actor | None = None,
    reason: str = "",
    by: Asker,
    now: datetime,
) -> Application:
    """Make a move and keep it. Raises ChangedMeanwhile, or what `Application.move` raises."""
    moved = moved_on(old, move, edition=edition, admission=admission, reason=reason, now=now)
    await applications.set_(moved)
    step = Step(
        id=uuid4(),
        application_id=old.id,
        at=now,
        actor=actor or MOVES[move].actor,
        move=move,
        reason=reason.strip(),
        person_id=by.person_id,
    )
    await applications.add_steps([step])
    await _record(old, moved, edition, by=by, now=now)
    await _tell(old, moved, move, edition, reason=reason.strip(), by=by, now=now)
    if moved.due_at is not None:
        await _wake_up(moved, moved.due_at, now=now)
    return moved


def moved_on(
    old: Application, move: Move, *, edition: Edition, admission: Admission, reason: str, now: datetime
) -> Application:
    """The case after a move, with the terms and dates of its edition. Raises what `Application.move` raises."""
    began = now.astimezone(zone_of(edition.zone)).date() >= edition.days.first
    return old.move(move, reason=reason, due_after=admission.term_after(move), first_day_began=began, now=now)


async def get_edition_of(edition_id: UUID) -> Edition:
    """The edition of a case. Raises NotFound."""
    found = (await exhibitions.list_editions_by_id([edition_id])).get(edition_id)
    if found is None:
        raise NotFound
    return found


def letter_params(
    application: Application,
    company: Organisation,
    edition: Edition,
    *,
    old: Application | None = None,
    reason: str,
    by: Asker,
) -> dict[str, object]:
    """What the letters about a case are worded with; the page that shows a letter before it goes uses the same.

    `old` is the case before the move that is told, where there was one: what it had in calendars is taken out again.
    """
    params: dict[str, object] = {
        "title": dict(edition.name.wordings),
        "organisation": dict(company.name.wordings),
        "path": f"company/{company.slug}/applications/{application.id}",
    }
    if reason:
        params["reason"] = {by.person.language if by.person else "en": reason}
    if application.due_at is not None:
        params["expires_at"] = application.due_at.isoformat()
    if application.state in IN_CALENDARS or (old is not None and old.state in IN_CALENDARS):
        params["invitation"] = Invitation.of_place(application, edition).params()
    return params


async def tell_applicants(kind: LetterKind, edition: Edition, *, reason: Text, by: Asker, now: datetime) -> None:
    """Tell every company with a case that goes on what has become of the edition."""
    states = tuple(state for state in ApplicationState if state not in FINAL and state is not ApplicationState.DRAFT)
    cases = await applications.list_of_edition(edition.id, states)
    companies = await organisations.list_by_id(case.company_id for case in cases)
    recipients = await list_recipients_by_company(companies)
    for case in cases:
        params = letter_params(case, companies[case.company_id], edition, reason="", by=by)
        days = [day.isoformat() for day in (edition.days.first, edition.days.last)]
        params |= {"reason": dict(reason.wordings), "days": days}
        for person in recipients[case.company_id]:
            key = f"{kind.value}:{case.id}:{edition.version}:{person.id}"
            await post(kind, to=person, params=params, now=now, key=key)


async def list_recipients(company_id: UUID) -> list[Person]:
    """Who answers for a company and is written to; everybody in it where nobody does."""
    return (await list_recipients_by_company([company_id]))[company_id]


async def list_recipients_by_company(company_ids: Iterable[UUID]) -> dict[UUID, list[Person]]:
    """The same for several companies, in two queries."""
    kept = list(company_ids)
    members: dict[UUID, list[Membership]] = {company_id: [] for company_id in kept}
    for membership in await people.list_memberships(organisation_ids=kept):
        members[membership.organisation_id].append(membership)
    known = await people.list_by_id(each.person_id for own in members.values() for each in own)
    found = {}
    for company_id, own in members.items():
        owners = [each for each in own if each.role is Role.EXPORTER_OWNER]
        written_to = dict.fromkeys(each.person_id for each in owners or own)
        found[company_id] = [known[person_id] for person_id in written_to if known[person_id].is_active]
    return found


async def _record(old: Application, new: Application, edition: Edition, *, by: Asker, now: datetime) -> None:
    """The words of reasons stay in the trail, which belongs to the case; the history says what became of it."""
    change = FieldChange("status", old.state.value, new.state.value)
    deed = Deed.WITHDRAWN if new.state is ApplicationState.WITHDRAWN else Deed.DECIDED
    await record(
        deed,
        Noun.ADMISSION,
        new.id,
        by=by,
        now=now,
        owner=edition.unit_id,
        label=f"{edition.slug} {new.number}",
        changes=(change,),
    )


async def _tell(
    old: Application, application: Application, move: Move, edition: Edition, *, reason: str, by: Asker, now: datetime
) -> None:
    kind = LETTERS.get(move)
    if kind is None or (move is Move.WITHDRAW and application.submitted_at is None):
        return
    company = await organisations.get(application.company_id)
    params = letter_params(application, company, edition, old=old, reason=reason, by=by)
    for person in await list_recipients(application.company_id):
        key = f"{kind.value}:{application.id}:{application.version}:{person.id}"
        await post(kind, to=person, params=params, now=now, key=key)


async def _wake_up(application: Application, at: datetime, *, now: datetime) -> None:
    """Have the worker look at the edition as soon as the case is overdue."""
    job = Job(
        id=uuid4(),
        kind=JobKind.FILL_PLACES,
        payload={"edition": str(application.edition_id)},
        run_at=at,
        created_at=now,
        key=f"fill:{application.id}:{application.version}",
    )
    await jobs.add(job)

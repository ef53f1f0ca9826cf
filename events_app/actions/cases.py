"""Moving cases: saved, written into trail and history, told to the companies; inside the caller's transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final
from uuid import UUID, uuid4

from events_app.actions.history import line_of
from events_app.actions.mail import letter_to
from events_app.domain.admissions import Admission
from events_app.domain.application_steps import Step
from events_app.domain.applications import FINAL, MOVES, TAKING_PART, Actor, Application, ApplicationState, Move
from events_app.domain.exhibitions import Edition, zone_of
from events_app.domain.history import Deed, FieldChange, HistoryLine
from events_app.domain.invitations import Invitation
from events_app.domain.jobs import Job, JobKind
from events_app.domain.letters import LetterKind, letter_job
from events_app.domain.organisations import Membership, Organisation, Role
from events_app.domain.people import Person
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Asker, Noun
from events_app.domain.stands import FOLLOWING
from events_app.domain.texts import Text
from events_app.storage import applications, exhibitions, history, jobs, organisations, people, stands

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
        Move.OFFER_STAND: LetterKind.STAND_OFFERED,
        Move.EXPIRE_STAND: LetterKind.STAND_EXPIRED,
        Move.CONFIRM: LetterKind.PLACE_CONFIRMED,
        Move.WITHDRAW: LetterKind.APPLICATION_WITHDRAWN,
    }
)
"""What a move sends to the company; moves without a letter are its own answers, or notes on the day."""

OF_STANDS: Final = frozenset({LetterKind.STAND_OFFERED, LetterKind.STAND_EXPIRED})
"""Letters that name the stands of a case, as they were before the move."""

OWNERS: Final = frozenset({Role.EXPORTER_OWNER, Role.PARTNER_OWNER})
"""Who answers for an organisation outside the authority."""

IN_CALENDARS: Final = TAKING_PART
"""While a case stands here, letters about it put the exhibition into the receiver's calendar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A move that is decided and not kept yet: the case before and after it, who made it, when and why."""

    old: Application
    new: Application
    move: Move
    actor: Actor
    reason: str = ""
    by: Asker
    now: datetime

    @property
    def letter(self) -> LetterKind | None:
        """What the company is sent; what was never submitted is withdrawn in silence."""
        is_silent = self.move is Move.WITHDRAW and self.new.submitted_at is None
        return None if is_silent else LETTERS.get(self.move)


def decided(
    old: Application,
    move: Move,
    *,
    edition: Edition,
    admission: Admission,
    actor: Actor | None = None,
    reason: str = "",
    by: Asker,
    now: datetime,
) -> Made:
    """Decide a move, and keep nothing yet. Raises what `Application.move` raises."""
    new = moved_on(old, move, edition=edition, admission=admission, reason=reason, now=now)
    return Made(old=old, new=new, move=move, actor=actor or MOVES[move].actor, reason=reason.strip(), by=by, now=now)


async def keep_moves(moves: Sequence[Made], edition: Edition) -> None:
    """Keep moves of different cases of an edition, and tell of them. Raises ChangedMeanwhile: keep none then."""
    if not moves:
        return
    await applications.set_moved(each.new for each in moves)
    await applications.add_steps(
        Step(
            id=uuid4(),
            application_id=each.old.id,
            at=each.now,
            actor=each.actor,
            move=each.move,
            reason=each.reason,
            person_id=each.by.person_id,
        )
        for each in moves
    )
    numbers = await stands.list_numbers(each.old.id for each in moves if each.letter in OF_STANDS)
    await stands.set_following((each.old.id, FOLLOWING[each.move]) for each in moves if each.move in FOLLOWING)
    await history.add(*(_line(each, edition) for each in moves))
    waking = [_waking(each.new, each.new.due_at, now=each.now) for each in moves if each.new.due_at is not None]
    await jobs.add_all([*await _letters(moves, edition, numbers), *waking])


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
    letters = []
    for case in cases:
        params = letter_params(case, companies[case.company_id], edition, reason="", by=by)
        days = [day.isoformat() for day in (edition.days.first, edition.days.last)]
        params |= {"reason": dict(reason.wordings), "days": days}
        for person in recipients[case.company_id]:
            key = f"{kind.value}:{case.id}:{edition.version}:{person.id}"
            letters.append(letter_job(letter_to(person, kind, params), job_id=uuid4(), now=now, key=key))
    await jobs.add_all(letters)


async def list_recipients(company_id: UUID) -> list[Person]:
    """Who answers for a company or a partner and is written to; everybody in it where nobody does."""
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
        owners = [each for each in own if each.role in OWNERS]
        written_to = dict.fromkeys(each.person_id for each in owners or own)
        found[company_id] = [known[person_id] for person_id in written_to if known[person_id].is_active]
    return found


def _line(made: Made, edition: Edition) -> HistoryLine:
    """The words of reasons stay in the trail, which belongs to the case; the history says what became of it."""
    return line_of(
        Deed.WITHDRAWN if made.new.state is ApplicationState.WITHDRAWN else Deed.DECIDED,
        Noun.ADMISSION,
        made.new.id,
        by=made.by,
        now=made.now,
        owner=edition.unit_id,
        label=f"{edition.slug} {made.new.number}",
        changes=(FieldChange("status", made.old.state.value, made.new.state.value),),
    )


async def _letters(moves: Iterable[Made], edition: Edition, numbers: Mapping[UUID, Sequence[str]]) -> list[Job]:
    """Letters of moves; `numbers` of the stands that a case had before its move."""
    told = [(each, each.letter) for each in moves]
    companies = await organisations.list_by_id(each.new.company_id for each, kind in told if kind)
    recipients = await list_recipients_by_company(companies)
    found = []
    for each, kind in told:
        if kind is None:
            continue
        company = companies[each.new.company_id]
        params = letter_params(each.new, company, edition, old=each.old, reason=each.reason, by=each.by)
        if each.new.id in numbers:
            params["stands"] = {"en": ", ".join(numbers[each.new.id])}
        for person in recipients[company.id]:
            key = f"{kind.value}:{each.new.id}:{each.new.version}:{person.id}"
            found.append(letter_job(letter_to(person, kind, params), job_id=uuid4(), now=each.now, key=key))
    return found


def _waking(application: Application, at: datetime, *, now: datetime) -> Job:
    """Have the worker look at the edition as soon as the case is overdue."""
    return Job(
        id=uuid4(),
        kind=JobKind.FILL_PLACES,
        payload={"edition": str(application.edition_id)},
        run_at=at,
        created_at=now,
        key=f"fill:{application.id}:{application.version}",
    )

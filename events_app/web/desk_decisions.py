"""Deciding about applications, one or many: what would happen and which letters would go is shown before it does."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency

from events_app.actions import decisions
from events_app.actions.decisions import Foreseen
from events_app.domain.application_names import APPLICATION_STATE_NAMES, MOVE_NAMES
from events_app.domain.applications import LONGEST_REASON, MOVES, Actor, Application, Move, ReasonNeeded, moves_by
from events_app.domain.letters import Letter
from events_app.domain.organisations import Organisation
from events_app.domain.refusals import NotFound, Refusal
from events_app.domain.rights import NotAllowed, Noun, Right, require_somewhere
from events_app.domain.texts import Text
from events_app.edge.application_words import RINGS
from events_app.edge.desk import Visit, see
from events_app.edge.forms import Form, read_form
from events_app.edge.letters import LetterWriter
from events_app.edge.problems import Problem, problem_of
from events_app.storage import organisations
from events_app.storage.desk_exhibitions import list_names

MOST_AT_ONCE = 100
MOST_LETTERS_SHOWN = 3
"""Letters are shown for as many cases; they differ by name only."""


@dataclass(frozen=True, slots=True)
class ShownLetter:
    """A letter as it will be read."""

    to: str
    subject: str
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Row:
    """One case before or after the decision; `problem` says why it cannot be, or could not."""

    application: Application
    company: Organisation
    edition: Text
    problem: Problem | None
    letters: tuple[ShownLetter, ...] = ()


@post("/applications/decide", include_in_schema=False, status_code=200)
async def decide(visit: NamedDependency[Visit]) -> Response[Any]:
    """Show what a decision would do to the chosen cases; do it once it is confirmed."""
    require_somewhere(visit.asker, Right.DECIDE, Noun.ADMISSION)
    form = await read_form(visit.request)
    move = form.choice("move", Move)
    versions = _chosen(form)
    if move is None or move not in moves_by(Actor.ORGANISER) or not versions:
        return see("desk/applications", done="nothing")
    reason = form.words("reason", most=LONGEST_REASON)
    if form.ticked("confirmed"):
        if MOVES[move].needs_reason and not reason:
            form.problems.setdefault("reason", problem_of(ReasonNeeded()))
        if form.is_good:
            return await _done(visit, move, reason, versions)
    foreseen = await decisions.foresee(versions, move, reason=reason, by=visit.asker, now=visit.now)
    if not foreseen:
        raise NotFound
    rows = await _rows(foreseen)
    shown = {found.application.id: _letters(visit, found) for found in foreseen[:MOST_LETTERS_SHOWN]}
    return visit.page(
        "desk/applications/decide.html",
        status_code=200 if form.is_good else 422,
        move=move,
        name=MOVE_NAMES[move],
        needs_reason=MOVES[move].needs_reason,
        form=form,
        rows=[Row(r.application, r.company, r.edition, r.problem, shown.get(r.application.id, ())) for r in rows],
        possible=sum(row.problem is None for row in rows),
        letter_count=sum(len(found.letters) for found in foreseen),
        state_names=APPLICATION_STATE_NAMES,
        rings=RINGS,
    )


def _chosen(form: Form) -> dict[UUID, int | None]:
    """Cases by id, with the version that the officer has seen; what is no id is left out."""
    found: dict[UUID, int | None] = {}
    for value in form.list("case")[:MOST_AT_ONCE]:
        identity, _, version = value.partition(":")
        try:
            found[UUID(identity)] = int(version) if version.isdecimal() and len(version) < 10 else None  # noqa: PLR2004 - fits an integer
        except ValueError:
            continue
    return found


async def _done(visit: Visit, move: Move, reason: str, versions: dict[UUID, int | None]) -> Response[Any]:
    outcomes: list[Foreseen] = []
    foreseen = await decisions.foresee(versions, move, reason=reason, by=visit.asker, now=visit.now)
    if not foreseen:
        raise NotFound
    for before in (found.application for found in foreseen):
        version = versions[before.id]
        try:
            after = await decisions.decide(
                before.id, move, reason=reason, version=version, by=visit.asker, now=visit.now
            )
        except NotAllowed:
            raise
        except Refusal as refusal:
            outcomes.append(Foreseen(before, None, refusal))
        else:
            outcomes.append(Foreseen(after, after, None))
    if len(outcomes) == 1 and outcomes[0].refusal is None:
        return see(f"desk/applications/{outcomes[0].application.id}", done="decided")
    rows = await _rows(outcomes)
    return visit.page(
        "desk/applications/decided.html",
        status_code=200 if any(row.problem is None for row in rows) else 409,
        name=MOVE_NAMES[move],
        rows=rows,
        possible=sum(row.problem is None for row in rows),
        state_names=APPLICATION_STATE_NAMES,
        rings=RINGS,
    )


async def _rows(found: list[Foreseen]) -> list[Row]:
    companies = await organisations.list_by_id(each.application.company_id for each in found)
    editions = await list_names(each.application.edition_id for each in found)
    return [
        Row(
            each.application,
            companies[each.application.company_id],
            editions[each.application.edition_id][1],
            problem_of(each.refusal) if each.refusal else None,
        )
        for each in found
    ]


def _letters(visit: Visit, found: Foreseen) -> tuple[ShownLetter, ...]:
    writer = LetterWriter(visit.request.app.state.pages)

    def shown(letter: Letter) -> ShownLetter:
        message = writer.message(letter, job_id=found.application.id, written_at=visit.now)
        return ShownLetter(letter.to.name or letter.to.address, message.subject, message.text, message.language)

    return tuple(map(shown, found.letters))


ROUTES = (decide,)

"""Assigning staff to editions. Whoever may edit an edition may say who works there; double use is warned of only."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from events_app.actions.history import record
from events_app.domain.exhibitions import Edition
from events_app.domain.history import Deed, FieldChange
from events_app.domain.organisations import OrganisationKind
from events_app.domain.people import Person
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Asker, Noun, Right, require
from events_app.domain.staff import MOST_STAFF, Assignment, NotOnStaff, TooManyStaff
from events_app.storage import exhibitions, people, staff
from events_app.storage.database import transaction


async def assign(slug: str, assignment: Assignment, *, by: Asker, now: datetime) -> Assignment:
    """Keep who works at an edition: a person of its unit or of the authority.

    Raises NotFound, NotAllowed, NotOnStaff, DaysFarOff or TooManyStaff.
    """
    async with transaction():
        await exhibitions.lock_edition(slug)
        edition = await _editable(slug, by)
        person = await _checked(edition, assignment)
        if len(await staff.list_of_editions([edition.id])) >= MOST_STAFF:
            raise TooManyStaff(most=MOST_STAFF)
        made = replace(assignment, edition_id=edition.id, name=person.name)
        await staff.add(made)
        await _record(edition, None, made, by=by, now=now)
    return made


async def change(slug: str, assignment: Assignment, *, by: Asker, now: datetime) -> Assignment:
    """Replace an assignment, whose `version` is that of the copy it was made from.

    Raises NotFound, NotAllowed, NotOnStaff, DaysFarOff or ChangedMeanwhile.
    """
    async with transaction():
        await exhibitions.lock_edition(slug)
        edition = await _editable(slug, by)
        old = await _of_edition(edition, assignment.id)
        named = replace(assignment, edition_id=edition.id, name=old.name)
        if old.person_id != assignment.person_id or old.days != assignment.days:
            named = replace(named, name=(await _checked(edition, named)).name)
        if old == named:
            return old
        await staff.set_(named)
        await _record(edition, old, named, by=by, now=now)
    return replace(named, version=named.version + 1)


async def remove(slug: str, assignment_id: UUID, *, by: Asker, now: datetime) -> None:
    """Take somebody off an edition. Raises NotFound or NotAllowed."""
    async with transaction():
        await exhibitions.lock_edition(slug)
        edition = await _editable(slug, by)
        old = await _of_edition(edition, assignment_id)
        await staff.remove_(assignment_id)
        await _record(edition, old, None, by=by, now=now)


async def move_staff(edition: Edition, by_days: timedelta) -> None:
    """Let days that staff have of their own follow an edition that has moved: inside the transaction that moves it."""
    if by_days:
        for assignment in await staff.list_of_editions([edition.id]):
            if assignment.days is not None:
                await staff.set_(assignment.moved(by_days))


async def _editable(slug: str, by: Asker) -> Edition:
    edition = await exhibitions.get_edition(slug)
    require(by, Right.EDIT, Noun.EXHIBITION, owner=edition.unit_id)
    return edition


async def _of_edition(edition: Edition, assignment_id: UUID) -> Assignment:
    found = await staff.get(assignment_id)
    if found.edition_id != edition.id:
        raise NotFound
    return found


async def _checked(edition: Edition, assignment: Assignment) -> Person:
    """The person. Raises NotOnStaff or DaysFarOff."""
    assignment.check(edition)
    person = await people.find(assignment.person_id)
    if person is None or not person.is_active:
        raise NotOnStaff
    theirs = await people.list_memberships(person_ids=[person.id])
    if not any(
        each.organisation_kind is OrganisationKind.AUTHORITY or each.organisation_id == edition.unit_id
        for each in theirs
    ):
        raise NotOnStaff
    return person


async def _record(
    edition: Edition, old: Assignment | None, new: Assignment | None, *, by: Asker, now: datetime
) -> None:
    change = FieldChange("staff", _told(old), _told(new))
    owner, label = edition.unit_id, edition.slug
    await record(Deed.CHANGED, Noun.EXHIBITION, edition.id, by=by, now=now, owner=owner, label=label, changes=(change,))


def _told(assignment: Assignment | None) -> list[str] | None:
    """Person, task and days as the history tells them."""
    if assignment is None:
        return None
    days = assignment.days
    span = f"{days.first.isoformat()}/{days.last.isoformat()}" if days else ""
    return [part for part in (assignment.name, assignment.task, span) if part]

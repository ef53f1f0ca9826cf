"""Reminding travellers and their companies of deadlines, each reminder once.

A reminder is noted in the transaction that puts its letter into the outbox. Of two workers the second finds it noted.
Freight is the company's business, all else that of the member, where we have their address; a member without address or
company has nobody to write to, and is not noted as reminded.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from events_app.actions.cases import get_edition_of, list_recipients_by_company
from events_app.actions.history import line_of
from events_app.domain.delegation_days import ONE_DAY, usual_days
from events_app.domain.delegations import DueKind, Member
from events_app.domain.due_reminders import DueReminder, ReminderStep, reminders_due
from events_app.domain.exhibitions import Edition, zone_of
from events_app.domain.history import Deed, FieldChange
from events_app.domain.jobs import Job
from events_app.domain.letters import Letter, LetterKind, Mailbox, letter_job
from events_app.domain.rights import SYSTEM, Noun
from events_app.storage import deadline_templates, due_reminders, history, jobs, organisations
from events_app.storage.database import transaction

LETTERS = {ReminderStep.NEAR: LetterKind.DUES_NEAR, ReminderStep.OVER: LetterKind.DUES_OVER}


@dataclass(frozen=True, slots=True)
class Receiver:
    """Somebody who is written to, and the page below the language that the letter leads to."""

    to: Mailbox
    language: str
    zone: str = ""
    path: str = ""


Receivers = Mapping[UUID, Sequence[Receiver]]
"""Who answers for each company."""


async def remind(now: datetime, *, days: int) -> int:
    """Send what is due: `days` before a deadline, and once it is over; return how many reminders."""
    found = 0
    for edition_id in await due_reminders.list_edition_ids(now.date() - ONE_DAY):
        async with transaction():
            found += await _remind(await get_edition_of(edition_id), now=now, days=days)
    return found


async def _remind(edition: Edition, *, now: datetime, days: int) -> int:
    today = now.astimezone(zone_of(edition.zone)).date()
    if today > edition.days.last:
        return 0
    usual = usual_days(edition, await deadline_templates.get_in_force(edition.unit_id))
    members = {member.id: member for member in await due_reminders.list_members(edition.id)}
    wanted = [each for member in members.values() for each in reminders_due(member, usual, today, days=days)]
    companies = await _receivers(edition, {members[each.member_id].company_id for each in wanted})
    told = {each: _told(members[each.member_id], each.kind, companies) for each in wanted}
    new = await due_reminders.add([each for each, receivers in told.items() if receivers], now)
    in_order = [each for each in wanted if each in new]
    await jobs.add_all(_letters(edition, in_order, told, members, now=now))
    await history.add(
        *(
            line_of(
                Deed.REMINDED,
                Noun.DELEGATION,
                each.member_id,
                by=SYSTEM,
                now=now,
                owner=edition.unit_id,
                label=edition.slug,
                changes=(FieldChange("kind", None, each.kind.value), FieldChange("day", None, each.day.isoformat())),
            )
            for each in in_order
        )
    )
    return len(new)


def _told(member: Member, kind: DueKind, companies: Receivers) -> tuple[Receiver, ...]:
    """Who is written to about a deadline of a member."""
    own = tuple(companies.get(member.company_id, ())) if member.company_id else ()
    if member.email and not (kind is DueKind.FREIGHT and own):
        return (Receiver(Mailbox(member.email, member.name), member.language),)
    return own


def _letters(
    edition: Edition,
    reminders: Iterable[DueReminder],
    told: Mapping[DueReminder, Sequence[Receiver]],
    members: Mapping[UUID, Member],
    *,
    now: datetime,
) -> list[Job]:
    """One letter for each receiver and step, with all that they are reminded of now."""
    found: dict[tuple[Receiver, ReminderStep], dict[tuple[DueKind, str], list[str]]] = {}
    for each in reminders:
        for receiver in told[each]:
            lines = found.setdefault((receiver, each.step), {})
            lines.setdefault((each.kind, each.day.isoformat()), []).append(members[each.member_id].name)
    common = {
        "title": dict(edition.name.wordings),
        "days": [day.isoformat() for day in (edition.days.first, edition.days.last)],
    }
    letters = [
        Letter(
            kind=LETTERS[step],
            to=receiver.to,
            language=receiver.language,
            zone=receiver.zone,
            params=common
            | {
                "path": receiver.path,
                "dues": [[kind.value, day, names] for (kind, day), names in sorted(lines.items())],
            },
        )
        for (receiver, step), lines in found.items()
    ]
    return [letter_job(letter, job_id=uuid4(), now=now) for letter in letters]


async def _receivers(edition: Edition, company_ids: Iterable[UUID | None]) -> Receivers:
    ids = [each for each in company_ids if each is not None]
    companies = await organisations.list_by_id(ids)
    people = await list_recipients_by_company(companies)
    return {
        company_id: [
            Receiver(
                Mailbox(person.email, person.name),
                person.language,
                person.zone,
                f"company/{companies[company_id].slug}/delegations/{edition.slug}",
            )
            for person in found
        ]
        for company_id, found in people.items()
    }

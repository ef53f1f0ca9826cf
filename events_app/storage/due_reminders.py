"""Reminders that were sent to travellers, and who has something open."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from events_app.domain.delegations import DueKind, Member
from events_app.domain.due_reminders import REMINDED_OF, DueReminder, ReminderStep, SentReminder
from events_app.storage.database import fetch, fetch_rows
from events_app.storage.delegations import members_of


async def list_edition_ids(since: date) -> tuple[UUID, ...]:
    """Editions that end on a day or later and whose members have something open."""
    rows = await fetch(
        "SELECT DISTINCT edition.id FROM edition JOIN delegation_member ON delegation_member.edition = edition.id "
        "JOIN member_due ON member_due.member = delegation_member.id "
        "WHERE edition.last_day >= {} AND edition.status IN ({}, {}) AND member_due.is_done = {}",
        since,
        *(status.value for status in REMINDED_OF),
        False,
    )
    return tuple(row["id"] for row in rows)


async def list_members(edition_id: UUID) -> tuple[Member, ...]:
    """Members of an edition that have something open, by name."""
    rows = await fetch(
        "SELECT * FROM delegation_member WHERE edition = {} "
        "AND id IN (SELECT member FROM member_due WHERE is_done = {}) ORDER BY name, id",
        edition_id,
        False,
    )
    return await members_of(rows)


async def add(reminders: Iterable[DueReminder], at: datetime) -> frozenset[DueReminder]:
    """Note reminders as sent; return those that had not been, which nobody else sends then."""
    rows = await fetch_rows(
        "INSERT INTO due_reminder (member, kind, day, step, at) VALUES {} ON CONFLICT DO NOTHING "
        "RETURNING member, kind, day, step",
        [(each.member_id, each.kind.value, each.day, each.step.value, at) for each in reminders],
    )
    return frozenset(
        DueReminder(row["member"], DueKind(row["kind"]), _day(row["day"]), ReminderStep(row["step"])) for row in rows
    )


async def list_sent(member_id: UUID) -> tuple[SentReminder, ...]:
    """Reminders that went out for a member, newest first."""
    rows = await fetch("SELECT * FROM due_reminder WHERE member = {} ORDER BY at DESC, day, kind, step", member_id)
    return tuple(
        SentReminder(
            DueReminder(member_id, DueKind(row["kind"]), _day(row["day"]), ReminderStep(row["step"])), row["at"]
        )
        for row in rows
    )


def _day(value: date | str) -> date:
    """A day, also where SQLite gives back text."""
    return date.fromisoformat(value) if isinstance(value, str) else value

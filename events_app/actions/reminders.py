"""Reminders of payments: by hand and by the worker, each step of each due day once."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from events_app.actions.cases import get_edition_of
from events_app.actions.invoice_documents import application_of, context_of, note, reminder_job, tell
from events_app.domain.invoices import REMINDED_AFTER, Invoice, NothingOverdue
from events_app.domain.letters import LetterKind
from events_app.domain.refusals import NotFound
from events_app.domain.rights import SYSTEM, Asker, Noun, Right, require
from events_app.storage import invoices, jobs
from events_app.storage.database import transaction


async def remind(invoice_id: UUID, *, by: Asker, now: datetime) -> Invoice:
    """Write the next reminder now. Raises NotFound, NotAllowed or NothingOverdue."""
    async with transaction():
        invoice = await invoices.lock_(invoice_id)
        edition = await get_edition_of(invoice.edition_id)
        require(by, Right.DECIDE, Noun.FEE, owner=edition.unit_id)
        context = await context_of(await application_of(invoice), edition)
        following = invoice.next_reminder()
        if following is None or not invoice.is_overdue(context.today(now)):
            raise NothingOverdue
        due, step = following
        new = invoice.remind(due, step, now=now)
        await invoices.set_(new)
        await note(invoice, new, context, by=by, now=now)
        key = f"{invoice.id}:{due.isoformat()}:{step}"
        await tell(LetterKind.PAYMENT_REMINDER, new, context, total=new.total, key=key, now=now)
    return replace(new, version=new.version + 1)


async def watch(invoice_id: UUID, due: date, step: int, *, now: datetime) -> bool:
    """Write a step of the reminders of a day if it is still overdue and nobody has, and have the next one looked at."""
    async with transaction():
        try:
            invoice = await invoices.lock_(invoice_id)
        except NotFound:
            return False
        if invoice.next_due != due:
            return False
        if step < len(REMINDED_AFTER):
            await jobs.add(reminder_job(invoice, due, step + 1, now=now))
        if invoice.next_reminder() != (due, step):
            return False
        await remind(invoice_id, by=SYSTEM, now=now)
    return True

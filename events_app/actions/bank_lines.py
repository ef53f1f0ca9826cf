"""Lines of the bank: what a file would bring, kept, and matched with open invoices."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from events_app.actions.history import record
from events_app.domain.bank_lines import BankLine, BankReading, Match, OpenInvoice, ReadLine, matches_of
from events_app.domain.history import Deed, FieldChange
from events_app.domain.messages import N_
from events_app.domain.refusals import Refusal
from events_app.domain.rights import Asker, Noun, Right, require
from events_app.storage import invoices, organisations, payments
from events_app.storage.database import transaction


class NothingNew(Refusal):
    """A file with faults, or whose every line is here already."""

    message = N_("There is nothing to keep: the file has faults, or all its lines are here already.")


@dataclass(frozen=True, slots=True)
class BankProposal:
    """What a file would bring."""

    reading: BankReading
    new: tuple[ReadLine, ...]

    @property
    def known(self) -> int:
        """How many of its lines are here already."""
        return len(self.reading.lines) - len(self.new)

    @property
    def is_applicable(self) -> bool:
        """Whether there is something to keep, and nothing wrong."""
        return bool(self.new) and not self.reading.faults


async def propose(reading: BankReading, *, by: Asker) -> BankProposal:
    """Compare a file with what is here. Raises NotAllowed."""
    require(by, Right.DECIDE, Noun.FEE)
    known = await payments.list_known(line.fingerprint for line in reading.lines)
    return BankProposal(reading, tuple(line for line in reading.lines if line.fingerprint not in known))


async def apply(proposal: BankProposal, *, label: str, by: Asker, now: datetime) -> int:
    """Keep the new lines of a file; return how many. A line that is here already is never kept again.

    Raises NotAllowed or NothingNew.
    """
    require(by, Right.DECIDE, Noun.FEE)
    if not proposal.is_applicable:
        raise NothingNew
    async with transaction():
        added = await payments.add_lines(
            BankLine(
                id=uuid4(),
                fingerprint=line.fingerprint,
                booked_on=line.booked_on,
                amount=line.amount,
                reference=line.reference,
                payer=line.payer,
                imported_at=now,
            )
            for line in proposal.new
        )
        changes = (FieldChange("lines", 0, added),)
        await record(Deed.IMPORTED, Noun.FEE, None, by=by, now=now, label=label, changes=changes)
    return added


async def list_open() -> tuple[OpenInvoice, ...]:
    """Every invoice of which something is open, as matching needs it: two queries."""
    found = await invoices.list_unsettled()
    companies = await organisations.list_by_id(each.company_id for each in found)
    return tuple(
        OpenInvoice(
            id=each.id,
            number=each.number,
            currency=each.currency,
            amounts=tuple({each.open, *(amount for amount, _ in each.due().values())}),
            names=tuple(companies[each.company_id].name.wordings.values()),
        )
        for each in found
    )


async def match(lines: Sequence[BankLine]) -> dict[BankLine, tuple[Match, ...]]:
    """Invoices that each line may pay."""
    opened = await list_open() if lines else ()
    return {line: matches_of(line, opened) for line in lines}

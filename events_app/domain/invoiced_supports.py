"""Support that invoices carry already, beside what is claimed for the same costs under the same scheme.

A scheme pays each cost once: what an invoice took off the price is not granted again after taking part.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

from events_app.domain.fees import COSTS_OF, ChargeLine, LineKind
from events_app.domain.invoices import Invoice
from events_app.domain.money import Money
from events_app.domain.support_schemes import CostKind, SupportScheme, support_of
from events_app.domain.tax_rules import WHOLE, rounded


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoicedSupport:
    """What invoices in one currency carry under one scheme: for which costs, how much; numbers of those issued."""

    currency: str
    costs: Mapping[CostKind, int] = field(default_factory=dict)
    paid: int = 0
    numbers: tuple[str, ...] = ()
    drafts: int = 0

    @property
    def amount(self) -> Money:
        """What was taken off the price."""
        return Money(self.paid, self.currency)

    @classmethod
    def of(cls, invoices: Iterable[Invoice], scheme: SupportScheme, currency: str) -> Self:
        """Of invoices and drafts in this currency, less what was credited; those without this support do not count."""
        costs: dict[CostKind, int] = {}
        paid, drafts = 0, 0
        numbers = list[str]()
        for invoice in invoices:
            kept = WHOLE - invoice.credited_share
            lines = invoice.charge.lines
            taken = -sum(line.net for line in lines if _is_under(line, scheme))
            if invoice.currency != currency or not rounded(taken, kept):
                continue
            paid += rounded(taken, kept)
            for line in lines:
                if kind := COSTS_OF.get(line.kind):
                    costs[kind] = costs.get(kind, 0) + rounded(line.net, kept)
            drafts += not invoice.number
            numbers += [invoice.number] if invoice.number else []
        return cls(currency=currency, costs=costs, paid=paid, numbers=tuple(numbers), drafts=drafts)

    def left(self, claimed: Mapping[CostKind, int], scheme: SupportScheme) -> Money:
        """What the scheme still pays for claimed costs, in minor units of this currency.

        A cost that was invoiced and is claimed is one cost, with the higher of both amounts; rate and cap hold for all.
        """
        alone = self._support(claimed, scheme)
        kinds = {*claimed, *self.costs} if self.paid else set(claimed)
        together = {kind: max(claimed.get(kind, 0), self.costs.get(kind, 0)) for kind in kinds}
        return Money(max(0, min(alone, self._support(together, scheme) - self.paid)), self.currency)

    def _support(self, costs: Mapping[CostKind, int], scheme: SupportScheme) -> int:
        lines = {kind: Money(amount, self.currency) for kind, amount in costs.items()}
        found = support_of(scheme, lines, self.currency)
        return found.amount_minor if found else 0


def _is_under(line: ChargeLine, scheme: SupportScheme) -> bool:
    """Whether a line is support under this scheme; those written before lines named it are known by its words."""
    if line.kind is not LineKind.SUPPORT:
        return False
    return line.scheme_id == scheme.id if line.scheme_id else line.name.wordings == scheme.name.wordings

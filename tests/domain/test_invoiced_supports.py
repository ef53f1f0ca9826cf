"""Support on invoices beside claims: a scheme never pays more for both together than for their costs once."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events_app.domain.claims import ClaimState, CostLine, Evidence, GrantTooHigh, SupportInvoiced
from events_app.domain.fees import Charge, ChargeLine, LineKind
from events_app.domain.invoiced_supports import InvoicedSupport
from events_app.domain.invoices import Invoice
from events_app.domain.money import Money
from events_app.domain.papers import PaperStatus
from events_app.domain.support_schemes import CostKind, SupportScheme
from events_app.domain.texts import Text
from tests.builders import a_text, an_id
from tests.clients import NOW
from tests.fee_builders import an_account
from tests.offer_builders import a_scheme
from tests.report_builders import a_claim

KINDS = (CostKind.SPACE, CostKind.FREIGHT)
SCHEME = a_scheme(rate_percent=50, cap=Money(300_00, "USD"), costs=frozenset(KINDS), name=a_text("Grant"))
PROOF = Evidence(
    claim_id=an_id("claim"),
    document_id=an_id("x"),
    cost=CostKind.SPACE,
    status=PaperStatus.ACCEPTED,
    received_at=NOW,
)
amounts = st.integers(0, 1000_00)


def an_invoice(space: int, paid: int, *, scheme_id: UUID | None = SCHEME.id, currency: str = "USD") -> Invoice:
    lines = [(LineKind.SPACE, a_text("Space"), space, None), (LineKind.SUPPORT, SCHEME.name, -paid, scheme_id)]
    charge = Charge(
        currency=currency,
        lines=tuple(
            ChargeLine(kind=kind, name=name, quantity=1, price=net, net=net, tax=Text.empty(), scheme_id=of)
            for kind, name, net, of in lines
        ),
    )
    return replace(an_account(), charge=charge, number="EV-1")


@given(space=amounts, freight=amounts, invoiced=amounts, share=st.integers(0, 10_000), cap=st.none() | amounts)
@settings(max_examples=150, deadline=None)
def test_together_they_never_exceed_rate_and_cap(
    space: int, freight: int, invoiced: int, share: int, cap: int | None
) -> None:
    scheme = replace(SCHEME, cap=Money(cap, "USD") if cap else None)
    paid = min(invoiced // 2, cap or invoiced)
    claimed = {CostKind.SPACE: space, CostKind.FREIGHT: freight}
    carried = InvoicedSupport.of([replace(an_invoice(invoiced, paid), credited_share=share)], scheme, "USD")

    left = carried.left(claimed, scheme).amount_minor

    none = InvoicedSupport(currency="USD").left(claimed, scheme).amount_minor
    together = (max(space, carried.costs.get(CostKind.SPACE, 0)) + freight) // 2
    assert 0 <= left <= none
    assert left == 0 or left + carried.paid <= min(together, cap or together)
    assert carried.paid or left == none


@given(granted=st.none() | st.integers(1, 400_00), paid=st.integers(1, 300_00))
@settings(max_examples=80, deadline=None)
def test_an_officer_grants_what_is_left_and_no_more(granted: int | None, paid: int) -> None:
    claim = a_claim(state=ClaimState.SUBMITTED, lines=(CostLine(kind=CostKind.SPACE, amount_minor=1000_00),))
    carried = InvoicedSupport.of([an_invoice(1000_00, paid)], SCHEME, "USD")
    left = 300_00 - paid

    def approved() -> int | None:
        return claim.approve(granted, SCHEME, [PROOF], invoiced=carried, now=NOW).granted_minor

    if left and (granted is None or granted <= left):
        assert approved() == (granted or left)
    else:
        with pytest.raises(GrantTooHigh if (granted or 0) > 300_00 else SupportInvoiced):
            approved()


def test_only_support_under_this_scheme_in_this_currency_counts() -> None:
    other: SupportScheme = replace(SCHEME, id=an_id("other"), name=a_text("Other"))
    old = an_invoice(400_00, 100_00, scheme_id=None)
    draft = replace(an_invoice(400_00, 50_00), number="")

    found = InvoicedSupport.of([old, draft, an_invoice(1, 1, currency="EUR")], SCHEME, "USD")

    assert (found.paid, found.numbers, found.drafts) == (150_00, ("EV-1",), 1)
    assert found.costs == {CostKind.SPACE: 800_00}
    assert InvoicedSupport.of([an_invoice(400_00, 100_00)], other, "USD") == InvoicedSupport(currency="USD")

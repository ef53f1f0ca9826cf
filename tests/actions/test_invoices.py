"""Invoices and payments through the actions, on both engines: numbers, races, deposits, withdrawing, reminders."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from events_app.actions import applications as application_actions
from events_app.actions import bank_lines, invoices, payments, places, reminders, stand_gifts
from events_app.actions.invoice_documents import reminder_job
from events_app.domain.applications import ApplicationState, Move
from events_app.domain.bank_lines import BankLine, BankLineState, BankReading, LineDone, MatchWay, ReadLine
from events_app.domain.invoices import (
    DocumentKind,
    Invoice,
    InvoicedAlready,
    InvoiceState,
    NotChargeable,
    NothingOverdue,
    StandsChanged,
)
from events_app.domain.jobs import JobKind
from events_app.domain.money import Money
from events_app.domain.payments import (
    CurrencyDiffers,
    PaidBackTooMuch,
    Payment,
    PaymentTwice,
    PaymentWay,
    ProviderNotice,
)
from events_app.domain.rights import SYSTEM, NotAllowed
from events_app.domain.stands import Stand, StandState
from events_app.domain.tax_rules import WHOLE
from events_app.domain.texts import Text
from events_app.storage import applications, exhibitions, jobs, stands
from events_app.storage import invoices as stored
from events_app.storage import payments as stored_payments
from events_app.storage.database import INTEGRITY_ERRORS, fetch
from tests.application_builders import WITHIN, a_company, a_submitted
from tests.fee_builders import plant_draft, plant_issued, plant_placed, plant_prices
from tests.stand_builders import plant_hall

pytestmark = pytest.mark.usefixtures("database")
TOTAL, DEPOSIT = 2677_50, 1338_75


def a_payment(invoice: Invoice, minor: int = DEPOSIT, **changes: object) -> Payment:
    payment = Payment(
        id=uuid4(),
        invoice_id=invoice.id,
        amount=Money(minor, "EUR"),
        received_on=WITHIN.date(),
        reference="thanks",
        at=WITHIN,
    )
    return replace(payment, **changes)  # type: ignore[arg-type]


async def give_stands(application_id: UUID) -> tuple[Stand, ...]:
    """Lay a hall out where there is none, and hold its last free stand for a case."""
    case = await applications.get(application_id)
    (edition,) = (await exhibitions.list_editions_by_id([case.edition_id])).values()
    if not await stands.list_halls(edition.id):
        await plant_hall(edition)
    free = [each for each in await stands.list_stands(edition.id) if each.is_free]
    await stand_gifts.give(free[-1].id, application_id, by=SYSTEM, now=WITHIN)
    return await stands.list_of_application(application_id)


async def letters_sent() -> list[str]:
    found = await fetch("SELECT payload FROM job WHERE kind = 'send_mail' ORDER BY created_at")
    return [row["payload"].split('"letter":"')[1].split('"')[0] for row in found]


async def numbers() -> list[tuple[str, int]]:
    found = await fetch("SELECT series, number FROM issued_document ORDER BY series, number")
    return [(row["series"], row["number"]) for row in found]


async def test_an_invoice_from_draft_to_paid() -> None:
    await plant_prices()
    case, _ = await plant_placed()
    draft = await plant_draft(case)
    again = await plant_draft(case)
    issued = await invoices.issue(draft.id, by=SYSTEM, now=WITHIN)
    with pytest.raises(InvoicedAlready):
        await plant_draft(case)
    first = await payments.record(a_payment(issued), by=SYSTEM, now=WITHIN)
    last = await payments.record(a_payment(issued), by=SYSTEM, now=WITHIN + timedelta(minutes=1))

    assert again.id == draft.id
    assert (issued.number, issued.total, issued.deposit) == ("EV-2026-00001", TOTAL, DEPOSIT)
    assert [each.state for each in (draft, issued, first, last)] == [
        InvoiceState.DRAFT,
        InvoiceState.ISSUED,
        InvoiceState.PARTLY_PAID,
        InvoiceState.PAID,
    ]
    assert await stored.get(issued.id) == last
    documents = await stored.list_documents([issued.id])
    assert [each.name for each in documents] == ["EV-2026-00001", "EV-R-2026-00001", "EV-R-2026-00002"]
    assert documents[0].statement.total == Money(TOTAL, "EUR")
    assert documents[1].statement.total == Money(DEPOSIT, "EUR")
    told = await letters_sent()
    assert (told.count("invoice_issued"), told.count("payment_received")) == (1, 2)
    assert (await applications.get(case.id)).state is ApplicationState.DEPOSIT_PAID


async def test_only_who_holds_a_place_is_charged() -> None:
    slug = await plant_prices()
    company, by = await a_company("lanyu")
    case = await a_submitted(company, by, slug=slug)
    with pytest.raises(NotChargeable):
        await plant_draft(case)
    placed, _ = await plant_placed("other")
    with pytest.raises(NotAllowed):
        await invoices.draft(placed.id, invoices.Chosen(), by=by, now=WITHIN)


async def test_what_was_issued_or_paid_cannot_be_changed() -> None:
    await plant_prices()
    issued, _ = await plant_issued()
    await payments.record(a_payment(issued), by=SYSTEM, now=WITHIN)
    for sql in (
        "UPDATE issued_document SET number = 7",
        "DELETE FROM issued_document",
        "UPDATE payment SET amount = 1",
        "DELETE FROM payment",
    ):
        with pytest.raises(Exception, match="never changed"):
            await fetch(sql)


async def test_numbers_have_no_gap_and_no_double_when_many_issue_at_once() -> None:
    await plant_prices()
    drafts = [await plant_draft((await plant_placed(f"company-{number}"))[0]) for number in range(8)]

    async def issue(draft: Invoice) -> None:
        await invoices.issue(draft.id, by=SYSTEM, now=WITHIN)

    # Each twice at once: the second of each is refused, and must not take a number with it.
    outcomes = await asyncio.gather(*(issue(each) for each in (*drafts, *drafts)), return_exceptions=True)

    assert sum(outcome is None for outcome in outcomes) == len(drafts)
    assert await numbers() == [("EV", number) for number in range(1, 9)]


async def test_payments_at_the_same_moment_are_all_counted() -> None:
    await plant_prices()
    issued, _ = await plant_issued()

    await asyncio.gather(
        *(payments.record(a_payment(issued, 100_00), by=SYSTEM, now=WITHIN) for _ in range(8)),
        invoices.credit_by_hand(issued.id, 1000, Text.of("en", "Late"), by=SYSTEM, now=WITHIN),
    )

    after = await stored.get(issued.id)
    assert (after.paid, after.credited) == (800_00, 267_75)
    assert after.open == TOTAL - 800_00 - 267_75
    assert await numbers() == [("EV", 1), ("EV-C", 1), *(("EV-R", number) for number in range(1, 9))]


async def test_a_payment_must_fit_its_invoice() -> None:
    await plant_prices()
    issued, _ = await plant_issued()
    with pytest.raises(CurrencyDiffers):
        await payments.record(a_payment(issued, amount=Money(1, "USD")), by=SYSTEM, now=WITHIN)
    with pytest.raises(PaidBackTooMuch):
        await payments.record(a_payment(issued, -1), by=SYSTEM, now=WITHIN)
    over = await payments.record(a_payment(issued, TOTAL + 5), by=SYSTEM, now=WITHIN)
    assert (over.state, over.open) == (InvoiceState.OVERPAID, -5)
    back = await payments.record(a_payment(issued, -5), by=SYSTEM, now=WITHIN)
    assert back.state is InvoiceState.PAID
    assert [each.kind for each in await stored.list_documents([issued.id])].count(DocumentKind.RECEIPT) == 1


async def test_a_notice_that_comes_several_times_at_once_is_counted_once() -> None:
    await plant_prices()
    issued, _ = await plant_issued()
    notice = ProviderNotice(
        provider_id="p1", invoice_number=issued.number, amount=Money(DEPOSIT, "EUR"), received_on=WITHIN.date()
    )
    await asyncio.gather(*(payments.take_notice(notice, now=WITHIN) for _ in range(4)))
    assert (await stored.get(issued.id)).paid == DEPOSIT
    with pytest.raises(PaymentTwice):
        await payments.record(a_payment(issued, fingerprint=notice.fingerprint), by=SYSTEM, now=WITHIN)


@pytest.mark.parametrize(("days", "credited"), [(200, TOTAL), (100, 2008_13), (60, DEPOSIT), (10, 0)])
async def test_withdrawing_credits_what_the_scale_leaves(days: int, credited: int) -> None:
    await plant_prices(first_day=WITHIN.date() + timedelta(days=days))
    issued, by = await plant_issued()

    await application_actions.answer(issued.application_id, Move.WITHDRAW, by=by, now=WITHIN + timedelta(hours=2))

    after = await stored.get(issued.id)
    documents = await stored.list_documents([issued.id])
    assert after.credited == credited
    assert after.payable == TOTAL - credited
    assert len(documents) == (2 if credited else 1)
    if credited:
        assert documents[1].statement.charge.total == credited
        assert documents[1].statement.about == issued.number
    assert (after.state is InvoiceState.CREDITED) == (credited == TOTAL)


async def test_withdrawing_throws_a_draft_away() -> None:
    await plant_prices()
    case, by = await plant_placed()
    await plant_draft(case)
    await application_actions.answer(case.id, Move.WITHDRAW, by=by, now=WITHIN + timedelta(hours=2))
    assert await stored.list_of_cases([case.id]) == ()


async def test_what_was_credited_in_full_can_be_invoiced_anew() -> None:
    await plant_prices()
    issued, _ = await plant_issued()
    reason = Text.of("en", "Wrong space")
    await invoices.credit_by_hand(issued.id, WHOLE, reason, by=SYSTEM, now=WITHIN)
    case = await applications.get(issued.application_id)
    second = await invoices.issue((await plant_draft(case)).id, by=SYSTEM, now=WITHIN)
    assert second.number == "EV-2026-00002"


async def test_reminders_are_written_once_for_each_step() -> None:
    await plant_prices()
    issued, _ = await plant_issued()
    due = issued.deposit_due
    assert due is not None
    with pytest.raises(NothingOverdue):
        await reminders.remind(issued.id, by=SYSTEM, now=WITHIN)
    late = reminder_job(issued, due, 1, now=WITHIN).run_at

    outcomes = [await reminders.watch(issued.id, due, step, now=late + timedelta(days=60)) for step in (1, 1, 2)]
    by_hand = await reminders.remind(issued.id, by=SYSTEM, now=late + timedelta(days=60))
    outcomes.append(await reminders.watch(issued.id, due, 3, now=late + timedelta(days=60)))

    assert outcomes == [True, False, True, False]
    assert by_hand.reminded_step == 3
    assert (await letters_sent()).count("payment_reminder") == 3
    waiting = await fetch("SELECT key FROM job WHERE kind = {}", JobKind.REMIND_PAYMENT.value)
    assert len(waiting) == 4  # the balance, and three steps of the deposit
    await payments.record(a_payment(issued), by=SYSTEM, now=late)
    assert not await reminders.watch(issued.id, due, 3, now=late + timedelta(days=60))


async def test_a_deposit_that_came_while_a_stand_was_offered_counts_with_the_answer() -> None:
    await plant_prices()
    issued, by = await plant_issued()
    moments = iter([WITHIN + timedelta(hours=2, minutes=minute) for minute in range(9)])
    await give_stands(issued.application_id)
    await stand_gifts.offer(issued.application_id, by=SYSTEM, now=next(moments))
    await payments.record(a_payment(issued), by=SYSTEM, now=next(moments))
    before = await applications.get(issued.application_id)
    asked = await stand_gifts.answer(issued.application_id, Move.ASK_OTHER_STAND, words="2", by=by, now=next(moments))
    await give_stands(issued.application_id)
    await stand_gifts.offer(issued.application_id, by=SYSTEM, now=next(moments))
    accepted = await stand_gifts.answer(issued.application_id, Move.ACCEPT_STAND, by=by, now=next(moments))

    assert before.state is ApplicationState.STAND_OFFERED
    assert (asked.state, accepted.state) == (ApplicationState.DEPOSIT_PAID, ApplicationState.DEPOSIT_PAID)
    trail = [each.move for each in await applications.list_steps(issued.application_id)]
    assert trail[-2:] == [Move.ACCEPT_STAND, Move.NOTE_DEPOSIT]
    assert [each.state for each in await stands.list_of_application(issued.application_id)] == [StandState.CONFIRMED]


async def test_a_deposit_counts_when_nobody_answers_the_offer_of_a_stand() -> None:
    await plant_prices()
    issued, _ = await plant_issued()
    later = WITHIN + timedelta(hours=2)
    await give_stands(issued.application_id)
    offered = await stand_gifts.offer(issued.application_id, by=SYSTEM, now=later)
    await payments.record(a_payment(issued), by=SYSTEM, now=later)
    assert offered.due_at is not None

    await places.fill(issued.edition_id, now=offered.due_at + timedelta(minutes=1))

    assert (await applications.get(issued.application_id)).state is ApplicationState.DEPOSIT_PAID
    assert await stands.list_of_application(issued.application_id) == ()


async def test_a_case_is_charged_for_the_stands_that_it_has() -> None:
    await plant_prices()
    case, _ = await plant_placed()
    wished = await plant_draft(case)
    (stand,) = await give_stands(case.id)
    with pytest.raises(StandsChanged):
        await invoices.issue(wished.id, by=SYSTEM, now=WITHIN)
    charged = await plant_draft(case)
    issued = await invoices.issue(charged.id, by=SYSTEM, now=WITHIN)

    assert (wished.charge.stands, issued.charge.stands) == ((), (stand.number,))
    assert issued.charge.lines[0].quantity == stand.area_m2


async def imported(*lines: ReadLine) -> tuple[BankLine, ...]:
    proposal = await bank_lines.propose(BankReading(lines), by=SYSTEM)
    await bank_lines.apply(proposal, label="april.csv", by=SYSTEM, now=WITHIN)
    return await stored_payments.list_lines(stored_payments.Wanted())


async def test_a_line_of_the_bank_is_counted_once() -> None:
    await plant_prices()
    issued, _ = await plant_issued()
    read = ReadLine(date(2026, 4, 3), Money(DEPOSIT, "EUR"), "EV-2026-00001", "Lanyu", "mark")
    (line,) = await imported(read)
    again = await bank_lines.propose(BankReading((read,)), by=SYSTEM)
    ((match,),) = (await bank_lines.match([line])).values()

    outcomes = await asyncio.gather(
        *(payments.count_line(line.id, match.invoice.id, by=SYSTEM, now=WITHIN) for _ in range(4)),
        return_exceptions=True,
    )

    assert (again.known, again.is_applicable) == (1, False)
    assert match.way is MatchWay.NUMBER
    assert [type(each) for each in outcomes].count(LineDone) == 3
    after = await stored.get(issued.id)
    assert after.paid == DEPOSIT
    (done,) = await stored_payments.list_lines(stored_payments.Wanted(states=(BankLineState.COUNTED,)))
    (payment,) = await stored_payments.list_payments(issued.id)
    assert (done.payment_id, payment.way) == (payment.id, PaymentWay.BANK)
    with pytest.raises(LineDone):
        await payments.set_line_aside(line.id, by=SYSTEM)


async def test_a_draft_that_two_make_at_once_is_one() -> None:
    await plant_prices()
    case, _ = await plant_placed()
    await asyncio.gather(*(plant_draft(case) for _ in range(4)))
    assert len(await stored.list_of_cases([case.id])) == 1


async def test_a_second_invoice_of_a_case_is_refused_by_the_database() -> None:
    await plant_prices()
    issued, _ = await plant_issued()
    with pytest.raises(INTEGRITY_ERRORS):
        await stored.add(replace(issued, id=uuid4(), number=""), names=())
    assert await jobs.find_due([JobKind.REMIND_PAYMENT], now=WITHIN) is None

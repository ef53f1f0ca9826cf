"""The demonstration of what came of it: reports of exhibitors and of a unit, three claims. All of it is invented."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID, uuid5

from events_app.actions import claims, reports
from events_app.actions.files import Sent
from events_app.domain.applications import Application, ApplicationState
from events_app.domain.claims import Claim, ClaimMove, CostLine
from events_app.domain.exhibitions import moment_in
from events_app.domain.papers import PaperStatus
from events_app.domain.reports import REPORTING, Amount, Outcome, OutcomeLine
from events_app.domain.rights import SYSTEM
from events_app.domain.support_schemes import CostKind
from events_app.storage import applications, exhibitions
from events_app.storage import claims as stored
from events_app.storage.admissions import list_by_edition

PARTNERS: Final = ("KE", "BR", "VN", "TH")
TEXT: Final = "Forty talks, two memoranda of understanding, one order for a trial plant."
SHEET: Final = b"%PDF-1.4\n% An invented invoice of the demonstration.\n%%EOF\n"


def demo_outcome(case: Application) -> Outcome:
    """What a company of the demonstration reports on its case."""
    number = case.number
    lines = (
        OutcomeLine(
            id=uuid5(case.id, "line"),
            country=PARTNERS[number % len(PARTNERS)],
            partner="An invented buyer",
            leads=2 + number,
            memoranda=1,
            amount=Amount(currency="USD", intended_minor=number * 120_000_00),
        ),
    )
    return Outcome(
        visitors=80 + 35 * number,
        leads=10 + 4 * number,
        memoranda=2,
        amounts=(
            Amount(currency="USD", intended_minor=number * 200_000_00, signed_minor=number * 40_000_00),
            Amount(currency="EUR", intended_minor=90_000_00, signed_minor=25_000_00),
        ),
        satisfaction=3 + number % 3,
        ip_incidents=int(number == 1),
        ip_words="A visitor copied a drawing; it was settled at the stand." if number == 1 else "",
        text=TEXT,
        lines=lines,
    )


async def load_demo_reports(namespace: UUID, data_dir: Path, now: datetime) -> None:
    """The unit's report on each edition whose exhibitors reported, and three claims of them for the freight or space.

    `namespace` is that of the ids of schemes.
    """
    for edition in await exhibitions.list_with_windows():
        if edition.days.last >= now.date() or edition.id not in await list_by_edition([edition.id]):
            continue
        after = moment_in(edition.zone, edition.days.last, time(18)) + timedelta(days=1)
        took_part = await applications.list_of_edition(edition.id, REPORTING)
        outcome = Outcome(
            visitors=1_250,
            leads=140,
            memoranda=9,
            amounts=(Amount(currency="USD", intended_minor=2_400_000_00, signed_minor=310_000_00),),
            satisfaction=4,
            ip_incidents=1,
            ip_words="One complaint, settled on the day.",
            text="The delegation kept to its programme; three companies were asked to come back with prices.",
        )
        draft = await reports.write_of_unit(edition.slug, outcome, version=None, by=SYSTEM, now=after)
        await reports.send(draft.id, version=draft.version, by=SYSTEM, now=after)
        reported = [case for case in took_part if case.state is ApplicationState.REPORTED]
        scheme_id = uuid5(namespace, "scheme space")
        for case, way in zip(reported, ((), (ClaimMove.APPROVE,), (ClaimMove.APPROVE, ClaimMove.PAY)), strict=False):
            await _claim(case, scheme_id, way, data_dir, at=after)


async def _claim(
    case: Application, scheme_id: UUID, way: tuple[ClaimMove, ...], data_dir: Path, *, at: datetime
) -> None:
    lines = (
        CostLine(kind=CostKind.SPACE, amount_minor=3_420_00, words="Stand of the demonstration"),
        CostLine(kind=CostKind.REGISTRATION, amount_minor=450_00),
    )

    def write(draft: Claim) -> Claim:
        return replace(draft, currency="USD", lines=lines)

    made = await claims.begin(case.id, scheme_id, write, by=SYSTEM, now=at, claim_id=uuid5(case.id, "claim"))
    for line in lines:
        sheet = Sent(content=SHEET, name=f"{line.kind}.pdf", media_type="application/pdf")
        await claims.send_evidence(made.id, line.kind, sheet, data_dir=data_dir, by=SYSTEM, now=at)
    made = await claims.submit(made.id, version=made.version, by=SYSTEM, now=at)
    for evidence in await stored.list_evidence(made.id) if way else ():
        await claims.decide_evidence(made.id, evidence.document_id, PaperStatus.ACCEPTED, by=SYSTEM, now=at)
    for move in way:
        await claims.decide(made.id, move, by=SYSTEM, now=at, today=at.date())

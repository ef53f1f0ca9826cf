"""Reports after an edition: every version, and which projects came of their lines."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.domain.reports import Amount, Outcome, OutcomeLine, Report, ReportState
from events_app.storage import tables
from events_app.storage.database import fetch, fetch_rows
from events_app.storage.keyset import Chosen, Place, list_rows
from events_app.storage.values import dumps, loads

Row = dict[str, Any]


async def get(report_id: UUID) -> Report:
    """One version by its id; raises NotFound."""
    rows = await fetch("SELECT * FROM report WHERE id = {}", report_id)
    if not rows:
        raise NotFound
    return _report(rows[0])


async def list_versions(edition_id: UUID, application_id: UUID | None) -> tuple[Report, ...]:
    """Every version of a company's report on its case, or of the unit's on its edition; the latest first."""
    if application_id is None:
        sql, place = "SELECT * FROM report WHERE edition = {} AND application IS NULL", edition_id
    else:
        sql, place = "SELECT * FROM report WHERE application = {}", application_id
    return tuple(map(_report, await fetch(f"{sql} ORDER BY number DESC", place)))


async def list_current(
    edition_id: UUID, *, after: Place | None = None, before: Place | None = None, limit: int
) -> tuple[Report, ...]:
    """What the exhibitors of an edition have sent, as it is in force; the latest first."""
    chosen = Chosen().with_("edition = {}", edition_id).with_("state = 'current'").with_("application IS NOT NULL")
    rows = await list_rows(
        "report", "*", chosen, column="sent_on", is_latest_first=True, after=after, before=before, limit=limit
    )
    return tuple(map(_report, rows))


async def list_projects(line_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The project that came of each of these lines, by its slug."""
    wanted = [(each,) for each in set(line_ids)]
    sql = "SELECT line, project_slug FROM report_project WHERE line IN (VALUES {})"
    rows = await fetch_rows(sql, wanted, types=("uuid",)) if wanted else []
    return {row["line"]: row["project_slug"] for row in rows}


async def add(report: Report) -> None:
    """Keep a new draft. Raises an error of integrity where there is one already."""
    await tables.Report.insert(tables.Report(**_columns(report)))


async def set_(report: Report) -> None:
    """Replace a version of a report, and raise its version. Raises ChangedMeanwhile."""
    table = tables.Report
    columns: dict[Any, Any] = _columns(report) | {"version": report.version + 1}
    identity = columns.pop("id")
    at_its_version = (table.id == identity) & (table.version == report.version)
    if not await table.update(columns).where(at_its_version).returning(table.id):
        raise ChangedMeanwhile


async def add_figures(report: Report) -> None:
    """Keep the amounts and lines of what is sent where they are summed."""
    for amount in report.outcome.amounts:
        await fetch(
            "INSERT INTO report_amount (report, currency, intended_minor, signed_minor) VALUES ({}, {}, {}, {}) "
            "RETURNING report",
            report.id,
            amount.currency,
            amount.intended_minor,
            amount.signed_minor,
        )
    rows = [_line_row(report.id, line) for line in report.outcome.lines if line.country]
    if rows:
        await tables.ReportLine.insert(*rows)


async def set_words(application_id: UUID, text: str) -> None:
    """Keep the words of the report in force beside the case, where lists and exports of cases read them."""
    await fetch("UPDATE application SET report = {} WHERE id = {} RETURNING id", text, application_id)


async def add_project(line_id: UUID, edition_id: UUID, slug: str, *, at: datetime, person_id: UUID | None) -> bool:
    """Note the project that came of a line; False where there is one already."""
    rows = await fetch(
        "INSERT INTO report_project (line, edition, project_slug, at, person) VALUES ({}, {}, {}, {}, {}) "
        "ON CONFLICT (line) DO NOTHING RETURNING line",
        line_id,
        edition_id,
        slug,
        at,
        person_id,
    )
    return bool(rows)


def _line_row(report_id: UUID, line: OutcomeLine) -> tables.ReportLine:
    amount = line.amount
    return tables.ReportLine(
        id=uuid4(),
        report=report_id,
        country=line.country,
        leads=line.leads,
        memoranda=line.memoranda,
        currency=amount.currency if amount else "",
        intended_minor=amount.intended_minor if amount else 0,
        signed_minor=amount.signed_minor if amount else 0,
    )


def _columns(report: Report) -> Row:
    outcome = report.outcome
    lines = [_line_json(line) for line in outcome.lines]
    return {
        "id": report.id,
        "edition": report.edition_id,
        "application": report.application_id,
        "company": report.company_id,
        "number": report.number,
        "state": report.state.value,
        "visitors": outcome.visitors,
        "leads": outcome.leads,
        "memoranda": outcome.memoranda,
        "satisfaction": outcome.satisfaction,
        "ip_incidents": outcome.ip_incidents,
        "content": dumps(
            {
                "amounts": [_amount_json(amount) for amount in outcome.amounts],
                "ip_words": outcome.ip_words,
                "text": outcome.text,
                "lines": lines,
            }
        ),
        "created_at": report.created_at,
        "modified_at": report.modified_at,
        "sent_at": report.sent_at,
        "sent_on": report.sent_at.date() if report.sent_at else None,
        "sent_by": report.sent_by,
        "version": report.version,
    }


def _report(row: Row) -> Report:
    content = loads(row["content"])
    return Report(
        id=row["id"],
        edition_id=row["edition"],
        application_id=row["application"],
        company_id=row["company"],
        number=row["number"],
        state=ReportState(row["state"]),
        outcome=Outcome(
            visitors=row["visitors"],
            leads=row["leads"],
            memoranda=row["memoranda"],
            amounts=tuple(map(_json_amount, content["amounts"])),
            satisfaction=row["satisfaction"],
            ip_incidents=row["ip_incidents"],
            ip_words=content["ip_words"],
            text=content["text"],
            lines=tuple(map(_json_line, content["lines"])),
        ),
        created_at=row["created_at"],
        modified_at=row["modified_at"],
        sent_at=row["sent_at"],
        sent_by=row["sent_by"],
        version=row["version"],
    )


def _amount_json(amount: Amount) -> list[Any]:
    return [amount.currency, amount.intended_minor, amount.signed_minor]


def _line_json(line: OutcomeLine) -> list[Any]:
    return [
        line.id.hex,
        line.offer_id.hex if line.offer_id else None,
        line.country,
        line.partner,
        line.leads,
        line.memoranda,
        _amount_json(line.amount) if line.amount else None,
    ]


def _json_amount(value: list[Any]) -> Amount:
    return Amount(currency=value[0], intended_minor=value[1], signed_minor=value[2])


def _json_line(value: list[Any]) -> OutcomeLine:
    identity, offer, country, partner, leads, memoranda, amount = value
    return OutcomeLine(
        id=UUID(identity),
        offer_id=UUID(offer) if offer else None,
        country=country,
        partner=partner,
        leads=leads,
        memoranda=memoranda,
        amount=_json_amount(amount) if amount else None,
    )

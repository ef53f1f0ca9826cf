"""Sums of what was reported, made by the database: by edition, and by the partners' countries or regions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from events_app.domain.outcomes import Sum
from events_app.domain.texts import Text
from events_app.storage.database import fetch
from events_app.storage.figures import Counted
from events_app.storage.keyset import Chosen
from events_app.storage.values import load_text

SUMS = (
    "COUNT(*) AS reported, COALESCE(SUM(r.visitors), 0) AS visitors, COALESCE(SUM(r.leads), 0) AS leads, "
    "COALESCE(SUM(r.memoranda), 0) AS memoranda, COALESCE(SUM(r.satisfaction), 0) AS marks, "
    "COUNT(r.satisfaction) AS rated, COALESCE(SUM(r.ip_incidents), 0) AS ip_incidents"
)
FIELDS = ("reported", "visitors", "leads", "memoranda", "marks", "rated", "ip_incidents")


@dataclass(frozen=True, slots=True)
class EditionSum:
    """What was reported on one edition: by its exhibitors together, and by its unit."""

    id: UUID
    slug: str
    name: Text
    series_id: UUID
    country: str
    exhibitors: Sum
    unit: Sum


async def list_sums(counted: Counted, *, today: date) -> tuple[EditionSum, ...]:
    """Editions of a period that exhibitors took part in or that were reported on, the earliest first.

    A unit is asked for its report once the edition is over.
    """
    chosen = _editions(counted)
    shown = f"SELECT id FROM edition WHERE {chosen.where}"  # noqa: S608 - conditions of our own
    took = await fetch(
        "SELECT edition, COUNT(*) AS asked FROM application WHERE state IN ('took_part', 'reported') "  # noqa: S608
        f"AND edition IN ({shown}) GROUP BY edition",
        *chosen.args,
    )
    asked = {row["edition"]: int(row["asked"]) for row in took}
    exhibitors = await _by_edition("r.application IS NOT NULL", shown, chosen.args)
    units = await _by_edition("r.application IS NULL", shown, chosen.args)
    wanted = asked.keys() | exhibitors.keys() | units.keys()
    rows = await fetch(
        "SELECT id, slug, name, series, country, last_day FROM edition "  # noqa: S608
        f"WHERE {chosen.where} ORDER BY first_day, id",
        *chosen.args,
    )
    return tuple(
        EditionSum(
            row["id"],
            row["slug"],
            load_text(row["name"]),
            row["series"],
            row["country"],
            Sum(asked=asked.get(row["id"], 0)) + exhibitors.get(row["id"], Sum()),
            Sum(asked=int(row["last_day"] < today)) + units.get(row["id"], Sum()),
        )
        for row in rows
        if row["id"] in wanted
    )


async def list_partner_sums(counted: Counted) -> dict[str, Sum]:
    """What exhibitors could say by partner country or region; each sum counts the reports that name it."""
    chosen = _editions(counted)
    rows = await fetch(
        "SELECT l.country, l.currency, SUM(l.leads) AS leads, SUM(l.memoranda) AS memoranda, "  # noqa: S608
        "SUM(l.intended_minor) AS intended, SUM(l.signed_minor) AS signed FROM report_line AS l "
        "JOIN report AS r ON r.id = l.report WHERE r.state = 'current' AND r.application IS NOT NULL "
        f"AND r.edition IN (SELECT id FROM edition WHERE {chosen.where}) "
        "GROUP BY l.country, l.currency ORDER BY l.country, l.currency",
        *chosen.args,
    )
    found: dict[str, Sum] = {}
    for row in rows:
        amounts = {row["currency"]: (int(row["intended"]), int(row["signed"]))} if row["currency"] else {}
        each = Sum(leads=int(row["leads"]), memoranda=int(row["memoranda"]), amounts=amounts)
        found[row["country"]] = found.get(row["country"], Sum()) + each
    return found


async def get_sum(edition_id: UUID) -> Sum:
    """What the exhibitors of one edition reported together, and how many of how many did."""
    (took,) = await fetch(
        "SELECT COUNT(*) AS asked FROM application WHERE state IN ('took_part', 'reported') AND edition = {}",
        edition_id,
    )
    found = await _by_edition("r.application IS NOT NULL", "{}", (edition_id,))
    return Sum(asked=int(took["asked"])) + found.get(edition_id, Sum())


async def _by_edition(whose: str, shown: str, args: Iterable[object]) -> dict[UUID, Sum]:
    given = tuple(args)
    where = f"r.state = 'current' AND {whose} AND r.edition IN ({shown})"
    rows = await fetch(f"SELECT r.edition, {SUMS} FROM report AS r WHERE {where} GROUP BY r.edition", *given)  # noqa: S608
    paid = await fetch(
        "SELECT r.edition, a.currency, SUM(a.intended_minor) AS intended, SUM(a.signed_minor) AS signed "  # noqa: S608
        f"FROM report AS r JOIN report_amount AS a ON a.report = r.id WHERE {where} "
        "GROUP BY r.edition, a.currency ORDER BY r.edition, a.currency",
        *given,
    )
    amounts: dict[UUID, dict[str, tuple[int, int]]] = {}
    for row in paid:
        amounts.setdefault(row["edition"], {})[row["currency"]] = (int(row["intended"]), int(row["signed"]))
    return {
        row["edition"]: Sum(**{name: int(row[name]) for name in FIELDS}, amounts=amounts.get(row["edition"], {}))
        for row in rows
    }


def _editions(counted: Counted) -> Chosen:
    chosen = Chosen().with_("first_day >= {}", counted.first).with_("first_day <= {}", counted.last)
    return chosen.of_units(counted.unit_ids)

"""What matching reads of offers, editions, applications and projects, each in one query."""

from datetime import date
from uuid import UUID

from events_app.domain.match_facts import Experience, Opening
from events_app.domain.projects import Stage
from events_app.storage import indicators
from events_app.storage.database import fetch
from events_app.storage.values import loads

GOOD_STAGES = (Stage.SIGNED, Stage.EFFECTIVE, Stage.DELIVERY, Stage.ACCEPTED, Stage.CLOSED)
BAD_STAGES = (Stage.TERMINATED, Stage.DISPUTE)


async def get_mark() -> str:
    """What changes whenever something changes that matching rests on, days apart: one statement."""
    rows = await fetch(
        "SELECT (SELECT version FROM calendar_state) AS calendar, (SELECT MAX(version) FROM match_weights) AS weights, "
        "(SELECT COUNT(*) || '.' || COALESCE(CAST(MAX(modified_at) AS TEXT), '') FROM sector_word) AS words, "
        "(SELECT COUNT(*) || '.' || COALESCE(SUM(version), 0) FROM offer) AS offers, "
        "(SELECT COUNT(*) || '.' || COALESCE(SUM(version), 0) FROM need) AS needs, "
        "(SELECT COUNT(*) || '.' || COALESCE(SUM(version), 0) FROM company_profile) AS profiles, "
        "(SELECT COUNT(*) || '.' || COALESCE(SUM(version), 0) FROM support_scheme) AS schemes, "
        "(SELECT COUNT(*) || '.' || COALESCE(SUM(version), 0) FROM application) AS applications, "
        "(SELECT COUNT(*) || '.' || COALESCE(SUM(version), 0) FROM introduction) AS introductions, "
        "(SELECT COUNT(*) || '.' || COALESCE(SUM(version), 0) FROM project) AS projects, "
        "(SELECT COUNT(*) || '.' || COALESCE(SUM(version), 0) FROM organisation) AS organisations"
    )
    return " ".join(str(value) for value in rows[0].values()) + f" {await indicators.get_mark()}"


async def list_openings(first: date, last: date) -> dict[str, tuple[Opening, ...]]:
    """Public editions that open from the first day to the last, by country or region, soonest first."""
    rows = await fetch(
        "SELECT id, country, first_day, details FROM edition WHERE first_day BETWEEN {} AND {} "
        "AND status = 'published' ORDER BY first_day, id",
        first,
        last,
    )
    found: dict[str, list[Opening]] = {}
    for row in rows:
        sectors = tuple(loads(row["details"])["sectors"])
        opening = Opening(edition_id=row["id"], sectors=sectors, opens_on=row["first_day"])
        found.setdefault(row["country"], []).append(opening)
    return {code: tuple(openings) for code, openings in found.items()}


async def list_company_experience() -> dict[tuple[UUID, str], Experience]:
    """How exhibitions went, by company and country or region: taken part in, or not come to."""
    rows = await fetch(
        "SELECT application.company AS company, edition.country AS country, "
        "SUM(CASE WHEN state = 'no_show' THEN 0 ELSE 1 END) AS good, "
        "SUM(CASE WHEN state = 'no_show' THEN 1 ELSE 0 END) AS bad "
        "FROM application JOIN edition ON edition.id = application.edition "
        "WHERE state IN ('took_part', 'reported', 'no_show') GROUP BY application.company, edition.country"
    )
    return {(row["company"], row["country"]): Experience(int(row["good"]), int(row["bad"])) for row in rows}


async def list_project_experience() -> dict[str, Experience]:
    """How projects went, by country or region: come to a contract, or ended or disputed."""
    rows = await fetch(
        "SELECT country, stage, COUNT(*) AS projects FROM project_country "
        "JOIN project ON project.id = project_country.project GROUP BY country, stage"
    )
    found: dict[str, Experience] = {}
    for row in rows:
        count = int(row["projects"])
        good, bad = count * (row["stage"] in GOOD_STAGES), count * (row["stage"] in BAD_STAGES)
        found[row["country"]] = found.get(row["country"], Experience()) + Experience(good, bad)
    return found


async def list_places_abroad(first: date, last: date) -> dict[str, int]:
    """How many overseas editions that open from the first day to the last, and projects under way, there are where."""
    editions = await fetch(
        "SELECT country, COUNT(*) AS found FROM edition WHERE scope = 'overseas' AND first_day BETWEEN {} AND {} "
        "AND status = 'published' GROUP BY country",
        first,
        last,
    )
    projects = await fetch(
        "SELECT country, COUNT(*) AS found FROM project_country JOIN project ON project.id = project_country.project "
        "WHERE stage <> 'terminated' GROUP BY country"
    )
    found: dict[str, int] = {}
    for row in (*editions, *projects):
        found[row["country"]] = found.get(row["country"], 0) + int(row["found"])
    return found

"""Series and editions, with their sessions and deadlines."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, cast
from uuid import UUID

from piccolo.columns import Column

from events_app.domain.countries import Scope
from events_app.domain.exhibitions import (
    Days,
    Deadline,
    DeadlineKind,
    Edition,
    EditionStatus,
    FormerName,
    ParticipationMode,
    Series,
    Session,
    SessionKind,
)
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.domain.search import tokens_of
from events_app.storage import tables
from events_app.storage.database import fetch
from events_app.storage.values import (
    days_json,
    dump_text,
    dumps,
    hours_json,
    json_days,
    json_hours,
    json_online,
    json_picture,
    json_text,
    load_text,
    loads,
    online_json,
    picture_json,
    text_json,
)

Row = dict[str, Any]


async def find_series(slug: str) -> Series | None:
    """Series at `slug`, if any."""
    row = await tables.Series.select().where(tables.Series.slug == slug).first()
    return _series(row) if row else None


async def get_series(series_id: UUID) -> Series:
    """Series by id; raises NotFound."""
    row = await tables.Series.select().where(tables.Series.id == series_id).first()
    if row is None:
        raise NotFound
    return _series(row)


async def list_series() -> tuple[Series, ...]:
    """Every series, by slug."""
    rows = await tables.Series.select().order_by(tables.Series.slug)
    return tuple(map(_series, rows))


async def list_series_at(slugs: Sequence[str]) -> tuple[Series, ...]:
    """Series at these slugs, by slug; unknown ones are left out."""
    if not slugs:
        return ()
    table = tables.Series
    return tuple(map(_series, await table.select().where(table.slug.is_in(list(slugs))).order_by(table.slug)))


async def list_public_series(*, after: str = "", limit: int = 50) -> tuple[Series, ...]:
    """Series with an edition that is no draft, by slug; `after` is the slug of the last one seen."""
    rows = await fetch(
        "SELECT * FROM series WHERE slug > {} AND EXISTS "
        "(SELECT 1 FROM edition WHERE edition.series = series.id AND edition.status <> 'draft') ORDER BY slug LIMIT {}",
        after,
        limit,
    )
    return tuple(map(_series, rows))


async def list_series_slugs(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Slugs of series by their ids."""
    table = tables.Series
    wanted = list(set(ids))
    rows = await table.select(table.id, table.slug).where(table.id.is_in(wanted)) if wanted else []
    return {row["id"]: row["slug"] for row in rows}


async def find_edition(slug: str) -> Edition | None:
    """Edition at `slug`, drafts included, with sessions and deadlines."""
    rows = await tables.Edition.select().where(tables.Edition.slug == slug)
    return next(iter(await _editions(rows)), None)


async def get_edition(slug: str) -> Edition:
    """Edition at `slug`, drafts included; raises NotFound."""
    edition = await find_edition(slug)
    if edition is None:
        raise NotFound
    return edition


async def lock_edition(slug: str) -> None:
    """Let nobody else change the edition at `slug` before this transaction ends; nothing where there is none."""
    # The row itself is the lock on PostgreSQL; on SQLite one transaction writes at a time.
    await fetch("UPDATE edition SET version = version WHERE slug = {}", slug)


async def lock_series(slug: str) -> None:
    """As `lock_edition`, for a series."""
    await fetch("UPDATE series SET slug = slug WHERE slug = {}", slug)


async def list_editions_of_series(series_id: UUID) -> tuple[Edition, ...]:
    """Editions of a series, drafts included, oldest first."""
    table = tables.Edition
    rows = await table.select().where(table.series == series_id).order_by(table.first_day).order_by(table.slug)
    return await _editions(rows)


async def list_editions(slugs: Sequence[str]) -> tuple[Edition, ...]:
    """Editions at these slugs, oldest first."""
    if not slugs:
        return ()
    table = tables.Edition
    rows = await table.select().where(table.slug.is_in(list(slugs))).order_by(table.first_day)
    return await _editions(rows)


async def list_editions_by_id(ids: Iterable[UUID]) -> dict[UUID, Edition]:
    """Editions by their ids; unknown ids are left out."""
    wanted = list(set(ids))
    if not wanted:
        return {}
    rows = await tables.Edition.select().where(tables.Edition.id.is_in(wanted))
    return {edition.id: edition for edition in await _editions(rows)}


async def list_admitting(since: date, *, limit: int = 200) -> tuple[Edition, ...]:
    """Public editions that end on `since` or later, are not cancelled and take applications here, soonest first."""
    rows = await fetch(
        "SELECT edition.* FROM edition JOIN admission ON admission.edition = edition.id WHERE last_day >= {} "
        "AND status IN ('published', 'postponed') ORDER BY first_day, edition.id LIMIT {}",
        since,
        limit,
    )
    return await _editions(rows)


async def list_with_windows() -> tuple[Edition, ...]:
    """Public editions with a deadline for the opening of applications, oldest first."""
    rows = await fetch(
        "SELECT * FROM edition WHERE status IN ('published', 'postponed') AND id IN "
        "(SELECT edition FROM deadline WHERE kind = 'applications_open') ORDER BY first_day, id"
    )
    return await _editions(rows)


async def count_series() -> int:
    """How many series there are."""
    return int(await tables.Series.count())


async def add_series(series: Series) -> None:
    """Keep a new series."""
    await tables.Series.insert(tables.Series(**_series_columns(series)))


async def set_series(series: Series) -> None:
    """Replace a series; raises NotFound. Lock it first where it was read to be changed."""
    columns = cast("dict[Column | str, Any]", _series_columns(series))
    identity = columns.pop("id")
    table = tables.Series
    if not await table.update(columns).where(table.id == identity).returning(table.id):
        raise NotFound


async def add_edition(edition: Edition) -> None:
    """Keep a new edition with its sessions and deadlines."""
    await tables.Edition.insert(tables.Edition(**_edition_columns(edition)))
    await _add_parts(edition)


async def set_edition(edition: Edition) -> None:
    """Replace an edition, its sessions and deadlines, and raise its version by one.

    Raises NotFound if there is none with its id, ChangedMeanwhile if the one kept has another version.
    """
    columns = cast("dict[Column | str, Any]", _edition_columns(edition))
    identity = columns.pop("id")
    columns["version"] = edition.version + 1
    table = tables.Edition
    at_its_version = (table.id == identity) & (table.version == edition.version)
    if not await table.update(columns).where(at_its_version).returning(table.id):
        raise ChangedMeanwhile if await table.exists().where(table.id == identity) else NotFound
    await tables.Session.delete().where(tables.Session.edition == edition.id)
    await tables.Deadline.delete().where(tables.Deadline.edition == edition.id)
    await _add_parts(edition)


async def _add_parts(edition: Edition) -> None:
    if edition.sessions:
        await tables.Session.insert(*(_session_row(edition.id, session) for session in edition.sessions))
    if edition.deadlines:
        await tables.Deadline.insert(*(_deadline_row(edition.id, deadline) for deadline in edition.deadlines))


def _series_columns(series: Series) -> Row:
    return {
        "id": series.id,
        "slug": series.slug,
        "name": dump_text(series.name),
        "summary": dump_text(series.summary),
        "former_names": dumps([[text_json(former.name), former.until] for former in series.former_names]),
        "every_months": series.every_months,
        "website": series.website,
    }


def _edition_columns(edition: Edition) -> Row:
    return {
        "id": edition.id,
        "slug": edition.slug,
        "series": edition.series_id,
        "name": dump_text(edition.name),
        "summary": dump_text(edition.summary),
        "country": edition.country,
        "city": dump_text(edition.city),
        "venue": dump_text(edition.venue),
        "zone": edition.zone,
        "first_day": edition.days.first,
        "last_day": edition.days.last,
        "scope": edition.scope.value,
        "mode": edition.mode.value,
        "organiser": dump_text(edition.organiser),
        "website": edition.website,
        "status": edition.status.value,
        "reason": dump_text(edition.reason),
        "dates_confirmed": edition.dates_confirmed,
        "latitude": edition.latitude,
        "longitude": edition.longitude,
        "details": dumps(_details(edition)),
        "source": edition.source,
        "created_at": edition.created_at,
        "modified_at": edition.modified_at,
        "unit": edition.unit_id,
        "version": edition.version,
        "words": _words(edition),
        "online": dumps(online_json(edition.online)) if edition.online else "",
        "picture": dumps(picture_json(edition.picture)) if edition.picture else "",
    }


def _details(edition: Edition) -> Row:
    return {
        "sectors": edition.sectors,
        "fields": edition.fields,
        "halls": edition.halls,
        "hours": hours_json(edition.hours),
        "co_organisers": [text_json(text) for text in edition.co_organisers],
        "former_days": days_json(edition.former_days),
    }


def _words(edition: Edition) -> str:
    """Tokens of name and place between spaces, so that ` word` finds a beginning."""
    texts = (wording for text in (edition.name, edition.city, edition.venue) for wording in text.wordings.values())
    return f" {' '.join(sorted(tokens_of(texts)))} "


def _session_row(edition_id: UUID, session: Session) -> tables.Session:
    return tables.Session(
        id=session.id,
        edition=edition_id,
        kind=session.kind.value,
        title=dump_text(session.title),
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        room=dump_text(session.room),
        languages=dumps(session.languages),
        online=dumps(online_json(session.online)) if session.online else "",
    )


def _deadline_row(edition_id: UUID, deadline: Deadline) -> tables.Deadline:
    return tables.Deadline(
        id=deadline.id,
        edition=edition_id,
        kind=deadline.kind.value,
        at=deadline.at,
        zone=deadline.zone,
        note=dump_text(deadline.note),
    )


async def _editions(rows: Iterable[Row]) -> tuple[Edition, ...]:
    """Map edition rows, reading the sessions and the deadlines of all of them in one query each."""
    rows = list(rows)
    if not rows:
        return ()
    ids = [row["id"] for row in rows]
    sessions: dict[UUID, list[Session]] = defaultdict(list)
    deadlines: dict[UUID, list[Deadline]] = defaultdict(list)
    session, deadline = tables.Session, tables.Deadline
    for row in await session.select().where(session.edition.is_in(ids)).order_by(session.starts_at, session.id):
        sessions[row["edition"]].append(_session(row))
    for row in await deadline.select().where(deadline.edition.is_in(ids)).order_by(deadline.at, deadline.id):
        deadlines[row["edition"]].append(_deadline(row))
    return tuple(_edition(row, tuple(sessions[row["id"]]), tuple(deadlines[row["id"]])) for row in rows)


def _series(row: Row) -> Series:
    return Series(
        id=row["id"],
        slug=row["slug"],
        name=load_text(row["name"]),
        summary=load_text(row["summary"]),
        former_names=tuple(FormerName(json_text(name), until) for name, until in loads(row["former_names"])),
        every_months=row["every_months"],
        website=row["website"],
    )


def _edition(row: Row, sessions: tuple[Session, ...], deadlines: tuple[Deadline, ...]) -> Edition:
    details = loads(row["details"])
    return Edition(
        id=row["id"],
        slug=row["slug"],
        series_id=row["series"],
        name=load_text(row["name"]),
        summary=load_text(row["summary"]),
        country=row["country"],
        city=load_text(row["city"]),
        venue=load_text(row["venue"]),
        zone=row["zone"],
        days=Days(row["first_day"], row["last_day"]),
        scope=Scope(row["scope"]),
        mode=ParticipationMode(row["mode"]),
        sectors=tuple(details["sectors"]),
        fields=tuple(details["fields"]),
        halls=tuple(details["halls"]),
        hours=json_hours(details["hours"]),
        organiser=load_text(row["organiser"]),
        co_organisers=tuple(map(json_text, details["co_organisers"])),
        website=row["website"],
        online=json_online(loads(row["online"])) if row["online"] else None,
        picture=json_picture(loads(row["picture"])) if row["picture"] else None,
        status=EditionStatus(row["status"]),
        reason=load_text(row["reason"]),
        former_days=json_days(details["former_days"]),
        dates_confirmed=row["dates_confirmed"],
        latitude=row["latitude"],
        longitude=row["longitude"],
        sessions=sessions,
        deadlines=deadlines,
        source=row["source"],
        created_at=row["created_at"],
        modified_at=row["modified_at"],
        unit_id=row["unit"],
        version=row["version"],
    )


def _session(row: Row) -> Session:
    return Session(
        id=row["id"],
        kind=SessionKind(row["kind"]),
        title=load_text(row["title"]),
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        room=load_text(row["room"]),
        languages=tuple(loads(row["languages"])),
        online=json_online(loads(row["online"])) if row["online"] else None,
    )


def _deadline(row: Row) -> Deadline:
    return Deadline(
        id=row["id"],
        kind=DeadlineKind(row["kind"]),
        at=row["at"],
        zone=row["zone"],
        note=load_text(row["note"]),
    )

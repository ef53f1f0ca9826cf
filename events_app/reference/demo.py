"""The demonstration: real exhibitions, invented projects and the profile of a fictional authority, as domain values.

The files of demo_data/ hold one thing a line, with its source; docs/demo-data.md says where each fact comes from, which
dates are only illustrative and what is invented. Putting the values into a database is the business of `actions`.
"""

import csv
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from events_app.domain.countries import scope_of
from events_app.domain.exhibitions import (
    DEADLINE_TEMPLATE,
    Days,
    Deadline,
    Edition,
    EditionStatus,
    FormerName,
    OpeningHours,
    ParticipationMode,
    Series,
    Session,
    SessionKind,
    moment_in,
    zone_of,
)
from events_app.domain.glossary import Term
from events_app.domain.money import Money
from events_app.domain.projects import ContractKind, Milestone, Party, PartyRole, Project, ProjectKind, Stage
from events_app.domain.sectors import SECTORS
from events_app.domain.texts import Text
from events_app.domain.web_addresses import Online, OnlineKind

DATA = Path(__file__).with_name("demo_data")
NAMESPACE = UUID("9b1f7f0e-3c56-5a5d-9d3c-6f1f0c3f2a77")
"""Namespace of the name-based ids (RFC 9562, section 5.5), so that each load gives the same ones."""
SOURCED = "S"
"""Certainty of dates that were read in a source; all others are shown as not confirmed."""
KEEPS_DEADLINES = timedelta(days=365)
"""Editions that ended longer ago get no deadlines: nobody acts on them any more."""
FIELDS_PER_SECTOR = 2
"""How many technology fields an edition takes over from each of its sectors: the leading ones."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Postponement:
    """An edition's move to new days at the moment `at`; `deadlines` are those of the template for the new opening."""

    days: Days
    note: Text
    deadlines: tuple[Deadline, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Cancellation:
    """An edition's cancellation at the moment `at`."""

    reason: Text
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoData:
    """All of the demonstration.

    Editions come as first published; `postponements` and `cancellations`, by slug of the edition, are what befell them
    afterwards and are applied one by one, so that the change log has a true story to tell.
    """

    series: tuple[Series, ...]
    editions: tuple[Edition, ...]
    projects: tuple[Project, ...]
    postponements: Mapping[str, Postponement]
    cancellations: Mapping[str, Cancellation]


def profile() -> dict[str, str]:
    """Environment variables of the fictional authority: what stands in for those that are not set."""
    return {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in _file("authority.json").items()
    }


def glossary(now: datetime) -> tuple[Term, ...]:
    """A dozen terms of the field, from English into each of the other languages."""
    with (DATA / "glossary.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(
        Term(
            id=uuid5(NAMESPACE, f"term:{row['en']}:{language}"),
            source_language="en",
            term=row["en"],
            language=language,
            translation=translation,
            modified_at=now,
        )
        for row in rows
        for language, translation in row.items()
        if language != "en" and translation != row["en"]
    )


def offers() -> list[Row]:
    """The invented technology offers: company, titles and summaries by language, fields, forms, maturity."""
    file = _file("offers.json")
    summaries: list[dict[str, str]] = file["summaries"]

    def summary(row: Row) -> dict[str, str]:
        return {
            language: " ".join(summaries[index][language] for index in row["summaries"]) for language in row["title"]
        }

    return [row | {"summary": summary(row)} for row in file["offers"]]


def needs() -> list[Row]:
    """The invented technology needs: country, titles and summaries by language, classes, who states it."""
    rows: list[Row] = _file("needs.json")["needs"]
    return rows


def partners() -> list[Row]:
    """Invented partner organisations abroad: slug, country, names by language."""
    rows: list[Row] = _file("needs.json")["partners"]
    return rows


def companies() -> list[dict[str, str]]:
    """Invented exporters: slug, names in English (`en`) and Chinese (`zh-Hans`), sector, and what they show."""
    with (DATA / "companies.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def load(home_country: str, separate_regions: Collection[str], now: datetime) -> DemoData:
    """Read the files for an authority at home in `home_country`.

    `now` (aware) decides only which editions still have deadlines. Raises the refusals of the domain where a file
    breaks a rule.
    """
    series = {row["slug"]: row for row in _file("series.json")["series"]}
    file = _file("editions.json")
    reader = _EditionReader(
        series=series,
        cities={row["key"]: row for row in _file("cities.json")["cities"]},
        programme=_Programme(_file("sessions.json")),
        home_country=home_country,
        separate_regions=frozenset(separate_regions),
        now=now,
        created_at=datetime.fromisoformat(file["created_at"]),
    )
    editions = tuple(reader.edition(row) for row in file["editions"])
    changes = _file("changes.json")
    by_slug = {edition.slug: edition for edition in editions}
    return DemoData(
        series=tuple(_series(row) for row in series.values()),
        editions=editions,
        projects=_projects(),
        postponements={row["edition"]: _postponement(row, by_slug[row["edition"]]) for row in changes["postponements"]},
        cancellations={
            row["edition"]: Cancellation(_text(row["reason"]), datetime.fromisoformat(row["at"]))
            for row in changes["cancellations"]
        },
    )


class _Programme:
    """Sessions by edition; titles and rooms stand once in their file, however many sessions share them."""

    def __init__(self, file: Row) -> None:
        self.titles = {key: _text(wordings) for key, wordings in file["titles"].items()}
        self.rooms = {key: _text(wordings) for key, wordings in file["rooms"].items()}
        self.rows: dict[str, list[Row]] = {}
        for row in file["sessions"]:
            self.rows.setdefault(row["edition"], []).append(row)

    def sessions(self, edition: str, opening: date, zone: str) -> tuple[Session, ...]:
        """Sessions of the edition at this slug, in venue time."""
        return tuple(self._session(row, opening, zone) for row in self.rows.get(edition, ()))

    def _session(self, row: Row, opening: date, zone: str) -> Session:
        day = opening + timedelta(days=row["day"] - 1)
        return Session(
            id=_id("session", row["edition"], row["title"]),
            kind=SessionKind(row["kind"]),
            title=self.titles[row["title"]],
            starts_at=moment_in(zone, day, time.fromisoformat(row["starts"])),
            ends_at=moment_in(zone, day, time.fromisoformat(row["ends"])),
            room=self.rooms[row["room"]],
            languages=tuple(row["languages"]),
            online=_online(row),
        )


def _online(row: Row) -> Online | None:
    address, kind, is_only = row.get("online", ("", OnlineKind.MEETING, False))
    return Online(address=address, kind=OnlineKind(kind), is_only=is_only) if address else None


def _series(row: Row) -> Series:
    return Series(
        id=_id("series", row["slug"]),
        slug=row["slug"],
        name=_text(row["name"]),
        summary=_text(row["summary"]),
        former_names=tuple(FormerName(_text(old["name"]), old["until"]) for old in row.get("former_names", ())),
        every_months=row["every_months"],
        website=row["website"],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _EditionReader:
    """Makes editions of rows that lean on their series, their city and their programme."""

    series: Mapping[str, Row]
    cities: Mapping[str, Row]
    programme: _Programme
    home_country: str
    separate_regions: frozenset[str]
    now: datetime
    created_at: datetime

    def edition(self, row: Row) -> Edition:
        slug, series, city = row["slug"], self.series[row["series"]], self.cities[row["city"]]
        zone = city["zone"]
        days = Days(date.fromisoformat(row["first"]), date.fromisoformat(row["last"]))
        mode = ParticipationMode(series["mode"])
        return Edition(
            id=_id("edition", slug),
            slug=slug,
            series_id=_id("series", row["series"]),
            name=_text(row["name"]),
            summary=_text(row["summary"] if "summary" in row else series["summary"]),
            country=city["country"],
            city=_text(city["name"]),
            venue=_text(row["venue"]),
            zone=zone,
            days=days,
            scope=scope_of(city["country"], self.home_country, self.separate_regions),
            mode=mode,
            sectors=tuple(series["sectors"]),
            fields=_fields(series["sectors"]),
            hours=_hours(row["hours"], days) if "hours" in row else (),
            organiser=_text(series["organiser"]),
            website=series["website"],
            online=_online(row),
            status=EditionStatus.PUBLISHED,
            reason=Text.empty(),
            dates_confirmed=row["certainty"] == SOURCED,
            latitude=city["latitude"],
            longitude=city["longitude"],
            sessions=self.programme.sessions(slug, days.first, zone),
            deadlines=_deadlines(slug, days.first, zone) if self._has_deadlines(mode, days, zone) else (),
            # Readers are told only where a page bears the dates out; the file keeps all that is known of them.
            source=row["source"] if row["certainty"] == SOURCED or "://" in row["source"] else "",
            created_at=self.created_at,
            modified_at=self.created_at,
        )

    def _has_deadlines(self, mode: ParticipationMode, days: Days, zone: str) -> bool:
        today = self.now.astimezone(zone_of(zone)).date()
        return mode is not ParticipationMode.INDEPENDENT and days.last >= today - KEEPS_DEADLINES


def _fields(sectors: Iterable[str]) -> tuple[int, ...]:
    """Leading technology fields of the sectors; none for a fair of all sectors."""
    leading = (SECTORS[code].fields[:FIELDS_PER_SECTOR] for code in sectors if code in SECTORS)
    return tuple(dict.fromkeys(number for numbers in leading for number in numbers))


def _hours(times: Iterable[str], days: Days) -> tuple[OpeningHours, ...]:
    """Opening hours from three times: when it opens, when it closes, and when on the last day."""
    opens, closes, closes_last = (time.fromisoformat(each) for each in times)
    dates = [days.first + timedelta(days=number) for number in range(days.length)]
    return tuple(OpeningHours(day, opens, closes_last if day == days.last else closes) for day in dates)


def _deadlines(slug: str, opening: date, zone: str) -> tuple[Deadline, ...]:
    return tuple(
        Deadline(
            id=_id("deadline", slug, rule.kind.value),
            kind=rule.kind,
            at=moment_in(zone, opening - timedelta(days=rule.days_before), rule.at),
            zone=zone,
            note=Text.empty(),
        )
        for rule in DEADLINE_TEMPLATE
    )


def _postponement(row: Row, edition: Edition) -> Postponement:
    days = Days(date.fromisoformat(row["first"]), date.fromisoformat(row["last"]))
    deadlines = _deadlines(edition.slug, days.first, edition.zone) if edition.deadlines else ()
    return Postponement(days, _text(row["note"]), deadlines, datetime.fromisoformat(row["at"]))


def _projects() -> tuple[Project, ...]:
    file = _file("projects.json")
    created_at = datetime.fromisoformat(file["created_at"])
    return tuple(_project(row, file["source"], created_at) for row in file["projects"])


def _project(row: Row, source: str, created_at: datetime) -> Project:
    slug = row["slug"]
    return Project(
        id=_id("project", slug),
        slug=slug,
        name=_text(row["name"]),
        summary=_text(row["summary"]),
        kind=ProjectKind(row["kind"]),
        contract_kind=ContractKind(row["contract_kind"]),
        stage=Stage(row["stage"]),
        countries=tuple(row["countries"]),
        parties=tuple(Party(_text(p["name"]), PartyRole(p["role"]), p["country"]) for p in row["parties"]),
        sectors=tuple(row["sectors"]),
        fields=tuple(row["fields"]),
        milestones=tuple(_milestone(slug, milestone) for milestone in row["milestones"]),
        intended=Money(*row["intended"]) if "intended" in row else None,
        signed=Money(*row["signed"]) if "signed" in row else None,
        edition_slugs=tuple(row["editions"]),
        zone=row["zone"],
        is_public=row["is_public"],
        is_illustrative=True,
        source=source,
        created_at=created_at,
        modified_at=created_at,
    )


def _milestone(project: str, row: Row) -> Milestone:
    return Milestone(
        id=_id("milestone", project, row["key"]),
        name=_text(row["name"]),
        planned_on=date.fromisoformat(row["planned_on"]),
        forecast_on=_day(row.get("forecast_on")),
        actual_on=_day(row.get("actual_on")),
        is_public=row.get("is_public", True),
    )


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _text(wordings: Mapping[str, str]) -> Text:
    """Build a text whose source is the first language of the row; no language is an empty text."""
    if not wordings:
        return Text.empty()
    source = next(iter(wordings))
    return Text.of(source, wordings[source], wordings)


def _id(*path: str) -> UUID:
    return uuid5(NAMESPACE, "/".join(path))


def _file(name: str) -> Row:
    content: Row = json.loads((DATA / name).read_text(encoding="utf-8"))
    return content

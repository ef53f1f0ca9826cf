import calendar
import csv
import hashlib
import importlib.resources
import json
import unicodedata
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from events_app import settings
from events_app.domain.countries import Scope
from events_app.domain.exhibitions import (
    DEADLINE_TEMPLATE,
    Days,
    Edition,
    EditionStatus,
    ParticipationMode,
    SessionKind,
    moment_in,
)
from events_app.domain.languages import LANGUAGES
from events_app.domain.money import Money
from events_app.domain.projects import ProjectKind, Stage
from events_app.domain.sectors import ALL_SECTORS
from events_app.domain.texts import Text
from events_app.reference import demo

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TODAY = NOW.date()
HOME = ("CN", frozenset({"HK", "MO", "TW"}))
SEVEN = set(LANGUAGES)
KNOWN_DIGEST = "52849f90c3f40036ce39f8ef188d419c4a0047b9cabd53c9acb44a2b62c9485b"
"""SHA-256 over the sorted lines `series first last certainty` of the 144 editions that the data were made from."""
CHECKED_DIGEST = "768aa7a8904707c1b8337d07e7d97ebab5a043496cb40fe27b77e440c3090ef0"
"""SHA-256 over the sorted lines `series check` of the 85 exhibitions."""
COMPILED = Path(__file__).parents[3] / "shared" / "data"
"""The compiled facts, where they lie beside the checkout; the digests stand in for them elsewhere."""


@pytest.fixture(scope="module")
def loaded() -> demo.DemoData:
    return demo.load(*HOME, NOW)


def rows(name: str) -> list[dict[str, Any]]:
    content = json.loads((demo.DATA / f"{name}.json").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = content[name]
    return found


def edition_named(loaded: demo.DemoData, slug: str) -> Edition:
    return next(edition for edition in loaded.editions if edition.slug == slug)


def digest_of(lines: list[str]) -> str:
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def texts_in(value: object) -> Iterator[Text]:
    if isinstance(value, Text):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts_in(getattr(value, field.name))
    elif isinstance(value, tuple):
        for each in value:
            yield from texts_in(each)


def test_all_85_exhibitions_are_series_and_each_has_an_edition(loaded: demo.DemoData) -> None:
    checked = [f"{row['slug']} {row['check']}" for row in rows("series")]

    assert len({series.slug for series in loaded.series}) == len(loaded.series) == 85
    assert digest_of(checked) == CHECKED_DIGEST
    assert {edition.series_id for edition in loaded.editions} == {series.id for series in loaded.series}


def test_the_144_known_editions_have_their_exact_dates() -> None:
    known = [row for row in rows("editions") if row["certainty"] != "R"]

    assert len(known) == 144
    assert digest_of([f"{r['series']} {r['first']} {r['last']} {r['certainty']}" for r in known]) == KNOWN_DIGEST


def test_the_known_editions_are_those_of_the_compiled_facts() -> None:
    known = {(r["series"], r["first"], r["last"], r["source"]) for r in rows("editions") if r["certainty"] != "R"}
    expected = known
    if COMPILED.is_dir():
        with (COMPILED / "editions.csv").open(encoding="utf-8", newline="") as file:
            expected = {(r["slug"], r["start_date"], r["end_date"], r["source"]) for r in csv.DictReader(file)}

    assert known == expected
    assert len(known) == 144


def test_the_cases_that_are_easy_to_get_wrong(loaded: demo.DemoData) -> None:
    milan = edition_named(loaded, "emo-2027")
    autumn = edition_named(loaded, "cmef-2025-autumn")
    phase = edition_named(loaded, "canton-fair-2026-autumn-phase-3")

    assert (milan.country, milan.zone, milan.name.shown("en").text) == ("IT", "Europe/Rome", "EMO Milano 2027")
    assert (autumn.city.shown("en").text, autumn.city.shown("zh-Hans").text) == ("Guangzhou", "广州")
    assert phase.days == Days(date(2026, 10, 31), date(2026, 11, 4))
    assert phase.name.shown("zh-Hans").text == "2026年秋季广交会（第三期）"
    assert phase.name.shown("pt").text == "Feira de Cantão 2026, outono, fase 3"


def test_sourced_editions_are_confirmed_and_no_others(loaded: demo.DemoData) -> None:
    sourced = {row["slug"] for row in rows("editions") if row["certainty"] == "S"}

    assert {edition.slug for edition in loaded.editions if edition.dates_confirmed} == sourced
    assert len(sourced) == 61
    assert all(row["source"] for row in rows("editions"))
    assert all(edition.source for edition in loaded.editions if edition.dates_confirmed)
    assert not any("rule" in edition.source for edition in loaded.editions if not edition.dates_confirmed)


def test_each_series_has_an_edition_that_is_not_over(loaded: demo.DemoData) -> None:
    to_come = {e.series_id for e in loaded.editions if TODAY <= e.days.last <= date(2028, 12, 31)}

    assert to_come == {series.id for series in loaded.series}


def next_by_rule(first: date, months: int, *, is_fixed: bool) -> date:
    """The same day of a later month, or the same weekday of it; a fifth becomes the last where there are four."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    if is_fixed:
        return date(year, month + 1, first.day)
    days = [date(year, month + 1, day + 1) for day in range(calendar.monthrange(year, month + 1)[1])]
    same = [day for day in days if day.weekday() == first.weekday()]
    return same[min((first.day - 1) // 7, len(same) - 1)]


def first_tuesday_from_the_8th(year: int, month: int) -> date:
    return next(day for n in range(7) if (day := date(year, month, 8) + timedelta(days=n)).weekday() == 1)


def test_editions_nobody_announced_follow_the_published_rule() -> None:
    every = {"airshow-china": 2028, "fib-bogota": 2028}
    for row in (row for row in rows("editions") if row["certainty"] == "R"):
        series = next(each for each in rows("series") if each["slug"] == row["series"])
        known = [e["first"] for e in rows("editions") if e["series"] == row["series"] and e["certainty"] != "R"]
        length = timedelta(days=series["length_days"] - 1)
        if last := max(known, default=series.get("seen_on")):
            step, is_fixed = max(12, series["every_months"]), series.get("fixed_days", False)
            later = (next_by_rule(date.fromisoformat(last), step * n, is_fixed=is_fixed) for n in count(1))
        else:
            since = every.get(row["series"], TODAY.year)
            later = (first_tuesday_from_the_8th(year, series["usual_month"]) for year in count(since))
        first = next(day for day in later if day + length >= TODAY)

        assert (row["first"], row["last"]) == (str(first), str(first + length)), row["slug"]


def test_home_and_abroad_both_have_much_to_come_in_2027(loaded: demo.DemoData) -> None:
    in_2027 = [edition.scope for edition in loaded.editions if edition.days.first.year == 2027]

    assert in_2027.count(Scope.DOMESTIC) == 30
    assert in_2027.count(Scope.OVERSEAS) == 45


def test_what_is_at_home_depends_on_the_home_country_alone() -> None:
    elsewhere = demo.load("DE", {"CN"}, NOW)

    assert {e.scope for e in elsewhere.editions if e.country == "DE"} == {Scope.DOMESTIC}
    assert {e.scope for e in elsewhere.editions if e.country == "CN"} == {Scope.SEPARATE}
    assert {e.scope for e in elsewhere.editions if e.country not in {"CN", "DE"}} == {Scope.OVERSEAS}


def test_the_zone_of_each_city_lies_in_its_country() -> None:
    table = importlib.resources.files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    zones = {tuple(line.split("\t")[0::2][:2]) for line in table.splitlines() if not line.startswith("#")}

    assert {(row["country"], row["zone"]) for row in rows("cities")} <= zones


def test_cities_are_named_in_all_seven_languages(loaded: demo.DemoData) -> None:
    assert all(set(edition.city) == SEVEN for edition in loaded.editions)
    assert all({"en", "zh-Hans"} <= set(series.name) for series in loaded.series)
    assert all(set(series.summary) == {"en", "zh-Hans"} for series in loaded.series)


def test_venues_that_nobody_could_confirm_are_left_out(loaded: demo.DemoData) -> None:
    unsure = {
        "caetex", "caf-agri", "china-arab-expo", "china-ceec-expo", "china-eurasia-expo", "china-neasia-expo",
        "china-russia-expo", "cifit", "csitf", "expomin", "gitex-africa", "kioge", "metalloobrabotka", "siam",
        "vietnam-expo", "win-eurasia", "wsie",
    }  # fmt: skip
    doubtful = {row["slug"] for row in rows("series") if row["check"] == "doubtful"}
    by_id = {series.id: series.slug for series in loaded.series}
    without = [(by_id[edition.series_id], edition.slug) for edition in loaded.editions if not edition.venue]

    assert {series for series, _ in without} == unsure | {"leap", "mee"}
    assert {slug for series, slug in without if series not in unsure} == {"leap-2027", "mee-2027"}
    assert doubtful <= unsure | {"leap", "mee"}
    assert not any("(M)" in name or "待核" in name for e in loaded.editions for name in e.venue.wordings.values())


def test_deadlines_follow_the_template_where_the_authority_takes_part(loaded: demo.DemoData) -> None:
    fair = edition_named(loaded, "hannover-messe-2027")
    expected = [
        (rule.kind, moment_in("Europe/Berlin", date(2027, 4, 19) - timedelta(days=rule.days_before), rule.at))
        for rule in DEADLINE_TEMPLATE
    ]

    assert [(deadline.kind, deadline.at) for deadline in fair.deadlines] == expected
    assert {deadline.zone for deadline in fair.deadlines} == {"Europe/Berlin"}
    with_deadlines = {edition.slug for edition in loaded.editions if edition.deadlines}
    assert with_deadlines == {
        edition.slug
        for edition in loaded.editions
        if edition.mode is not ParticipationMode.INDEPENDENT and edition.days.last >= date(2025, 11, 23)
    }
    assert len(with_deadlines) == 106


def test_sessions_lie_in_the_days_of_editions_that_are_not_confirmed(loaded: demo.DemoData) -> None:
    with_sessions = [edition for edition in loaded.editions if edition.sessions]
    sessions = [session for edition in with_sessions for session in edition.sessions]

    assert (len(with_sessions), len(sessions)) == (13, 40)
    assert len(rows("sessions")) == len(sessions)
    assert {session.kind for session in sessions} == set(SessionKind)
    assert all(set(session.title) == set(session.room) == SEVEN for session in sessions)
    for edition in with_sessions:
        assert not edition.dates_confirmed
        assert edition.days.first > TODAY
        for session in edition.sessions:
            assert edition.days.first <= session.starts_at.date() <= edition.days.last


def test_opening_hours_cover_each_day_and_close_early_on_the_last(loaded: demo.DemoData) -> None:
    with_hours = [edition for edition in loaded.editions if edition.hours]
    fair = edition_named(loaded, "bauma-china-2026")

    assert len(with_hours) == 7
    assert all(len(edition.hours) == edition.days.length for edition in with_hours)
    assert [(h.day.day, h.opens.hour, h.closes.hour) for h in fair.hours] == [
        (24, 9, 17),
        (25, 9, 17),
        (26, 9, 17),
        (27, 9, 14),
    ]


def test_the_cancelled_and_the_postponed_edition_say_that_they_are_examples(loaded: demo.DemoData) -> None:
    cancelled, postponed = loaded.cancellations["csitf-2027"], loaded.postponements["expo-manufactura-2027"]

    assert (set(loaded.cancellations), set(loaded.postponements)) == ({"csitf-2027"}, {"expo-manufactura-2027"})
    assert set(cancelled.reason) == set(postponed.note) == SEVEN
    for slug in ("csitf-2027", "expo-manufactura-2027"):
        edition = edition_named(loaded, slug)
        assert set(edition.name) == set(edition.summary) == SEVEN
        assert edition.name.shown("en").text.endswith("(demonstration example)")
        assert "says nothing about the real fair" in edition.summary.shown("en").text
        assert next(row["certainty"] for row in rows("editions") if row["slug"] == slug) == "R"


def test_both_changes_can_be_made_to_what_was_published(loaded: demo.DemoData) -> None:
    change = loaded.postponements["expo-manufactura-2027"]
    published = edition_named(loaded, "expo-manufactura-2027")
    moved = replace(published.postpone(change.days, now=change.at), deadlines=change.deadlines)
    end = loaded.cancellations["csitf-2027"]
    cancelled = edition_named(loaded, "csitf-2027").cancel(end.reason, now=end.at)

    assert {edition.status for edition in loaded.editions} == {EditionStatus.PUBLISHED}
    assert (moved.status, cancelled.status) == (EditionStatus.POSTPONED, EditionStatus.CANCELLED)
    assert moved.former_days == (Days(date(2027, 2, 2), date(2027, 2, 4)),)
    assert [d.id for d in moved.deadlines] == [d.id for d in published.deadlines]
    assert all(new.at > old.at for new, old in zip(moved.deadlines, published.deadlines, strict=True))
    assert published.created_at < change.at < NOW
    assert published.created_at < end.at < NOW


def test_projects_are_written_in_all_seven_languages(loaded: demo.DemoData) -> None:
    for project in loaded.projects:
        assert set(project.name) == set(project.summary) == SEVEN, project.slug
        assert all(set(milestone.name) == SEVEN for milestone in project.milestones)
        assert len(set(project.summary.wordings.values())) == 7


def test_projects_cover_all_kinds_and_many_stages(loaded: demo.DemoData) -> None:
    assert len(loaded.projects) == 13
    assert {project.kind for project in loaded.projects} == set(ProjectKind)
    assert len({project.contract_kind for project in loaded.projects}) == 13
    assert len({project.stage for project in loaded.projects}) >= 9
    assert [p.slug for p in loaded.projects if not p.is_public] == ["osaka-membrane-patents"]
    assert [p.slug for p in loaded.projects if p.stage is Stage.SUSPENDED] == ["almaty-drip-irrigation"]
    assert any(not m.is_public for p in loaded.projects if p.is_public for m in p.milestones)
    assert all(project.is_illustrative for project in loaded.projects)


def test_projects_name_partners_editions_and_amounts_that_exist(loaded: demo.DemoData) -> None:
    slugs = {edition.slug for edition in loaded.editions}
    solar = next(project for project in loaded.projects if project.slug == "aswan-solar-plant")

    for project in loaded.projects:
        assert set(project.edition_slugs) <= slugs, project.slug
        assert ALL_SECTORS not in project.sectors
        assert "CN" not in project.countries
        assert {party.country for party in project.parties} == {"CN", *project.countries} - (
            {"UZ"} if project.stage is Stage.SUSPENDED else set()
        )
        assert project.intended or project.signed
    assert (solar.intended, solar.signed) == (Money(21_000_000_000, "USD"), Money(18_600_000_000, "USD"))


def test_milestones_that_were_reached_lie_in_the_past(loaded: demo.DemoData) -> None:
    milestones = [milestone for project in loaded.projects for milestone in project.milestones]

    assert all(milestone.actual_on < TODAY for milestone in milestones if milestone.actual_on)
    assert all(m.on > TODAY for m in milestones if not m.actual_on)
    assert any(milestone.forecast_on for milestone in milestones)


def test_every_party_is_called_an_example(loaded: demo.DemoData) -> None:
    marks = ("Example", "Beispiel", "Exemplo", "Ejemplo")

    for project in loaded.projects:
        for party in project.parties:
            assert any(mark in wording for wording in party.name.wordings.values() for mark in marks), party.name


def test_each_text_is_clean_in_each_language(loaded: demo.DemoData) -> None:
    texts = list(texts_in((loaded.series, loaded.editions, loaded.projects)))
    wordings = [wording for text in texts for wording in text.wordings.values()]

    assert len(wordings) > 4_500
    assert [w for w in wordings if w != w.strip() or "  " in w] == []
    assert [w for w in wordings if any(unicodedata.category(character)[0] == "C" for character in w)] == []
    assert not any(text.is_outdated(language) for text in texts for language in text)


def test_ids_and_slugs_are_the_same_at_each_load(loaded: demo.DemoData) -> None:
    later = demo.load(*HOME, NOW + timedelta(days=1000))

    assert [(e.id, e.slug) for e in later.editions] == [(e.id, e.slug) for e in loaded.editions]
    assert len({edition.id for edition in loaded.editions}) == len(loaded.editions) == 219
    assert edition_named(loaded, "hannover-messe-2027").id == UUID("69a79f5e-d86a-5c4d-87a6-c03a2df4c196")
    assert all(slug.isascii() and slug == slug.lower() for slug in (e.slug for e in loaded.editions))
    assert later.projects == loaded.projects
    assert later.series == loaded.series


def test_the_profile_is_a_whole_set_of_settings() -> None:
    profile = settings.read(demo.profile())

    assert (profile.home_country, profile.separate_regions) == ("CN", frozenset({"HK", "MO", "TW"}))
    assert (profile.home_zone, profile.authority_email) == ("Asia/Shanghai", "fairs@example.org")
    assert set(profile.authority_name) == SEVEN

"""A calendar of another publisher, event by event: a person says of each whether it is new, the same, or left out."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import imports as actions
from events_app.actions import uploads as upload_actions
from events_app.actions.demo import context_of
from events_app.actions.imports import Found, NothingToImport, proposal_of
from events_app.domain import exchange_editions
from events_app.domain.duplicates import REASON_NAMES
from events_app.domain.exchange import Proposal, Report
from events_app.domain.exhibitions import Edition, ParticipationMode, Series
from events_app.domain.imports import CANDIDATE_STATUS_NAMES, identity_of, taken_over
from events_app.domain.messages import P_, Message
from events_app.domain.refusals import InvalidValue, NotFound
from events_app.domain.rights import Noun
from events_app.domain.tables import Fault
from events_app.domain.texts import Text
from events_app.domain.uploads import Upload
from events_app.edge.desk import Visit, see
from events_app.edge.forms import REQUIRED, Form, read_form
from events_app.edge.problems import problem_of
from events_app.edge.slugs import slug_of
from events_app.formats import ical_reading
from events_app.reference import countries
from events_app.storage import exhibitions, imports
from events_app.web.desk_exhibitions import SLUG_TAKEN, country_choices
from events_app.web.desk_imports import waiting
from events_app.web.edition_forms import scope_in

AT_ONCE = 100
"""So many events are decided on at once; the others come when these are done."""
LEAVE, NEW, SAME = "leave", "new", "same"
CHOICES: dict[str, Message] = {
    LEAVE: P_("what becomes of an event", "Leave out"),
    NEW: P_("what becomes of an event", "A new edition, as a draft"),
    SAME: P_("what becomes of an event", "The same as this edition:"),
}
Row = tuple[int, Found]


@dataclass(frozen=True, slots=True)
class Opened:
    """A calendar as it was read: what is to be decided, what is known and unchanged, what could not be read."""

    upload: Upload
    rows: tuple[Row, ...]
    more: int
    unchanged: int
    faults: tuple[Fault, ...]


@get("/exchange/calendars/{upload_id:uuid}", include_in_schema=False)
async def calendar_page(visit: NamedDependency[Visit], *, upload_id: FromPath[UUID]) -> Response[Any]:
    """Show every event with what may be the same, and what is known of it."""
    upload = await waiting(visit, upload_id, is_calendar=True)
    form = Form()
    opened = await _opened(visit, upload, form)
    for number, found in opened.rows:
        _fill(form, number, found)
    return await _shown(visit, opened, form)


@post("/exchange/calendars/{upload_id:uuid}", include_in_schema=False, status_code=200)
async def decide(visit: NamedDependency[Visit], *, upload_id: FromPath[UUID]) -> Response[Any]:
    """Keep what was decided, all of it or nothing."""
    upload = await waiting(visit, upload_id, is_calendar=True)
    form = await read_form(visit.request)
    if form.one_of("deed", ("import", "discard")) == "discard":
        await upload_actions.throw_away(upload, by=visit.asker)
        return see("desk/exchange", done="discarded")
    opened = await _opened(visit, upload, form)
    proposals, series = await _decided(visit, opened, form)
    if not form.is_good:
        return await _shown(visit, opened, form)
    report: Report[Edition] = Report(noun=Noun.EXHIBITION, proposals=tuple(proposals))
    try:
        report = await actions.apply(
            report, label=upload.name, series=series, by=visit.asker, context=context_of(visit.settings), now=visit.now
        )
    except NothingToImport as refusal:
        form.problems["deed"] = problem_of(refusal)
    if not report.is_written:
        for fault in report.all_faults:
            form.fail(f"do-{_number(opened, fault.line)}", fault.message, **fault.params)
        return await _shown(visit, opened, form)
    if opened.more:
        return see(f"desk/exchange/calendars/{upload.id}", done="imported")
    await upload_actions.throw_away(upload, by=visit.asker)
    return see("desk/exchange", done="imported", counts=f"{len(series)}-{len(proposals)}")


async def _opened(visit: Visit, upload: Upload, form: Form) -> Opened:
    source = await imports.get_source(upload.source_id) if upload.source_id else None
    if source is None:
        raise NotFound
    try:
        reading = await asyncio.to_thread(ical_reading.read, upload.content)
    except InvalidValue as refusal:
        form.problems["file"] = problem_of(refusal)
        return Opened(upload, (), 0, 0, ())
    found = await actions.find_candidates(source, reading.candidates, by=visit.asker, now=visit.now)
    open_ones = [(number, each) for number, each in enumerate(found) if _is_open(visit, each)]
    return Opened(
        upload,
        tuple(open_ones[:AT_ONCE]),
        max(0, len(open_ones) - AT_ONCE),
        len(found) - len(open_ones),
        reading.faults,
    )


def _is_open(visit: Visit, found: Found) -> bool:
    """Whether there is anything to decide: an event that is not here yet, or that its publisher has changed."""
    if found.edition is None:
        return True
    if found.is_older:
        return False
    proposal = proposal_of(
        found.candidate,
        found.edition,
        old=found.edition,
        identity=identity_of(found.candidate, source_id=UUID(int=0), edition_id=found.edition.id, now=visit.now),
        now=visit.now,
    )
    return proposal.value != found.edition


def _fill(form: Form, number: int, found: Found) -> None:
    """What is likely: known ones follow, likely copies are left to look at, the rest is left out until chosen."""
    place = [part.strip() for part in found.candidate.location.split(",") if part.strip()]
    code = next(filter(None, (countries.find_code(part) for part in reversed(place))), "")
    form.put(f"do-{number}", SAME if found.edition else LEAVE)
    form.put(f"country-{number}", code)
    form.put(f"city-{number}", _city(place))
    form.put(f"series-{number}", "")
    same = found.edition.slug if found.edition else found.duplicates[0].slug if found.duplicates else ""
    form.put(f"same-{number}", same)


def _city(place: Sequence[str]) -> str:
    """The part of a place before its country or region."""
    named = [part for part in place if not countries.find_code(part)]
    return named[-1] if named else ""


async def _decided(visit: Visit, opened: Opened, form: Form) -> tuple[list[Proposal[Edition]], list[Series]]:
    """What the form says of each event; a fault is noted beside its field."""
    wanted = [form.value(f"same-{number}") for number, _ in opened.rows if form.value(f"do-{number}") == SAME]
    deciding = _Deciding(
        visit,
        opened,
        form,
        {series.slug: series for series in await exhibitions.list_series()},
        {edition.slug: edition for edition in await exhibitions.list_editions(wanted)} if wanted else {},
    )
    for number, found in opened.rows:
        choice = form.one_of(f"do-{number}", CHOICES)
        if choice == SAME:
            deciding.same(number, found)
        elif choice == NEW:
            await deciding.new(number, found)
    return deciding.proposals, list(deciding.new_series.values())


@dataclass(slots=True)
class _Deciding:
    """Events turned into proposals, one by one."""

    visit: Visit
    opened: Opened
    form: Form
    series: Mapping[str, Series]
    editions: Mapping[str, Edition]
    proposals: list[Proposal[Edition]] = field(default_factory=list)
    new_series: dict[str, Series] = field(default_factory=dict)

    def same(self, number: int, found: Found) -> None:
        """The event is an edition that is here: it is tied to it, and follows it from now on."""
        edition = self.editions.get(self.form.value(f"same-{number}"))
        allowed = {duplicate.slug for duplicate in found.duplicates} | (
            {found.edition.slug} if found.edition else set()
        )
        if edition is None or edition.slug not in allowed:
            self.form.fail(f"same-{number}", REQUIRED)
            return
        self._propose(found, edition, old=edition)

    async def new(self, number: int, found: Found) -> None:
        """The event becomes a draft, in a series that is here or in one of its own name."""
        form, title = self.form, found.candidate.title
        country = form.one_of(f"country-{number}", countries.all_codes())
        city = form.line(f"city-{number}", required=True, most=300)
        named = form.one_of(f"series-{number}", ["", *self.series], required=False)
        first = found.candidate.days.first
        slug = slug_of(title, "" if str(first.year) in title else first.year)
        is_taken = slug in {proposal.label for proposal in self.proposals} or await exhibitions.find_edition(slug)
        if not slug or is_taken:
            form.fail(f"do-{number}", SLUG_TAKEN)
        elif country and city:
            blank = self._blank(slug, title, country, city, self._series(named or slug_of(title), title))
            edition = taken_over(blank, found.candidate, source=self.opened.upload.name, now=self.visit.now)
            self._propose(found, edition, old=None)

    def _series(self, slug: str, title: str) -> Series:
        language = self.opened.upload.language
        known = self.series.get(slug) or self.new_series.get(slug)
        return known or self.new_series.setdefault(
            slug, Series(id=uuid4(), slug=slug, name=Text.of(language, title), summary=Text.empty(language))
        )

    def _blank(self, slug: str, title: str, country: str, city: str, series: Series) -> Edition:
        visit, language = self.visit, self.opened.upload.language
        unit = None if visit.asker.has_authority_role else next(iter(sorted(visit.asker.unit_ids)), None)
        return replace(
            exchange_editions.blank(new_id=uuid4(), language=language, unit_id=unit, now=visit.now),
            name=Text.of(language, title),
            slug=slug,
            series_id=series.id,
            country=country,
            city=Text.of(language, city),
            zone=next(iter(countries.zones(country)), visit.settings.home_zone),
            scope=scope_in(country, visit.settings),
            mode=ParticipationMode.INDEPENDENT,
        )

    def _propose(self, found: Found, edition: Edition, *, old: Edition | None) -> None:
        source_id = _source_id(self.opened)
        identity = identity_of(found.candidate, source_id=source_id, edition_id=edition.id, now=self.visit.now)
        self.proposals.append(proposal_of(found.candidate, edition, old=old, identity=identity, now=self.visit.now))


def _source_id(opened: Opened) -> UUID:
    if opened.upload.source_id is None:
        raise NotFound
    return opened.upload.source_id


def _number(opened: Opened, line: int) -> int:
    return next((number for number, found in opened.rows if found.candidate.line == line), 0)


async def _shown(visit: Visit, opened: Opened, form: Form) -> Response[Any]:
    every = await exhibitions.list_series()
    ids = [duplicate.slug for _, found in opened.rows for duplicate in found.duplicates]
    editions = {edition.slug: edition for edition in await exhibitions.list_editions(ids)} if ids else {}
    return visit.page(
        "desk/exchange/calendar.html",
        status_code=200 if form.is_good else 422,
        opened=opened,
        form=form,
        choices=list(CHOICES.items()),
        editions=editions,
        reasons=REASON_NAMES,
        status_names=CANDIDATE_STATUS_NAMES,
        countries=country_choices(visit.language, visit.settings),
        series=sorted((each.slug, each.name.shown(visit.language).text) for each in every),
        base=f"desk/exchange/calendars/{opened.upload.id}",
    )


ROUTES = (calendar_page, decide)

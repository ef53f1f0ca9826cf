"""Imports: what a table or another publisher's calendar would change, and all of that done at once, or nothing.

Everything is kept through the actions of each noun, so rights, rules, calendar, change log and history are those of
any other change. Comparing many lines takes seconds and runs beside the event loop.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from events_app.actions import exhibitions as edition_actions
from events_app.actions import projects as project_actions
from events_app.actions.context import Context
from events_app.actions.history import record
from events_app.domain import exchange_editions, exchange_projects
from events_app.domain.duplicates import NEAR_DAYS, Duplicate, likely_duplicates
from events_app.domain.exchange import Known, Proposal, Report, Standing, T, keys_of, propose
from events_app.domain.exchange_editions import EDITIONS, StatusHasItsOwnMove
from events_app.domain.exchange_projects import PROJECTS
from events_app.domain.exhibitions import Edition, EditionStatus, Series
from events_app.domain.history import Deed, FieldChange, differences
from events_app.domain.imports import Candidate, Identity, Source, followed, is_older
from events_app.domain.messages import N_
from events_app.domain.projects import Project
from events_app.domain.refusals import ChangedMeanwhile, Refusal
from events_app.domain.rights import Asker, Noun, Right, may, require
from events_app.domain.tables import Fault, Sheet
from events_app.reference.countries import all_codes
from events_app.storage import exhibitions, imports, organisations, projects
from events_app.storage.database import INTEGRITY_ERRORS, transaction

SLUGS_AT_ONCE = 500


class NothingToImport(Refusal):
    """A report with faults, or with nothing to keep."""

    message = N_("Nothing was imported: mend the lines named here and send the file again.")


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate with what is known of it: the edition it is, if it came before, or those that it may be a copy of."""

    candidate: Candidate
    edition: Edition | None
    is_older: bool
    duplicates: tuple[Duplicate, ...]


class _UndoneError(Exception):
    """Takes back what was done in a transaction; `fault` is that of the line that was refused, if one was."""

    def __init__(self, fault: Fault | None = None) -> None:
        super().__init__(fault)
        self.fault = fault


async def propose_editions(sheet: Sheet, *, language: str, by: Asker, now: datetime) -> Report[Edition]:
    """What an import of editions would do; texts of new ones are in `language` where the line names no other."""
    require_import(by)
    ids, slugs = keys_of(sheet)
    slugs |= set((await imports.list_edition_slugs(ids)).values())
    existing = [edition for some in _parts(slugs) for edition in await exhibitions.list_editions(some)]
    blank = exchange_editions.blank(new_id=uuid4(), language=language, unit_id=own_unit(by), now=now)
    known = await known_here()
    return await asyncio.to_thread(
        propose, EDITIONS, sheet, existing=existing, blank=blank, known=known, by=by, now=now
    )


async def propose_projects(sheet: Sheet, *, language: str, by: Asker, now: datetime) -> Report[Project]:
    """What an import of projects would do; as `propose_editions`."""
    require_import(by)
    ids, slugs = keys_of(sheet)
    slugs |= set((await imports.list_project_slugs(ids)).values())
    existing = [project for some in _parts(slugs) for project in await projects.list_projects(some)]
    linked = {slug.strip() for line in sheet.lines for slug in str(line.cells.get("edition_slugs") or "").split(";")}
    found = [edition.slug for some in _parts(linked) for edition in await exhibitions.list_editions(some)]
    blank = exchange_projects.blank(new_id=uuid4(), language=language, unit_id=own_unit(by), now=now)
    known = await known_here(edition_slugs=frozenset(found))
    return await asyncio.to_thread(
        propose, PROJECTS, sheet, existing=existing, blank=blank, known=known, by=by, now=now
    )


async def known_here(*, edition_slugs: frozenset[str] = frozenset()) -> Known:
    """What cells may refer to in this installation; also what an export needs to write it."""
    return Known(
        series={series.slug: series.id for series in await exhibitions.list_series()},
        units={unit.slug: unit.id for unit in await organisations.list_units()},
        edition_slugs=edition_slugs,
        countries=frozenset(all_codes()),
        new_id=uuid4,
    )


def require_import(by: Asker) -> None:
    """Raise NotAllowed for who may import nothing, neither for the authority nor for a unit of their own."""
    if not any(may(by, Right.CREATE, Noun.IMPORT, owner=owner) for owner in (None, *by.unit_ids)):
        require(by, Right.CREATE, Noun.IMPORT)


async def apply(
    report: Report[T],
    *,
    label: str = "",
    series: Sequence[Series] = (),
    dry_run: bool = False,
    by: Asker,
    context: Context,
    now: datetime,
) -> Report[T]:
    """Keep everything that is new or changed, or nothing of it; a dry run does the same and takes it back.

    What an action refuses becomes a fault of its line. `series` are new ones that editions belong to; `label` is what
    the history calls the import, such as the name of the file. Raises NothingToImport where the report has faults or
    would change nothing.
    """
    require_import(by)
    if not report.is_applicable:
        raise NothingToImport
    await _check_sources(report, by=by)
    try:
        async with transaction():
            for each in series:
                await edition_actions.add_series(each, by=by, now=now)
            await _keep_all(report, label=label, by=by, context=context, now=now)
            _undo_if(is_wanted=dry_run)
    except _UndoneError as undone:
        fault = undone.fault
        if fault is None:
            return report
        proposals = tuple(p.faulty(fault) if p.line == fault.line else p for p in report.proposals)
        return replace(report, proposals=proposals)
    return replace(report, is_written=True)


async def find_candidates(
    source: Source, candidates: Sequence[Candidate], *, by: Asker, now: datetime
) -> tuple[Found, ...]:
    """What is known of a publisher's events. Editions that the asker may not read are not told of."""
    require(by, Right.CREATE, Noun.IMPORT, owner=source.unit_id)
    if not candidates:
        return ()
    identities = await imports.list_identities(source.id, [candidate.uid for candidate in candidates])
    slugs = await imports.list_edition_slugs([identity.edition_id for identity in identities.values()])
    near = timedelta(days=NEAR_DAYS)
    first = max(min(c.days.first for c in candidates), now.date() - timedelta(days=3660)) - near
    last = min(max(c.days.last for c in candidates), now.date() + timedelta(days=3660)) + near
    wanted = {*slugs.values(), *await imports.list_slugs_between(first, last)}
    editions = [edition for some in _parts(wanted) for edition in await exhibitions.list_editions(some)]
    readable = [e for e in editions if e.is_public or may(by, Right.READ, Noun.EXHIBITION, owner=e.unit_id)]
    return await asyncio.to_thread(lambda: tuple(_found(one, identities, readable) for one in candidates))


def proposal_of(
    candidate: Candidate, edition: Edition, *, old: Edition | None, identity: Identity, now: datetime
) -> Proposal[Edition]:
    """What a person decided about a candidate: it becomes `edition`, which replaces `old` or is new.

    An `edition` that is `old` as it is takes over what the publisher now says (`domain.imports.followed`).
    """
    value = followed(edition, candidate, now=now) if old is not None and edition == old else edition
    changes = differences(old, value)
    standing = Standing.NEW if old is None else Standing.CHANGED if changes else Standing.UNCHANGED
    return Proposal(line=candidate.line, standing=standing, label=value.slug, value=value, identity=identity)


async def add_source(source: Source, *, by: Asker, now: datetime) -> Source:
    """Keep a publisher's calendar to import from; one with the same address is returned instead."""
    require(by, Right.CREATE, Noun.IMPORT, owner=source.unit_id)
    async with transaction():
        known = await imports.find_source(source.address)
        if known is not None:
            require(by, Right.CREATE, Noun.IMPORT, owner=known.unit_id)
            return known
        await imports.add_source(source)
        changes = differences(None, source)
        owner, name = source.unit_id, source.name
        await record(Deed.ADDED, Noun.IMPORT, source.id, by=by, now=now, owner=owner, label=name, changes=changes)
    return source


async def note_fetch(source: Source, *, etag: str, by: Asker, now: datetime) -> Source:
    """Keep when a source was fetched last, and the mark by which its server knows that version."""
    require(by, Right.CREATE, Noun.IMPORT, owner=source.unit_id)
    fetched = replace(source, etag=etag, fetched_at=now)
    async with transaction():
        await imports.set_source(fetched)
    return replace(fetched, version=fetched.version + 1)


async def _check_sources(report: Report[T], *, by: Asker) -> None:
    """Raise NotAllowed for a tie to a source that is another's, NotFound for one to none."""
    for source_id in {proposal.identity.source_id for proposal in report.proposals if proposal.identity}:
        source = await imports.get_source(source_id)
        require(by, Right.CREATE, Noun.IMPORT, owner=source.unit_id)


def _undo_if(*, is_wanted: bool) -> None:
    if is_wanted:
        raise _UndoneError


async def _keep_all(report: Report[T], *, label: str, by: Asker, context: Context, now: datetime) -> None:
    for proposal in report.proposals:
        try:
            await _apply_one(proposal, by=by, context=context, now=now)
        except Refusal as refusal:
            raise _UndoneError(Fault.of(refusal, line=proposal.line)) from refusal
        except INTEGRITY_ERRORS as error:
            # Somebody else has taken the slug or the id since the lines were compared.
            raise _UndoneError(Fault.of(ChangedMeanwhile(), line=proposal.line)) from error
    await _record(report, label=label, by=by, now=now)


async def _apply_one(proposal: Proposal[T], *, by: Asker, context: Context, now: datetime) -> None:
    value = proposal.value
    match value, proposal.standing:
        case Edition(), Standing.NEW:
            await _add_edition(value, by=by, context=context, now=now)
        case Edition(), Standing.CHANGED:
            old = await exhibitions.get_edition(value.slug)
            if old.status is not value.status:
                raise StatusHasItsOwnMove
            await edition_actions.change_edition(value, by=by, context=context, now=now)
        case Project(), Standing.NEW:
            await project_actions.add(value, by=by, context=context, now=now)
        case Project(), Standing.CHANGED:
            await project_actions.change(value, by=by, context=context, now=now)
        case _:
            pass
    if proposal.identity is not None and isinstance(value, Edition):
        require(by, Right.EDIT, Noun.EXHIBITION, owner=value.unit_id)
        await imports.set_identity(replace(proposal.identity, edition_id=value.id))


async def _add_edition(edition: Edition, *, by: Asker, context: Context, now: datetime) -> None:
    """A published one is published as any draft is: with the rules of publishing."""
    draft = replace(edition, status=EditionStatus.DRAFT)
    await edition_actions.add_edition(draft, by=by, context=context, now=now)
    if edition.is_public:
        await edition_actions.publish(edition.slug, by=by, context=context, now=now)


async def _record(report: Report[T], *, label: str, by: Asker, now: datetime) -> None:
    counts = {standing: report.count(standing) for standing in (Standing.NEW, Standing.CHANGED)}
    changes = tuple(FieldChange(standing.value, None, count) for standing, count in counts.items() if count)
    await record(Deed.IMPORTED, report.noun, None, by=by, now=now, owner=own_unit(by), label=label, changes=changes)


def _found(candidate: Candidate, identities: Mapping[str, Identity], editions: Sequence[Edition]) -> Found:
    identity = identities.get(candidate.uid)
    edition = next((e for e in editions if identity and e.id == identity.edition_id), None)
    duplicates = () if edition else likely_duplicates(candidate, editions)
    return Found(candidate, edition, bool(edition and identity and is_older(candidate, identity)), duplicates)


def own_unit(by: Asker) -> UUID | None:
    """The unit that new lines belong to: the asker's, if there is one and they are not of the authority."""
    return None if by.is_system or by.has_authority_role else next(iter(sorted(by.unit_ids)), None)


def _parts(slugs: set[str] | frozenset[str]) -> list[list[str]]:
    wanted = sorted(slugs)
    return [wanted[start : start + SLUGS_AT_ONCE] for start in range(0, len(wanted), SLUGS_AT_ONCE)]

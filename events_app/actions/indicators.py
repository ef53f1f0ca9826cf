"""Indicator tables: compared with what is in force, then kept whole as a new version, or not at all."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from events_app.actions.history import record
from events_app.domain.history import Deed, FieldChange
from events_app.domain.indicator_mappings import Mapping, Reading, measures_of
from events_app.domain.indicators import (
    Comparison,
    IndicatorTable,
    Measure,
    TableIsCurrent,
    check_code,
    check_title,
    compare,
    told_once,
)
from events_app.domain.messages import N_
from events_app.domain.refusals import ChangedMeanwhile, Refusal
from events_app.domain.rights import Asker, Noun, Right, require
from events_app.domain.tables import Sheet
from events_app.reference.countries import iso_codes
from events_app.storage import indicators
from events_app.storage.database import INTEGRITY_ERRORS, transaction


class NothingToKeep(Refusal):
    """A file with faults, or one that says what is in force already."""

    message = N_("Nothing was kept: mend the lines named here, or choose other columns.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What would become of a file: `base` is the version in force that it was compared with."""

    code: str
    title: str
    reading: Reading
    base: IndicatorTable | None
    comparison: Comparison

    @property
    def is_applicable(self) -> bool:
        """Whether nothing is wrong and anything would change."""
        return not self.reading.faults and bool(self.reading.measures) and bool(self.comparison)


async def propose(sheet: Sheet, mapping: Mapping, *, code: str, title: str, by: Asker) -> Proposal:
    """What a file would change in the table `code`. Raises NotAllowed, TableCodeOdd or TableTitleMissing."""
    require(by, Right.CREATE, Noun.INDICATOR)
    code, title = check_code(code), check_title(title)
    base = await indicators.find_current(code)
    old: Sequence[Measure] = await indicators.list_all_measures(base.id) if base else ()
    reading, comparison = await asyncio.to_thread(_compared, sheet, mapping, old)
    return Proposal(code=code, title=title, reading=reading, base=base, comparison=comparison)


async def apply(proposal: Proposal, *, label: str, by: Asker, now: datetime) -> IndicatorTable:
    """Keep a proposal as the version in force; `label` is what the history calls the file.

    Raises NotAllowed, NothingToKeep, or ChangedMeanwhile where another version came into force since it was compared.
    """
    require(by, Right.CREATE, Noun.INDICATOR)
    if not proposal.is_applicable:
        raise NothingToKeep
    measures = proposal.reading.measures
    try:
        async with transaction():
            known = await indicators.list_versions(proposal.code)
            if known:
                require(by, Right.EDIT, Noun.INDICATOR)
            if next((each for each in known if each.is_current), None) != proposal.base:
                raise ChangedMeanwhile
            version = IndicatorTable(
                id=uuid4(),
                code=proposal.code,
                title=proposal.title,
                source=told_once(measure.source for measure in measures),
                licence=told_once(measure.licence for measure in measures),
                version=max((each.version for each in known), default=0) + 1,
                is_current=True,
                rows=len(measures),
                no_data=proposal.reading.no_data,
                imported_at=now,
                imported_by=by.person_id,
            )
            await indicators.set_current(version.code, None)
            await indicators.add(version, measures)
            await _record(Deed.IMPORTED, version, *_counts(proposal, label), by=by, now=now)
    except INTEGRITY_ERRORS as error:
        raise ChangedMeanwhile from error
    return version


async def make_current(version_id: UUID, *, by: Asker, now: datetime) -> IndicatorTable:
    """Put a version in force again. Raises NotAllowed, NotFound or ChangedMeanwhile."""
    require(by, Right.EDIT, Noun.INDICATOR)
    try:
        async with transaction():
            version = await indicators.get(version_id)
            if version.is_current:
                return version
            before = await indicators.find_current(version.code)
            await indicators.set_current(version.code, version.id)
            change = FieldChange("version", before.version if before else None, version.version)
            await _record(Deed.CHANGED, version, change, by=by, now=now)
    except INTEGRITY_ERRORS as error:
        raise ChangedMeanwhile from error
    return replace(version, is_current=True)


async def retire(version_id: UUID, *, by: Asker, now: datetime) -> IndicatorTable:
    """Take a version out of force without another in its place. Raises NotAllowed or NotFound."""
    require(by, Right.EDIT, Noun.INDICATOR)
    async with transaction():
        version = await indicators.get(version_id)
        if version.is_current:
            await indicators.set_current(version.code, None)
            await _record(Deed.WITHDRAWN, version, by=by, now=now)
    return replace(version, is_current=False)


async def remove(version_id: UUID, *, by: Asker, now: datetime) -> None:
    """Forget a version that is not in force. Raises NotAllowed, NotFound or TableIsCurrent."""
    require(by, Right.MANAGE, Noun.INDICATOR)
    async with transaction():
        version = await indicators.get(version_id)
        if version.is_current:
            raise TableIsCurrent
        await indicators.remove(version.id)
        await _record(Deed.REMOVED, version, FieldChange("rows", version.rows, None), by=by, now=now)


def _compared(sheet: Sheet, mapping: Mapping, old: Sequence[Measure]) -> tuple[Reading, Comparison]:
    reading = measures_of(sheet, mapping, countries=iso_codes())
    return reading, compare(old, reading.measures)


def _counts(proposal: Proposal, label: str) -> list[FieldChange]:
    comparison, reading = proposal.comparison, proposal.reading
    counts = {
        "new": len(comparison.new),
        "changed": len(comparison.changed),
        "gone": len(comparison.gone),
        "no_data": reading.no_data,
    }
    told = [FieldChange(name, None, count) for name, count in counts.items() if count]
    return [FieldChange("file", None, label), *told] if label else told


async def _record(deed: Deed, version: IndicatorTable, *changes: FieldChange, by: Asker, now: datetime) -> None:
    label = f"{version.code} {version.version}"
    await record(deed, Noun.INDICATOR, version.id, by=by, now=now, label=label, changes=changes)

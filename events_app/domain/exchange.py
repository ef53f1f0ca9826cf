"""Objects as lines of a table and back: what is exported, what an import would do, and what is wrong with it.

A noun is mapped by its `Attribute`s (`exchange_editions`, `exchange_projects`; organisations will get a room like
these). A cell that says what would be exported changes nothing, so an export that comes back untouched is no change
at all, and columns that are left out leave alone what they stand for. Writing is the business of `actions.imports`.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar
from uuid import UUID

from events_app.domain.exhibitions import Edition
from events_app.domain.imports import Identity
from events_app.domain.messages import N_, P_, Message
from events_app.domain.projects import Project
from events_app.domain.refusals import InvalidValue, Refusal
from events_app.domain.rights import Asker, NotAllowed, Noun, Right, may
from events_app.domain.tables import Column, Fault, Line, Sheet, Table, Value, plain_value, typed

T = TypeVar("T", Edition, Project)
Cells = tuple[Value, ...]
"""Values of an attribute's columns, in their order."""

ID = Column("id")
SLUG = Column("slug")


class Standing(StrEnum):
    """What an import would do with a line."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    FAULTY = "faulty"


STANDING_NAMES: dict[Standing, Message] = {
    Standing.NEW: P_("import line", "New"),
    Standing.CHANGED: P_("import line", "Changed"),
    Standing.UNCHANGED: P_("import line", "Unchanged"),
    Standing.FAULTY: P_("import line", "Faulty"),
}


class ValueNeeded(InvalidValue):
    """Nothing in a cell that must say something."""

    message = N_("Fill in this cell.")


class ValueFixed(InvalidValue):
    """Something that an import may not change of what is there already."""

    message = N_("An import cannot change this.")


class IdMalformed(InvalidValue):
    """An id that is not a UUID."""

    message = N_("This is not an id of this calendar. Leave the cell empty for a new line.")


class SlugTakenByAnother(InvalidValue):
    """A slug that belongs to an object with another id."""

    message = N_("This name in addresses belongs to something else.")


class LineTwice(InvalidValue):
    """A second line about the same object."""

    message = N_("An earlier line of this file is about the same.")


class KeyColumnMissing(InvalidValue):
    """A file in which no line can be told apart."""

    message = N_("The file needs a column “id” or “slug”.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What cells may refer to: `slugs` are those of all series and organising units, by id; `countries` are codes."""

    series: Mapping[str, UUID] = field(default_factory=dict)
    units: Mapping[str, UUID] = field(default_factory=dict)
    edition_slugs: Collection[str] = frozenset()
    countries: Collection[str] = frozenset()
    new_id: Callable[[], UUID]
    slugs: Mapping[UUID, str] = field(init=False)

    def __post_init__(self) -> None:
        """Turn the names around."""
        pairs = (*self.series.items(), *self.units.items())
        object.__setattr__(self, "slugs", {identity: slug for slug, identity in pairs})


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """One fact about an object in one column or several.

    `write` gives the cells of an object. `read` gives the fields to replace in the object, from the cells, all of them
    filled (those of columns that the file leaves out, with what would be exported); None: told, never taken back.
    `is_needed` asks a new line for a value in each column, `needs_one` in one of them; `fixed` says why what is there
    already cannot be changed.
    """

    columns: tuple[Column, ...]
    write: Callable[[Any, Known], Cells]
    read: Callable[[Any, Cells, Known], Mapping[str, Any]] | None = None
    is_needed: bool = False
    needs_one: bool = False
    fixed: type[Refusal] | None = None


@dataclass(frozen=True, slots=True)
class Mapped(Generic[T]):
    """How a noun is written: after the id come the attributes, in the order of their columns."""

    noun: Noun
    attributes: tuple[Attribute, ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns, in order."""
        return (ID, *(column for attribute in self.attributes for column in attribute.columns))


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell before and after."""

    column: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal(Generic[T]):
    """What would become of one line: `value` is what would be kept, None where the line is faulty.

    `identity` ties it to an event of another publisher, for what comes from a calendar.
    """

    line: int
    standing: Standing
    label: str
    value: T | None
    differences: tuple[Difference, ...] = ()
    faults: tuple[Fault, ...] = ()
    identity: Identity | None = None

    def faulty(self, *faults: Fault) -> "Proposal[T]":
        """The same line with faults: nothing of it would be kept, and nothing of what is there is told."""
        return replace(self, standing=Standing.FAULTY, value=None, differences=(), faults=(*self.faults, *faults))


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Generic[T]):
    """What an import would do, or has done (`is_written`). `unknown_columns` were not looked at."""

    noun: Noun
    proposals: tuple[Proposal[T], ...]
    faults: tuple[Fault, ...] = ()
    unknown_columns: tuple[str, ...] = ()
    is_written: bool = False

    @property
    def all_faults(self) -> tuple[Fault, ...]:
        """Faults of the file and of its lines, by line."""
        return tuple(sorted((*self.faults, *(f for p in self.proposals for f in p.faults)), key=lambda f: f.line))

    @property
    def is_applicable(self) -> bool:
        """Whether nothing is wrong and there is something to keep: an object, or what an event is known as."""
        keeping = {Standing.NEW, Standing.CHANGED}
        return not self.all_faults and any(p.standing in keeping or p.identity for p in self.proposals)

    def count(self, standing: Standing) -> int:
        """How many lines stand like this."""
        return sum(proposal.standing is standing for proposal in self.proposals)


def table_of(mapped: Mapped[T], values: Iterable[T], *, known: Known) -> Table:
    """Write objects as a table."""
    return Table(mapped.columns, tuple(_row(mapped, value, known) for value in values))


def _row(mapped: Mapped[T], value: T, known: Known) -> Cells:
    return (str(value.id), *(cell for attribute in mapped.attributes for cell in attribute.write(value, known)))


def keys_of(sheet: Sheet) -> tuple[frozenset[UUID], frozenset[str]]:
    """The ids and slugs that lines name: what has to be read before they can be compared."""
    ids = {_id_of(line) for line in sheet.lines}
    slugs = {_slug_of(line) for line in sheet.lines}
    return frozenset(found for found in ids if isinstance(found, UUID)), frozenset(filter(None, slugs))


def propose(
    mapped: Mapped[T], sheet: Sheet, *, existing: Collection[T], blank: T, known: Known, by: Asker, now: datetime
) -> Report[T]:
    """Compare the lines of a sheet with what exists; new ones begin as `blank`, under the id that they name."""
    by_id = {value.id: value for value in existing}
    by_slug = {value.slug: value for value in existing}
    faults = list(sheet.faults)
    if not {ID.name, SLUG.name} & set(sheet.header):
        faults.append(Fault.of(KeyColumnMissing(), line=1, column=SLUG.name))
    proposals: list[Proposal[T]] = []
    seen: set[str] = set()
    for line in sheet.lines:
        old = _matched(line, by_id, by_slug)
        if isinstance(old, Fault):
            label = _slug_of(line) or str(line.cells.get(ID.name) or "")
            proposals.append(
                Proposal(line=line.number, standing=Standing.FAULTY, label=label, value=None, faults=(old,))
            )
            continue
        proposal = _proposed(mapped, line, old, blank=blank, known=known, by=by, now=now)
        if proposal.label in seen and proposal.label:
            proposal = proposal.faulty(Fault.of(LineTwice(), line=line.number, column=SLUG.name))
        seen.add(proposal.label)
        proposals.append(proposal)
    named = {column.name for column in mapped.columns}
    unknown = tuple(name for name in sheet.header if name and name not in named)
    return Report(noun=mapped.noun, proposals=tuple(proposals), faults=tuple(faults), unknown_columns=unknown)


def _faulty(line: Line, label: str, *faults: Fault) -> Proposal[T]:
    return Proposal(line=line.number, standing=Standing.FAULTY, label=label, value=None, faults=faults)


def _id_of(line: Line) -> UUID | Fault | None:
    said = str(line.cells.get(ID.name) or "").strip()
    try:
        return UUID(said) if said else None
    except ValueError:
        return Fault.of(IdMalformed(), line=line.number, column=ID.name)


def _slug_of(line: Line) -> str:
    return str(line.cells.get(SLUG.name) or "").strip()


def _matched(line: Line, by_id: Mapping[UUID, T], by_slug: Mapping[str, T]) -> T | Fault | None:
    identity, slug = _id_of(line), _slug_of(line)
    if isinstance(identity, Fault):
        return identity
    if identity is not None and identity in by_id:
        return by_id[identity]
    if slug in by_slug and identity is not None:
        return Fault.of(SlugTakenByAnother(), line=line.number, column=SLUG.name)
    return by_slug.get(slug)


def _proposed(
    mapped: Mapped[T], line: Line, old: T | None, *, blank: T, known: Known, by: Asker, now: datetime
) -> Proposal[T]:
    label = old.slug if old else _slug_of(line)
    empty: Proposal[T] = _faulty(line, label)
    if old and not (may(by, Right.READ, mapped.noun, owner=old.unit_id) and _may_edit(mapped, old, by)):
        return empty.faulty(Fault.of(NotAllowed(), line=line.number))
    identity = _id_of(line)
    start = old or replace(blank, id=identity if isinstance(identity, UUID) else known.new_id())
    value, differences, faults = _read(mapped, line, start, is_new=old is None, known=known)
    if faults:
        return empty.faulty(*faults)
    if old and not differences:
        return replace(empty, standing=Standing.UNCHANGED, value=old)
    right = Right.EDIT if old else Right.CREATE
    if not may(by, right, mapped.noun, owner=value.unit_id):
        return empty.faulty(Fault.of(NotAllowed(), line=line.number))
    return replace(
        empty,
        standing=Standing.CHANGED if old else Standing.NEW,
        label=value.slug,
        value=replace(value, modified_at=now),
        differences=tuple(differences),
    )


def _may_edit(mapped: Mapped[T], value: T, by: Asker) -> bool:
    return may(by, Right.EDIT, mapped.noun, owner=value.unit_id)


def _read(
    mapped: Mapped[T], line: Line, value: T, *, is_new: bool, known: Known
) -> tuple[T, list[Difference], list[Fault]]:
    """The object with everything that the line says otherwise."""
    found, faults = list[Difference](), list[Fault]()
    for attribute in mapped.attributes:
        if attribute.read is None:
            continue
        before = _before(attribute, value, known, is_new=is_new)
        cells, wrong = _cells(attribute, line, before)
        if not wrong and is_new:
            wrong = _needed(attribute, cells, line)
        changed = [
            Difference(column.name, was, will_be)
            for column, was, will_be in zip(attribute.columns, before, cells, strict=True)
            if was != will_be
        ]
        if not wrong and changed:
            try:
                if attribute.fixed is not None and not is_new:
                    raise attribute.fixed
                value = replace(value, **attribute.read(value, cells, known))
            except Refusal as refusal:
                wrong = [Fault.of(refusal, line=line.number, column=changed[0].column)]
        faults += wrong
        found += changed
    return value, found, faults


def _needed(attribute: Attribute, cells: Cells, line: Line) -> list[Fault]:
    empty = [column for column, cell in zip(attribute.columns, cells, strict=True) if cell is None]
    if attribute.needs_one:
        empty = empty[:1] if len(empty) == len(cells) else []
    elif not attribute.is_needed:
        empty = []
    return [Fault.of(ValueNeeded(), line=line.number, column=column.name) for column in empty]


def _before(attribute: Attribute, value: Any, known: Known, *, is_new: bool) -> Cells:  # noqa: ANN401 - any noun
    if is_new:
        return (None,) * len(attribute.columns)
    return tuple(compared(plain_value(cell)) for cell in attribute.write(value, known))


def _cells(attribute: Attribute, line: Line, before: Cells) -> tuple[Cells, list[Fault]]:
    """What the line says, in the kinds of the columns; what would be exported where it says nothing."""
    cells, faults = list[Value](), list[Fault]()
    for column, was in zip(attribute.columns, before, strict=True):
        try:
            said = typed(line.cells[column.name], column.kind) if column.name in line.cells else was
        except Refusal as refusal:
            faults.append(Fault.of(refusal, line=line.number, column=column.name))
            said = was
        cells.append(compared(said))
    return tuple(cells), faults


def compared(value: Value) -> Value:
    """A cell as it is compared: without what surrounds its text."""
    return value.strip() or None if isinstance(value, str) else value

"""Taking translations that came back in a file: what is taken, what is left, and why, line by line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from events_app.domain.messages import N_
from events_app.domain.refusals import InvalidValue, Refusal
from events_app.domain.texts import Text, digest
from events_app.domain.translations import (
    Kind,
    SourceChanged,
    State,
    UnitKey,
    UnitNoun,
    state_of,
    text_at,
    with_unit,
)


class UnitTwice(InvalidValue):
    """Two lines for one text."""

    message = N_("This text came earlier in the file already.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One translation as it came: `number` counts from 1; `is_unsure` says that the translator was not done with it."""

    number: int
    key: str
    source: str
    wording: str
    is_unsure: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a line was not taken. `present` is the source as it is now, where it is known."""

    line: Line
    refusal: Refusal
    present: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How many translations were new, and how many confirmed for a changed source, as they were, or not done yet.

    `is_kept` says whether anything was written.
    """

    taken: int = 0
    confirmed: int = 0
    same: int = 0
    unfinished: int = 0
    faults: tuple[Fault, ...] = field(default=())
    is_kept: bool = True

    def __add__(self, other: "Report") -> "Report":
        """Both together; faults in the order of the lines."""
        return Report(
            taken=self.taken + other.taken,
            confirmed=self.confirmed + other.confirmed,
            same=self.same + other.same,
            unfinished=self.unfinished + other.unfinished,
            faults=tuple(sorted((*self.faults, *other.faults), key=lambda fault: fault.line.number)),
            is_kept=self.is_kept and other.is_kept,
        )


@dataclass(frozen=True, slots=True)
class Group:
    """Lines about one object, with their keys."""

    subject: UnitNoun
    slug: str
    lines: tuple[tuple[UnitKey, Line], ...]

    def refused(self, refusal: Refusal) -> Report:
        """None of the lines is taken, all for one reason."""
        return Report(faults=tuple(Fault(line, refusal) for _, line in self.lines))


def grouped(lines: Iterable[Line]) -> tuple[tuple[Group, ...], Report]:
    """Sort lines by object, always in the same order; and tell of those that are not done or about nothing known."""
    found: dict[tuple[UnitNoun, str], dict[UnitKey, Line]] = {}
    unfinished = 0
    faults: list[Fault] = []
    for line in lines:
        try:
            key = UnitKey.parse(line.key)
        except Refusal as refusal:
            faults.append(Fault(line, refusal))
            continue
        if line.is_unsure or not line.wording.strip():
            unfinished += 1
        elif key in found.setdefault((key.subject, key.slug), {}):
            faults.append(Fault(line, UnitTwice()))
        else:
            found[key.subject, key.slug][key] = line
    groups = tuple(Group(*where, tuple(each.items())) for where, each in sorted(found.items()) if each)
    return groups, Report(unfinished=unfinished, faults=tuple(faults))


def take(value: Kind, lines: Sequence[tuple[UnitKey, Line]], language: str) -> tuple[Kind, Report]:
    """Set the translations that can be set; a line about an earlier source is left, and told with the present one."""
    taken = confirmed = same = 0
    faults: list[Fault] = []
    for key, line in lines:
        present = ""
        try:
            text = text_at(value, key)
            present = text.wordings[text.source]
            was = _before(text, line, language)
            if was is State.CURRENT:
                same += 1
                continue
            value = with_unit(value, key, language, line.wording)
        except Refusal as refusal:
            faults.append(Fault(line, refusal, present))
            continue
        confirmed += was is State.OUTDATED
        taken += was is State.MISSING
    return value, Report(taken=taken, confirmed=confirmed, same=same, faults=tuple(faults))


def _before(text: Text, line: Line, language: str) -> State:
    """How a line stands to what is there: MISSING where it is another wording. Raises SourceChanged."""
    present = text.wordings[text.source]
    if digest(line.source) != digest(present):
        raise SourceChanged(was=line.source, now=present)
    return state_of(text, language) if text.wordings.get(language) == line.wording else State.MISSING

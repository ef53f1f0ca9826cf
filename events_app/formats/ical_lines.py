"""Content lines of iCalendar data of our own, taken apart (RFC 5545, section 3.1): what filters look at.

For data of others there is `ical_reading`; here each line is known to be well formed.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

UNESCAPED: Final = {"\\n": "\n", "\\N": "\n", "\\\\": "\\", "\\;": ";", "\\,": ","}
ESCAPES: Final = re.compile(r"\\[nN\\;,]")
PARAMETER: Final = re.compile(r';([^=;:"]+)=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)')


@dataclass(frozen=True, slots=True)
class Line:
    """A property: its name in capitals, its parameters' values as they stand, its value with escapes."""

    name: str
    parameters: Mapping[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value as TEXT."""
        return ESCAPES.sub(lambda found: UNESCAPED[found[0]], self.value)


@dataclass(slots=True)
class Component:
    """A component with its properties and those inside of it."""

    name: str
    lines: list[Line] = field(default_factory=list)
    inside: list["Component"] = field(default_factory=list)
    around: "Component | None" = field(default=None, repr=False, compare=False)
    """What it stands in."""

    def all(self, name: str) -> list[Line]:
        """Properties of this name."""
        return [line for line in self.lines if line.name == name]

    def first(self, name: str) -> Line | None:
        """The property of this name, if it is there."""
        return next(iter(self.all(name)), None)


def components(content: str) -> list[Component]:
    """The outermost components of some iCalendar data, whole or a fragment."""
    outermost = Component("")
    open_ones = [outermost]
    for name, parameters, value in _lines(content):
        if name == "BEGIN":
            begun = Component(value.upper(), around=open_ones[-1])
            open_ones[-1].inside.append(begun)
            open_ones.append(begun)
        elif name == "END":
            open_ones.pop()
        else:
            open_ones[-1].lines.append(Line(name, parameters, value))
    return outermost.inside


def _lines(content: str) -> Iterator[tuple[str, Mapping[str, str], str]]:
    for line in content.replace("\r\n ", "").replace("\r\n\t", "").split("\r\n"):
        if not line:
            continue
        end = _colon(line)
        head, value = line[:end], line[end + 1 :]
        name, _, rest = head.partition(";")
        given = PARAMETER.findall(f";{rest}") if rest else ()
        yield name.upper(), {key.upper(): written.replace('"', "") for key, written in given}, value


def _colon(line: str) -> int:
    """Where the value begins: the first colon outside of quotes."""
    colon = line.index(":")
    if '"' not in line[:colon]:
        return colon
    is_quoted = False
    for place, sign in enumerate(line):
        if sign == '"':
            is_quoted = not is_quoted
        elif sign == ":" and not is_quoted:
            return place
    return len(line)

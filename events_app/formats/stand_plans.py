"""Plans of halls as files, read: our JSON, and SVG whose rectangles carry numbers (docs/stands.md describes both).

Every fault is told with the element that it is about; what is not right as a whole is not kept at all.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from uuid import UUID, uuid4
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree  # type: ignore[import-untyped]
from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]

from events_app.domain.applications import StandKind
from events_app.domain.messages import N_, Message
from events_app.domain.refusals import Refusal
from events_app.domain.stand_plans import hall_id_of
from events_app.domain.stands import DM2_OF_M2, Hall, Stand, check_layout

MOST_FAULTS: Final = 50
MOST_BYTES: Final = 2_000_000
UNREADABLE: Final = N_("This is neither JSON nor SVG that can be read.")
EMPTY: Final = N_("There are no stands in it.")
NOT_A_WHOLE: Final = N_("“%(name)s” must be a whole number.")
NOT_A_KIND: Final = N_("“%(name)s” must be shell_scheme or raw_space.")
NOT_KNOWN: Final = N_("There is no field “%(name)s”.")
MISSING: Final = N_("“%(name)s” is missing.")
TWICE: Final = N_("Stand %(number)s is there already: a number occurs once in an edition.")
TURNED: Final = N_("An element with “transform” cannot be read: write its place as it is.")
_HALL: Final = ("name", "width", "depth", "gross_m2", "net_m2")
_NUMBERS: Final = ("x", "y", "width", "depth", "area_m2", "open_sides")
_WORDS: Final = ("number", "kind", "zone", "pavilion")
_OPTIONAL: Final = frozenset({"area_m2", "open_sides", "kind", "zone", "pavilion"})


@dataclass(frozen=True, slots=True)
class PlanFault:
    """What is wrong with one element, named as it stands in the file."""

    element: str
    message: Message
    params: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """Halls with their stands, or what is wrong."""

    halls: tuple[tuple[Hall, tuple[Stand, ...]], ...] = ()
    faults: tuple[PlanFault, ...] = ()

    @property
    def count(self) -> int:
        """How many stands it has."""
        return sum(len(found) for _, found in self.halls)


def read_plan(content: bytes, edition_id: UUID, *, name: str = "") -> ReadPlan:
    """Read a plan for an edition; `name` is that of the hall where the file does not say it."""
    text = content.decode("utf-8-sig", errors="replace").strip()
    if not text or len(content) > MOST_BYTES or "\0" in text:
        return ReadPlan(faults=(PlanFault("", UNREADABLE),))
    reading = _Reading(edition_id)
    try:
        if text.startswith("<"):
            reading.svg(ElementTree.fromstring(text, forbid_dtd=True), name)
        else:
            reading.json(json.loads(text))
    except (ValueError, RecursionError, ParseError, DefusedXmlException):
        return ReadPlan(faults=(PlanFault("", UNREADABLE),))
    if not reading.faults and not any(found for _, found in reading.halls):
        reading.fault("", EMPTY)
    if reading.faults:
        return ReadPlan(faults=tuple(reading.faults[:MOST_FAULTS]))
    return ReadPlan(tuple(reading.halls))


class _Reading:
    """One file: what was understood, and what was not."""

    def __init__(self, edition_id: UUID) -> None:
        self.edition_id = edition_id
        self.halls: list[tuple[Hall, tuple[Stand, ...]]] = []
        self.faults: list[PlanFault] = []
        self.numbers: set[str] = set()

    def fault(self, element: str, message: Message, **params: object) -> None:
        self.faults.append(PlanFault(element, message, dict(params)))

    def json(self, whole: object) -> None:
        halls = whole.get("halls") if isinstance(whole, dict) else None
        if not isinstance(halls, list):
            self.fault("halls", MISSING, name="halls")
            return
        for place, hall in enumerate(halls):
            at = f"halls[{place}]"
            if not isinstance(hall, dict) or not isinstance(hall.get("stands"), list):
                self.fault(at, MISSING, name="stands")
                continue
            fields = {name: value for name, value in hall.items() if name != "stands"}
            self.hall(at, fields, [(f"{at}.stands[{n}]", each) for n, each in enumerate(hall["stands"])])

    def svg(self, root: Element, name: str) -> None:
        scale = _decimal(root.get("data-scale") or "1")
        box = (root.get("viewBox") or "").replace(",", " ").split()
        sides = [_decimal(each) * scale for each in box[2:4]] if len(box) == 4 else []  # noqa: PLR2004 - as SVG has it
        fields: dict[str, Any] = {"name": root.get("data-hall") or name}
        fields |= dict(zip(("width", "depth"), (_number(each) for each in sides), strict=False))
        fields |= {key: root.get(f"data-{key.replace('_', '-')}") for key in ("gross_m2", "net_m2")}
        fields = {key: value for key, value in fields.items() if value is not None}
        self.hall("svg", fields, list(self._rects(root, scale, [_decimal(each) for each in box[:2]] or [_ZERO, _ZERO])))

    def _rects(self, root: Element, scale: Decimal, origin: list[Decimal]) -> Iterator[tuple[str, object]]:
        for element in root.iter():
            if element.get("transform"):
                self.fault(element.get("id") or _tag(element), TURNED)
            number = element.get("data-number") or element.get("id")
            if _tag(element) != "rect" or not number:
                continue
            found: dict[str, object] = {"number": number}
            for key, of, start in (("x", "x", origin[0]), ("y", "y", origin[1])):
                found[key] = _number((_decimal(element.get(of) or "0") - start) * scale)
            for key, of in (("width", "width"), ("depth", "height")):
                found[key] = _number(_decimal(element.get(of) or "0") * scale)
            for key in ("area_m2", "open_sides", "kind", "zone", "pavilion"):
                value = element.get(f"data-{key.replace('_', '-')}")
                if value is not None:
                    found[key] = value
            yield f"rect {number}", found

    def hall(self, at: str, fields: dict[str, Any], listed: list[tuple[str, object]]) -> None:
        """Read one hall with its stands."""
        name = fields.get("name")
        numbers = {key: self._whole(at, fields, key) for key in _HALL[1:3]}
        areas = {key: self._whole(at, fields, key, missing=0) for key in _HALL[3:]}
        for unknown in fields.keys() - set(_HALL):
            self.fault(at, NOT_KNOWN, name=unknown)
        if not isinstance(name, str) or not name.strip():
            self.fault(at, MISSING, name="name")
            return
        try:
            whole = -(-(numbers["width"] * numbers["depth"]) // DM2_OF_M2)
            areas["gross_m2"] = areas["gross_m2"] or max(whole, areas["net_m2"])
            hall = Hall(
                id=hall_id_of(self.edition_id, name.strip()),
                edition_id=self.edition_id,
                name=" ".join(name.split()),
                **numbers,
                **areas,
            )
            found = tuple(stand for place, each in listed if (stand := self._stand(place, each, hall)))
            check_layout(hall, found)
        except Refusal as refusal:
            self.fault(at, refusal.message, **refusal.params)
            return
        self.halls.append((hall, found))

    def _stand(self, at: str, given: object, hall: Hall) -> Stand | None:
        if not isinstance(given, dict):
            self.fault(at, MISSING, name="number")
            return None
        known = len(self.faults)
        for unknown in given.keys() - {*_NUMBERS, *_WORDS}:
            self.fault(at, NOT_KNOWN, name=str(unknown))
        words: dict[str, Any] = {key: str(given.get(key) or "").strip() for key in _WORDS}
        kind = words.pop("kind") or StandKind.SHELL_SCHEME.value
        if kind not in set(StandKind):
            self.fault(at, NOT_A_KIND, name="kind")
        numbers: dict[str, Any] = {
            key: self._whole(at, given, key, missing=0 if key in _OPTIONAL else None) for key in _NUMBERS
        }
        if words["number"] in self.numbers:
            self.fault(at, TWICE, number=words["number"])
        self.numbers.add(words["number"])
        if len(self.faults) > known:
            return None
        numbers["area_m2"] = numbers["area_m2"] or max(round(numbers["width"] * numbers["depth"] / DM2_OF_M2), 1)
        numbers["open_sides"] = numbers["open_sides"] or 1
        try:
            return Stand(
                id=uuid4(),
                hall_id=hall.id,
                edition_id=self.edition_id,
                kind=StandKind(kind),
                **words,
                **numbers,
            )
        except Refusal as refusal:
            self.fault(at, refusal.message, **refusal.params)
            return None

    def _whole(self, at: str, fields: dict[str, Any], name: str, missing: int | None = None) -> int:
        value = fields.get(name)
        if value is None:
            if missing is None:
                self.fault(at, MISSING, name=name)
            return missing or 0
        if isinstance(value, str) and value.isdecimal() and len(value) < 10:  # noqa: PLR2004 - beyond all sizes
            return int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            self.fault(at, NOT_A_WHOLE, name=name)
            return 0
        return value


_ZERO = Decimal(0)


def _decimal(text: str) -> Decimal:
    """A length of SVG, without a unit or in px. Raises ValueError."""
    try:
        found = Decimal(text.strip().removesuffix("px"))
    except InvalidOperation:
        raise ValueError(text) from None
    if not found.is_finite() or abs(found) > 10**7:
        raise ValueError(text)
    return found


def _number(value: Decimal) -> int:
    return int(value.to_integral_value())


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]

"""The form that says what the columns of a file are: filled from a mapping, and read into one.

Fields are numbered as the columns are: `role-0` says what the first one is, and for a column of values `indicator-0`,
`unit-0` and `year-0` what its figures are.
"""

from collections.abc import Callable, Mapping, Sequence

from events_app.domain import indicator_mappings
from events_app.domain.indicator_cells import indicator_of, unit_of, words_of, year_of
from events_app.domain.indicator_forms import mapping_for
from events_app.domain.indicator_mappings import CONSTANTS, PART_NAMES, VALUE, Part, ValueColumn
from events_app.domain.messages import N_, P_, Message
from events_app.edge.forms import Form

ROLES: dict[str, Message] = {
    "": P_("role of a column", "Not read"),
    VALUE: P_("role of a column", "Values"),
    **{part.value: name for part, name in PART_NAMES.items()},
}
COLUMN_TWICE = N_("Another column is chosen for this already.")
WORDS_ODD = N_("Write one pair a line: what the file says = the code of the indicator.")
OF_VALUES = (Part.INDICATOR, Part.UNIT, Part.YEAR)
EQUALS = "="
_CHECKS: Mapping[Part, Callable[[str], object]] = {
    Part.INDICATOR: indicator_of,
    Part.UNIT: unit_of,
    Part.YEAR: year_of,
    Part.SOURCE: words_of,
    Part.LICENCE: words_of,
}


def filled(header: Sequence[str], form_code: str) -> Form:
    """The form as a known form of files fills it."""
    mapping = mapping_for(form_code, header)
    form = Form()
    parts = {column: part for part, column in mapping.columns.items()}
    values = {value.column: value for value in mapping.values}
    for number, name in enumerate(header):
        form.put(f"role-{number}", VALUE if name in values else parts.get(name, ""))
        for part in OF_VALUES:
            form.put(f"{part.value}-{number}", getattr(values.get(name), part.value, ""))
    for part in CONSTANTS:
        form.put(part.value, mapping.constants.get(part, ""))
    form.put("words", "\n".join(f"{said} {EQUALS} {code}" for said, code in mapping.words.items()))
    form.put("left_out", "\n".join(sorted(mapping.left_out)))
    return form


def read_mapping(form: Form, header: Sequence[str]) -> indicator_mappings.Mapping:
    """What the form says; what is wrong with it is noted beside its fields."""
    columns: dict[Part, str] = {}
    values: list[ValueColumn] = []
    for number, name in enumerate(header):
        role = form.one_of(f"role-{number}", ROLES, required=False) if name else ""
        if role == VALUE:
            own = {part.value: _checked(form, f"{part.value}-{number}", part) for part in OF_VALUES}
            values.append(ValueColumn(column=name, **own))
        elif role and Part(role) in columns:
            form.fail(f"role-{number}", COLUMN_TWICE)
        elif role:
            columns[Part(role)] = name
    return indicator_mappings.Mapping(
        columns=columns,
        constants={part: said for part in CONSTANTS if (said := _checked(form, part.value, part))},
        values=tuple(values),
        words=_words(form),
        left_out=frozenset(line.strip() for line in form.words("left_out").splitlines() if line.strip()),
    )


def _checked(form: Form, name: str, part: Part) -> str:
    said = form.line(name)
    if said:
        form.attempt(name, lambda: _CHECKS[part](said))
    return said


def _words(form: Form) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in form.words("words").splitlines():
        said, equals, code = (part.strip() for part in line.rpartition(EQUALS))
        if not line.strip():
            continue
        if not said or not equals:
            form.fail("words", WORDS_ODD)
        elif form.attempt("words", lambda code=code: indicator_of(code)):  # type: ignore[misc]
            found[said] = code
    return found

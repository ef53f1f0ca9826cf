"""Forms as browsers send them: checked against forgery, read field by field, every fault beside its field.

A `Form` keeps what was typed, so that a page can show it again. What values mean is the domain's: `attempt` turns its
refusals into problems.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from litestar import Request
from litestar.datastructures import UploadFile
from litestar.exceptions import PermissionDeniedException

from events_app.credentials.tokens import is_form_token
from events_app.domain.languages import LANGUAGES
from events_app.domain.messages import N_, Message
from events_app.domain.refusals import InvalidValue
from events_app.domain.texts import SourceTextMissing, Text
from events_app.edge.problems import Problem, problem_of

FORM_TOKEN = "form_token"  # noqa: S105 - the name of a field
LONGEST_LINE = 500
LONGEST_TEXT = 20_000
MOST_DIGITS = 15
YEARS = range(1900, 2201)
"""Days outside of these are slips of the finger."""

REQUIRED = N_("Fill this in.")
TOO_LONG = N_("Use at most %(most)s characters.")
NOT_A_DAY = N_("“%(value)s” is not a date: write it as 2027-04-30.")
NOT_A_TIME = N_("“%(value)s” is not a time: write it as 14:30.")
NOT_A_NUMBER = N_("“%(value)s” is not a number.")
OUT_OF_RANGE = N_("This must be from %(least)s to %(most)s.")
NOT_A_CHOICE = N_("“%(value)s” is not one of the choices.")

Choice = TypeVar("Choice", bound=StrEnum)
Value = TypeVar("Value")


class ForgedForm(PermissionDeniedException):
    """A form that did not come from a page of ours, or from one that is too old."""


async def read_form(request: Request[Any, Any, Any]) -> "Form":
    """Read the form of a request. Raises ForgedForm (403) where its token is not that of the browser's cookie."""
    data = await request.form()
    values: dict[str, list[str]] = {}
    files: dict[str, UploadFile] = {}
    for name, value in data.multi_items():
        if isinstance(value, UploadFile):
            files[name] = value
        else:
            # A text area sends CRLF; a NUL has no place in PostgreSQL.
            values.setdefault(name, []).append(str(value).replace("\r\n", "\n").replace("\0", ""))
    form = Form(values, files)
    secret = str(request.scope["state"].get("form_secret", ""))
    if not is_form_token(form.value(FORM_TOKEN), secret):
        raise ForgedForm
    return form


class Form:
    """What was sent, and what was wrong with it by the name of the field."""

    def __init__(
        self, values: Mapping[str, list[str]] | None = None, files: Mapping[str, UploadFile] | None = None
    ) -> None:
        """Without values it is an empty form, for a page that is shown for the first time."""
        self.values = dict(values or {})
        self.files = dict(files or {})
        self.problems: dict[str, Problem] = {}

    @classmethod
    def of(cls, values: Mapping[str, object]) -> "Form":
        """A form filled with values as they are now: None is empty, True is ticked, lists stay lists."""
        form = cls()
        for name, value in values.items():
            form.put(name, value)
        return form

    def put(self, name: str, value: object) -> None:
        """Fill a field."""
        match value:
            case None | False:
                self.values[name] = []
            case True:
                self.values[name] = ["1"]
            case list() | tuple() | set() | frozenset():
                self.values[name] = [_written(item) for item in value]
            case _:
                self.values[name] = [_written(value)]

    def put_text(self, name: str, text: Text) -> None:
        """Fill the fields of a text in several languages (`name-en`, `name-fr` …)."""
        for language in LANGUAGES:
            self.put(f"{name}-{language}", text.wordings.get(language, ""))

    @property
    def is_good(self) -> bool:
        """Whether nothing was wrong so far."""
        return not self.problems

    def fail(self, name: str, message: Message, **params: object) -> None:
        """Note what is wrong with a field; the first fault of a field stays."""
        self.problems.setdefault(name, Problem(message, params))

    def attempt(self, name: str, make: Callable[[], Value]) -> Value | None:
        """Return what `make` gives, or None after noting the InvalidValue that it raised as the field's problem."""
        try:
            return make()
        except InvalidValue as refusal:
            self.problems.setdefault(name, problem_of(refusal))
            return None

    def value(self, name: str) -> str:
        """What was typed, as it is; the last where a name came several times."""
        return self.values.get(name, [""])[-1] if self.values.get(name) else ""

    def list(self, name: str) -> tuple[str, ...]:
        """Every value of a name that is not empty."""
        return tuple(value for value in self.values.get(name, []) if value)

    def ticked(self, name: str) -> bool:
        """Whether a box was ticked."""
        return bool(self.value(name))

    def line(self, name: str, *, required: bool = False, most: int = LONGEST_LINE) -> str:
        """One trimmed line; line breaks become spaces."""
        return self._long_enough(name, " ".join(self.value(name).split()), required=required, most=most)

    def words(self, name: str, *, required: bool = False, most: int = LONGEST_TEXT) -> str:
        """Trimmed text of any number of lines."""
        return self._long_enough(name, self.value(name).strip(), required=required, most=most)

    def day(self, name: str, *, required: bool = False) -> date | None:
        """A day as browsers write it."""
        return self._parsed(name, _near_day, NOT_A_DAY, required=required)

    def clock(self, name: str, *, required: bool = False) -> time | None:
        """A wall clock time."""
        return self._parsed(name, _wall_time, NOT_A_TIME, required=required)

    def wall(self, name: str, *, required: bool = False) -> datetime | None:
        """Day and time from the fields `name-day` and `name-time`, as a wall clock without a zone."""
        day = self.day(f"{name}-day", required=required)
        clock = self.clock(f"{name}-time", required=required or day is not None)
        return datetime.combine(day, clock) if day and clock is not None else None

    def number(self, name: str, least: int, most: int, *, required: bool = False) -> int | None:
        """A whole number within bounds, both included."""
        found = self._parsed(name, _whole, NOT_A_NUMBER, required=required)
        if found is not None and not least <= found <= most:
            self.fail(name, OUT_OF_RANGE, least=least, most=most)
            return None
        return found

    async def file(self, name: str, *, most_bytes: int) -> tuple[str, bytes] | None:
        """Name and content of a file that was sent, one byte longer than `most_bytes` where it is too long."""
        file = self.files.get(name)
        if file is None or not file.filename:
            self.fail(name, REQUIRED)
            return None
        return file.filename, await file.read(most_bytes + 1)

    def identity(self, name: str) -> UUID:
        """An id that a page of ours wrote into a field or an address. Raises InvalidValue where it is none."""
        try:
            return UUID(self.value(name))
        except ValueError:
            raise InvalidValue from None

    def decimal(self, name: str, *, required: bool = False) -> Decimal | None:
        """A decimal number, with a point or a comma."""
        return self._parsed(name, _decimal, NOT_A_NUMBER, required=required)

    def choice(self, name: str, kind: type[Choice], *, required: bool = True) -> Choice | None:
        """One of an enumeration."""
        value = self.value(name)
        if not value:
            if required:
                self.fail(name, REQUIRED)
            return None
        with suppress(ValueError):
            return kind(value)
        self.fail(name, NOT_A_CHOICE, value=value[:LONGEST_LINE])
        return None

    def one_of(self, name: str, allowed: Iterable[str], *, required: bool = True) -> str:
        """One of some codes; empty where none was chosen."""
        value = self.value(name)
        if value and value not in allowed:
            self.fail(name, NOT_A_CHOICE, value=value[:LONGEST_LINE])
            return ""
        if required and not value:
            self.fail(name, REQUIRED)
        return value

    def some_of(self, name: str, allowed: Iterable[str]) -> tuple[str, ...]:
        """Some of some codes, each once, in the order in which they came."""
        known = frozenset(allowed)
        chosen = tuple(dict.fromkeys(self.list(name)))
        for value in chosen:
            if value not in known:
                self.fail(name, NOT_A_CHOICE, value=value[:LONGEST_LINE])
        return tuple(value for value in chosen if value in known)

    def text(self, name: str, old: Text, *, required: bool = False, most: int = LONGEST_TEXT) -> Text:
        """A text in several languages, from the fields `name-en`, `name-fr` …; languages not sent stay as they were.

        A wording that is as it was keeps its mark of what it was made from; a source wording that changed leaves the
        translations with their old marks, so that they count as outdated.
        """
        found = old or Text.empty(self.one_of(f"{name}-source", LANGUAGES, required=False) or old.source)
        for language in (found.source, *LANGUAGES):
            field = f"{name}-{language}"
            if field not in self.values:
                continue
            wording = self.words(field, most=most)
            if wording != found.wordings.get(language, ""):
                found = self._with(found, field, language, wording)
        if required and not found:
            self.fail(f"{name}-{found.source}", REQUIRED)
        return found

    def _with(self, text: Text, field: str, language: str, wording: str) -> Text:
        try:
            return text.with_wording(language, wording)
        except SourceTextMissing:
            self.fail(f"{field.rpartition('-')[0] if language in LANGUAGES else field}-{text.source}", REQUIRED)
            return text

    def _long_enough(self, name: str, value: str, *, required: bool, most: int) -> str:
        if required and not value:
            self.fail(name, REQUIRED)
        if len(value) > most:
            self.fail(name, TOO_LONG, most=most)
        return value

    def _parsed(self, name: str, parse: Callable[[str], Value], message: Message, *, required: bool) -> Value | None:
        value = self.value(name).strip()
        if not value:
            if required:
                self.fail(name, REQUIRED)
            return None
        try:
            return parse(value)
        except (ValueError, InvalidOperation):
            self.fail(name, message, value=value[:100])
            return None


def _near_day(text: str) -> date:
    day = date.fromisoformat(text)
    if day.year not in YEARS or text != day.isoformat():
        raise ValueError
    return day


def _whole(text: str) -> int:
    if len(text) > MOST_DIGITS + 1 or not text.lstrip("+-").isdecimal():
        raise ValueError
    return int(text)


def _wall_time(text: str) -> time:
    found = time.fromisoformat(text)
    if found.tzinfo is not None:
        raise ValueError
    return found.replace(second=0, microsecond=0)


def _decimal(text: str) -> Decimal:
    plain = text.replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
    number = Decimal(plain.replace(",", "."))
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or len(number.as_tuple().digits) > MOST_DIGITS or abs(exponent) > MOST_DIGITS:
        raise ValueError
    return number


def _written(value: object) -> str:
    match value:
        case StrEnum():
            return value.value
        case time():
            return value.isoformat("minutes")
        case datetime():
            return value.isoformat("minutes")
        case date():
            return value.isoformat()
        case _:
            return str(value)

"""Types of the values in bodies: what is taken, how it is described in the schema, and what is said of the rest.

Models are read strictly: nothing is guessed, unknown names are refused, and every value that is wrong is named.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from events_app.domain.companies import SPOKEN_LANGUAGES
from events_app.domain.exhibitions import zone_of
from events_app.domain.messages import N_, Message
from events_app.domain.money import Money as DomainMoney
from events_app.domain.refusals import InvalidValue
from events_app.domain.sectors import ALL_SECTORS, FIELDS, SECTORS
from events_app.domain.texts import SourceTextMissing
from events_app.domain.texts import Text as DomainText
from events_app.edge.forms import NOT_A_CHOICE, NOT_A_DAY, NOT_A_TIME, REQUIRED, TOO_LONG, YEARS
from events_app.edge.problems import Problem, problem_of
from events_app.reference.countries import all_codes
from events_app.reference.groups import GROUPS

LONGEST_NAME = 300
LONGEST_LINE = 500
LONGEST_TEXT = 10_000
MOST_MINOR = 10**15
PROBLEM = "problem"
"""Type of the errors of ours; their context holds a `Problem` under this name too."""
NOT_A_MOMENT = N_("“%(value)s” is not a moment: write it as 2027-04-30T09:00:00+02:00, with its offset.")
LANGUAGE_TAG = "^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$"
WITHOUT_NUL = r"^[^\x00]*$"

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:\d{2})")

Value = TypeVar("Value")


class Model(BaseModel):
    """An object of the contract."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)


class Nothing(Model):
    """A body without fields."""


def wrong(message: Message, **params: object) -> PydanticCustomError:
    """The error to raise in a validator."""
    return _error(Problem(message, params))


def checked(make: Callable[[], Value]) -> Value:
    """What `make` gives; its InvalidValue becomes the error of the field."""
    try:
        return make()
    except InvalidValue as refusal:
        raise _error(problem_of(refusal)) from None


def _error(problem: Problem) -> PydanticCustomError:
    return PydanticCustomError(PROBLEM, "problem", {PROBLEM: problem})


def _parsed(form: re.Pattern[str], parse: Callable[[str], Value], message: Message) -> BeforeValidator:
    def read(value: object) -> object:
        if not isinstance(value, str):
            return value
        try:
            if form.fullmatch(value):
                return parse(value)
        except (ValueError, OverflowError):
            pass
        raise wrong(message, value=value[:100])

    return BeforeValidator(read)


def _near_day(text: str) -> date:
    day = date.fromisoformat(text)
    if day.year not in YEARS:
        raise ValueError
    return day


def _near_moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text.upper())
    if moment.year not in YEARS:
        raise ValueError
    return moment


def _one_line(value: str) -> str:
    return " ".join(value.split())


def _filled(value: str) -> str:
    if not value:
        raise wrong(REQUIRED)
    return value


def _of(*allowed: str) -> AfterValidator:
    known = frozenset(allowed)

    def check(value: str) -> str:
        if value not in known:
            raise wrong(NOT_A_CHOICE, value=value[:LONGEST_LINE])
        return value

    return AfterValidator(check)


def _zone(value: str) -> str:
    checked(lambda: zone_of(value))
    return value


Day = Annotated[
    date,
    _parsed(_DAY, _near_day, NOT_A_DAY),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2027-04-05"]}),
]
Clock = Annotated[
    time,
    _parsed(_CLOCK, time.fromisoformat, NOT_A_TIME),
    PlainSerializer(lambda at: at.isoformat("minutes"), return_type=str),
    WithJsonSchema({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$", "examples": ["09:00"]}),
]
Moment = Annotated[
    datetime,
    _parsed(_MOMENT, _near_moment, NOT_A_MOMENT),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2027-04-05T10:00:00+02:00"]}),
]
one_line = AfterValidator(_one_line)
"""Line breaks and runs of blanks become one blank."""
Line = Annotated[str, Field(max_length=LONGEST_LINE, pattern=WITHOUT_NUL), one_line]
Words = Annotated[str, Field(max_length=LONGEST_TEXT, pattern=WITHOUT_NUL)]
filled = AfterValidator(_filled)
"""Not empty."""
Slug = Annotated[str, Field(pattern="^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
Zone = Annotated[
    str,
    AfterValidator(_zone),
    WithJsonSchema(
        {"type": "string", "description": N_("Time zone of the IANA database").id, "examples": ["Europe/Berlin"]}
    ),
]
CountryCode = Annotated[
    str,
    _of(*all_codes()),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": "^[A-Z]{2}$",
            "description": N_("Code of a country or region (ISO 3166-1 alpha-2)").id,
            "examples": ["DE"],
        }
    ),
]
GroupCode = Annotated[str, _of(*GROUPS), WithJsonSchema({"type": "string", "enum": list(GROUPS)})]
SectorCode = Annotated[
    str, _of(*SECTORS, ALL_SECTORS), WithJsonSchema({"type": "string", "enum": [*SECTORS, ALL_SECTORS]})
]
OneSector = Annotated[str, _of(*SECTORS), WithJsonSchema({"type": "string", "enum": list(SECTORS)})]
"""A sector; never all of them."""
SpokenLanguage = Annotated[
    str, _of(*SPOKEN_LANGUAGES), WithJsonSchema({"type": "string", "enum": list(SPOKEN_LANGUAGES)})
]
FieldNumber = Annotated[int, Field(ge=min(FIELDS), le=max(FIELDS), description=N_("Technology field of WIPO").id)]
LanguageTag = Annotated[
    str, Field(pattern=LANGUAGE_TAG, max_length=35, description=N_("Language (BCP 47)").id, examples=["zh-Hans"])
]
Website = Annotated[str, Field(max_length=LONGEST_LINE, pattern=r"^(https?://[^\x00]*)?$")]
Wording = Annotated[str, Field(max_length=LONGEST_TEXT, pattern=WITHOUT_NUL)]


def _wordings(schema: dict[str, Any]) -> None:
    """Wordings by language tags, whatever languages they are in: names have one in their own too."""
    of_one = {"type": "string", "maxLength": LONGEST_TEXT, "pattern": WITHOUT_NUL}
    schema["properties"]["wordings"] = {
        "type": "object",
        "description": N_("Wordings by language.").id,
        "propertyNames": {"pattern": LANGUAGE_TAG, "maxLength": 35},
        "additionalProperties": of_one,
        "examples": [{"en": "Hannover Messe", "zh-Hans": "汉诺威工业博览会"}],
    }


class Text(Model):
    """A text in several languages. `source` is the language written first; other wordings are made from it."""

    model_config = ConfigDict(json_schema_extra=_wordings)

    source: LanguageTag
    wordings: dict[LanguageTag, Wording] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _has_source(self) -> "Text":
        """Translations need a source."""
        if self and not self.wordings.get(self.source, "").strip():
            raise _error(problem_of(SourceTextMissing()))
        return self

    def __bool__(self) -> bool:
        """Whether there is any wording."""
        return any(wording.strip() for wording in self.wordings.values())

    def merged(self, old: DomainText | None = None) -> DomainText:
        """The text as kept: a wording that is as it was keeps its mark of what it was made from."""
        found = old if old and old.source == self.source else DomainText.empty(self.source)
        for language in dict.fromkeys((self.source, *self.wordings, *found.wordings)):
            wording = self.wordings.get(language, "").strip()
            if wording != found.wordings.get(language, ""):
                found = found.with_wording(language, wording)
        return found

    @classmethod
    def of(cls, text: DomainText) -> "Text":
        """The text as it is kept."""
        return cls(source=text.source, wordings=dict(text.wordings))


class ShownText(Model):
    """A text in several languages, with the wording for the reader and the languages whose wording is outdated."""

    source: str
    wordings: dict[str, str]
    outdated: tuple[str, ...]
    shown: str
    language: str

    @classmethod
    def in_(cls, language: str, text: DomainText) -> "ShownText":
        """For a reader of `language`; `language` of the result is that of the wording, which may be another."""
        shown = text.shown(language)
        return cls(
            source=text.source,
            wordings=dict(text.wordings),
            outdated=tuple(code for code in text.wordings if text.is_outdated(code)),
            shown=shown.text,
            language=shown.language,
        )


def _named(text: Text) -> Text:
    if not text:
        raise wrong(REQUIRED)
    return text


Named = Annotated[Text, AfterValidator(_named)]
"""A text that cannot be empty."""


def at_most(characters: int) -> AfterValidator:
    """Let no wording of a text be longer."""

    def check(text: Text) -> Text:
        if any(len(wording.strip()) > characters for wording in text.wordings.values()):
            raise wrong(TOO_LONG, most=characters)
        return text

    return AfterValidator(check)


def each_once(values: tuple[Value, ...]) -> tuple[Value, ...]:
    """The same values, each where it stands first."""
    return tuple(dict.fromkeys(values))


class Money(Model):
    """An amount in minor units (cents, fen; yen have none) of a currency (ISO 4217)."""

    amount_minor: int = Field(ge=0, le=MOST_MINOR, examples=[12_500_000])
    currency: str = Field(pattern="^[A-Z]{3}$", examples=["EUR"])

    @property
    def kept(self) -> DomainMoney:
        """The amount as kept."""
        return DomainMoney(self.amount_minor, self.currency)

    @classmethod
    def of(cls, money: DomainMoney | None) -> "Money | None":
        """The amount as it is kept."""
        return cls(amount_minor=money.amount_minor, currency=money.currency) if money else None

"""Technology offers as companies write them through the API."""

from dataclasses import replace
from typing import Annotated, Any, Final, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from events_app.api.fields import (
    WITHOUT_NUL,
    CountryCode,
    Day,
    FieldNumber,
    Model,
    Money,
    Named,
    OneSector,
    Slug,
    Text,
    at_most,
    checked,
    each_once,
    one_line,
)
from events_app.domain import intellectual_property as domain
from events_app.domain.intellectual_property import MOST_RIGHTS, IpKind
from events_app.domain.messages import N_
from events_app.domain.offers import (
    EARLIEST_USE,
    LATEST_USE,
    LONGEST_NUMBER,
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    TRL_LEVELS,
    Content,
    CooperationForm,
    Visibility,
    check_prices,
)
from events_app.domain.projects import ExportClass
from events_app.domain.sectors import FIELDS, SECTORS

NOTHING: Final = Text(source="en")
Number = Annotated[str, Field(max_length=LONGEST_NUMBER, pattern=WITHOUT_NUL), one_line]
Title = Annotated[Named, at_most(LONGEST_TITLE)]
LongText = Annotated[Text, at_most(LONGEST_SUMMARY)]


class IpRight(Model):
    """A right that the technology rests on. `office` is where it is registered (WIPO Standard ST.3)."""

    kind: IpKind
    number: Number = Field(default="", description=N_("Needed of every right that is registered.").id)
    office: Number = ""
    filed_on: Day | None = None
    granted_on: Day | None = None
    expires_on: Day | None = None
    countries: tuple[CountryCode, ...] = Field(default=(), max_length=300)
    owner: Number = ""

    @model_validator(mode="after")
    def _can_be(self) -> "IpRight":
        checked(lambda: self.kept)
        return self

    @property
    def kept(self) -> domain.IpRight:
        """The right as kept."""
        return domain.IpRight(**(dict(self) | {"countries": each_once(self.countries)}))

    @classmethod
    def of(cls, right: domain.IpRight) -> "IpRight":
        """The right as it is kept."""
        return cls(**{name: getattr(right, name) for name in cls.model_fields})


class OfferBody(Model):
    """What a company writes into the working copy; readers see nothing of it before it is approved."""

    title: Title
    summary: LongText = NOTHING
    references: LongText = NOTHING
    sectors: tuple[OneSector, ...] = Field(default=(), max_length=len(SECTORS))
    fields: tuple[FieldNumber, ...] = Field(default=(), max_length=len(FIELDS))
    trl: int | None = Field(
        default=None,
        ge=TRL_LEVELS[0],
        le=TRL_LEVELS[-1],
        description=N_("Technology readiness level (ISO 16290); or say since when it is in use.").id,
    )
    in_use_since: int | None = Field(default=None, ge=EARLIEST_USE, le=LATEST_USE)
    forms: tuple[CooperationForm, ...] = Field(default=(), max_length=len(CooperationForm))
    ip_rights: tuple[IpRight, ...] = Field(default=(), max_length=MOST_RIGHTS)
    export_class: ExportClass = ExportClass.UNCLASSIFIED
    control_number: Number = ""
    licence_number: Number = Field(default="", description=N_("Number of the export licence. Never public.").id)
    licence_until: Day | None = None
    price_from: Money | None = None
    price_to: Money | None = None
    visibility: Visibility = Visibility.PUBLIC

    @field_validator("price_to")
    @classmethod
    def _makes_a_range(cls, price_to: Money | None, info: ValidationInfo) -> Money | None:
        low: Money | None = info.data.get("price_from")
        checked(lambda: check_prices(low.kept if low else None, price_to.kept if price_to else None))
        return price_to

    def on(self, content: Content) -> Content:
        """A content with what is written here; its files stay."""
        written: dict[str, Any] = {name: getattr(self, name) for name in PLAIN}
        return replace(
            content,
            **written,
            title=self.title.merged(content.title),
            summary=self.summary.merged(content.summary),
            references=self.references.merged(content.references),
            sectors=each_once(self.sectors),
            fields=each_once(self.fields),
            forms=each_once(self.forms),
            ip_rights=tuple(each.kept for each in self.ip_rights),
            price_from=self.price_from.kept if self.price_from else None,
            price_to=self.price_to.kept if self.price_to else None,
        )

    @classmethod
    def of(cls, content: Content) -> Self:
        """What the working copy holds now: what a merge patch is laid on."""
        written: dict[str, Any] = {name: getattr(content, name) for name in PLAIN}
        return cls(
            **written,
            title=Text.of(content.title),
            summary=Text.of(content.summary),
            references=Text.of(content.references),
            sectors=content.sectors,
            fields=content.fields,
            forms=content.forms,
            ip_rights=tuple(map(IpRight.of, content.ip_rights)),
            price_from=Money.of(content.price_from),
            price_to=Money.of(content.price_to),
        )


class NewOffer(OfferBody):
    """An offer to be begun; it is a draft until it is submitted."""

    slug: Slug | None = Field(
        default=None, description=N_("Name in addresses, with a number if it is taken; null: made from the title.").id
    )


PLAIN = ("trl", "in_use_since", "export_class", "control_number", "licence_number", "licence_until", "visibility")

"""Technology needs as they are written through the API, and their working copies as they are shown."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any, Final, Self
from uuid import UUID

from pydantic import Field, ValidationInfo, field_validator

from events_app.api.bodies import Faults
from events_app.api.calls import Call
from events_app.api.fields import (
    CountryCode,
    Day,
    FieldNumber,
    Model,
    Money,
    Named,
    OneSector,
    ShownText,
    Slug,
    SpokenLanguage,
    Text,
    at_most,
    checked,
    each_once,
)
from events_app.domain.companies import SPOKEN_LANGUAGES
from events_app.domain.messages import N_
from events_app.domain.needs import (
    NEED_STATE_NAMES,
    VISIBILITY_NAMES,
    Need,
    NeedContent,
    NeedOver,
    NeedState,
    Visibility,
)
from events_app.domain.offers import FORM_NAMES, LONGEST_SUMMARY, LONGEST_TITLE, TRL_LEVELS, CooperationForm
from events_app.domain.organisations import Organisation
from events_app.domain.sectors import FIELDS, SECTORS, sector_name
from events_app.storage import organisations

NOTHING: Final = Text(source="en")
Title = Annotated[Named, at_most(LONGEST_TITLE)]
LongText = Annotated[Text, at_most(LONGEST_SUMMARY)]


class NeedBody(Model):
    """What is written into the working copy of a need; readers see nothing of it before it is approved."""

    title: Title
    summary: LongText = NOTHING
    country: CountryCode | None = Field(default=None, description=N_("Country or region that seeks it.").id)
    sectors: tuple[OneSector, ...] = Field(default=(), max_length=len(SECTORS))
    fields: tuple[FieldNumber, ...] = Field(default=(), max_length=len(FIELDS))
    forms: tuple[CooperationForm, ...] = Field(default=(), max_length=len(CooperationForm))
    trl_from: int | None = Field(
        default=None,
        ge=TRL_LEVELS[0],
        le=TRL_LEVELS[-1],
        description=N_("The least technology readiness level wanted (ISO 16290).").id,
    )
    budget_from: Money | None = None
    budget_to: Money | None = None
    languages: tuple[SpokenLanguage, ...] = Field(default=(), max_length=len(SPOKEN_LANGUAGES))
    visibility: Visibility = Visibility.PUBLIC
    wanted_until: Day | None = Field(
        default=None, description=N_("Last day on which it is wanted; null: as long as an approval holds.").id
    )

    @field_validator("budget_to")
    @classmethod
    def _makes_a_range(cls, budget_to: Money | None, info: ValidationInfo) -> Money | None:
        low: Money | None = info.data.get("budget_from")
        if low and budget_to:
            checked(lambda: NeedContent(budget_from=low.kept, budget_to=budget_to.kept))
        return budget_to

    def on(self, content: NeedContent) -> NeedContent:
        """A content with what is written here; without a country or region, that of the content stays."""
        return replace(
            content,
            title=self.title.merged(content.title),
            summary=self.summary.merged(content.summary),
            country=self.country or content.country,
            sectors=each_once(self.sectors),
            fields=each_once(self.fields),
            forms=each_once(self.forms),
            trl_from=self.trl_from,
            budget_from=self.budget_from.kept if self.budget_from else None,
            budget_to=self.budget_to.kept if self.budget_to else None,
            languages=each_once(self.languages),
            visibility=self.visibility,
        )

    def check_day(self, today: date) -> None:
        """Raise InvalidFields where the last day has passed."""
        faults = Faults()
        if self.wanted_until is not None and self.wanted_until < today:
            faults.add(("wanted_until",), NeedOver.message)
        faults.check()

    @classmethod
    def of(cls, need: Need) -> Self:
        """What the working copy holds now: what a merge patch is laid on."""
        content = need.content
        return cls(
            title=Text.of(content.title),
            summary=Text.of(content.summary),
            country=content.country or None,
            sectors=content.sectors,
            fields=content.fields,
            forms=content.forms,
            trl_from=content.trl_from,
            budget_from=Money.of(content.budget_from),
            budget_to=Money.of(content.budget_to),
            languages=content.languages,
            visibility=content.visibility,
            wanted_until=need.wanted_until,
        )


class NewNeed(NeedBody):
    """A need to be begun; it is a draft until it is submitted."""

    slug: Slug | None = Field(
        default=None, description=N_("Name in addresses, with a number if it is taken; null: made from the title.").id
    )


class WorkingNeedLabels(Model):
    """Codes in words."""

    country: str
    sectors: tuple[str, ...]
    forms: tuple[str, ...]
    state: str
    visibility: str


class WorkingNeed(Model):
    """The working copy of a need. `missing` names what a review still needs; `reason` is why it was returned.

    `approved_at` and `valid_until` are of what readers see, which may be older than the working copy.
    """

    id: UUID
    slug: str
    organisation: str | None
    organisation_name: ShownText | None
    is_illustrative: bool
    title: ShownText
    summary: ShownText
    country: str | None
    sectors: tuple[str, ...]
    fields: tuple[int, ...]
    forms: tuple[CooperationForm, ...]
    trl_from: int | None
    budget_from: Money | None
    budget_to: Money | None
    languages: tuple[str, ...]
    visibility: Visibility
    wanted_until: date | None
    state: NeedState
    reason: str
    missing: tuple[str, ...]
    is_shown: bool
    is_renewable: bool
    approved_at: datetime | None
    valid_until: date | None
    labels: WorkingNeedLabels
    created_at: datetime
    modified_at: datetime
    version: int


async def partners_of(found: Iterable[Need]) -> dict[UUID, Organisation]:
    """The partner organisations whose needs these are, by id."""
    return await organisations.list_by_id(need.organisation_id for need in found if need.organisation_id)


def working_fields(call: Call, need: Need, content: NeedContent, partner: Organisation | None) -> dict[str, Any]:
    """The fields of a `WorkingNeed` with this content."""
    return {
        "id": need.id,
        "slug": need.slug,
        "organisation": partner.slug if partner else None,
        "organisation_name": ShownText.in_(call.language, partner.name) if partner else None,
        "is_illustrative": need.is_illustrative,
        "title": ShownText.in_(call.language, content.title),
        "summary": ShownText.in_(call.language, content.summary),
        "country": content.country or None,
        **{name: getattr(content, name) for name in PLAIN},
        "budget_from": Money.of(content.budget_from),
        "budget_to": Money.of(content.budget_to),
        "wanted_until": need.wanted_until,
        "state": need.state,
        "reason": need.reason,
        "missing": content.missing(),
        "is_shown": need.is_shown(call.today),
        "is_renewable": need.is_renewable(call.today),
        "approved_at": need.approved_at,
        "valid_until": need.valid_until,
        "labels": WorkingNeedLabels(
            country=call.country(content.country) if content.country else "",
            sectors=tuple(call.say(sector_name(code)) for code in content.sectors),
            forms=tuple(call.say(FORM_NAMES[form]) for form in content.forms),
            state=call.say(NEED_STATE_NAMES[need.state]),
            visibility=call.say(VISIBILITY_NAMES[content.visibility]),
        ),
        "created_at": need.created_at,
        "modified_at": need.modified_at,
        "version": need.version,
    }


PLAIN: Final = ("sectors", "fields", "forms", "trl_from", "languages", "visibility")
EXAMPLE: Final = {
    "title": {"source": "en", "wordings": {"en": "Pumps for dry wells"}},
    "summary": {"source": "en", "wordings": {"en": "Solar pumps that villages can repair."}},
    "country": "KE",
    "sectors": ["agriculture"],
    "fields": [26],
    "forms": ["equipment", "training"],
    "languages": ["en", "sw"],
}
CHANGE: Final = {"trl_from": 7, "visibility": "exporters"}
BEGIN = N_("Keep a new technology need as a draft.")
"""Said of a partner organisation's and of the authority's own alike, as what follows is."""
WRITE = N_(
    "Change the working copy of a technology need by a merge patch; readers see what is approved until the next review."
)
SUBMIT = N_("Submit a technology need for review; “missing” of the need names what a review needs.")
WITHDRAW = N_("Withdraw a technology need, so that nobody sees it any more.")
RENEW = N_("Renew the approval of a technology need for another year at most, in its last 60 days.")

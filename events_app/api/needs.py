"""Technology needs: public ones read by everybody, others by whom they are shown to; reviewed with a token."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from pydantic import Field

from events_app.actions import needs as actions
from events_app.api.bodies import read_body
from events_app.api.calls import Call, answered
from events_app.api.fields import Model, Money, ShownText, Words
from events_app.api.operations import CURSOR, LIMIT, WORDS, Operation, one_of
from events_app.domain.messages import N_
from events_app.domain.needs import Need, NeedContent, NeedState, Visibility
from events_app.domain.offers import FORM_NAMES, CooperationForm
from events_app.domain.organisations import Organisation
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Noun, Right, may_somewhere, require
from events_app.domain.sectors import FIELDS, SECTORS, sector_name
from events_app.edge.paging import Cursor, page_after
from events_app.reference.countries import all_codes, name
from events_app.storage import needs, organisations


class NeedLabels(Model):
    """Codes in words."""

    country: str
    sectors: tuple[str, ...]
    forms: tuple[str, ...]


class NeedView(Model):
    """A technology need, as it was approved. `trl_from` is the least technology readiness level wanted (ISO 16290).

    Without an `organisation` the authority wrote it down. `wanted_until` is the partner's own last day.
    """

    id: UUID
    slug: str
    organisation: str | None
    organisation_name: ShownText | None
    is_illustrative: bool
    country: str
    title: ShownText
    summary: ShownText
    sectors: tuple[str, ...]
    fields: tuple[int, ...]
    forms: tuple[CooperationForm, ...]
    trl_from: int | None
    budget_from: Money | None
    budget_to: Money | None
    languages: tuple[str, ...]
    visibility: Literal["public", "exporters", "organisers"]
    approved_at: datetime
    valid_until: date
    wanted_until: date | None
    labels: NeedLabels
    version: int


class NeedDecision(Model):
    """What an officer decides about a need in review."""

    decision: Literal["approve", "return"]
    reason: Words = Field(default="", description=N_("What has to be changed; needed where it is returned.").id)


class ReviewedNeed(Model):
    """Where a need stands after a review."""

    id: UUID
    slug: str
    state: NeedState
    reason: str
    valid_until: date | None
    version: int


@get("/needs")
async def list_all(call: NamedDependency[Call]) -> Response[bytes]:
    """List approved needs, the latest first: public ones, and with a token those that are shown to its owner."""
    form = call.query("country", "sector", "field", "form", "q", "cursor", "limit")
    limit, cursor = call.limit(form), call.cursor(form)
    wanted = needs.Wanted(
        shown_to=_shown_to(call),
        today=call.today,
        country=form.one_of("country", all_codes(), required=False),
        sector=form.one_of("sector", SECTORS, required=False),
        field=form.number("field", min(FIELDS), max(FIELDS)),
        form=form.choice("form", CooperationForm, required=False),
        words=form.line("q", most=200),
    )
    answered(form)
    rows = await needs.list_needs(wanted, after=cursor, limit=limit + 1)
    page = page_after(rows, limit, lambda need: Cursor(wanted.by.day_of(need), need.id), after=None)
    return call.page(await _views(call, page.items), after=page.next)


@get("/needs/{slug:str}")
async def get_need(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Show one approved need."""
    need = await needs.get(slug)
    approved = need.approved
    if not need.is_shown(call.today) or approved is None or approved.visibility not in _shown_to(call):
        raise NotFound
    (view,) = await _views(call, [need])
    return call.item(view, need.version)


@post("/needs/{slug:str}/decision", status_code=200)
async def decide_need(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Approve a need in review, or return it with words; the partner organisation is told."""
    require(call.by, Right.DECIDE, Noun.NEED)
    need = await needs.get(slug)
    body = await read_body(call.request, NeedDecision)
    decided = await actions.decide(
        slug,
        is_approved=body.decision == "approve",
        reason=body.reason,
        version=call.version(need.version),
        by=call.by,
        now=call.now,
        zone=call.settings.home_zone,
    )
    view = ReviewedNeed(
        id=decided.id,
        slug=decided.slug,
        state=decided.state,
        reason=decided.reason,
        valid_until=decided.valid_until,
        version=decided.version,
    )
    return call.changed(view, decided.version)


def _shown_to(call: Call) -> tuple[Visibility, ...]:
    """Whose needs the caller reads: everybody's, exporters', or all that organisers read."""
    asker = call.caller
    if asker.person is None:
        return (Visibility.PUBLIC,)
    if asker.is_organiser and may_somewhere(asker, Right.READ, Noun.NEED):
        return tuple(Visibility)
    is_exporter = may_somewhere(asker, Right.READ, Noun.OFFER)
    return (Visibility.PUBLIC, Visibility.EXPORTERS) if is_exporter else (Visibility.PUBLIC,)


async def _views(call: Call, found: Sequence[Need]) -> list[NeedView]:
    partners = await organisations.list_by_id(need.organisation_id for need in found if need.organisation_id)
    return [
        _view(call, need, need.approved, partners.get(need.organisation_id) if need.organisation_id else None)
        for need in found
        if need.approved
    ]


def _view(call: Call, need: Need, content: NeedContent, partner: Organisation | None) -> NeedView:
    if need.approved_at is None or need.valid_until is None:
        raise NotFound
    return NeedView(
        id=need.id,
        slug=need.slug,
        organisation=partner.slug if partner else None,
        organisation_name=ShownText.in_(call.language, partner.name) if partner else None,
        is_illustrative=need.is_illustrative,
        country=content.country,
        title=ShownText.in_(call.language, content.title),
        summary=ShownText.in_(call.language, content.summary),
        sectors=content.sectors,
        fields=content.fields,
        forms=content.forms,
        trl_from=content.trl_from,
        budget_from=Money.of(content.budget_from),
        budget_to=Money.of(content.budget_to),
        languages=content.languages,
        visibility=content.visibility.value,
        approved_at=need.approved_at,
        valid_until=need.valid_until,
        wanted_until=need.wanted_until,
        labels=NeedLabels(
            country=name(content.country, call.language, call.settings.country_names),
            sectors=tuple(call.say(sector_name(code)) for code in content.sectors),
            forms=tuple(call.say(FORM_NAMES[form]) for form in content.forms),
        ),
        version=need.version,
    )


OPERATIONS = (
    Operation(
        handler=list_all,
        id="listNeeds",
        tag="needs",
        summary=N_("List approved technology needs, the latest first: public ones, and those shown to the caller."),
        gives=NeedView,
        is_page=True,
        query=(
            one_of("country", N_("Country or region that seeks it."), all_codes(), several=False),
            one_of("sector", N_("Sector of the need."), SECTORS, several=False),
            one_of("field", N_("Technology field of WIPO"), map(str, FIELDS), several=False),
            one_of("form", N_("Form of cooperation."), CooperationForm, several=False),
            WORDS,
            CURSOR,
            LIMIT,
        ),
    ),
    Operation(
        handler=get_need,
        id="getNeed",
        tag="needs",
        summary=N_("Show one approved technology need."),
        gives=NeedView,
    ),
    Operation(
        handler=decide_need,
        id="decideNeed",
        tag="needs",
        summary=N_("Approve a technology need in review, or return it with words; the partner organisation is told."),
        gives=ReviewedNeed,
        reads=NeedDecision,
        needs_token=True,
        is_versioned=True,
        example={"decision": "return", "reason": "How deep are the wells?"},
    ),
)

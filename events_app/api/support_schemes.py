"""Support schemes for exhibiting abroad: read by organisers, entered and changed by the authority."""

from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any, Final, Self
from uuid import UUID, uuid4

from litestar import Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from pydantic import Field

from events_app.actions import support_schemes as actions
from events_app.api.bodies import patched, read_body, read_patch
from events_app.api.calls import Call, answered
from events_app.api.fields import (
    CountryCode,
    Day,
    GroupCode,
    Model,
    Money,
    Named,
    ShownText,
    Text,
    Website,
    at_most,
)
from events_app.api.operations import Operation, one_of
from events_app.domain.companies import CompanySize
from events_app.domain.countries import Scope
from events_app.domain.messages import N_
from events_app.domain.rights import Noun, Right, require, require_somewhere
from events_app.domain.support_schemes import (
    COST_NAMES,
    LONGEST_NAME,
    LONGEST_SUMMARY,
    PERCENT,
    SCHEME_NAMES,
    CostKind,
    SchemeKind,
    SupportScheme,
)
from events_app.reference.groups import GROUPS
from events_app.storage import support_schemes

NOTHING: Final = Text(source="en")
MOST_COUNTRIES: Final = 300
ANY: Final = N_("None named: any.")


class SchemeBody(Model):
    """What is written of a scheme; a grant names its rate and for which costs it is."""

    name: Annotated[Named, at_most(LONGEST_NAME)]
    summary: Annotated[Text, at_most(LONGEST_SUMMARY)] = NOTHING
    kind: SchemeKind = SchemeKind.GRANT
    rate_percent: int | None = Field(
        default=None, ge=1, le=PERCENT, description=N_("Share of the costs that a grant pays.").id
    )
    cap: Money | None = Field(default=None, description=N_("The most that it pays.").id)
    costs: tuple[CostKind, ...] = Field(default=(), max_length=len(CostKind))
    scopes: tuple[Scope, ...] = Field(default=(), max_length=len(Scope), description=ANY.id)
    groups: tuple[GroupCode, ...] = Field(default=(), max_length=len(GROUPS), description=ANY.id)
    countries: tuple[CountryCode, ...] = Field(default=(), max_length=MOST_COUNTRIES, description=ANY.id)
    sizes: tuple[CompanySize, ...] = Field(default=(), max_length=len(CompanySize), description=ANY.id)
    valid_from: Day | None = None
    valid_until: Day | None = None
    source: Website = Field(default="", description=N_("Where its rules are published.").id)

    def fields_on(self, old: SupportScheme | None) -> dict[str, Any]:
        """Fields of a scheme as they are written here."""
        return {
            **{name: getattr(self, name) for name in PLAIN},
            **{name: frozenset(getattr(self, name)) for name in SETS},
            "name": self.name.merged(old.name if old else None),
            "summary": self.summary.merged(old.summary if old else None),
            "cap": self.cap.kept if self.cap else None,
        }

    @classmethod
    def of(cls, scheme: SupportScheme) -> Self:
        """What is written of a scheme now: what a merge patch is laid on."""
        texts = {"name": Text.of(scheme.name), "summary": Text.of(scheme.summary)}
        return cls(**(_written(scheme) | texts))


class NewScheme(SchemeBody):
    """A new scheme."""


class SchemeLabels(Model):
    """Codes in words."""

    kind: str
    costs: tuple[str, ...]


class SchemeView(Model):
    """A support scheme. Only grants lower an estimate of costs; other kinds are named beside it."""

    id: UUID
    name: ShownText
    summary: ShownText
    kind: SchemeKind
    rate_percent: int | None
    cap: Money | None
    costs: tuple[CostKind, ...]
    scopes: tuple[Scope, ...]
    groups: tuple[str, ...]
    countries: tuple[str, ...]
    sizes: tuple[CompanySize, ...]
    valid_from: date | None
    valid_until: date | None
    source: str
    is_illustrative: bool
    labels: SchemeLabels
    modified_at: datetime
    version: int


@get("/schemes")
async def list_all(call: NamedDependency[Call]) -> Response[bytes]:
    """List the support schemes, the one changed last first."""
    require_somewhere(call.by, Right.READ, Noun.SCHEME)
    form = call.query("kind")
    kind = form.choice("kind", SchemeKind, required=False)
    answered(form)
    found = await support_schemes.list_schemes()
    return call.page([_view(call, scheme) for scheme in found if kind in {None, scheme.kind}])


@get("/schemes/{scheme_id:uuid}")
async def get_scheme(call: NamedDependency[Call], *, scheme_id: FromPath[UUID]) -> Response[bytes]:
    """Show one support scheme."""
    require_somewhere(call.by, Right.READ, Noun.SCHEME)
    scheme = await support_schemes.get(scheme_id)
    return call.item(_view(call, scheme), scheme.version)


@post("/schemes", status_code=201)
async def add_scheme(call: NamedDependency[Call]) -> Response[bytes]:
    """Keep a new support scheme."""
    require(call.by, Right.CREATE, Noun.SCHEME)
    body = await read_body(call.request, NewScheme)

    async def create() -> tuple[Model, int, str]:
        scheme = SupportScheme(id=uuid4(), modified_at=call.now, **body.fields_on(None))
        kept = await actions.add(scheme, by=call.by, now=call.now)
        return _view(call, kept), kept.version, str(kept.id)

    return await call.created("schemes", create)


@patch("/schemes/{scheme_id:uuid}")
async def change_scheme(call: NamedDependency[Call], *, scheme_id: FromPath[UUID]) -> Response[bytes]:
    """Change a support scheme by a merge patch."""
    require(call.by, Right.EDIT, Noun.SCHEME)
    old = await support_schemes.get(scheme_id)
    body = patched(SchemeBody.of(old), await read_patch(call.request), SchemeBody)
    call.version(old.version)
    saved = await actions.change(replace(old, **body.fields_on(old)), by=call.by, now=call.now)
    return call.changed(_view(call, saved), saved.version)


def _view(call: Call, scheme: SupportScheme) -> SchemeView:
    return SchemeView(
        **_written(scheme),
        id=scheme.id,
        name=ShownText.in_(call.language, scheme.name),
        summary=ShownText.in_(call.language, scheme.summary),
        is_illustrative=scheme.is_illustrative,
        labels=SchemeLabels(
            kind=call.say(SCHEME_NAMES[scheme.kind]),
            costs=tuple(call.say(COST_NAMES[cost]) for cost in sorted(scheme.costs)),
        ),
        modified_at=scheme.modified_at,
        version=scheme.version,
    )


def _written(scheme: SupportScheme) -> dict[str, Any]:
    """What a body and a view of a scheme have in common, but for its texts."""
    plain: dict[str, Any] = {name: getattr(scheme, name) for name in PLAIN}
    sets = {name: tuple(sorted(getattr(scheme, name))) for name in SETS}
    return plain | sets | {"cap": Money.of(scheme.cap)}


PLAIN = ("kind", "rate_percent", "valid_from", "valid_until", "source")
SETS = ("costs", "scopes", "groups", "countries", "sizes")
EXAMPLE = {
    "name": {"source": "en", "wordings": {"en": "Small exhibitors abroad"}},
    "kind": "grant",
    "rate_percent": 50,
    "cap": {"amount_minor": 500_000, "currency": "USD"},
    "costs": ["space", "registration"],
    "sizes": ["micro", "small"],
    "valid_from": "2027-01-01",
}
OPERATIONS = (
    Operation(
        handler=list_all,
        id="listSchemes",
        tag="schemes",
        summary=N_("List the support schemes, the one changed last first."),
        gives=SchemeView,
        is_page=True,
        query=(one_of("kind", N_("How the scheme helps."), SchemeKind, several=False),),
        needs_token=True,
    ),
    Operation(
        handler=get_scheme,
        id="getScheme",
        tag="schemes",
        summary=N_("Show one support scheme."),
        gives=SchemeView,
        needs_token=True,
    ),
    Operation(
        handler=add_scheme,
        id="addScheme",
        tag="schemes",
        summary=N_("Keep a new support scheme."),
        gives=SchemeView,
        reads=NewScheme,
        needs_token=True,
        creates=True,
        example=EXAMPLE,
    ),
    Operation(
        handler=change_scheme,
        id="changeScheme",
        tag="schemes",
        summary=N_("Change a support scheme by a merge patch."),
        gives=SchemeView,
        reads=SchemeBody,
        merges=True,
        needs_token=True,
        is_versioned=True,
        example={"rate_percent": 40, "valid_until": "2027-12-31"},
    ),
)

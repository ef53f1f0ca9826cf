"""Tax rules: read by organisers, entered and changed by the authority."""

from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Self
from uuid import UUID, uuid4

from litestar import Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from pydantic import Field

from events_app.actions import tax_rules as actions
from events_app.api.bodies import patched, read_body, read_patch
from events_app.api.calls import Call, answered
from events_app.api.fields import CountryCode, Day, Model, Named, ShownText, Text, Website, at_most
from events_app.api.operations import Operation
from events_app.domain.messages import N_
from events_app.domain.rights import Noun, Right, require, require_somewhere
from events_app.domain.tax_rules import LONGEST_TAX_NAME, WHOLE, TaxRule
from events_app.storage import tax_rules


class TaxBody(Model):
    """What is written of a tax rule; with reverse charge its rate is 0."""

    name: Annotated[Named, at_most(LONGEST_TAX_NAME)]
    rate: int = Field(ge=0, le=WHOLE, description=N_("In basis points: 10000 is all of it.").id)
    country: CountryCode | None = Field(default=None, description=N_("None named: any.").id)
    valid_from: Day | None = None
    valid_until: Day | None = None
    source: Website = Field(default="", description=N_("Where its rules are published.").id)
    is_reverse_charge: bool = False

    @classmethod
    def of(cls, rule: TaxRule) -> Self:
        """What is written of a rule now: what a merge patch is laid on."""
        plain = {name: getattr(rule, name) for name in PLAIN}
        return cls(name=Text.of(rule.name), country=rule.country or None, **plain)

    def fields_on(self, old: TaxRule | None) -> dict[str, Any]:
        """Fields of a rule as they are written here."""
        plain: dict[str, Any] = {name: getattr(self, name) for name in PLAIN}
        return plain | {"name": self.name.merged(old.name if old else None), "country": self.country or ""}


class NewTax(TaxBody):
    """A new tax rule."""


class TaxView(Model):
    """A tax rule; its rate in basis points."""

    id: UUID
    name: ShownText
    rate: int
    country: str | None
    valid_from: date | None
    valid_until: date | None
    source: str
    is_reverse_charge: bool
    is_illustrative: bool
    version: int


@get("/taxes")
async def list_taxes(call: NamedDependency[Call]) -> Response[bytes]:
    """List the tax rules."""
    require_somewhere(call.by, Right.READ, Noun.FEE)
    answered(call.query())
    return call.page([_view(call, rule) for rule in await tax_rules.list_rules()])


@get("/taxes/{rule_id:uuid}")
async def get_tax(call: NamedDependency[Call], *, rule_id: FromPath[UUID]) -> Response[bytes]:
    """Show one tax rule."""
    require_somewhere(call.by, Right.READ, Noun.FEE)
    rule = await tax_rules.get(rule_id)
    return call.item(_view(call, rule), rule.version)


@post("/taxes", status_code=201)
async def add_tax(call: NamedDependency[Call]) -> Response[bytes]:
    """Keep a new tax rule."""
    require(call.by, Right.EDIT, Noun.FEE)
    body = await read_body(call.request, NewTax)

    async def create() -> tuple[Model, int, str]:
        rule = TaxRule(id=uuid4(), modified_at=call.now, **body.fields_on(None))
        kept = await actions.add(rule, by=call.by, now=call.now)
        return _view(call, kept), kept.version, str(kept.id)

    return await call.created("taxes", create)


@patch("/taxes/{rule_id:uuid}")
async def change_tax(call: NamedDependency[Call], *, rule_id: FromPath[UUID]) -> Response[bytes]:
    """Change a tax rule by a merge patch; what was issued states it as it was."""
    require(call.by, Right.EDIT, Noun.FEE)
    old = await tax_rules.get(rule_id)
    body = patched(TaxBody.of(old), await read_patch(call.request), TaxBody)
    call.version(old.version)
    saved = await actions.change(replace(old, **body.fields_on(old)), by=call.by, now=call.now)
    return call.changed(_view(call, saved), saved.version)


def _view(call: Call, rule: TaxRule) -> TaxView:
    return TaxView(
        **{name: getattr(rule, name) for name in PLAIN},
        id=rule.id,
        name=ShownText.in_(call.language, rule.name),
        country=rule.country or None,
        is_illustrative=rule.is_illustrative,
        version=rule.version,
    )


PLAIN = ("rate", "valid_from", "valid_until", "source", "is_reverse_charge")
EXAMPLE = {
    "name": {"source": "en", "wordings": {"en": "VAT 19 %"}},
    "rate": 1900,
    "country": "DE",
    "valid_from": "2027-01-01",
}
OPERATIONS = (
    Operation(
        handler=list_taxes,
        id="listTaxRules",
        tag="fees",
        summary=N_("List the tax rules that price lists name."),
        gives=TaxView,
        is_page=True,
        needs_token=True,
    ),
    Operation(
        handler=get_tax,
        id="getTaxRule",
        tag="fees",
        summary=N_("Show one tax rule."),
        gives=TaxView,
        needs_token=True,
    ),
    Operation(
        handler=add_tax,
        id="addTaxRule",
        tag="fees",
        summary=N_("Keep a new tax rule."),
        gives=TaxView,
        reads=NewTax,
        needs_token=True,
        creates=True,
        example=EXAMPLE,
    ),
    Operation(
        handler=change_tax,
        id="changeTaxRule",
        tag="fees",
        summary=N_("Change a tax rule by a merge patch; what was issued states it as it was."),
        gives=TaxView,
        reads=TaxBody,
        merges=True,
        needs_token=True,
        is_versioned=True,
        example={"valid_until": "2027-12-31"},
    ),
)

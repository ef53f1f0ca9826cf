"""Cooperation projects as lines of a table. Export control is told and never taken back: it is decided case by case."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from events_app.domain.exchange import Attribute, Cells, Known, Mapped
from events_app.domain.exchange_cells import (
    country_of,
    field_of,
    plain,
    reference_of,
    sector_of,
    several,
    slug,
    source_language,
    text,
    told,
    unit,
    word,
    word_of,
    yes_or_no,
)
from events_app.domain.exhibitions import zone_of
from events_app.domain.messages import N_
from events_app.domain.money import Money
from events_app.domain.projects import ContractKind, Milestone, Party, PartyRole, Project, ProjectKind, Stage
from events_app.domain.refusals import InvalidValue
from events_app.domain.rights import Noun
from events_app.domain.stages import StageHasItsOwnMove
from events_app.domain.tables import Column, Kind
from events_app.domain.texts import Text

_PARTY = re.compile(r"(\w+) +([A-Za-z]{2}) +(.+)")
_MILESTONE = re.compile(r"(\d{4}-\d\d-\d\d) +(.+)")


class PartyMalformed(InvalidValue):
    """A party without role, country or name."""

    message = N_("Write one party a line: its role, the code of its country or region, and its name.")


class MilestoneMalformed(InvalidValue):
    """A milestone without day or name."""

    message = N_("Write one milestone a line: the planned day, for example 2027-04-05, and its name.")


class AmountIncomplete(InvalidValue):
    """An amount without a currency, or the other way round."""

    message = N_("An amount needs a currency, and a currency an amount.")


def blank(*, new_id: UUID, language: str, unit_id: UUID | None, now: datetime) -> Project:
    """What a new line begins as; what is needed of it is not true yet."""
    return Project(
        id=new_id,
        slug="",
        name=Text.empty(language),
        summary=Text.empty(language),
        kind=ProjectKind.CONTRACTING,
        contract_kind=None,
        stage=Stage.IDEA,
        countries=(),
        parties=(),
        sectors=(),
        fields=(),
        milestones=(),
        zone="UTC",
        is_public=False,
        unit_id=unit_id,
        created_at=now,
        modified_at=now,
    )


def _kinds() -> Attribute:
    def read(_value: object, cells: Cells, _known: Known) -> Mapping[str, Any]:
        contract = word_of(ContractKind, cells[1]) if cells[1] is not None else None
        return {"kind": word_of(ProjectKind, cells[0]), "contract_kind": contract}

    return Attribute(
        columns=(Column("kind"), Column("contract_kind")),
        write=lambda value, _known: (value.kind.value, value.contract_kind.value if value.contract_kind else None),
        read=read,
        needs_one=True,
    )


def _money(name: str) -> Attribute:
    """Minor units and a currency: cents, fen; yen have none."""

    def write(value: object, _known: Known) -> Cells:
        money: Money | None = getattr(value, name)
        return (money.amount_minor, money.currency) if money else (None, None)

    def read(_value: object, cells: Cells, _known: Known) -> Mapping[str, Any]:
        amount, currency = cells
        if (amount is None) != (currency is None):
            raise AmountIncomplete
        return {name: Money(amount, str(currency)) if isinstance(amount, int) else None}

    return Attribute(
        columns=(Column(f"{name}_minor", Kind.INTEGER), Column(f"{name}_currency")), write=write, read=read
    )


def _lines(cell: object) -> list[str]:
    return [line.strip() for line in str(cell or "").split("\n") if line.strip()]


def _parties() -> Attribute:
    def line_of(party: Party) -> str:
        return f"{party.role.value} {party.country} {party.name.shown(party.name.source).text}"

    def read(value: Project, cells: Cells, known: Known) -> Mapping[str, Any]:
        kept = {line_of(party): party for party in value.parties}
        return {"parties": tuple(kept.get(line) or party_of(line, value, known) for line in _lines(cells[0]))}

    def party_of(line: str, value: Project, known: Known) -> Party:
        found = _PARTY.fullmatch(line)
        if found is None:
            raise PartyMalformed
        return Party(Text.of(value.name.source, found[3]), word_of(PartyRole, found[1]), country_of(found[2], known))

    return Attribute(
        columns=(Column("parties"),),
        write=lambda value, _known: ("\n".join(map(line_of, value.parties)),),
        read=read,
    )


def _milestones() -> Attribute:
    """The planned days; what was forecast and reached stays with the milestone of the same name."""

    def write(value: Project, _known: Known) -> Cells:
        return ("\n".join(f"{m.planned_on} {m.name.shown(m.name.source).text}" for m in value.milestones),)

    def read(value: Project, cells: Cells, known: Known) -> Mapping[str, Any]:
        kept = {milestone.name.shown(milestone.name.source).text.strip(): milestone for milestone in value.milestones}
        milestones = []
        for line in _lines(cells[0]):
            day, name = _milestone_of(line)
            old = kept.pop(name, None) or Milestone(
                id=known.new_id(), name=Text.of(value.name.source, name), planned_on=day
            )
            milestones.append(replace(old, planned_on=day))
        return {"milestones": tuple(milestones)}

    return Attribute(columns=(Column("milestones"),), write=write, read=read)


def _milestone_of(line: str) -> tuple[date, str]:
    found = _MILESTONE.fullmatch(line)
    if found is None:
        raise MilestoneMalformed
    try:
        return date.fromisoformat(found[1]), found[2].strip()
    except ValueError:
        raise MilestoneMalformed from None


PROJECTS: Mapped[Project] = Mapped(
    Noun.PROJECT,
    (
        slug(),
        unit(),
        source_language("name", "summary"),
        text("name", needs_one=True),
        text("summary"),
        _kinds(),
        word("stage", Stage, fixed=StageHasItsOwnMove),
        several("countries", country_of),
        _parties(),
        several("sectors", sector_of),
        several("fields", field_of),
        _milestones(),
        _money("intended"),
        _money("signed"),
        yes_or_no("has_no_amount"),
        plain("effective_on", Kind.DAY),
        several("edition_slugs", lambda said, known: reference_of(dict.fromkeys(known.edition_slugs, said), said)),
        plain("zone", check=zone_of, is_needed=True),
        yes_or_no("is_public"),
        yes_or_no("is_illustrative"),
        plain("source"),
        told("export_class", lambda value: value.control.export_class.value),
        told("created_at_utc", lambda value: value.created_at, Kind.MOMENT),
        told("modified_at_utc", lambda value: value.modified_at, Kind.MOMENT),
    ),
)

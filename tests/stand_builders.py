"""Builders of halls and stands; a test names only what it is about."""

# ruff: noqa: ANN401 - the changes are fields of the classes; a wrong one fails in `replace`
from dataclasses import replace
from typing import Any

from events_app.actions import stands as actions
from events_app.domain.applications import Application, ApplicationState
from events_app.domain.exhibitions import Edition
from events_app.domain.organisations import Organisation
from events_app.domain.rights import SYSTEM
from events_app.domain.stand_plans import Rows
from events_app.domain.stand_rules import Exhibitor
from events_app.domain.stands import Hall, Stand
from events_app.storage import applications
from tests.application_builders import WITHIN, an_application
from tests.builders import an_id

SIDE = 30


def a_hall(**changes: Any) -> Hall:
    """Build a hall of 40 by 30 metres."""
    hall = Hall(
        id=an_id("hall"),
        edition_id=an_id("edition"),
        name="Hall 4",
        gross_m2=1_200,
        net_m2=600,
        width=400,
        depth=300,
    )
    return replace(hall, **changes)


def a_stand(**changes: Any) -> Stand:
    """Build a free stand of nine square metres in the corner."""
    number = changes.get("number", "A01")
    stand = Stand(
        id=an_id(f"stand {number}"),
        hall_id=an_id("hall"),
        edition_id=an_id("edition"),
        number=number,
        x=0,
        y=0,
        area_m2=9,
        width=SIDE,
        depth=SIDE,
    )
    return replace(stand, **changes)


def rows(**changes: Any) -> Rows:
    """Build four rows of five, back to back in pairs."""
    return replace(Rows(rows=4, per_row=5, width=30, depth=30, aisle=30), **changes)


def an_exhibitor(name: str, **changes: Any) -> Exhibitor:
    """Build an exhibitor that has a place."""
    return Exhibitor(an_application(id=an_id(name), **changes), name)


async def plant_hall(edition: Edition, **changes: Any) -> tuple[Hall, tuple[Stand, ...]]:
    """Keep a hall with four rows of five stands, A01 to D05."""
    hall = await actions.add_hall(
        a_hall(**{"id": an_id(f"hall {edition.slug}"), "edition_id": edition.id} | changes), by=SYSTEM, now=WITHIN
    )
    return hall, await actions.add_rows(hall.id, rows(), by=SYSTEM, now=WITHIN)


async def an_accepted(company: Organisation, edition: Edition, number: int = 1, **changes: Any) -> Application:
    """Keep a case of a company whose place is accepted."""
    ids = {"id": an_id(f"case {company.slug}"), "edition_id": edition.id, "company_id": company.id, "number": number}
    case = an_application(**(ids | {"state": ApplicationState.ACCEPTED, "submitted_at": WITHIN} | changes))
    await applications.add(case, company_words=())
    return case

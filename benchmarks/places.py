"""Accepted applications a second, against plain durable inserts of one row on the same engine, with as many clients."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from benchmarks.databases import Filled
from events_app.actions import admissions
from events_app.actions import applications as actions
from events_app.domain.admissions import Admission
from events_app.domain.application_steps import Note
from events_app.domain.applications import Application, ApplicationState, Move
from events_app.domain.exhibitions import Edition
from events_app.domain.organisations import Membership, Organisation, OrganisationKind, Role
from events_app.domain.people import Person
from events_app.domain.rights import SYSTEM
from events_app.domain.sign_ins import Credentials
from events_app.domain.texts import Text
from events_app.storage import applications, exhibitions, organisations, people
from events_app.storage.database import opened, transaction

GOAL = 0.5
CLIENTS = 64
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Accepting:
    """How many a second, of each."""

    accepted: float
    inserted: float

    @property
    def ratio(self) -> float:
        """Accepted applications for each plain insert."""
        return self.accepted / self.inserted

    @property
    def is_met(self) -> bool:
        """Whether it is what was wished."""
        return self.ratio >= GOAL


def accepting(filled: Filled, cases: int) -> Accepting:
    """Accept so many offers of places at one edition, and insert as many rows."""
    return asyncio.run(_measured(filled, cases))


async def _measured(filled: Filled, cases: int) -> Accepting:
    async with opened(filled.url):
        offered = await _offers(cases)
        inserted = await _a_second([_insert(case) for case in offered])
        accepted = await _a_second([_accept(case) for case in offered])
    return Accepting(accepted, inserted)


async def _offers(number: int) -> list[Application]:
    """Cases of one company with a place on offer each, at an edition that has room for all."""
    edition = await _edition()
    company = await _company()
    await admissions.keep(
        edition.slug, Admission(edition_id=edition.id, stands=number, applications_per_company=20), by=SYSTEM, now=NOW
    )
    cases = [
        Application(
            id=uuid4(),
            edition_id=edition.id,
            company_id=company.id,
            number=each + 1,
            state=ApplicationState.OFFERED,
            due_at=NOW + timedelta(days=7),
            created_at=NOW,
            modified_at=NOW,
        )
        for each in range(number)
    ]
    async with transaction():
        for case in cases:
            await applications.add(case, company_words=())
    return cases


async def _edition() -> Edition:
    for series in await exhibitions.list_series():
        found = [each for each in await exhibitions.list_editions_of_series(series.id) if each.is_public]
        if found:
            return found[0]
    raise LookupError


async def _company() -> Organisation:
    company = Organisation(
        id=uuid4(),
        slug=f"bench-{uuid4().hex[:8]}",
        kind=OrganisationKind.EXPORTER,
        name=Text.of("en", "Bench"),
        created_at=NOW,
    )
    await organisations.add(company)
    person = Person(id=uuid4(), email=f"{uuid4().hex}@bench.example", name="Bench", created_at=NOW)
    await people.add(person, Credentials(person_id=person.id))
    owner = Membership(
        id=uuid4(),
        person_id=person.id,
        organisation_id=company.id,
        organisation_kind=company.kind,
        role=Role.EXPORTER_OWNER,
        created_at=NOW,
    )
    await people.add_membership(owner)
    return company


def _accept(case: Application) -> Callable[[], Awaitable[object]]:
    return lambda: actions.answer(case.id, Move.ACCEPT, by=SYSTEM, now=NOW)


def _insert(case: Application) -> Callable[[], Awaitable[object]]:
    async def insert() -> None:
        async with transaction():
            await applications.add_note(Note(id=uuid4(), application_id=case.id, at=NOW, person_id=None, text="Bench"))

    return insert


async def _a_second(deeds: Sequence[Callable[[], Awaitable[object]]]) -> float:
    """Do all of them with so many clients at once."""
    waiting = iter(deeds)

    async def client() -> None:
        for deed in waiting:
            await deed()

    began = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    return len(deeds) / (time.perf_counter() - began)

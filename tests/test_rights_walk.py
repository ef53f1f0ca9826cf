"""Every door × every role × own object, another unit's, the authority's: open or shut as the matrix says.

What is shut changes nothing: the database is the same afterwards, but for the history of refusals.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from hashlib import blake2b
from pathlib import Path
from uuid import UUID

import pytest
from httpx import AsyncClient, Response
from litestar.routes import HTTPRoute

from events_app.actions import admissions, guests
from events_app.actions import exhibitions as edition_actions
from events_app.actions import projects as project_actions
from events_app.app import create_app
from events_app.domain.applications import Application, ApplicationState, Wish
from events_app.domain.change_requests import ChangeRequest
from events_app.domain.companies import Profile
from events_app.domain.documents import Document
from events_app.domain.exhibitions import EditionStatus
from events_app.domain.imports import Source
from events_app.domain.jobs import JobKind, JobState
from events_app.domain.letters import Mailbox
from events_app.domain.needs import Need
from events_app.domain.offers import OfferState
from events_app.domain.organisations import Membership, Organisation, OrganisationKind, Role
from events_app.domain.papers import Paper, WantedPaper
from events_app.domain.people import Person
from events_app.domain.private_feeds import PrivateKind
from events_app.domain.projects import Stage
from events_app.domain.rights import SYSTEM, Asker, Noun, Right, may, may_somewhere
from events_app.domain.saved_filters import SavedFilter
from events_app.domain.staff import Assignment
from events_app.domain.stands import StandState
from events_app.domain.texts import Text
from events_app.domain.uploads import Upload, UploadKind
from events_app.domain.webhooks import Delivery, Webhook, WebhookEvent
from events_app.storage import (
    allotments,
    companies,
    documents,
    imports,
    indicators,
    introductions,
    jobs,
    offers,
    papers,
    payments,
    people,
    private_feeds,
    saved_filters,
    staff,
    stands,
    support_schemes,
    tax_rules,
    uploads,
    webhooks,
)
from events_app.storage import applications as stored_applications
from events_app.storage import guests as stored_guests
from events_app.storage.database import opened
from tests.allotment_builders import a_proposal as an_allotment
from tests.api.bearing import a_token
from tests.application_builders import an_admission, an_application
from tests.badge_builders import plant_bearers
from tests.builders import a_deadline, a_milestone, a_private_feed, a_project, a_series, a_session, an_id
from tests.clients import NOW, opened_here, settings_for
from tests.delegation_builders import plant_delegation
from tests.delegation_doors import DELEGATION_DOORS
from tests.document_builders import PDF
from tests.fee_builders import a_bank_file, a_bank_line, a_tax, plant_plain
from tests.fee_doors import FEE_DOORS
from tests.indicator_builders import a_file, a_line, a_measure, a_table
from tests.introduction_builders import an_introduction
from tests.job_builders import a_job
from tests.need_builders import plant_need
from tests.offer_builders import a_content, a_scheme, an_offer
from tests.programme_builders import plant_done
from tests.report_builders import plant_claim, plant_report
from tests.rights_names import NAMES, names_under
from tests.rights_table import ANYBODY_SIGNED_IN, API, EVERYBODY, Door
from tests.rights_table import DOORS as OTHER_DOORS
from tests.stand_builders import a_hall, a_stand
from tests.web.planting import CONTEXT, a_fair, with_picture
from tests.web.signing_in import KINDS, a_member, an_organisation, enter, token_of

PLANNED = ("/halls", "/stands", "/allotments", "/delegation", "/goods")
UNKEPT = {"history", "sign_in_session", "brake", "api_token", "sqlite_sequence"}
DOORS = OTHER_DOORS | FEE_DOORS | DELEGATION_DOORS
WORLDS = ("own", "other", "authority")
BEHIND = (
    API,
    "/{language_code}/desk",
    "/{language_code}/account",
    "/{language_code}/company",
    "/{language_code}/partner",
)
REFUSED = {403, 404}
Key = tuple[str, str]


@dataclass(frozen=True)
class World:
    """The objects of one organisation (None: of the authority), by the names of parameters of paths."""

    owner: UUID | None
    draft: str
    edition: dict[str, str]
    project: dict[str, str]
    organisation: dict[str, str]
    organisation_id: UUID
    is_unit: bool
    webhook: dict[str, str]
    case: dict[str, str]
    company: dict[str, str]
    offer: dict[str, str]
    partner: dict[str, str]
    partner_id: UUID
    need: dict[str, str]


@dataclass(frozen=True)
class Caller:
    """Somebody in a role, and what the matrix is asked for."""

    person: Person
    memberships: tuple[Membership, ...]
    headers: dict[str, str]

    @property
    def asker(self) -> Asker:
        return Asker(self.person, self.memberships)


def doors() -> Iterator[Key]:
    """Every door that is not the public's."""
    app = create_app(settings_for("sqlite:////nowhere.sqlite"))
    for route in app.routes:
        if isinstance(route, HTTPRoute) and route.path_format.startswith(BEHIND):
            for method in route.methods - {"OPTIONS"}:
                yield method, route.path_format


def test_no_door_is_forgotten() -> None:
    assert set(doors()) == DOORS.keys() | ANYBODY_SIGNED_IN | EVERYBODY


@pytest.mark.parametrize("role", [None, *Role], ids=lambda role: role or "no role")
async def test_doors_are_open_and_shut_as_the_matrix_says(
    role: Role | None, sqlite_template: Path, tmp_path: Path
) -> None:
    file = tmp_path / "walk.sqlite"
    shutil.copyfile(sqlite_template, file)
    url = f"sqlite:///{file}"
    async with opened(url):
        caller, worlds = await _planted(role, tmp_path)
    wrong: list[str] = []
    async with opened_here(url, DATA_DIR=str(tmp_path)) as client:
        await enter(client, caller.person.id)  # type: ignore[arg-type]
        visits = [
            (key, door, name)
            for key, door in DOORS.items()
            for name in WORLDS
            if door.whose != "unit" or worlds[name].is_unit
        ]
        expected = {visit: _is_open(caller.asker, visit[1], worlds[visit[2]]) for visit in visits}
        shut = [visit for visit in visits if not expected[visit]]
        before = _digest(file)
        for key, door, name in shut:
            answer = await _sent(client, key, door, worlds[name], caller)
            if answer.status_code not in REFUSED:
                wrong.append(f"{key} of {name}: {answer.status_code}, should be refused")
        if _digest(file) != before:
            wrong.append("something that was refused has changed the database")
        for key, door, name in sorted((v for v in visits if expected[v]), key=_order):
            answer = await _sent(client, key, door, worlds[name], caller)
            if answer.status_code in {401, *REFUSED} or answer.status_code >= 500:
                wrong.append(f"{key} of {name}: {answer.status_code}, should be open")
        for method, path in sorted(ANYBODY_SIGNED_IN | EVERYBODY):
            answer = await _sent(client, (method, path), None, worlds["own"], caller)
            if answer.status_code in {401, 403} or answer.status_code >= 500:
                wrong.append(f"{method} {path}: {answer.status_code}, should be open to everybody signed in")
    assert wrong == [], "\n".join(wrong)


async def test_nobody_comes_in_without_signing_in(sqlite_template: Path, tmp_path: Path) -> None:
    file = tmp_path / "walk.sqlite"
    shutil.copyfile(sqlite_template, file)
    async with opened(f"sqlite:///{file}"):
        _, worlds = await _planted(Role.ADMINISTRATOR, tmp_path)
    async with opened_here(f"sqlite:///{file}", DATA_DIR=str(tmp_path)) as client:
        before = _digest(file)
        for key in sorted(DOORS.keys() | ANYBODY_SIGNED_IN):
            path = _filled(key, DOORS.get(key), worlds["other"])
            answer = await client.request(key[0], path, headers={"If-Match": "*"})
            to_sign_in = answer.status_code == 303 and answer.headers["location"].startswith("/en/sign-in")
            is_hidden = key[0] == "GET" and path.startswith(API) and answer.status_code == 404
            assert to_sign_in or is_hidden or (path.startswith(API) and answer.status_code == 401), (key, answer)
        assert _digest(file) == before


async def _planted(role: Role | None, folder: Path) -> tuple[Caller, dict[str, World]]:
    """Somebody with the role, and three worlds: their own organisation's, another unit's, the authority's."""
    authority = await an_organisation(OrganisationKind.AUTHORITY, "authority")
    other = await an_organisation(OrganisationKind.UNIT, "other")
    kind = KINDS[role] if role else OrganisationKind.UNIT
    own = authority if kind is OrganisationKind.AUTHORITY else await an_organisation(kind, "own", country="KE")
    person, membership = await a_member(role or Role.UNIT_MANAGER, organisation=own)
    if role is None:
        await people.remove_membership(membership.id)
    await edition_actions.add_series(a_series(), by=SYSTEM, now=NOW)
    clerk, _ = await a_member(Role.OFFICER, organisation=authority)
    worlds = {
        name: await _world(name, organisation, clerk, folder)
        for name, organisation in (("own", own), ("other", other), ("authority", authority))
    }
    await jobs.add(a_job("walk job", state=JobState.FAILED))
    await support_schemes.add(a_scheme(id=an_id("walk scheme")))
    await plant_done(slug="light-and-building")
    await tax_rules.add(a_tax())
    await uploads.add(a_bank_file(person.id))
    await payments.add_lines([a_bank_line(id=an_id("walk line"))])
    kept = SavedFilter(
        id=an_id("walk filter"), person_id=person.id, page="exhibitions", name="Mine", query="", created_at=NOW
    )
    await saved_filters.add(kept)
    for is_calendar in (True, False):
        await _upload(person, own, is_calendar=is_calendar)
    await _plant_indicators(person)
    for name, world in worlds.items():
        await _feed(name, person, world.organisation_id)
    held = () if role is None else (membership,)
    return Caller(person, held, await a_token(membership)), worlds


async def _feed(name: str, person: Person, company_id: UUID) -> None:
    """A private feed of the caller's, which their role may not reach any more."""
    of_agenda = {"person_id": person.id, "company_id": company_id, "kind": PrivateKind.AGENDA, "created_at": NOW}
    await private_feeds.add(a_private_feed(name, **of_agenda))


async def _upload(person: Person, own: Organisation, *, is_calendar: bool) -> None:
    """A file that waits for a decision."""
    unit_id = own.id if own.kind is OrganisationKind.UNIT else None
    source = Source(id=an_id("walk source"), address="file:walk", name="Walk", unit_id=unit_id, created_at=NOW)
    if is_calendar:
        await imports.add_source(source)
    upload = Upload(
        id=an_id(f"upload {is_calendar}"),
        person_id=person.id,
        kind=UploadKind.CALENDAR if is_calendar else UploadKind.EXHIBITIONS,
        name="walk",
        language="en",
        source_id=source.id if is_calendar else None,
        content=b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n" if is_calendar else b"slug\n",
        created_at=NOW,
    )
    await uploads.add(upload)


async def _plant_indicators(person: Person) -> None:
    """An indicator table, and a file that waits to become one."""
    await indicators.add(a_table(id=an_id("walk indicators")), [a_measure()])
    waiting = Upload(
        id=an_id("walk figures"),
        person_id=person.id,
        kind=UploadKind.INDICATORS,
        name="walk.csv",
        language="en",
        content=a_file(a_line()),
        created_at=NOW,
    )
    await uploads.add(waiting)


async def _world(name: str, organisation: Organisation, clerk: Person, folder: Path) -> World:
    """One of everything that an organisation keeps; what the authority keeps belongs to no unit."""
    owner = None if organisation.kind is OrganisationKind.AUTHORITY else organisation.id
    edition = await with_picture(await _edition(name, owner, clerk), folder)
    project = await _project(name, owner, folder)
    case, company = await _cases(name, organisation.id, edition["slug"], folder)
    offer = await _offer(name, organisation.id, folder)
    of_desk, of_company = await plant_delegation(name, an_id(edition["slug"]), organisation.id)
    partner, own_need, need = await _needs(name, organisation)
    introduction = await _introduction(name, organisation, partner)
    invoice = await plant_plain(name, UUID(case["application_id"]), an_id(edition["slug"]), organisation.id)
    return World(
        owner=owner,
        draft=f"draft-{name}",
        edition=edition | of_desk,
        project=project,
        organisation={"slug": organisation.slug},
        organisation_id=organisation.id,
        is_unit=organisation.kind is OrganisationKind.UNIT,
        webhook=await _webhook(name, organisation),
        case=case | invoice,
        company=company
        | invoice
        | of_company
        | offer
        | introduction
        | {"slug": organisation.slug, "offer_slug": offer["slug"], "need_slug": need.slug}
        | {"feed_id": str(an_id(f"feed {name}"))},
        offer=offer,
        partner=introduction | {"slug": partner.slug, "need_slug": own_need.slug, "offer_slug": offer["slug"]},
        partner_id=partner.id,
        need={"slug": need.slug},
    )


async def _webhook(name: str, organisation: Organisation) -> dict[str, str]:
    """A webhook with a delivery that failed."""
    hook = Webhook(
        id=an_id(f"hook {name}"),
        organisation_id=organisation.id,
        address=f"https://{name}.example/in",
        events=frozenset(WebhookEvent),
        created_at=NOW,
    )
    await webhooks.add(hook, "secret")
    await jobs.add(a_job(f"delivery {name}", kind=JobKind.DELIVER_WEBHOOK, state=JobState.FAILED))
    delivery = Delivery(
        id=an_id(f"delivery {name}"),
        webhook_id=hook.id,
        event=WebhookEvent.EDITION_CHANGED,
        label="x",
        body="{}",
        created_at=NOW,
    )
    await webhooks.add_delivery(delivery)
    return {"webhook_id": str(hook.id), "delivery_id": str(delivery.id)}


async def _needs(name: str, organisation: Organisation) -> tuple[Organisation, Need, Need]:
    """A partner organisation, a public need of its own, and one of the authority's."""
    is_partner = organisation.kind is OrganisationKind.PARTNER
    partner = (
        organisation if is_partner else await an_organisation(OrganisationKind.PARTNER, f"partner-{name}", country="KE")
    )
    return partner, await plant_need(partner, f"own-{name}", now=NOW), await plant_need(None, f"need-{name}", now=NOW)


async def _introduction(name: str, organisation: Organisation, partner: Organisation) -> dict[str, str]:
    """An introduction of both, which waits for answers."""
    introduction = an_introduction(
        id=an_id(f"introduction {name}"),
        offer_id=an_id(f"offer {name}"),
        company_id=organisation.id,
        partner_id=partner.id,
    )
    await introductions.add(introduction)
    return {"introduction_id": str(introduction.id)}


async def _edition(name: str, owner: UUID | None, clerk: Person) -> dict[str, str]:
    """A public edition with a session, a guest, a deadline and staff, and a draft beside it."""
    session = a_session(
        id=an_id(f"session {name}"),
        starts_at=datetime(2027, 4, 5, 9, tzinfo=UTC),
        ends_at=datetime(2027, 4, 5, 10, tzinfo=UTC),
    )
    deadline = a_deadline(id=an_id(f"deadline {name}"))
    public = a_fair(f"open-{name}", date(2027, 4, 5), unit_id=owner, sessions=(session,), deadlines=(deadline,))
    draft = a_fair(f"draft-{name}", date(2027, 5, 5), unit_id=owner, status=EditionStatus.DRAFT)
    for edition in (public, draft):
        await edition_actions.add_edition(edition, by=SYSTEM, context=CONTEXT, now=NOW)
    mailbox = Mailbox(f"guest-{name}@people.example", "Guest")
    await guests.invite(public.slug, session.id, (mailbox,), language="en", by=SYSTEM, now=NOW)
    (guest,) = await stored_guests.list_of_edition(public.id)
    assignment = Assignment(id=an_id(f"staff {name}"), edition_id=public.id, person_id=clerk.id)
    await staff.add(assignment)
    return {
        "slug": public.slug,
        "name": str(session.id),
        "session_id": str(session.id),
        "deadline": str(deadline.id),
        "guest_id": str(guest.id),
        "assignment_id": str(assignment.id),
        "application_id": str(an_id(f"{ApplicationState.SUBMITTED} {name}")),
        **await _hall(name, public.id),
        "scanned_id": str(an_id(f"scanned {name}")),
    }


async def _hall(name: str, edition_id: UUID) -> dict[str, str]:
    """A hall of the edition, with one stand."""
    hall = a_hall(id=an_id(f"hall {name}"), edition_id=edition_id)
    stand = a_stand(id=an_id(f"stand {name}"), edition_id=edition_id, hall_id=hall.id)
    await stands.add_hall(hall)
    await stands.add_stands([stand])
    await allotments.add(an_allotment(id=an_id(f"allotment {name}"), edition_id=edition_id))
    return {"hall": str(hall.id), "hall_id": str(hall.id), "stand_id": str(stand.id), "deed": "block", "number": "1"}


async def _cases(name: str, company_id: UUID, slug: str, folder: Path) -> tuple[dict[str, str], dict[str, str]]:
    """A case that was submitted to the edition, and a draft of the organisation's own, with papers and a request."""
    edition_id = an_id(slug)
    wanted = (WantedPaper("extract", Text.of("en", "Extract")),)
    await admissions.keep(slug, an_admission(edition_id=edition_id, papers=wanted), by=SYSTEM, now=NOW)
    submitted, draft = (
        an_application(
            id=an_id(f"{state} {name}"), number=number, state=state, edition_id=edition_id, company_id=company_id
        )
        for number, state in enumerate((ApplicationState.SUBMITTED, ApplicationState.DRAFT), start=1)
    )
    for case in (submitted, draft):
        await stored_applications.add(case, company_words=())
    await plant_bearers(edition_id, "WALKER", company_id=company_id)
    scanned = await _scanned(name, submitted)
    names = {case.id: await _papers(case, folder) for case in (submitted, draft)}
    own = {"application_id": str(draft.id), "edition_slug": slug, "name": "withdraw"} | names[draft.id] | scanned
    claimed = await plant_claim(name, draft, folder)
    reported = await plant_report(name, submitted)
    return {"application_id": str(submitted.id)} | names[submitted.id] | reported, own | claimed


async def _scanned(name: str, case: Application) -> dict[str, str]:
    """A stand that is the company's for good."""
    ids = {"id": an_id(f"scanned {name}"), "edition_id": case.edition_id, "hall_id": an_id(f"hall {name}")}
    stand = a_stand(**ids, number="S1", x=90, state=StandState.CONFIRMED, application_id=case.id)
    await stands.add_stands([stand])
    return {"scanned_id": str(stand.id)}


async def _papers(case: Application, folder: Path) -> dict[str, str]:
    """A document that was sent for a case, and a change that was asked for."""
    document = Document(
        id=an_id(f"paper {case.id}"),
        noun=Noun.APPLICATION,
        object_id=case.id,
        owner=case.company_id,
        name="extract.pdf",
        media_type="application/pdf",
        size_bytes=len(PDF),
        sha256=await documents.add_file(folder, PDF),
        at=NOW,
    )
    await documents.add(document)
    await papers.set_paper(Paper(application_id=case.id, key="extract", document_id=document.id, received_at=NOW))
    request = ChangeRequest(
        id=an_id(f"request {case.id}"), application_id=case.id, wish=Wish(), exhibits="", words="Larger", asked_at=NOW
    )
    await papers.add_request(request)
    return {"key": "extract", "request_id": str(request.id)}


async def _offer(name: str, company_id: UUID, folder: Path) -> dict[str, str]:
    """An approved offer with two documents, and a profile with a logo."""
    document, other, logo = [
        Document(
            id=an_id(f"{what} {name}"),
            noun=noun,
            object_id=an_id(f"offer {name}") if noun is Noun.OFFER else company_id,
            owner=company_id,
            name="file",
            media_type="application/pdf",
            size_bytes=len(PDF),
            sha256=await documents.add_file(folder, PDF),
            at=NOW,
        )
        for what, noun in (("sheet", Noun.OFFER), ("plan", Noun.OFFER), ("logo", Noun.ORGANISATION))
    ]
    for kept in (document, other, logo):
        await documents.add(kept)
    if await companies.find(company_id) is None:
        await companies.add(Profile(company_id=company_id, logo_id=logo.id, modified_at=NOW))
    content = replace(a_content(), document_ids=(document.id, other.id))
    offer = an_offer(
        id=an_id(f"offer {name}"),
        slug=f"offer-{name}",
        company_id=company_id,
        content=content,
        approved=content,
        state=OfferState.APPROVED,
        approved_at=NOW,
        valid_until=date(2027, 11, 23),
    )
    await offers.add(offer)
    return {"slug": offer.slug, "document_id": str(document.id), "file_id": str(other.id)}


async def _project(name: str, owner: UUID | None, folder: Path) -> dict[str, str]:
    """An internal project with a milestone and a document."""
    milestone = a_milestone(id=an_id(f"milestone {name}"))
    project = a_project(
        id=an_id(f"project {name}"),
        slug=f"project-{name}",
        stage=Stage.IDEA,
        milestones=(milestone,),
        is_public=False,
        unit_id=owner,
    )
    await project_actions.add(project, by=SYSTEM, context=CONTEXT, now=NOW)
    document = Document(
        id=an_id(f"document {name}"),
        noun=Noun.PROJECT,
        object_id=project.id,
        owner=owner,
        name="contract.pdf",
        media_type="application/pdf",
        size_bytes=len(PDF),
        sha256=await documents.add_file(folder, PDF),
        at=NOW,
    )
    await documents.add(document)
    return {"slug": project.slug, "name": str(milestone.id), "document_id": str(document.id)}


def _is_open(asker: Asker, door: Door, world: World) -> bool:
    """What the matrix says."""
    if door.import_too and not may_somewhere(asker, Right.READ, Noun.IMPORT):
        return False
    if door.whose == "organisers" and not asker.is_organiser:
        return False
    if door.whose in {"nothing", "offer", "need", "organisers"}:
        return may_somewhere(asker, door.right, door.noun)
    owner = {
        "template": None,
        "authority need": None,
        "authority fee": None,
        "organisation": world.organisation_id,
        "webhook": world.organisation_id,
        "company": world.organisation_id,
        "partner": world.partner_id,
    }.get(door.whose, world.owner)
    return may(asker, door.right, door.noun, owner=owner, language=door.language)


def _order(visit: tuple[Key, Door, str]) -> tuple[bool, bool, str]:
    """Reading first, then changes, at the end what removes the object."""
    (method, path), door, _ = visit
    return door.is_gone, method != "GET", path


async def _sent(client: AsyncClient, key: Key, door: Door | None, world: World, caller: Caller) -> Response:
    method, path = key[0], _filled(key, door, world)
    if path.startswith(API):
        body: dict[str, str] | None = None if method == "GET" else {}
        return await client.request(method, path, headers=caller.headers | {"If-Match": "*"}, json=body)
    form = None if method == "GET" else {"form_token": token_of(client)}  # type: ignore[arg-type]
    return await client.request(method, path, data=form)


def _filled(key: Key, door: Door | None, world: World) -> str:
    """The path with the names of the world's objects in place of its parameters."""
    names = {"language_code": "en", "code": "KE", "file": "editions-by-month.csv"}
    names |= NAMES | names_under(key[1])
    whose = door.whose if door else "nothing"
    parts = {
        "edition": world.edition,
        "project": world.project,
        "organisation": world.organisation,
        "unit": world.organisation,
        "webhook": world.webhook,
        "case": world.case,
        "company": world.company,
        "offer": world.offer,
        "partner": world.partner,
        "need": world.need,
        "authority need": world.need,
        "organisers": world.need,
    }.get(whose, {"slug": "light-and-building"})
    if "/deadlines/{name}" in key[1]:
        parts = parts | {"name": parts["deadline"]}
    if "/invoices/" in key[1]:
        parts = parts | {"document_id": parts.get("sheet_id", "")}
    if key[1].endswith("/scans"):
        parts = parts | {"stand_id": parts.get("scanned_id", "")}
    if key[1].startswith(API) and "api_member_id" in parts:
        parts = parts | {name: parts[f"api_{name}"] for name in ("member_id", "item_id")}
    if key[1].startswith(API) and "evidence_id" in parts:
        parts = parts | {"evidence_id": names["evidence_id"]}
    path = key[1].format_map(names | parts)
    # Halls stand in the public edition; nobody without a right sees them there either.
    is_draft = whose == "edition" and path.startswith(API) and not any(noun in path for noun in PLANNED)
    return path.replace(world.edition["slug"], world.draft) if is_draft else path


def _digest(file: Path) -> bytes:
    """Of everything that is kept, but for refusals and sign-ins."""
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        told = blake2b()
        for table in sorted(set(tables) - UNKEPT):
            rows = connection.execute(f"SELECT * FROM {table}")  # noqa: S608 - names of tables of our own
            told.update(repr(sorted(map(repr, rows))).encode())
    connection.close()
    return told.digest()

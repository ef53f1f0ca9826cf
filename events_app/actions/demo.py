"""Loading the demonstration into an empty database, as an organiser would have entered it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4, uuid5

from events_app.actions import exhibitions, projects, translations
from events_app.actions.context import Context
from events_app.actions.demo_allotments import load_demo_allotments
from events_app.actions.demo_applications import load_demo_applications
from events_app.actions.demo_delegations import load_demo_delegation
from events_app.actions.demo_fees import load_demo_fees
from events_app.actions.demo_introductions import load_demo_introductions
from events_app.actions.demo_needs import load_demo_needs, load_demo_partners
from events_app.actions.demo_offers import load_demo_offers
from events_app.actions.demo_pictures import load_demo_pictures
from events_app.actions.demo_programmes import load_demo_programme
from events_app.actions.demo_reports import load_demo_reports
from events_app.actions.demo_schemes import load_demo_schemes
from events_app.actions.matching import Place
from events_app.credentials.passwords import hashed
from events_app.credentials.sealing import Sealer
from events_app.credentials.tokens import recovery_codes
from events_app.domain.countries import Scope
from events_app.domain.exhibitions import Edition, ParticipationMode
from events_app.domain.organisations import Membership, Organisation, OrganisationKind, Role
from events_app.domain.people import Person
from events_app.domain.planning import copy_edition, suggest_first_day, with_year
from events_app.domain.rights import SYSTEM
from events_app.domain.sign_ins import Credentials
from events_app.domain.texts import Text
from events_app.reference import demo
from events_app.reference.groups import memberships
from events_app.settings import Settings
from events_app.storage import exhibitions as stored
from events_app.storage import organisations, people
from events_app.storage.database import transaction

AUTHORITY_ID = UUID("b3a6e2f0-6f0b-4d0e-9a53-0d9b1c6a7e01")
HOME_UNIT_ID = UUID("b3a6e2f0-6f0b-4d0e-9a53-0d9b1c6a7e02")
DELEGATIONS_UNIT_ID = UUID("b3a6e2f0-6f0b-4d0e-9a53-0d9b1c6a7e03")
_UNITS = {
    HOME_UNIT_ID: ("home-fairs", Text.of("en", "Home Fairs Unit", {"zh-Hans": "境内展会处"})),
    DELEGATIONS_UNIT_ID: ("delegations", Text.of("en", "Delegations Abroad Unit", {"zh-Hans": "出境组展处"})),
}
_PEOPLE = {
    "administrator@demo.example": ("Lin Wei", AUTHORITY_ID, Role.ADMINISTRATOR, ()),
    "officer@demo.example": ("Chen Yu", AUTHORITY_ID, Role.OFFICER, ()),
    "auditor@demo.example": ("Zhao Min", AUTHORITY_ID, Role.AUDITOR, ()),
    "translator@demo.example": ("Sara Youssef", AUTHORITY_ID, Role.TRANSLATOR, ("ar", "fr")),
    "manager@demo.example": ("Wang Fang", DELEGATIONS_UNIT_ID, Role.UNIT_MANAGER, ()),
    "unit-officer@demo.example": ("Liu Yang", DELEGATIONS_UNIT_ID, Role.UNIT_OFFICER, ()),
    "home-manager@demo.example": ("Xu Jing", HOME_UNIT_ID, Role.UNIT_MANAGER, ()),
}
_COLLEAGUES = {
    "exporter@demo.example": ("He Lan", Role.EXPORTER_OWNER),
    "colleague@demo.example": ("Gu Ping", Role.EXPORTER_STAFF),
}
"""Who works for the first of the invented companies."""
_PARTNER_ID = UUID("b3a6e2f0-6f0b-4d0e-9a53-0d9b1c6a7e04")
_PARTNER = ("partner@demo.example", "Amina Odhiambo")
"""Who works for an invented partner organisation abroad."""
DEMO_EMAILS = (*_PEOPLE, *_COLLEAGUES, _PARTNER[0])
_DRAFTED = frozenset({"hannover-messe", "canton-fair", "gitex-global", "bauma", "ciie"})
"""Series whose next edition the desk of the demonstration is preparing."""


def context_of(settings: Settings) -> Context:
    """What actions need to know of this installation."""
    return Context(
        uid_domain=settings.uid_domain,
        memberships=memberships(),
        approval_for=frozenset(settings.approval_for),
        publish_languages=settings.publish_languages,
    )


async def load_demo(
    settings: Settings,
    now: datetime,
    *,
    on_progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> bool:
    """Load the demonstration; False, and nothing done, where there is any exhibition series already.

    All or nothing. `on_progress` is told how many of how many records are kept. Editions are first published and then
    postponed or cancelled at the moments that the demonstration names, so that change log and SEQUENCE tell a history.
    """
    context = context_of(settings)
    async with transaction():
        if await stored.count_series():
            return False
        data = demo.load(settings.home_country, settings.separate_regions, now)
        total = len(data.series) + len(data.editions) + len(data.projects)
        for number, series in enumerate(data.series, start=1):
            await exhibitions.add_series(series, by=SYSTEM, now=now)
            on_progress(number, total)
        await _add_units(now)
        for number, kept in enumerate(data.editions, start=len(data.series) + 1):
            edition = replace(kept, unit_id=_unit_of(kept))
            await exhibitions.add_edition(edition, by=SYSTEM, context=context, now=edition.created_at)
            on_progress(number, total)
        for number, project in enumerate(data.projects, start=total - len(data.projects) + 1):
            await projects.add(project, by=SYSTEM, context=context, now=project.created_at)
            on_progress(number, total)
        await _befall(data, context)
    return True


async def load_demo_desk(settings: Settings, now: datetime) -> str:
    """Make an account for each role of the desk, all with one password made by chance, and drafts to work on.

    Returns the password.
    """
    password = "-".join(recovery_codes(2))
    password_hash = await hashed(password)
    async with transaction():
        authority = Organisation(
            id=AUTHORITY_ID,
            slug="authority",
            kind=OrganisationKind.AUTHORITY,
            name=Text.of("en", settings.authority("en"), dict(settings.authority_name)),
            created_at=now,
        )
        await organisations.add(authority)
        for email, (name, organisation_id, role, languages) in _PEOPLE.items():
            person = Person(
                id=uuid5(AUTHORITY_ID, email), email=email, name=name, zone=settings.home_zone, created_at=now
            )
            kind = OrganisationKind.AUTHORITY if organisation_id == AUTHORITY_ID else OrganisationKind.UNIT
            await _add_member(
                person, password_hash, organisation_id=organisation_id, kind=kind, role=role, languages=languages
            )
        await _add_drafts(context_of(settings), now)
        await load_demo_pictures(settings.data_dir, context_of(settings), now)
        for term in demo.glossary(now):
            await translations.keep_term(term, by=SYSTEM, now=now)
        await _add_companies(settings, password_hash, now)
    # Not inside the transaction: the solver takes its time.
    place = Place(home=settings.home_country, neither=settings.separate_regions, embargoed=settings.embargo)
    await load_demo_programme(AUTHORITY_ID, place, now, settings.home_zone)
    await load_demo_allotments(now)
    return password


async def _add_companies(settings: Settings, password_hash: str, now: datetime) -> None:
    """Companies with cases and offers, partners with needs; they get people last, so no letters of the past go out."""
    companies = await load_demo_applications(settings.home_country, AUTHORITY_ID, now)
    await load_demo_delegation(companies[0], Sealer(settings.secrets_keys), now)
    await load_demo_schemes(AUTHORITY_ID, now)
    await load_demo_fees(AUTHORITY_ID, now)
    await load_demo_reports(AUTHORITY_ID, settings.data_dir, now)
    await load_demo_offers(companies, now, settings.home_zone)
    first = companies[0]
    await load_demo_partners(AUTHORITY_ID, now)
    partner = Organisation(
        id=_PARTNER_ID,
        slug="rift-valley-centre",
        kind=OrganisationKind.PARTNER,
        name=Text.of("en", "Rift Valley Technology Centre"),
        country="KE",
        created_at=now,
    )
    await organisations.add(partner)
    await load_demo_needs(now, settings.home_zone)
    place = Place(home=settings.home_country, neither=settings.separate_regions, embargoed=settings.embargo)
    await load_demo_introductions(first, place, AUTHORITY_ID, now, settings.home_zone)
    named = [(email, name, first, role) for email, (name, role) in _COLLEAGUES.items()]
    for email, name, works_for, role in (*named, (*_PARTNER, partner, Role.PARTNER_OWNER)):
        person = Person(id=uuid5(AUTHORITY_ID, email), email=email, name=name, zone=settings.home_zone, created_at=now)
        await _add_member(person, password_hash, organisation_id=works_for.id, kind=works_for.kind, role=role)


async def _add_member(
    person: Person,
    password_hash: str,
    *,
    organisation_id: UUID,
    kind: OrganisationKind,
    role: Role,
    languages: tuple[str, ...] = (),
) -> None:
    """An account that works for an organisation."""
    await people.add(person, Credentials(person_id=person.id, password_hash=password_hash))
    membership = Membership(
        id=uuid5(organisation_id, person.email),
        person_id=person.id,
        organisation_id=organisation_id,
        organisation_kind=kind,
        role=role,
        languages=languages,
        created_at=person.created_at,
    )
    await people.add_membership(membership)


async def _add_drafts(context: Context, now: datetime) -> None:
    """The next editions of some series, copied from the last as an organiser would."""
    for series in await stored.list_series():
        if series.slug not in _DRAFTED:
            continue
        last = (await stored.list_editions_of_series(series.id))[-1]
        first_day = suggest_first_day(series, last)
        slug = with_year(last.slug, last.days.first.year, first_day.year)
        draft = copy_edition(last, first_day=first_day, slug=slug, new_id=uuid4, now=now)
        if slug != last.slug:
            await exhibitions.add_edition(draft, by=SYSTEM, context=context, now=now)


async def _add_units(now: datetime) -> None:
    for unit_id, (slug, name) in _UNITS.items():
        await organisations.add(
            Organisation(
                id=unit_id, slug=slug, kind=OrganisationKind.UNIT, name=name, needs_approval=True, created_at=now
            )
        )


def _unit_of(edition: Edition) -> UUID | None:
    """Fairs at home and delegations abroad belong to a unit each; what exporters visit alone, to the authority."""
    if edition.scope is Scope.DOMESTIC:
        return HOME_UNIT_ID
    return DELEGATIONS_UNIT_ID if edition.mode is ParticipationMode.ORGANISED_DELEGATION else None


async def _befall(data: demo.DemoData, context: Context) -> None:
    """What happened to editions after they were published."""
    for slug, postponed in data.postponements.items():
        await exhibitions.postpone(
            slug,
            postponed.days,
            deadlines=postponed.deadlines,
            note=postponed.note,
            by=SYSTEM,
            context=context,
            now=postponed.at,
        )
    for slug, cancelled in data.cancellations.items():
        await exhibitions.cancel(slug, cancelled.reason, by=SYSTEM, context=context, now=cancelled.at)

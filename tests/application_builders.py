"""Builders of admissions and applications; a test names only what it is about."""

# ruff: noqa: ANN401 - the changes are fields of the classes; a wrong one fails in `replace`
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from events_app.actions import admissions
from events_app.actions import applications as actions
from events_app.domain.admissions import Admission
from events_app.domain.applications import Application, Wish
from events_app.domain.exhibitions import Days, DeadlineKind, Edition
from events_app.domain.organisations import Organisation, OrganisationKind, Role
from events_app.domain.rights import SYSTEM, Asker
from tests.builders import a_deadline, a_text, an_edition, an_id
from tests.clients import NOW
from tests.planting import plant
from tests.web.signing_in import a_member, an_organisation

OPENS = datetime(2026, 2, 1, 1, 0, tzinfo=UTC)
CLOSES = datetime(2026, 5, 15, 9, 0, tzinfo=UTC)
WITHIN = datetime(2026, 4, 1, 10, 0, tzinfo=UTC)
"""A moment inside the window of `an_open_edition`."""


def an_admission(**changes: Any) -> Admission:
    """Build an admission of ten stands, without quotas."""
    return replace(Admission(edition_id=an_id("edition"), stands=10), **changes)


def an_application(**changes: Any) -> Application:
    """Build a draft of one stand of nine square metres, complete."""
    application = Application(
        id=an_id("application"),
        edition_id=an_id("edition"),
        company_id=an_id("company"),
        number=1,
        sector="ict",
        country="CN",
        exhibits="Sensors for bridges",
        created_at=WITHIN,
        modified_at=WITHIN,
    )
    return replace(application, **changes)


def an_open_edition(**changes: Any) -> Edition:
    """Build a public edition whose applications are open from OPENS to CLOSES."""
    window = (
        a_deadline(id=an_id("opens"), kind=DeadlineKind.APPLICATIONS_OPEN, at=OPENS),
        a_deadline(id=an_id("closes"), kind=DeadlineKind.APPLICATIONS_CLOSE, at=CLOSES),
    )
    return an_edition(**{"deadlines": window} | changes)


async def plant_admission(edition: Edition | None = None, **changes: Any) -> Edition:
    """Keep an edition that admits."""
    kept = edition or an_open_edition()
    await plant(kept)
    await admissions.keep(kept.slug, an_admission(edition_id=kept.id, **changes), by=SYSTEM, now=WITHIN)
    return kept


async def a_company(word: str, **changes: Any) -> tuple[Organisation, Asker]:
    """Keep an exporter, with who answers for it."""
    company = await an_organisation(OrganisationKind.EXPORTER, word, **({"country": "CN"} | changes))
    person, membership = await a_member(Role.EXPORTER_OWNER, organisation=company)
    return company, Asker(person, (membership,))


def written(**changes: Any) -> Any:
    """What a company writes into its case; stands and area of the wish by their names."""
    wish = Wish(stands=changes.pop("stands", 1), area=changes.pop("area", 9))
    filled = {"wish": wish, "sector": "ict", "exhibits": "Sensors for bridges", "terms_version": 1} | changes
    return lambda draft: replace(draft, **filled)


async def a_submitted(
    company: Organisation, by: Asker, *, slug: str = "light-and-building-2026", now: datetime = WITHIN, **changes: Any
) -> Application:
    """Begin and submit a case."""
    draft = await actions.begin(company.id, slug, written(**changes), by=by, now=now)
    return await actions.submit(draft.id, version=draft.version, by=by, now=now)


TERMS = a_text("Who takes part pays for the stand.", fr="Qui participe paie le stand.")


def a_fair_open_now(slug: str = "wind-2027", **changes: Any) -> Edition:
    """Build a public edition of next summer whose applications are open at the clock of clients."""
    window = (
        a_deadline(
            id=an_id(f"opens {slug}"), kind=DeadlineKind.APPLICATIONS_OPEN, at=NOW - timedelta(days=30), zone="UTC"
        ),
        a_deadline(
            id=an_id(f"closes {slug}"), kind=DeadlineKind.APPLICATIONS_CLOSE, at=NOW + timedelta(days=30), zone="UTC"
        ),
    )
    named = {"name": a_text(slug.replace("-", " ").title()), "days": Days(date(2027, 6, 7), date(2027, 6, 9))}
    return an_edition(**{"id": an_id(slug), "slug": slug, "deadlines": window} | named | changes)

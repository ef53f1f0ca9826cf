"""What a company counts at its stand: visitors on each day of an exhibition, beside its own people who were let in."""

from datetime import date
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import attendance as actions
from events_app.domain.attendance import MOST_VISITORS, Attendance, days_of, scanned_at
from events_app.domain.exhibitions import Edition
from events_app.domain.organisations import Organisation
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Noun, Right, may, require
from events_app.domain.stands import Stand, StandState
from events_app.edge.desk import Visit, see
from events_app.edge.forms import Form, read_form
from events_app.storage import attendance, exhibitions, organisations, stand_scans, stands


@get("/{slug:str}/exhibitions/{edition_slug:str}/visitors", include_in_schema=False)
async def visitors_page(
    visit: NamedDependency[Visit], *, slug: FromPath[str], edition_slug: FromPath[str]
) -> Response[str]:
    """Show every day."""
    company, edition = await _place(visit, slug, edition_slug, Right.READ)
    return await _page(visit, company, edition, Form())


@post("/{slug:str}/exhibitions/{edition_slug:str}/visitors", include_in_schema=False, status_code=200)
async def note(visit: NamedDependency[Visit], *, slug: FromPath[str], edition_slug: FromPath[str]) -> Response[Any]:
    """Keep the numbers that were changed."""
    company, edition = await _place(visit, slug, edition_slug, Right.EDIT)
    form = await read_form(visit.request)
    visitors = {
        (company.id, day): form.number(name, 0, MOST_VISITORS)
        for day in days_of(edition.days)
        for name in [_field(day)]
        if name in form.values and form.value(name) != form.value(f"was-{day.isoformat()}")
    }
    if not form.is_good:
        return await _page(visit, company, edition, form)
    await actions.note_visitors(edition_slug, visitors, by=visit.asker, now=visit.now)
    return see(f"company/{slug}/exhibitions/{edition_slug}/visitors", done="saved")


async def _place(visit: Visit, slug: str, edition_slug: str, right: Right) -> tuple[Organisation, Edition]:
    """The company and an edition that it takes part in. Raises NotFound or NotAllowed."""
    company = await organisations.get_by_slug(slug)
    require(visit.asker, right, Noun.DELEGATION, owner=company.id)
    edition = await exhibitions.get_edition(edition_slug)
    if company.id not in await attendance.list_companies(edition.id):
        raise NotFound
    return company, edition


async def _stands(company: Organisation, edition: Edition) -> list[Stand]:
    """The stands that are the company's for good."""
    cases = {case.id for case in await stands.list_exhibiting(edition.id) if case.company_id == company.id}
    found = await stands.list_stands(edition.id) if cases else ()
    return [each for each in found if each.application_id in cases and each.state is StandState.CONFIRMED]


def _field(day: date) -> str:
    return f"visitors-{day.isoformat()}"


async def _page(visit: Visit, company: Organisation, edition: Edition, form: Form) -> Response[str]:
    present = await attendance.count_present(edition.id)
    visitors = await attendance.count_visitors(edition.id)
    scanned = await stand_scans.count_scanned(edition.id)
    own = await _stands(company, edition)
    numbers = [stand.number for stand in own]
    keys = [(company.id, day) for day in days_of(edition.days)]
    return visit.page(
        "company/visitors.html",
        status_code=200 if form.is_good else 422,
        company=company,
        edition=edition,
        form=form,
        rows=[
            Attendance(*key, present.get(key, 0), visitors.get(key), scanned_at(numbers, scanned.get(key, {})))
            for key in keys
        ],
        stands=own,
        may_edit=may(visit.asker, Right.EDIT, Noun.DELEGATION, owner=company.id),
    )


ROUTES = (visitors_page, note)

"""A company's report on its case: written as a draft, sent, and corrected by a new version."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import reports as actions
from events_app.domain.refusals import InvalidValue, NotFound, Refusal
from events_app.domain.reports import MOST_AMOUNTS, REPORT_STATE_NAMES, REPORTING, Outcome, Report, ReportState
from events_app.domain.rights import NotAllowed, Noun, Right, may
from events_app.edge.desk import Visit, see
from events_app.edge.forms import Form, read_form
from events_app.edge.problems import problem_of
from events_app.storage import offers, reports
from events_app.web.company_applications import Place, place_of
from events_app.web.desk_exhibitions import country_choices
from events_app.web.report_forms import FIELD_OF, filled, lines_shown, read_outcome


@get("/{slug:str}/applications/{application_id:uuid}/report", include_in_schema=False)
async def report_page(
    visit: NamedDependency[Visit], *, slug: FromPath[str], application_id: FromPath[UUID]
) -> Response[str]:
    """Show what was sent, and the form of a draft."""
    place = await place_of(visit, slug, application_id)
    versions = await reports.list_versions(place.edition.id, application_id)
    return await _shown(visit, place, versions, _form_of(versions))


@post("/{slug:str}/applications/{application_id:uuid}/report", include_in_schema=False, status_code=200)
async def write(visit: NamedDependency[Visit], *, slug: FromPath[str], application_id: FromPath[UUID]) -> Response[Any]:
    """Keep a draft, and send it where that was asked for."""
    place = await place_of(visit, slug, application_id, Right.EDIT)
    form = await read_form(visit.request)
    named = {str(offer.id) for offer in await offers.list_showable(place.company.id)}
    codes = {code for code, _ in country_choices(visit.language, visit.settings)}
    outcome = read_outcome(form, named, codes)
    version = form.number("version", 1, 10**9)
    if outcome is not None and form.is_good:
        try:
            kept = await actions.write(application_id, outcome, version=version, by=visit.asker, now=visit.now)
            form.put("version", kept.version)
            if form.value("then") != "send":
                return see(f"{_path(place)}/report", done="saved")
            await actions.send(kept.id, version=kept.version, by=visit.asker, now=visit.now)
            return see(f"{_path(place)}/report", done="sent")
        except (NotAllowed, NotFound):
            raise
        except Refusal as refusal:
            field = FIELD_OF.get(type(refusal), "text") if isinstance(refusal, InvalidValue) else "main"
            form.problems[field] = problem_of(refusal)
    return await _shown(visit, place, await reports.list_versions(place.edition.id, application_id), form)


def _form_of(versions: tuple[Report, ...]) -> Form:
    """The draft as it is; without one, what was sent last, to be corrected."""
    draft = next((each for each in versions if each.state is ReportState.DRAFT), None)
    last = draft or next(iter(versions), None)
    return filled(last.outcome if last else Outcome(), draft.version if draft else None)


def _path(place: Place) -> str:
    if place.application is None:
        raise NotFound
    return f"company/{place.company.slug}/applications/{place.application.id}"


async def _shown(visit: Visit, place: Place, versions: tuple[Report, ...], form: Form) -> Response[str]:
    sent = [each for each in versions if each.state is not ReportState.DRAFT]
    named = {line.offer_id for each in versions for line in each.outcome.lines if line.offer_id}
    showable = await offers.list_showable(place.company.id)
    owner = place.company.id
    is_over = place.application is not None and place.application.state in REPORTING
    return visit.page(
        "company/report.html",
        status_code=200 if form.is_good else 422,
        place=place,
        sent=sent,
        form=form,
        offers={offer.id: offer for offer in await offers.list_by_id(named)},
        offered=[(str(offer.id), offer.content.title.shown(visit.language).text) for offer in showable],
        countries=country_choices(visit.language, visit.settings),
        lines=lines_shown(form),
        amounts=range(1, MOST_AMOUNTS + 1),
        state_names=REPORT_STATE_NAMES,
        may_write=is_over and may(visit.asker, Right.EDIT, Noun.APPLICATION, owner=owner),
        may_send=may(visit.asker, Right.PUBLISH, Noun.APPLICATION, owner=owner),
    )


ROUTES = (report_page, write)

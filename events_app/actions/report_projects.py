"""What comes of a lead or memorandum that was reported: a cooperation project with what is known filled in."""

from datetime import datetime
from uuid import UUID, uuid4

from events_app.actions import projects
from events_app.actions.cases import get_edition_of
from events_app.actions.context import Context
from events_app.actions.history import record
from events_app.actions.introduction_projects import free_slug
from events_app.domain.exhibitions import Edition
from events_app.domain.history import Deed, FieldChange
from events_app.domain.introductions import Undertaking, undertaking_of
from events_app.domain.offers import Content, Offer
from events_app.domain.organisations import Organisation
from events_app.domain.projects import ExportControl, Party, Project, Stage
from events_app.domain.refusals import NotFound
from events_app.domain.reports import NoProject, OutcomeLine, Report, ReportState
from events_app.domain.rights import Asker, Noun, Right, require
from events_app.domain.texts import Text
from events_app.storage import offers, organisations, reports
from events_app.storage.database import transaction


async def open_project(
    report_id: UUID, line_id: UUID, *, by: Asker, context: Context, now: datetime, zone: str
) -> Project:
    """Open an internal project from a line of a report in force, once; what the report knows is filled in.

    Raises NotFound, NotAllowed, NoProject, or what export control says.
    """
    report = await reports.get(report_id)
    edition = await get_edition_of(report.edition_id)
    require(by, Right.READ, Noun.ADMISSION, owner=edition.unit_id)
    require(by, Right.CREATE, Noun.PROJECT, owner=edition.unit_id)
    line = next((each for each in report.outcome.lines if each.id == line_id), None)
    if line is None or report.state is ReportState.DRAFT:
        raise NotFound
    if report.state is not ReportState.CURRENT or not line.may_lead_on:
        raise NoProject
    async with transaction():
        offer = next(iter(await offers.list_by_id([line.offer_id] if line.offer_id else [])), None)
        company_id = report.company_id or (offer.company_id if offer else None)
        company = await organisations.get(company_id) if company_id else None
        slug = await free_slug(f"{(offer or company or edition).slug}-{line.country.lower()}")
        if not await reports.add_project(line.id, edition.id, slug, at=now, person_id=by.person_id):
            raise NoProject
        project = _project(slug, line, edition=edition, company=company, offer=offer, zone=zone, now=now)
        await projects.add(project, by=by, context=context, now=now)
        await _record(report, edition, project, by=by, now=now)
    return project


def _project(
    slug: str,
    line: OutcomeLine,
    *,
    edition: Edition,
    company: Organisation | None,
    offer: Offer | None,
    zone: str,
    now: datetime,
) -> Project:
    """Name, fields and export control are the offer's, where one is named; otherwise the company's or the edition's."""
    content = (offer.approved or offer.content) if offer else None
    undertaking = undertaking_of(content.forms if content else (), ())
    return Project(
        id=uuid4(),
        slug=slug,
        name=content.title if content else company.name if company else edition.name,
        summary=content.summary if content else Text.empty(),
        kind=undertaking.kind,
        contract_kind=undertaking.contract,
        stage=Stage.CONTACT,
        countries=(line.country,),
        parties=_parties(line, company, undertaking),
        sectors=content.sectors if content else edition.sectors,
        fields=content.fields if content else edition.fields,
        milestones=(),
        zone=zone,
        is_public=False,
        is_illustrative=offer.is_illustrative if offer else False,
        control=_control(content),
        edition_slugs=(edition.slug,),
        unit_id=edition.unit_id,
        created_at=now,
        modified_at=now,
    )


def _parties(line: OutcomeLine, company: Organisation | None, undertaking: Undertaking) -> tuple[Party, ...]:
    own = (Party(company.name, undertaking.company, company.country),) if company else ()
    other = (Party(Text.of("en", line.partner), undertaking.partner, line.country),) if line.partner else ()
    return own + other


def _control(content: Content | None) -> ExportControl:
    if content is None:
        return ExportControl()
    return ExportControl(export_class=content.export_class, licence_number=content.licence_number)


async def _record(report: Report, edition: Edition, project: Project, *, by: Asker, now: datetime) -> None:
    await record(
        Deed.CHANGED,
        Noun.ADMISSION,
        report.application_id or edition.id,
        by=by,
        now=now,
        owner=edition.unit_id,
        label=edition.slug,
        changes=(FieldChange("project", None, project.slug),),
    )

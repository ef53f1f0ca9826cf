"""Reports after an edition: written as drafts, sent, corrected by new versions that leave the old ones as they were."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from events_app.actions.cases import decided, get_edition_of, keep_moves
from events_app.actions.history import record
from events_app.domain.applications import Application, ApplicationState, Move
from events_app.domain.exhibitions import Edition, zone_of
from events_app.domain.history import Deed, FieldChange
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.domain.reports import REPORTING, NotReporting, Outcome, Report, ReportState
from events_app.domain.rights import Asker, Noun, Right, require
from events_app.storage import admissions, applications, exhibitions, offers, reports
from events_app.storage.database import INTEGRITY_ERRORS, transaction


async def write(application_id: UUID, outcome: Outcome, *, version: int | None, by: Asker, now: datetime) -> Report:
    """Keep a company's draft; `version` is that of the draft it was made from, None where there was none.

    Raises NotFound, NotAllowed, NotReporting or ChangedMeanwhile.
    """
    application = await applications.get(application_id)
    require(by, Right.EDIT, Noun.APPLICATION, owner=application.company_id)
    _check_reporting(application)
    await _check_offers(outcome, application.company_id)
    return await _kept(application.edition_id, application, outcome, version=version, by=by, now=now)


async def write_of_unit(slug: str, outcome: Outcome, *, version: int | None, by: Asker, now: datetime) -> Report:
    """The same for the unit of an edition, from its first day on."""
    edition = await exhibitions.get_edition(slug)
    require(by, Right.EDIT, Noun.ADMISSION, owner=edition.unit_id)
    if now.astimezone(zone_of(edition.zone)).date() < edition.days.first:
        raise NotReporting
    await _check_offers(outcome, None)
    return await _kept(edition.id, None, outcome, version=version, by=by, now=now)


async def send(report_id: UUID, *, version: int, by: Asker, now: datetime) -> Report:
    """Send a draft: the version before it is kept as replaced, and the first report of a company closes its case.

    Raises NotFound, NotAllowed, ChangedMeanwhile, ReportGone, NotReporting, or what is missing.
    """
    seen = await reports.get(report_id)
    async with transaction():
        edition = await get_edition_of(seen.edition_id)
        if seen.application_id is None:
            require(by, Right.DECIDE, Noun.ADMISSION, owner=edition.unit_id)
        else:
            require(by, Right.PUBLISH, Noun.APPLICATION, owner=seen.company_id)
            # The lock of places comes first wherever a case moves.
            await admissions.lock_(edition.id)
        old = await reports.get(report_id)
        sent = old.send(by=by.person_id, now=now)
        if old.version != version:
            raise ChangedMeanwhile
        for each in await reports.list_versions(sent.edition_id, sent.application_id):
            if each.state is ReportState.CURRENT:
                await reports.set_(each.replaced())
        await reports.set_(sent)
        await reports.add_figures(sent)
        if sent.application_id is not None:
            await _move_on(sent.application_id, sent, edition, by=by, now=now)
        await _record(Deed.CHANGED, sent, edition, by=by, now=now, is_sent=True)
    return replace(sent, version=sent.version + 1)


async def _kept(
    edition_id: UUID,
    application: Application | None,
    outcome: Outcome,
    *,
    version: int | None,
    by: Asker,
    now: datetime,
) -> Report:
    """Keep a draft anew or over itself. Raises ChangedMeanwhile where another one was kept or sent meanwhile."""
    case_id = application.id if application else None
    try:
        async with transaction():
            versions = await reports.list_versions(edition_id, case_id)
            draft = next((each for each in versions if each.state is ReportState.DRAFT), None)
            edition = await get_edition_of(edition_id)
            if (draft.version if draft else None) != version:
                raise ChangedMeanwhile
            if draft is not None:
                kept = draft.rewrite(outcome, now=now)
                await reports.set_(kept)
                await _record(Deed.CHANGED, kept, edition, by=by, now=now)
                return replace(kept, version=kept.version + 1)
            new = Report(
                id=uuid4(),
                edition_id=edition_id,
                application_id=case_id,
                company_id=application.company_id if application else None,
                number=max((each.number for each in versions), default=0) + 1,
                outcome=outcome,
                created_at=now,
                modified_at=now,
            )
            await reports.add(new)
            await _record(Deed.ADDED, new, edition, by=by, now=now)
    except INTEGRITY_ERRORS as error:
        raise ChangedMeanwhile from error
    return new


def _check_reporting(application: Application) -> None:
    if application.state not in REPORTING:
        raise NotReporting


async def _check_offers(outcome: Outcome, company_id: UUID | None) -> None:
    """Only a company's own offers can be named by it; a unit names any that is there. Raises NotFound."""
    wanted = {line.offer_id for line in outcome.lines if line.offer_id}
    found = await offers.list_by_id(wanted)
    if not {offer.id for offer in found if company_id in {None, offer.company_id}}.issuperset(wanted):
        raise NotFound


async def _move_on(application_id: UUID, report: Report, edition: Edition, *, by: Asker, now: datetime) -> None:
    """The first report moves the case, a correction leaves it; both keep the words beside it."""
    application = await applications.get(application_id)
    _check_reporting(application)
    text = report.outcome.text
    if application.state is ApplicationState.TOOK_PART:
        admission = await admissions.find(edition.id)
        if admission is None:
            raise NotFound
        made = decided(application, Move.REPORT, edition=edition, admission=admission, reason=text, by=by, now=now)
        await keep_moves([made], edition)
    await reports.set_words(application_id, text)


async def _record(
    deed: Deed, report: Report, edition: Edition, *, by: Asker, now: datetime, is_sent: bool = False
) -> None:
    """The history says that a report was written or sent, and which version; what it says stays in the report."""
    is_company = report.company_id is not None
    await record(
        deed,
        Noun.APPLICATION if is_company else Noun.ADMISSION,
        report.application_id or edition.id,
        by=by,
        now=now,
        owner=report.company_id if is_company else edition.unit_id,
        label=edition.slug,
        changes=(FieldChange("sent report" if is_sent else "report", None, report.number),),
    )

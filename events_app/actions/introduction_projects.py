"""What comes of an introduction: a draft of a cooperation project with both sides as its parties."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from events_app.actions import projects
from events_app.actions.context import Context
from events_app.actions.history import record
from events_app.domain.history import Deed, FieldChange
from events_app.domain.introductions import Introduction, undertaking_of
from events_app.domain.offers import Offer
from events_app.domain.projects import ExportControl, Party, Project, Stage
from events_app.domain.rights import Asker, Noun, Right, require
from events_app.storage import introductions, needs, offers, organisations
from events_app.storage import projects as stored_projects
from events_app.storage.database import transaction


async def open_project(
    introduction_id: UUID, *, by: Asker, context: Context, now: datetime, zone: str
) -> tuple[Introduction, Project]:
    """Open an internal project from an introduction that both sides agreed to, once.

    Name, fields and export control are the offer's; the first form of cooperation that both name says its kind.
    Raises NotFound, NotAllowed, NotAgreed, or what export control says.
    """
    require(by, Right.READ, Noun.INTRODUCTION)
    require(by, Right.CREATE, Noun.PROJECT)
    async with transaction():
        old = await introductions.lock_(introduction_id)
        offer = await offers.get_by_id(old.offer_id)
        new = old.open_project(await free_slug(f"{offer.slug}-{old.country.lower()}"))
        project = await _project(new, offer, zone, now=now)
        await projects.add(project, by=by, context=context, now=now)
        await introductions.set_(new)
        changes = (FieldChange("state", old.state.value, new.state.value), FieldChange("project", None, project.slug))
        label = f"{offer.slug} {new.country}"
        await record(Deed.CHANGED, Noun.INTRODUCTION, new.id, by=by, now=now, label=label, changes=changes)
    return replace(new, version=new.version + 1), project


async def _project(introduction: Introduction, offer: Offer, zone: str, *, now: datetime) -> Project:
    content = offer.approved or offer.content
    found = await needs.list_by_id([introduction.need_id] if introduction.need_id else [])
    sought = (found[0].approved or found[0].content).forms if found else ()
    known = await organisations.list_by_id([introduction.company_id, introduction.partner_id])
    company, partner = known[introduction.company_id], known[introduction.partner_id]
    undertaking = undertaking_of(content.forms, sought)
    return Project(
        id=uuid4(),
        slug=introduction.project_slug or offer.slug,
        name=content.title,
        summary=content.summary,
        kind=undertaking.kind,
        contract_kind=undertaking.contract,
        stage=Stage.CONTACT,
        countries=(introduction.country,),
        parties=(
            Party(company.name, undertaking.company, company.country),
            Party(partner.name, undertaking.partner, partner.country),
        ),
        sectors=content.sectors,
        fields=content.fields,
        milestones=(),
        zone=zone,
        is_public=False,
        is_illustrative=offer.is_illustrative,
        control=ExportControl(export_class=content.export_class, licence_number=content.licence_number),
        created_at=now,
        modified_at=now,
    )


async def free_slug(wanted: str) -> str:
    """The wanted name, with a number where a project has it already."""
    slug, number = wanted, 1
    while await stored_projects.find(slug) is not None:
        number += 1
        slug = f"{wanted}-{number}"
    return slug

"""Cooperation projects with their parts."""

from piccolo.columns import UUID, BigInt, Boolean, Date, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table


class Project(Table, tablename="project"):
    """Cooperation projects."""

    id = UUID(primary_key=True)
    slug = Varchar(length=200, unique=True)
    name = Text()
    summary = Text()
    kind = Varchar(length=32)
    contract_kind = Varchar(length=32, null=True, default=None)
    stage = Varchar(length=16)
    details = Text()
    intended_minor = BigInt(null=True, default=None)
    intended_currency = Varchar(length=3, null=True, default=None)
    signed_minor = BigInt(null=True, default=None)
    signed_currency = Varchar(length=3, null=True, default=None)
    zone = Varchar(length=64)
    is_public = Boolean()
    is_illustrative = Boolean()
    source = Text()
    created_at = Timestamptz()
    modified_at = Timestamptz()
    unit = UUID(null=True, default=None)
    version = Integer()
    export_class = Varchar(length=16)
    letter_of_intent = Text()
    licence_number = Text()
    export_note = Text()
    effective_on = Date(null=True, default=None)
    has_no_amount = Boolean()
    stage_before = Varchar(length=16, null=True, default=None)
    stage_reason = Text()
    words = Text()
    due_on = Date()
    changed_on = Date()


class ProjectCountry(Table, tablename="project_country"):
    """Partner countries or regions of projects."""

    id = UUID(primary_key=True)
    project = ForeignKey(references=Project, index=True)
    country = Varchar(length=2, index=True)


class ProjectEdition(Table, tablename="project_edition"):
    """Editions linked with projects."""

    id = UUID(primary_key=True)
    project = ForeignKey(references=Project, index=True)
    edition_slug = Varchar(length=200, index=True)


class Milestone(Table, tablename="milestone"):
    """Milestones of projects."""

    id = UUID(primary_key=True)
    project = ForeignKey(references=Project, index=True)
    name = Text()
    planned_on = Date()
    forecast_on = Date(null=True, default=None)
    actual_on = Date(null=True, default=None)
    is_public = Boolean()

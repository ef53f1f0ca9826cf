"""The tables, as Piccolo sees them: columns, keys and indexes, no behaviour; one module per noun.

The migrations make them; these modules say how they are read and written. Texts in several languages, and lists that
are only ever read whole, are JSON in text columns (`values` converts them), so that both engines keep the same bytes.
"""

from piccolo.table import Table

from events_app.storage.tables.allotments import Allotment, AllotmentLine
from events_app.storage.tables.applications import (
    Admission,
    Application,
    ApplicationNote,
    ApplicationPaper,
    ApplicationScore,
    ApplicationStep,
    ChangeRequest,
)
from events_app.storage.tables.calendar import CalendarLog, CalendarState, CalendarTurn, Change, Entry, Posting, Tally
from events_app.storage.tables.claims import Claim, ClaimEvidence
from events_app.storage.tables.companies import CompanyProfile, Offer, OfferTerm
from events_app.storage.tables.countries import CountryPolicy, DevelopmentRule, PolicyState
from events_app.storage.tables.desk import Approval, SavedFilter
from events_app.storage.tables.documents import Document
from events_app.storage.tables.exhibitions import Deadline, Edition, Series, Session
from events_app.storage.tables.feeds import FeedFragment, FeedStyle
from events_app.storage.tables.fees import BankLine, Invoice, IssuedDocument, Payment, PriceList, TaxRule
from events_app.storage.tables.guests import SessionGuest
from events_app.storage.tables.history import History
from events_app.storage.tables.idempotency import IdempotencyKey
from events_app.storage.tables.imports import ImportedIdentity, ImportSource, Upload
from events_app.storage.tables.indicators import IndicatorMeasure, IndicatorTable
from events_app.storage.tables.introductions import ApplyInvitation, Introduction
from events_app.storage.tables.jobs import Job
from events_app.storage.tables.matching import MatchWeights
from events_app.storage.tables.needs import Need, NeedTerm
from events_app.storage.tables.people import (
    ApiToken,
    Brake,
    Membership,
    Organisation,
    Person,
    PrivateFeed,
    Registration,
    SignInSession,
    SingleUseLink,
)
from events_app.storage.tables.planning import DeadlineTemplate
from events_app.storage.tables.programmes import AcceptedPair, Programme, Proposal
from events_app.storage.tables.projects import Milestone, Project, ProjectCountry, ProjectEdition
from events_app.storage.tables.reports import Report, ReportAmount, ReportLine, ReportProject
from events_app.storage.tables.schemes import SupportScheme
from events_app.storage.tables.sector_words import SectorWord
from events_app.storage.tables.staff import StaffAssignment
from events_app.storage.tables.stands import Hall, Stand, StandPlan
from events_app.storage.tables.translations import GlossaryTerm, SourceWording, TranslationState
from events_app.storage.tables.webhooks import Webhook, WebhookDelivery

TABLES: tuple[type[Table], ...] = (
    Series,
    Edition,
    Session,
    Deadline,
    Project,
    ProjectCountry,
    ProjectEdition,
    Milestone,
    Entry,
    Posting,
    Tally,
    Change,
    CalendarLog,
    CalendarTurn,
    CalendarState,
    FeedStyle,
    FeedFragment,
    Organisation,
    Person,
    Membership,
    SignInSession,
    SingleUseLink,
    Brake,
    ApiToken,
    History,
    Approval,
    SavedFilter,
    Job,
    CountryPolicy,
    DevelopmentRule,
    PolicyState,
    Document,
    Webhook,
    WebhookDelivery,
    SourceWording,
    GlossaryTerm,
    TranslationState,
    ImportSource,
    ImportedIdentity,
    Upload,
    IdempotencyKey,
    SessionGuest,
    DeadlineTemplate,
    StaffAssignment,
    Admission,
    Application,
    ApplicationStep,
    ApplicationNote,
    Registration,
    CompanyProfile,
    Offer,
    OfferTerm,
    PrivateFeed,
    ApplicationPaper,
    ChangeRequest,
    SupportScheme,
    SectorWord,
    ApplicationScore,
    Need,
    NeedTerm,
    IndicatorTable,
    IndicatorMeasure,
    MatchWeights,
    Programme,
    Proposal,
    AcceptedPair,
    Introduction,
    ApplyInvitation,
    TaxRule,
    PriceList,
    Invoice,
    IssuedDocument,
    Payment,
    BankLine,
    StandPlan,
    Hall,
    Stand,
    Report,
    ReportAmount,
    ReportLine,
    ReportProject,
    Claim,
    ClaimEvidence,
    Allotment,
    AllotmentLine,
)

__all__ = [
    "TABLES",
    "AcceptedPair",
    "Admission",
    "Allotment",
    "AllotmentLine",
    "ApiToken",
    "Application",
    "ApplicationNote",
    "ApplicationPaper",
    "ApplicationScore",
    "ApplicationStep",
    "ApplyInvitation",
    "Approval",
    "BankLine",
    "Brake",
    "CalendarLog",
    "CalendarState",
    "CalendarTurn",
    "Change",
    "ChangeRequest",
    "Claim",
    "ClaimEvidence",
    "CompanyProfile",
    "CountryPolicy",
    "Deadline",
    "DeadlineTemplate",
    "DevelopmentRule",
    "Document",
    "Edition",
    "Entry",
    "FeedFragment",
    "FeedStyle",
    "GlossaryTerm",
    "Hall",
    "History",
    "IdempotencyKey",
    "ImportSource",
    "ImportedIdentity",
    "IndicatorMeasure",
    "IndicatorTable",
    "Introduction",
    "Invoice",
    "IssuedDocument",
    "Job",
    "MatchWeights",
    "Membership",
    "Milestone",
    "Need",
    "NeedTerm",
    "Offer",
    "OfferTerm",
    "Organisation",
    "Payment",
    "Person",
    "PolicyState",
    "Posting",
    "PriceList",
    "PrivateFeed",
    "Programme",
    "Project",
    "ProjectCountry",
    "ProjectEdition",
    "Proposal",
    "Registration",
    "Report",
    "ReportAmount",
    "ReportLine",
    "ReportProject",
    "SavedFilter",
    "SectorWord",
    "Series",
    "Session",
    "SessionGuest",
    "SignInSession",
    "SingleUseLink",
    "SourceWording",
    "StaffAssignment",
    "Stand",
    "StandPlan",
    "SupportScheme",
    "Tally",
    "TaxRule",
    "TranslationState",
    "Upload",
    "Webhook",
    "WebhookDelivery",
]

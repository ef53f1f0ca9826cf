"""International cooperation projects: what is agreed, with whom, and what is due when.

Intended amounts (memoranda, letters of intent) and signed amounts are kept apart and never added up.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from events_app.domain.messages import N_, P_, Message
from events_app.domain.money import Money
from events_app.domain.refusals import InvalidValue
from events_app.domain.texts import Text


class ProjectKind(StrEnum):
    """What the partners do together (2009 Opinions on Encouraging Technology Export, articles 8 and 9)."""

    CONTRACTING = "contracting"
    TECHNOLOGY = "technology"
    RESEARCH = "research"
    TRAINING = "training"
    INDUSTRIAL_PARK = "industrial_park"


class ContractKind(StrEnum):
    """The legal form of the contract; `CONTRACT_KINDS` says which belong to which kind of project."""

    EPC = "epc"
    TURNKEY = "turnkey"
    BOT = "bot"
    LICENCE = "licence"
    ASSIGNMENT = "assignment"
    KNOW_HOW = "know_how"
    TECHNICAL_SERVICE = "technical_service"
    CO_PRODUCTION = "co_production"
    COMMISSIONED = "commissioned"
    JOINT_RESEARCH = "joint_research"
    JOINT_LABORATORY = "joint_laboratory"
    TRAINING = "training"
    TECHNICAL_ASSISTANCE = "technical_assistance"
    PARK_DEVELOPMENT = "park_development"


class Stage(StrEnum):
    """How far a project has come, in order; the last three can befall it from any of the others."""

    IDEA = "idea"
    CONTACT = "contact"
    MEMORANDUM = "memorandum"
    NEGOTIATION = "negotiation"
    SIGNED = "signed"
    EFFECTIVE = "effective"
    DELIVERY = "delivery"
    ACCEPTED = "accepted"
    CLOSED = "closed"
    SUSPENDED = "suspended"
    TERMINATED = "terminated"
    DISPUTE = "dispute"


class PartyRole(StrEnum):
    """What a party is in the project."""

    SUPPLIER = "supplier"
    CONTRACTOR = "contractor"
    CLIENT = "client"
    LICENSOR = "licensor"
    LICENSEE = "licensee"
    RESEARCH_PARTNER = "research_partner"
    FINANCIER = "financier"
    SPONSOR = "sponsor"


class ExportClass(StrEnum):
    """What export control says of the technology (classes of the catalogues of technologies)."""

    UNCLASSIFIED = "unclassified"
    FREE = "free"
    RESTRICTED = "restricted"
    PROHIBITED = "prohibited"
    DUAL_USE = "dual_use"


CONTRACT_KINDS: dict[ProjectKind, tuple[ContractKind, ...]] = {
    ProjectKind.CONTRACTING: (ContractKind.EPC, ContractKind.TURNKEY, ContractKind.BOT),
    ProjectKind.TECHNOLOGY: (
        ContractKind.LICENCE,
        ContractKind.ASSIGNMENT,
        ContractKind.KNOW_HOW,
        ContractKind.TECHNICAL_SERVICE,
        ContractKind.CO_PRODUCTION,
    ),
    ProjectKind.RESEARCH: (ContractKind.COMMISSIONED, ContractKind.JOINT_RESEARCH, ContractKind.JOINT_LABORATORY),
    ProjectKind.TRAINING: (ContractKind.TRAINING, ContractKind.TECHNICAL_ASSISTANCE),
    ProjectKind.INDUSTRIAL_PARK: (ContractKind.PARK_DEVELOPMENT,),
}
PROJECT_NAMES: dict[ProjectKind, Message] = {
    ProjectKind.CONTRACTING: P_("project kind", "Contract project"),
    ProjectKind.TECHNOLOGY: P_("project kind", "Technology transfer"),
    ProjectKind.RESEARCH: P_("project kind", "Research cooperation"),
    ProjectKind.TRAINING: P_("project kind", "Training and technical assistance"),
    ProjectKind.INDUSTRIAL_PARK: P_("project kind", "Industrial park"),
}
CONTRACT_NAMES: dict[ContractKind, Message] = {
    ContractKind.EPC: P_("contract kind", "Engineering, procurement and construction (EPC)"),
    ContractKind.TURNKEY: P_("contract kind", "Turnkey"),
    ContractKind.BOT: P_("contract kind", "Build, operate, transfer (BOT)"),
    ContractKind.LICENCE: P_("contract kind", "Licence"),
    ContractKind.ASSIGNMENT: P_("contract kind", "Assignment of rights"),
    ContractKind.KNOW_HOW: P_("contract kind", "Know-how"),
    ContractKind.TECHNICAL_SERVICE: P_("contract kind", "Technical service"),
    ContractKind.CO_PRODUCTION: P_("contract kind", "Co-production"),
    ContractKind.COMMISSIONED: P_("contract kind", "Commissioned research"),
    ContractKind.JOINT_RESEARCH: P_("contract kind", "Joint research and development"),
    ContractKind.JOINT_LABORATORY: P_("contract kind", "Joint laboratory"),
    ContractKind.TRAINING: P_("contract kind", "Training"),
    ContractKind.TECHNICAL_ASSISTANCE: P_("contract kind", "Technical assistance"),
    ContractKind.PARK_DEVELOPMENT: P_("contract kind", "Industrial park development"),
}
STAGE_NAMES: dict[Stage, Message] = {
    Stage.IDEA: P_("project stage", "Idea"),
    Stage.CONTACT: P_("project stage", "Contact"),
    Stage.MEMORANDUM: P_("project stage", "Memorandum of understanding"),
    Stage.NEGOTIATION: P_("project stage", "Negotiation"),
    Stage.SIGNED: P_("project stage", "Signed"),
    Stage.EFFECTIVE: P_("project stage", "In force"),
    Stage.DELIVERY: P_("project stage", "Delivery"),
    Stage.ACCEPTED: P_("project stage", "Accepted by the client"),
    Stage.CLOSED: P_("project stage", "Closed"),
    Stage.SUSPENDED: P_("project stage", "Suspended"),
    Stage.TERMINATED: P_("project stage", "Terminated"),
    Stage.DISPUTE: P_("project stage", "In dispute"),
}
ROLE_NAMES: dict[PartyRole, Message] = {
    PartyRole.SUPPLIER: P_("party role", "Supplier"),
    PartyRole.CONTRACTOR: P_("party role", "Contractor"),
    PartyRole.CLIENT: P_("party role", "Client"),
    PartyRole.LICENSOR: P_("party role", "Licensor"),
    PartyRole.LICENSEE: P_("party role", "Licensee"),
    PartyRole.RESEARCH_PARTNER: P_("party role", "Research partner"),
    PartyRole.FINANCIER: P_("party role", "Financier"),
    PartyRole.SPONSOR: P_("party role", "Sponsor"),
}
EXPORT_CLASS_NAMES: dict[ExportClass, Message] = {
    ExportClass.UNCLASSIFIED: P_("export class", "Not classified"),
    ExportClass.FREE: P_("export class", "Free"),
    ExportClass.RESTRICTED: P_("export class", "Restricted"),
    ExportClass.PROHIBITED: P_("export class", "Prohibited"),
    ExportClass.DUAL_USE: P_("export class", "Dual use"),
}
MAIN_STAGES: tuple[Stage, ...] = tuple(Stage)[: tuple(Stage).index(Stage.SUSPENDED)]
"""The stages a project passes when all goes well, in order."""
STAGES_WITHOUT_FUTURE: frozenset[Stage] = frozenset({Stage.SUSPENDED, Stage.TERMINATED})
"""Stages in which milestones that are not reached yet are called off."""


class ContractKindMismatch(InvalidValue):
    """A contract kind that the kind of project does not have."""

    message = N_("This legal form does not belong to this kind of project.")


@dataclass(frozen=True, slots=True)
class Party:
    """Who takes part, as what, from where (ISO 3166-1 alpha-2)."""

    name: Text
    role: PartyRole
    country: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """Something due in a project: planned, then forecast anew, then reached (whole days in the project's zone)."""

    id: UUID
    name: Text
    planned_on: date
    forecast_on: date | None = None
    actual_on: date | None = None
    is_public: bool = True

    @property
    def on(self) -> date:
        """The day that holds: actual, or else forecast, or else planned."""
        return self.actual_on or self.forecast_on or self.planned_on


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportControl:
    """The class, the number of the licence letter of intent, the number of the licence, and a note. Never public."""

    export_class: ExportClass = ExportClass.UNCLASSIFIED
    letter_of_intent: str = ""
    licence_number: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A cooperation project; `countries` are the partners', not the home country; `edition_slugs` are linked fairs.

    `has_no_amount` says that a contract was signed without one; `stage_before` and `stage_reason` are kept while the
    project is suspended, terminated or in dispute.
    """

    id: UUID
    slug: str
    name: Text
    summary: Text
    kind: ProjectKind
    contract_kind: ContractKind | None
    stage: Stage
    countries: tuple[str, ...]
    parties: tuple[Party, ...]
    sectors: tuple[str, ...]
    fields: tuple[int, ...]
    milestones: tuple[Milestone, ...]
    intended: Money | None = None
    signed: Money | None = None
    edition_slugs: tuple[str, ...] = ()
    zone: str
    is_public: bool
    is_illustrative: bool = False
    source: str = ""
    unit_id: UUID | None = None
    control: ExportControl = field(default_factory=ExportControl)
    effective_on: date | None = None
    has_no_amount: bool = False
    stage_before: Stage | None = None
    stage_reason: str = ""
    created_at: datetime
    modified_at: datetime
    version: int = field(default=1, compare=False)

    def __post_init__(self) -> None:
        """Raise ContractKindMismatch."""
        if self.contract_kind is not None and self.contract_kind not in CONTRACT_KINDS[self.kind]:
            raise ContractKindMismatch

    @property
    def public_milestones(self) -> tuple[Milestone, ...]:
        """Milestones that readers may see, by date."""
        return tuple(sorted((m for m in self.milestones if m.is_public), key=lambda m: (m.on, str(m.id))))

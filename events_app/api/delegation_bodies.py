"""What programs write and read of a delegation: members with their deadlines, and passports, written alone."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import AfterValidator, Field

from events_app.api.bodies import Faults
from events_app.api.calls import Call
from events_app.api.fields import WITHOUT_NUL, CountryCode, Day, Line, Model, Slug, checked, filled, one_line, wrong
from events_app.domain.agendas import TOOK_OR_TAKES_PART
from events_app.domain.delegation_days import DueOn, dues_of, first_dues, usual_days
from events_app.domain.delegations import (
    DUE_KIND_NAMES,
    LONGEST_EMAIL,
    LONGEST_NAME,
    LONGEST_NUMBER,
    LONGEST_PHONE,
    LONGEST_UNIT,
    MEMBER_ROLE_NAMES,
    Due,
    DueKind,
    Member,
    MemberRole,
    NotLatin,
    Passport,
    PassportStanding,
    SenderMissing,
    VisaState,
    is_latin,
)
from events_app.domain.exhibitions import Edition
from events_app.domain.messages import N_
from events_app.domain.organisations import Organisation
from events_app.domain.people import folded_email
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Noun, Right, may, require
from events_app.edge.forms import NOT_A_CHOICE
from events_app.storage import applications, deadline_templates, delegations, exhibitions, organisations

PLAIN: Final = ("id", "unit", "name", "local_name", "role", "email", "phone", "language", "version")
TWICE: Final = N_("Each of these is given once.")


@dataclass(frozen=True, slots=True)
class Part:
    """Whose delegation a call is about; without a company it reaches the whole of it, as an organiser does."""

    edition: Edition
    company: Organisation | None = None

    @property
    def company_id(self) -> UUID | None:
        """Whose members are meant; None for all."""
        return self.company.id if self.company else None

    @property
    def base(self) -> str:
        """Where it lies."""
        if self.company is None:
            return f"exhibitions/{self.edition.slug}"
        return f"companies/{self.company.slug}/delegations/{self.edition.slug}"

    @property
    def members(self) -> str:
        """Below which members lie."""
        return f"{self.base}/delegation" if self.company is None else f"{self.base}/members"

    def reaches(self, edition_id: UUID, company_id: UUID | None) -> bool:
        """Whether what belongs to this edition and company lies in here."""
        return edition_id == self.edition.id and (self.company is None or company_id == self.company.id)

    async def member(self, member_id: UUID) -> Member:
        """A member within reach. Raises NotFound."""
        found = await delegations.get(member_id)
        if not self.reaches(found.edition_id, found.company_id):
            raise NotFound
        return found


async def part_of_desk(call: Call, slug: str, right: Right) -> Part:
    """The whole delegation of an edition, for organisers. Raises TokenMissing, NotFound or NotAllowed."""
    by = call.by
    edition = await exhibitions.get_edition(slug)
    if not may(by, Right.READ, Noun.DELEGATION, owner=edition.unit_id):
        raise NotFound
    require(by, right, Noun.DELEGATION, owner=edition.unit_id)
    return Part(edition)


async def part_of_company(call: Call, slug: str, edition_slug: str, right: Right) -> Part:
    """A company's own part of a delegation. Raises TokenMissing, NotFound or NotAllowed."""
    by = call.by
    company = await organisations.get_by_slug(slug)
    if not may(by, Right.READ, Noun.DELEGATION, owner=company.id):
        raise NotFound
    require(by, right, Noun.DELEGATION, owner=company.id)
    edition = await exhibitions.get_edition(edition_slug)
    cases = await applications.list_of_company(company.id, edition_id=edition.id)
    if not any(case.state in TOOK_OR_TAKES_PART for case in cases):
        raise NotFound
    return Part(edition, company)


def _latin(name: str) -> str:
    if name and not is_latin(name):
        raise wrong(NotLatin.message)
    return name.upper()


def _email(email: str) -> str:
    if email:
        checked(lambda: folded_email(email))
    return email


def _number(number: str) -> str:
    compact = "".join(number.split()).upper()
    checked(Passport(number=compact).check)
    return compact


class DueBody(Model):
    """A deadline of a member."""

    kind: DueKind
    day: Day | None = Field(default=None, description=N_("Null follows the exhibition.").id)
    is_done: bool = False


def _once(dues: tuple[DueBody, ...] | None) -> tuple[DueBody, ...] | None:
    if dues and len({due.kind for due in dues}) < len(dues):
        raise wrong(TWICE)
    return dues


class OwnMemberBody(Model):
    """Somebody whom a company sends."""

    name: Annotated[str, Field(max_length=LONGEST_NAME, pattern=WITHOUT_NUL), one_line, filled, AfterValidator(_latin)]
    local_name: Annotated[str, Field(max_length=LONGEST_NAME, pattern=WITHOUT_NUL), one_line] = ""
    role: MemberRole = MemberRole.EXHIBITOR
    email: Annotated[str, Field(max_length=LONGEST_EMAIL, pattern=WITHOUT_NUL), one_line, AfterValidator(_email)] = ""
    phone: Annotated[str, Field(max_length=LONGEST_PHONE, pattern=WITHOUT_NUL), one_line] = ""
    language: str = Field(default="", max_length=35, description=N_("In which letters to the member are written.").id)
    dues: Annotated[tuple[DueBody, ...] | None, AfterValidator(_once)] = Field(
        default=None, max_length=len(DueKind), description=N_("What is to be done; null is what is usual.").id
    )

    def put_into(self, call: Call, faults: Faults) -> dict[str, Any]:
        """Fields of a member, all but who sends them."""
        if self.language and self.language not in call.settings.languages:
            faults.add(("language",), NOT_A_CHOICE, value=self.language)
        names = ("name", "local_name", "role", "email", "phone")
        found: dict[str, Any] = {name: getattr(self, name) for name in names}
        return found | {"language": self.language or call.language}

    def dues_for(self, edition: Edition, *, has_company: bool) -> tuple[Due, ...]:
        """Deadlines as given, or as is usual."""
        if self.dues is None:
            return first_dues(edition, has_company=has_company)
        return tuple(Due(due.kind, due.day, is_done=due.is_done) for due in self.dues)


class MemberBody(OwnMemberBody):
    """A member of a delegation; `company` is the slug of the one that sends them, else `unit` says who does."""

    company: Slug | None = None
    unit: Annotated[Line, Field(max_length=LONGEST_UNIT)] = ""


class DueLabels(Model):
    """Codes in words."""

    kind: str


class DueView(Model):
    """A deadline of a member on the day that counts: their own, or the usual one of the exhibition."""

    kind: DueKind
    day: date
    is_own_day: bool
    is_done: bool
    is_overdue: bool
    labels: DueLabels


class MemberLabels(Model):
    """Codes in words."""

    role: str


class MemberView(Model):
    """A member of a delegation; `company` is the slug of the one that sends them, else `unit` says who does."""

    id: UUID
    exhibition: str
    company: str | None
    unit: str
    name: str
    local_name: str
    role: MemberRole
    email: str
    phone: str
    language: str
    dues: tuple[DueView, ...]
    labels: MemberLabels
    version: int


class PassportBody(Model):
    """Passport and visa of a member. They are sealed; what is left empty is forgotten."""

    number: Annotated[str, Field(max_length=2 * LONGEST_NUMBER, pattern=WITHOUT_NUL), AfterValidator(_number)] = ""
    country: CountryCode | None = None
    expires_on: Day | None = None
    born_on: Day | None = None
    visa: VisaState | None = None

    @property
    def passport(self) -> Passport:
        """What is sealed."""
        return Passport(
            number=self.number, country=self.country or "", expires_on=self.expires_on, born_on=self.born_on
        )


class PassportLabels(Model):
    """Codes in words."""

    visa: str
    standing: str


class PassportView(Model):
    """What is known of a passport without opening it: how it stood when it was entered, and where the visa stands."""

    member: UUID
    is_entered: bool
    standing: PassportStanding | None
    visa: VisaState | None
    erased_on: date
    labels: PassportLabels
    version: int


class OpenedPassport(Model):
    """A passport that was opened; the history says by whom."""

    member: UUID
    number: str
    country: str
    expires_on: date | None
    born_on: date | None
    visa: VisaState | None
    version: int


def body_of(member: Member, company: Organisation | None) -> MemberBody:
    """A member as a program would write them."""
    names = ("name", "local_name", "role", "email", "phone", "language", "unit")
    return MemberBody.model_construct(
        **{name: getattr(member, name) for name in names},
        company=company.slug if company else None,
        dues=tuple(DueBody(kind=due.kind, day=due.day, is_done=due.is_done) for due in member.dues),
    )


def own_body_of(member: Member) -> OwnMemberBody:
    """A member of a company as a program of theirs would write them."""
    whole = body_of(member, None)
    return OwnMemberBody.model_construct(**{name: getattr(whole, name) for name in OwnMemberBody.model_fields})


async def sender_of(body: MemberBody, part: Part, old: Member | None, faults: Faults) -> UUID | None:
    """The company that sends a member: one that takes part, or the one that did before."""
    if body.company is None:
        if not body.unit:
            faults.add(("unit",), SenderMissing.message)
        return None
    with suppress(NotFound):
        company = await organisations.get_by_slug(body.company)
        if old is not None and company.id == old.company_id:
            return company.id
        cases = await applications.list_of_company(company.id, edition_id=part.edition.id)
        if any(case.state in TOOK_OR_TAKES_PART for case in cases):
            return company.id
    faults.add(("company",), NOT_A_CHOICE, value=body.company)
    return None


async def member_views(call: Call, part: Part, rows: Sequence[Member]) -> list[MemberView]:
    """Members as programs read them."""
    usual = usual_days(part.edition, await deadline_templates.get_in_force(part.edition.unit_id))
    companies = await companies_of(rows)
    today = call.now.date()
    return [
        MemberView(
            **{name: getattr(row, name) for name in PLAIN},
            exhibition=part.edition.slug,
            company=companies[row.company_id].slug if row.company_id else None,
            dues=tuple(_due(call, row, due) for due in dues_of(row, usual, today)),
            labels=MemberLabels(role=call.say(MEMBER_ROLE_NAMES[row.role])),
        )
        for row in rows
    ]


async def companies_of(rows: Iterable[Member]) -> Mapping[UUID, Organisation]:
    """Companies that send these members."""
    return await organisations.list_by_id(row.company_id for row in rows if row.company_id)


def _due(call: Call, member: Member, due: DueOn) -> DueView:
    return DueView(
        kind=due.kind,
        day=due.day,
        is_own_day=any(each.kind is due.kind and each.day for each in member.dues),
        is_done=due.is_done,
        is_overdue=due.is_overdue,
        labels=DueLabels(kind=call.say(DUE_KIND_NAMES[due.kind])),
    )

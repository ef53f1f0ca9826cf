"""The forms of one member and of their passport, as organisers and companies fill them in.

Where somebody stands is a `Place`: at the desk it reaches the whole delegation, in a company its own people and goods.
"""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

from litestar import Response

from events_app.actions import delegations as actions
from events_app.actions.delegations import may_open
from events_app.credentials.passport_states import with_states
from events_app.credentials.sealing import Sealer
from events_app.domain.agendas import TOOK_OR_TAKES_PART
from events_app.domain.delegation_days import first_dues, usual_days
from events_app.domain.delegations import (
    DUE_KIND_NAMES,
    LONGEST_EMAIL,
    LONGEST_NAME,
    LONGEST_NUMBER,
    LONGEST_PHONE,
    LONGEST_UNIT,
    MEMBER_ROLE_NAMES,
    PASSPORT_STANDING_NAMES,
    VISA_STATE_NAMES,
    Due,
    DueKind,
    Member,
    MemberRole,
    NotLatin,
    NumberOdd,
    Passport,
    SenderMissing,
    VisaState,
    erased_on,
    months_asked,
)
from events_app.domain.due_reminders import STEP_NAMES
from events_app.domain.exhibitions import Edition
from events_app.domain.languages import LANGUAGES
from events_app.domain.organisations import Organisation
from events_app.domain.people import folded_email
from events_app.domain.refusals import ChangedMeanwhile, NotFound, Refusal
from events_app.domain.rights import NotAllowed
from events_app.edge.desk import Visit, see
from events_app.edge.forms import Form, read_form
from events_app.edge.problems import problem_of
from events_app.reference.countries import all_codes
from events_app.storage import applications, deadline_templates, delegations, due_reminders, organisations
from events_app.web.desk_exhibitions import country_choices

FIELD_OF: dict[type[Refusal], str] = {NotLatin: "name", SenderMissing: "unit", NumberOdd: "number"}
"""Beside which field a refusal is told; everything else stands at the top."""


@dataclass(frozen=True, slots=True)
class Place:
    """Whose delegation this is about, and under which path its pages lie; without a company it is the desk's."""

    edition: Edition
    company: Organisation | None = None

    @property
    def base(self) -> str:
        """Where the pages lie."""
        if self.company is None:
            return f"desk/exhibitions/{self.edition.slug}"
        return f"company/{self.company.slug}/delegations/{self.edition.slug}"

    @property
    def members(self) -> str:
        """Below which members lie."""
        return f"{self.base}/delegation" if self.company is None else f"{self.base}/members"

    @property
    def people(self) -> str:
        """The page that lists members."""
        return self.members if self.company is None else self.base

    @property
    def goods(self) -> str:
        """Below which goods lie."""
        return f"{self.base}/goods"

    @property
    def company_id(self) -> UUID | None:
        """Whose members are meant; None for all."""
        return self.company.id if self.company else None

    async def member(self, member_id: UUID) -> Member:
        """A member within reach. Raises NotFound."""
        found = await delegations.get(member_id)
        if found.edition_id != self.edition.id or (self.company is not None and found.company_id != self.company.id):
            raise NotFound
        return found


async def list_companies_of(edition: Edition) -> list[Organisation]:
    """Companies that have a place in the edition, or had."""
    cases = await applications.list_of_edition(edition.id, TOOK_OR_TAKES_PART)
    found = await organisations.list_by_id(case.company_id for case in cases)
    return sorted(found.values(), key=lambda company: company.slug)


async def member_page(visit: Visit, place: Place, member: Member | None) -> Response[str]:
    """Show the form of a member, or of a new one."""
    if member is None:
        form = Form.of({"role": MemberRole.EXHIBITOR, "language": visit.language})
        dues = first_dues(place.edition, has_company=place.company is not None)
    else:
        form = Form.of(
            {
                "name": member.name,
                "local_name": member.local_name,
                "role": member.role,
                "company": member.company_id,
                "unit": member.unit,
                "email": member.email,
                "phone": member.phone,
                "language": member.language,
                "version": member.version,
            }
        )
        dues = member.dues
    for due in dues:
        form.put(f"due-{due.kind}", "done" if due.is_done else "open")
        form.put(f"due-{due.kind}-day", due.day)
    return await _member_form(visit, place, member, form)


async def save_member(visit: Visit, place: Place, old: Member | None) -> Response[Any]:
    """Keep a member as the form says."""
    form = await read_form(visit.request)
    member = await _read_member(visit, place, old, form)
    if member is None:
        return await _member_form(visit, place, old, form)
    try:
        save = actions.change if old else actions.add
        kept = await save(member, by=visit.asker, now=visit.now)
    except NotAllowed:
        raise
    except Refusal as refusal:
        if isinstance(refusal, ChangedMeanwhile) and old:
            form.put("version", old.version)
        form.problems[FIELD_OF.get(type(refusal), "member")] = problem_of(refusal)
        return await _member_form(visit, place, old, form)
    if old is None and may_open(visit.asker, place.edition, kept.company_id):
        return see(f"{place.members}/{kept.id}/passport", done="added")
    return see(place.people, done="saved")


async def remove_member(visit: Visit, place: Place, member: Member) -> Response[Any]:
    """Take a member out of the delegation."""
    form = await read_form(visit.request)
    try:
        await actions.remove(member.id, by=visit.asker, now=visit.now)
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.problems["member"] = problem_of(refusal)
        return await _member_form(visit, place, member, form)
    return see(place.people, done="removed")


def passport_page(visit: Visit, place: Place, member: Member) -> Response[str]:
    """What can be told without opening the passport; the form where there is none yet."""
    actions.require_passport(visit.asker, member, place.edition)
    (member,) = with_states([member], sealer=Sealer(visit.settings.secrets_keys))
    form = Form.of({"visa": member.visa, "version": member.version})
    return _passport_form(visit, place, member, form, is_open=not member.sealed)


async def open_passport(visit: Visit, place: Place, member: Member) -> Response[str]:
    """Open the passport in its form; the history gets a line."""
    await read_form(visit.request)
    actions.require_passport(visit.asker, member, place.edition)
    (member,) = with_states([member], sealer=Sealer(visit.settings.secrets_keys))
    form = Form.of({"visa": member.visa, "version": member.version})
    try:
        sealer = Sealer(visit.settings.secrets_keys)
        passport = await actions.read_passport(member.id, sealer=sealer, by=visit.asker, now=visit.now)
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.problems["passport"] = problem_of(refusal)
        return _passport_form(visit, place, member, form, is_open=False)
    for name in ("number", "country", "expires_on", "born_on"):
        form.put(name, getattr(passport, name))
    return _passport_form(visit, place, member, form, is_open=True)


async def save_passport(visit: Visit, place: Place, member: Member) -> Response[Any]:
    """Keep passport and visa as the form says; a passport that expires early is kept, and told."""
    actions.require_passport(visit.asker, member, place.edition)
    (member,) = with_states([member], sealer=Sealer(visit.settings.secrets_keys))
    form = await read_form(visit.request)
    number = "".join(form.line("number", most=2 * LONGEST_NUMBER).split()).upper()
    passport = Passport(
        number=number,
        country=form.one_of("country", all_codes(), required=False),
        expires_on=form.day("expires_on"),
        born_on=form.day("born_on"),
    )
    visa = form.choice("visa", VisaState, required=False)
    version = form.number("version", 1, 10**9, required=True)
    if not form.is_good:
        return _passport_form(visit, place, member, form, is_open=True)
    try:
        sealer = Sealer(visit.settings.secrets_keys)
        kept = await actions.keep_passport(
            member.id, passport, visa, version=version, sealer=sealer, by=visit.asker, now=visit.now
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        if isinstance(refusal, ChangedMeanwhile):
            form.put("version", member.version)
        form.problems[FIELD_OF.get(type(refusal), "passport")] = problem_of(refusal)
        return _passport_form(visit, place, member, form, is_open=True)
    is_well = kept.passport is None or kept.passport == "holds"
    return see(place.people, done="passport") if is_well else see(f"{place.members}/{kept.id}/passport", done="short")


async def _read_member(visit: Visit, place: Place, old: Member | None, form: Form) -> Member | None:
    """What the form says; None where something of it cannot be right."""
    email = form.line("email", most=LONGEST_EMAIL)
    if email:
        form.attempt("email", lambda: folded_email(email))
    company_id, unit = place.company_id, ""
    if place.company is None:
        choices = {str(company.id) for company in await list_companies_of(place.edition)}
        chosen = form.one_of("company", choices | {str(old.company_id) if old else ""}, required=False)
        company_id, unit = UUID(chosen) if chosen else None, form.line("unit", most=LONGEST_UNIT)
    fields: dict[str, Any] = {
        "name": form.line("name", required=True, most=LONGEST_NAME).upper(),
        "local_name": form.line("local_name", most=LONGEST_NAME),
        "role": form.choice("role", MemberRole) or MemberRole.EXHIBITOR,
        "company_id": company_id,
        "unit": unit,
        "email": email,
        "phone": form.line("phone", most=LONGEST_PHONE),
        "language": form.one_of("language", visit.settings.languages) or visit.language,
        "dues": _read_dues(form),
        "version": form.number("version", 1, 10**9) or 1,
    }
    if not form.is_good:
        return None
    if old is not None:
        return replace(old, **fields)
    return Member(id=uuid4(), edition_id=place.edition.id, created_at=visit.now, **fields)


def _read_dues(form: Form) -> tuple[Due, ...]:
    found = []
    for kind in DueKind:
        state = form.one_of(f"due-{kind}", ("open", "done"), required=False)
        day = form.day(f"due-{kind}-day")
        if state:
            found.append(Due(kind, day, is_done=state == "done"))
    return tuple(found)


async def _member_form(visit: Visit, place: Place, member: Member | None, form: Form) -> Response[str]:
    if member is not None and may_open(visit.asker, place.edition, member.company_id):
        (member,) = with_states([member], sealer=Sealer(visit.settings.secrets_keys))
    template = await deadline_templates.get_in_force(place.edition.unit_id)
    companies = await list_companies_of(place.edition) if place.company is None else []
    return visit.page(
        "delegations/member.html",
        status_code=200 if form.is_good else 422,
        place=place,
        edition=place.edition,
        member=member,
        form=form,
        companies=[(str(company.id), company.name) for company in companies],
        role_names=MEMBER_ROLE_NAMES,
        due_names=DUE_KIND_NAMES,
        usual=usual_days(place.edition, template),
        letter_languages=[(code, LANGUAGES[code].name) for code in visit.settings.languages],
        may_open=member is not None and may_open(visit.asker, place.edition, member.company_id),
        standing_names=PASSPORT_STANDING_NAMES,
        reminders=await due_reminders.list_sent(member.id) if member else (),
        step_names=STEP_NAMES,
    )


def _passport_form(visit: Visit, place: Place, member: Member, form: Form, *, is_open: bool) -> Response[str]:
    return visit.page(
        "delegations/passport.html",
        status_code=200 if form.is_good else 422,
        place=place,
        edition=place.edition,
        member=member,
        form=form,
        is_open=is_open,
        has_key=Sealer(visit.settings.secrets_keys).has_key,
        standing_names=PASSPORT_STANDING_NAMES,
        visa_names=VISA_STATE_NAMES,
        countries=country_choices(visit.language, visit.settings),
        months=months_asked(place.edition.country),
        erased=erased_on(place.edition.days.last, days=visit.settings.passport_days),
    )

"""Letters to a consulate in words: one for each member, in the language of the host country or region.

The language is not that of whoever makes them; it is an argument everywhere here.
"""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from events_app.actions import delegations as actions
from events_app.credentials.sealing import Sealer
from events_app.domain.delegations import MEMBER_ROLE_NAMES, SETTLED, Member, Passport
from events_app.domain.exhibitions import Edition
from events_app.domain.messages import P_, Message
from events_app.domain.organisations import Organisation
from events_app.domain.rights import Asker
from events_app.domain.visa_letters import MOST_LETTERS, PURPOSES, CostBearer, LetterPlan, NoPassports
from events_app.formats import pdf
from events_app.i18n.catalogues import Catalogues
from events_app.i18n.dates import day, day_range
from events_app.reference import countries
from events_app.settings import Settings
from events_app.storage import organisations

TITLE = P_("visa letter", "Requests for visas")
CONSULATE = P_("visa letter", "To the Consular Section")
SUBJECT = P_("visa letter", "Request for a visa: %(name)s")
GREETING = P_("visa letter", "Dear Sir or Madam,")
CONFIRMS = P_(
    "visa letter",
    "%(authority)s confirms that the person named below is a member of the delegation that it sends to the exhibition "
    "“%(exhibition)s”. We kindly ask you to issue the visa that this journey requires.",
)
COSTS: dict[CostBearer, Message] = {
    CostBearer.SENDER: P_("visa letter", "The costs of travel, stay and health insurance are borne by: %(name)s."),
    CostBearer.AUTHORITY: P_("visa letter", "The costs of travel, stay and health insurance are borne by: %(name)s."),
    CostBearer.HOST: P_(
        "visa letter", "The costs of travel, stay and health insurance are borne by the organiser of the exhibition."
    ),
    CostBearer.TRAVELLER: P_(
        "visa letter", "The costs of travel, stay and health insurance are borne by the traveller."
    ),
}
RETURN = P_(
    "visa letter",
    "We have been assured that the traveller will return within the time that the visa allows and will not take up "
    "any employment during the stay.",
)
QUESTIONS = P_("visa letter", "For questions, please write to %(email)s.")
CLOSING = P_("visa letter", "Yours faithfully,")
NAME = P_("visa letter", "Name as in the passport")
LOCAL_NAME = P_("visa letter", "Name in own script")
BORN = P_("visa letter", "Date of birth")
NUMBER = P_("visa letter", "Passport number")
ISSUED_BY = P_("visa letter", "Passport issued by")
VALID_UNTIL = P_("visa letter", "Passport valid until")
ROLE = P_("visa letter", "Position in the delegation")
SENT_BY = P_("visa letter", "Sent by")
EXHIBITION = P_("visa letter", "Exhibition")
PLACE = P_("visa letter", "Place")
DATES = P_("visa letter", "Dates of the exhibition")
STAY = P_("visa letter", "Planned stay")
PURPOSE = P_("visa letter", "Purpose of the journey")


@dataclass(frozen=True, slots=True)
class Traveller:
    """Somebody to write for: the member, the passport, and by whom they are sent, in the language of the letter."""

    member: Member
    passport: Passport
    sent_by: str


def language_for(country: str, offered: Iterable[str]) -> str:
    """The language official in the host country or region that is offered here; English, or any, where none is."""
    written = {code.partition("-")[0]: code for code in offered}
    found = (written.get(tag.partition("-")[0]) for tag in countries.languages(country))
    return next((code for code in found if code), written.get("en") or next(iter(written.values())))


def written_for(members: Iterable[Member], member_id: UUID | None) -> tuple[Member, ...]:
    """Whom a file has letters for: the chosen one, or everybody with a passport who still needs a visa."""
    found = [
        member
        for member in members
        if member.passport and (member.id == member_id if member_id else member.visa not in SETTLED)
    ]
    return tuple(found[:MOST_LETTERS])


@dataclass(frozen=True, slots=True)
class VisaLetters:
    """Letters for one edition."""

    edition: Edition
    plan: LetterPlan
    settings: Settings
    catalogues: Catalogues

    async def file(self, members: Iterable[Member], *, by: Asker, now: datetime, today: date) -> bytes:
        """Letters for these members as a PDF; their passports are opened, which the history says.

        Raises NotAllowed, NoKey, SealBroken or NoPassports.
        """
        written = tuple(members)
        opened = await actions.read_passports(written, sealer=Sealer(self.settings.secrets_keys), by=by, now=now)
        companies = await organisations.list_by_id(member.company_id for member in written if member.company_id)
        travellers = [
            Traveller(member, opened[member.id], self.sender(member, companies))
            for member in written
            if opened[member.id].number
        ]
        if not travellers:
            raise NoPassports
        values = self.values(travellers, today)
        return await asyncio.to_thread(pdf.render, "letters", values, language=self.plan.language, at=now)

    def sender(self, member: Member, companies: Mapping[UUID, Organisation]) -> str:
        """By whom a member is sent."""
        company = companies.get(member.company_id) if member.company_id else None
        return company.name.shown(self.plan.language).text if company else member.unit

    def values(self, travellers: Iterable[Traveller], today: date) -> dict[str, Any]:
        """What the sheet `letters` shows."""
        return {
            "title": self.say(TITLE),
            "foot": self.authority,
            "letters": [self.letter(each, today) for each in travellers],
        }

    def letter(self, traveller: Traveller, today: date) -> dict[str, Any]:
        """One letter."""
        email = self.settings.authority_email
        return {
            "sender": [self.authority, *self.settings.authority_address, *([email] if email else [])],
            "receiver": list(self.plan.receiver) or [self.say(CONSULATE), self.country(self.edition.country)],
            "dated": day(today, self.plan.language, "long"),
            "subject": self.say(SUBJECT, name=traveller.member.name),
            "opening": [
                self.say(GREETING),
                self.say(CONFIRMS, authority=self.authority, exhibition=self.exhibition),
            ],
            "facts": [[self.say(label), value] for label, value in self.facts(traveller) if value],
            "paragraphs": [
                self.costs(traveller),
                self.say(RETURN),
                *([self.say(QUESTIONS, email=email)] if email else []),
            ],
            "closing": self.say(CLOSING),
            "signature": [*self.plan.signer, self.authority],
        }

    def facts(self, traveller: Traveller) -> list[tuple[Message, str]]:
        """The table of a letter; what is not known is left out."""
        member, passport, edition, language = traveller.member, traveller.passport, self.edition, self.plan.language
        place = [edition.venue.shown(language).text, edition.city.shown(language).text, self.country(edition.country)]
        stay = day_range(self.plan.arrives_on, self.plan.leaves_on, language, style="long")
        return [
            (NAME, member.name),
            (LOCAL_NAME, member.local_name),
            (BORN, day(passport.born_on, language, "long") if passport.born_on else ""),
            (NUMBER, passport.number),
            (ISSUED_BY, self.country(passport.country) if passport.country else ""),
            (VALID_UNTIL, day(passport.expires_on, language, "long") if passport.expires_on else ""),
            (ROLE, self.say(MEMBER_ROLE_NAMES[member.role])),
            (SENT_BY, traveller.sent_by),
            (EXHIBITION, self.exhibition),
            (PLACE, "\n".join(part for part in place if part)),
            (DATES, day_range(edition.days.first, edition.days.last, language, style="long")),
            (STAY, stay),
            (PURPOSE, self.say(PURPOSES[member.role])),
        ]

    def costs(self, traveller: Traveller) -> str:
        """Who pays."""
        message = COSTS[self.plan.costs]
        match self.plan.costs:
            case CostBearer.SENDER:
                return self.say(message, name=traveller.sent_by)
            case CostBearer.AUTHORITY:
                return self.say(message, name=self.authority)
            case _:
                return self.say(message)

    def country(self, code: str) -> str:
        """Name of a country or region."""
        return countries.name(code, self.plan.language, self.settings.country_names)

    def say(self, message: Message, **params: object) -> str:
        """In the language of the letter."""
        return self.catalogues.translate(self.plan.language, message, **params)

    @property
    def authority(self) -> str:
        """Who writes."""
        return self.settings.authority(self.plan.language)

    @property
    def exhibition(self) -> str:
        """Name of the edition."""
        return self.edition.name.shown(self.plan.language).text

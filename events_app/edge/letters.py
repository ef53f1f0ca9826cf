"""Letters in the receiver's language: what went into the outbox as values becomes a mail.

Parameters of letters, as actions put them in, and what they become in sentences:

- `token`: part of the link, never shown; `path`: the page that the link leads to;
- `days`: first and last day in ISO 8601 -> `dates`;
- `last_day`: a day in ISO 8601 -> `day`;
- `expires_at`, `at`: moments in ISO 8601 -> `until`, `at`, on the receiver's clock;
- `organisation`, `other`, `title`, `need`, `reason`, `document`, `stands`: wordings by language -> the receiver's;
- `amount`, `total`: minor units and currency -> the amount as the receiver's language writes it;
- `by`, `email`, `contact`, `number`: as they are; `code`: a country or region -> `country`;
- `dues`: kind, day in ISO 8601 and names of members, of each deadline -> a line each;
- of sessions: `domain.invitations.Invitation.params`; of places the same under `invitation`, without the domain.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import reduce
from typing import Any
from uuid import UUID

from markupsafe import Markup, escape

from events_app.domain.delegations import DUE_KIND_NAMES, DueKind
from events_app.domain.invitations import METHODS, Invitation, Method
from events_app.domain.languages import LANGUAGES
from events_app.domain.letters import SESSION_LETTERS, Letter, Mailbox
from events_app.domain.messages import Message as Sentence
from events_app.domain.money import Money
from events_app.domain.texts import Text
from events_app.edge import letter_words as words
from events_app.edge.claim_letters import CLAIM_WORDS
from events_app.edge.day_letter_words import DAY_WORDS, DUE_OF
from events_app.edge.fee_letter_words import FEE_WORDS
from events_app.edge.letter_words import WORDS, Paragraph
from events_app.edge.pages import Pages, address
from events_app.formats.invitations import InvitationWording, invitation
from events_app.i18n import dates, zones
from events_app.i18n.catalogues import speaking
from events_app.i18n.numbers import lists, money
from events_app.mail.messages import CalendarPart, Message
from events_app.reference import countries

EVERY = {**WORDS, **FEE_WORDS, **CLAIM_WORDS, **DAY_WORDS}
"""Words of each letter."""
TEMPLATE = "mail/letter.html"
ISOLATE = "\u2068{}\u2069"
"""First strong isolate and its end: a name keeps its own direction inside a sentence that runs from the right."""


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence with its parameters, as text and as HTML."""

    text: str
    html: Markup


class LetterWriter:
    """Words letters in any language that the installation offers."""

    def __init__(self, pages: Pages) -> None:
        """Templates, catalogues and settings of the installation."""
        self.pages = pages
        self.settings = pages.settings

    def message(self, letter: Letter, *, job_id: UUID, written_at: datetime) -> Message:
        """Return the mail of a letter; the same job gives the same mail.

        `written_at` is the moment of what it tells: the Date of the mail.
        """
        return _Letter(self, letter, written_at).message(job_id)


class _Letter:
    """One letter while it is worded."""

    def __init__(self, writer: LetterWriter, letter: Letter, written_at: datetime) -> None:
        self.settings = writer.settings
        self.pages = writer.pages
        self.letter = letter
        self.written_at = written_at
        offered = letter.language in self.settings.languages
        self.language = LANGUAGES[letter.language if offered else self.settings.default_language]
        self.authority = self.settings.authority(self.language.code)
        self.sender = Mailbox(self.settings.mail_sender, self.authority)
        self.invited = self._invited()
        session = self.invited if letter.kind in SESSION_LETTERS else None
        self.params = dict(self._invited_params(session) if session else self._params(letter.params))
        self.params["questions"] = self.settings.authority_email

    def _invited(self) -> Invitation | None:
        given = self.letter.params
        if self.letter.kind in SESSION_LETTERS:
            return Invitation.of_params(given)
        if self.letter.kind not in METHODS or not given.get("invitation"):
            return None
        place = Invitation.of_params(given["invitation"])
        return replace(place, uid=f"{place.uid}@{self.settings.uid_domain}")

    def message(self, job_id: UUID) -> Message:
        kind = EVERY[self.letter.kind]
        subject = self._translate(kind.subject, self.params)
        greeting = self._greeting()
        before, after = ([*self._said(paragraphs)] for paragraphs in (kind.paragraphs, (*kind.after, *self._closing())))
        facts = [*self._facts()]
        label, link = self._link()
        questions = self.settings.authority_email
        return Message(
            id=f"{job_id}@{self.settings.uid_domain}",
            sender=self.sender,
            to=self.letter.to,
            reply_to=Mailbox(questions) if questions and questions != self.sender.address else None,
            subject=subject,
            text=self._text(greeting, before, facts, link, after),
            html=self._html(
                subject=subject,
                greeting=greeting,
                before=before,
                facts=facts,
                label_of_link=label,
                link=link,
                after=after,
            ),
            language=self.language.code,
            written_at=self.written_at,
            calendar=self._calendar(subject, link) if self.invited else None,
        )

    def _translate(self, sentence: Sentence, params: Mapping[str, object]) -> str:
        return self.pages.catalogues.translate(self.language.code, sentence, **params)

    def _say(self, sentence: Sentence, params: Mapping[str, str]) -> _Said:
        isolated = {name: self._isolated(value) for name, value in params.items()}
        marked = {name: Markup("<bdi>{}</bdi>").format(value) for name, value in params.items()}
        words_alone = self._translate(sentence, {})
        return _Said(
            self._translate(sentence, isolated), escape(words_alone) % marked if marked else escape(words_alone)
        )

    def _isolated(self, value: str) -> str:
        return ISOLATE.format(value) if self.language.direction == "rtl" else value

    def _said(self, paragraphs: tuple[Paragraph, ...]) -> Iterator[_Said]:
        for paragraph in paragraphs:
            if (paragraph.needs and not self.params.get(paragraph.needs)) or self.params.get(paragraph.lacks):
                continue
            yield self._say(paragraph.words, self.params)

    def _greeting(self) -> _Said:
        name = self.letter.to.name.strip()
        return self._say(words.GREETING, {"name": name}) if name else self._say(words.GREETING_WITHOUT_NAME, {})

    def _closing(self) -> Iterator[Paragraph]:
        yield Paragraph(words.AUTOMATIC)
        yield Paragraph(words.QUESTIONS, needs="questions")

    def _params(self, given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        yield "at", self._moment(given.get("at") or self.written_at.isoformat())
        if given.get("expires_at"):
            yield "until", self._moment(given["expires_at"])
        if given.get("days"):
            first, last = map(date.fromisoformat, given["days"])
            yield "dates", dates.day_range(first, last, self.language.code)
        if given.get("last_day"):
            yield "day", dates.day(date.fromisoformat(given["last_day"]), self.language.code, "long")
        for name in ("by", "email", "contact", "number"):
            yield name, str(given.get(name) or "")
        for name in ("amount", "total"):
            yield name, money(Money(*given[name]), self.language.code) if given.get(name) else ""
        code = given.get("code")
        yield "country", countries.name(code, self.language.code, self.settings.country_names) if code else ""
        for name in ("organisation", "other", "title", "need", "reason", "document", "stands"):
            wordings = given.get(name) or {}
            text = Text(next(iter(wordings)), wordings) if wordings else Text.empty()
            yield name, text.shown(self.language.code).text

    def _invited_params(self, invited: Invitation) -> Iterator[tuple[str, str]]:
        title, part = (text.shown(self.language.code).text for text in (invited.title, invited.part))
        both = self._translate(words.SESSION_TITLE, {"part": part, "title": title})
        yield "title", both if title and part else title or part
        yield "reason", invited.reason.shown(self.language.code).text

    def _moment(self, iso: str) -> str:
        at, zone, code = datetime.fromisoformat(iso), self.letter.zone or self.settings.home_zone, self.language.code
        return self._translate(
            words.MOMENT, {"moment": dates.moment(at, zone, code, "long"), "zone": zones.zone_name(zone, at, code)}
        )

    def _facts(self) -> Iterator[tuple[str, str]]:
        for kind, day, names in self.letter.params.get("dues") or ():
            told = {
                "day": dates.day(date.fromisoformat(day), self.language.code, "long"),
                "names": lists([self._isolated(name) for name in names], self.language.code),
            }
            yield self._translate(DUE_KIND_NAMES[DueKind(kind)], {}), self._translate(DUE_OF, told)
        if self.invited is None:
            return
        yield self._translate(words.WHEN, {}), self._when(self.invited)
        place = self._place(self.invited)
        if place:
            yield self._translate(words.PLACE, {}), place

    def _when(self, invited: Invitation) -> str:
        code, start, end = self.language.code, invited.starts_there, invited.ends_there
        if invited.whole_days:
            return dates.day_range(start.date(), end.date() - timedelta(days=1), code)
        if start.date() == end.date():
            hours = {"day": dates.day(start.date(), code, "full"), "hours": dates.clock_range(start, end, code)}
            span = self._translate(words.HOURS, hours)
        else:
            moments = [dates.moment(at, invited.zone, code, "long") for at in (invited.starts_at, invited.ends_at)]
            span = self._translate(words.SPAN, dict(zip(("start", "end"), moments, strict=True)))
        zone = zones.zone_name(invited.zone, invited.starts_at, code)
        return self._translate(words.MOMENT, {"moment": span, "zone": zone})

    def _place(self, invited: Invitation) -> str:
        code = self.language.code
        names = [text.shown(code).text for text in invited.place]
        country = lists([countries.name(c, code, self.settings.country_names) for c in invited.countries], code)
        # A city that is a country or region of its own (Singapore) is said once.
        parts = names if not country or country in names else [*names, country]
        return reduce(self._before, parts) if parts else ""

    def _before(self, first: str, rest: str) -> str:
        return self._translate(words.ADDRESS, {"first": first, "rest": rest})

    def _link(self) -> tuple[str, str]:
        """Label and address; both empty for a letter that leads nowhere."""
        kind = EVERY[self.letter.kind]
        path = kind.path or str(self.letter.params.get("path") or "")
        if kind.label is None or not path:
            return "", ""
        query = {"token": self.letter.params.get("token")}
        return self._translate(kind.label, {}), self.settings.address + address(self.language.code, path, query)

    def _text(
        self, greeting: _Said, before: list[_Said], facts: list[tuple[str, str]], link: str, after: list[_Said]
    ) -> str:
        told = "\n".join(f"{label}: {value}" for label, value in facts)
        blocks = [greeting.text, *(said.text for said in before), told, link, *(said.text for said in after)]
        return "\n\n".join(block for block in (*blocks, self.authority) if block) + "\n"

    def _html(self, **parts: object) -> str:
        template = self.pages.environment.get_template(TEMPLATE)
        with speaking(self.language.code):
            return template.render(language=self.language, authority=self.authority, **parts)

    def _calendar(self, subject: str, link: str) -> CalendarPart | None:
        if self.invited is None:
            return None
        method = METHODS[self.letter.kind]
        described = [self._translate(words.DETAILS, {"url": link})] if link else []
        if method is Method.CANCEL and self.params["reason"]:
            described.insert(0, self._translate(words.CANCELLED_REASON, {"reason": self.params["reason"]}))
        wording = InvitationWording(
            language=self.language.code,
            summary=subject if method is Method.CANCEL else self.params["title"],
            location=self._place(self.invited),
            description="\n".join(described),
            url=link,
            organiser=self.sender,
            attendee=self.letter.to,
        )
        return CalendarPart(invitation(self.invited, method, wording), method.value)

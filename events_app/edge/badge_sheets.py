"""Sheets of badges in the reader's language, and what a door answered in words."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from events_app.domain.badges import VERDICT_NAMES, Answer, Bearer, NewBadge, Verdict, day_of
from events_app.domain.delegations import MEMBER_ROLE_NAMES
from events_app.domain.exhibitions import Edition, zone_of
from events_app.domain.messages import N_, Message
from events_app.formats import pdf, qr_codes
from events_app.i18n import dates
from events_app.reference import countries
from events_app.settings import Settings
from events_app.storage import organisations

TITLE: Final = N_("Badges")
CODE: Final = N_("Code for the door")
SIGNS: Final = {Verdict.ADMITTED: "✓"}
ADMITTED_AT: Final = N_("At %(time)s.")
ADMITTED_AT_DOOR: Final = N_("At %(time)s, door %(door)s.")
ABOUT: Final = {
    Verdict.REVOKED: N_("A newer badge was made for this person, or the badge was taken back. Send them to the desk."),
    Verdict.UNKNOWN: N_("No badge has this code. Scan again, or send the person to the desk."),
    Verdict.ELSEWHERE: N_("This badge does not open this exhibition. Send the person to the desk."),
}

Say = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Told:
    """An answer of the door as people read it: a sign, a title, who, and the rest."""

    verdict: Verdict
    sign: str
    title: str
    who: str
    about: str

    @property
    def is_open(self) -> bool:
        """Whether the person may come in."""
        return self.verdict is Verdict.ADMITTED


async def sheet_of(
    edition: Edition,
    made: Sequence[tuple[Bearer, NewBadge]],
    *,
    say: Say,
    settings: Settings,
    language: str,
    now: datetime,
) -> bytes:
    """Set badges on pages of A4 as PDF."""
    companies = await organisations.list_by_id(bearer.company_id for bearer, _ in made if bearer.company_id)

    def one(bearer: Bearer, new: NewBadge) -> dict[str, str]:
        company = companies.get(bearer.company_id) if bearer.company_id else None
        country = company.country if company else ""
        return {
            "name": bearer.name,
            "local": bearer.local_name,
            "company": company.name.shown(language).text if company else bearer.unit,
            "country": countries.name(country, language, settings.country_names) if country else "",
            "role": say(MEMBER_ROLE_NAMES[bearer.role]),
            "qr": qr_codes.drawn(new.token),
        }

    values = {
        "title": say(TITLE),
        "edition": edition.name.shown(language).text,
        "when": dates.day_range(edition.days.first, edition.days.last, language),
        "code": say(CODE),
        "badges": [one(bearer, new) for bearer, new in made],
    }
    return await asyncio.to_thread(pdf.render, "badges", values, language=language, at=now)


def told_of(
    answer: Answer,
    bearer: Bearer | None,
    edition: Edition,
    *,
    names: Mapping[Verdict, Message] = VERDICT_NAMES,
    say: Say,
    language: str,
    now: datetime,
) -> Told:
    """Word an answer of the door, or with the `names` of another place one of that place."""
    return Told(
        answer.verdict,
        SIGNS.get(answer.verdict, "✕"),
        say(names[answer.verdict]),
        bearer.name if bearer else "",
        _about(answer, edition, say=say, language=language, now=now),
    )


def _about(answer: Answer, edition: Edition, *, say: Say, language: str, now: datetime) -> str:
    if answer.verdict in ABOUT:
        return say(ABOUT[answer.verdict])
    if answer.at is None:
        return ""
    if day_of(answer.at, edition.zone) == day_of(now, edition.zone):
        time = dates.clock_time(answer.at.astimezone(zone_of(edition.zone)), language)
    else:
        time = dates.moment(answer.at, edition.zone, language)
    return say(ADMITTED_AT_DOOR, time=time, door=answer.door) if answer.door else say(ADMITTED_AT, time=time)

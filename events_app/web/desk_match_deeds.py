"""What leads on from the page of a score: both sides introduced, the company asked to apply for an edition there."""

from typing import Any
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import introductions as actions
from events_app.actions.apply_invitations import ask_to_apply
from events_app.domain.introductions import LONGEST_WORDS, PartnerElsewhere, WordsReveal
from events_app.domain.refusals import Refusal
from events_app.domain.rights import NotAllowed, Noun, Right, require
from events_app.domain.texts import Text
from events_app.edge.desk import Visit, see
from events_app.edge.forms import Form, read_form
from events_app.edge.matching import place_of
from events_app.edge.problems import problem_of
from events_app.storage import needs, offers, organisations
from events_app.web.desk_matches import shown_pair


@post("/matches/offers/{slug:str}/{code:str}/introduce", include_in_schema=False, status_code=200)
async def introduce(visit: NamedDependency[Visit], *, slug: FromPath[str], code: FromPath[str]) -> Response[Any]:
    """Ask the company and a partner organisation of the country or region whether they want to know each other."""
    require(visit.asker, Right.CREATE, Noun.INTRODUCTION)
    form = await read_form(visit.request)
    partner = form.one_of("partner", [each.slug for each in await organisations.list_partners_in(code)])
    chosen = form.line("need")
    words = form.text("words", Text.empty(visit.language), most=LONGEST_WORDS)
    if not form.is_good:
        return await shown_pair(visit, slug, code, form)
    try:
        introduction = await actions.propose(
            slug,
            (await organisations.get_by_slug(partner)).id,
            country=code,
            need_id=await _need_id(chosen),
            words=words,
            place=place_of(visit.settings),
            by=visit.asker,
            now=visit.now,
            zone=visit.settings.home_zone,
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.problems[_field_of(refusal, visit.language)] = problem_of(refusal)
        return await shown_pair(visit, slug, code, form)
    return see(f"desk/introductions/{introduction.id}", done="proposed")


@post("/matches/offers/{slug:str}/{code:str}/ask", include_in_schema=False, status_code=200)
async def ask(visit: NamedDependency[Visit], *, slug: FromPath[str], code: FromPath[str]) -> Response[Any]:
    """Ask the company to apply for an edition there, once for each edition."""
    require(visit.asker, Right.CREATE, Noun.INTRODUCTION)
    form: Form = await read_form(visit.request)
    offer = await offers.get(slug)
    edition = form.line("edition", required=True)
    if not form.is_good:
        return await shown_pair(visit, slug, code, form)
    try:
        await ask_to_apply(offer.company_id, edition, by=visit.asker, now=visit.now)
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.problems["main"] = problem_of(refusal)
        return await shown_pair(visit, slug, code, form)
    return see(f"desk/matches/offers/{slug}/{code}", done="asked")


async def _need_id(slug: str) -> UUID | None:
    return (await needs.get(slug)).id if slug else None


def _field_of(refusal: Refusal, language: str) -> str:
    match refusal:
        case WordsReveal():
            return f"words-{language}"
        case PartnerElsewhere():
            return "partner"
        case _:
            return "main"


ROUTES = (introduce, ask)

"""Letters to a consulate at the desk: for one member or the whole delegation, in one PDF."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.credentials.passport_states import with_states
from events_app.credentials.sealing import Sealer
from events_app.domain.delegations import SETTLED, Member
from events_app.domain.languages import LANGUAGES
from events_app.domain.refusals import Refusal
from events_app.domain.rights import NotAllowed, Right
from events_app.domain.visa_letters import (
    COST_BEARER_NAMES,
    LONGEST_RECEIVER,
    LONGEST_SIGNER,
    MOST_LETTERS,
    CostBearer,
    LetterPlan,
)
from events_app.edge.desk import UNKEPT, Visit
from events_app.edge.forms import Form, read_form
from events_app.edge.problems import problem_of
from events_app.edge.visa_letters import VisaLetters, language_for, written_for
from events_app.formats import pdf
from events_app.storage.desk_delegations import Wanted, list_members
from events_app.web.delegation_forms import Place
from events_app.web.desk_delegations import desk_place

BEFORE, AFTER = timedelta(days=2), timedelta(days=1)
"""A usual stay: some days to build up, one to take down."""


@get("/exhibitions/{slug:str}/delegation/letters", include_in_schema=False)
async def letters_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[str]:
    """Show what is decided for the letters, with what is usual filled in."""
    place = await desk_place(visit, slug, Right.DECIDE)
    edition, language = place.edition, language_for(place.edition.country, visit.settings.languages)
    person = visit.asker.person
    form = Form.of(
        {
            "member": visit.request.query_params.get("member", ""),
            "language": language,
            "arrives_on": edition.days.first - BEFORE,
            "leaves_on": edition.days.last + AFTER,
            "costs": CostBearer.SENDER,
            "signer": person.name if person else "",
        }
    )
    return await _form(visit, place, form)


@post("/exhibitions/{slug:str}/delegation/letters", include_in_schema=False, status_code=200)
async def make_letters(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[Any]:
    """Give the letters as one PDF; the history says for whom a passport was opened."""
    place = await desk_place(visit, slug, Right.DECIDE)
    form = await read_form(visit.request)
    members = await _members(place, visit)
    chosen = form.one_of("member", {str(member.id) for member in members}, required=False)
    plan = _read(form, visit.settings.languages)
    if plan is None or not form.is_good:
        return await _form(visit, place, form)
    letters = VisaLetters(place.edition, plan, visit.settings, visit.request.app.state.catalogues)
    chosen_for = written_for(members, UUID(chosen) if chosen else None)
    try:
        content = await letters.file(chosen_for, by=visit.asker, now=visit.now, today=visit.today)
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.problems["member"] = problem_of(refusal)
        return await _form(visit, place, form)
    headers = dict(UNKEPT) | {"Content-Disposition": f'attachment; filename="visa-letters-{slug}.pdf"'}
    return Response(content, media_type=pdf.MEDIA_TYPE, headers=headers)


async def _members(place: Place, visit: Visit) -> tuple[Member, ...]:
    members = await list_members(Wanted(edition_id=place.edition.id, today=visit.today), limit=MOST_LETTERS)
    return with_states(members, sealer=Sealer(visit.settings.secrets_keys))


def _read(form: Form, languages: Sequence[str]) -> LetterPlan | None:
    language = form.one_of("language", languages)
    receiver = form.words("receiver", most=LONGEST_RECEIVER)
    arrives, leaves = form.day("arrives_on", required=True), form.day("leaves_on", required=True)
    costs = form.choice("costs", CostBearer)
    signer = (form.line("signer", required=True, most=LONGEST_SIGNER), form.line("function", most=LONGEST_SIGNER))
    if not form.is_good or arrives is None or leaves is None or costs is None:
        return None
    return form.attempt(
        "leaves_on",
        lambda: LetterPlan(
            language=language,
            receiver=tuple(line.strip() for line in receiver.splitlines() if line.strip()),
            arrives_on=arrives,
            leaves_on=leaves,
            costs=costs,
            signer=tuple(line for line in signer if line),
        ),
    )


async def _form(visit: Visit, place: Place, form: Form) -> Response[str]:
    members = await _members(place, visit)
    return visit.page(
        "desk/delegations/letters.html",
        status_code=200 if form.is_good else 422,
        place=place,
        edition=place.edition,
        form=form,
        members=members,
        ready=sum(1 for member in members if member.passport and member.visa not in SETTLED),
        lacking=[member for member in members if not member.passport and member.visa not in SETTLED],
        cost_names=COST_BEARER_NAMES,
        letter_languages=[(code, LANGUAGES[code].name) for code in visit.settings.languages],
        has_key=Sealer(visit.settings.secrets_keys).has_key,
    )


ROUTES = (letters_page, make_letters)

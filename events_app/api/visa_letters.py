"""Letters to a consulate: for one member or for everybody who still needs a visa, in one PDF."""

from typing import Annotated, Final
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from pydantic import Field

from events_app.api.bodies import Faults, read_body
from events_app.api.calls import VARYING, Call
from events_app.api.delegation_bodies import part_of_desk
from events_app.api.delegations import DESK
from events_app.api.fields import WITHOUT_NUL, Day, Model, filled, one_line
from events_app.api.files import OCTETS
from events_app.api.operations import Operation
from events_app.credentials.passport_states import with_states
from events_app.credentials.sealing import Sealer
from events_app.domain.messages import N_
from events_app.domain.rights import Right
from events_app.domain.visa_letters import (
    LONGEST_RECEIVER,
    LONGEST_SIGNER,
    MOST_LETTERS,
    CostBearer,
    LetterPlan,
    StayOdd,
)
from events_app.edge.forms import NOT_A_CHOICE
from events_app.edge.visa_letters import VisaLetters, language_for, written_for
from events_app.storage.desk_delegations import Wanted, list_members


class LetterBody(Model):
    """What is decided for the letters."""

    member: UUID | None = Field(default=None, description=N_("Null is everybody who still needs a visa.").id)
    language: str = Field(
        default="", max_length=35, description=N_("Empty is the one of the host country or region.").id
    )
    receiver: Annotated[str, Field(max_length=LONGEST_RECEIVER, pattern=WITHOUT_NUL)] = ""
    arrives_on: Day
    leaves_on: Day
    costs: CostBearer = CostBearer.SENDER
    signer: Annotated[str, Field(max_length=LONGEST_SIGNER, pattern=WITHOUT_NUL), one_line, filled]
    function: Annotated[str, Field(max_length=LONGEST_SIGNER, pattern=WITHOUT_NUL), one_line] = ""


@post(f"{DESK}/letters", status_code=200)
async def make_letters(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Give the letters; the history says whose passport was opened."""
    part = await part_of_desk(call, slug, Right.DECIDE)
    body = await read_body(call.request, LetterBody)
    wanted = Wanted(edition_id=part.edition.id, today=call.today)
    sealer = Sealer(call.settings.secrets_keys)
    members = with_states(await list_members(wanted, limit=MOST_LETTERS), sealer=sealer)
    plan = _plan(call, body, part.edition.country, {member.id for member in members})
    letters = VisaLetters(part.edition, plan, call.settings, call.request.app.state.catalogues)
    content = await letters.file(written_for(members, body.member), by=call.by, now=call.now, today=call.today)
    headers = {"Content-Disposition": f'attachment; filename="visa-letters-{slug}.pdf"', "Cache-Control": "no-store"}
    return Response(content, media_type=OCTETS, headers=headers | VARYING)


def _plan(call: Call, body: LetterBody, country: str, known: set[UUID]) -> LetterPlan:
    """What was decided. Raises InvalidFields."""
    faults = Faults()
    language = body.language or language_for(country, call.settings.languages)
    if language not in call.settings.languages:
        faults.add(("language",), NOT_A_CHOICE, value=language)
    if body.member is not None and body.member not in known:
        faults.add(("member",), NOT_A_CHOICE, value=str(body.member))
    if body.leaves_on < body.arrives_on:
        faults.add(("leaves_on",), StayOdd.message)
    faults.check()
    return LetterPlan(
        language=language,
        receiver=tuple(line.strip() for line in body.receiver.splitlines() if line.strip()),
        arrives_on=body.arrives_on,
        leaves_on=body.leaves_on,
        costs=body.costs,
        signer=tuple(line for line in (body.signer, body.function) if line),
    )


EXAMPLE: Final = {
    "language": "en",
    "arrives_on": "2027-06-05",
    "leaves_on": "2027-06-13",
    "costs": "authority",
    "signer": "Ada Moreau",
    "function": "Head of exhibitions",
}
OPERATIONS = (
    Operation(
        handler=make_letters,
        id="makeVisaLetters",
        tag="delegations",
        summary=N_("Make the letters to a consulate as a PDF; the history says whose passports were opened."),
        reads=LetterBody,
        gives_file=True,
        needs_token=True,
        example=EXAMPLE,
    ),
)

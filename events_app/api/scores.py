"""Score sheets of editions, and what officers give an application by them; for organisers alone."""

from dataclasses import replace
from fractions import Fraction
from typing import Annotated
from uuid import UUID, uuid4

from litestar import Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from pydantic import Field

from events_app.actions import admissions as admission_actions
from events_app.actions import scores as actions
from events_app.api.applications import submitted_case
from events_app.api.bodies import Faults, patched, read_body, read_patch
from events_app.api.calls import Call
from events_app.api.fields import WITHOUT_NUL, Model, Named, ShownText, Text, at_most
from events_app.api.operations import Operation
from events_app.domain import scores as domain
from events_app.domain.admissions import Admission
from events_app.domain.applications import Application
from events_app.domain.exhibitions import Edition
from events_app.domain.messages import N_
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Noun, Right, may, require
from events_app.domain.scores import HIGHEST_SCORE, LONGEST_CRITERION, MOST_CRITERIA, MOST_WEIGHT, sheet_of
from events_app.edge.forms import NOT_A_CHOICE
from events_app.storage import admissions, exhibitions
from events_app.storage import scores as stored

LONGEST_KEY = 40
DIGITS = 2

Key = Annotated[str, Field(max_length=LONGEST_KEY, pattern=WITHOUT_NUL)]


class Criterion(Model):
    """One line of a score sheet."""

    key: Key | None = Field(
        default=None, description=N_("Key of a criterion that is there already; without one it is new.").id
    )
    name: Annotated[Named, at_most(LONGEST_CRITERION)]
    weight: int = Field(default=1, ge=1, le=MOST_WEIGHT)


class ScoreSheetBody(Model):
    """What officers score applications of an edition by; the list is replaced whole."""

    criteria: tuple[Criterion, ...] = Field(default=(), max_length=MOST_CRITERIA)

    def kept(self, old: tuple[domain.Criterion, ...]) -> tuple[domain.Criterion, ...]:
        """The criteria as kept; one that is there keeps its key, by which scores are known. Raises InvalidFields."""
        known, faults, kept = {each.key: each for each in old}, Faults(), []
        for number, each in enumerate(self.criteria):
            before = known.pop(each.key, None) if each.key else None
            if each.key and before is None:
                faults.add(("criteria", number, "key"), NOT_A_CHOICE, value=each.key)
            key = before.key if before else uuid4().hex[:12]
            kept.append(domain.Criterion(key, each.name.merged(before.name if before else None), each.weight))
        faults.check()
        return tuple(kept)

    @classmethod
    def of(cls, criteria: tuple[domain.Criterion, ...]) -> "ScoreSheetBody":
        """The sheet as it is kept: what a merge patch is laid on."""
        lines = (Criterion(key=each.key, name=Text.of(each.name), weight=each.weight) for each in criteria)
        return cls(criteria=tuple(lines))


class ShownCriterion(Model):
    """One line of a score sheet."""

    key: str
    name: ShownText
    weight: int


class ScoreSheetView(Model):
    """What officers score applications of an edition by. Its version is that of how the edition admits."""

    exhibition: str
    criteria: tuple[ShownCriterion, ...]
    version: int


class GivenScores(Model):
    """What the caller gives by key of the criterion, in place of what they gave before; none takes it back."""

    scores: dict[Key, Annotated[int, Field(ge=0, le=HIGHEST_SCORE)]] = Field(max_length=MOST_CRITERIA)


class CriterionScore(ShownCriterion):
    """What an application was given under one criterion: by the caller, and on the average by all."""

    own: int | None
    mean: float | None


class ScoresView(Model):
    """What an application was given, from 0 to 10: `total` is the weighted mean, to two digits like every mean."""

    application: UUID
    criteria: tuple[CriterionScore, ...]
    total: float | None
    officers: int = Field(description=N_("How many officers gave a score.").id)


@get("/exhibitions/{slug:str}/score-sheet")
async def get_sheet(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Show the score sheet of an edition."""
    edition = await _edition(call, slug, Right.READ)
    return call.item(*_sheet(call, edition, await admissions.find(edition.id)))


@patch("/exhibitions/{slug:str}/score-sheet")
async def set_sheet(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Set criteria and weights of an edition that admits, by a merge patch."""
    edition = await _edition(call, slug, Right.EDIT)
    found = await admissions.find(edition.id)
    old = found.criteria if found else ()
    body = patched(ScoreSheetBody.of(old), await read_patch(call.request), ScoreSheetBody)
    call.version(found.version if found else 0)
    criteria = body.kept(old)
    new = replace(found, criteria=criteria) if found else Admission(edition_id=edition.id, criteria=criteria)
    saved = await admission_actions.keep(slug, new, by=call.by, now=call.now)
    return call.changed(*_sheet(call, edition, saved))


@get("/applications/{application_id:uuid}/scores")
async def get_scores(call: NamedDependency[Call], *, application_id: FromPath[UUID]) -> Response[bytes]:
    """Show what an application was given."""
    application, _ = await submitted_case(call, application_id, Right.READ)
    return call.item(await _scores(call, application), 1)


@post("/applications/{application_id:uuid}/scores", status_code=200)
async def give(call: NamedDependency[Call], *, application_id: FromPath[UUID]) -> Response[bytes]:
    """Keep what the caller gives an application."""
    application, edition = await submitted_case(call, application_id, Right.READ)
    require(call.by, Right.DECIDE, Noun.ADMISSION, owner=edition.unit_id)
    body, faults = await read_body(call.request, GivenScores), Faults()
    for key in body.scores.keys() - {each.key for each in await _criteria(application)}:
        faults.add(("scores", key), NOT_A_CHOICE, value=key)
    faults.check()
    await actions.give(application_id, body.scores, by=call.by, now=call.now)
    return call.changed(await _scores(call, application), 1)


async def _edition(call: Call, slug: str, right: Right) -> Edition:
    """The edition, if the caller may see how it admits. Raises TokenMissing, NotFound or NotAllowed."""
    by = call.by
    edition = await exhibitions.get_edition(slug)
    if not may(by, Right.READ, Noun.ADMISSION, owner=edition.unit_id):
        raise NotFound
    require(by, right, Noun.ADMISSION, owner=edition.unit_id)
    return edition


async def _criteria(application: Application) -> tuple[domain.Criterion, ...]:
    admission = await admissions.find(application.edition_id)
    return admission.criteria if admission else ()


def _sheet(call: Call, edition: Edition, admission: Admission | None) -> tuple[ScoreSheetView, int]:
    view = ScoreSheetView(
        exhibition=edition.slug,
        criteria=tuple(
            ShownCriterion(key=each.key, name=ShownText.in_(call.language, each.name), weight=each.weight)
            for each in (admission.criteria if admission else ())
        ),
        version=admission.version if admission else 0,
    )
    return view, view.version


async def _scores(call: Call, application: Application) -> ScoresView:
    criteria, given = await _criteria(application), await stored.list_scores([application.id])
    sheet = sheet_of(criteria, given)
    own = {score.criterion: score.value for score in given if score.person_id == call.by.person_id}
    return ScoresView(
        application=application.id,
        criteria=tuple(
            CriterionScore(
                key=each.key,
                name=ShownText.in_(call.language, each.name),
                weight=each.weight,
                own=own.get(each.key),
                mean=_rounded(sheet.means.get(each.key)),
            )
            for each in criteria
        ),
        total=_rounded(sheet.total),
        officers=sheet.officers,
    )


def _rounded(mean: Fraction | None) -> float | None:
    return None if mean is None else float(round(mean, DIGITS))


OPERATIONS = (
    Operation(
        handler=get_sheet,
        id="getScoreSheet",
        tag="applications",
        summary=N_("Show the score sheet of an edition: criteria and their weights."),
        gives=ScoreSheetView,
        needs_token=True,
    ),
    Operation(
        handler=set_sheet,
        id="setScoreSheet",
        tag="applications",
        summary=N_("Set the score sheet of an edition that admits, by a merge patch."),
        gives=ScoreSheetView,
        reads=ScoreSheetBody,
        merges=True,
        needs_token=True,
        is_versioned=True,
        example={"criteria": [{"name": {"source": "en", "wordings": {"en": "Novelty"}}, "weight": 2}]},
    ),
    Operation(
        handler=get_scores,
        id="getScores",
        tag="applications",
        summary=N_("Show what officers gave an application, and the weighted mean."),
        gives=ScoresView,
        needs_token=True,
    ),
    Operation(
        handler=give,
        id="giveScores",
        tag="applications",
        summary=N_("Score an application, in place of what the caller gave before."),
        gives=ScoresView,
        reads=GivenScores,
        needs_token=True,
        example={"scores": {"novelty": 8}},
    ),
)

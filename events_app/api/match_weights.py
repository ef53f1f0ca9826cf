"""Weights of matching: those in force, the versions before, and new ones put in force; for organisers."""

from datetime import datetime
from typing import Annotated, Final, Self

from litestar import Response, get, patch
from litestar.di import NamedDependency
from pydantic import Field, model_validator

from events_app.actions import matching as actions
from events_app.api.bodies import patched, read_patch
from events_app.api.calls import Call, answered
from events_app.api.fields import WITHOUT_NUL, Model, checked, one_line
from events_app.api.operations import Operation
from events_app.domain.match_reasons import PART_NAMES, Part
from events_app.domain.matching import HIGHEST_WEIGHT, LONGEST_NOTE, Weights
from events_app.domain.messages import N_
from events_app.domain.rights import Noun, Right, require, require_somewhere
from events_app.storage import match_weights, people

ABOUT_SHARE: Final = N_("Share of developing countries or regions aimed at, in per cent.")

Weight = Annotated[int, Field(ge=0, le=HIGHEST_WEIGHT)]
Note = Annotated[str, Field(max_length=LONGEST_NOTE, pattern=WITHOUT_NUL), one_line]


class PartWeights(Model):
    """What each part of a score counts."""

    need: Weight
    market: Weight
    complementarity: Weight
    policy: Weight
    protection: Weight
    access: Weight
    history: Weight

    @classmethod
    def of(cls, weights: Weights) -> Self:
        """As they are kept."""
        return cls(**{part.value: weights.values[part] for part in Part})


class MatchWeightsBody(Model):
    """Weights to be put in force as a new version; at least one part counts."""

    weights: PartWeights
    developing_percent: Weight = Field(description=ABOUT_SHARE.id)
    note: Note = Field(default="", description=N_("Why the weights are changed.").id)

    @model_validator(mode="after")
    def _count(self) -> Self:
        checked(lambda: self.kept(0))
        return self

    def kept(self, version: int) -> Weights:
        """As kept; `version` is that of the weights they were made from."""
        values = {part: getattr(self.weights, part.value) for part in Part}
        return Weights(version=version, values=values, developing_percent=self.developing_percent, note=self.note)


class WeightsVersion(Model):
    """Weights of one version; 0 is the standard, which nobody has set."""

    version: int
    weights: PartWeights
    developing_percent: int
    note: str
    set_at: datetime | None
    set_by: str | None


class PartLabels(Model):
    """Parts of a score in words."""

    need: str
    market: str
    complementarity: str
    policy: str
    protection: str
    access: str
    history: str


class MatchWeightsView(WeightsVersion):
    """The weights in force, and the versions that were set, the newest first."""

    versions: tuple[WeightsVersion, ...]
    labels: PartLabels


@get("/matches/weights")
async def get_weights(call: NamedDependency[Call]) -> Response[bytes]:
    """Show the weights in force, and those before."""
    require_somewhere(call.by, Right.READ, Noun.MATCHING)
    answered(call.query())
    return call.item(*await _view(call))


@patch("/matches/weights")
async def set_weights(call: NamedDependency[Call]) -> Response[bytes]:
    """Put other weights in force, by a merge patch on those in force; the note is that of the new version alone."""
    require(call.by, Right.EDIT, Noun.MATCHING)
    now = await match_weights.get_current()
    old = MatchWeightsBody(weights=PartWeights.of(now), developing_percent=now.developing_percent)
    body = patched(old, await read_patch(call.request), MatchWeightsBody)
    call.version(now.version)
    await actions.set_weights(body.kept(now.version), by=call.by, now=call.now)
    return call.changed(*await _view(call))


async def _view(call: Call) -> tuple[MatchWeightsView, int]:
    versions = await match_weights.list_versions()
    current = versions[0] if versions else Weights()
    known = await people.list_by_id({one.set_by for one in versions if one.set_by})
    names = {identity: person.name for identity, person in known.items()}
    told = [
        WeightsVersion(
            version=one.version,
            weights=PartWeights.of(one),
            developing_percent=one.developing_percent,
            note=one.note,
            set_at=one.set_at,
            set_by=names.get(one.set_by) if one.set_by else None,
        )
        for one in (current, *versions)
    ]
    labels = PartLabels(**{part.value: call.say(PART_NAMES[part]) for part in Part})
    return MatchWeightsView(**dict(told[0]), versions=tuple(told[1:]), labels=labels), current.version


OPERATIONS = (
    Operation(
        handler=get_weights,
        id="getMatchWeights",
        tag="matches",
        summary=N_("Show the weights of matching in force, and the versions before; for organisers."),
        gives=MatchWeightsView,
        needs_token=True,
    ),
    Operation(
        handler=set_weights,
        id="setMatchWeights",
        tag="matches",
        summary=N_("Put other weights of matching in force, by a merge patch; each change is a new version."),
        gives=MatchWeightsView,
        reads=MatchWeightsBody,
        merges=True,
        needs_token=True,
        is_versioned=True,
        example={"weights": {"need": 35, "market": 10}, "note": "Stated needs say more."},
    ),
)

"""Matches as the API shows them: rankings, and one pair with its parts, reasons, sources and exclusions."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar

from events_app.api.calls import NOT_A_CURSOR, Call
from events_app.api.fields import Model, ShownText
from events_app.domain.match_reasons import PART_NAMES, Part, PartScore
from events_app.domain.offers import Offer
from events_app.domain.organisations import Organisation
from events_app.edge.forms import Form
from events_app.edge.match_words import Told, Worded

LONGEST_PLACE: Final = 8
DIGITS: Final = 4

Item = TypeVar("Item")


class MatchReason(Model):
    """A reason in words; `source` says where its figure comes from, with its `year`."""

    sentence: str
    source: str
    year: int | None


class MatchedPart(Model):
    """A part of a score from 0 to 1; a `value` of null: nothing is known."""

    part: Part
    label: str
    value: float | None
    reasons: tuple[MatchReason, ...]


class WeighedPart(MatchedPart):
    """A part with its share of the weight, what it brings to the score, and what it rests on beside figures."""

    share: float
    brings: float
    source: str


class MatchLoss(Model):
    """What a part costs the score."""

    part: Part
    label: str
    cost: float


class MatchLabels(Model):
    """Codes in words; `verdict` is the word for the score."""

    country: str
    verdict: str


class PairView(Model):
    """One offer and one country or region: the score from 0 to 1, its parts, what holds it back, and exclusions.

    `place` is that among the countries and regions of the offer. What is excluded has no score.
    """

    company: str
    company_name: ShownText
    offer: str
    offer_title: ShownText
    country: str
    score: float | None
    place: int | None
    out_of: int
    parts: tuple[WeighedPart, ...]
    losses: tuple[MatchLoss, ...]
    exclusions: tuple[str, ...]
    needs: tuple[str, ...]
    exhibitions: tuple[str, ...]
    weights_version: int
    labels: MatchLabels


def first_place(call: Call, form: Form) -> int:
    """How many places of a ranking come before the page; rankings are made anew each time, and cut by place."""
    cursor = call.name_cursor(form)
    if not cursor:
        return 0
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) <= LONGEST_PLACE):
        form.fail("cursor", NOT_A_CURSOR)
        return 0
    return int(cursor)


def cut(whole: Sequence[Item], first: int, limit: int) -> tuple[Sequence[Item], int | None]:
    """A page of a ranking, and the cursor of the next one."""
    return whole[first : first + limit], first + limit if len(whole) > first + limit else None


def pair_view(call: Call, company: Organisation, context: Mapping[str, Any]) -> PairView:
    """What pages tell of a pair (`edge.match_pages.pair_context`)."""
    offer: Offer = context["offer"]
    match = context["match"]
    scores = {one.part: one for one in match.parts}
    return PairView(
        company=company.slug,
        company_name=ShownText.in_(call.language, company.name),
        offer=offer.slug,
        offer_title=offer_title(call, offer),
        country=context["code"],
        score=rounded(match.score),
        place=context["place"],
        out_of=context["out_of"],
        parts=tuple(_weighed(call, each, scores[each.part], context["sources"]) for each in context["told"]),
        losses=tuple(
            MatchLoss(part=part.part, label=call.say(PART_NAMES[part.part]), cost=round(cost, DIGITS))
            for part, cost in context["losses"]
        ),
        exclusions=tuple(map(call.say, context["exclusions"])),
        needs=tuple(need.slug for need in context["needs"]),
        exhibitions=tuple(edition.slug for edition in context["editions"]),
        weights_version=context["weights"].version,
        labels=MatchLabels(country=call.country(context["code"]), verdict=call.say(context["verdict"])),
    )


def part_view(call: Call, told: Told, score: PartScore) -> dict[str, Any]:
    """The fields of a `MatchedPart`."""
    return {
        "part": told.part,
        "label": call.say(PART_NAMES[told.part]),
        "value": rounded(told.value),
        "reasons": tuple(
            MatchReason(
                sentence=plain(worded), source=worded.source, year=reason.fact.year or None if reason.fact else None
            )
            for worded, reason in zip(told.reasons, score.reasons, strict=True)
        ),
    }


def sentences(reasons: Iterable[Worded]) -> tuple[str, ...]:
    """Reasons as sentences."""
    return tuple(map(plain, reasons))


def plain(worded: Worded) -> str:
    """A reason as text: what pages escape is not escaped here."""
    return worded.words.unescape()


def offer_title(call: Call, offer: Offer) -> ShownText:
    """The title that readers see, or that of a working copy."""
    return ShownText.in_(call.language, (offer.approved or offer.content).title)


def rounded(value: float | None) -> float | None:
    """A number from 0 to 1 with four decimals, as in workbooks."""
    return None if value is None else round(value, DIGITS)


def _weighed(call: Call, told: Told, score: PartScore, sources: Mapping[Part, Any]) -> WeighedPart:
    source = sources.get(told.part)
    return WeighedPart(
        **part_view(call, told, score),
        share=round(told.share, DIGITS),
        brings=round(told.brings, DIGITS),
        source=call.say(source) if source else "",
    )

"""Rules, forced pairs and results of matching programmes as JSON, and back."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from events_app.domain.companies import CompanySize
from events_app.domain.matching import Exclusion
from events_app.domain.programmes import CountryClass, CountryRule, Force, ForcedPair, Limits, Rules
from events_app.domain.proposal_results import Bound, BoundKind, Price, ProposedPair, Result, Shortfall, Unserved, Why

Json = dict[str, Any]


def rules_json(rules: Rules) -> Json:
    """Rules as a JSON value."""
    return {
        "countries": [[one.code, one.floor, one.capacity] for one in rules.countries],
        "most_each": rules.most_each,
        "developing_each": rules.developing_each,
        "by_class": _limits_json(rules.by_class),
        "by_size": _limits_json(rules.by_size),
        "sectors": rules.sectors,
        "price_step": rules.price_step,
    }


def json_rules(value: Json) -> Rules:
    """Read back `rules_json`."""
    return Rules(
        countries=tuple(CountryRule(*one) for one in value["countries"]),
        most_each=value["most_each"],
        developing_each=value["developing_each"],
        by_class={CountryClass(name): Limits(*limits) for name, limits in value["by_class"].items()},
        by_size={CompanySize(name): Limits(*limits) for name, limits in value["by_size"].items()},
        sectors=tuple(value["sectors"]),
        price_step=value["price_step"],
    )


def _limits_json(limits: Mapping[Any, Limits]) -> Json:
    return {name.value: [one.least, one.most] for name, one in limits.items()}


def forced_json(forced: Iterable[ForcedPair]) -> list[list[Any]]:
    """Forced pairs as a JSON value."""
    return [
        [one.company_id.hex, one.code, one.force.value, one.reason, _hex(one.by), one.at.astimezone(UTC).isoformat()]
        for one in forced
    ]


def json_forced(value: Iterable[list[Any]]) -> tuple[ForcedPair, ...]:
    """Read back `forced_json`."""
    return tuple(
        ForcedPair(
            company_id=UUID(company),
            code=code,
            force=Force(force),
            reason=reason,
            by=_uuid(by),
            at=datetime.fromisoformat(at),
        )
        for company, code, force, reason, by, at in value
    )


def bound_json(bound: Bound) -> list[Any]:
    """A bound as a JSON value."""
    return [bound.kind, bound.subject, _hex(bound.company_id)]


def json_bound(value: list[Any]) -> Bound:
    """Read back `bound_json`."""
    kind, subject, company = value
    return Bound(BoundKind(kind), subject, _uuid(company))


def result_json(result: Result) -> Json:
    """A result as a JSON value: there may be tens of thousands of pairs, so each is a list."""
    return {
        "pairs": [
            [one.company_id.hex, one.code, _hex(one.offer_id), one.score, one.size, one.is_forced]
            for one in result.pairs
        ],
        "unserved": [[one.company_id.hex, one.why, one.choices, one.size, one.exclusions] for one in result.unserved],
        "shortfalls": [[one.code, one.floor, one.reached] for one in result.shortfalls],
        "prices": [
            [bound_json(one.bound), one.step, one.exporters, one.matches, one.floors, one.score]
            for one in result.prices
        ],
        "levels": result.levels,
        "score": result.score,
        "score_bound": result.score_bound,
        "developed": result.developed,
        "seconds": result.seconds,
    }


def json_result(value: Json) -> Result:
    """Read back `result_json`."""
    return Result(
        pairs=tuple(
            ProposedPair(UUID(company), code, _uuid(offer), score, _size(size), is_forced)
            for company, code, offer, score, size, is_forced in value["pairs"]
        ),
        unserved=tuple(
            Unserved(UUID(company), Why(why), choices, _size(size), tuple(map(Exclusion, exclusions)))
            for company, why, choices, size, exclusions in value["unserved"]
        ),
        shortfalls=tuple(Shortfall(*one) for one in value["shortfalls"]),
        prices=tuple(
            Price(
                bound=json_bound(bound),
                step=step,
                exporters=exporters,
                matches=matches,
                floors=floors,
                score=score,
            )
            for bound, step, exporters, matches, floors, score in value["prices"]
        ),
        levels=tuple((name, level) for name, level in value["levels"]),
        score=value["score"],
        score_bound=value["score_bound"],
        developed=tuple(value["developed"]),
        seconds=value["seconds"],
    )


def _hex(value: UUID | None) -> str | None:
    return value.hex if value else None


def _uuid(value: str | None) -> UUID | None:
    return UUID(value) if value else None


def _size(value: str | None) -> CompanySize | None:
    return CompanySize(value) if value else None

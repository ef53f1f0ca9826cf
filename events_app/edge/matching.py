"""Matching for the doors: the scores of all pairs of a day, kept in memory until something they rest on changes."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

import numpy as np
from litestar.datastructures import State
from numpy.typing import NDArray

from events_app.actions.matching import Place, gather
from events_app.domain.match_facts import Opening, Partner, Supply
from events_app.domain.match_grounds import Ground
from events_app.domain.matching import Match, Weights
from events_app.settings import Settings
from events_app.solvers.match_arrays import PartArrays, part_arrays
from events_app.storage import match_grounds, match_weights

KEPT = 2
Scores = NDArray[np.float64]


@dataclass(frozen=True)
class Matched:
    """A ground with the parts of all its pairs, and their scores by the weights in force.

    Rows are offers, as `ground.supplies`; columns partners, as `ground.partners`. NaN is excluded, or not known.
    """

    ground: Ground
    weights: Weights
    parts: PartArrays

    @cached_property
    def scores(self) -> Scores:
        """Offers x partners, 0 to 1."""
        return self.parts.scores(self.weights)

    @cached_property
    def rows(self) -> Mapping[UUID, int]:
        """Row of each offer."""
        return {supply.offer_id: row for row, supply in enumerate(self.ground.supplies)}

    @cached_property
    def columns(self) -> Mapping[str, int]:
        """Column of each partner."""
        return {partner.code: column for column, partner in enumerate(self.ground.partners)}

    @cached_property
    def rows_of(self) -> Mapping[UUID, tuple[int, ...]]:
        """Rows of each company's offers."""
        found: dict[UUID, list[int]] = {}
        for row, supply in enumerate(self.ground.supplies):
            found.setdefault(supply.company_id, []).append(row)
        return {company: tuple(rows) for company, rows in found.items()}

    def pair(self, supply: Supply, partner: Partner) -> Match:
        """One pair with its reasons."""
        return self.ground.match(supply, partner, self.weights)

    def opening_for(self, match: Match) -> Opening | None:
        """The exhibition that leads to the partner of a match: the next there, if its sectors suit or it is alone."""
        there = self.ground.openings.get(match.partner, ())
        if there and ({*match.supply.sectors} & {*there[0].sectors} or len(there) == 1):
            return there[0]
        return None

    def best_offers(self, company_id: UUID) -> tuple[Scores, NDArray[np.int64]]:
        """A company's best score with each partner, and the row of the offer that has it; NaN where none has any."""
        rows = np.array(self.rows_of.get(company_id, ()), dtype=np.int64)
        if not rows.size:
            empty = np.full(len(self.ground.partners), np.nan)
            return empty, np.zeros(len(self.ground.partners), dtype=np.int64)
        filled = np.nan_to_num(self.scores[rows], nan=-1.0)
        places = filled.argmax(axis=0)
        best = filled[places, np.arange(filled.shape[1])]
        return np.where(best < 0, np.nan, best), rows[places]


def place_of(settings: Settings) -> Place:
    """Where the authority is at home."""
    return Place(home=settings.home_country, neither=settings.separate_regions, embargoed=settings.embargo)


async def matched(state: State, settings: Settings, today: date) -> Matched:
    """Return the scores of a day: one small query where nothing has changed since they were made."""
    key = (await match_grounds.get_mark(), today)
    kept: dict[Any, asyncio.Task[Matched]] = state.setdefault("matched", {})
    task = kept.get(key)
    if task is None or (task.done() and (task.cancelled() or task.exception() is not None)):
        # Requests that come meanwhile wait for the same one; whoever asked first may go away without ending it.
        task = asyncio.create_task(_made(settings, today))
        while len(kept) >= KEPT:
            del kept[next(iter(kept))]
        kept[key] = task
    return await asyncio.shield(task)


async def _made(settings: Settings, today: date) -> Matched:
    ground = await gather(place_of(settings), today=today)
    weights = await match_weights.get_current()
    return await asyncio.to_thread(_scored, ground, weights)


def _scored(ground: Ground, weights: Weights) -> Matched:
    found = Matched(ground, weights, part_arrays(ground, developing_target=weights.developing_target))
    found.scores  # noqa: B018 - computed here, in its own thread, and kept
    return found


def ranking(scores: Scores, names: tuple[str, ...]) -> list[int]:
    """Places by score, the highest first, then by name; those without a score are left out."""
    known = [place for place in range(scores.size) if not np.isnan(scores[place])]
    return sorted(known, key=lambda place: (-scores[place], names[place]))

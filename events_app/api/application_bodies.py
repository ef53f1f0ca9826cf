"""What a company writes into its application, as programs send it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field

from events_app.api.bodies import Faults
from events_app.api.fields import WITHOUT_NUL, Line, Model, SectorCode, Slug
from events_app.domain.applications import (
    LARGEST_AREA,
    LONGEST_EXHIBITS,
    LONGEST_NEIGHBOURS,
    LONGEST_PREFERENCE,
    MOST_CO_EXHIBITORS,
    MOST_PREFERENCES,
    MOST_SIDES,
    MOST_STANDS,
    Application,
    StandKind,
    Wish,
)
from events_app.domain.messages import N_
from events_app.domain.offers import MOST_OFFERS, Offer
from events_app.edge.forms import NOT_A_CHOICE

Preference = Annotated[str, Field(max_length=LONGEST_PREFERENCE, pattern=WITHOUT_NUL)]
Neighbours = Annotated[str, Field(max_length=LONGEST_NEIGHBOURS, pattern=WITHOUT_NUL)]
Exhibits = Annotated[str, Field(max_length=LONGEST_EXHIBITS, pattern=WITHOUT_NUL)]


class ApplicationBody(Model):
    """What the company writes; it can be changed while the application is a draft, or returned."""

    kind: StandKind = StandKind.SHELL_SCHEME
    stands: int = Field(default=1, ge=1, le=MOST_STANDS)
    area_m2: int = Field(default=9, ge=1, le=LARGEST_AREA, description=N_("Net area of all stands together.").id)
    open_sides: int = Field(default=1, ge=1, le=MOST_SIDES)
    preferences: tuple[Preference, ...] = Field(default=(), max_length=MOST_PREFERENCES)
    neighbours_wanted: Neighbours = ""
    neighbours_refused: Neighbours = ""
    sector: SectorCode | None = None
    exhibits: Exhibits = ""
    offers: tuple[Slug, ...] = Field(default=(), max_length=MOST_OFFERS)
    co_exhibitors: tuple[Line, ...] = Field(default=(), max_length=MOST_CO_EXHIBITORS)
    remarks: Exhibits = ""
    terms_version: int = Field(
        default=0, ge=0, le=10**6, description=N_("Version of the conditions that the company agrees to; 0 is none.").id
    )

    @classmethod
    def of(cls, case: Application, offers: Iterable[Offer]) -> Self:
        """What a case holds now."""
        slugs = {offer.id: offer.slug for offer in offers}
        wish = case.wish
        return cls(
            kind=wish.kind,
            stands=wish.stands,
            area_m2=wish.area,
            open_sides=wish.open_sides,
            preferences=wish.preferences,
            neighbours_wanted=wish.neighbours_wanted,
            neighbours_refused=wish.neighbours_refused,
            sector=case.sector or None,
            exhibits=case.exhibits,
            offers=tuple(slugs[offer_id] for offer_id in case.offer_ids if offer_id in slugs),
            co_exhibitors=case.co_exhibitors,
            remarks=case.remarks,
            terms_version=case.terms_version,
        )

    def offer_ids(self, offers: Sequence[Offer], faults: Faults) -> tuple[UUID, ...]:
        """The company's offers that are named; names of others are faults."""
        own = {offer.slug: offer.id for offer in offers}
        for place, slug in enumerate(self.offers):
            if slug not in own:
                faults.add(("offers", place), NOT_A_CHOICE)
        return tuple(dict.fromkeys(own[slug] for slug in self.offers if slug in own))

    def on(self, case: Application, offer_ids: tuple[UUID, ...]) -> Application:
        """A case as written here."""
        wish = Wish(
            kind=self.kind,
            stands=self.stands,
            area=self.area_m2,
            open_sides=self.open_sides,
            preferences=tuple(words for words in self.preferences if words.strip()),
            neighbours_wanted=self.neighbours_wanted,
            neighbours_refused=self.neighbours_refused,
        )
        return replace(
            case,
            wish=wish,
            sector=self.sector or "",
            exhibits=self.exhibits,
            offer_ids=offer_ids,
            co_exhibitors=tuple(name for name in self.co_exhibitors if name.strip()),
            remarks=self.remarks,
            terms_version=self.terms_version,
        )


class NewApplication(ApplicationBody):
    """An application to be begun; it is a draft until it is submitted."""

    exhibition: Line = Field(description=N_("Exhibition, by its name in addresses.").id)

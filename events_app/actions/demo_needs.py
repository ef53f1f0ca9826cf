"""The demonstration of what partners seek: invented organisations abroad, and needs in every state of review."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

from events_app.actions import needs
from events_app.domain.money import Money
from events_app.domain.needs import Need, NeedContent, NeedState, Visibility
from events_app.domain.offers import CooperationForm
from events_app.domain.organisations import Organisation, OrganisationKind
from events_app.domain.rights import SYSTEM
from events_app.domain.texts import Text
from events_app.reference import demo
from events_app.storage import organisations

Row = Mapping[str, Any]
DAY: Final = timedelta(days=1)
DAYS_APART: Final = 4
BEGUN_BEFORE: Final = 120 * DAY
RETURNED_WITH: Final = "Please say how much milk is collected in a day, and how far the farms are."


async def load_demo_partners(namespace: UUID, now: datetime) -> None:
    """Keep the partner organisations of the demonstration; their ids are the same at each load."""
    for row in demo.partners():
        partner = Organisation(
            id=uuid5(namespace, row["slug"]),
            slug=row["slug"],
            kind=OrganisationKind.PARTNER,
            name=_text(row["name"]),
            country=row["country"],
            created_at=now,
        )
        await organisations.add(partner)


async def load_demo_needs(now: datetime, zone: str) -> tuple[Need, ...]:
    """Keep the needs, each as far as the demonstration says; approved where it says nothing."""
    kept = []
    for number, row in enumerate(demo.needs()):
        begun = now - BEGUN_BEFORE + number * DAYS_APART * DAY
        partner = await organisations.get_by_slug(row["partner"]) if "partner" in row else None
        last_day = (now + row["wanted_days"] * DAY).date() if "wanted_days" in row else None
        need = await needs.begin(
            partner.id if partner else None,
            _content(row),
            slug=row["slug"],
            wanted_until=last_day,
            is_illustrative=True,
            by=SYSTEM,
            now=begun,
        )
        kept.append(await _reviewed(need, NeedState(row.get("state", NeedState.APPROVED)), begun, zone))
    return tuple(kept)


async def _reviewed(need: Need, state: NeedState, begun: datetime, zone: str) -> Need:
    """The need after what befell it."""
    if state is NeedState.DRAFT:
        return need
    need = await needs.submit(need.slug, by=SYSTEM, now=begun + DAY)
    if state is NeedState.IN_REVIEW:
        return need
    is_approved = state is NeedState.APPROVED
    reason = "" if is_approved else RETURNED_WITH
    return await needs.decide(
        need.slug, is_approved=is_approved, reason=reason, by=SYSTEM, now=begun + 2 * DAY, zone=zone
    )


def _content(row: Row) -> NeedContent:
    low, high, currency = row.get("budget", (None, None, ""))
    return NeedContent(
        country=row["country"],
        title=_text(row["title"]),
        summary=_text(row["summary"]),
        sectors=tuple(row["sectors"]),
        fields=tuple(row["fields"]),
        forms=tuple(map(CooperationForm, row["forms"])),
        trl_from=row.get("trl_from"),
        budget_from=Money(low * 100, currency) if low else None,
        budget_to=Money(high * 100, currency) if high else None,
        languages=tuple(row["languages"]),
        visibility=Visibility(row.get("visibility", Visibility.PUBLIC)),
    )


def _text(wordings: Mapping[str, str]) -> Text:
    return Text.of("en", wordings["en"], wordings)

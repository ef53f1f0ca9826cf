"""Builders of partner needs; a test names only what it is about."""

# ruff: noqa: ANN401 - the changes are fields of the classes; a wrong one fails in `replace`
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from events_app.actions import needs as actions
from events_app.domain.money import Money
from events_app.domain.needs import Need, NeedContent, Visibility
from events_app.domain.offers import CooperationForm
from events_app.domain.organisations import Organisation, OrganisationKind, Role
from events_app.domain.rights import SYSTEM, Asker
from events_app.domain.texts import Text
from tests.builders import an_id
from tests.offer_builders import WRITTEN, ZONE
from tests.web.signing_in import a_member, an_organisation


def a_need_content(**changes: Any) -> NeedContent:
    """Build a content that can be reviewed, public when approved."""
    content = NeedContent(
        country="KE",
        title=Text.of("en", "Pumps for dry wells", {"fr": "Pompes pour puits secs"}),
        summary=Text.of("en", "Solar pumps that villages can repair."),
        sectors=("agriculture",),
        fields=(26,),
        forms=(CooperationForm.EQUIPMENT, CooperationForm.TRAINING),
        trl_from=7,
        budget_from=Money(5_000_000, "USD"),
        budget_to=Money(9_000_050, "USD"),
        languages=("en", "sw"),
        visibility=Visibility.PUBLIC,
    )
    return replace(content, **changes)


def a_need(**changes: Any) -> Need:
    """Build a draft of a partner organisation that can be submitted."""
    need = Need(
        id=an_id("need"),
        slug="dry-wells",
        organisation_id=an_id("partner"),
        content=a_need_content(),
        created_at=WRITTEN,
        modified_at=WRITTEN,
    )
    return replace(need, **changes)


async def a_partner(word: str = "wells", **changes: Any) -> tuple[Organisation, Asker]:
    """Keep a partner organisation in Kenya, with who answers for it."""
    partner = await an_organisation(OrganisationKind.PARTNER, word, **({"country": "KE"} | changes))
    person, membership = await a_member(Role.PARTNER_OWNER, organisation=partner)
    return partner, Asker(person, (membership,))


async def plant_need(
    partner: Organisation | None = None,
    slug: str = "dry-wells",
    *,
    now: datetime = WRITTEN,
    wanted_until: date | None = None,
    is_approved: bool = True,
    **changes: Any,
) -> Need:
    """Keep a need of a partner organisation or of the authority, approved or in review."""
    need = await actions.begin(
        partner.id if partner else None,
        a_need_content(**changes),
        slug=slug,
        wanted_until=wanted_until,
        by=SYSTEM,
        now=now,
    )
    need = await actions.submit(need.slug, by=SYSTEM, now=now)
    if is_approved:
        need = await actions.decide(need.slug, is_approved=True, by=SYSTEM, now=now, zone=ZONE)
    return need

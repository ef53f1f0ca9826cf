"""The frame of pages for people who are signed in: what their role opens, and nothing of it kept by anybody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.response import Redirect

from events_app.domain.messages import P_, Message
from events_app.domain.organisations import OrganisationKind
from events_app.domain.rights import Asker, Noun, Right, may, may_somewhere
from events_app.edge.pages import address, page
from events_app.i18n.catalogues import current_language
from events_app.settings import Settings


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of somebody at the desk: what nearly every page of it needs."""

    request: Request[Any, Any, Any]
    asker: Asker
    now: datetime
    today: date
    language: str
    settings: Settings

    def page(self, template: str, *, status_code: int = 200, **context: object) -> Response[str]:
        """Render a page of the desk, as `desk_page` does."""
        return desk_page(self.request, template, asker=self.asker, now=self.now, status_code=status_code, **context)


def provide_visit(  # noqa: PLR0917 - each comes by its name
    request: Request[Any, Any, Any],
    asker: NamedDependency[Asker],
    now: NamedDependency[datetime],
    today: NamedDependency[date],
    language: NamedDependency[str],
    settings: NamedDependency[Settings],
) -> Visit:
    """Dependency `visit`."""
    return Visit(request, asker, now, today, language, settings)


UNKEPT: Mapping[str, str] = {"Cache-Control": "no-store"}
NOTICE = "done"
"""Name in the query that says which notice a page shows after something was done."""


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry of the desk's menu: a path below the language."""

    path: str
    name: Message
    right: Right
    noun: Noun
    kinds: frozenset[OrganisationKind] = frozenset(OrganisationKind)
    """Only for who works for an organisation of these kinds."""
    under: tuple[str, ...] = ()
    """Pages that its own pages lead to, so that the menu need not."""

    def leads_to(self, path: str) -> bool:
        """Whether a page stands under this entry; today's page has none."""
        return self.path != "desk" and any(
            path.startswith(f"{begin}/") or (path == begin and begin != self.path) for begin in (self.path, *self.under)
        )


_ORGANISERS = frozenset({OrganisationKind.AUTHORITY, OrganisationKind.UNIT})
MENU: tuple[MenuItem, ...] = (
    MenuItem("company", P_("desk menu", "Our applications"), Right.READ, Noun.APPLICATION),
    MenuItem(
        "partner", P_("desk menu", "Our needs"), Right.READ, Noun.NEED, kinds=frozenset({OrganisationKind.PARTNER})
    ),
    MenuItem("desk", P_("desk menu", "Today"), Right.READ, Noun.EXHIBITION),
    MenuItem("desk/exhibitions", P_("desk menu", "Editions"), Right.READ, Noun.EXHIBITION),
    MenuItem("desk/applications", P_("desk menu", "Applications"), Right.READ, Noun.ADMISSION),
    MenuItem("desk/offers", P_("desk menu", "Technology offers"), Right.READ, Noun.CATALOGUE),
    MenuItem("desk/needs", P_("desk menu", "Technology needs"), Right.READ, Noun.NEED, kinds=_ORGANISERS),
    MenuItem(
        "desk/matches",
        P_("desk menu", "Matching"),
        Right.READ,
        Noun.MATCHING,
        under=("desk/programmes", "desk/introductions", "desk/indicators", "desk/sector-words"),
    ),
    MenuItem(
        "desk/invoices",
        P_("desk menu", "Invoices"),
        Right.READ,
        Noun.FEE,
        under=("desk/payments", "desk/taxes", "desk/ledger"),
    ),
    MenuItem("desk/schemes", P_("desk menu", "Support schemes"), Right.READ, Noun.SCHEME, under=("desk/claims",)),
    MenuItem("desk/projects", P_("desk menu", "Projects"), Right.READ, Noun.PROJECT),
    MenuItem("desk/translations", P_("desk menu", "Translations"), Right.TRANSLATE, Noun.EXHIBITION),
    MenuItem("desk/countries", P_("desk menu", "Countries and regions"), Right.READ, Noun.COUNTRY),
    MenuItem(
        "desk/figures",
        P_("desk menu", "Figures"),
        Right.READ,
        Noun.FIGURES,
        under=("desk/outcomes", "desk/reports", "desk/feeds"),
    ),
    MenuItem("desk/organisations", P_("desk menu", "Organisations and people"), Right.READ, Noun.ORGANISATION),
    MenuItem("desk/exchange", P_("desk menu", "Import and export"), Right.READ, Noun.IMPORT),
    MenuItem("desk/mail", P_("desk menu", "Mail"), Right.READ, Noun.JOB),
    MenuItem("desk/webhooks", P_("desk menu", "Webhooks"), Right.READ, Noun.WEBHOOK),
    MenuItem("desk/history", P_("desk menu", "History"), Right.READ, Noun.HISTORY),
)


def menu_of(asker: Asker) -> tuple[MenuItem, ...]:
    """What the asker's roles open."""
    kinds = {membership.organisation_kind for membership in asker.memberships}
    return tuple(item for item in MENU if item.kinds & kinds and may_somewhere(asker, item.right, item.noun))


def desk_page(
    request: Request[Any, Any, Any],
    template: str,
    *,
    asker: Asker,
    now: datetime,
    status_code: int = 200,
    **context: object,
) -> Response[str]:
    """Render a page of the desk or the account. Templates see `asker`, `menu` and `may` beside what they are given."""
    surroundings = {
        "is_indexed": False,
        "asker": asker,
        "menu": menu_of(asker),
        "may": lambda right, noun, owner=None: may(asker, Right(right), Noun(noun), owner=owner),
        "done": request.query_params.get(NOTICE, ""),
    }
    return page(request, template, now=now, status_code=status_code, headers=UNKEPT, **(surroundings | context))


def see(path: str, **query: object) -> Redirect:
    """Send the browser on after a form (303), to a path below the language it speaks."""
    return Redirect(address(current_language.get(), path, query), status_code=303, headers=dict(UNKEPT))

"""Cooperation projects: the list with its filters, in the order of what is due next, and the page of each.

Internal projects and internal milestones are not here: to readers they do not exist.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from litestar import Request, Response, get
from litestar.datastructures import MultiDict, State
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.domain.calendar import entries_of_edition
from events_app.domain.changes import Aspect, Change
from events_app.domain.messages import N_, Message
from events_app.domain.projects import (
    CONTRACT_NAMES,
    MAIN_STAGES,
    PROJECT_NAMES,
    ROLE_NAMES,
    STAGE_NAMES,
    STAGES_WITHOUT_FUTURE,
    Milestone,
    Project,
    ProjectKind,
    Stage,
)
from events_app.domain.refusals import NotFound
from events_app.domain.search import query_tokens, tokens_of
from events_app.domain.sectors import FIELDS, SECTORS
from events_app.edge.changes import worded
from events_app.edge.pages import address, page
from events_app.edge.projects import public_projects
from events_app.edge.subscriptions import feed_path
from events_app.edge.tallies import ruler
from events_app.i18n.catalogues import Catalogues
from events_app.i18n.sorting import sort_key
from events_app.reference import countries
from events_app.settings import Settings
from events_app.storage import calendar, documents, exhibitions, projects
from events_app.web.filters import KEPT_BRIEFLY

PER_PAGE = 30
LONGEST_TEXT = 200
MOST_CHANGES = 30
SOUGHT = N_("“%(text)s”")
Choices = Mapping[str, Sequence[tuple[str, str]]]
"""By name in the query: (value, words) of what can be chosen."""


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project in a list; `due` is its next public milestone that is not reached yet, if any."""

    project: Project
    due: Milestone | None
    kind_name: Message
    stage_name: Message


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader chose in the list; empty means no limit."""

    kind: str = ""
    stage: str = ""
    country: str = ""
    sector: str = ""
    q: str = ""

    def query(self, **changes: object) -> dict[str, object]:
        """Return the choice as a query, with some of it changed."""
        names = ("kind", "stage", "country", "sector", "q")
        return {name: getattr(self, name) for name in names} | changes

    def takes(self, project: Project) -> bool:
        """Whether a project meets every choice; words are sought as beginnings of its own."""
        if self.kind not in {"", project.kind.value} or self.stage not in {"", project.stage.value}:
            return False
        if (self.country and self.country not in project.countries) or (
            self.sector and self.sector not in project.sectors
        ):
            return False
        if not self.q:
            return True
        words, sought = _words(project), query_tokens(self.q)
        return bool(sought) and all(any(word.startswith(token) for word in words) for token in sought)


@get("/projects", include_in_schema=False)
async def projects_page(
    request: Request[Any, Any, Any],
    *,
    state: State,
    language: NamedDependency[str],
    now: NamedDependency[datetime],
    today: NamedDependency[date],
    settings: NamedDependency[Settings],
) -> Response[str]:
    """Show the public projects that a reader chose, what is due next first."""
    every = await public_projects(state)
    wanted = _read(request.query_params)
    rows = rows_of(filter(wanted.takes, every), today=today, language=language)
    choices = _choices(every, wanted, language, settings, state.catalogues)
    number = _page_number(request.query_params, len(rows))
    months: dict[str, Any] = await ruler(state, language, year=today.year, current_month=today.month)
    return page(
        request,
        "projects/list.html",
        now=now,
        headers=KEPT_BRIEFLY,
        rows=rows[(number - 1) * PER_PAGE : number * PER_PAGE],
        found=len(rows),
        every=len(every),
        wanted=wanted,
        choices=choices,
        taken=_taken(wanted, choices, language, state.catalogues),
        number=number,
        last_number=_pages(len(rows)),
        is_indexed=not any(wanted.query().values()),
        canonical_query={"page": number} if number > 1 else {},
        **months,
    )


@get("/projects/{slug:str}", include_in_schema=False)
async def project_page(
    request: Request[Any, Any, Any],
    *,
    state: State,
    slug: FromPath[str],
    language: NamedDependency[str],
    now: NamedDependency[datetime],
    today: NamedDependency[date],
) -> Response[str]:
    """Show one public project."""
    project = await projects.get(slug)
    if not project.is_public:
        raise NotFound
    context = await context_of_page(project, state=state, language=language, today=today)
    return page(request, "projects/show.html", now=now, headers=KEPT_BRIEFLY, **context)


async def context_of_page(project: Project, *, state: State, language: str, today: date) -> dict[str, Any]:
    """Everything that the page of a public project shows."""
    changes = await calendar.list_changes(project.id, limit=MOST_CHANGES)
    linked = await exhibitions.list_editions(project.edition_slugs)
    return {
        "stations": stations_of(project.stage, changes),
        "due": due_next(project, today),
        "linked": [entries_of_edition(edition, domain="page")[0] for edition in linked if edition.is_public],
        "documents": await documents.list_public_of_object(project.id),
        "changes": [(change, worded(change, language, state.catalogues)) for change in changes],
        "feed": feed_path(language, f"projects/{project.slug}.ics"),
        **_details(project),
        **await ruler(state, language, year=today.year, current_month=today.month),
    }


def _details(project: Project) -> dict[str, object]:
    """The project, with the words for its parts."""
    return {
        "project": project,
        "kind_name": PROJECT_NAMES[project.kind],
        "contract_name": CONTRACT_NAMES[project.contract_kind] if project.contract_kind else None,
        "role_names": ROLE_NAMES,
        "stage_name": STAGE_NAMES[project.stage],
        "is_stopped": project.stage not in MAIN_STAGES,
        "has_no_future": project.stage in STAGES_WITHOUT_FUTURE,
        "fields": [FIELDS[number] for number in project.fields],
        "milestones": project.public_milestones,
    }


def due_next(project: Project, today: date) -> Milestone | None:
    """The next public milestone from today on; none of a project that has stopped."""
    if project.stage in STAGES_WITHOUT_FUTURE:
        return None
    ahead = (mark for mark in project.public_milestones if mark.actual_on is None and mark.on >= today)
    return next(ahead, None)


def rows_of(found: Iterable[Project], *, today: date, language: str) -> list[ProjectRow]:
    """Projects in the order of what is due next, then those with nothing ahead, by name as the reader sorts."""
    rows = [
        ProjectRow(project, due_next(project, today), PROJECT_NAMES[project.kind], STAGE_NAMES[project.stage])
        for project in found
    ]
    return sorted(
        rows,
        key=lambda row: (
            row.due.on if row.due else date.max,
            sort_key(row.project.name.shown(language).text, language),
        ),
    )


def stations_of(stage: Stage, changes: Sequence[Change]) -> list[tuple[Message, str]]:
    """The stages as stops, each passed, here or ahead; none where nobody knows how far a stopped project had come."""
    if stage in MAIN_STAGES:
        reached, is_here = MAIN_STAGES.index(stage), True
    else:
        left = next(_stages_left(changes), None)
        if left is None:
            return []
        reached, is_here = MAIN_STAGES.index(left), False
    return [
        (STAGE_NAMES[stop], "here" if is_here and number == reached else "passed" if number <= reached else "ahead")
        for number, stop in enumerate(MAIN_STAGES)
    ]


def _stages_left(changes: Iterable[Change]) -> Iterator[Stage]:
    known = {stage.value: stage for stage in MAIN_STAGES}
    return (
        known[aspect.before]
        for change in changes
        for aspect in change.aspects
        if aspect.aspect is Aspect.STAGE and aspect.before in known
    )


def _words(project: Project) -> frozenset[str]:
    texts = (project.name, project.summary, *(party.name for party in project.parties))
    return tokens_of(wording for text in texts for wording in text.wordings.values())


def _read(query: MultiDict[str]) -> Wanted:
    """Read the choice from an address; a value that is none of the choices counts as not given."""
    return Wanted(
        kind=_one(query, "kind", ProjectKind),
        stage=_one(query, "stage", Stage),
        country=_one(query, "country", countries.all_codes(), str.upper),
        sector=_one(query, "sector", SECTORS),
        q=" ".join(str(query.get("q", "")).split())[:LONGEST_TEXT],
    )


def _one(query: MultiDict[str], name: str, allowed: Iterable[str], spelled: Callable[[str], str] = str.lower) -> str:
    value = spelled(str(query.get(name, "")).strip())
    return value if value in set(allowed) else ""


def _page_number(query: MultiDict[str], found: int) -> int:
    given = str(query.get("page", ""))
    # Cut: Python refuses to read a number of more than 4,300 digits.
    number = int(given[:9]) if given.isascii() and given.isdigit() else 1
    return min(max(number, 1), _pages(found))


def _pages(found: int) -> int:
    return max(1, -(-found // PER_PAGE))


def _choices(
    every: Sequence[Project], wanted: Wanted, language: str, settings: Settings, catalogues: Catalogues
) -> Choices:
    """What can be chosen: what some project has, and what was chosen already."""

    def by_name(named: Mapping[str, str]) -> Sequence[tuple[str, str]]:
        return sorted(named.items(), key=lambda pair: sort_key(pair[1], language))

    def in_order(names: Mapping[Any, Message], present: set[str]) -> Sequence[tuple[str, str]]:
        return [(key.value, catalogues.translate(language, name)) for key, name in names.items() if key in present]

    codes = {code for project in every for code in project.countries} | {wanted.country} - {""}
    sectors = {code for project in every for code in project.sectors if code in SECTORS} | {wanted.sector} - {""}
    return {
        "kind": in_order(PROJECT_NAMES, {*(project.kind for project in every), wanted.kind}),
        "stage": in_order(STAGE_NAMES, {*(project.stage for project in every), wanted.stage}),
        "country": by_name({code: countries.name(code, language, settings.country_names) for code in codes}),
        "sector": by_name({code: catalogues.translate(language, SECTORS[code].name) for code in sectors}),
    }


def _taken(wanted: Wanted, choices: Choices, language: str, catalogues: Catalogues) -> list[tuple[str, str]]:
    """What was chosen in words, each with the address of the list without it."""
    words = {name: dict(options).get(str(wanted.query()[name]), "") for name, options in choices.items()}
    words |= {"q": catalogues.translate(language, SOUGHT, text=wanted.q) if wanted.q else ""}
    return [(said, address(language, "projects", wanted.query(**{name: ""}))) for name, said in words.items() if said]


ROUTES = (projects_page, project_page)

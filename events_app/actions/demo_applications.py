"""The demonstration of applying: invented companies, three editions with cases in every state, one waiting list.

All is done through the actions, at moments of the past, so that trails and places are as they would be.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from uuid import UUID, uuid5

from events_app.actions import admissions, applications, decisions, places, reports
from events_app.actions.demo_badges import load_demo_attendance
from events_app.actions.demo_reports import demo_outcome
from events_app.actions.demo_schemes import DEMO_COSTS
from events_app.actions.demo_stands import load_demo_stands
from events_app.domain.admissions import Admission, Dimension, Policy, Quota, find_window
from events_app.domain.applications import Application, Move, StandKind, Wish
from events_app.domain.countries import Scope
from events_app.domain.exhibitions import Edition, ParticipationMode, moment_in
from events_app.domain.organisations import Organisation, OrganisationKind
from events_app.domain.papers import WantedPaper
from events_app.domain.rights import SYSTEM
from events_app.domain.sectors import ALL_SECTORS
from events_app.domain.texts import Text
from events_app.reference import demo
from events_app.storage import exhibitions, organisations

M = Move
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
AREAS = (9, 18, 12, 36, 9, 24, 18, 54)
SEED = "2026-08-15 draw 33: 04 11 19 23 30"
WAY = (M.FIND_ELIGIBLE, M.OFFER, M.ACCEPT, M.CONFIRM, M.NOTE_PRESENCE, M.REPORT)
"""The moves of a case that goes well, after it was submitted."""
BUSY: tuple[tuple[Move, ...], ...] = (
    *([WAY[:4]] * 2),
    *([WAY[:3]] * 6),
    *([WAY[:2]] * 2),
    (*WAY[:2], M.DECLINE),
    *([(M.FIND_ELIGIBLE, M.PUT_ON_LIST)] * 5),
    (M.FIND_ELIGIBLE,),
    (M.RETURN,),
    (M.REJECT,),
    (M.WITHDRAW,),
    *([()] * 3),
)
WISHES: Mapping[int, Wish] = MappingProxyType(
    {
        5: Wish(stands=2, area=18, open_sides=2, preferences=("Hall 4, F01", "Hall 4"), neighbours_wanted="Bohai"),
        6: Wish(area=12, preferences=("Green technology pavilion",), neighbours_refused="Qinhuai"),
        7: Wish(kind=StandKind.RAW_SPACE, area=36, preferences=("Hall 5",)),
    }
)
"""Of the cases of the busy edition that have a place and no stand yet, by their place in `BUSY`."""
QUIET: tuple[tuple[Move, ...], ...] = (WAY[:2], WAY[:1], WAY[:1], *([()] * 5))
PAST: tuple[tuple[Move, ...], ...] = (*([WAY] * 4), WAY[:5], WAY[:5], (*WAY[:4], M.NOTE_ABSENCE), (M.REJECT,))
PAPERS = (
    WantedPaper("extract", Text.of("en", "Extract of the trade register", {"zh-Hans": "营业执照复印件"})),
    WantedPaper("leaflet", Text.of("en", "Leaflet for the catalogue", {"zh-Hans": "会刊宣传页"}), is_required=False),
)
TERMS = Text.of(
    "en",
    "The stand is staffed during all opening hours. What is shown belongs to the company or is licensed to it.",
    {
        "zh-Hans": "展位在全部开放时间内须有人值守。展品须为本企业所有或已获许可。",
        "fr": "Le stand est tenu pendant toutes les heures d’ouverture. Ce qui est exposé appartient à l’entreprise "
        "ou lui est concédé sous licence.",
    },
)


async def load_demo_applications(home: str, company_ids: UUID, now: datetime) -> tuple[Organisation, ...]:
    """Enter the companies and their cases; `company_ids` is the namespace of their ids. Returns the companies."""
    companies = [_company(row, home, company_ids, now) for row in demo.companies()]
    for company in companies:
        await organisations.add(company)
    busy, quiet, past = _choose(await exhibitions.list_with_windows(), now)
    if busy:
        rules = Admission(
            edition_id=busy.id,
            stands=12,
            area=260,
            quotas=(Quota(Dimension.SECTOR, "industry", 4),),
            policy=Policy.BEST_FIT,
            stands_per_company=2,
            terms=TERMS,
            papers=PAPERS,
            costs=DEMO_COSTS,
        )
        together = (*companies[:5], companies[36], companies[39], companies[38], *companies[5:20])
        await _fill(busy, rules, together, BUSY, now, wishes=WISHES)
        await load_demo_stands(busy, now)
    if quiet:
        rules = Admission(
            edition_id=quiet.id, stands=20, policy=Policy.LOTTERY, seed=SEED, grace_minutes=15, costs=DEMO_COSTS
        )
        await _fill(quiet, rules, companies[20:28], QUIET, now)
    if past:
        rules = Admission(edition_id=past.id, stands=12, area=300)
        await _fill(past, rules, companies[28:36], PAST, now)
        await load_demo_attendance(past, companies[28:34])
    return tuple(companies)


def _company(row: dict[str, str], home: str, namespace: UUID, now: datetime) -> Organisation:
    return Organisation(
        id=uuid5(namespace, row["slug"]),
        slug=row["slug"],
        kind=OrganisationKind.EXPORTER,
        name=Text.of("en", row["en"], {"zh-Hans": row["zh-Hans"]}),
        country=home,
        created_at=now,
    )


def _choose(editions: Sequence[Edition], now: datetime) -> tuple[Edition | None, Edition | None, Edition | None]:
    """An edition at home whose applications are open the longest, one abroad likewise, and the last that is over."""
    found = [
        each for each in editions if ALL_SECTORS in each.sectors and each.mode is not ParticipationMode.INDEPENDENT
    ]
    opened: dict[bool, list[tuple[datetime, Edition]]] = {True: [], False: []}
    for edition in found:
        window = find_window(edition, Admission(edition_id=edition.id, stands=0))
        if window and window.opens_at + 20 * DAY < now < window.closes_at:
            opened[edition.scope is Scope.DOMESTIC].append((window.closes_at, edition))
    over = [each for each in found if each.days.last < now.date() and each.scope is not Scope.DOMESTIC]
    latest = {at_home: max(pairs, key=lambda pair: pair[0])[1] if pairs else None for at_home, pairs in opened.items()}
    return latest[True], latest[False], max(over, key=lambda each: each.days.last, default=None)


async def _fill(
    edition: Edition,
    rules: Admission,
    companies: Sequence[Organisation],
    ways: Sequence[tuple[Move, ...]],
    now: datetime,
    *,
    wishes: Mapping[int, Wish] = MappingProxyType({}),
) -> None:
    window = find_window(edition, rules)
    if window is None:
        return
    await admissions.keep(edition.slug, rules, by=SYSTEM, now=window.opens_at)
    is_over = edition.days.last < now.date()
    opening = moment_in(edition.zone, edition.days.first, datetime.min.time()) + 10 * HOUR
    # Offers hold for two weeks: those of an open edition are of the last days.
    decided = opening - 30 * DAY if is_over else now - 3 * DAY
    exhibits = {row["slug"]: row for row in demo.companies()}
    for number, (company, way) in enumerate(zip(companies, ways, strict=True)):
        submitted = window.opens_at + (number + 1) * 7 * HOUR
        row = exhibits[company.slug]
        writer = _writer(row, wishes.get(number) or _wish(number), rules)
        case = await applications.begin(company.id, edition.slug, writer, by=SYSTEM, now=submitted)
        if number == len(ways) - 1 and not is_over:
            continue  # the last is a draft still
        await applications.submit(case.id, version=1, by=SYSTEM, now=submitted + HOUR)
        await _go(case, way, start=decided + number * HOUR, opening=opening)
    if not is_over:
        await places.fill(edition.id, now=now)


async def _go(case: Application, way: tuple[Move, ...], *, start: datetime, opening: datetime) -> None:
    """Make the moves one after the other."""
    reasons = {
        M.RETURN: "Please say under which licence the software is exported.",
        M.REJECT: "The exhibits do not belong to the subject of this exhibition.",
        M.DECLINE: "Our budget for this year is used up.",
    }
    for number, move in enumerate(way):
        at = start + number * 2 * HOUR
        if move in {M.NOTE_PRESENCE, M.NOTE_ABSENCE, M.REPORT}:
            at = opening + number * HOUR
        reason = reasons.get(move, "")
        if move is M.REPORT:
            draft = await reports.write(case.id, demo_outcome(case), version=None, by=SYSTEM, now=at)
            await reports.send(draft.id, version=draft.version, by=SYSTEM, now=at)
        elif move in applications.BINDING:
            await applications.answer(case.id, move, reason=reason, by=SYSTEM, now=at)
        else:
            await decisions.decide(case.id, move, reason=reason, by=SYSTEM, now=at)


def _wish(number: int) -> Wish:
    area = AREAS[number % len(AREAS)]
    kind = StandKind.RAW_SPACE if area > 30 else StandKind.SHELL_SCHEME  # noqa: PLR2004 - larger stands are built anew
    return Wish(kind=kind, area=area, open_sides=1 + number % 3)


def _writer(row: dict[str, str], wish: Wish, rules: Admission) -> Callable[[Application], Application]:
    def write(draft: Application) -> Application:
        return replace(
            draft, wish=wish, sector=row["sector"], exhibits=row["exhibits"], terms_version=rules.terms_version
        )

    return write

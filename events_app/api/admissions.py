"""How editions admit applications: room, quotas, limits, terms, the rule of the waiting list; for organisers alone."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Annotated, Any, Final, Self
from uuid import UUID, uuid4

from litestar import Response, get, patch
from litestar.di import NamedDependency
from litestar.params import FromPath
from pydantic import Field

from events_app.actions import admissions as actions
from events_app.api.bodies import Faults, patched, read_patch
from events_app.api.calls import Call
from events_app.api.fields import WITHOUT_NUL, Line, Model, Named, ShownText, Text, at_most
from events_app.api.operations import Operation
from events_app.domain.admissions import (
    LONGEST_GRACE_MINUTES,
    LONGEST_OFFER_DAYS,
    LONGEST_SEED,
    MOST_QUOTAS,
    POLICY_NAMES,
    Admission,
    Dimension,
    Policy,
    Quota,
)
from events_app.domain.exhibitions import Edition
from events_app.domain.messages import N_
from events_app.domain.organisations import Organisation
from events_app.domain.papers import LONGEST_PAPER_NAME, MOST_PAPERS, WantedPaper
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Noun, Right, may, require
from events_app.domain.sectors import SECTORS
from events_app.domain.support_schemes import Costs
from events_app.edge.forms import NOT_A_CHOICE
from events_app.reference.countries import all_codes
from events_app.storage import admissions, exhibitions, organisations

MOST_STANDS: Final = 10_000
LARGEST_AREA: Final = 1_000_000
MOST_PER_COMPANY: Final = 1_000
MOST_CASES: Final = 20
MOST_MINOR: Final = 10**12
LONGEST_KEY: Final = 100
NO_TERMS: Final = Text(source="en")

Stands = Annotated[int, Field(ge=0, le=MOST_STANDS)]
Area = Annotated[int, Field(ge=0, le=LARGEST_AREA, description=N_("Net area in m².").id)]
Days = Annotated[int, Field(ge=1, le=LONGEST_OFFER_DAYS)]
Amount = Annotated[int, Field(ge=0, le=MOST_MINOR)]
Key = Annotated[str, Field(max_length=LONGEST_KEY, pattern=WITHOUT_NUL)]


class QuotaLine(Model):
    """A ceiling; what is not given is no limit."""

    dimension: Dimension
    key: Key = Field(description=N_("Code of a sector, of a country or region, or name of a company in addresses.").id)
    stands: Stands | None = None
    area: Area | None = None


class PaperLine(Model):
    """A document that applicants send."""

    key: Key | None = Field(default=None, description=N_("Key of one that is there already; without one it is new.").id)
    name: Annotated[Named, at_most(LONGEST_PAPER_NAME)]
    is_required: bool = True


class CostsLine(Model):
    """What taking part is expected to cost, in minor units of one currency; what is not given is not known."""

    currency: str = Field(pattern="^([A-Z]{3})?$", examples=["USD"])
    shell_per_m2: Amount | None = None
    raw_per_m2: Amount | None = None
    building_per_m2: Amount | None = None
    registration: Amount | None = None
    freight: Amount | None = None
    travel: Amount | None = None


class AdmissionBody(Model):
    """How an edition admits. Stands or net area have to be given; lists are replaced whole."""

    stands: Stands | None = None
    area: Area | None = None
    quotas: tuple[QuotaLine, ...] = Field(default=(), max_length=MOST_QUOTAS)
    stands_per_company: Annotated[int, Field(ge=1, le=MOST_PER_COMPANY)] | None = None
    applications_per_company: int = Field(default=1, ge=1, le=MOST_CASES)
    grace_minutes: int = Field(default=0, ge=0, le=LONGEST_GRACE_MINUTES)
    offer_days: Days = 14
    completion_days: Days = 14
    policy: Policy = Policy.STRICT_ORDER
    seed: Annotated[Line, Field(max_length=LONGEST_SEED)] = Field(
        default="", description=N_("Number that a lottery is drawn with; published with the edition.").id
    )
    terms: Text = NO_TERMS
    papers: tuple[PaperLine, ...] = Field(default=(), max_length=MOST_PAPERS)
    costs: CostsLine = CostsLine(currency="")

    @classmethod
    def of(cls, found: Admission | None, companies: Mapping[UUID, Organisation]) -> Self:
        """How it admits now: what a merge patch is laid on."""
        if found is None:
            return cls()
        return cls(
            **{name: getattr(found, name) for name in PLAIN},
            quotas=tuple(_lines(found.quotas, companies)),
            terms=Text.of(found.terms) if found.terms else NO_TERMS,
            papers=tuple(
                PaperLine(key=each.key, name=Text.of(each.name), is_required=each.is_required) for each in found.papers
            ),
            costs=_costs(found.costs),
        )


class ShownPaper(Model):
    """A document that applicants send."""

    key: str
    name: ShownText
    is_required: bool


class AdmissionView(Model):
    """How an edition admits; `terms_version` rises when the conditions change."""

    exhibition: str
    stands: int | None
    area: int | None
    quotas: tuple[QuotaLine, ...]
    stands_per_company: int | None
    applications_per_company: int
    grace_minutes: int
    offer_days: int
    completion_days: int
    policy: Policy
    policy_label: str
    seed: str
    terms: ShownText | None
    terms_version: int
    papers: tuple[ShownPaper, ...]
    costs: CostsLine
    version: int


@get("/exhibitions/{slug:str}/admission")
async def get_admission(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Show how an edition admits; version 0 where it does not yet."""
    edition = await _edition(call, slug, Right.READ)
    return call.item(*await _view(call, edition, await admissions.find(edition.id)))


@patch("/exhibitions/{slug:str}/admission")
async def set_admission(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Set how an edition admits, by a merge patch."""
    edition = await _edition(call, slug, Right.EDIT)
    found = await admissions.find(edition.id)
    written = AdmissionBody.of(found, await _companies(found))
    body = patched(written, await read_patch(call.request), AdmissionBody)
    call.version(found.version if found else 0)
    fields = await _fields(body, found)
    new = replace(found, **fields) if found else Admission(edition_id=edition.id, **fields)
    saved = await actions.keep(slug, new, by=call.by, now=call.now)
    return call.changed(*await _view(call, edition, saved))


async def _edition(call: Call, slug: str, right: Right) -> Edition:
    """The edition, if the caller may see how it admits. Raises TokenMissing, NotFound or NotAllowed."""
    by = call.by
    edition = await exhibitions.get_edition(slug)
    if not may(by, Right.READ, Noun.ADMISSION, owner=edition.unit_id):
        raise NotFound
    require(by, right, Noun.ADMISSION, owner=edition.unit_id)
    return edition


async def _fields(body: AdmissionBody, found: Admission | None) -> dict[str, Any]:
    """Fields of an admission as they are written; raises InvalidFields for names of what is not there."""
    faults = Faults()
    quotas = []
    for number, line in enumerate(body.quotas):
        key = await _key(line)
        if key is None:
            faults.add(("quotas", number, "key"), NOT_A_CHOICE, value=line.key)
        else:
            quotas.append(Quota(line.dimension, key, line.stands, line.area))
    known = {each.key: each for each in (found.papers if found else ())}
    papers = []
    for number, paper in enumerate(body.papers):
        before = known.pop(paper.key, None) if paper.key else None
        if paper.key and before is None:
            faults.add(("papers", number, "key"), NOT_A_CHOICE, value=paper.key)
        name = paper.name.merged(before.name if before else None)
        papers.append(WantedPaper(before.key if before else uuid4().hex[:12], name, is_required=paper.is_required))
    faults.check()
    return {
        **{name: getattr(body, name) for name in PLAIN},
        "quotas": tuple(quotas),
        "terms": body.terms.merged(found.terms if found else None),
        "papers": tuple(papers),
        "costs": Costs(**body.costs.model_dump()),
    }


async def _key(line: QuotaLine) -> str | None:
    if line.dimension is Dimension.SECTOR:
        return line.key if line.key in SECTORS else None
    if line.dimension is Dimension.COUNTRY:
        return line.key if line.key in all_codes() else None
    try:
        return str((await organisations.get_by_slug(line.key)).id)
    except NotFound:
        return None


async def _companies(found: Admission | None) -> dict[UUID, Organisation]:
    """Companies that have a quota."""
    quotas = found.quotas if found else ()
    return await organisations.list_by_id(UUID(one.key) for one in quotas if one.dimension is Dimension.COMPANY)


def _lines(quotas: Iterable[Quota], companies: Mapping[UUID, Organisation]) -> Iterable[QuotaLine]:
    for one in quotas:
        key = companies[UUID(one.key)].slug if one.dimension is Dimension.COMPANY else one.key
        yield QuotaLine(dimension=one.dimension, key=key, stands=one.stands, area=one.area)


def _costs(costs: Costs) -> CostsLine:
    return CostsLine(**{name: getattr(costs, name) for name in CostsLine.model_fields})


async def _view(call: Call, edition: Edition, found: Admission | None) -> tuple[AdmissionView, int]:
    body = AdmissionBody.of(found, await _companies(found))
    view = AdmissionView(
        exhibition=edition.slug,
        **{name: getattr(body, name) for name in (*PLAIN, "quotas", "costs")},
        policy_label=call.say(POLICY_NAMES[body.policy]),
        terms=ShownText.in_(call.language, found.terms) if found and found.terms else None,
        terms_version=found.terms_version if found else 0,
        papers=tuple(
            ShownPaper(key=each.key, name=ShownText.in_(call.language, each.name), is_required=each.is_required)
            for each in (found.papers if found else ())
        ),
        version=found.version if found else 0,
    )
    return view, view.version


PLAIN = (
    "stands",
    "area",
    "stands_per_company",
    "applications_per_company",
    "grace_minutes",
    "offer_days",
    "completion_days",
    "policy",
    "seed",
)
OPERATIONS = (
    Operation(
        handler=get_admission,
        id="getAdmission",
        tag="applications",
        summary=N_("Show how an edition admits applications: room, quotas, limits, terms, waiting list."),
        gives=AdmissionView,
        needs_token=True,
    ),
    Operation(
        handler=set_admission,
        id="setAdmission",
        tag="applications",
        summary=N_("Set how an edition admits applications, by a merge patch."),
        gives=AdmissionView,
        reads=AdmissionBody,
        merges=True,
        needs_token=True,
        is_versioned=True,
        example={
            "stands": 40,
            "quotas": [{"dimension": "sector", "key": "industry", "stands": 12}],
            "grace_minutes": 30,
        },
    ),
)

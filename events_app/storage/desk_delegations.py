"""Members of a delegation as lists show them: by company, role, visa, what is missing and words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from events_app.domain.delegations import DueKind, Member, MemberRole
from events_app.domain.messages import P_, Message
from events_app.storage.delegations import members_of
from events_app.storage.keyset import Chosen, Place, count_rows, list_rows


class Lack(StrEnum):
    """What a member can lack."""

    PASSPORT = "passport"
    VALIDITY = "validity"
    VISA = "visa"
    CONTACT = "contact"
    LOCAL_NAME = "local_name"
    OVERDUE = "overdue"


LACK_NAMES: dict[Lack, Message] = {
    Lack.PASSPORT: P_("missing of a member", "Passport data"),
    Lack.VALIDITY: P_("missing of a member", "A passport that holds long enough"),
    Lack.VISA: P_("missing of a member", "State of the visa"),
    Lack.CONTACT: P_("missing of a member", "E-mail address and telephone"),
    Lack.LOCAL_NAME: P_("missing of a member", "Name in their own script"),
    Lack.OVERDUE: P_("missing of a member", "Something overdue"),
}
OF_PASSPORTS = frozenset({Lack.PASSPORT, Lack.VALIDITY, Lack.VISA})
"""What only they may ask who may open passports."""
SEALED = frozenset({Lack.VALIDITY, Lack.VISA})
"""What no column tells: `ids` has whom `edge.delegation_lists` found."""
LACKS: dict[Lack, str] = {
    Lack.PASSPORT: "sealed = ''",
    Lack.CONTACT: "email = '' AND phone = ''",
    Lack.LOCAL_NAME: "local_name = ''",
}


class Order(StrEnum):
    """How a list is ordered, and by which column."""

    NAME = "name"
    NEWEST = "newest"
    OLDEST = "oldest"

    @property
    def column(self) -> str:
        """What the places between its pages consist of, beside the id."""
        return "name" if self is Order.NAME else "created_on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to list of an edition; empty means no limit. `past` are the kinds of deadlines whose usual day is over.

    `ids` are the members to choose among, where what was asked for is sealed; None means all.
    """

    edition_id: UUID
    company_id: UUID | None = None
    is_without_company: bool = False
    roles: tuple[MemberRole, ...] = ()
    ids: tuple[UUID, ...] | None = None
    lacks: tuple[Lack, ...] = ()
    words: str = ""
    today: date
    past: tuple[DueKind, ...] = ()
    order: Order = Order.NAME


async def list_members(
    wanted: Wanted, *, after: Place | None = None, before: Place | None = None, limit: int = 50
) -> tuple[Member, ...]:
    """Members in the order that is wanted."""
    rows = await list_rows(
        "delegation_member",
        "*",
        _chosen(wanted),
        column=wanted.order.column,
        is_latest_first=wanted.order is Order.NEWEST,
        after=after,
        before=before,
        limit=limit,
    )
    return await members_of(rows)


async def count_members(wanted: Wanted, *, at_most: int = 2000) -> int:
    """How many members there are of these, counted up to a bound."""
    return await count_rows("delegation_member", _chosen(wanted), at_most=at_most)


def _chosen(wanted: Wanted) -> Chosen:
    chosen = Chosen().with_("edition = {}", wanted.edition_id)
    if wanted.company_id is not None:
        chosen = chosen.with_("company = {}", wanted.company_id)
    if wanted.is_without_company:
        chosen = chosen.with_("company IS NULL")
    chosen = chosen.among("role", wanted.roles)
    if wanted.ids is not None:
        chosen = chosen.with_(f"id IN ({_places(wanted.ids)})", *wanted.ids) if wanted.ids else chosen.with_("1 = 0")
    for lack in set(wanted.lacks) - SEALED:
        chosen = _overdue(chosen, wanted) if lack is Lack.OVERDUE else chosen.with_(f"({LACKS[lack]})")
    return chosen.with_words(wanted.words)


def _overdue(chosen: Chosen, wanted: Wanted) -> Chosen:
    """Members with a deadline that is over: on a day of its own, or on the usual one."""
    usual = f" OR (day IS NULL AND kind IN ({_places(wanted.past)}))" if wanted.past else ""
    found = f"SELECT member FROM member_due WHERE is_done = {{}} AND (day < {{}}{usual})"  # noqa: S608 - places alone
    return chosen.with_(f"id IN ({found})", False, wanted.today, *(kind.value for kind in wanted.past))


def _places(values: Iterable[object]) -> str:
    return ", ".join("{}" for _ in values)

"""What every action needs to know of the installation beside its arguments."""

from dataclasses import dataclass

from events_app.domain.countries import Membership


@dataclass(frozen=True, slots=True)
class Context:
    """`uid_domain` is the right side of the UIDs of calendar entries (it never changes once subscribers have them).

    `memberships` are all known memberships of countries and regions in groups.
    """

    uid_domain: str
    memberships: tuple[Membership, ...]

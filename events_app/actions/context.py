"""What every action needs to know of the installation beside its arguments."""

from dataclasses import dataclass

from events_app.domain.countries import Membership


@dataclass(frozen=True, slots=True)
class Context:
    """`uid_domain` is the right side of the UIDs of calendar entries (it never changes once subscribers have them).

    `memberships` are all known memberships of countries and regions in groups; `approval_for` names the kinds of
    editions that wait for an approval (see `domain.approvals`), `publish_languages` the languages in which an edition
    must be complete before it is published.
    """

    uid_domain: str
    memberships: tuple[Membership, ...]
    approval_for: frozenset[str] = frozenset()
    publish_languages: tuple[str, ...] = ()

"""Addresses of the web that become links on our pages: a website, and where one takes part online."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from events_app.domain.messages import N_, P_, Message
from events_app.domain.refusals import InvalidValue

LONGEST_ONLINE: Final = 500
"""Characters of an online address: calendar programs cut longer ones."""
_ONLINE: Final = re.compile(
    r"https://(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]"
    r"(?::[0-9]{1,5})?(?:[/?#][!#-;=?-\[\]_a-z~]*)?",
    re.ASCII | re.IGNORECASE,
)
"""A host of several labels, no name or password before it, and the signs that addresses may have (RFC 3986)."""


class OnlineKind(StrEnum):
    """How one takes part from elsewhere."""

    MEETING = "meeting"
    STREAM = "stream"
    AUDIO = "audio"


ONLINE_NAMES: dict[OnlineKind, Message] = {
    OnlineKind.MEETING: P_("way of taking part online", "Join online"),
    OnlineKind.STREAM: P_("way of taking part online", "Watch online"),
    OnlineKind.AUDIO: P_("way of taking part online", "Listen online"),
}
"""What the link is called."""


class AddressNotAllowed(InvalidValue):
    """A website whose address is not one of the web: it would become a link on our pages."""

    message = N_("A website begins with https:// or http://.")


class OnlineNotAllowed(InvalidValue):
    """An online address that is not a safe one of the web."""

    message = N_("An online address begins with https:// and the full name of a server, without a password or blanks.")


class OnlineTooLong(InvalidValue):
    """An online address that calendar programs would cut."""

    message = N_("An online address has at most %(most)s characters.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Online:
    """Where everybody may take part online. `is_only`: nobody meets anywhere else; else it is beside the venue."""

    address: str
    kind: OnlineKind = OnlineKind.MEETING
    is_only: bool = False

    def __post_init__(self) -> None:
        """Raise OnlineTooLong or OnlineNotAllowed."""
        if len(self.address) > LONGEST_ONLINE:
            raise OnlineTooLong(most=LONGEST_ONLINE)
        if not _ONLINE.fullmatch(self.address):
            raise OnlineNotAllowed

    @property
    def name(self) -> Message:
        """What the link is called."""
        return ONLINE_NAMES[self.kind]

    @property
    def host(self) -> str:
        """The server, so that readers see where they would go."""
        return self.address.removeprefix("https://").partition("/")[0].partition("?")[0].partition("#")[0]


def check_website(address: str) -> None:
    """Raise AddressNotAllowed unless the address is empty or one of the web."""
    if address and not address.startswith(("https://", "http://")):
        raise AddressNotAllowed

"""Which addresses may be asked at all: public ones of the web, whatever their names turn out to mean.

A name is resolved once, every address it has is checked, and one of the checked ones is what is connected to: a name
that means something else a moment later (DNS rebinding) changes nothing.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

import httpx

from events_app.fetching.refusals import AddressMalformed, AddressRefused, NameUnknown

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Resolver = Callable[[str, int], Awaitable[Iterable[str]]]
"""Gives all addresses of a name; raises OSError for a name that has none."""

LONGEST_URL = 2000
WEB_PORTS = frozenset({80, 443})
LAST_PORT = 65_535
FIRST_FREE_PORT = 1024
"""Below it, other services than the web have their fixed ports."""

# The IANA registries of special-purpose addresses (RFC 6890), written out: what Python counts as global differs between
# its versions. The last two are a relay that is given up (RFC 7526), and a public address that clouds answer inside.
_REFUSED_V4: tuple[IPv4Network, ...] = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "192.88.99.0/24",
        "168.63.129.16/32",
    )
)
# Global unicast and nothing else: mapped, translated (NAT64), unique local, link-local and multicast lie outside.
_UNICAST_V6 = IPv6Network("2000::/3")
# Teredo, benchmarking, ORCHID (all in 2001::/23), documentation and 6to4 carry other addresses or lead nowhere.
_REFUSED_V6: tuple[IPv6Network, ...] = tuple(
    IPv6Network(network) for network in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
)
_ISATAP = frozenset({0x0000_5EFE, 0x0200_5EFE})
"""Upper half of interface identifiers that carry an IPv4 address (RFC 5214, section 6.1)."""


def is_public(address: Address) -> bool:
    """Whether an address is one of the public internet, and carries no other address inside."""
    if isinstance(address, IPv4Address):
        return address.is_global and not any(address in network for network in _REFUSED_V4)
    is_isatap = (int(address) >> 32) & 0xFFFF_FFFF in _ISATAP
    return (
        address in _UNICAST_V6
        and address.is_global
        and address.scope_id is None
        and not is_isatap
        and not any(address in network for network in _REFUSED_V6)
    )


def web_address(url: str) -> httpx.URL:
    """The address as it will be asked. Raises AddressMalformed.

    The one parser is that of the client that asks: what is checked is what is asked.
    """
    if len(url) > LONGEST_URL or not url.isprintable() or any(sign in url for sign in " \\"):
        raise AddressMalformed
    try:
        parsed = httpx.URL(url)
        host = parsed.raw_host.decode("ascii")
    except (httpx.InvalidURL, ValueError):
        raise AddressMalformed from None
    is_whole = parsed.scheme in {"http", "https"} and bool(host) and "%" not in host
    is_whole = is_whole and (parsed.port is None or 0 < parsed.port <= LAST_PORT)
    if not is_whole or parsed.userinfo or "@" in parsed.netloc.decode("ascii"):
        raise AddressMalformed
    return parsed.copy_with(fragment=None)


async def resolve(host: str, port: int) -> list[str]:
    """All addresses of a name, as the machine knows them."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(info[4][0]) for info in found))


async def checked_addresses(url: httpx.URL, *, allow: tuple[Network, ...], resolver: Resolver) -> tuple[Address, ...]:
    """What the address's name means, all of it allowed. Raises AddressRefused or NameUnknown.

    `allow` names networks that may be asked beside the public ones, at any port.
    """
    port = url.port or (443 if url.scheme == "https" else 80)
    host = url.raw_host.decode("ascii")
    try:
        addresses = tuple(ip_address(found) for found in await resolver(host, port))
    except (OSError, UnicodeError, ValueError):
        raise NameUnknown from None
    if not addresses:
        raise NameUnknown
    is_web_port = port in WEB_PORTS or port >= FIRST_FREE_PORT
    for address in addresses:
        if not _is_in(address, allow) and not (is_web_port and is_public(address)):
            raise AddressRefused
    return addresses


def networks(names: Iterable[str]) -> tuple[Network, ...]:
    """Networks as settings write them. Raises ValueError."""
    return tuple(ip_network(name) for name in names)


def _is_in(address: Address, allow: tuple[Network, ...]) -> bool:
    return any(address.version == network.version and address in network for network in allow)

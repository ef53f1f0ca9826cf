"""Which addresses are public, in every way to write them that is known to fool somebody."""

from ipaddress import ip_address

import pytest

from events_app.fetching.addresses import checked_addresses, is_public, networks, resolve, web_address
from events_app.fetching.refusals import AddressMalformed, AddressRefused, NameUnknown

PUBLIC = ["93.184.215.14", "1.1.1.1", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "2a00:1450:4001:829::200e"]
NOT_PUBLIC = [
    "0.0.0.0",  # noqa: S104 - an address to refuse
    "10.0.0.1",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.7",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::808:808",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:0:7f00:1::1",
    "2001:2::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "2002:808:808::1",
    "2a00:1450::5efe:7f00:1",
    "2a00:1450::200:5efe:a00:1",
    "3fff::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_all_others_are_not(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "0",
        "localhost",
        "LOCALHOST.",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[0:0:0:0:0:ffff:7f00:1]",
        "①②⑦.⓪.⓪.①",
        "127。0。0。1",
    ],
)
async def test_every_way_to_write_this_machine_is_refused(host: str) -> None:
    with pytest.raises((AddressRefused, AddressMalformed, NameUnknown)):
        await checked_addresses(web_address(f"http://{host}/"), allow=(), resolver=resolve)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "fair.example/calendar.ics",
        "//fair.example/",
        "ftp://fair.example/",
        "file:///etc/passwd",
        "gopher://fair.example/",
        "webcal://fair.example/",
        "http://",
        "http:///path",
        "http://user:secret@fair.example/",
        "http://fair.example@127.0.0.1/",
        "http://fair.example\\@127.0.0.1/",
        "http://fair.example:99999/",
        "http://fair.example:port/",
        "http://[fe80::1%25eth0]/",
        "http://[::1/",
        "http://fair.example/\r\nHost: other.example",
        "http://fair.example/ a",
        "http://fair%00.example/",
        f"http://fair.example/{'a' * 2000}",
    ],
)
def test_what_is_no_plain_address_of_the_web_is_malformed(url: str) -> None:
    with pytest.raises(AddressMalformed):
        web_address(url)


def test_an_address_is_taken_as_it_is_without_its_fragment() -> None:
    assert str(web_address("https://Bücher.example:8443/a%2Fb?c=d#e")) == "https://xn--bcher-kva.example:8443/a%2Fb?c=d"


async def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    async def both(host: str, port: int) -> list[str]:
        return ["93.184.215.14", "10.0.0.1"]

    with pytest.raises(AddressRefused):
        await checked_addresses(web_address("https://fair.example/"), allow=(), resolver=both)


@pytest.mark.parametrize(("port", "is_taken"), [(80, True), (443, True), (8443, True), (22, False), (25, False)])
async def test_ports_of_other_services_are_refused(port: int, is_taken: bool) -> None:  # noqa: FBT001 - a column
    async def public(host: str, port: int) -> list[str]:
        return ["93.184.215.14"]

    try:
        found = await checked_addresses(web_address(f"http://fair.example:{port}/"), allow=(), resolver=public)
    except AddressRefused:
        found = ()

    assert found == ((ip_address("93.184.215.14"),) if is_taken else ())


@pytest.mark.parametrize("answer", [[], ["nonsense"]])
async def test_a_name_without_an_address_is_unknown(answer: list[str]) -> None:
    async def resolver(host: str, port: int) -> list[str]:
        return answer

    with pytest.raises(NameUnknown):
        await checked_addresses(web_address("http://fair.example/"), allow=(), resolver=resolver)


async def test_networks_can_be_allowed_one_by_one() -> None:
    allow = networks(["127.0.0.0/8"])

    assert await checked_addresses(web_address("http://127.0.0.1:25/"), allow=allow, resolver=resolve) == (
        ip_address("127.0.0.1"),
    )
    with pytest.raises(AddressRefused):
        await checked_addresses(web_address("http://[::1]/"), allow=allow, resolver=resolve)

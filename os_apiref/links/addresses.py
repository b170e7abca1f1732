# SPDX-License-Identifier: Apache-2.0
"""Which addresses may be asked: the public ones, and those that the user allows."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# The IANA registries of special-purpose addresses (RFC 6890), and multicast. A table of our own,
# because what `ipaddress` calls global changed between patch releases of Python.
REFUSED = (
    (ip_network("169.254.169.254/32"), "a cloud's metadata service"),
    (ip_network("fd00:ec2::254/128"), "a cloud's metadata service"),
    (ip_network("0.0.0.0/8"), "unspecified"),
    (ip_network("10.0.0.0/8"), "private"),
    (ip_network("100.64.0.0/10"), "shared by a provider's customers"),
    (ip_network("127.0.0.0/8"), "loopback"),
    (ip_network("169.254.0.0/16"), "link-local"),
    (ip_network("172.16.0.0/12"), "private"),
    (ip_network("192.0.0.0/24"), "reserved"),
    (ip_network("192.0.2.0/24"), "for documentation only"),
    (ip_network("192.88.99.0/24"), "reserved"),
    (ip_network("192.168.0.0/16"), "private"),
    (ip_network("198.18.0.0/15"), "for benchmarks only"),
    (ip_network("198.51.100.0/24"), "for documentation only"),
    (ip_network("203.0.113.0/24"), "for documentation only"),
    (ip_network("224.0.0.0/4"), "multicast"),
    (ip_network("240.0.0.0/4"), "reserved"),
    (ip_network("::/128"), "unspecified"),
    (ip_network("::1/128"), "loopback"),
    (ip_network("64:ff9b:1::/48"), "a private translation"),
    (ip_network("100::/64"), "discarded"),
    (ip_network("2001::/23"), "reserved"),
    (ip_network("2001:db8::/32"), "for documentation only"),
    (ip_network("3fff::/20"), "for documentation only"),
    (ip_network("5f00::/16"), "reserved"),
    (ip_network("fc00::/7"), "private"),
    (ip_network("fe80::/10"), "link-local"),
    (ip_network("fec0::/10"), "private"),
    (ip_network("ff00::/8"), "multicast"),
)

IPV4_COMPATIBLE = ip_network("::/96")
TRANSLATED = ip_network("64:ff9b::/96")  # RFC 6052
ISATAP = (0x00005EFE, 0x02005EFE)  # RFC 5214: the third word of four


def refusal(text: str, allowed: Collection[Network]) -> str:
    """Return why an address may not be asked, '' where it may.

    ``text`` is an address as the resolver gives it. An IPv6 address that leads
    to an IPv4 one is judged by both.
    """
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return f"{text} is no address"
    if _is_within(address, allowed):
        return ""
    embedded = tuple(_embedded(address)) if isinstance(address, IPv6Address) else ()
    for inner in embedded:
        if not _is_within(inner, allowed) and (kind := _kind_of(inner)):
            return f"{address} leads to {inner}, which is {kind}"
    if embedded and _is_only_a_wrapping(address):
        return ""
    kind = _kind_of(address)
    return f"{address} is {kind}" if kind else ""


def _is_within(address: Address, networks: Collection[Network]) -> bool:
    return any(address in network for network in networks)


def _kind_of(address: Address) -> str:
    return next((kind for network, kind in REFUSED if address in network), "")


def _embedded(address: IPv6Address) -> Iterator[IPv4Address]:
    """Yield the IPv4 addresses that a packet to an IPv6 address may end at."""
    number = int(address)
    if address.ipv4_mapped:
        yield address.ipv4_mapped
    if address.sixtofour:
        yield address.sixtofour
    if address.teredo:
        yield from address.teredo
    if address in TRANSLATED or (address in IPV4_COMPATIBLE and number > 1):
        yield IPv4Address(number & 0xFFFFFFFF)
    if (number >> 32) & 0xFFFFFFFF in ISATAP:
        yield IPv4Address(number & 0xFFFFFFFF)


def _is_only_a_wrapping(address: Address) -> bool:
    """Whether nothing but the IPv4 address within matters."""
    return isinstance(address, IPv6Address) and (
        address.ipv4_mapped is not None or address in TRANSLATED
    )

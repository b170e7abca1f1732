# SPDX-License-Identifier: Apache-2.0
"""Which addresses may be asked."""

from __future__ import annotations

from ipaddress import ip_network

import pytest

from os_apiref.links.addresses import refusal

PUBLIC = [
    "1.1.1.1",
    "8.8.8.8",
    "100.63.255.255",
    "100.128.0.0",
    "172.15.255.255",
    "172.32.0.1",
    "192.167.1.1",
    "223.255.255.255",
    "2606:4700:4700::1111",
    "2001:4860:4860::8888",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
    "2002:808:808::1",
]

REFUSED = {
    "0.0.0.0": "unspecified",
    "0.1.2.3": "unspecified",
    "10.0.0.1": "private",
    "100.64.0.1": "shared",
    "127.0.0.1": "loopback",
    "127.255.255.254": "loopback",
    "169.254.0.1": "link-local",
    "169.254.169.254": "metadata",
    "172.16.0.1": "private",
    "172.31.255.255": "private",
    "192.0.0.170": "reserved",
    "192.0.2.1": "documentation",
    "192.168.1.1": "private",
    "198.18.0.1": "benchmarks",
    "203.0.113.9": "documentation",
    "224.0.0.1": "multicast",
    "240.0.0.1": "reserved",
    "255.255.255.255": "reserved",
    "::": "unspecified",
    "::1": "loopback",
    "fd00:ec2::254": "metadata",
    "fd12:3456::1": "private",
    "fe80::1": "link-local",
    "fe80::1%eth0": "link-local",
    "fec0::1": "private",
    "ff02::1": "multicast",
    "100::1": "discarded",
    "2001:db8::1": "documentation",
    "3fff::1": "documentation",
    "64:ff9b:1::1": "private",
    # An IPv4 address within an IPv6 one.
    "::ffff:127.0.0.1": "127.0.0.1, which is loopback",
    "::ffff:a9fe:a9fe": "169.254.169.254, which is a cloud's metadata service",
    "::127.0.0.1": "127.0.0.1, which is loopback",
    "64:ff9b::a00:1": "10.0.0.1, which is private",
    "2002:7f00:1::": "127.0.0.1, which is loopback",
    "2002:a9fe:a9fe::1": "169.254.169.254",
    "2001:0:a9fe:a9fe::": "169.254.169.254",
    "2606:4700::5efe:a00:1": "10.0.0.1, which is private",
    "no address": "no address",
    "": "no address",
}


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_may_be_asked(address: str) -> None:
    assert refusal(address, ()) == ""


@pytest.mark.parametrize(("address", "why"), REFUSED.items())
def test_any_other_address_is_refused_with_its_reason(address: str, why: str) -> None:
    assert why in refusal(address, ())


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("127.0.0.1", "127.0.0.0/8"),
        ("10.1.2.3", "10.1.2.3/32"),
        ("169.254.169.254", "169.254.0.0/16"),
        ("::1", "::1/128"),
        ("::ffff:127.0.0.1", "127.0.0.0/8"),
        ("fd00::5", "fd00::/8"),
    ],
)
def test_an_allowed_network_may_be_asked(address: str, allowed: str) -> None:
    assert refusal(address, (ip_network(allowed),)) == ""


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("10.1.2.4", "10.1.2.3/32"),
        ("::1", "127.0.0.0/8"),
        ("2002:a00:1::1", "192.168.0.0/16"),
        ("::ffff:10.0.0.1", "127.0.0.0/8"),
    ],
)
def test_an_allowed_network_opens_no_other(address: str, allowed: str) -> None:
    assert refusal(address, (ip_network(allowed),))

# SPDX-License-Identifier: Apache-2.0
"""Where the client connects, whatever names and redirects say."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from dataclasses import replace

import pytest
from hostile import SETTINGS, HostileWeb, redirect

from os_apiref.links.answer import Answer, Failure
from os_apiref.links.client import Client
from os_apiref.links.settings import Settings

STRICT = replace(SETTINGS, allowed_networks=())


def fetch(
    url: str, lookup: Callable[[str], list[str]], settings: Settings = SETTINGS
) -> tuple[Answer, int]:
    """The answer to a URL, in which PORT is that of a good server, and what that was asked."""

    async def ask() -> tuple[Answer, int]:
        async with HostileWeb("ok") as web, Client(settings, lookup=lookup) as client:
            port = web.url("ok").rstrip("/").rpartition(":")[2]
            found = await client.fetch(url.replace("PORT", port), None)
            return found, len(web.requests["ok"])

    return asyncio.run(ask())


def to(*addresses: str) -> Callable[[str], list[str]]:
    return lambda host: list(addresses)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "2130706433",
        "0x7f.1",
        "0177.0.0.1",
        "127.1",
        "localhost",
        "LOCALHOST.",
        "[::ffff:127.0.0.1]",
        "[::1]",
        "0.0.0.0",
        "\uff11\uff12\uff17.0.0.1",
    ],
)
def test_this_machine_is_not_asked_under_any_of_its_names(host: str) -> None:
    found, asked = fetch(f"http://{host}:PORT/", to("127.0.0.1"), STRICT)
    assert (found.failure, found.requests, asked) == (Failure.REFUSED_ADDRESS, 0, 0)


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f.1", "localhost", "a.test"])
def test_an_allowed_network_is_asked_under_all_of_its_names(host: str) -> None:
    assert fetch(f"http://{host}:PORT/", to("127.0.0.1"))[0].status == 200


def test_a_name_with_a_private_address_is_not_asked() -> None:
    found, _ = fetch("http://a.test/", to("10.0.0.1"))
    assert (found.failure, found.requests) == (Failure.REFUSED_ADDRESS, 0)
    assert found.detail == "10.0.0.1 is private"


def test_of_several_addresses_only_the_allowed_ones_are_asked() -> None:
    found, _ = fetch("http://a.test:PORT/", to("10.0.0.1", "127.0.0.1", "169.254.169.254"))
    assert found.status == 200


def test_the_next_address_is_asked_where_one_takes_no_connection() -> None:
    found, _ = fetch("http://a.test:PORT/", to("::1", "127.0.0.1"))
    assert found.status == 200


def test_a_name_is_looked_up_once_so_that_it_cannot_change_its_mind() -> None:
    looked_up: list[str] = []

    def rebind(host: str) -> list[str]:
        looked_up.append(host)
        return ["127.0.0.1"] if len(looked_up) == 1 else ["10.0.0.1"]

    async def ask() -> list[int | None]:
        async with HostileWeb("ok") as web, Client(SETTINGS, lookup=rebind) as client:
            url = web.url("ok", host="a.test")
            return [(await client.fetch(url, None)).status for _ in range(3)]

    assert asyncio.run(ask()) == [200, 200, 200]
    assert looked_up == ["a.test"]


def test_a_redirect_to_a_name_with_a_private_address_is_not_followed() -> None:
    def lookup(host: str) -> list[str]:
        return ["127.0.0.1"] if host == "a.test" else ["192.168.0.1"]

    async def ask() -> Answer:
        async with HostileWeb("ok") as web, Client(SETTINGS, lookup=lookup) as client:
            await web.add("site", redirect(b"http://b.test/"))
            return await client.fetch(web.url("site", host="a.test"), None)

    found = asyncio.run(ask())
    assert (found.status, found.failure) == (302, Failure.REFUSED_ADDRESS)
    assert found.final_url == "http://b.test/"


def test_a_name_without_address_says_so() -> None:
    def lookup(host: str) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    found, _ = fetch("http://nowhere.test/", lookup)
    assert (found.failure, found.detail) == (Failure.UNRESOLVED, "Name or service not known")


def test_a_name_server_that_is_busy_is_asked_again() -> None:
    tries: list[str] = []

    def lookup(host: str) -> list[str]:
        tries.append(host)
        if len(tries) == 1:
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return ["127.0.0.1"]

    assert fetch("http://a.test:PORT/", lookup)[0].status == 200


def test_a_host_where_nobody_listens_refuses() -> None:
    async def ask() -> Answer:
        async with HostileWeb("ok") as web, Client(SETTINGS) as client:
            return await client.fetch(web.closed, None)

    assert asyncio.run(ask()).failure is Failure.REFUSED


@pytest.mark.parametrize(
    ("url", "failure"),
    [
        ("no url", Failure.MALFORMED_URL),
        ("http://", Failure.MALFORMED_URL),
        ("http://[", Failure.MALFORMED_URL),
        ("ftp://example.org/", Failure.UNSUPPORTED_SCHEME),
        ("javascript:alert(1)", Failure.UNSUPPORTED_SCHEME),
    ],
)
def test_what_is_no_http_url_is_not_asked(url: str, failure: Failure) -> None:
    found, _ = fetch(url, to("127.0.0.1"))
    assert (found.status, found.failure, found.requests) == (None, failure, 0)


def test_no_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://10.0.0.1:3128")
    assert fetch("http://a.test:PORT/", to("127.0.0.1"))[0].status == 200


def test_a_certificate_that_nobody_trusts_is_taken_where_asked_for() -> None:
    async def ask() -> Answer:
        settings = replace(SETTINGS, verify_tls=False)
        async with HostileWeb("tls-self-signed") as web, Client(settings) as client:
            return await client.fetch(web.url("tls-self-signed"), None)

    assert asyncio.run(ask()).status == 200

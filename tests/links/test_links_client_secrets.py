# SPDX-License-Identifier: Apache-2.0
"""Names, passwords, headers and cookies: who gets to see them, and who does not."""

from __future__ import annotations

import asyncio
import base64
import re
from collections.abc import Sequence
from dataclasses import replace

from hostile import SETTINGS, Exchange, HostileWeb, Request, Serve, answer

from os_apiref.links.answer import Answer
from os_apiref.links.client import Client
from os_apiref.links.settings import Settings

ANY = re.compile(".*")
WITH_PASSWORD = replace(SETTINGS, credentials=((ANY, ("me", "secret")),))
WITH_HEADER = replace(SETTINGS, headers=((ANY, (("X-Token", "secret"),)),))


def basic(text: str) -> str:
    return "Basic " + base64.b64encode(text.encode()).decode()


def leading(**targets: str) -> Serve:
    """Lead from each path to a URL, which may hold PORT for this server's own."""

    async def serve(exchange: Exchange) -> None:
        target = targets.get(exchange.request.target.strip("/") or "start")
        if target is None:
            await exchange.send(answer(b"the end"))
            return
        port = exchange.writer.get_extra_info("sockname")[1]
        location = target.replace("PORT", str(port)).encode()
        cookie = b"Set-Cookie: seen=1; Path=/\r\n"
        await exchange.send(answer(b"", "302 Found", b"Location: %s\r\n%s" % (location, cookie)))

    return serve


def visit(
    serve: Serve, settings: Settings, start: str = "http://a.test:PORT/"
) -> tuple[Answer, Sequence[Request]]:
    """The answer to one URL, and what was asked on the way; every name is loopback."""

    async def ask() -> tuple[Answer, Sequence[Request]]:
        async with HostileWeb("ok") as web:
            url = await web.add("site", serve)
            port = url.rstrip("/").rpartition(":")[2]
            async with Client(settings, lookup=lambda host: ["127.0.0.1"]) as client:
                return await client.fetch(start.replace("PORT", port), None), web.requests["site"]

    return asyncio.run(ask())


def test_a_password_is_sent_to_the_host_of_the_link() -> None:
    _, requests = visit(leading(), WITH_PASSWORD)
    assert [one.headers["authorization"] for one in requests] == [basic("me:secret")]


def test_a_password_stays_along_redirects_of_its_host() -> None:
    _, requests = visit(leading(start="/next"), WITH_PASSWORD)
    assert [one.headers.get("authorization") for one in requests] == [basic("me:secret")] * 2


def test_a_password_is_not_carried_to_another_host() -> None:
    _, requests = visit(leading(start="http://b.test:PORT/next"), WITH_PASSWORD)
    assert [one.headers.get("authorization") for one in requests] == [basic("me:secret"), None]


def test_a_header_is_not_carried_to_another_host() -> None:
    _, requests = visit(leading(start="http://b.test:PORT/next"), WITH_HEADER)
    assert [one.headers.get("x-token") for one in requests] == ["secret", None]


def test_a_password_is_not_carried_to_a_name_that_only_ends_alike() -> None:
    _, requests = visit(leading(start="http://xa.test:PORT/next"), WITH_PASSWORD)
    assert requests[1].headers.get("authorization") is None


def test_a_password_in_a_url_is_sent_and_not_told() -> None:
    result, requests = visit(leading(start="/next"), SETTINGS, "http://you:p%40ss@a.test:PORT/")
    assert [one.headers.get("authorization") for one in requests] == [basic("you:p@ss")] * 2
    assert "p%40ss" not in repr(result.hops)


def test_a_password_in_a_url_is_not_carried_to_another_host() -> None:
    _, requests = visit(
        leading(start="http://b.test:PORT/next"), SETTINGS, "http://you:pass@a.test:PORT/"
    )
    assert requests[1].headers.get("authorization") is None


def test_a_password_in_a_location_is_for_that_host_only() -> None:
    serve = leading(start="http://me:pw@b.test:PORT/next", next="http://a.test:PORT/last")
    result, requests = visit(serve, SETTINGS)
    sent = [one.headers.get("authorization") for one in requests]
    assert sent == [None, basic("me:pw"), None]
    assert "pw" not in repr(result.hops)


def test_a_link_that_no_pattern_matches_gets_no_header() -> None:
    elsewhere = replace(SETTINGS, headers=((re.compile("http://b"), (("X-Token", "secret"),)),))
    _, requests = visit(leading(start="http://b.test:PORT/next"), elsewhere)
    assert [one.headers.get("x-token") for one in requests] == [None, None]


def test_a_header_cannot_smuggle_another() -> None:
    split = replace(SETTINGS, headers=((ANY, (("X-Token", "a\r\nX-Other: b"),)),))
    _, requests = visit(leading(), split)
    assert "x-other" not in requests[0].headers


def test_cookies_are_kept_along_a_chain() -> None:
    _, requests = visit(leading(start="/next", next="/last"), SETTINGS)
    assert [one.headers.get("cookie") for one in requests] == [None, "seen=1", "seen=1"]


def test_cookies_are_not_carried_to_another_host() -> None:
    _, requests = visit(leading(start="http://b.test:PORT/next"), SETTINGS)
    assert [one.headers.get("cookie") for one in requests] == [None, None]


def test_cookies_are_not_carried_to_another_link() -> None:
    async def ask() -> Sequence[Request]:
        async with HostileWeb("cookie-wall") as web, Client(SETTINGS) as client:
            await client.fetch(web.url("cookie-wall"), None)
            await client.fetch(web.url("cookie-wall"), None)
            return web.requests["cookie-wall"]

    sent = [one.headers.get("cookie") for one in asyncio.run(ask())]
    assert sent == [None, "seen=1", None, "seen=1"]


def test_a_redirect_from_https_to_http_takes_no_password_along() -> None:
    async def ask() -> Sequence[Request]:
        async with HostileWeb("ok") as web:
            plain = await web.add("plain", leading())

            async def serve(exchange: Exchange) -> None:
                location = b"Location: %s\r\n" % plain.encode()
                await exchange.send(answer(b"", "302 Found", location))

            url = await web.add_secure("secure", serve)
            settings = replace(web.settings, credentials=((ANY, ("me", "secret")),))
            async with Client(settings) as client:
                await client.fetch(url, None)
            return [*web.requests["secure"], *web.requests["plain"]]

    sent = [one.headers.get("authorization") for one in asyncio.run(ask())]
    assert sent == [basic("me:secret"), None]


def test_what_is_asked_looks_like_this() -> None:
    _, requests = visit(leading(), replace(SETTINGS, user_agent="checker"))
    headers = requests[0].headers
    assert headers["user-agent"] == "checker"
    assert headers["accept-encoding"] == "gzip, deflate"
    assert headers["host"].startswith("a.test:")

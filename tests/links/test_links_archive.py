# SPDX-License-Identifier: Apache-2.0
"""Archived copies, asked of an archive on loopback."""

from __future__ import annotations

import asyncio

from hostile import SETTINGS, Exchange, HostileWeb, answer

from os_apiref.links.archive import find_copies

COPY = b"/web/20240102030405/https://example.org/gone"


async def serve(exchange: Exchange) -> None:
    """Have a copy of one page, and none of another."""
    if exchange.request.target == "/web/https://example.org/gone":
        await exchange.send(answer(b"", "302 Found", b"Location: %s\r\n" % COPY))
    elif exchange.request.target.encode() == COPY:
        await exchange.send(answer(b"the page as it was"))
    else:
        await exchange.send(answer(b"no copy", "404 Not Found"))


def test_a_copy_is_what_the_archive_leads_to() -> None:
    async def ask() -> tuple[str, dict[str, str]]:
        async with HostileWeb("ok") as web:
            url = await web.add("archive", serve)
            addresses = ("https://example.org/gone", "https://example.org/never")
            copies = await asyncio.to_thread(find_copies, addresses, SETTINGS, f"{url}web/")
            return url, dict(copies)

    url, copies = asyncio.run(ask())
    assert copies == {"https://example.org/gone": f"{url}{COPY.decode()[1:]}"}

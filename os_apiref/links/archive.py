# SPDX-License-Identifier: Apache-2.0
"""Archived copies of what is dead."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Collection, Mapping

from os_apiref.links.client import Client
from os_apiref.links.settings import Settings

ARCHIVE = "https://web.archive.org/web/"
"""Followed by a URL, this leads to its latest copy in the Internet Archive, if there is one."""

_COPY = re.compile(r"/web/\d{4,14}[a-z_]*/")


def find_copies(
    addresses: Collection[str], settings: Settings, archive: str = ARCHIVE
) -> Mapping[str, str]:
    """Return the URL of the latest copy of each address that the archive has."""
    return asyncio.run(_find_copies(addresses, settings, archive))


async def _find_copies(
    addresses: Collection[str], settings: Settings, archive: str
) -> dict[str, str]:
    copies: dict[str, str] = {}
    async with Client(settings) as client:

        async def ask(address: str) -> None:
            answer = await client.fetch(f"{archive}{address}", None)
            if answer.status == 200 and not answer.failure and _COPY.search(answer.final_url):
                copies[address] = answer.final_url

        async with asyncio.TaskGroup() as tasks:
            for address in addresses:
                tasks.create_task(ask(address))
    return copies

# SPDX-License-Identifier: Apache-2.0
"""What the client makes of every behaviour of a hostile web, asked all at once."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

import pytest
from hostile import BEHAVIOURS, HostileWeb, Request

from os_apiref.links.answer import Answer
from os_apiref.links.client import Client


@dataclass(frozen=True)
class Visit:
    """All behaviours asked in one run."""

    answers: dict[str, Answer]
    requests: dict[str, list[Request]]
    seconds: float


@pytest.fixture(scope="module")
def visit() -> Visit:
    async def ask() -> Visit:
        # Web and client share one event loop: all at once would keep each other waiting.
        few = asyncio.Semaphore(30)

        async def fetch(client: Client, url: str, wanted: tuple[str, ...] | None) -> Answer:
            async with few:
                return await client.fetch(url, wanted)

        async with HostileWeb() as web, Client(web.settings) as client:
            start = time.monotonic()
            answers = await asyncio.gather(
                *(fetch(client, web.url(name), one.wanted) for name, one in BEHAVIOURS.items())
            )
            seconds = time.monotonic() - start
            return Visit(dict(zip(BEHAVIOURS, answers, strict=True)), web.requests, seconds)

    return asyncio.run(ask())


@pytest.mark.parametrize("name", BEHAVIOURS)
def test_each_behaviour_has_one_answer(visit: Visit, name: str) -> None:
    answer, expected = visit.answers[name], BEHAVIOURS[name]
    assert (answer.status, answer.failure) == (expected.status, expected.failure), answer.detail


def test_no_behaviour_holds_the_client_up(visit: Visit) -> None:
    assert visit.seconds < 10

# SPDX-License-Identifier: Apache-2.0
"""Asks for addresses: each in its host's turn, along its redirects, again where that may help."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Collection
from dataclasses import replace
from types import TracebackType
from typing import Self

from os_apiref.links.answer import Answer, Failure
from os_apiref.links.attempt import Attempt, Means, Reply, Spent
from os_apiref.links.chain import Chain
from os_apiref.links.connections import Connections, Lookup, look_up
from os_apiref.links.fragments import matches
from os_apiref.links.hostqueue import HostQueues, Onlooker
from os_apiref.links.retry import Tries
from os_apiref.links.settings import Settings
from os_apiref.links.urls import UrlError, read_url


class Client:
    """Asks hosts, for as long as it is entered; its answers are facts and not verdicts."""

    def __init__(
        self, settings: Settings, onlooker: Onlooker | None = None, lookup: Lookup = look_up
    ) -> None:
        self._settings = settings
        self._means = Means(
            settings, Connections(settings, lookup), HostQueues(settings, onlooker or Onlooker())
        )
        self._chance = random.Random(settings.seed)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._means.connections.close()

    async def fetch(
        self, address: str, wanted: Collection[str] | None, known: Answer | None = None
    ) -> Answer:
        """Return the end of the chain that starts at an address.

        ``wanted`` are fragments as URLs write them; None reads no more of a page
        than its head. ``known`` is a remembered answer: where the server says
        that nothing has changed, it is returned with the time of now.
        """
        try:
            first = read_url(address)
        except UrlError as error:
            return Answer(address, None, error.failure, error.detail, when=time.time())
        tries = Tries(self._settings, self._chance)
        known = _usable(known, wanted)
        spent = Spent()
        while True:
            chain = Chain(address, first, self._settings)
            attempt = Attempt(self._means, chain, wanted, known, spent)
            reply = await attempt.run()
            answer = attempt.answer(address, reply)
            pause = _pause(tries, reply, answer)
            if pause is None:
                return _final(reply, answer)
            await asyncio.sleep(pause)


def _usable(known: Answer | None, wanted: Collection[str] | None) -> Answer | None:
    """Return a remembered answer if "not modified" would tell all that is wanted."""
    if known is None or known.status != 200 or known.failure or not known.url:
        return None
    if not (known.etag or known.last_modified):
        return None
    tells = known.has_all_ids or all(matches(one, known.ids) for one in wanted or ())
    return known if tells else None


def _pause(tries: Tries, reply: Reply, answer: Answer) -> float | None:
    """Return the seconds before the next attempt, None where there is none."""
    if not reply.is_refusal:
        return tries.pause_before_next(answer)
    if not reply.is_open:
        return None
    if reply.status == 429:
        return 0.0 if tries.may_ask_again() else None  # the host's queue waits
    return None if tries.pause_before_next(answer) is None else 0.0


def _final(reply: Reply, answer: Answer) -> Answer:
    if reply.is_refusal and (reply.status == 429 or not reply.is_open):
        return replace(answer, failure=Failure.RATE_LIMITED)
    return answer

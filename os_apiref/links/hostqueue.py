# SPDX-License-Identifier: Apache-2.0
"""The queue before each host: a few workers, a pace, pauses that the host asked for."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from os_apiref.links.pace import Pace
from os_apiref.links.settings import Settings

MARGIN_SECONDS = 0.01
"""What a pause lasts longer than asked: clocks differ, and early is not polite."""


def _nothing(*_: object) -> None:
    pass


@dataclass(frozen=True)
class Onlooker:
    """Who is told what happens at the hosts; each call is quick and raises nothing."""

    on_begin: Callable[[str], None] = _nothing
    """A request to a host begins."""
    on_end: Callable[[str], None] = _nothing
    """A request to a host has ended."""
    on_wait: Callable[[str, float, str], None] = _nothing
    """Nothing is asked of a host for so many seconds, and why."""


class HostClosedError(Exception):
    """The host is asked nothing more in this run; the text says why."""


class HostQueue:
    """Who waits for one host, in the order of coming.

    A waiter for the host holds none of the connections that all hosts share.
    """

    def __init__(
        self, host: str, settings: Settings, connections: asyncio.Semaphore, onlooker: Onlooker
    ) -> None:
        self.host = host
        self.waiting = 0
        """How many wait for a worker."""
        self._settings = settings
        self._connections = connections
        self._onlooker = onlooker
        self._workers = asyncio.Semaphore(settings.workers_per_host)
        self._pace = Pace(settings.rate)
        self._paused_until = 0.0
        self._waited = 0.0
        self._closed = ""
        self._refusals = 0
        self._has_answered = False
        self._silences = 0

    async def take_turn(self) -> None:
        """Return when a request may start; raise HostClosedError where none ever may.

        Then ``end_turn`` must follow: until it does, a worker of the host and
        a connection are held.
        """
        self.waiting += 1
        try:
            await self._workers.acquire()
        finally:
            self.waiting -= 1
        try:
            await self._wait_for_start()
        except BaseException:
            self._workers.release()
            raise
        self._onlooker.on_begin(self.host)

    def end_turn(self) -> None:
        """Let the next one start."""
        self._onlooker.on_end(self.host)
        self._connections.release()
        self._workers.release()

    async def _wait_for_start(self) -> None:
        """Return with a connection held, at a moment when the host may be asked."""
        while True:
            self._refuse_if_closed()
            start = self._pace.claim(max(time.monotonic(), self._paused_until))
            while (delay := max(start, self._paused_until) - time.monotonic()) > 0:
                await asyncio.sleep(delay)
                self._refuse_if_closed()
                if start < self._paused_until:
                    start = self._pace.claim(self._paused_until)
            await self._connections.acquire()
            if not self._closed and self._paused_until <= time.monotonic():
                return
            self._connections.release()

    def _refuse_if_closed(self) -> None:
        if self._closed:
            raise HostClosedError(self._closed)

    def pause(self, seconds: float, why: str) -> bool:
        """Ask nothing for so long; return False where that is longer than anybody waits."""
        if self._closed:
            return False
        now = time.monotonic()
        until = now + seconds + MARGIN_SECONDS
        added = until - max(self._paused_until, now)
        if added <= 0:
            return True
        settings = self._settings
        if seconds > settings.most_wait_seconds:
            self._closed = (
                f"{why}, and a wait of {seconds:.0f} s; "
                f"the limit is {settings.most_wait_seconds:.0f} s"
            )
        elif self._waited + added - MARGIN_SECONDS > settings.most_host_wait_seconds:
            self._closed = (
                f"{why}, and a wait of {seconds:.0f} s after {self._waited:.0f} s of waiting; "
                f"the limit for one host is {settings.most_host_wait_seconds:.0f} s"
            )
        else:
            self._waited += added
            self._paused_until = until
            self._onlooker.on_wait(self.host, seconds, why)
        return not self._closed

    def note_answer(self) -> None:
        """Note an answer that is no refusal."""
        self._has_answered = True
        self._refusals = 0
        self._pace.note_answer(time.monotonic())

    def note_refusal(self, started: float, wait_seconds: float | None, why: str) -> bool:
        """Note an answer that there were too many requests; return whether the host is still open.

        ``wait_seconds`` is what the host said to wait, None where it did not say.
        Where waiting does not help, the next pause is twice as long.
        """
        self._has_answered = True
        if not self._pace.note_refusal(started, time.monotonic()):
            return self.pause(wait_seconds, why) if wait_seconds else not self._closed
        first = 2 * self._settings.retry_seconds
        longer = first * 2**self._refusals if self._refusals or wait_seconds is None else 0.0
        self._refusals += 1
        longer = min(longer, self._settings.most_wait_seconds)
        return self.pause(max(wait_seconds or 0.0, longer), why)

    def note_silence(self) -> None:
        """Note that a request ran out of time before anything of an answer came.

        A host that took so many times of waiting, and never answered, is
        down: its other links need not wait as long again.
        """
        self._silences += 1

    @property
    def is_down(self) -> bool:
        """Whether the host never answered, however often it was tried."""
        enough = self._settings.workers_per_host * self._settings.attempts
        return not self._has_answered and self._silences >= enough


class HostQueues:
    """The queues of all hosts, which share the connections."""

    def __init__(self, settings: Settings, onlooker: Onlooker) -> None:
        self._settings = settings
        self._onlooker = onlooker
        self._connections = asyncio.Semaphore(settings.most_connections)
        self._queues: dict[str, HostQueue] = {}

    def of(self, host: str) -> HostQueue:
        """The queue of one host."""
        queue = self._queues.get(host)
        if queue is None:
            queue = HostQueue(host, self._settings, self._connections, self._onlooker)
            self._queues[host] = queue
        return queue

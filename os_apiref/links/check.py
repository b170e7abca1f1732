# SPDX-License-Identifier: Apache-2.0
"""The check of many links: each address asked once, each verdict remembered as it falls."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from os_apiref.links.answer import Answer
from os_apiref.links.cache import Cache
from os_apiref.links.client import Client
from os_apiref.links.hostqueue import Onlooker
from os_apiref.links.judge import judge
from os_apiref.links.lifetimes import is_fresh, knows
from os_apiref.links.link import Link
from os_apiref.links.result import Result, Verdict
from os_apiref.links.settings import Settings
from os_apiref.links.urls import authority

TICK_SECONDS = 0.2

GOOD = frozenset({Verdict.OK, Verdict.REDIRECTED})

Improve = Callable[[Result], Result]
"""Adds advice to a result."""


def _as_it_is(result: Result) -> Result:
    return result


@dataclass(frozen=True)
class Watcher:
    """Who is told how a check goes on; each call is quick and raises nothing."""

    on_start: Callable[[int, int], None] = lambda urls, asked: None
    """The number of distinct URLs, and of addresses that are to be asked."""
    on_answer: Callable[[Answer], None] = lambda answer: None
    on_result: Callable[[Result], None] = lambda result: None
    on_tick: Callable[[], None] = lambda: None
    """Called some times a second, whether anything happens or not."""
    hosts: Onlooker = field(default_factory=Onlooker)


@dataclass
class _Page:
    """One address, and the URLs that lead to it with a fragment or without."""

    address: str
    links: list[Link] = field(default_factory=list)

    @property
    def wanted(self) -> frozenset[str]:
        """The fragments that are to be found on the page."""
        return frozenset(link.fragment for link in self.links if link.fragment)


def group_by_url(links: Iterable[Link]) -> dict[str, tuple[Link, ...]]:
    """Return every place of each distinct URL, in the order of the first places."""
    found: dict[str, list[Link]] = {}
    for link in dict.fromkeys(links):
        found.setdefault(link.url, []).append(link)
    return {url: tuple(places) for url, places in found.items()}


def _by_host(pages: Iterable[_Page]) -> Iterable[deque[_Page]]:
    hosts: dict[str, deque[_Page]] = {}
    for page in pages:
        hosts.setdefault(authority(page.address), deque()).append(page)
    return hosts.values()


def check_links(
    links: Sequence[Link],
    settings: Settings,
    cache: Cache,
    *,
    ignored: Mapping[str, str] | None = None,
    refresh: bool = False,
    improve: Improve = _as_it_is,
    watcher: Watcher | None = None,
) -> list[Result]:
    """Return the verdict on each distinct URL.

    ``ignored`` says of URLs why they are not asked; ``refresh`` asks for what
    is remembered, too. What is decided is in the
    cache at once: an interruption loses only what was under way.
    """
    check = _Check(settings, cache, refresh, improve, watcher or Watcher())
    asyncio.run(check.run(links, ignored or {}))
    return check.results


class _Check:
    """One check while it runs."""

    def __init__(
        self, settings: Settings, cache: Cache, refresh: bool, improve: Improve, watcher: Watcher
    ) -> None:
        self.settings = settings
        self.cache = cache
        self.refresh = refresh
        self.improve = improve
        self.watcher = watcher
        self.results: list[Result] = []

    async def run(self, links: Sequence[Link], ignored: Mapping[str, str]) -> None:
        distinct = [places[0] for places in group_by_url(links).values()]
        pages: dict[str, _Page] = {}
        for link in distinct:
            if link.url not in ignored:
                pages.setdefault(link.address, _Page(link.address)).links.append(link)
        waiting = [page for page in pages.values() if not self._is_remembered(page)]
        self.watcher.on_start(len(distinct), len(waiting))
        for link in distinct:
            if link.url in ignored:
                self._tell(Result(link.url, Verdict.IGNORED, ignored[link.url]))
        remembered = pages.keys() - {page.address for page in waiting}
        for address in sorted(remembered):
            self._decide(pages[address], self.cache.get(address), is_remembered=True)
        client = Client(self.settings, self.watcher.hosts)
        ticking = asyncio.create_task(self._tick())
        try:
            async with client, asyncio.TaskGroup() as tasks:
                for pages_of_host in _by_host(waiting):
                    # Beside those that a host's workers ask, as many may pause between attempts.
                    for _ in range(min(2 * self.settings.workers_per_host, len(pages_of_host))):
                        tasks.create_task(self._ask_all(client, pages_of_host))
        finally:
            ticking.cancel()

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK_SECONDS)
            self.watcher.on_tick()

    def _is_remembered(self, page: _Page) -> bool:
        answer = None if self.refresh else self.cache.get(page.address)
        urls = [link.url for link in page.links]
        return answer is not None and is_fresh(answer, urls, time.time())

    async def _ask_all(self, client: Client, pages: deque[_Page]) -> None:
        """Ask for what is left of a host's pages; few at a time, for each takes its memory."""
        while pages:
            await self._ask(client, pages.popleft())

    async def _ask(self, client: Client, page: _Page) -> None:
        known = self.cache.get(page.address)
        wanted = page.wanted
        if known and not knows(known, wanted):
            known = None  # "not modified" would not tell the ids that are wanted now
        answer = await client.fetch(page.address, wanted or None, known)
        self.watcher.on_answer(answer)
        self._decide(page, answer)

    def _decide(self, page: _Page, answer: Answer | None, *, is_remembered: bool = False) -> None:
        assert answer is not None
        if not is_remembered:
            self.cache.put(answer)
        for link in page.links:
            result = judge(link.url, answer, self.cache.last_good(link.url))
            if result.verdict in GOOD:
                self.cache.note_good(link.url, answer.when)
            self._tell(replace(self.improve(result), is_remembered=is_remembered))

    def _tell(self, result: Result) -> None:
        self.results.append(result)
        self.watcher.on_result(result)

# SPDX-License-Identifier: Apache-2.0
"""One attempt at one address: request by request along its redirects, within a deadline."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from os_apiref.links.answer import Answer, Failure
from os_apiref.links.body import Unpacker
from os_apiref.links.botwall import wall_in_headers
from os_apiref.links.chain import REDIRECTS, Chain
from os_apiref.links.connections import Connections
from os_apiref.links.faults import FAULTS, fault_of, printable
from os_apiref.links.fragments import ROOM, IdFinder, has_ids, is_told, matches
from os_apiref.links.hostqueue import HostClosedError, HostQueue, HostQueues
from os_apiref.links.htmlpage import Room
from os_apiref.links.http1 import Head, WireError, request_bytes
from os_apiref.links.reading import search, skim
from os_apiref.links.retry import retry_after_seconds
from os_apiref.links.settings import Settings
from os_apiref.links.urls import read_url
from os_apiref.links.wire import Body, Wire

HEAD_SECONDS = 3.0
"""For the start of a page whose ids nobody wants, when the status is known already."""
SEARCH_SHARE = 1 / 10
"""Of the deadline: what the markup of one page may take of the processor."""

NO_HEAD = Head("", 0, "", {})


@dataclass
class Reply:
    """What one request came to."""

    status: int | None = None
    """The last one of the chain."""
    failure: Failure | None = None
    detail: str = ""
    head: Head | None = None
    """None where no answer came."""
    finder: IdFinder | None = None
    is_whole: bool = False
    """Whether the page was read to its end, and all of its ids were kept."""
    is_unchanged: bool = False
    """Whether the server says that the remembered answer still holds."""
    is_refusal: bool = False
    """Whether the host asked for a pause."""
    is_open: bool = True
    """Whether anybody waits for as long as the host asked."""

    @property
    def location(self) -> str:
        """Where a redirect leads, '' for none."""
        if self.head is None or self.head.status not in REDIRECTS:
            return ""
        return self.head.get("location")


@dataclass(frozen=True)
class Means:
    """What all requests are made with."""

    settings: Settings
    connections: Connections
    queues: HostQueues
    room: Room = field(default_factory=lambda: Room(ROOM))


@dataclass
class Spent:
    """What an address cost; waiting for turns is not counted."""

    seconds: float = 0.0
    requests: int = 0


@dataclass
class Attempt:
    """One walk along the chain of redirects that starts at an address."""

    means: Means
    chain: Chain
    wanted: Collection[str] | None
    known: Answer | None
    """An answer that may still hold."""
    spent: Spent
    """Of this attempt and those before."""

    def __post_init__(self) -> None:
        self._ends_at = self.spent.seconds + self.means.settings.deadline_seconds

    async def run(self) -> Reply:
        """Return the last reply."""
        while True:
            reply = await self._take_turn()
            if not reply.location or reply.head is None or reply.failure is not None:
                return reply
            try:
                self.chain.follow(
                    reply.head.status, reply.location, reply.head.get_all("set-cookie")
                )
            except FAULTS as error:
                reply.failure, reply.detail = fault_of(error)
                return reply

    def answer(self, address: str, reply: Reply) -> Answer:
        """Return what it came to."""
        hops, now, spent = tuple(self.chain.hops), time.time(), self.spent
        if reply.is_unchanged and self.known is not None:
            return replace(self.known, url=address, hops=hops, when=now, **vars(spent))
        head, finder = reply.head or NO_HEAD, reply.finder
        return Answer(
            address,
            reply.status,
            reply.failure,
            reply.detail,
            hops,
            content_type=printable(head.get("content-type")),
            etag=_sendable(head.get("etag")),
            last_modified=_sendable(head.get("last-modified")),
            ids=finder.ids if finder else frozenset(),
            has_all_ids=reply.is_whole,
            head=finder.head if finder else "",
            wall=_wall(head),
            when=now,
            seconds=spent.seconds,
            requests=spent.requests,
        )

    async def _take_turn(self) -> Reply:
        queue = self.means.queues.of(self.chain.target.authority)
        reply = Reply(self.chain.hops[-1].status if self.chain.hops else None)
        try:
            await queue.take_turn()
        except HostClosedError as error:
            reply.failure, reply.detail = Failure.RATE_LIMITED, str(error)
            return reply
        try:
            if queue.is_down:
                reply.failure = Failure.TIMEOUT
                reply.detail = "other links of this host had no answer in time either"
            else:
                await self._ask(queue, reply)
        finally:
            queue.end_turn()
        return reply

    async def _ask(self, queue: HostQueue, reply: Reply) -> None:
        """Make one request within what is left of the deadline."""
        started = time.monotonic()
        try:
            async with asyncio.timeout(max(self._ends_at - self.spent.seconds, 0.0)):
                await self._exchange(queue, reply)
        except FAULTS as error:
            if isinstance(error, TimeoutError) and reply.head is None:
                queue.note_silence()
            if not self._has_enough(reply):
                reply.failure, reply.detail = fault_of(error)
                if isinstance(error, TimeoutError) and not error.args:
                    limit = self.means.settings.deadline_seconds
                    reply.detail = f"the whole answer did not come in {limit:g} s"
        finally:
            self.spent.seconds += time.monotonic() - started

    async def _exchange(self, queue: HostQueue, reply: Reply) -> None:
        target, known = self.chain.target, self.known
        headers = self.chain.headers()
        if known and read_url(known.final_url).url == target.url:
            headers |= {"If-None-Match": known.etag} if known.etag else {}
            headers |= {"If-Modified-Since": known.last_modified} if known.last_modified else {}
        else:
            known = None
        request = request_bytes(target.request_target, target.authority, headers)
        started = time.monotonic()
        wire, head = await self._send(request)
        try:
            reply.head, reply.status, reply.detail = head, head.status, printable(head.reason)
            reply.is_unchanged = known is not None and head.status == 304
            _note_limits(queue, reply, head, started)
            await self._read(wire, head, reply)
        except BaseException:
            wire.abort()
            raise
        if queue.waiting or reply.location:
            self.means.connections.give_back(target, wire)
        else:
            wire.abort()

    async def _send(self, request: bytes) -> tuple[Wire, Head]:
        """Return the connection and the head of the answer that came on it."""
        target = self.chain.target
        wire = self.means.connections.take_idle(target)
        if wire is not None:
            try:
                return wire, await self._head(wire, request)
            except (WireError, ConnectionError):
                # A server may close a connection that it said to keep, and then no request
                # reached it; or what it sent too much of the last answer came in between.
                self.spent.requests -= not wire.has_answered
        wire = await self.means.connections.open(target)
        return wire, await self._head(wire, request)

    async def _head(self, wire: Wire, request: bytes) -> Head:
        self.spent.requests += 1
        try:
            wire.send(request)
            return await wire.read_head(self.means.settings.most_header)
        except BaseException:
            wire.abort()
            raise

    async def _read(self, wire: Wire, head: Head, reply: Reply) -> None:
        """Read as much of the body as is wanted."""
        body = Body(wire, head)
        content_type = printable(head.get("content-type"))
        if reply.location or not is_told(content_type) or not head.has_body:
            return
        wanted = self.wanted if self._needs_ids(head) and has_ids(content_type) else None
        reply.finder = IdFinder(wanted or (), content_type, self.means.room)
        unpacker = Unpacker(head.get("content-encoding"), self.means.settings)
        most_seconds = SEARCH_SHARE * self.means.settings.deadline_seconds
        try:
            if wanted:
                is_over = await search(body, unpacker, reply.finder, most_seconds)
            elif body.is_here:
                is_over = await skim(body, unpacker, reply.finder)
            else:
                async with asyncio.timeout(HEAD_SECONDS):
                    is_over = await skim(body, unpacker, reply.finder)
        finally:
            reply.finder.close()
        reply.is_whole = is_over and not reply.finder.is_full

    def _needs_ids(self, head: Head) -> bool:
        return bool(self.wanted) and 200 <= head.status < 300

    def _has_enough(self, reply: Reply) -> bool:
        """Whether what goes wrong with the rest of the answer says nothing about the link."""
        if reply.head is None:
            return False
        if not self._needs_ids(reply.head):
            return True
        ids = reply.finder.ids if reply.finder else ()
        return all(matches(fragment, ids) for fragment in self.wanted or ())


def _sendable(value: str) -> str:
    """Return a header that can be sent back as it is, '' for one that cannot."""
    return value if value.isascii() and value.isprintable() else ""


def _wall(head: Head) -> str:
    if head.status not in (403, 429, 503):
        return ""
    return wall_in_headers({name: values[0] for name, values in head.headers.items()})


def _note_limits(queue: HostQueue, reply: Reply, head: Head, started: float) -> None:
    """Tell the host's queue what the answer says of the host's limits."""
    wait = retry_after_seconds(head.get("retry-after"), head.get("date"))
    if head.status == 429:
        reply.is_refusal = True
        reply.is_open = queue.note_refusal(started, wait, "429")
    elif head.status == 503 and wait is not None:
        reply.is_refusal = True
        reply.is_open = queue.pause(wait, "503")
    else:
        queue.note_answer()

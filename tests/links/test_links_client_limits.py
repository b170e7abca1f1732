# SPDX-License-Identifier: Apache-2.0
"""How politely and how often hosts are asked."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeVar

import pytest
from hostile import PAGE, SETTINGS, Exchange, HostileWeb, answer, packets, statuses

from os_apiref.links.answer import Answer, Failure
from os_apiref.links.client import Client
from os_apiref.links.hostqueue import Onlooker
from os_apiref.links.settings import Settings

T = TypeVar("T")


def run(
    scene: Callable[[HostileWeb, Client], Awaitable[T]], settings: Settings = SETTINGS, *names: str
) -> T:
    """What a scene returns, played with a web and a client."""

    async def play() -> T:
        async with HostileWeb(*names or ("ok",)) as web, Client(settings) as client:
            return await scene(web, client)

    return asyncio.run(play())


async def fetch_all(client: Client, url: str, count: int) -> list[Answer]:
    return await asyncio.gather(*(client.fetch(f"{url}{n}", None) for n in range(count)))


@pytest.mark.parametrize(
    ("name", "requests"),
    [
        ("not-found", 1),
        ("bot-wall-999", 1),
        ("501", 1),
        ("500-once", 2),
        ("500-always", 2),
        ("503-once", 2),
        ("503-always", 4),
        ("reset-at-once", 4),
        ("empty-reply", 4),
        ("malformed-status-line", 1),
        ("gzip-bomb-unread", 1),
        ("redirect-301", 2),
        ("redirect-endless", 21),
        ("429-for-an-hour", 1),
        ("503-for-an-hour", 1),
    ],
)
def test_an_address_is_asked_so_often(name: str, requests: int) -> None:
    async def scene(web: HostileWeb, client: Client) -> tuple[int, int]:
        found = await client.fetch(web.url(name), None)
        return len(web.requests[name]), found.requests

    assert run(scene, replace(SETTINGS, attempts=4), name) == (requests, requests)


@pytest.mark.slow
def test_a_host_is_asked_again_when_it_said_and_not_before() -> None:
    names = ("429-retry-after", "429-retry-at", "503-retry-after")

    async def scene(web: HostileWeb, client: Client) -> list[Answer]:
        answers = await asyncio.gather(*(client.fetch(web.url(name), None) for name in names))
        for name in names:
            first, second = web.requests[name]
            assert second.when - first.when >= 1.0
        return answers

    answers = run(scene, SETTINGS, *names)
    assert max(one.seconds for one in answers) < 1.0  # waiting is not counted


@pytest.mark.slow
def test_a_pause_holds_for_every_link_of_the_host() -> None:
    async def scene(web: HostileWeb, client: Client) -> None:
        url = await web.add(
            "host", statuses("429 Too Many", "200 OK", headers=b"Retry-After: 1\r\n")
        )
        answers = await fetch_all(client, url, 6)
        first, *others = sorted(one.when for one in web.requests["host"])
        assert {one.status for one in answers} == {200}
        # The other workers were under way when the pause was asked for.
        assert sum(when - first < 1.0 for when in others) < SETTINGS.workers_per_host

    run(scene)


@pytest.mark.slow
def test_a_pause_holds_no_connection_that_others_need() -> None:
    waits: list[tuple[str, float, str]] = []

    async def play() -> bool:
        settings = replace(SETTINGS, most_connections=2)
        async with HostileWeb("ok") as web:
            limited = statuses("429 Too Many", "200 OK", headers=b"Retry-After: 2\r\n")
            url = await web.add("limited", limited)
            client = Client(settings, Onlooker(on_wait=lambda *wait: waits.append(wait)))
            slow = asyncio.gather(*(client.fetch(url, None) for _ in "1234"))
            while not waits:
                await asyncio.sleep(0.01)
            await fetch_all(client, web.url("ok"), 20)
            is_over = slow.done()
            await slow
            return is_over

    assert not asyncio.run(play())
    (host, seconds, why), *_ = waits
    assert (host.partition(":")[0], seconds, why) == ("127.0.0.1", 2.0, "429")


def test_a_host_that_asks_for_too_long_a_wait_is_left_alone() -> None:
    async def scene(web: HostileWeb, client: Client) -> list[Answer]:
        url = web.url("429-for-an-hour")
        first = await client.fetch(url, None)
        return [first, *await fetch_all(client, url, 20)]

    first, *others = run(scene, SETTINGS, "429-for-an-hour")
    assert (first.status, first.failure, first.requests) == (429, Failure.RATE_LIMITED, 1)
    assert {(one.failure, one.requests) for one in others} == {(Failure.RATE_LIMITED, 0)}
    assert "3600 s" in others[0].detail


def test_the_links_of_a_host_that_never_answers_do_not_wait_one_after_the_other() -> None:
    settings = replace(SETTINGS, deadline_seconds=0.2, workers_per_host=2, attempts=2)

    async def scene(web: HostileWeb, client: Client) -> list[Answer]:
        return await fetch_all(client, web.url("no-answer"), 50)

    answers = run(scene, settings, "no-answer")
    assert {one.failure for one in answers} == {Failure.TIMEOUT}
    assert sum(one.requests for one in answers) < 10
    assert "other links of this host" in answers[-1].detail


class Crowd:
    """A server that counts how many it answers at once, on however many ports."""

    def __init__(self) -> None:
        self.now = self.most = 0

    async def serve(self, exchange: Exchange) -> None:
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(0.01)
        self.now -= 1
        await exchange.send(answer(PAGE))


def test_a_host_is_asked_by_so_many_at_once() -> None:
    crowd = Crowd()

    async def scene(web: HostileWeb, client: Client) -> None:
        await fetch_all(client, await web.add("host", crowd.serve), 30)

    run(scene, replace(SETTINGS, workers_per_host=3))
    assert crowd.most == 3


def test_all_hosts_are_asked_by_so_many_at_once() -> None:
    crowd = Crowd()

    async def scene(web: HostileWeb, client: Client) -> None:
        urls = [await web.add(f"host {n}", crowd.serve) for n in range(5)]
        await asyncio.gather(*(fetch_all(client, url, 4) for url in urls))

    run(scene, replace(SETTINGS, most_connections=6))
    assert crowd.most == 6


def test_a_rate_is_kept() -> None:
    async def scene(web: HostileWeb, client: Client) -> float:
        await fetch_all(client, web.url("ok"), 11)
        times = [one.when for one in web.requests["ok"]]
        return max(times) - min(times)

    assert run(scene, replace(SETTINGS, rate=20.0)) >= 0.49


@pytest.mark.slow
def test_a_host_that_allows_50_a_second_refuses_few() -> None:
    seen: deque[float] = deque()
    refused = 0

    async def serve(exchange: Exchange) -> None:
        nonlocal refused
        now = time.monotonic()
        while seen and seen[0] <= now - 1.0:
            seen.popleft()
        if len(seen) < 50:
            seen.append(now)
            await exchange.send(answer(PAGE))
        else:
            refused += 1
            await exchange.send(answer(b"", "429 Too Many Requests"))

    async def scene(web: HostileWeb, client: Client) -> list[Answer]:
        return await fetch_all(client, await web.add("host", serve), 80)

    settings = replace(SETTINGS, retry_seconds=0.5, most_wait_seconds=60, most_host_wait_seconds=60)
    assert {one.status for one in run(scene, settings)} == {200}
    assert 0 < refused <= 10


def test_a_connection_that_the_server_closes_unsaid_is_opened_again() -> None:
    async def scene(web: HostileWeb, client: Client) -> list[Answer]:
        url = await web.add("host", packets(answer(PAGE)))  # and closes, without a word
        return await fetch_all(client, url, 40)

    answers = run(scene, replace(SETTINGS, attempts=1))
    assert {(one.status, one.failure) for one in answers} == {(200, None)}


def test_connections_are_kept_where_the_server_keeps_them() -> None:
    connections = 0

    async def serve(exchange: Exchange) -> None:
        nonlocal connections
        connections += 1
        while True:
            await exchange.send(answer(PAGE))
            await exchange.reader.readuntil(b"\r\n\r\n")

    async def scene(web: HostileWeb, client: Client) -> list[Answer]:
        return await fetch_all(client, await web.add("host", serve), 40)

    assert {one.status for one in run(scene)} == {200}
    assert connections <= SETTINGS.workers_per_host


def test_a_page_that_has_not_changed_is_not_read_again() -> None:
    async def scene(web: HostileWeb, client: Client) -> tuple[Answer, Answer]:
        url = web.url("revalidated")
        known = await client.fetch(url, ("here",))
        return known, await client.fetch(url, ("here",), known)

    known, again = run(scene, SETTINGS, "revalidated")
    assert (again.status, again.ids, again.head) == (200, known.ids, known.head)
    assert again.when > known.when


def test_a_page_is_read_again_for_an_id_that_nobody_looked_for() -> None:
    async def scene(web: HostileWeb, client: Client) -> Answer:
        url = web.url("revalidated")
        known = replace(await client.fetch(url, ("here",)), ids=frozenset(), has_all_ids=False)
        await client.fetch(url, ("here",), known)
        assert "if-none-match" not in web.requests["revalidated"][-1].headers
        return known

    run(scene, SETTINGS, "revalidated")


def test_a_url_of_eight_kilobytes_arrives_whole() -> None:
    path = "/" + "a" * 8192

    async def scene(web: HostileWeb, client: Client) -> str:
        await client.fetch(web.url("ok", path), None)
        return web.requests["ok"][0].target

    assert run(scene) == path


def test_what_a_server_sent_too_much_is_no_answer_to_the_next_request() -> None:
    async def serve(exchange: Exchange) -> None:
        while True:
            await exchange.send(answer(PAGE), b"too much")
            await exchange.reader.readuntil(b"\r\n\r\n")

    async def scene(web: HostileWeb, client: Client) -> list[Answer]:
        return await fetch_all(client, await web.add("host", serve), 40)

    answers = run(scene, replace(SETTINGS, attempts=1, workers_per_host=1))
    assert {(one.status, one.failure) for one in answers} == {(200, None)}

# SPDX-License-Identifier: Apache-2.0
"""The queue before one host: turns, pauses and their limits."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from os_apiref.links.hostqueue import HostClosedError, HostQueue, HostQueues, Onlooker
from os_apiref.links.settings import DEFAULT, Settings

SETTINGS = replace(DEFAULT, most_wait_seconds=10.0, most_host_wait_seconds=25.0)


def queue(settings: Settings = SETTINGS) -> tuple[HostQueue, list[tuple[str, float, str]]]:
    waits: list[tuple[str, float, str]] = []
    return HostQueues(settings, Onlooker(on_wait=lambda *wait: waits.append(wait))).of("h"), waits


async def is_closed(host: HostQueue) -> bool:
    try:
        async with asyncio.timeout(0.05):
            await host.take_turn()
    except HostClosedError:
        return True
    except TimeoutError:
        return False
    host.end_turn()
    return False


def test_who_watches_is_told_host_time_and_reason() -> None:
    host, waits = queue()
    assert host.pause(5.0, "503")
    assert waits == [("h", 5.0, "503")]


def test_a_shorter_pause_within_a_longer_one_is_none() -> None:
    host, waits = queue()
    host.pause(5.0, "503")
    assert host.pause(3.0, "503")
    assert len(waits) == 1


def test_a_wait_over_the_limit_closes_the_host() -> None:
    host, waits = queue()
    assert host.pause(10.0, "429")
    assert not host.pause(11.0, "429")
    assert asyncio.run(is_closed(host))
    assert len(waits) == 1


def test_waits_that_add_up_close_the_host() -> None:
    host, _ = queue()
    pauses = [host.pause(seconds, "429") for seconds in (4.0, 8.0, 10.0)]
    assert pauses == [True, True, True]  # ten seconds in all: they overlap
    settings = replace(SETTINGS, most_host_wait_seconds=9.0)
    assert not queue(settings)[0].pause(10.0, "429")


def test_without_retry_after_pauses_double_until_an_answer_comes() -> None:
    host, waits = queue(replace(SETTINGS, retry_seconds=0.5, most_host_wait_seconds=1000.0))
    for started in (1e12, 2e12, 3e12):
        host.note_refusal(started, None, "429")
    assert [seconds for _, seconds, _ in waits] == [1.0, 2.0, 4.0]
    host.note_answer()
    host.note_refusal(4e12, 5.0, "429")
    assert [seconds for _, seconds, _ in waits][3:] == [5.0]


def test_a_host_that_never_answered_is_down() -> None:
    host, _ = queue(replace(SETTINGS, workers_per_host=2, attempts=3))
    for _ in range(5):
        host.note_silence()
    assert not host.is_down
    host.note_silence()
    assert host.is_down


def test_a_host_that_once_answered_is_not_down() -> None:
    host, _ = queue()
    host.note_answer()
    for _ in range(100):
        host.note_silence()
    assert not host.is_down


@pytest.mark.parametrize("count", [1, 3])
def test_turns_come_in_the_order_of_asking(count: int) -> None:
    async def scene() -> list[int]:
        host, _ = queue(replace(SETTINGS, workers_per_host=count))
        order: list[int] = []

        async def one(number: int) -> None:
            await host.take_turn()
            order.append(number)
            await asyncio.sleep(0)
            host.end_turn()

        await asyncio.gather(*(one(number) for number in range(20)))
        return order

    assert asyncio.run(scene()) == list(range(20))


def test_who_stops_waiting_takes_no_turn_from_others() -> None:
    async def scene() -> bool:
        host, _ = queue(replace(SETTINGS, workers_per_host=1))
        await host.take_turn()
        waiter = asyncio.create_task(host.take_turn())
        await asyncio.sleep(0)
        waiter.cancel()
        await asyncio.gather(waiter, return_exceptions=True)
        host.end_turn()
        return await is_closed(host)

    assert not asyncio.run(scene())

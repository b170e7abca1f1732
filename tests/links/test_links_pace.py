# SPDX-License-Identifier: Apache-2.0
"""How fast a host is asked, against hosts that limit in different ways; the clock is simulated."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable

import pytest

from os_apiref.links.pace import Pace

Host = Callable[[float], bool]
"""Whether a host answers a request at a moment, rather than refusing it."""


def bucket(rate: float, burst: float) -> Host:
    tokens, filled = burst, 0.0

    def answers(now: float) -> bool:
        nonlocal tokens, filled
        tokens, filled = min(burst, tokens + (now - filled) * rate), now
        if tokens < 1:
            return False
        tokens -= 1
        return True

    return answers


def fixed_window(count: int) -> Host:
    window, used = -1, 0

    def answers(now: float) -> bool:
        nonlocal window, used
        if int(now) != window:
            window, used = int(now), 0
        used += 1
        return used <= count

    return answers


def sliding_window(count: int, *, counts_refusals: bool = False) -> Host:
    seen: deque[float] = deque()

    def answers(now: float) -> bool:
        while seen and seen[0] <= now - 1.0:
            seen.popleft()
        is_answered = len(seen) < count
        if is_answered or counts_refusals:
            seen.append(now)
        return is_answered

    return answers


def ask(host: Host, links: int, latency: float, workers: int = 4) -> tuple[int, float]:
    """The refusals, and the seconds until every link had its answer."""
    pace = Pace()
    paused_until = 0.0
    refusals, left, now = 0, links, 0.0
    running: list[tuple[float, float, bool]] = []
    while left or running:
        while left and len(running) < workers:
            started = pace.claim(max(now, paused_until))
            heapq.heappush(running, (started + latency, started, host(started)))
            left -= 1
        now, started, is_answered = heapq.heappop(running)
        if is_answered:
            pace.note_answer(now)
            continue
        left += 1
        refusals += 1
        if pace.note_refusal(started, now):
            paused_until = now + 1.0
    return refusals, now


@pytest.mark.parametrize("latency", [0.002, 0.02, 0.1])
@pytest.mark.parametrize(
    "make",
    [
        lambda: bucket(50, 50),
        lambda: bucket(50, 10),
        lambda: bucket(50, 1),
        lambda: fixed_window(50),
        lambda: sliding_window(50),
        lambda: sliding_window(50, counts_refusals=True),
    ],
    ids=["bucket", "small-bucket", "no-burst", "fixed-window", "sliding-window", "strict-window"],
)
def test_a_host_that_allows_50_a_second_refuses_few_of_300(
    make: Callable[[], Host], latency: float
) -> None:
    refusals, seconds = ask(make(), 300, latency)
    assert refusals <= 5
    assert seconds < 25


def test_a_host_that_never_refuses_is_not_slowed_down() -> None:
    refusals, seconds = ask(lambda now: True, 1000, 0.01)
    assert refusals == 0
    assert seconds == pytest.approx(1000 / 4 * 0.01)


def test_a_rate_spaces_the_starts() -> None:
    pace = Pace(10)
    assert [pace.claim(5.0) for _ in range(4)] == pytest.approx([5.0, 5.1, 5.2, 5.3])


def test_a_rate_saves_nothing_up() -> None:
    pace = Pace(10)
    pace.claim(5.0)
    assert [pace.claim(9.0), pace.claim(9.0)] == pytest.approx([9.0, 9.1])


def test_one_burst_of_refusals_slows_down_once() -> None:
    pace = Pace()
    for _ in range(50):
        pace.note_answer(1.0)
    assert pace.note_refusal(0.9, 1.1)
    rate = pace.rate(1.1)
    assert not pace.note_refusal(0.95, 1.2)
    assert pace.rate(1.1) == rate == pytest.approx(35)


def test_the_rate_comes_up_again() -> None:
    pace = Pace()
    for _ in range(50):
        pace.note_answer(1.0)
    pace.note_refusal(0.9, 1.1)
    assert 35 < pace.rate(3.1) < pace.rate(10.0) < 50

# SPDX-License-Identifier: Apache-2.0
"""How fast one host is asked, learnt from its refusals."""

from __future__ import annotations

from collections import deque

WINDOW_SECONDS = 1.0
"""Limits are written per second: what was answered in the last one is what the host allows."""

SLOWDOWN = 0.7
LEAST_RATE = 0.5
GROWTH = 0.03
"""Of the rate that the host allowed, per second: a limit is met again after ten seconds or more."""
LEAST_GROWTH = 1.0
"""Requests a second, per second: a rate that was guessed too low comes up again."""


class Pace:
    """The starts of requests to one host; times are seconds of any clock that only goes on.

    Without a rate it lets everything go at once, until the host refuses one
    request for their number (429): then it starts from what the host did
    answer, less a part, and comes up slowly.
    """

    def __init__(self, rate: float = 0.0) -> None:
        self._fixed = rate
        self._allowed = 0.0
        self._cuts = 0
        self._cut_at = 0.0
        self._next = 0.0
        self._answered: deque[float] = deque()

    def rate(self, now: float) -> float:
        """Requests a second, 0 for no limit."""
        if self._fixed or not self._cuts:
            return self._fixed
        growth = max(GROWTH * self._allowed, LEAST_GROWTH) / self._cuts
        return max(SLOWDOWN * self._allowed + growth * (now - self._cut_at), LEAST_RATE)

    def claim(self, now: float) -> float:
        """Return when the next request may start; that moment is then taken."""
        start = max(now, self._next)
        rate = self.rate(start)
        if rate:
            self._next = start + 1 / rate
        return start

    def note_answer(self, now: float) -> None:
        """Note that the host answered a request."""
        self._answered.append(now)
        self._forget(now)

    def note_refusal(self, started: float, now: float) -> bool:
        """Note that the host refused a request for their number; return whether that is news.

        It is none for a request that was under way when the pace was cut.
        """
        if self._cuts and started <= self._cut_at:
            return False
        self._forget(now)
        rate = self.rate(now)
        answered = max(len(self._answered), 1) / WINDOW_SECONDS
        self._allowed = min(answered, rate) if rate else answered
        self._cuts += 1
        self._cut_at = now
        return True

    def _forget(self, now: float) -> None:
        while self._answered and self._answered[0] <= now - WINDOW_SECONDS:
            self._answered.popleft()

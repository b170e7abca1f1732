# SPDX-License-Identifier: Apache-2.0
"""Which answers are asked for again, and when."""

from __future__ import annotations

import math
import random
import time
from email.utils import parsedate_to_datetime

from os_apiref.links.answer import Answer, Failure
from os_apiref.links.settings import Settings

PASSING_STATUSES = frozenset({502, 503, 504})
MOST_REFUSALS = 5
"""Requests for one URL that a host may refuse for their number; its pauses have their own limit."""


def retry_after_seconds(value: str, date: str = "") -> float | None:
    """Return what a Retry-After field says (RFC 9110 section 10.2.3), None where it says nothing.

    ``date`` is the answer's own Date field: a time is counted from there, so
    that a clock that is wrong, here or there, does no harm.
    """
    value = value.strip()
    if not value:
        return None
    if value.isascii() and value.isdigit():
        return float(value[:12])
    moment = _moment(value)
    if moment is None:
        return None
    now = _moment(date)
    return max(moment - (time.time() if now is None else now), 0.0)


def _moment(value: str) -> float | None:
    try:
        moment = parsedate_to_datetime(value).timestamp()
    except (ValueError, OverflowError, OSError, IndexError):
        return None
    return moment if math.isfinite(moment) else None


class Tries:
    """The attempts at one URL."""

    def __init__(self, settings: Settings, chance: random.Random) -> None:
        self._settings = settings
        self._chance = chance
        self._failed = 0
        self._refused = 0

    def pause_before_next(self, answer: Answer) -> float | None:
        """Return the seconds before the next attempt, None where the answer stands."""
        self._failed += 1
        if self._failed >= self._most(answer):
            return None
        pause = self._settings.retry_seconds * 2.0 ** (self._failed - 1)
        return pause * self._chance.uniform(0.5, 1.5)

    def may_ask_again(self) -> bool:
        """Whether the URL may be asked again after its host refused a request for their number."""
        self._refused += 1
        return self._refused < MOST_REFUSALS

    def _most(self, answer: Answer) -> int:
        most = self._settings.attempts
        if answer.failure is not None:
            tries = {Failure.RESET: most, Failure.TIMEOUT: min(2, most)}
            return tries.get(answer.failure, 1)
        if answer.status in PASSING_STATUSES:
            return most
        return min(2, most) if answer.status == 500 else 1

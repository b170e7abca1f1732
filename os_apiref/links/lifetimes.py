# SPDX-License-Identifier: Apache-2.0
"""For how long an answer holds, and for which fragments."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from os_apiref.links.answer import Answer, Failure
from os_apiref.links.fragments import has_ids, matches
from os_apiref.links.judge import judge
from os_apiref.links.result import Verdict

_MINUTE, _HOUR, _DAY = 60.0, 3_600.0, 86_400.0

LIFETIMES = {
    Verdict.OK: 7 * _DAY,
    Verdict.REDIRECTED: 7 * _DAY,
    Verdict.BROKEN: _HOUR,
    Verdict.TIMEOUT: 10 * _MINUTE,
    Verdict.UNAUTHORIZED: _HOUR,
    Verdict.FORBIDDEN: _HOUR,
    Verdict.RATE_LIMITED: 10 * _MINUTE,
    Verdict.UNAVAILABLE: 10 * _MINUTE,
    Verdict.SOFT_404: _HOUR,
    Verdict.UNKNOWN: _HOUR,
    Verdict.IGNORED: 0.0,
}
"""Seconds for which a verdict holds: what is good seldom changes, what is bad is being mended."""

JITTER = 0.2
"""How far a lifetime goes up or down, so that not all of a reference is asked on one day."""

_OUR_DOING = frozenset({Failure.REFUSED_ADDRESS, Failure.UNSUPPORTED_SCHEME, Failure.MALFORMED_URL})
"""What no server said: another setting may change it, and it costs no request."""


def lifetime_seconds(verdict: Verdict, url: str) -> float:
    """Return for how long a verdict on a URL holds, always the same for the same two."""
    digest = hashlib.blake2b(url.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    chance = int.from_bytes(digest, "big") / 2**64
    return LIFETIMES[verdict] * (1 - JITTER + 2 * JITTER * chance)


def holds(answer: Answer, verdict: Verdict, now: float) -> bool:
    """Whether an answer that led to a verdict still does; both times are seconds since 1970."""
    if answer.failure in _OUR_DOING:
        return False
    # An answer from the future is one of a wrong clock.
    return -_DAY < now - answer.when < lifetime_seconds(verdict, answer.url)


def is_fresh(answer: Answer, urls: Collection[str], now: float) -> bool:
    """Whether an answer tells all that is to be known of some URLs with its address.

    Each by its own verdict: of a page that is fine a lost fragment is soon looked for again.
    """
    return knows(answer, [fragment for url in urls if (fragment := url.partition("#")[2])]) and all(
        holds(answer, judge(url, answer).verdict, now) for url in urls
    )


def knows(answer: Answer, wanted: Collection[str]) -> bool:
    """Whether an answer is enough to judge these fragments of its address.

    It is not where the page was left before one of them was found.
    """
    is_page = answer.status is not None and 200 <= answer.status < 300 and not answer.failure
    if not is_page or not has_ids(answer.content_type) or answer.has_all_ids:
        return True
    return all(matches(fragment, answer.ids) for fragment in wanted)

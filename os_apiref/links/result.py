# SPDX-License-Identifier: Apache-2.0
"""The verdict on one URL, with all that it rests on."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from os_apiref.links.answer import Hop


class Verdict(enum.Enum):
    """What is known of a link."""

    OK = "ok"
    REDIRECTED = "redirected"
    BROKEN = "broken"
    TIMEOUT = "timeout"
    UNAUTHORIZED = "unauthorized"
    FORBIDDEN = "forbidden"
    RATE_LIMITED = "rate-limited"
    UNAVAILABLE = "unavailable"
    SOFT_404 = "soft-404"
    UNKNOWN = "unknown"
    IGNORED = "ignored"


KNOWN_BAD = frozenset({Verdict.BROKEN, Verdict.TIMEOUT, Verdict.UNAVAILABLE, Verdict.SOFT_404})
"""The verdicts that fail a check unless a gate says otherwise."""


@dataclass(frozen=True)
class Result:
    """The verdict on one URL, fragment included."""

    url: str
    verdict: Verdict
    why: str
    """One printable sentence without its full stop: status, error, what was not found."""
    hops: tuple[Hop, ...] = ()
    is_permanent: bool = False
    """Of a redirect: whether every hop is permanent (301, 308; RFC 9110 section 15.4)."""
    status: int | None = None
    when: float = 0.0
    """Seconds since the epoch when the server was asked."""
    seconds: float = 0.0
    is_remembered: bool = False
    """Whether it comes from the cache."""
    last_good: float | None = None
    """When the link was last ok or redirected, before this; None where nobody knows."""
    advice: str = ""
    """What to write instead, where that is known."""
    replacement: str = ""
    """The URL to write instead, where it needs no question."""

    @property
    def target(self) -> str:
        """Where the redirects lead, with the fragment; '' for no redirect."""
        if not self.hops:
            return ""
        target, fragment = self.hops[-1].target, self.url.partition("#")[2]
        return f"{target}#{fragment}" if fragment and "#" not in target else target

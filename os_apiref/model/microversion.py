# SPDX-License-Identifier: Apache-2.0
"""Microversions and ranges of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_MICROVERSION = re.compile(r"(\d{1,9})\.(\d{1,9})", re.ASCII)


@dataclass(frozen=True, order=True)
class Microversion:
    """Two whole numbers: 2.10 is later than 2.9, and is not 2.1."""

    major: int
    minor: int

    @classmethod
    def parse(cls, text: str) -> Microversion | None:
        """Return the microversion that ``text`` writes, None where it writes none."""
        match = _MICROVERSION.fullmatch(text.strip())
        return cls(int(match[1]), int(match[2])) if match else None

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}"


@dataclass(frozen=True)
class VersionRange:
    """The microversions from ``min`` to ``max``, both included; None leaves an end open."""

    min: Microversion | None = None
    max: Microversion | None = None

    def __bool__(self) -> bool:
        """Whether either end is bounded."""
        return self.min is not None or self.max is not None

    def __contains__(self, version: Microversion) -> bool:
        return (self.min is None or self.min <= version) and (
            self.max is None or version <= self.max
        )

    def __and__(self, other: VersionRange) -> VersionRange:
        """Return the versions that lie in both; where none does, ``min`` is later than ``max``."""
        if not self or not other:
            return self or other
        lows = [one for one in (self.min, other.min) if one]
        highs = [one for one in (self.max, other.max) if one]
        return VersionRange(max(lows, default=None), min(highs, default=None))

    @property
    def is_empty(self) -> bool:
        """Whether no version lies in it, as in what two ranges share that are apart."""
        return self.min is not None and self.max is not None and self.min > self.max

    def __str__(self) -> str:
        if self.min and self.max:
            return f"{self.min} – {self.max}"
        if self.min:
            return f"since {self.min}"
        return f"until {self.max}" if self.max else ""


EVERY_VERSION = VersionRange()


def join_ranges(ranges: Iterable[VersionRange]) -> list[VersionRange]:
    """Return ranges in order, those that meet or overlap made into one."""
    joined: list[VersionRange] = []
    for one in sorted(ranges, key=_start):
        last = joined[-1] if joined else None
        if last is None or not _reaches(last, one):
            joined.append(one)
        elif last.max and (one.max is None or one.max > last.max):
            joined[-1] = VersionRange(last.min, one.max)
    return joined


def cover(ranges: Iterable[VersionRange], whole: VersionRange) -> bool:
    """Whether every version of ``whole`` lies in one of some ranges."""
    return any(one & whole == whole for one in join_ranges(ranges))


def _start(one: VersionRange) -> Microversion:
    return one.min or Microversion(-1, -1)


def _reaches(one: VersionRange, later: VersionRange) -> bool:
    """Whether a range ends no earlier than just before a later one starts."""
    if one.max is None or later.min is None:
        return True
    return later.min <= Microversion(one.max.major, one.max.minor + 1)


_RANGE = re.compile(
    r"""(?:\b(?P<before> since | from | starting [ ] with | until | up [ ] to ) \s+ )?
        micro-?versions? \s+ (?:from \s+)?
        (?P<min> \d+\.\d+ )?
        \s* (?P<dash> - | – | — | to | until | through )? \s*
        (?P<max> \d+\.\d+ )?
        (?P<after> \+ | ,? \s* (?:and|or) \s+ \w+ | \s* onwards? )?""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_UNTIL = ("until", "up to")
_LATER = ("later", "newer", "above", "higher", "greater", "up")
_EARLIER = ("earlier", "older", "below", "lower")


def find_version_range(text: str) -> VersionRange:
    """Return the range that a heading or status line names in words.

    ``Response (microversions 1.12 - )`` and ``(microversion 1.12 and later)``
    start at 1.12; ``(microversion 2.5)`` is that version alone.
    """
    match = _RANGE.search(text)
    if not match:
        return EVERY_VERSION
    low = Microversion.parse(match["min"] or "")
    high = Microversion.parse(match["max"] or "")
    if not low or match["dash"]:
        return VersionRange(low, high)
    before = " ".join((match["before"] or "").lower().split())
    after = (match["after"] or "").lower()
    if before in _UNTIL or after.endswith(_EARLIER):
        return VersionRange(None, low)
    is_open = before or after == "+" or "onward" in after or after.endswith(_LATER)
    return VersionRange(low, None if is_open else low)

# SPDX-License-Identifier: Apache-2.0
"""How far a check of links is: redrawn in place on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple, TextIO

from os_apiref.links.result import KNOWN_BAD, Result
from os_apiref.problems import count

DRAW_SECONDS = 0.1
"""The shortest time between two drawings."""

LINE_SECONDS = 10.0
"""The time between two lines where nothing can be redrawn."""

_WIDTH = 80
_BAR = 20
_NAMED = 3
_ERASE = "\x1b[J"
"""To the end of the screen (ECMA-48)."""


class _Wait(NamedTuple):
    until: float
    why: str


class Progress:
    """Takes what happens and shows it, at most ten times a second.

    Its methods are what a check calls. Call ``tick`` now and then while nothing
    happens, so that waits count down, and ``close`` at the end, whatever ended
    the check.
    """

    def __init__(
        self,
        stream: TextIO,
        *,
        clock: Callable[[], float] = time.monotonic,
        columns: Callable[[], int] | None = None,
    ) -> None:
        self._stream = stream
        self._clock = clock
        self._columns = columns or (lambda: _columns_of(stream))
        self._is_live = stream.isatty() and os.environ.get("TERM") != "dumb"
        self._started = self._told = clock()
        self._busy: Counter[str] = Counter()
        self._waits: dict[str, _Wait] = {}
        self._total = self._done = self._bad = self._drawn = 0

    def start(self, urls: int) -> None:
        """Note how many distinct URLs there are."""
        self._total = urls
        self.tick()

    def begin(self, host: str) -> None:
        """Note that a host is asked once more."""
        self._busy[host] += 1
        self.tick()

    def end(self, host: str) -> None:
        """Note that a host was asked once more, and has answered or not."""
        self._busy[host] -= 1
        if self._busy[host] <= 0:
            del self._busy[host]
            self._waits.pop(host, None)
        self.tick()

    def decided(self, result: Result) -> None:
        """Count a verdict."""
        self._done += 1
        self._bad += result.verdict in KNOWN_BAD
        self.tick()

    def wait(self, host: str, seconds: float, why: str) -> None:
        """Note that a host is not asked for some seconds."""
        self._waits[host] = _Wait(self._clock() + seconds, why)
        self.tick()

    def tick(self) -> None:
        """Show how things are, if the last time is long enough ago."""
        now = self._clock()
        if now - self._told < (DRAW_SECONDS if self._is_live else LINE_SECONDS):
            return
        self._told = now
        self._waits = {host: one for host, one in self._waits.items() if one.until > now}
        if self._is_live:
            width = max(1, self._columns() - 1)  # a full last column would wrap
            lines = [_ascii(line)[:width] for line in (self._bar(now), self._hosts(now)) if line]
            self._draw(lines)
        else:
            self._stream.write(f"{_ascii(self._line(now))}\n")
            self._stream.flush()

    def close(self) -> None:
        """Take away what was drawn; the next event draws again."""
        self._draw([])

    def _draw(self, lines: list[str]) -> None:
        if not lines and not self._drawn:
            return
        up = f"\x1b[{self._drawn - 1}A" if self._drawn > 1 else ""
        self._stream.write("\r" + up + _ERASE + "\n".join(lines))
        self._stream.flush()
        self._drawn = len(lines)

    def _bar(self, now: float) -> str:
        filled = _BAR * self._done // max(1, self._total)
        minutes, seconds = divmod(int(now - self._started), 60)
        return f"[{'#' * filled}{'-' * (_BAR - filled)}] {self._counts()}  {minutes}:{seconds:02}"

    def _counts(self) -> str:
        asked = len(self._busy.keys() - self._waits.keys())
        parts = [f"{self._done} of {count(self._total, 'link')}"]
        parts += [f"{self._bad} bad"] if self._bad else []
        parts += [f"{count(asked, 'host')} busy"] if asked else []
        parts += [f"{len(self._waits)} waiting"] if self._waits else []
        return ", ".join(parts)

    def _hosts(self, now: float) -> str:
        if self._waits:
            waits = sorted(self._waits.items(), key=lambda pair: pair[1].until)
            told = [f"{host} {one.until - now:.0f} s ({one.why})" for host, one in waits]
            return f"waiting for {_some(told)}"
        return f"asking {_some(sorted(self._busy))}" if self._busy else ""

    def _line(self, now: float) -> str:
        hosts = f"; {self._hosts(now)}" if self._waits else ""
        return f"checked {self._counts()}{hosts}"


def _some(words: list[str]) -> str:
    rest = len(words) - _NAMED
    return ", ".join(words[:_NAMED]) + (f" and {rest} more" if rest > 0 else "")


def _ascii(text: str) -> str:
    """Return a text whose characters take one cell each, without control characters."""
    return "".join(one if one.isascii() and one.isprintable() else ascii(one)[1:-1] for one in text)


def _columns_of(stream: TextIO) -> int:
    try:
        return os.get_terminal_size(stream.fileno()).columns or _WIDTH
    except (OSError, ValueError):
        return _WIDTH

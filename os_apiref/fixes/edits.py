# SPDX-License-Identifier: Apache-2.0
"""Edits at places of a file, applied so that nothing else changes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from os_apiref.fixes.lines import BOM, LINE_END, end_of, split_lines, usual_end, without_end
from os_apiref.problems import Edit

_UNDECODABLE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Edited:
    """A file after its edits; ``refused`` are those that found another text at their place."""

    content: bytes
    refused: tuple[Edit, ...] = ()


class _Span(NamedTuple):
    """What stands between two offsets of the text, and what comes there."""

    start: int
    end: int
    new: str


def apply_edits(content: bytes, edits: Iterable[Edit]) -> Edited:
    """Return a file with all edits that fit, whatever paths they name.

    Places are those of the file as it is, not as earlier edits leave it. An
    edit is refused where the text at its place is not ``old``, where it
    overlaps one that starts before it, and in a line that is not UTF-8, whose
    columns nobody can count. Line ends in ``old`` match any line end, a last
    one also the end of the file; those in ``new`` become the file's own.
    """
    source = _Source(content)
    found: list[tuple[_Span, Edit]] = []
    refused = []
    for edit in dict.fromkeys(edits):
        if span := source.find(edit):
            found.append((span, edit))
        else:
            refused.append(edit)
    spans: list[_Span] = []
    for span, edit in sorted(found, key=lambda pair: pair[0][:2]):
        if not spans or _follows(span, spans[-1]):
            spans.append(span)
        elif span != spans[-1]:
            refused.append(edit)
    return Edited(source.replace(spans), tuple(refused))


def _follows(span: _Span, other: _Span) -> bool:
    """Whether a span starts where another has ended; of two insertions at one point none does."""
    return span.start >= other.end and span[:2] != other[:2]


class _Source:
    """The text of a file; a byte that is not UTF-8 is a lone surrogate in it."""

    def __init__(self, content: bytes) -> None:
        self.text = content.decode("utf-8", errors="surrogateescape")
        self.lines = split_lines(self.text)
        self.starts = [0, *accumulate(len(line) for line in self.lines)]

    def find(self, edit: Edit) -> _Span | None:
        """Return where an edit applies, None where it does not."""
        at = self._offset(edit.place.line, edit.place.column)
        if at is None:
            return None
        match = _pattern(edit.old).match(self.text, at)
        if not match:
            return None
        start = self.starts[edit.place.line - 1]
        if _UNDECODABLE.search(self.text, start, match.end()) or _UNDECODABLE.search(edit.new):
            return None
        return _Span(at, match.end(), _to_lines(edit.new, self._end(edit.place.line)))

    def replace(self, spans: Iterable[_Span]) -> bytes:
        """Return the file with a new text in each span; spans are in the order of the text."""
        parts = []
        at = 0
        for span in spans:
            parts += [self.text[at : span.start], span.new]
            at = span.end
        parts.append(self.text[at:])
        return "".join(parts).encode("utf-8", errors="surrogateescape")

    def _offset(self, line: int, column: int) -> int | None:
        """Return the offset of a line and column, None where the text has no such place.

        The place behind the last character of the text exists, also where it
        is the first of a line that has no text yet.
        """
        if line < 1 or column < 1 or line > len(self.lines) + 1:
            return None
        held = without_end(self.lines[line - 1]) if line <= len(self.lines) else ""
        if line > len(self.lines) and self.lines and not end_of(self.lines[-1]):
            return None
        skipped = 1 if line == 1 and self.text.startswith(BOM) else 0
        if column - 1 > len(held) - skipped:
            return None
        return self.starts[line - 1] + skipped + column - 1

    def _end(self, line: int) -> str:
        """Return how a line is ended, or the lines above it."""
        return usual_end(self.lines[:line])


def _pattern(old: str) -> re.Pattern[str]:
    *lines, last = _to_lines(old, "\n").split("\n")
    ended = [f"{re.escape(line)}{LINE_END}" for line in lines]
    if ended and not last:
        ended[-1] = f"{ended[-1].removesuffix(LINE_END)}(?:{LINE_END}|\\Z)"
    return re.compile("".join(ended) + re.escape(last))


def _to_lines(text: str, end: str) -> str:
    return re.sub(LINE_END, end, text)

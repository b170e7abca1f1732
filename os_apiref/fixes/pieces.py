# SPDX-License-Identifier: Apache-2.0
"""A file of definitions cut into pieces that can change places: definitions and headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from os_apiref.fixes.headings import find_headings, is_decoration
from os_apiref.fixes.lines import is_blank
from os_apiref.fixes.yamldata import block_text_lines
from os_apiref.load.yamltree import Mapping, Scalar

_ABOVE_ALL = re.compile(r"---\s*(?:#.*)?")
_DOCUMENT_END = re.compile(r"(?:---|\.\.\.)(?:\s|$)")
_ABOUT_FILE = re.compile(
    r"-\*-|\b(?:vim?|ex):|yaml-language-server|SPDX|[Cc]opyright|[Ll]icen[cs]e"
)


@dataclass(frozen=True)
class Piece:
    """Lines that move together.

    ``space`` are the blank lines above it. A definition has its ``entry``, its
    index in the mapping; a heading has the ``location`` that it names. One
    that is ``closed`` ends in a comment that a blank line parts from what
    follows, so that it is not read as a comment on that.
    """

    space: tuple[str, ...]
    lines: tuple[str, ...]
    entry: int | None = None
    location: str = ""
    closed: bool = False


@dataclass(frozen=True)
class Cut:
    """A file in pieces, and what stays above and below them."""

    head: tuple[str, ...]
    pieces: tuple[Piece, ...]
    tail: tuple[str, ...]

    @property
    def lines(self) -> list[str]:
        """The file."""
        inner = [line for piece in self.pieces for line in (*piece.space, *piece.lines)]
        return [*self.head, *inner, *self.tail]


def cut(lines: list[str], mapping: Mapping) -> Cut | None:
    """Return a file in pieces, None where its definitions are no blocks of whole lines.

    A comment directly above a definition belongs to it, as does one that is
    indented deeper than its name, and one directly below it with a blank line
    underneath. What stands above the first definition with a blank line
    between, or below the last one, speaks of the file and stays.
    """
    starts = _find_starts(lines, mapping)
    if not starts:
        return None
    return _Cutter(lines, starts, mapping).cut()


def _find_starts(lines: Sequence[str], mapping: Mapping) -> list[int]:
    """Return the index of each key's line, [] where not every key starts a line of its own."""
    places = [key.place for key, _ in mapping.pairs]
    starts = [place.line - 1 for place in places]
    width = mapping.place.column - 1
    own_lines = all(one < other for one, other in pairwise(starts)) and all(
        place.column - 1 == width and not lines[place.line - 1][:width].strip() for place in places
    )
    plain = all(isinstance(key, Scalar) and key.text != "<<" for key, _ in mapping.pairs)
    if not starts or not own_lines or not plain:
        return []
    above = [line for line in lines[: starts[0]] if not _ABOVE_ALL.fullmatch(line.rstrip())]
    if not all(is_blank(line) or line.lstrip().startswith("#") for line in above):
        return []
    return [] if any(map(_DOCUMENT_END.match, lines[starts[0] :])) else starts


class _Cutter:
    """One file while it is cut."""

    def __init__(self, lines: list[str], starts: list[int], mapping: Mapping) -> None:
        self.lines = lines
        self.width = mapping.place.column - 1
        self.text = set(block_text_lines(lines, mapping))
        ends = [0, *(self._end_of(*span) for span in pairwise([*starts, len(lines)]))]
        self.gaps = list(zip(ends, [*starts, len(lines)], strict=True))
        in_gaps = {at for gap in self.gaps for at in range(*gap)}
        comments = [line if at in in_gaps else "" for at, line in enumerate(lines)]
        self.headings = find_headings(comments)

    def cut(self) -> Cut:
        """Return the pieces."""
        first, *_ = self.gaps
        at = self._head_end(*first)
        head = tuple(self.lines[:at])
        pieces: list[Piece] = []
        for entry, (_, start) in enumerate(self.gaps[:-1]):
            for piece in self._headings_in(at, start):
                pieces.append(piece)
                at += len(piece.space) + len(piece.lines)
            gap_end, next_start = self.gaps[entry + 1]
            end = self._below_end(gap_end, next_start)
            pieces.append(self._piece(at, end, entry=entry, closed=end > gap_end))
            at = end
        for piece in self._headings_in(at, len(self.lines)):
            pieces.append(piece)
            at += len(piece.space) + len(piece.lines)
        return Cut(head, tuple(pieces), tuple(self.lines[at:]))

    def _end_of(self, start: int, limit: int) -> int:
        """Return the index behind the last line of the definition at ``start``."""
        end = limit
        while end > start + 1 and self._is_outside(end - 1):
            end -= 1
        return end

    def _is_outside(self, at: int) -> bool:
        line = self.lines[at]
        text = line.lstrip(" ")
        is_comment = text.startswith("#") and len(line) - len(text) <= self.width
        return is_comment or (is_blank(line) and at not in self.text)

    def _head_end(self, start: int, end: int) -> int:
        """Return the index behind what stays at the top, above the first piece."""
        marks = [at for at in range(start, end) if _ABOVE_ALL.fullmatch(self.lines[at].rstrip())]
        start = marks[-1] + 1 if marks else start
        at = next((at for at in range(start, end) if at in self.headings), end)
        if at < end:
            at = self._decorated(start, at)
        elif not self._is_about_file(start, end):
            while at > start and not is_blank(self.lines[at - 1]):
                at -= 1
        while at > start and is_blank(self.lines[at - 1]):
            at -= 1
        return at

    def _below_end(self, start: int, end: int) -> int:
        """Return the index behind the comment that belongs to the definition above a gap."""
        at = start
        while at < end and at not in self.headings and not is_blank(self.lines[at]):
            at += 1
        if at == end or end == len(self.lines):
            return start  # it stands directly above the next definition, or at the end
        return self._decorated(start, at) if at in self.headings else at

    def _decorated(self, start: int, heading: int) -> int:
        """Return the index of the first line of a heading, with the decoration above it."""
        while heading > start and is_decoration(self.lines[heading - 1]):
            heading -= 1
        return heading

    def _is_about_file(self, start: int, end: int) -> bool:
        return any(map(_ABOUT_FILE.search, self.lines[start:end]))

    def _headings_in(self, start: int, end: int) -> Iterator[Piece]:
        for at in range(start, end):
            if location := self.headings.get(at):
                stop = at + 1
                while stop < end and is_decoration(self.lines[stop]):
                    stop += 1
                yield self._piece(start, stop, location=location)
                start = stop

    def _piece(
        self,
        start: int,
        end: int,
        *,
        entry: int | None = None,
        location: str = "",
        closed: bool = False,
    ) -> Piece:
        at = start
        while at < end and is_blank(self.lines[at]):
            at += 1
        space, lines = tuple(self.lines[start:at]), tuple(self.lines[at:end])
        return Piece(space, lines, entry, location, closed)

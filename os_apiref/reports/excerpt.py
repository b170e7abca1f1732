# SPDX-License-Identifier: Apache-2.0
"""The lines around a finding as a terminal can show them, and what to underline."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from os_apiref.problems import Problem

CUT = "…"
"""Stands where a line goes on beyond what is shown."""

_TAB = " " * 4
_TOKEN = re.compile(
    r"""
    "(?:[^"\\]|\\.)*"? | '[^']*'?     # a string of JSON or YAML
    | \{[^\s{}"',:]+\}                # a placeholder of a path
    | [\[\]{},:]
    | (?:[^\s"',\[\]{}] | \{[^\s{}"',:]+\})+
    """,
    re.VERBOSE,
)


class Mark(NamedTuple):
    """Characters of a line: the first one, from 0, and how many."""

    start: int
    length: int


@dataclass(frozen=True)
class Excerpt:
    """Numbered lines without any control character.

    Below line ``number`` belongs an underline that starts after ``start``
    cells of the terminal and is ``length`` cells long.
    """

    lines: tuple[tuple[int, str], ...]
    number: int
    start: int
    length: int


def find_mark(problem: Problem, line: str) -> Mark:
    """Return what to underline in the line of a problem.

    That is what its repair replaces, else the word at its column; where the
    column is not known, the line without the spaces around it.
    """
    start = problem.place.column - 1
    if not 0 <= start <= len(line):
        return Mark(len(line) - len(line.lstrip()), len(line.strip()))
    for edit in problem.edits:
        if edit.place == problem.place and edit.old and "\n" not in edit.old:
            return Mark(start, len(edit.old))
    token = _TOKEN.match(line, start)
    # A colon ends the key of a mapping; the same one inside 'OS-DCF:diskConfig' does not.
    return Mark(start, len(token[0].rstrip(":")) or 1 if token else 1)


def make_excerpt(problem: Problem, lines: Sequence[str], width: int) -> Excerpt | None:
    """Return the line of a problem with its neighbours, None where the file has no such line.

    A neighbour without a word is left out; ``width`` is the number of cells that
    a line may fill.
    """
    number = problem.place.line
    if not 0 < number <= len(lines):
        return None
    line = lines[number - 1]
    mark = find_mark(problem, line)
    begin = _find_begin(line, mark.start, width)
    shown = tuple(
        (one, _cut(lines[one - 1], begin, width))
        for one in range(max(1, number - 1), min(len(lines), number + 1) + 1)
        if one == number or lines[one - 1].strip()
    )
    start = _cells(line[begin : mark.start]) + (len(CUT) if begin else 0)
    length = _cells(line[mark.start : mark.start + min(mark.length, width)])
    in_sight = _cells(dict(shown)[number]) - start
    return Excerpt(shown, number, start, max(1, min(length, in_sight)))


def _find_begin(line: str, start: int, width: int) -> int:
    """Return the character that a line is shown from, so that ``start`` is in sight."""
    if start < width and _cells(line[:start]) < width * 2 // 3:
        return 0
    begin, left, least = start, width // 3, max(0, start - width // 3)
    while begin > least and (left := left - _cells(line[begin - 1])) >= 0:
        begin -= 1
    return begin


def _cut(line: str, begin: int, width: int) -> str:
    """Return as much of a line as fits into ``width`` cells, from a character on."""
    head = CUT if begin and line else ""
    left = width - len(head)
    # No more characters than cells: accents take no cell, and a line of them would not end.
    rest = line[begin : begin + width]
    if begin + width >= len(line) and _cells(rest) <= left:
        return head + "".join(map(_show, rest)).rstrip()
    ends = accumulate(_width(_show(one)) for one in rest)
    fitting = sum(end <= left - len(CUT) for end in ends)
    return head + "".join(map(_show, rest[:fitting])) + CUT


def _cells(text: str) -> int:
    """Return how many cells of a terminal a text takes as it is shown."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(_width(_show(one)) for one in text)


def _show(character: str) -> str:
    if character == "\t":
        return _TAB
    return character if character.isprintable() else ascii(character)[1:-1]


def _width(shown: str) -> int:
    if len(shown) != 1:
        return len(shown)
    if unicodedata.category(shown) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(shown) in ("W", "F") else 1

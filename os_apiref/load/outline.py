# SPDX-License-Identifier: Apache-2.0
"""What a file of RST consists of, as far as its lines tell without a parser."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_INCLUDE = re.compile(r"\.\.[ ]+include::[ ]+(?P<argument>[^<\s].*)")
_SUBSTITUTION = re.compile(r"\.\.[ ]+\|(?P<name>[^|]+)\|[ ]+[\w-]+::")
_STATE = re.compile(r"\.\.[ ]+(?P<name>role|default-role|highlight)::")
_METHOD = re.compile(r"\.\.[ ]+rest_method::")
_BAR = re.compile(r"\.\.[ ]+rest_expand_all::")
_TOC_DEPTH = re.compile(r":tocdepth:[ ]*\d+")
_ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1+")
_SHORT_ADORNMENT = 4
"""Characters below which docutils takes a line that is shorter than the title for text."""


@dataclass(frozen=True)
class Definition:
    """What a document defines for all its files: a substitution, or a state of the parser.

    ``name`` is that of the substitution, '' for a state, which holds from its line on.
    """

    name: str
    lines: tuple[str, ...]
    path: str
    line: int = field(compare=False)


@dataclass(frozen=True)
class Title:
    """A section title, and whether the section is an operation's."""

    line: int
    heads_operation: bool


@dataclass(frozen=True)
class IncludeLine:
    """An ``include`` without options that stands in no other element."""

    argument: str
    line: int


@dataclass(frozen=True)
class Outline:
    """The parts of one file that decide on which page its text stands."""

    parts: tuple[Title | IncludeLine, ...] = ()
    """Titles and includes, in their order."""
    definitions: tuple[Definition, ...] = ()
    has_bar: bool = False
    has_toc_depth: bool = False

    @property
    def title(self) -> Title | None:
        """The first title, None for a file without any."""
        return next((part for part in self.parts if isinstance(part, Title)), None)

    @property
    def includes(self) -> Iterator[IncludeLine]:
        """The includes, in their order."""
        return (part for part in self.parts if isinstance(part, IncludeLine))


def read_outline(text: str, path: str) -> Outline:
    """Return the outline of a file."""
    lines = [line.rstrip() for line in text.splitlines()]
    titles = list(_titles(lines))
    ends = [*titles[1:], len(lines)]
    parts: list[Title | IncludeLine] = [
        Title(start + 1, any(map(_METHOD.match, lines[start:end])))
        for start, end in zip(titles, ends, strict=False)
    ]
    for number, line in enumerate(lines):
        if (match := _INCLUDE.fullmatch(line)) and not _is_indented(lines, number + 1):
            parts.append(IncludeLine(match["argument"], number + 1))
    return Outline(
        parts=tuple(sorted(parts, key=lambda part: part.line)),
        definitions=tuple(_definitions(lines, path)),
        has_bar=any(map(_BAR.match, lines)),
        has_toc_depth=any(map(_TOC_DEPTH.match, lines)),
    )


def _titles(lines: Sequence[str]) -> Iterator[int]:
    """Yield the index of each line that is the text of a title."""
    number = 0
    while number + 1 < len(lines):
        line, below = lines[number], lines[number + 1]
        last = lines[number + 2] if number + 2 < len(lines) else ""
        if _ADORNMENT.fullmatch(line) and below.strip() and last == line:
            yield number + 1
            number += 3
        elif _is_underlined(line, below) and _may_start(lines, number):
            yield number
            number += 2
        else:
            number += 1


def _is_underlined(line: str, below: str) -> bool:
    if not line or line[0].isspace() or _ADORNMENT.fullmatch(line):
        return False
    long_enough = len(below) >= len(line) or len(below) >= _SHORT_ADORNMENT
    return long_enough and _ADORNMENT.fullmatch(below) is not None


def _may_start(lines: Sequence[str], number: int) -> bool:
    """Whether a line starts a block: after a blank one, or after explicit markup."""
    return number == 0 or not lines[number - 1] or lines[number - 1].startswith("..")


def _is_indented(lines: Sequence[str], number: int) -> bool:
    return number < len(lines) and lines[number][:1].isspace()


def _definitions(lines: Sequence[str], path: str) -> Iterator[Definition]:
    for number, line in enumerate(lines):
        substitution = _SUBSTITUTION.match(line)
        if substitution or _STATE.match(line):
            name = " ".join(substitution["name"].split()) if substitution else ""
            yield Definition(name, tuple(_block(lines, number)), path, number + 1)


def _block(lines: Sequence[str], first: int) -> list[str]:
    """Return a line with the indented ones below it."""
    end = first + 1
    while end < len(lines) and (not lines[end] or lines[end][0].isspace()):
        end += 1
    while not lines[end - 1]:
        end -= 1
    return list(lines[first:end])

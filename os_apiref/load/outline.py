# SPDX-License-Identifier: Apache-2.0
"""What a file of RST consists of, as far as its lines tell without a parser."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from string import punctuation

_INCLUDE = re.compile(r"\.\.[ ]+include::[ ]+(?P<argument>[^<\s].*)")
_SUBSTITUTION = re.compile(r"\.\.[ ]+\|(?P<name>[^|]+)\|[ ]+[\w-]+::")
_STATE = re.compile(r"\.\.[ ]+(?P<name>role|default-role|highlight)::")
_METHOD = re.compile(r"\.\.[ ]+rest_method::")
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
    markup = [(number, line) for number, line in enumerate(lines) if line.startswith("..")]
    methods = [number for number, line in markup if _METHOD.match(line)]
    titles = list(_titles(lines))
    parts: list[Title | IncludeLine] = [
        Title(start + 1, any(start < method < end for method in methods))
        for start, end in pairwise([*titles, len(lines)])
    ]
    for number, line in markup:
        if (match := _INCLUDE.fullmatch(line)) and not _is_indented(lines, number + 1):
            parts.append(IncludeLine(match["argument"], number + 1))
    return Outline(
        parts=tuple(sorted(parts, key=lambda part: part.line)),
        definitions=tuple(_definitions(lines, markup, path)),
        has_toc_depth=any(line.startswith(":tocdepth:") for line in lines),
    )


def _titles(lines: Sequence[str]) -> Iterator[int]:
    """Yield the index of each line that is the text of a title."""
    adorned = [number for number, line in enumerate(lines) if _is_adornment(line)]
    after = 0
    for number in adorned:
        if number < after:
            continue
        text = lines[number + 1].strip() if number + 1 < len(lines) else ""
        if text and lines[number + 2 : number + 3] == [lines[number]]:
            yield number + 1
            after = number + 3
        elif number > after and _underlines(lines, number):
            yield number - 1
            after = number + 1


def _is_adornment(line: str) -> bool:
    return len(line) > 1 and line[0] in punctuation and line == line[0] * len(line)


def _underlines(lines: Sequence[str], number: int) -> bool:
    """Whether a line underlines the one above it, and that starts a block."""
    line, text = lines[number], lines[number - 1]
    above = lines[number - 2] if number > 1 else ""
    is_text = text != "" and not text[0].isspace() and not _is_adornment(text)
    is_long_enough = len(line) >= min(len(text), _SHORT_ADORNMENT)
    return is_text and is_long_enough and (not above or above.startswith(".."))


def _is_indented(lines: Sequence[str], number: int) -> bool:
    return number < len(lines) and lines[number][:1].isspace()


def _definitions(
    lines: Sequence[str], markup: Sequence[tuple[int, str]], path: str
) -> Iterator[Definition]:
    for number, line in markup:
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

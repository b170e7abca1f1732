# SPDX-License-Identifier: Apache-2.0
"""Comments that silence a rule at one place: ``os-apiref: ignore RULE``.

In RST, and in a description, it is ``.. os-apiref: ignore RULE``; in YAML and
in the rows of a table ``# os-apiref: ignore RULE``. It stands at the end of
the line with the fault or above it, where blank lines and further such
comments may stand between. Words after ``--`` say why.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from os_apiref.kinds import Group, ProblemKind
from os_apiref.load.texts import Texts
from os_apiref.problems import Place, Problem, did_you_mean

_COMMENT = re.compile(
    r"""(?: ^\s*\.\.[ ]+ | (?:^|(?<=\s))\#[ ]* ) os[-_]apiref: \s* ignore \b [ ]*
        (?P<rules> [^#]*? ) [ ]* (?: --.* )? $""",
    re.VERBOSE,
)
_LITERAL = re.compile(r"^\s*\.\. (code|code-block|sourcecode|parsed-literal)::|^(?!\s*\.\. ).*::$")
_WORD = re.compile(r"[^\s,]+")
_LABELS = tuple(kind.label for kind in ProblemKind)
_OF_LINKS = {kind.label for kind in ProblemKind if kind.group is Group.LINKS}
"""What only the check of links looks for: no other one knows whether such a comment is needed."""

UNSILENCED = frozenset({ProblemKind.MARKUP, ProblemKind.UNKNOWN_RULE, ProblemKind.NEEDLESS_COMMENT})
"""What no comment silences: faults that Sphinx tells, and those of comments themselves."""


class _Ignored(NamedTuple):
    """One rule that a comment names; its place is the comment's."""

    place: Place
    rule: str


class Comments:
    """The comments of source files; it remembers which of them silenced something."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._needed: set[_Ignored] = set()

    def silence(self, problem: Problem) -> bool:
        """Return whether a comment silences a problem, and remember that it was needed."""
        if problem.kind in UNSILENCED:
            return False
        found = [
            ignored
            for place in (problem.place, *problem.related)
            for ignored in self._beside(place)
            if ignored.rule == problem.kind.label
        ]
        self._needed.update(found)
        return bool(found)

    def problems(self, paths: Iterable[str]) -> Iterator[Problem]:
        """Yield what is wrong with the comments of files, after all that they could silence."""
        for path in paths:
            lines = self._texts.lines(path)
            for number, line in enumerate(lines, 1):
                found = _parse(line, Place(path, number))
                if found and _is_quoted(lines, number):
                    continue
                for ignored in found:
                    if ignored.rule not in _LABELS:
                        hint = did_you_mean(ignored.rule, _LABELS)
                        yield Problem.of(
                            ProblemKind.UNKNOWN_RULE,
                            ignored.place,
                            f"this comment silences '{ignored.rule}', which is no rule",
                            hint or "write 'os-apiref: ignore' and the name of a rule",
                        )
                    elif ignored not in self._needed and ignored.rule not in _OF_LINKS:
                        yield Problem.of(
                            ProblemKind.NEEDLESS_COMMENT,
                            ignored.place,
                            f"this comment silences '{ignored.rule}', which finds nothing here",
                            "remove it",
                        )

    def _beside(self, place: Place) -> Iterator[_Ignored]:
        if not place.line:
            return
        lines = self._texts.lines(place.path)
        if place.line > len(lines):
            return
        yield from _parse(lines[place.line - 1], place)
        for number in range(place.line - 1, 0, -1):
            line = lines[number - 1]
            found = list(_parse(line, Place(place.path, number)))
            if line.strip() and not (found and _COMMENT.match(line.strip())):
                return
            yield from found


def _is_quoted(lines: Sequence[str], number: int) -> bool:
    """Whether a line of RST stands in a literal block, where a comment is an example."""
    indent = _indent(lines[number - 1])
    for line in reversed(lines[: number - 1]):
        if indent == 0:
            return False
        if line.strip() and _indent(line) < indent:
            indent = _indent(line)
            if _LITERAL.search(line):
                return True
    return False


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _parse(line: str, place: Place) -> list[_Ignored]:
    match = _COMMENT.search(line) if "apiref" in line else None
    if not match:
        return []
    place = Place(place.path, place.line)
    words = _WORD.findall(match["rules"]) or [""]
    return [_Ignored(place, word.removeprefix("os_apiref.")) for word in words]

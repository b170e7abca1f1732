# SPDX-License-Identifier: Apache-2.0
"""What can be wrong with a reference, and how it is said."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from os_apiref.kinds import ProblemKind, Severity

TEXT_LIMIT = 600
"""Characters of a message; a name of a thousand is cut in its middle."""

_WORD_LIMIT = 100
_KNOWN_LIMIT = 5_000


class Place(NamedTuple):
    """A point in a source file; line and column count from 1, 0 means unknown."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.path, *(str(number) for number in (self.line, self.column) if number)]
        return ":".join(parts)


@dataclass(frozen=True)
class Edit:
    """A repair: at ``place``, whose column is known, ``old`` gives way to ``new``."""

    place: Place
    old: str
    new: str


@dataclass(frozen=True)
class Problem:
    """One finding: what is wrong where, and what to write instead."""

    kind: ProblemKind
    place: Place
    message: str
    suggestion: str = ""
    severity: Severity = Severity.WARNING
    """Its weight in a check."""
    plain: Severity | None = Severity.WARNING
    """Its weight in a build that checks nothing, None where such a build does not look for it."""
    related: tuple[Place, ...] = ()
    """Other places that the finding is about; a comment at one of them silences it, too."""
    edits: tuple[Edit, ...] = ()
    """What repairs it without a question to the author."""
    sphinx_name: str = ""
    """For a fault of markup: the name, if any, under which Sphinx itself reports it."""

    @classmethod
    def of(
        cls,
        kind: ProblemKind,
        place: Place,
        message: str,
        suggestion: str = "",
        *,
        related: tuple[Place, ...] = (),
        edits: tuple[Edit, ...] = (),
    ) -> Problem:
        """Return a problem that weighs what its kind weighs.

        Its words quote what an author wrote: no such text ends a line of the
        terminal or colours it.
        """
        return cls(
            kind,
            place,
            _in_one_line(message),
            _in_one_line(suggestion),
            kind.severity,
            kind.plain,
            related,
            edits,
        )

    @property
    def text(self) -> str:
        """What was found, what was expected and what to write instead, in one line."""
        return f"{self.message}; {self.suggestion}" if self.suggestion else self.message

    @property
    def name(self) -> str:
        """What to write into ``suppress_warnings``, '' for what cannot be suppressed."""
        if self.kind is ProblemKind.MARKUP:
            return self.sphinx_name
        return f"os_apiref.{self.kind.label}"

    def __str__(self) -> str:
        name = f" [{self.name}]" if self.name else ""
        return f"{self.place}: {self.text}{name}"


def _in_one_line(text: str) -> str:
    if len(text) > TEXT_LIMIT:
        text = f"{text[: TEXT_LIMIT // 2]} … {text[-TEXT_LIMIT // 2 :]}"
    return visible(text)


def visible(text: str) -> str:
    """Return text in one line, with all that a terminal obeys or hides spelt as an escape.

    What comes out is legal in XML 1.0 and has no lone surrogate.
    """
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else ascii(one)[1:-1] for one in text)


def count(number: int, noun: str) -> str:
    """Return a number and its noun, '1 note' or '2 notes'."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that ``word`` was most likely meant to be, or ''."""
    if len(word) > _WORD_LIMIT:
        return ""
    by_lower = {
        candidate.lower(): candidate
        for candidate in islice(known, _KNOWN_LIMIT)
        if len(candidate) <= _WORD_LIMIT
    }
    found = difflib.get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[found[0]] if found else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a question that names the nearest known word, or ''."""
    candidate = nearest(word, known)
    return f"did you mean '{candidate}'?" if candidate else ""

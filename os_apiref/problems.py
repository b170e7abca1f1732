# SPDX-License-Identifier: Apache-2.0
"""What can be wrong with a reference, and how it is said."""

from __future__ import annotations

import difflib
import enum
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

TEXT_LIMIT = 600
"""Characters of a message; a name of a thousand is cut in its middle."""

_WORD_LIMIT = 100
_KNOWN_LIMIT = 5_000


class Severity(enum.Enum):
    """How much a finding weighs; ``-W`` counts warnings and never notes."""

    NOTE = "note"
    WARNING = "warning"


class Place(NamedTuple):
    """A point in a source file; line and column count from 1, 0 means unknown."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.path, *(str(number) for number in (self.line, self.column) if number)]
        return ":".join(parts)


class ProblemKind(enum.Enum):
    """Every kind of finding: the name that suppresses it, its weight, one sentence.

    A kind is a note where os-api-ref builds such a source without a word, so
    that a project that builds with warnings as errors builds on its first day.
    """

    def __init__(self, label: str, severity: Severity, sentence: str) -> None:
        self.label = label
        self.severity = severity
        self.sentence = sentence

    MALFORMED_METHOD = (
        "malformed-method",
        Severity.WARNING,
        "A rest_method does not say METHOD /path.",
    )
    UNKNOWN_METHOD_OPTION = (
        "unknown-method-option",
        Severity.NOTE,
        "A line below a rest_method is neither min_version nor max_version.",
    )
    MISPLACED_METHOD = (
        "misplaced-method",
        Severity.WARNING,
        "A rest_method does not stand directly in a section of its own.",
    )
    MALFORMED_TABLE = (
        "malformed-table",
        Severity.WARNING,
        "The content of a rest_parameters or rest_status_code is not the list that it should be.",
    )
    UNDEFINED_PARAMETER = (
        "undefined-parameter",
        Severity.WARNING,
        "A row names a definition that its file does not have.",
    )
    UNREADABLE_FILE = (
        "unreadable-file",
        Severity.WARNING,
        "A file of definitions is missing, empty, too large or not UTF-8.",
    )
    MALFORMED_YAML = (
        "malformed-yaml",
        Severity.WARNING,
        "Text that should be YAML is not, or uses what no definition needs.",
    )
    MALFORMED_FILE = (
        "malformed-file",
        Severity.WARNING,
        "A file of definitions is not a mapping from names to definitions.",
    )
    MALFORMED_DEFINITION = (
        "malformed-definition",
        Severity.WARNING,
        "A definition is not a mapping of fields.",
    )
    MISSING_FIELD = (
        "missing-field",
        Severity.WARNING,
        "A definition lacks a field that every row shows.",
    )
    MISSING_DESCRIPTION = (
        "missing-description",
        Severity.NOTE,
        "A definition has no description.",
    )
    UNKNOWN_LOCATION = (
        "unknown-location",
        Severity.WARNING,
        "The field 'in' is none of header, path, query and body.",
    )
    UNKNOWN_FIELD = (
        "unknown-field",
        Severity.NOTE,
        "A definition has a field that nothing reads.",
    )
    MALFORMED_FIELD = (
        "malformed-field",
        Severity.NOTE,
        "The value of a field is of the wrong kind.",
    )
    MALFORMED_VERSION = (
        "malformed-version",
        Severity.NOTE,
        "A version is not two whole numbers with a dot between them.",
    )
    DUPLICATE_KEY = (
        "duplicate-key",
        Severity.NOTE,
        "A mapping has the same key twice; the later one is used.",
    )
    UNKNOWN_STATUS_TYPE = (
        "unknown-status-type",
        Severity.WARNING,
        "A rest_status_code is neither success nor error.",
    )
    UNKNOWN_STATUS_CODE = (
        "unknown-status-code",
        Severity.WARNING,
        "A status code is not defined in its file, or is no HTTP status code.",
    )
    UNKNOWN_STATUS_REASON = (
        "unknown-status-reason",
        Severity.WARNING,
        "A reason is not defined for its status code.",
    )
    MISSING_SAMPLE = (
        "missing-sample",
        Severity.WARNING,
        "A literalinclude names a file that does not exist.",
    )
    UNKNOWN_MARKER = (
        "unknown-marker",
        Severity.WARNING,
        "The word after 'needs:' is not a known step of verification.",
    )
    MARKUP = (
        "markup",
        Severity.WARNING,
        "Sphinx or docutils found a fault in the markup; they name and suppress it themselves.",
    )


@dataclass(frozen=True)
class Problem:
    """One finding: what is wrong where, and what to write instead."""

    kind: ProblemKind
    place: Place
    message: str
    suggestion: str = ""
    severity: Severity = field(default=Severity.WARNING)
    sphinx_name: str = ""
    """For a fault of markup: the name, if any, under which Sphinx itself reports it."""

    @classmethod
    def of(cls, kind: ProblemKind, place: Place, message: str, suggestion: str = "") -> Problem:
        """Return a problem that weighs what its kind weighs.

        Its words quote what an author wrote: no such text ends a line of the
        terminal or colours it.
        """
        return cls(kind, place, _in_one_line(message), _in_one_line(suggestion), kind.severity)

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
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else ascii(one)[1:-1] for one in text)


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

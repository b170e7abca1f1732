# SPDX-License-Identifier: Apache-2.0
"""Text that may be YAML as trees of all that is, with a problem for each part that is not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import yaml

from os_apiref.kinds import ProblemKind
from os_apiref.load.yamltree import Builder, Mapping, Node, Report, Scalar
from os_apiref.problems import Place, Problem

PART_COST = 10
"""What starting to read a part costs, in values."""

ERROR_LIMIT = 20
"""Errors of syntax that are reported of one text: the first cause the others."""


def parse_parts(text: str, path: str, report: Report, *, first_line: int = 1) -> list[Node]:
    """Return the trees of a text: one, or where it is not YAML those of the parts that are.

    A part starts at each line that is indented no deeper than the first, so
    one bad entry of a mapping or list loses no other; of a bad entry that is a
    mapping, one bad field loses no other. ``first_line`` is the line of
    ``path`` where the text starts.
    """
    text = _printable(text, path, report, first_line)
    found: list[Problem] = []
    try:
        trees = Builder(path, found.append).build(text, first_line)
    except yaml.YAMLError as error:
        found.clear()
        parts = _Parts(path, found.append)
        trees = parts.read(text, first_line)
        errors = parts.errors or [_problem(error, path, text, first_line)]
        found += errors[:ERROR_LIMIT]
    for problem in found:
        report(problem)
    return trees


_UNPRINTABLE = re.compile(
    "[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


def _printable(text: str, path: str, report: Report, first_line: int) -> str:
    """Return the text without the characters that end libyaml's reader, and report them."""
    first = _UNPRINTABLE.search(text)
    if not first:
        return text
    before = text[: first.start()]
    line = before.count("\n") + first_line
    report(
        Problem.of(
            ProblemKind.MALFORMED_YAML,
            Place(path, line, first.start() - before.rfind("\n")),
            f"the character U+{ord(first[0]):04X} is not allowed in YAML",
            "remove it; \ufffd stands for it on the page",
        )
    )
    return _UNPRINTABLE.sub("\ufffd", text)


class _Parts:
    """The parts of a text that is not YAML as a whole, each read for itself."""

    def __init__(self, path: str, report: Report) -> None:
        self.path = path
        self.errors: list[Problem] = []
        self.builder = Builder(path, report)

    def read(self, text: str, first_line: int) -> list[Node]:
        """Return the trees of all parts."""
        trees: list[Node] = []
        for offset, part in _split(text):
            if self.builder.is_full:
                break
            self.builder.values += PART_COST
            try:
                trees += self.builder.build(part, first_line + offset)
            except yaml.YAMLError as error:
                trees += self._read_fields(part, first_line + offset, error)
        return trees

    def _read_fields(self, part: str, first_line: int, error: yaml.YAMLError) -> list[Node]:
        """Return a bad entry ``key:`` with those of its fields that can be read."""
        first, _, rest = part.partition("\n")
        entry = _ENTRY.fullmatch(first)
        if not entry or not rest.startswith(" "):
            self.errors.append(_problem(error, self.path, part, first_line))
            return []
        fields = Mapping(Place(self.path, first_line, 1))
        count = len(self.errors)
        for offset, field_text in _split(rest):
            if self.builder.is_full:
                break
            self.builder.values += PART_COST
            line = first_line + 1 + offset
            try:
                trees = self.builder.build(field_text, line)
            except yaml.YAMLError as field_error:
                self.errors.append(_problem(field_error, self.path, field_text, line))
                continue
            for tree in trees:
                if isinstance(tree, Mapping):
                    fields.pairs += tree.pairs
        if len(self.errors) == count:
            self.errors.append(_problem(error, self.path, part, first_line))
        if entry["anchor"]:
            self.builder.anchors[entry["anchor"]] = fields
        key = Scalar(fields.place, entry["key"])
        return [Mapping(fields.place, [(key, fields)])] if fields.pairs else []


_ENTRY = re.compile(r"(?P<key>[\w.][\w.:$@/ -]*?)\s*:(?:\s+&(?P<anchor>\S+))?\s*(?:#.*)?", re.ASCII)


def _split(text: str) -> Iterator[tuple[int, str]]:
    """Yield the parts of a text, each with the number of lines before it."""
    lines = text.split("\n")
    indents = [
        (number, len(line) - len(line.lstrip()))
        for number, line in enumerate(lines)
        if line.strip() and not line.lstrip().startswith("#")
    ]
    starts = [number for number, indent in indents if indent <= indents[0][1]]
    for start, end in pairwise([*starts, len(lines)]):
        yield start, "\n".join(lines[start:end])


def _problem(error: yaml.YAMLError, path: str, text: str, first_line: int) -> Problem:
    what = str(getattr(error, "problem", None) or error)
    advice = getattr(error, "note", None)
    mark = getattr(error, "problem_mark", None)
    last = text.rstrip().count("\n")
    if mark and ("unexpected end of stream" in what or mark.line > last):
        # Where something opens that never closes matters, not where the text ends.
        what = "what starts here has no end"
        mark = getattr(error, "context_mark", None) or mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    place = Place(path, min(line, last) + first_line, column + 1)
    if not advice:
        known = (words for words in _WORDS if words[0] in what)
        _, what, advice = next(known, ("", what, "check indentation, quotes and colons"))
    return Problem.of(ProblemKind.MALFORMED_YAML, place, f"this is not YAML: {what}", advice)


_WORDS = (
    (
        "mapping values are not allowed",
        "a colon and a space stand inside a value",
        "quote the value, or write it in lines of its own below '|'",
    ),
    (
        "what starts here has no end",
        "what starts here has no end",
        "close the quote or bracket",
    ),
    (
        "cannot start any token",
        "a value or an indent starts with a character that it cannot start with",
        "indent with spaces, and quote what starts with one of @ ` %",
    ),
    (
        "did not find expected key",
        "an indent fits nothing above it",
        "indent all fields of a definition alike",
    ),
    (
        "could not find expected ':'",
        "a name has no colon",
        "write 'name: value'",
    ),
    (
        "found incompatible YAML document",
        "this file asks for another version of YAML",
        "remove the line that starts with %YAML",
    ),
)
"""What libyaml says, what it means here, and what to do."""

# SPDX-License-Identifier: Apache-2.0
"""Files of definitions: reading them within limits, and what their texts say."""

from __future__ import annotations

import codecs
import errno
import re
from collections.abc import Iterator, Sequence
from itertools import repeat
from pathlib import Path

from os_apiref.kinds import ProblemKind
from os_apiref.load.yamlparts import parse_parts
from os_apiref.load.yamltree import Mapping, Report, Scalar
from os_apiref.model.parameter import Text
from os_apiref.problems import Place, Problem, did_you_mean

SIZE_LIMIT = 4 * 1024 * 1024
"""Bytes of one file; the largest real one has 0.3 million."""

_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_definitions(path: Path, asked_from: Place, report: Report) -> str:
    """Return the text of a file, '' where it cannot be had.

    A missing file is reported where it was asked for, a fault of its content
    where that fault is.
    """
    try:
        content = _read(path)
    except (OSError, ValueError) as error:
        found, advice = _why_unreadable(path, error)
        report(Problem.of(ProblemKind.UNREADABLE_FILE, asked_from, found, advice))
        return ""
    if len(content) > SIZE_LIMIT:
        limit = f"{SIZE_LIMIT // 1024 // 1024} MiB"
        _unreadable(path, 1, f"the file has more than {limit}", "split it", report)
        return ""
    text = _decode(content, path, report)
    if not text.strip():
        _unreadable(path, 1, "the file is empty", "define what the tables name", report)
    # One line end for all: else libyaml counts other lines than editors do.
    return _LINE_ENDS.sub(lambda end: "\n" if end[0] < " " else " ", text)


def _read(path: Path) -> bytes:
    if path.exists() and not path.is_file():
        # A pipe would wait for a writer.
        raise OSError(errno.EINVAL, "is not a file")
    with path.open("rb") as file:
        return file.read(SIZE_LIMIT + 1)


def _why_unreadable(path: Path, error: OSError | ValueError) -> tuple[str, str]:
    if isinstance(error, FileNotFoundError):
        hint = did_you_mean(path.name, near_files(path))
        return f"the file {path} does not exist", hint or "name a file relative to the document"
    reason = (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
    return f"the file {path} cannot be read: {reason}", "name a readable file"


def near_files(path: Path) -> list[str]:
    """Return the names of the files beside a path that has none."""
    try:
        return sorted(entry.name for entry in path.parent.iterdir())
    except OSError:
        return []


def _decode(content: bytes, path: Path, report: Report) -> str:
    if content.startswith(_UTF16):
        _unreadable(path, 1, "the file is UTF-16", "save the file as UTF-8", report)
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # error.object is the content without its byte order mark.
        line = error.object.count(b"\n", 0, error.start) + 1
        found = f"the byte 0x{error.object[error.start]:02x} is not UTF-8"
        _unreadable(path, line, found, "save the file as UTF-8", report)
        return content.decode("utf-8-sig", errors="replace")


def _unreadable(path: Path, line: int, found: str, advice: str, report: Report) -> None:
    report(Problem.of(ProblemKind.UNREADABLE_FILE, Place(str(path), line), found, advice))


PROBLEM_LIMIT = 5_000
"""Problems that are reported of one file, so that no file fills the memory with them."""


def limited(report: Report, path: str) -> Report:
    """Return a report that stops after PROBLEM_LIMIT problems, and says so."""
    count = 0

    def limited_report(problem: Problem) -> None:
        nonlocal count
        count += 1
        if count <= PROBLEM_LIMIT:
            report(problem)
        elif count == PROBLEM_LIMIT + 1:
            found = f"the file has more than {PROBLEM_LIMIT} problems, the rest is not reported"
            report(Problem.of(ProblemKind.MALFORMED_FILE, Place(path, 1), found))

    return limited_report


def parse_mapping(text: str, path: str, expected: str, report: Report) -> Mapping:
    """Return the mapping that a file of definitions is, with all that can be read of it."""
    whole = Mapping(Place(path, 1))
    found: list[Problem] = []
    trees = parse_parts(text, path, found.append)
    for problem in found:
        report(problem)
    if text.strip() and not trees and not found:
        _unreadable(Path(path), 1, "the file defines nothing", f"write {expected}", report)
    for tree in trees:
        if isinstance(tree, Mapping):
            whole.pairs += tree.pairs
        else:
            held = "plain text" if isinstance(tree, Scalar) else "a list"
            report(
                Problem.of(
                    ProblemKind.MALFORMED_FILE,
                    tree.place,
                    f"the file holds {held}, expected {expected}",
                    "write 'name:' and below it, indented, its fields",
                )
            )
    return whole


def text_of(scalar: Scalar, source: Sequence[str]) -> Text:
    """Return the text of a scalar with the source line of each of its lines."""
    content = scalar.text.rstrip("\n")
    lines = content.split("\n")
    first = scalar.place.line + 1
    if scalar.style == "|":
        places = tuple(range(first, first + len(lines)))
    else:
        places = _folded(lines, scalar, source)
    return Text(content, scalar.place.path, places)


def _folded(lines: Sequence[str], scalar: Scalar, source: Sequence[str]) -> tuple[int, ...]:
    """Return the source line of each line that YAML joined from several.

    Both have the same words in the same order: where the first word of a line
    stands in the source, the line starts.
    """
    words = _words(scalar, source)
    last = scalar.place.line
    places = []
    for line in lines:
        count = len(line.split())
        if count:
            last = next(words, last)
            for _ in range(count - 1):
                next(words, None)
        places.append(last)
    return tuple(places)


def _words(scalar: Scalar, source: Sequence[str]) -> Iterator[int]:
    """Yield the source line of each word of a scalar, and of those after it."""
    skip = scalar.place.column - 1 + len(scalar.style)
    number = scalar.place.line
    if scalar.style == ">":
        number, skip = number + 1, 0
    for at in range(number - 1, len(source)):
        text = source[at][skip:]
        skip = 0
        if scalar.style == '"':
            text = _ESCAPED_SPACE.sub(" ", text).removesuffix("\\")
        yield from repeat(at + 1, len(text.split()))


_ESCAPED_SPACE = re.compile(r"(?<!\\)(?:\\\\)*\\[nrt ]")

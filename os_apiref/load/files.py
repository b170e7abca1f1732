# SPDX-License-Identifier: Apache-2.0
"""Files of definitions: reading them within limits, and what their texts say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from os_apiref.load.yamltree import Mapping, Report, Scalar, parse_parts
from os_apiref.model.parameter import Text
from os_apiref.problems import Place, Problem, ProblemKind

SIZE_LIMIT = 16 * 1024 * 1024
"""Bytes of one file; the largest real one has 0.3 million."""


def read_definitions(path: Path, asked_from: Place, report: Report) -> str:
    """Return the text of a file, '' where it cannot be had.

    A missing file is reported where it was asked for, a fault of its content
    where that fault is.
    """
    try:
        with path.open("rb") as file:
            content = file.read(SIZE_LIMIT + 1)
    except OSError as error:
        what = "does not exist" if isinstance(error, FileNotFoundError) else "cannot be read"
        report(
            Problem.of(
                ProblemKind.UNREADABLE_FILE,
                asked_from,
                f"the file {path.name} {what} ({path})",
                "name a file relative to the document",
            )
        )
        return ""
    if len(content) > SIZE_LIMIT:
        limit = f"{SIZE_LIMIT // 1024 // 1024} MiB"
        _unreadable(path, 0, f"the file has more than {limit}", "split it", report)
        return ""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        found = f"the byte 0x{content[error.start]:02x} is not UTF-8"
        _unreadable(path, line, found, "save the file as UTF-8", report)
        text = content.decode("utf-8-sig", errors="replace")
    if not text.strip():
        _unreadable(path, 0, "the file is empty", "define what the tables name", report)
    return text.replace("\r\n", "\n").replace("\0", "�")


def _unreadable(path: Path, line: int, found: str, advice: str, report: Report) -> None:
    report(Problem.of(ProblemKind.UNREADABLE_FILE, Place(str(path), line), found, advice))


def parse_mapping(text: str, path: str, expected: str, report: Report) -> Mapping:
    """Return the mapping that a file of definitions is, with all that can be read of it."""
    whole = Mapping(Place(path, 1))
    for tree in parse_parts(text, path, report):
        if isinstance(tree, Mapping):
            whole.pairs += tree.pairs
        else:
            found = "a list" if not isinstance(tree, Scalar) else "plain text"
            report(
                Problem.of(
                    ProblemKind.MALFORMED_FILE,
                    tree.place,
                    f"the file holds {found}, expected {expected}",
                    "write 'name:' and below it, indented, its fields",
                )
            )
    return whole


def text_of(scalar: Scalar, source: Sequence[str]) -> Text:
    """Return the text of a scalar with the source line of each of its lines."""
    lines = scalar.text.rstrip("\n").split("\n")
    first = scalar.place.line
    if scalar.style == "|":
        return Text("\n".join(lines), scalar.place.path, range(first + 1, first + 1 + len(lines)))
    return Text("\n".join(lines), scalar.place.path, _folded(lines, scalar, source))


def _folded(lines: Sequence[str], scalar: Scalar, source: Sequence[str]) -> list[int]:
    """Match lines that YAML joined from several source lines with the first of those."""
    at = scalar.place.line - 1
    skip = scalar.place.column - 1
    if scalar.style == ">":
        at, skip = at + 1, 0
    places = []
    for line in lines:
        while at + 1 < len(source) and not source[at][skip:].strip():
            at, skip = at + 1, 0
        places.append(at + 1)
        wanted, have = len(line.split()), 0
        while have < wanted and at < len(source):
            have += len(source[at][skip:].split())
            at, skip = at + 1, 0
    return places

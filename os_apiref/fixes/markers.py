# SPDX-License-Identifier: Apache-2.0
"""Markers of verification taken out of a document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from os_apiref.fixes.edits import Edited, apply_edits
from os_apiref.fixes.lines import BOM, split_lines, without_end
from os_apiref.load.markers import find_marker
from os_apiref.model.operation import Marker
from os_apiref.problems import Edit, Place

_COMMENT = re.compile(r"\s*\.\.[ \t]+(?P<text>\S.*)")
_OPENING = re.compile(r"\s*\.\.\s*")


def without_markers(content: bytes, markers: Iterable[Marker]) -> Edited:
    """Return a document without the lines of some of its markers."""
    return apply_edits(content, marker_edits(content, markers))


def marker_edits(content: bytes, markers: Iterable[Marker]) -> list[Edit]:
    """Return the edits that delete the lines of markers of one document.

    A marker whose line has another text is left alone. Of the blank lines
    above and below what goes, the fewer go with it: what is left stands as far
    apart as it did. At an end of the document no blank lines are left behind.
    """
    text = content.decode("utf-8", errors="surrogateescape").removeprefix(BOM)
    lines = [without_end(line) for line in split_lines(text)]
    found = {at: marker.place.path for marker in markers for at in _lines_of(lines, marker)}
    if not found:
        return []
    (path,) = set(found.values())
    going = sorted(at for run in _runs(lines, sorted(found)) for at in _with_blanks(lines, run))
    return [Edit(Place(path, at + 1, 1), f"{lines[at]}\n", "") for at in going]


def _lines_of(lines: Sequence[str], marker: Marker) -> range:
    """Return the indexes of the lines of a marker, none where it does not stand alone there."""
    at = marker.place.line - 1
    none = range(0)
    if not 0 <= at < len(lines):
        return none
    first = at
    comment = _COMMENT.fullmatch(lines[at])
    if not comment and at and _OPENING.fullmatch(lines[at - 1]):
        first = at - 1  # the dots stand above
    text = comment["text"] if comment else lines[at]
    is_comment = comment is not None or _indent(lines[first]) < _indent(lines[at])
    below = next((line for line in lines[at + 1 :] if line.strip()), "")
    if find_marker(text) != marker.word or not is_comment:
        return none
    return none if _indent(below) > _indent(lines[first]) else range(first, at + 1)


def _runs(lines: Sequence[str], going: Iterable[int]) -> Iterator[range]:
    """Yield the lines that go, together where only blank lines are between."""
    first, *others = going
    run = range(first, first + 1)
    for at in others:
        if any(line.strip() for line in lines[run.stop : at]):
            yield run
            run = range(at, at + 1)
        else:
            run = range(run.start, at + 1)
    yield run


def _with_blanks(lines: Sequence[str], run: range) -> range:
    """Return lines that go with the blank lines that go with them."""
    start, stop = run.start, run.stop
    while start and not lines[start - 1].strip():
        start -= 1
    while stop < len(lines) and not lines[stop].strip():
        stop += 1
    above, below = run.start - start, stop - run.stop
    if not start or (stop < len(lines) and 0 < below <= above):
        return range(run.start, stop)
    if stop == len(lines) or 0 < above < below:
        return range(start, run.stop)
    return run


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())

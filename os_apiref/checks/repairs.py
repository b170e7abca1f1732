# SPDX-License-Identifier: Apache-2.0
"""Repairs that need the text of the sources, which rules do not see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from os_apiref.checks.paths import tidied
from os_apiref.checks.placeholders import leftover_rows
from os_apiref.kinds import ProblemKind
from os_apiref.load.rows import row_removal
from os_apiref.load.texts import Texts
from os_apiref.model.operation import Operation
from os_apiref.model.reference import Reference
from os_apiref.problems import Edit, Place, Problem

_At = tuple[ProblemKind, Place]

_LINES_OF_METHOD = 3
"""Lines in which the path of a rest_method may stand: its own, or below a blank one."""


def with_repairs(
    problems: Iterable[Problem], reference: Reference, texts: Texts
) -> Iterator[Problem]:
    """Yield problems, with edits where a path or a leftover row can be repaired."""
    problems = list(problems)
    edits = {**_removals(problems, reference, texts), **_tidyings(reference, texts)}
    for problem in problems:
        edit = edits.get((problem.kind, problem.place))
        yield replace(problem, edits=(*problem.edits, edit)) if edit else problem


def _removals(
    problems: Iterable[Problem], reference: Reference, texts: Texts
) -> dict[_At, Edit | None]:
    """Return the edits that remove leftover rows, of which a problem tells."""
    kind = ProblemKind.UNKNOWN_PATH_PARAMETER
    told = {problem.place for problem in problems if problem.kind is kind}
    rows = [row for row in leftover_rows(reference) if row.place in told]
    going: dict[str, set[int]] = {}
    for row in rows:
        going.setdefault(row.place.path, set()).add(row.place.line)
    return {(kind, row.place): row_removal(texts, row, going[row.place.path]) for row in rows}


def _tidyings(reference: Reference, texts: Texts) -> dict[_At, Edit | None]:
    kind = ProblemKind.WHITESPACE_IN_PATH
    return {(kind, one.place): _tidying(one, texts) for one in reference.operations}


def _tidying(operation: Operation, texts: Texts) -> Edit | None:
    """Return the edit that takes the spaces out of a path, None where nobody knows how."""
    tidy = tidied(operation.path)
    if not tidy or tidy == operation.path:
        return None
    lines = texts.lines(operation.place.path)
    first = operation.place.line
    for number in range(first, first + _LINES_OF_METHOD):
        if 0 < number <= len(lines) and operation.path in lines[number - 1]:
            column = lines[number - 1].index(operation.path) + 1
            return Edit(Place(operation.place.path, number, column), operation.path, tidy)
    return None

# SPDX-License-Identifier: Apache-2.0
"""Which files of operations a place is about: their lines, their samples, their definitions."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Set
from dataclasses import dataclass
from itertools import pairwise

from os_apiref.checks.steps import STEPS_AGAINST, Step
from os_apiref.kinds import ProblemKind
from os_apiref.model.operation import Operation
from os_apiref.model.reference import Reference
from os_apiref.problems import Place, Problem

_OF_WHOLE_FILES = {ProblemKind.UNREADABLE_FILE, ProblemKind.MALFORMED_FILE}

_NOWHERE: Set[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Definition:
    """Lines of a file of definitions, and the files of operations that show what they say."""

    first: int
    last: int
    files: Set[str]


class Homes:
    """The files that findings are about; ``files`` are those that are asked for."""

    def __init__(self, reference: Reference, files: Container[str]) -> None:
        self._files = files
        self._parts: dict[str, set[str]] = defaultdict(set)
        for operation in reference.operations:
            for path in _parts_of(operation):
                self._parts[path].add(operation.place.path)
        self._parameters = _sorted(_parameters(reference))
        self._statuses = _sorted(_statuses(reference))

    def find(self, problem: Problem) -> Iterator[tuple[str, Step]]:
        """Yield every file, and every step of it, that a finding speaks against."""
        steps = STEPS_AGAINST[problem.kind]
        if not steps:
            return
        files = self._by_path((problem.place, *problem.related))
        if not files:
            files = _at(self._parameters, problem)
        if not files:
            files, steps = _at(self._statuses, problem), (Step.BODIES,)
        yield from ((file, step) for file in sorted(files) for step in steps)

    def _by_path(self, places: Iterable[Place]) -> Set[str]:
        """Return the file of the first place that is in one, or in a part of some."""
        for place in places:
            if place.path in self._files:
                return {place.path}
        for place in places:
            if place.path in self._parts:
                return self._parts[place.path]
        return _NOWHERE


def _parts_of(operation: Operation) -> Iterator[str]:
    """Yield the path of every file, beside its own, that an operation is written in."""
    for use in operation.parameters:
        yield use.place.path
    for status in operation.statuses:
        yield status.place.path
    for sample in operation.samples:
        yield sample.place.path
        yield sample.path


_Definitions = dict[str, list[_Definition]]


def _parameters(reference: Reference) -> Iterator[tuple[str, _Definition]]:
    """Yield each definition, which ends where the next one of its file starts."""
    users: dict[tuple[str, int], set[str]] = defaultdict(set)
    for operation in reference.operations:
        for use in operation.parameters:
            if use.definition:
                place = use.definition.place
                users[place.path, place.line].add(operation.place.path)
    for file in reference.definitions:
        starts = sorted({one.place.line for one in file.definitions.values()})
        for first, after in pairwise([*starts, 0]):
            files = users.get((file.path, first), _NOWHERE)
            yield file.path, _Definition(first, after - 1, files)


def _statuses(reference: Reference) -> Iterator[tuple[str, _Definition]]:
    """Yield each text that a status code shows, with the line of its key."""
    users: dict[tuple[str, int, int], set[str]] = defaultdict(set)
    for operation in reference.operations:
        for status in operation.statuses:
            if (text := status.description) and text.lines:
                users[text.path, text.lines[0] - 1, text.lines[-1]].add(operation.place.path)
    for (path, first, last), files in users.items():
        yield path, _Definition(first, last, files)


def _sorted(found: Iterable[tuple[str, _Definition]]) -> _Definitions:
    by_path: _Definitions = defaultdict(list)
    for path, definition in found:
        by_path[path].append(definition)
    return {
        path: sorted(definitions, key=lambda one: one.first)
        for path, definitions in by_path.items()
    }


def _at(definitions: _Definitions, problem: Problem) -> Set[str]:
    """Return the files that show the definition at the place of a finding."""
    known = definitions.get(problem.place.path, [])
    if problem.kind in _OF_WHOLE_FILES:
        return frozenset().union(*(one.files for one in known))
    index = bisect_right(known, problem.place.line, key=lambda one: one.first) - 1
    if index < 0 or 0 <= known[index].last < problem.place.line:
        return _NOWHERE
    return known[index].files


def operation_of(operations: Iterable[Operation], problem: Problem) -> Operation | None:
    """Return which of the operations of one file a finding is about, None where none can be told.

    It is the one whose section the first place in the file stands in; for a
    finding in a sample or a definition the first one that shows it.
    """
    operations = list(operations)
    for place in (problem.place, *problem.related):
        before = [
            one
            for one in operations
            if one.place.path == place.path and one.place.line <= place.line
        ]
        if before:
            return max(before, key=lambda one: one.place.line)
    for one in operations:
        if problem.place.path != one.place.path and problem.place.path in _parts_of(one):
            return one
    return _first_user(operations, problem.place)


def _first_user(operations: Iterable[Operation], place: Place) -> Operation | None:
    """Return the first operation with a row whose definition is the nearest above a place."""
    users: dict[int, Operation] = {}
    for operation in operations:
        for use in operation.parameters:
            defined = use.definition.place if use.definition else Place("")
            if defined.path == place.path and defined.line <= place.line:
                users.setdefault(defined.line, operation)
    return users[max(users)] if users else None

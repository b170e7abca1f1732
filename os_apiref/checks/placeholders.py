# SPDX-License-Identifier: Apache-2.0
"""Rules that hold the placeholders of paths against the rows of request tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from os_apiref.checks import paths
from os_apiref.checks.families import families
from os_apiref.kinds import ProblemKind
from os_apiref.model.operation import Operation
from os_apiref.model.parameter import LOCATIONS, ParameterUse, Role
from os_apiref.model.reference import Reference
from os_apiref.problems import Place, Problem, did_you_mean, nearest

LEFTOVERS = {"project_id", "tenant_id", "admin_project_id", "admin_tenant_id"}
"""Path parameters that stayed in tables when the paths lost them."""


def undocumented_placeholders(reference: Reference) -> Iterator[Problem]:
    """Placeholders of paths, their query strings aside, that no request table has a row for."""
    keys = _PathKeys(reference)
    for family in families(reference):
        rows = _request_rows(family)
        for operation in family:
            for name in paths.placeholders(paths.without_query(operation.path)):
                found = [row for row in rows if row.name in paths.names_of(name)]
                if not found:
                    yield _without_row(operation, name, rows, keys)
                elif all(_is_elsewhere(row) for row in found):
                    yield _elsewhere(operation, name, found[0], keys)


def _is_elsewhere(row: ParameterUse) -> bool:
    """Whether a row says another location; one that says none is reported as such."""
    location = row.definition.location if row.definition else ""
    return location in LOCATIONS and location != "path"


def _without_row(
    operation: Operation, name: str, rows: Sequence[ParameterUse], keys: _PathKeys
) -> Problem:
    known = {one for other in operation.placeholders for one in paths.names_of(other)}
    spare = [row for row in rows if _is_in_path(row) and row.name not in known]
    meant = next((row.name for row in spare if row.key == name), "")
    if near := meant or nearest(name, [row.name for row in spare]):
        advice = f"its row '{near}' is spelt otherwise: correct the one or the other"
    else:
        key = keys.find(operation, name) or "key of a definition with in: path"
        advice = f"write a row '- {name}: {key}'"
    return Problem.of(
        ProblemKind.UNDOCUMENTED_PLACEHOLDER,
        operation.place,
        f"no row of a request table documents {{{name}}} of {operation.method} {operation.path}",
        advice,
    )


def _elsewhere(operation: Operation, name: str, row: ParameterUse, keys: _PathKeys) -> Problem:
    location = row.definition.location if row.definition else ""
    key = keys.find(operation, name)
    example = f", for instance '- {name}: {key}'" if key else ""
    return Problem.of(
        ProblemKind.UNDOCUMENTED_PLACEHOLDER,
        row.place,
        f"the row '{row.name}' says in: {location}, but {{{name}}} stands in the path",
        f"name a definition with in: path{example}",
        related=(operation.place,),
    )


class _PathKeys:
    """The keys of definitions with ``in: path``, by file and by the name that rows give them."""

    def __init__(self, reference: Reference) -> None:
        self._keys: dict[tuple[str, str], Counter[str]] = {}
        self._files: dict[str, Counter[str]] = {}
        for operation in reference.operations:
            for use in operation.parameters:
                if use.definition:
                    path = use.definition.place.path
                    self._files.setdefault(operation.docname, Counter())[path] += 1
                    if use.definition.location == "path":
                        self._keys.setdefault((path, use.name), Counter())[use.key] += 1
        for file in reference.definitions:
            for key, definition in file.definitions.items():
                if definition.location == "path":
                    self._keys.setdefault((file.path, key), Counter({key: 1}))

    def find(self, operation: Operation, name: str) -> str:
        """Return the key that a row of an operation would most likely name, or ''."""
        own = Counter(use.definition.place.path for use in operation.parameters if use.definition)
        files = [*own, *self._files.get(operation.docname, ())]
        found = (self._keys[path, name] for path in files if (path, name) in self._keys)
        return next((keys.most_common(1)[0][0] for keys in found), "")


@dataclass(frozen=True)
class _Stray:
    """A row of a path parameter that the path of its operation does not have."""

    row: ParameterUse
    operation: Operation
    near: str
    """The placeholder that it was most likely meant to be, or ''."""

    @property
    def is_leftover(self) -> bool:
        """Whether nothing but its removal is meant."""
        return not self.near and self.row.name in LEFTOVERS


def unknown_path_parameters(reference: Reference) -> Iterator[Problem]:
    """Rows of path parameters, in request tables, that the path does not have."""
    for stray in _strays(reference):
        operation = stray.operation
        if stray.near:
            advice = did_you_mean(stray.near, [stray.near])
        elif stray.is_leftover:
            advice = "remove the row"
        else:
            advice = "remove the row, or name a definition with another location"
        yield Problem.of(
            ProblemKind.UNKNOWN_PATH_PARAMETER,
            stray.row.place,
            f"the row '{stray.row.name}' says in: path, but {operation.method} {operation.path} "
            f"has no {{{stray.row.name}}}",
            advice,
            related=(operation.place,),
        )


def leftover_rows(reference: Reference) -> Iterator[ParameterUse]:
    """Rows of unknown path parameters that can be removed without a question to the author."""
    return (stray.row for stray in _strays(reference) if stray.is_leftover)


def _strays(reference: Reference) -> Iterator[_Stray]:
    """Yield each stray row once; a row that several operations share fits where one has it."""
    fitting: set[Place] = set()
    strays: dict[Place, _Stray] = {}
    for family in families(reference):
        written = [name for one in family for name in paths.placeholders(one.path)]
        known = {name for one in written for name in paths.names_of(one)}
        rows = _request_rows(family)
        names = {row.name for row in rows}
        free = [one for one in written if names.isdisjoint(paths.names_of(one))]
        for operation in family:
            for row in _request_rows([operation]):
                if not _is_in_path(row) or not operation.path:
                    continue
                if row.name in known:
                    fitting.add(row.place)
                else:
                    near = row.key if row.key in free else nearest(row.name, free)
                    strays.setdefault(row.place, _Stray(row, operation, near))
    yield from (stray for place, stray in strays.items() if place not in fitting)


def _is_in_path(row: ParameterUse) -> bool:
    return row.definition is not None and row.definition.location == "path"


def _request_rows(operations: Sequence[Operation]) -> list[ParameterUse]:
    return [
        row
        for operation in operations
        for row in operation.parameters
        if row.role is not Role.RESPONSE
    ]

# SPDX-License-Identifier: Apache-2.0
"""Rules on definitions: whether rows use them, their types, their order, their versions."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from os_apiref.checks.typewords import is_known_type, nearest_type
from os_apiref.kinds import ProblemKind
from os_apiref.load.order import find_disorder
from os_apiref.model.microversion import VersionRange
from os_apiref.model.operation import Operation
from os_apiref.model.reference import DefinitionFile, Reference
from os_apiref.problems import Place, Problem


def unused_definitions(reference: Reference) -> Iterator[Problem]:
    """Definitions that no row of any document names, and that no used one is merged from."""
    for file in reference.definitions:
        used = file.used | _bases(file)
        for key, definition in file.definitions.items():
            if key not in used:
                yield Problem.of(
                    ProblemKind.UNUSED_DEFINITION,
                    definition.place,
                    f"no row of any document names the definition '{key}'",
                    "remove it, or name it in the row that should have it",
                )


def _bases(file: DefinitionFile) -> frozenset[str]:
    """Return the keys of definitions that used ones are merged from (``<<: *base``).

    A merged description keeps its lines, which stand within its base.
    """
    owners = sorted(file.definitions.values(), key=lambda one: one.place.line)
    starts = [one.place.line for one in owners]
    found = set()
    for key in file.used:
        definition = file.definitions.get(key)
        if definition and definition.description and definition.description.lines:
            at = bisect_right(starts, definition.description.lines[0])
            if at:
                found.add(owners[at - 1].key)
    return frozenset(found)


def unknown_types(reference: Reference) -> Iterator[Problem]:
    """Definitions with a type that readers do not understand."""
    for file in reference.definitions:
        for key, definition in file.definitions.items():
            if definition.type and not is_known_type(definition.type):
                near = nearest_type(definition.type)
                yield Problem.of(
                    ProblemKind.UNKNOWN_TYPE,
                    definition.place,
                    f"parameter '{key}' has the unknown type '{definition.type}'",
                    f"did you mean '{near}'?"
                    if near
                    else "write for instance string, integer, boolean, object or array",
                )


def definitions_out_of_order(reference: Reference) -> Iterator[Problem]:
    """Definitions that stand elsewhere than their location and name say."""
    for file in reference.definitions:
        for misplaced, before in find_disorder(file.definitions):
            where = f"before '{before.key}' in line {before.place.line}" if before else "to the end"
            yield Problem.of(
                ProblemKind.DEFINITION_ORDER,
                misplaced.place,
                f"definition '{misplaced.key}', in: {misplaced.location}, stands out of order",
                f"move it {where}",
            )


def inverted_versions(reference: Reference) -> Iterator[Problem]:
    """Ranges of versions that end before they start: of definitions, operations and headings."""
    for file in reference.definitions:
        for key, definition in file.definitions.items():
            if _is_inverted(definition.versions):
                found = f"parameter '{key}' has min_version {definition.min_version} and"
                yield _inverted(definition.place, found, definition.max_version)
    for operation in reference.operations:
        yield from _inverted_in_operation(operation)


def _inverted_in_operation(operation: Operation) -> Iterator[Problem]:
    if _is_inverted(operation.versions):
        found = f"operation '{operation.title}' has min_version {operation.versions.min} and"
        yield _inverted(operation.place, found, str(operation.versions.max))
    tables: set[int] = set()
    for use in operation.parameters:
        if _is_inverted(use.versions) and use.table not in tables:
            tables.add(use.table)
            found = f"the heading of this table says versions from {use.versions.min} to"
            yield _inverted(use.place, found, str(use.versions.max))
    for sample in operation.samples:
        if _is_inverted(sample.versions):
            found = f"the heading of this sample says versions from {sample.versions.min} to"
            yield _inverted(sample.place, found, str(sample.versions.max))
    for status in operation.statuses:
        if _is_inverted(status.versions):
            found = f"status code {status.code} has versions from {status.versions.min} to"
            yield _inverted(status.place, found, str(status.versions.max))


def _is_inverted(versions: VersionRange) -> bool:
    return versions.min is not None and versions.max is not None and versions.min > versions.max


def _inverted(place: Place, found: str, end: str) -> Problem:
    between = "" if found.endswith(" to") else " max_version"
    return Problem.of(
        ProblemKind.INVERTED_VERSIONS,
        place,
        f"{found}{between} {end}, so no version has it",
        "write the earlier version first; 2.10 is later than 2.9",
    )

# SPDX-License-Identifier: Apache-2.0
"""Rules on the rows of one table: names that stand there twice, and rows in the wrong table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from os_apiref.kinds import ProblemKind
from os_apiref.model.jsontype import json_types
from os_apiref.model.jsonvalue import JsonValue
from os_apiref.model.microversion import Microversion, VersionRange
from os_apiref.model.operation import Operation
from os_apiref.model.parameter import ParameterUse, Role
from os_apiref.model.reference import Reference
from os_apiref.problems import Problem


def duplicate_rows(reference: Reference) -> Iterator[Problem]:
    """Rows with the name, location and versions of an earlier one of their table."""
    for row, earlier in _repeated(reference):
        if row.valid_versions == earlier.valid_versions:
            yield _duplicate(row, earlier)


def overlapping_rows(reference: Reference) -> Iterator[Problem]:
    """Rows with the name and location of an earlier one, and with some of its versions."""
    for row, earlier in _repeated(reference):
        common = row.valid_versions & earlier.valid_versions
        if not common.is_empty and row.valid_versions != earlier.valid_versions:
            yield _overlap(row, earlier, common)


def version_gaps(reference: Reference) -> Iterator[Problem]:
    """Versions that the rows of one name leave out between them."""
    for operation in reference.operations:
        for rows in _namesakes(operation):
            yield from _gaps(rows)


def misplaced_rows(reference: Reference) -> Iterator[Problem]:
    """Path and query parameters in response tables."""
    for operation in reference.operations:
        for row in operation.parameters:
            location = row.definition.location if row.definition else ""
            if row.role is Role.RESPONSE and location in ("path", "query"):
                yield Problem.of(
                    ProblemKind.MISPLACED_ROW,
                    row.place,
                    f"the row '{row.name}' says in: {location}, but its table describes a response",
                    "name a definition with in: body or in: header, or move the row to the request",
                )


def _namesakes(operation: Operation) -> Iterator[Sequence[ParameterUse]]:
    """Yield the rows that share table, name and location, where there are several."""
    by_name: dict[tuple[int, str, str], list[ParameterUse]] = {}
    for row in operation.parameters:
        if row.definition:
            name = (row.table, row.name, row.definition.location)
            by_name.setdefault(name, []).append(row)
    yield from (rows for rows in by_name.values() if len(rows) > 1)


def _repeated(reference: Reference) -> Iterator[tuple[ParameterUse, ParameterUse]]:
    """Yield each row that shares versions with an earlier one of its name, and the first such.

    A body may have the same name at several depths, of which a row says
    nothing: where a sample shows as many of them, none is repeated.
    """
    for operation in reference.operations:
        for rows in _namesakes(operation):
            pairs = list(_overlapping(rows))
            if pairs and not _stand_at_several_depths(rows, operation, reference):
                yield from pairs


def _overlapping(
    rows: Sequence[ParameterUse],
) -> Iterator[tuple[ParameterUse, ParameterUse]]:
    for number, row in enumerate(rows):
        for earlier in rows[:number]:
            if not (row.valid_versions & earlier.valid_versions).is_empty:
                yield row, earlier
                break


def _duplicate(row: ParameterUse, earlier: ParameterUse) -> Problem:
    versions = row.valid_versions
    where = f" for the versions {versions}" if versions else ""
    return Problem.of(
        ProblemKind.DUPLICATE_ROW,
        row.place,
        f"the row '{row.name}' stands in this table a second time{where}, first in line "
        f"{earlier.place.line}",
        "remove one of the two"
        if row.key == earlier.key
        else f"remove one of the two, which name '{earlier.key}' and '{row.key}', or tell them "
        "apart by dotted names",
        related=(earlier.place,),
    )


def _overlap(row: ParameterUse, earlier: ParameterUse, common: VersionRange) -> Problem:
    return Problem.of(
        ProblemKind.VERSION_OVERLAP,
        row.place,
        f"two rows '{row.name}' hold for the versions {common}: this one, '{row.key}', and "
        f"'{earlier.key}' in line {earlier.place.line}",
        f"end the one before the other starts: {_listed(earlier)}, {_listed(row)}",
        related=(earlier.place,),
    )


def _listed(row: ParameterUse) -> str:
    return f"'{row.key}' holds {row.valid_versions or 'for every version'}"


def _stand_at_several_depths(
    rows: Sequence[ParameterUse], operation: Operation, reference: Reference
) -> bool:
    first = rows[0]
    if first.definition is None or first.definition.location != "body":
        return False
    samples = [
        file.value
        for sample in operation.samples
        if sample.role in (first.role, None)
        and (file := reference.disk.samples.get(sample.path))
        and file.value
    ]
    if samples:
        return max(_count_depths(one, first.name) for one in samples) >= len(rows)
    # Without a sample to ask, one that holds others may well hold its namesake.
    return any(_is_container(row) for row in rows) and len({row.key for row in rows}) > 1


def _is_container(row: ParameterUse) -> bool:
    types = json_types(row.definition.type) if row.definition else frozenset()
    return bool(types & {"object", "array"})


def _count_depths(value: JsonValue, name: str) -> int:
    """Return at how many different places, items of a list taken as one, a name stands."""
    found: set[tuple[str, ...]] = set()
    waiting: list[tuple[tuple[str, ...], JsonValue]] = [((), value)]
    while waiting:
        path, node = waiting.pop()
        waiting += [(path, item) for item in node.items]
        for member in node.members:
            if member.name == name:
                found.add(path)
            waiting.append(((*path, member.name), member.value))
    return len(found)


def _gaps(rows: Sequence[ParameterUse]) -> Iterator[Problem]:
    ranged = [(row, row.valid_versions) for row in rows]
    ranged.sort(key=lambda one: one[1].min or Microversion(0, 0))
    last_row, last = ranged[0]
    for row, versions in ranged[1:]:
        if last.max and versions.min and _leaves_out(last.max, versions.min):
            yield _gap(row, last_row, last.max, versions.min)
        if last.max and (versions.max is None or versions.max > last.max):
            last_row, last = row, versions


def _leaves_out(end: Microversion, start: Microversion) -> bool:
    """Whether minor versions lie between; what lies between two major ones nobody knows."""
    return end.major == start.major and end.minor + 1 < start.minor


def _gap(
    row: ParameterUse, earlier: ParameterUse, end: Microversion, start: Microversion
) -> Problem:
    first = Microversion(end.major, end.minor + 1)
    last = Microversion(start.major, start.minor - 1)
    missing = str(first) if first == last else f"{first} to {last}"
    return Problem.of(
        ProblemKind.VERSION_GAP,
        row.place,
        f"the rows '{row.name}' leave out {missing}: '{earlier.key}' ends at {end}, '{row.key}' "
        f"starts at {start}",
        f"did '{row.name}' not exist in {missing}? If it did, close the gap",
        related=(earlier.place,),
    )

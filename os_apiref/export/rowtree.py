# SPDX-License-Identifier: Apache-2.0
"""The rows of an operation as trees: which row lies in which, and what it is in the samples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from os_apiref.model.evidence import is_json_patch
from os_apiref.model.jsonvalue import JsonValue
from os_apiref.model.nesting import find_row_keys, nest
from os_apiref.model.operation import Sample
from os_apiref.model.parameter import ParameterUse, Role
from os_apiref.model.reference import SampleFile
from os_apiref.model.samplematch import Path


@dataclass(frozen=True, slots=True)
class TreeRow:
    """A row in its tree; ``parent`` is the number of the row that it lies in.

    ``is_inferred`` where the samples say that it lies there, not its name;
    ``key`` is what it stands for in them, () for nothing.
    """

    use: ParameterUse
    parent: int | None = None
    is_inferred: bool = False
    key: Path = ()


def tree_rows(
    uses: Sequence[ParameterUse],
    samples: Iterable[Sample] = (),
    files: Mapping[str, SampleFile] | None = None,
) -> list[TreeRow]:
    """Return the rows of all tables of an operation in their order; pages show the same trees."""
    values = _values(samples, files or {})
    tables: dict[int, list[int]] = {}
    for index, use in enumerate(uses):
        tables.setdefault(use.table, []).append(index)
    found: dict[int, TreeRow] = {}
    for indexes in tables.values():
        rows = [uses[index] for index in indexes]
        shown = values.get(rows[0].role, []) if rows[0].role else []
        keys = find_row_keys(rows, shown) if shown else [()] * len(rows)
        for group in _by_location(indexes, uses):
            of_group = [keys[indexes.index(index)] for index in group]
            found.update(_nested(group, uses, of_group))
    return [found[index] for index in range(len(uses))]


def _values(
    samples: Iterable[Sample], files: Mapping[str, SampleFile]
) -> dict[Role | None, list[JsonValue]]:
    found: dict[Role | None, list[JsonValue]] = {}
    for sample in samples:
        value = files[sample.path].value if sample.path in files else None
        if value is not None and not is_json_patch(value):
            found.setdefault(sample.role, []).append(value)
    return found


def _by_location(indexes: Iterable[int], uses: Sequence[ParameterUse]) -> Iterable[list[int]]:
    groups: dict[str, list[int]] = {}
    for index in indexes:
        definition = uses[index].definition
        groups.setdefault(definition.location if definition else "", []).append(index)
    return groups.values()


def _nested(
    group: Sequence[int], uses: Sequence[ParameterUse], keys: Sequence[Path]
) -> Iterator[tuple[int, TreeRow]]:
    around: list[int] = []
    for nested in nest([uses[index] for index in group], keys):
        del around[nested.depth :]
        index = group[nested.row]
        parent = around[-1] if around else None
        yield index, TreeRow(uses[index], parent, bool(nested.above), keys[nested.row])
        around.append(index)

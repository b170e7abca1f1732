# SPDX-License-Identifier: Apache-2.0
"""The rows of a table as a tree: which row describes a part of what another one describes.

Dotted names say it. Where rows have plain names, the samples of the operation
do: a row stands for one key of them, and lies in the rows that stand for the
keys around it. What neither tells stays where its neighbours are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from os_apiref.model.evidence import is_in_body
from os_apiref.model.jsontype import ANY, json_types
from os_apiref.model.jsonvalue import JsonValue
from os_apiref.model.microversion import EVERY_VERSION, VersionRange
from os_apiref.model.parameter import LOCATIONS, ParameterUse
from os_apiref.model.samplematch import Path, find_paths, fits, keys_of, names_of, paths_by_name

_PAGING = {"count", "first", "next"}
"""What accompanies a list, beside ``NAME_links``, by the conventions for pages of one."""


class NestedRow(NamedTuple):
    """A row in its tree; ``row`` is its number in the table as it is written.

    ``above`` names what an inferred row lies in, outermost first; it is empty
    for a row that the names alone put where it is.
    """

    row: int
    depth: int = 0
    above: Path = ()


def find_keys(rows: Sequence[ParameterUse], samples: Iterable[JsonValue]) -> list[Path]:
    """Return the key of the samples that each row of a table stands for, () for none.

    The same name may stand at several depths (``id``), and several rows may
    have it: so a key must be one that no earlier row stands for, and lie in
    something that the rows before have just been in. Rows of one name that
    hold in different versions stand for one key.
    """
    return find_keys_among(rows, values_by_path(samples))


def find_keys_among(
    rows: Sequence[ParameterUse], values: Mapping[Path, Sequence[JsonValue]]
) -> list[Path]:
    """Return the same from what values_by_path returns for the samples."""
    return _Finder(rows, values).find()


def find_row_keys(rows: Sequence[ParameterUse], samples: Iterable[JsonValue]) -> list[Path]:
    """Return the same for a table that also has rows outside the body, which stand for none."""
    body = [use for use in rows if is_in_body(use)]
    found = dict(zip(map(id, body), find_keys(body, samples), strict=True))
    return [found.get(id(use), ()) for use in rows]


class _Finder:
    """The keys of a table's rows, while they are found in the order of the rows."""

    def __init__(
        self, rows: Sequence[ParameterUse], values: Mapping[Path, Sequence[JsonValue]]
    ) -> None:
        self.rows = rows
        self.values = values
        self.by_name = paths_by_name(self.values)
        self.taken: dict[Path, ParameterUse] = {}
        self.found: dict[int, Path] = {}
        self.at: Path = ()

    def find(self) -> list[Path]:
        for index, use in enumerate(self.rows):
            path = self._twin(use) or self._choose(self._candidates(use))
            if path:
                self.taken[path] = use
                self.found[index] = self.at = path
        return [self.found.get(index, ()) for index in range(len(self.rows))]

    def _twin(self, use: ParameterUse) -> Path:
        """Return the key of a row of the same name that holds in other versions."""
        for path, other in self.taken.items():
            if other.name == use.name and (_versions_of(other) & _versions_of(use)).is_empty:
                return path
        return ()

    def _candidates(self, use: ParameterUse) -> list[Path]:
        paths = find_paths(use.name, self.by_name, self.values)
        free = [path for path in paths if path not in self.taken]
        allowed = json_types(use.definition.type) if use.definition else ANY
        fitting = [path for path in free if any(fits(one, allowed) for one in self.values[path])]
        return fitting or free

    def _choose(self, candidates: list[Path]) -> Path:
        if len(candidates) < 2:
            return candidates[0] if candidates else ()
        open_ = [path for path in candidates if path[:-1] == self.at[: len(path) - 1]]
        depth = min(map(len, open_), default=0)
        nearest = [path for path in open_ if len(path) == depth]
        return nearest[0] if len(nearest) == 1 else ()


class LocationRows(NamedTuple):
    """The rows of a table that are in one place, as a tree; '' is the place of unknown ones."""

    location: str
    rows: list[NestedRow]


def nest_by_location(rows: Sequence[ParameterUse], keys: Sequence[Path]) -> list[LocationRows]:
    """Return the rows of a table by place, in the order in which a request is made of them.

    ``keys`` are what find_keys returns, or fewer: none means that only names nest.
    """
    indexes: dict[str, list[int]] = {location: [] for location in LOCATIONS}
    for index, use in enumerate(rows):
        indexes.setdefault(use.definition.location if use.definition else "", []).append(index)
    padded = [*keys, *[()] * (len(rows) - len(keys))]
    return [
        LocationRows(
            location,
            [
                one._replace(row=found[one.row])
                for one in nest([rows[at] for at in found], [padded[at] for at in found])
            ],
        )
        for location, found in indexes.items()
        if found
    ]


def nest(rows: Sequence[ParameterUse], keys: Sequence[Path]) -> list[NestedRow]:
    """Return the rows with what lies in each below it, otherwise in their order.

    ``keys`` are what find_keys returns; with none of them only names nest.
    """
    parents = _Parents(rows, keys).find()
    children: dict[int | None, list[int]] = {}
    for index, parent in enumerate(parents):
        children.setdefault(parent.row, []).append(index)
    result = []
    waiting = [(index, 0) for index in reversed(children.get(None, []))]
    while waiting:
        index, depth = waiting.pop()
        result.append(NestedRow(index, depth, parents[index].above))
        waiting += [(inner, depth + 1) for inner in reversed(children.get(index, []))]
    return result


class _Parent(NamedTuple):
    """The row that another lies in, and what lies around it where its name does not say so."""

    row: int | None = None
    above: Path = ()


_ROOT = _Parent()


class _Parents:
    """Which row each row of a table lies in: by its name, by its key, by its neighbours."""

    def __init__(self, rows: Sequence[ParameterUse], keys: Sequence[Path]) -> None:
        self.rows = rows
        self.names = [names_of(use.name) for use in rows]
        self.keys = keys
        self.by_name = _indexes(self.names)
        self.by_key = _indexes(keys)
        self.found: dict[int, _Parent] = {}

    def find(self) -> list[_Parent]:
        for index in range(len(self.names)):
            if parent := self._by_name(index) or self._by_key(index):
                self.found[index] = parent
        for index, names in enumerate(self.names):
            if self.by_key and index not in self.found and len(names) == 1:
                self.found[index] = self._by_neighbours(index)
        for index in range(len(self.names)):
            if index in self._above(index):
                self.found[index] = _ROOT  # a name and a key that contradict each other
        return [self.found.get(index, _ROOT) for index in range(len(self.names))]

    def _by_name(self, index: int) -> _Parent | None:
        names, key = self.names[index], self.keys[index]
        for end in range(len(names) - 1, 0, -1):
            for other in reversed(self.by_name.get(names[:end], ())):
                around = self.keys[other]
                if not (key and around) or key[: len(around)] == around != key:
                    return _Parent(other)
        return None

    def _by_key(self, index: int) -> _Parent | None:
        key = self.keys[index]
        for end in range(len(key) - 1, 0, -1):
            if others := self.by_key.get(key[:end]):
                # Of rows for several versions the last one before: nothing is moved over another.
                before = [other for other in others if other < index]
                return _Parent(before[-1] if before else others[0], key[:-1])
        return _ROOT if key else None

    def _by_neighbours(self, index: int) -> _Parent:
        """Return the innermost row that the rows before and after both lie in.

        At the end of a table that is the outermost that the row before lies in.
        """
        before = [index - 1, *self._above(index - 1)] if index else []
        after = next((one for one in range(index + 1, len(self.keys)) if self.keys[one]), None)
        inside = before[1:][-1:] if after is None else self._above(after)
        around = [one for one in inside if one in before or index == 0]
        if around and self._is_paging(index, around[0]):
            around = self._above(around[0])
        if not around:
            return _ROOT
        return _Parent(around[0], self.keys[around[0]] or self.names[around[0]])

    def _is_paging(self, index: int, around: int) -> bool:
        """Whether a row is about a list as a whole: it lies beside the list, not in its items."""
        definition = self.rows[around].definition
        if definition is None or "array" not in json_types(definition.type):
            return False
        return is_paging(self.names[index][-1], self.names[around][-1])

    def _above(self, index: int) -> list[int]:
        """Return the rows around a row, innermost first; itself where they go round."""
        above: list[int] = []
        at = self.found.get(index, _ROOT).row
        while at is not None and at not in above:
            above.append(at)
            at = self.found.get(at, _ROOT).row
        return above


def is_paging(name: str, outer: str) -> bool:
    """Whether a key accompanies the list ``outer``: it lies beside it, not in its items."""
    stem = name.removesuffix("_links")
    return name in _PAGING or (stem != name and outer in (stem, f"{stem}s"))


def _indexes(paths: Iterable[Path]) -> Mapping[Path, list[int]]:
    found: dict[Path, list[int]] = {}
    for index, path in enumerate(paths):
        if path:
            found.setdefault(path, []).append(index)
    return found


def values_by_path(samples: Iterable[JsonValue]) -> dict[Path, list[JsonValue]]:
    """Return the values of every key of some samples, by the path of the key."""
    found: dict[Path, list[JsonValue]] = {}
    for sample in samples:
        for path, key in keys_of(sample).items():
            found.setdefault(path, []).extend(key.values)
    return found


def _versions_of(use: ParameterUse) -> VersionRange:
    return use.definition.versions if use.definition else EVERY_VERSION

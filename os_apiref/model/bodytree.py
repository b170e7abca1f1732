# SPDX-License-Identifier: Apache-2.0
"""The body that a table describes, as a tree of keys.

Rows are placed as ``nesting`` places them. What no row stands for, such as the
one key around all others, is told by the samples or by dotted names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from os_apiref.model.jsonvalue import JsonValue
from os_apiref.model.nesting import (
    NestedRow,
    find_keys_among,
    is_paging,
    nest,
    values_by_path,
)
from os_apiref.model.operation import is_placeholder
from os_apiref.model.parameter import ParameterUse
from os_apiref.model.samplematch import Path, is_pattern, names_of, pattern_of


@dataclass(slots=True)
class BodyNode:
    """One key of a body, or the whole; items of an array are described where the array is."""

    uses: list[ParameterUse] = field(default_factory=list)
    """The rows of the key: several where it differs between versions."""
    children: dict[str, BodyNode] = field(default_factory=dict)
    patterns: dict[str, BodyNode] = field(default_factory=dict)
    """Keys whose names match an expression, as ``volumes_{volume_type}`` says."""
    any_key: BodyNode | None = None
    """What stands under each of the keys that users choose, None where they choose none."""
    key_uses: list[ParameterUse] = field(default_factory=list)
    """The rows that describe the names of such keys."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said of what lies inside."""
        return not (self.children or self.patterns or self.any_key)

    def child(self, name: str) -> BodyNode:
        """Return the node of a key, made where there is none."""
        if name not in self.children:
            self.children[name] = BodyNode()
        return self.children[name]

    def free(self) -> BodyNode:
        """Return the node of the keys that users choose, made where there is none."""
        if self.any_key is None:
            self.any_key = BodyNode()
        return self.any_key

    def walk(self) -> Iterator[BodyNode]:
        """Yield the node and all below it."""
        waiting = [self]
        for node in waiting:
            yield node
            waiting += [*node.children.values(), *node.patterns.values()]
            if node.any_key:
                waiting.append(node.any_key)


def build_tree(
    rows: Sequence[ParameterUse], samples: Sequence[JsonValue], chosen: str = ""
) -> BodyNode:
    """Return the tree of the rows of some tables.

    ``chosen`` is the placeholder that ends the path: a row of its name that no
    sample has a key for stands for whichever key the request names.
    """
    root = BodyNode()
    values = values_by_path(samples) if rows else {}
    tables: dict[int, list[ParameterUse]] = {}
    for use in rows:
        tables.setdefault(use.table, []).append(use)
    for table in tables.values():
        _Builder(root, table, find_keys_among(table, values), values, chosen).build()
    return root


class _Builder:
    """The tree of a table while its rows are placed, in the order in which they nest."""

    def __init__(
        self,
        root: BodyNode,
        rows: Sequence[ParameterUse],
        keys: Sequence[Path],
        values: Mapping[Path, list[JsonValue]],
        chosen: str,
    ) -> None:
        self.root = root
        self.rows = rows
        self.keys = keys
        self.values = values
        self.chosen = chosen
        self.places = _Places(rows, keys, values)

    def build(self) -> None:
        pairs = self._pairs()
        for row, path in self.places.find():
            use = self.rows[row]
            *above, name = path
            last = names_of(use.name)[-1]
            holder = self.root
            for one in above:
                holder = holder.free() if is_placeholder(one) else holder.child(one)
            if row in pairs:
                if pairs[row] == "key":
                    holder.key_uses.append(use)
                else:
                    holder.free().uses.append(use)
            elif is_placeholder(last) or (last == self.chosen and not self.keys[row]):
                holder.free().uses.append(use)
            elif is_pattern(last):
                pattern = _portable(pattern_of(last).pattern)
                holder.patterns.setdefault(pattern, BodyNode()).uses.append(use)
            else:
                holder.child(name).uses.append(use)

    def _pairs(self) -> Mapping[int, str]:
        """Return the rows of a map that is written as two rows, ``key`` and ``value``.

        They are such only where the samples have neither as a key.
        """
        by_name: dict[str, list[int]] = {}
        for row, use in enumerate(self.rows):
            if not self.keys[row]:
                by_name.setdefault(use.name, []).append(row)
        if not self.values:
            return {}
        pairs: dict[int, str] = {}
        for name, found in by_name.items():
            stem = name.removesuffix("key")
            if name != "key" and not name.endswith(".key"):
                continue
            if values := by_name.get(f"{stem}value"):
                pairs |= dict.fromkeys(found, "key") | dict.fromkeys(values, "value")
        return pairs


class _Places:
    """The path of every row: its key in the samples, or what its name and neighbours say."""

    def __init__(
        self,
        rows: Sequence[ParameterUse],
        keys: Sequence[Path],
        values: Mapping[Path, list[JsonValue]],
    ) -> None:
        self.rows = rows
        self.keys = keys
        self.values = values
        self.outermost = [path for path in values if len(path) == 1]

    def find(self) -> Iterator[tuple[int, Path]]:
        """Yield each row with its path, a row before those that lie in it."""
        found: dict[int, Path] = {}
        parents: list[NestedRow] = []
        for one in nest(self.rows, self.keys):
            del parents[one.depth :]
            parent = found[parents[-1].row] if parents else ()
            found[one.row] = self._path(one.row, parent, found, is_inside=bool(parents))
            parents.append(one)
            yield one.row, found[one.row]

    def _path(self, row: int, parent: Path, found: Mapping[int, Path], *, is_inside: bool) -> Path:
        if key := self.keys[row]:
            return key
        names = names_of(self.rows[row].name)
        if is_inside:
            end = next((at for at in range(len(names), 0, -1) if parent[-at:] == names[:at]), 0)
            return (*parent, *(names[end:] or names[-1:]))
        for end in range(len(names) - 1, 0, -1):
            holders = [path for path in self.values if path[-end:] == names[:end]]
            if holders:
                return (*min(holders, key=len), *names[end:])
        return (*self._home(row, names[-1], found), *names)

    def _home(self, row: int, name: str, found: Mapping[int, Path]) -> Path:
        """Return what the rows around a row both lie in, though no row stands for it."""
        before = found.get(row - 1, ())
        after = next((key for key in self.keys[row + 1 :] if key), None)
        if after is not None:
            return _common(before, after[:-1]) if before else self._envelope(after[:1])
        outer = before[:1] if len(before) > 1 else ()
        return () if outer and is_paging(name, outer[0]) else self._envelope(outer)

    def _envelope(self, outer: Path) -> Path:
        """Return an outermost key if the samples have no other."""
        is_only = self.outermost == [outer] and any(
            value.members or value.items for value in self.values[outer]
        )
        return outer if is_only else ()


def _portable(pattern: str) -> str:
    """Return an expression without escapes of Python that ECMA-262, so JSON Schema, refuses."""
    return re.sub(r"\\([^^$\\.*+?()\[\]{}|/\w])", r"\1", pattern)


def _common(one: Path, other: Path) -> Path:
    length = next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    return one[:length]

# SPDX-License-Identifier: Apache-2.0
"""The rows of a table held against a sample: which row describes which key.

Tables are flat and samples are not. A row's name is a plain key, wherever it
stands, or a dotted path, whose outermost names may be left out. The same name
may stand in a sample at several depths (``id``); a plain row describes the
shallowest of them. What lies in an object of which the table says nothing
(``metadata``, ``links``, maps whose keys users choose) is nobody's fault.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import cached_property

from os_apiref.model.jsontype import ANY, json_types
from os_apiref.model.jsonvalue import JsonValue
from os_apiref.model.parameter import ParameterUse
from os_apiref.problems import Place

Path = tuple[str, ...]
"""The keys from the outermost to a value; arrays on the way leave no trace."""

ENVELOPE_LIMIT = 3
"""Keys of an outermost object that holds the answer and what accompanies it (links, count)."""

_PLACEHOLDER = re.compile(r"\{[^{}]*\}|<[^<>]*>")
_BRACKETS = re.compile(r"\[[^\]]*\]")


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a sample, at every place where it stands; ``values`` has one for each."""

    path: Path
    places: tuple[Place, ...]
    values: tuple[JsonValue, ...]


def keys_of(sample: JsonValue) -> dict[Path, Key]:
    """Return every key of a sample by its path, outermost first."""
    places: dict[Path, list[Place]] = defaultdict(list)
    values: dict[Path, list[JsonValue]] = defaultdict(list)
    waiting: list[tuple[Path, JsonValue]] = [((), sample)]
    for path, value in waiting:
        waiting += [(path, item) for item in value.items]
        for member in value.members:
            inner = (*path, member.name)
            places[inner].append(member.place)
            values[inner].append(member.value)
            waiting.append((inner, member.value))
    return {path: Key(path, tuple(places[path]), tuple(values[path])) for path in places}


def paths_in_text(sample: JsonValue) -> Iterator[Path]:
    """Yield the path of every key in the order of the text, as often as it stands there."""
    waiting: list[tuple[Path, JsonValue, bool]] = [((), sample, False)]
    while waiting:
        path, value, is_member = waiting.pop()
        if is_member:
            yield path
        waiting += [(path, item, False) for item in reversed(value.items)]
        waiting += [((*path, one.name), one.value, True) for one in reversed(value.members)]


def objects_at(sample: JsonValue, path: Path) -> Iterator[JsonValue]:
    """Yield every object at a path."""
    waiting: list[tuple[Path, JsonValue]] = [(path, sample)]
    for rest, value in waiting:
        waiting += [(rest, item) for item in value.items]
        if value.type == "object" and not rest:
            yield value
        elif rest:
            waiting += [(rest[1:], one.value) for one in value.members if one.name == rest[0]]


@dataclass(frozen=True)
class Match:
    """A sample's keys and the rows that describe them."""

    sample: JsonValue
    rows: tuple[ParameterUse, ...]
    keys: dict[Path, Key]
    described: dict[Path, list[ParameterUse]] = field(default_factory=lambda: defaultdict(list))
    """The rows of a key that they were surely written for."""
    echoed: set[Path] = field(default_factory=set)
    """Keys that have the name of a row that describes another key."""
    implied: set[Path] = field(default_factory=set)
    """Keys that stand above a dotted name."""
    misplaced: dict[Path, ParameterUse] = field(default_factory=dict)
    """Keys that nothing describes, but for a row that has them at another depth."""
    unmatched: list[ParameterUse] = field(default_factory=list)
    """Rows that describe no key of the sample."""

    def is_known(self, path: Path) -> bool:
        """Whether any row has anything to do with a key."""
        return (
            path in self.described
            or path in self.echoed
            or path in self.implied
            or path in self.misplaced
        )

    @cached_property
    def children(self) -> dict[Path, list[Path]]:
        """The keys directly below each path, outermost first."""
        found: dict[Path, list[Path]] = defaultdict(list)
        for path in self.keys:
            found[path[:-1]].append(path)
        return dict(found)

    def is_spelled_out(self, parent: Path) -> bool:
        """Whether the table describes what lies in an object, key by key.

        It does where a row was written for one of the keys, and at least half
        of them have the name of some row; of the outermost object also where
        it has so few keys that it is an envelope.
        """
        children = self.children.get(parent, [])
        known = sum(map(self.is_known, children))
        if not parent and len(children) <= ENVELOPE_LIMIT:
            return True
        is_written_for = any(
            path in self.described or path in self.implied or path in self.misplaced
            for path in children
        )
        return is_written_for and 2 * known >= len(children)


def match(rows: Iterable[ParameterUse], sample: JsonValue) -> Match:
    """Return what the rows of a table describe in a sample."""
    result = Match(sample, tuple(rows), keys_of(sample))
    by_name = paths_by_name(result.keys)
    astray = []
    for use in result.rows:
        found = find_paths(use.name, by_name, result.keys)
        names = names_of(use.name)
        if not found:
            result.unmatched.append(use)
            if len(names) > 1 and not is_pattern(use.name):
                astray.append(use)
        elif len(names) > 1 and use.name not in by_name:
            for path in found:
                result.described[path].append(use)
                first = len(path) - len(names) + 1
                result.implied.update(path[:end] for end in range(first, len(path)))
        else:
            nearest = _nearest(use, found, result.keys)
            for path in found:
                if path in nearest:
                    result.described[path].append(use)
                else:
                    result.echoed.add(path)
    for use in astray:
        for path in by_name.get(names_of(use.name)[-1], ()):
            if not result.is_known(path):
                result.misplaced[path] = use
    return result


def _nearest(use: ParameterUse, found: list[Path], keys: Mapping[Path, Key]) -> set[Path]:
    """Return the shallowest paths whose values have the row's type, or else the shallowest."""
    allowed = json_types(use.definition.type) if use.definition else ANY
    fitting = [path for path in found if any(fits(one, allowed) for one in keys[path].values)]
    depth = min(map(len, fitting or found))
    return {path for path in fitting or found if len(path) == depth}


def fits(value: JsonValue, allowed: Set[str]) -> bool:
    """Whether a value is of one of the JSON types that a definition allows.

    Null stands for "no value" everywhere; where nothing but null is allowed,
    an empty text or object says no more.
    """
    if not allowed or value.type == "null" or value.type in allowed:
        return True
    is_empty = not (value.text or value.members or value.items)
    return is_empty and allowed == {"null"}


def paths_by_name(keys: Iterable[Path]) -> dict[str, list[Path]]:
    """Return paths by the last of their keys, in their order."""
    by_name: dict[str, list[Path]] = {}
    for path in keys:
        by_name.setdefault(path[-1], []).append(path)
    return by_name


def find_paths(name: str, by_name: Mapping[str, list[Path]], keys: Iterable[Path]) -> list[Path]:
    """Return the paths that the name of a row may mean."""
    if name in by_name:
        return by_name[name]
    names = names_of(name)
    if is_pattern(name):
        patterns = [pattern_of(one) for one in names]
        return [
            path
            for path in keys
            if len(path) >= len(names)
            and all(
                pattern.fullmatch(key)
                for pattern, key in zip(patterns, path[-len(names) :], strict=True)
            )
        ]
    return [path for path in by_name.get(names[-1], ()) if path[-len(names) :] == names]


def is_pattern(name: str) -> bool:
    """Whether a name has a placeholder beside other text, as ``volumes_{volume_type}`` has."""
    return _PLACEHOLDER.search(name) is not None and _PLACEHOLDER.fullmatch(name) is None


def names_of(name: str) -> Path:
    """Return the keys of a dotted name: ``images[].id`` is id in images."""
    return tuple(part for part in _BRACKETS.sub("", name).split(".") if part) or (name,)


def pattern_of(name: str) -> re.Pattern[str]:
    """Return what a name with placeholders matches: at least one character for each."""
    literal = [re.escape(part) for part in _PLACEHOLDER.split(name)]
    return re.compile(".+".join(literal))

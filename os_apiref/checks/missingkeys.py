# SPDX-License-Identifier: Apache-2.0
"""Required keys that a sample lacks.

A table is flat: that a row is required says nothing where the object that it
belongs to is absent, empty or optional. So a row is demanded only where it can
be told which object of the sample should have it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from pathlib import PurePath

from os_apiref.checks.comparisons import Comparison
from os_apiref.checks.undocumentedkeys import find_alternatives, find_near_row, unknown_keys
from os_apiref.kinds import ProblemKind
from os_apiref.model.evidence import is_in_body
from os_apiref.model.jsontype import json_types
from os_apiref.model.parameter import ParameterUse
from os_apiref.model.samplematch import Match, Path, is_pattern, names_of, objects_at
from os_apiref.problems import Problem

EXCERPT_LIMIT = 3
"""Keys that an object may lack before it is called an excerpt, if it lacks most of all."""

_CONTAINERS = {"object", "array"}
_SAYS_PARTIAL = re.compile(
    r"\b(missing|omit|omits|omitted|partial|partially|excerpt|abbreviated|shortened)\b",
    re.IGNORECASE,
)
_FOR_SOME = re.compile(r"\b(administrat\w+|admin|policy)\b", re.IGNORECASE)

Homes = Mapping[ParameterUse, Set[Path]]


def find_homes(comparisons: Iterable[Comparison]) -> Homes:
    """Return where each row has its key in any of the samples: the path of the object."""
    homes: dict[ParameterUse, set[Path]] = {}
    for one in comparisons:
        for path, uses in one.match.described.items():
            for use in uses:
                homes.setdefault(use, set()).add(path[:-1])
    return homes


def find_missing(one: Comparison, homes: Homes) -> Iterator[Problem]:
    """Yield what an operation's table requires and a sample lacks.

    ``homes`` are those of all samples of the operation.
    """
    if _SAYS_PARTIAL.search(one.sample.introduction):
        return
    by_parent: dict[Path, list[ParameterUse]] = {}
    if one.is_one_chosen_pair:
        return
    told = [*one.map_rows, *_misspelt(one)]
    for use in one.match.unmatched:
        if is_demanded(use, one) and use not in told:
            parent = _parent(use, one, sorted(homes.get(use, ())))
            if parent is not None:
                by_parent.setdefault(parent, []).append(use)
    for parent, lacking in by_parent.items():
        present = [
            use
            for path in one.match.children.get(parent, ())
            for use in one.match.described.get(path, ())
            if is_demanded(use, one)
        ]
        conditional = [use for use in lacking if _is_for_some(use)]
        yield from (_conditional(use, one) for use in conditional)
        lacking = [use for use in lacking if use not in conditional]
        if len(lacking) > EXCERPT_LIMIT and len(lacking) > len(present):
            yield _excerpt(one, parent, lacking, len(lacking) + len(present))
        else:
            yield from (_missing(one, parent, use) for use in lacking)


def is_demanded(use: ParameterUse, one: Comparison) -> bool:
    """Whether a row requires its key in the version of a sample."""
    definition = use.definition
    if definition is None or not definition.required or not is_in_body(use):
        return False
    if is_pattern(use.name) or use.name in one.operation.placeholders:
        return False
    return one.version is not None or not (definition.versions or use.versions)


def _misspelt(one: Comparison) -> Iterator[ParameterUse]:
    """Yield the rows that are told with the key that they were meant for, or its alternative."""
    alternatives = find_alternatives(one)
    for path in unknown_keys(one):
        if near := find_near_row(one, path[-1]):
            yield near
    for use in one.match.unmatched:
        text = use.description.content if use.description else ""
        if any(f"``{name}``" in text for name in alternatives):
            yield use


def _parent(use: ParameterUse, one: Comparison, homes: list[Path]) -> Path | None:
    """Return the path of the objects that should have a key, None where nothing tells it.

    Other samples of the operation tell it best; then the row's dotted name;
    then the rows above it, where they stand in this sample.
    """
    match = one.match
    if homes:
        return next((home for home in homes if any(objects_at(match.sample, home))), None)
    *above, _ = names_of(use.name)
    if above:
        tail = tuple(above)
        holders = [path for path in match.children if path[-len(tail) :] == tail]
        return next((path for path in holders if match.is_spelled_out(path)), None)
    return _parent_by_order(use, one)


def _parent_by_order(use: ParameterUse, one: Comparison) -> Path | None:
    match = one.match
    for before in reversed(match.rows[: match.rows.index(use)]):
        path = _path_of(before, match)
        if path is None:
            if _may_hold(before):
                return None  # the row may belong to what the sample does not have
            continue
        if path in match.children:
            return path if match.is_spelled_out(path) else None
        if any(value.type in _CONTAINERS for value in match.keys[path].values):
            return None  # the row may belong to what is empty here
        return path[:-1]
    if one.envelope is not None and not match.is_known(one.envelope):
        return one.envelope if match.is_spelled_out(one.envelope) else None
    return () if any(objects_at(match.sample, ())) else None


def _path_of(use: ParameterUse, match: Match) -> Path | None:
    return next((path for path, uses in match.described.items() if use in uses), None)


def _may_hold(use: ParameterUse) -> bool:
    types = json_types(use.definition.type) if use.definition else frozenset()
    return not types or bool(types & _CONTAINERS)


def _missing(one: Comparison, parent: Path, use: ParameterUse) -> Problem:
    assert use.definition is not None
    return Problem.of(
        ProblemKind.MISSING_KEY,
        next(objects_at(one.match.sample, parent)).place,
        f"{_holder(one, parent)} lacks '{names_of(use.name)[-1]}', which the {one.table} requires",
        f"add it to the sample, remove the row, or let it name another definition than "
        f"'{use.key}', one that is not required",
        related=(one.sample.place, use.place, use.definition.place),
    )


def _is_for_some(use: ParameterUse) -> bool:
    return use.description is not None and bool(_FOR_SOME.search(use.description.content))


def _conditional(use: ParameterUse, one: Comparison) -> Problem:
    assert use.definition is not None
    return Problem.of(
        ProblemKind.CONDITIONAL_REQUIREMENT,
        use.definition.place,
        f"parameter '{use.key}' is required, its text says that not everyone gets it, "
        f"and the sample {PurePath(one.sample.path).name} lacks it",
        "write required: false",
        related=(one.sample.place,),
    )


def _excerpt(one: Comparison, parent: Path, lacking: list[ParameterUse], total: int) -> Problem:
    names = ", ".join(use.name for use in lacking)
    return Problem.of(
        ProblemKind.MISSING_KEY,
        next(objects_at(one.match.sample, parent)).place,
        f"{_holder(one, parent)} lacks {len(lacking)} of the {total} keys "
        f"that the {one.table} requires",
        f"add {names}, or let their rows name definitions that are not required",
        related=(one.sample.place,),
    )


def _holder(one: Comparison, parent: Path) -> str:
    if not parent:
        return "the sample"
    name = ".".join(parent)
    key = one.match.keys[parent]
    return f"each item of '{name}'" if key.values[0].type == "array" else f"'{name}'"

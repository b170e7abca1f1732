# SPDX-License-Identifier: Apache-2.0
"""Keys of samples that no row names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import TypeAlias

from os_apiref.checks.comparisons import Comparison
from os_apiref.kinds import ProblemKind
from os_apiref.model.jsontype import ANY, json_types
from os_apiref.model.parameter import ParameterUse
from os_apiref.model.samplematch import Key, Path, fits, is_pattern, names_of, pattern_of
from os_apiref.problems import Problem, nearest

_ALTERNATIVE = re.compile(r"\b(?:alternative|alias|instead|synonym)\w*[^.`]*``([^`]+)``", re.I)
_PARTIAL = re.compile(r"\badditional\b", re.IGNORECASE)

SURE_RATIO = 0.75
"""How alike two names are of which one is surely the other, misspelt."""

HABIT_LIMIT = 10
"""Samples that show what the habit of a reference is."""

RowsByName: TypeAlias = Mapping[str, Sequence[ParameterUse]]


def find_undocumented(comparisons: Collection[Comparison]) -> Iterator[Problem]:
    """Yield what nothing explains in samples; ``comparisons`` are those of all of them."""
    skips_envelopes = _skips_envelopes(comparisons)
    rows = _rows_by_name(comparisons)
    patterns = [pattern_of(name) for name in sorted(rows) if is_pattern(name)]
    for one in comparisons:
        if is_partial(one):
            continue
        for path in unknown_keys(one):
            is_completed = any(pattern.fullmatch(path[-1]) for pattern in patterns)
            if is_completed or (skips_envelopes and path == one.envelope):
                continue
            key = one.match.keys[path]
            yield Problem.of(
                ProblemKind.UNDOCUMENTED_KEY,
                key.places[0],
                f"'{'.'.join(path)}' has no row in the {one.table}",
                _advice(one, key, rows),
                related=(one.sample.place,),
            )


def is_partial(one: Comparison) -> bool:
    """Whether a heading says that the table leaves rows to another one."""
    return any(_PARTIAL.search(use.heading) for use in (*one.match.rows, *one.hidden))


def find_alternatives(one: Comparison) -> set[str]:
    """Return the keys that stand in for a row's own, as its text says."""
    texts = [use.description.content for use in one.match.unmatched if use.description]
    named = {name for text in texts for name in _ALTERNATIVE.findall(text)}
    return {path[-1] for path in one.match.keys if path[-1] in named}


def find_near_row(one: Comparison, name: str) -> ParameterUse | None:
    """Return the row without a key that was most likely written for one, None for none.

    A name with an addition (``snapshots_links``) is another name.
    """
    map_rows = one.map_rows
    candidates = {
        use.name: use
        for use in one.match.unmatched
        if use not in map_rows
        and not use.name.startswith(f"{name}_")
        and not name.startswith(f"{use.name}_")
    }
    return candidates.get(nearest(name, candidates))


def unknown_keys(one: Comparison) -> Iterator[Path]:
    """Yield the keys that no row explains, where the table spells out what lies there."""
    alternatives = find_alternatives(one)
    for parent, paths in one.match.children.items():
        unknown = [path for path in paths if not one.match.is_known(path)]
        if not one.match.is_spelled_out(parent):
            unknown = [path for path in unknown if _is_misspelt(one, path[-1])]
        if unknown and not _are_chosen_by_users(one, parent, unknown):
            yield from (path for path in unknown if path[-1] not in alternatives)


def _is_misspelt(one: Comparison, name: str) -> bool:
    """Whether a row without a key was surely written for one: not one letter in four differs."""
    near = find_near_row(one, name)
    return near is not None and SequenceMatcher(None, near.name, name).ratio() >= SURE_RATIO


def _are_chosen_by_users(one: Comparison, parent: Path, unknown: list[Path]) -> bool:
    """Whether the unknown keys of an object are names that users gave, not names of the API."""
    if find_near_row(one, unknown[0][-1]):
        return False
    if one.is_one_chosen_pair:
        return True
    values = [value for path in unknown for value in one.match.keys[path].values]
    is_all_unknown = len(unknown) == len(one.match.children[parent])
    for use in one.map_rows:
        *above, name = names_of(use.name)
        is_there = parent[-len(above) :] == tuple(above) if above else is_all_unknown
        allowed = json_types(use.definition.type) if use.definition else ANY
        if is_there and name != "key" and all(fits(value, allowed) for value in values):
            return True
    return False


def _skips_envelopes(comparisons: Iterable[Comparison]) -> bool:
    """Whether it is the habit of a reference that its tables leave out the outermost key."""
    named = Counter(
        one.match.is_known(path) for one in comparisons if (path := one.envelope) is not None
    )
    return named[False] > max(named[True], HABIT_LIMIT)


def _rows_by_name(comparisons: Iterable[Comparison]) -> RowsByName:
    rows: dict[str, list[ParameterUse]] = {}
    for operation in {id(one.operation): one.operation for one in comparisons}.values():
        for use in operation.parameters:
            rows.setdefault(use.name, []).append(use)
    return rows


def _advice(one: Comparison, key: Key, rows: RowsByName) -> str:
    name = key.path[-1]
    hidden = next((use for use in one.hidden if use.name == name and use.definition), None)
    if hidden and hidden.definition:
        held = hidden.definition.versions or hidden.versions
        return f"remove it from the sample, or correct its row, which holds {held} only"
    if near := find_near_row(one, name):
        return f"its row '{near.name}' has no key in the sample: correct the one or the other"
    if definition := _definition_for(one, key, rows):
        return f"add the row '- {name}: {definition}', or remove it from the sample"
    return "define it and add a row, or remove it from the sample"


def _definition_for(one: Comparison, key: Key, rows: RowsByName) -> str:
    """Return the definition that such a key has in this half of operations of its file, or ''."""
    own = one.operation
    for use in sorted(
        rows.get(key.path[-1], ()),
        key=lambda use: (use not in own.parameters, use.place.path != own.place.path),
    ):
        if use.place.path == own.place.path and use.role is one.role and use.definition:
            allowed = json_types(use.definition.type)
            if use.definition.location == "body" and all(fits(v, allowed) for v in key.values):
                return use.key
    return ""

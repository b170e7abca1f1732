# SPDX-License-Identifier: Apache-2.0
"""Names that generators make functions and classes of: unique, and the same in every export."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from os_apiref.model.operation import Operation

_UNFIT = re.compile(r"[^A-Za-z0-9]+")


def operation_names(operations: Iterable[Operation]) -> Mapping[str, str]:
    """Return a name for each operation, by its id.

    That is its anchor; with the name of its document where several have the
    anchor; with a number where a section holds several operations.
    """
    found = list(operations)
    choices: tuple[Callable[[Operation], str], ...] = (
        lambda one: _word(one.anchor),
        lambda one: _word(f"{one.docname}_{one.anchor}"),
        lambda one: _word(one.id),
    )
    names: dict[str, str] = {}
    for choose in choices:
        waiting = [one for one in found if one.id not in names]
        taken = set(names.values())
        counts = Counter(map(choose, waiting))
        for one in waiting:
            name = choose(one)
            if counts[name] == 1 and name not in taken:
                names[one.id] = name
    for one in found:
        if one.id not in names:
            names[one.id] = free_word(_word(one.id), set(names.values()))
    return names


def merged_name(method: str, path: str, taken: Iterable[str]) -> str:
    """Return a name for what several operations have become."""
    return free_word(_word(f"{method.lower()}_{path}"), set(taken))


def free_word(word: str, taken: set[str]) -> str:
    """Return a word, with a number where it is taken."""
    free, number = word, 2
    while free in taken:
        free, number = f"{word}_{number}", number + 1
    return free


def _word(text: str) -> str:
    return _UNFIT.sub("_", text).strip("_") or "operation"

# SPDX-License-Identifier: Apache-2.0
"""Rules on the files that documents are made from."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from os_apiref.kinds import ProblemKind
from os_apiref.model.reference import Include, Reference
from os_apiref.problems import Place, Problem


def orphan_includes(reference: Reference) -> Iterator[Problem]:
    """Files named ``.inc`` that no document includes, and that are none themselves."""
    read = {os.path.realpath(path) for path in reference.sources}
    read.update(os.path.realpath(include.path) for include in reference.includes)
    for fragment in reference.disk.fragments:
        if os.path.realpath(fragment.path) not in read:
            held = {0: "", 1: ": its operation is on no page"}.get(
                fragment.operations, f": its {fragment.operations} operations are on no page"
            )
            yield Problem.of(
                ProblemKind.ORPHAN_INCLUDE,
                Place(fragment.path, 1),
                f"no document includes this file{held}",
                "include it, or remove it",
            )


def repeated_includes(reference: Reference) -> Iterator[Problem]:
    """Files with operations that a document includes a second time.

    Tables and notes may well stand in several sections: two addresses of one
    call share them.
    """
    with_operations = _with_operations(reference)
    first: dict[tuple[str, str], Include] = {}
    for include in reference.includes:
        earlier = first.setdefault((include.docname, include.path), include)
        # A file within one that is included twice has the same place both times.
        if earlier.place != include.place and include.path in with_operations:
            yield Problem.of(
                ProblemKind.REPEATED_INCLUDE,
                include.place,
                f"'{os.path.basename(include.path)}' is included a second time, first in "
                f"{_where(earlier.place, include.place)}",
                "remove one of the two",
                related=(earlier.place,),
            )


def _where(place: Place, seen_from: Place) -> str:
    return f"line {place.line}" if place.path == seen_from.path else str(place)


def _with_operations(reference: Reference) -> set[str]:
    """Return the files that bring operations, by themselves or by what they include."""
    written = {one.place.path for one in reference.operations}
    found = {os.path.realpath(path) for path in written}
    found.update(one.path for one in reference.disk.fragments if one.operations)
    waiting = [*found]
    inside = _by_included(reference.includes)
    while waiting:
        for path in inside.get(waiting.pop(), ()):
            if path not in found:
                found.add(path)
                waiting.append(path)
    return found


def _by_included(includes: Iterable[Include]) -> dict[str, set[str]]:
    """Return by the path of each included file those that include it."""
    inside: dict[str, set[str]] = {}
    for include in includes:
        inside.setdefault(include.path, set()).add(os.path.realpath(include.place.path))
    return inside

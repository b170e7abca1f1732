# SPDX-License-Identifier: Apache-2.0
"""The entries of a YAML mapping, after its merges."""

from __future__ import annotations

from collections.abc import Iterator

from os_apiref.kinds import ProblemKind
from os_apiref.load.yamltree import Mapping, Node, Report, Scalar, Sequence
from os_apiref.problems import Problem

MERGE_LIMIT = 1_000
"""Fields of one mapping after its merges; a definition has about seven."""


def entries(mapping: Mapping, report: Report) -> Iterator[tuple[Scalar, Node]]:
    """Yield each key and its value once, after merges.

    A key of the mapping wins over merged ones, an earlier merged mapping over
    a later one (https://yaml.org/type/merge.html); of two equal keys the later
    one is used, as PyYAML does, but not in silence.
    """
    own: dict[str, tuple[Scalar, Node]] = {}
    for key, value in mapping.pairs:
        if not isinstance(key, Scalar):
            report(
                Problem.of(
                    ProblemKind.MALFORMED_YAML,
                    key.place,
                    "a key is a list or a mapping",
                    "write a plain name",
                )
            )
        elif not _is_merge(key):
            if key.text in own:
                first = own[key.text][0].place
                report(
                    Problem.of(
                        ProblemKind.DUPLICATE_KEY,
                        key.place,
                        f"'{key.text}' is defined a second time, first in line {first.line}",
                        "remove one of the two; until then this later one is used",
                    )
                )
            own[key.text] = (key, value)
    yield from own.values()
    for key, value in _merged(mapping, report):
        if key.text not in own:
            own[key.text] = (key, value)
            yield key, value


def _is_merge(key: Scalar) -> bool:
    return key.text == "<<" and not key.style


def _merged(mapping: Mapping, report: Report) -> Iterator[tuple[Scalar, Node]]:
    """Yield the pairs of all merged mappings, each mapping once, nearest first."""
    waiting: list[Node] = _merge_values(mapping)
    seen: set[int] = {id(mapping)}
    count = 0
    while waiting:
        node = waiting.pop(0)
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, Sequence):
            waiting = [*node.items[:MERGE_LIMIT], *waiting]
        elif isinstance(node, Mapping):
            for key, value in reversed(node.pairs):
                if isinstance(key, Scalar) and not _is_merge(key):
                    count += 1
                    yield key, value
            waiting = [*_merge_values(node), *waiting]
            if count > MERGE_LIMIT or len(waiting) > MERGE_LIMIT:
                report(
                    Problem.of(
                        ProblemKind.MALFORMED_YAML,
                        mapping.place,
                        f"merges bring more than {MERGE_LIMIT} fields, the rest is not read",
                        "merge one mapping",
                    )
                )
                return
        else:
            report(
                Problem.of(
                    ProblemKind.MALFORMED_YAML,
                    node.place,
                    "'<<' merges a mapping, and this is none",
                    "write <<: *name, the anchor of a mapping",
                )
            )


def _merge_values(mapping: Mapping) -> list[Node]:
    return [value for key, value in mapping.pairs if isinstance(key, Scalar) and _is_merge(key)]

# SPDX-License-Identifier: Apache-2.0
"""What a YAML text says, to be sure that a repair of its layout leaves that alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from os_apiref.fixes.lines import without_end
from os_apiref.load.yamltree import Builder, Mapping, Node, Scalar, Sequence
from os_apiref.problems import Problem


def parse_mapping(text: str) -> Mapping | None:
    """Return the tree of a text that is one mapping and sound YAML, None for any other."""
    found: list[Problem] = []
    try:
        trees = Builder("", found.append).build(text, 1)
    except (yaml.YAMLError, UnicodeError):
        return None
    if found or len(trees) != 1 or not isinstance(trees[0], Mapping):
        return None
    return trees[0]


def say_the_same(one: Node, other: Node) -> bool:
    """Whether two trees are alike but for their places: quotes, order and duplicates count.

    In a loop, for aliases can nest a tree deeper than Python calls functions.
    """
    waiting = [(one, other)]
    seen: set[tuple[int, int]] = set()
    while waiting:
        one, other = waiting.pop()
        if (id(one), id(other)) in seen:
            continue
        seen.add((id(one), id(other)))
        if isinstance(one, Scalar) and isinstance(other, Scalar):
            if (one.text, one.style) != (other.text, other.style):
                return False
            continue
        mine, others = _parts(one), _parts(other)
        if type(one) is not type(other) or len(mine) != len(others):
            return False
        waiting += zip(mine, others, strict=True)
    return True


def _parts(node: Node) -> list[Node]:
    if isinstance(node, Sequence):
        return node.items
    return [part for pair in node.pairs for part in pair] if isinstance(node, Mapping) else []


def sorted_by_key(mapping: Mapping) -> Mapping:
    """Return a mapping with its pairs sorted by the text of their keys; equal ones keep order."""
    pairs = sorted(
        mapping.pairs, key=lambda pair: pair[0].text if isinstance(pair[0], Scalar) else ""
    )
    return Mapping(mapping.place, pairs)


_KEEPING = re.compile(r"[|>](?:\d?\+|\+\d)\s*(?:#.*)?$")


def block_text_lines(lines: list[str], mapping: Mapping) -> Iterator[int]:
    """Yield the indexes of the lines that are text of block scalars.

    A line of spaces alone is text if it is longer than the text is indented,
    a blank line at the end if the scalar keeps its line ends (``|+``).
    """
    for scalar in _block_scalars(mapping):
        header = scalar.place.line - 1
        outer = _indent(lines[header])
        inner = 0
        keeps = _KEEPING.search(without_end(lines[header])) is not None
        for at in range(header + 1, len(lines)):
            line = without_end(lines[at])
            if line.strip(" "):
                if _indent(line) <= outer:
                    break
                inner = inner or _indent(line)
                yield at
            elif keeps or len(line) > inner:
                yield at


def _block_scalars(mapping: Mapping) -> Iterator[Scalar]:
    waiting: list[Node] = [mapping]
    seen: set[int] = set()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, Mapping):
            waiting += [one for pair in node.pairs for one in pair]
        elif isinstance(node, Sequence):
            waiting += node.items
        elif node.style in ("|", ">"):
            yield node


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))

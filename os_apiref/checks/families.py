# SPDX-License-Identifier: Apache-2.0
"""Operations whose sections hold each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from os_apiref.model.operation import Operation
from os_apiref.model.reference import Reference

_Section = tuple[str, str]


def families(reference: Reference) -> Iterator[list[Operation]]:
    """Yield the operations by the outermost section that they stand in; most stand alone.

    Where one stands inside another, or two share a section, nothing tells
    which of them a table, a sample or a status code was written for: a rule
    that misses one looks at those of the whole family.
    """
    outer = {
        (one.docname, one.anchor): (one.docname, one.inside)
        for one in reference.operations
        if one.inside
    }
    found: dict[_Section, list[Operation]] = {}
    for operation in reference.operations:
        found.setdefault(_outermost(operation, outer), []).append(operation)
    yield from found.values()


def _outermost(operation: Operation, outer: Mapping[_Section, _Section]) -> _Section:
    section = (operation.docname, operation.anchor)
    seen = {section}
    while section in outer and outer[section] not in seen:
        section = outer[section]
        seen.add(section)
    return section

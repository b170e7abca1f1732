# SPDX-License-Identifier: Apache-2.0
"""Which operations share a path, and which share a method there, too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from os_apiref.export.openapi.notes import NoteKind
from os_apiref.export.openapi.paths import Template, parse_url
from os_apiref.export.openapi.scope import Scope
from os_apiref.model.operation import Operation

METHODS = ("GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE")
"""The methods that a Path Item has fields for, in the order of OpenAPI 3.1.1."""


class Located(NamedTuple):
    """An operation with its path as a template."""

    operation: Operation
    template: Template


@dataclass(slots=True)
class PathGroup:
    """The operations of one path by method, in the order of the reference."""

    path: str
    methods: dict[str, list[Located]] = field(default_factory=dict)


def group_operations(scope: Scope, operations: Iterable[Operation]) -> list[PathGroup]:
    """Return operations by path: templates of one shape are one path for OpenAPI."""
    found = [Located(operation, parse_url(operation.path)) for operation in operations]
    names = _names_of_shapes(one.template for one in found)
    groups: dict[str, PathGroup] = {}
    for operation, template in found:
        for oddity in template.oddities:
            scope.note(NoteKind.PATH, operation, operation.place, f"{operation.path!r}: {oddity}")
        shape = template.shape
        known = names[shape]
        if known.text != template.text:
            scope.note(
                NoteKind.SHAPE,
                operation,
                operation.place,
                f"{template.text} and {known.text} are one path for OpenAPI",
            )
            template = template.renamed(known)
        group = groups.setdefault(shape, PathGroup(template.text))
        method = "".join(operation.method.split()).upper()
        group.methods.setdefault(method, []).append(Located(operation, template))
        if method not in METHODS:
            scope.note(
                NoteKind.METHOD,
                operation,
                operation.place,
                f"a Path Item has no field for the method {operation.method}",
            )
    return list(groups.values())


def _names_of_shapes(templates: Iterable[Template]) -> Mapping[str, Template]:
    """Return for each shape the template that most operations have, of several the first."""
    found: dict[str, list[Template]] = {}
    for one in templates:
        found.setdefault(one.shape, []).append(one)
    names = {}
    for shape, alike in found.items():
        counts = Counter(one.text for one in alike)
        names[shape] = max(alike, key=lambda one: counts[one.text])
    return names

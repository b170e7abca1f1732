# SPDX-License-Identifier: Apache-2.0
"""Which operations share a path, and which share a method there, too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from os_apiref.export.openapi.notes import NoteKind
from os_apiref.export.openapi.paths import Template, parse_url
from os_apiref.export.openapi.scope import Scope
from os_apiref.model.operation import Operation

METHODS = ("GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE")
"""The methods that a Path Item has fields for, in the order of OpenAPI 3.1.1."""


@dataclass(frozen=True, slots=True)
class Located:
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
    groups: dict[str, PathGroup] = {}
    first: dict[str, Template] = {}
    for operation in operations:
        template = parse_url(operation.path)
        for oddity in template.oddities:
            scope.note(NoteKind.PATH, operation, operation.place, f"{operation.path!r}: {oddity}")
        shape = template.shape
        known = first.setdefault(shape, template)
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

# SPDX-License-Identifier: Apache-2.0
"""Rows that OpenAPI has no place for, kept in an extension."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from os_apiref.export.openapi.notes import NoteKind
from os_apiref.export.openapi.parameters import (
    IGNORED_HEADERS,
    LOCATIONS,
    is_of_request,
    of_rows,
)
from os_apiref.export.openapi.paths import Template
from os_apiref.export.openapi.scope import Json, Scope
from os_apiref.model.operation import Operation
from os_apiref.model.parameter import ParameterUse

UNPLACED = "x-apiref-unplaced"


def find_unplaced(
    scope: Scope, operation: Operation, template: Template, in_bodies: Collection[int]
) -> list[Json]:
    """Return the rows that stand nowhere else; ``in_bodies`` are the ids of those in bodies."""
    found = []
    for use, reason in _reasons(operation, template, in_bodies):
        location = use.definition.location if use.definition else ""
        written = of_rows(scope, operation, use.name, location, [use]).as_json(scope)
        role = {"role": use.role.value} if use.role else {}
        found.append({"reason": reason, **role, **written})
        # That a media type is said elsewhere loses nothing.
        if use.name.lower() != "content-type" or location != "header":
            scope.note(NoteKind.ROW, operation, use.place, f"'{use.name}': {reason}")
    return found


def _reasons(
    operation: Operation, template: Template, in_bodies: Collection[int]
) -> Iterator[tuple[ParameterUse, str]]:
    names = {one.written for one in template.placeholders}
    for use in operation.parameters:
        location = use.definition.location if use.definition else ""
        if id(use) in in_bodies:
            continue
        if use.definition is None:
            yield use, f"no file defines '{use.key}'"
        elif location == "header" and is_of_request(use) and use.name.lower() in IGNORED_HEADERS:
            yield use, "OpenAPI says by other means what this header holds"
        elif location == "header" and not is_of_request(use):
            if use.name.lower() == "content-type":
                yield use, "OpenAPI says by other means what this header holds"
        elif location == "path" and use.name not in names:
            yield use, "the path has no such placeholder"
        elif location not in LOCATIONS:
            yield use, "the operation has no body"
        elif not is_of_request(use):
            yield use, f"a response has nothing in its {location}"

# SPDX-License-Identifier: Apache-2.0
"""Parameters of path, query and header, and headers of responses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from os_apiref.export.openapi.notes import NoteKind
from os_apiref.export.openapi.paths import Placeholder, QueryPart, Template
from os_apiref.export.openapi.schemas import (
    REQUIRED,
    declared_format,
    rows_keywords,
    type_keyword,
    types_of,
)
from os_apiref.export.openapi.scope import VERSIONS, Json, Scope
from os_apiref.model.jsontype import item_types
from os_apiref.model.microversion import VersionRange
from os_apiref.model.operation import Operation
from os_apiref.model.parameter import ParameterUse

LOCATIONS = ("path", "query", "header", "cookie")
"""Where OpenAPI has parameters, in the order in which they are written."""

IGNORED_HEADERS = {"accept", "content-type", "authorization"}
"""Headers that may be no parameters: media types and security say what they hold."""

NAMES = "x-apiref-names"

_OUTSIDE_SCHEMA = ("description", VERSIONS, REQUIRED)


@dataclass(frozen=True)
class Parameter:
    """One parameter of an operation; ``schemas`` has several where its rows differ.

    ``key`` is what its definition is called, '' where the path alone names it;
    ``names`` are what authors call a placeholder that has another name in the
    template.
    """

    name: str
    location: str
    schemas: tuple[Json, ...]
    descriptions: tuple[str, ...] = ()
    required: bool = False
    ranges: tuple[VersionRange, ...] = ()
    key: str = ""
    names: tuple[str, ...] = ()
    extra: Json = field(default_factory=dict)

    @property
    def identity(self) -> tuple[str, str]:
        """What tells it apart in an operation; names of headers have no case."""
        name = self.name.lower() if self.location == "header" else self.name
        return name, self.location

    def as_json(self, scope: Scope) -> Json:
        """Return the Parameter Object."""
        key = {"x-apiref-key": self.key} if self.key else {}
        return {"name": self.name, "in": self.location, **self.as_header(scope), **key}

    def as_header(self, scope: Scope) -> Json:
        """Return the Header Object, which names neither header nor location."""
        out: Json = {}
        if self.descriptions:
            out["description"] = "\n\n".join(self.descriptions)
        if self.required or self.location == "path":
            out["required"] = True
        schemas = self.schemas
        out["schema"] = schemas[0] if len(schemas) == 1 else {"anyOf": list(schemas)}
        names = {NAMES: list(self.names)} if self.names else {}
        return out | scope.versions(self.ranges) | names | self.extra


def find_parameters(
    scope: Scope,
    operation: Operation,
    template: Template,
    of_path: Iterable[ParameterUse] = (),
) -> list[Parameter]:
    """Return the parameters of a request: those of the path first, then in the order of rows.

    ``of_path`` are rows that describe a placeholder and do not say so.
    """
    rows: dict[tuple[str, str], list[ParameterUse]] = {}
    for use in of_path:
        rows.setdefault((use.name, "path"), []).append(use)
    for use in operation.parameters:
        location = use.definition.location if use.definition else ""
        if location in LOCATIONS and is_of_request(use):
            name = use.name.lower() if location == "header" else use.name
            rows.setdefault((name, location), []).append(use)
    found = [
        _of_path(scope, operation, one, rows.get((one.written, "path"), ()))
        for one in template.placeholders
    ]
    for location in LOCATIONS[1:]:
        for (name, where), uses in rows.items():
            if where == location and not (where == "header" and name in IGNORED_HEADERS):
                found.append(of_rows(scope, operation, uses[0].name, location, uses))
    return _with_query(scope, operation, found, template.query)


def is_of_request(use: ParameterUse) -> bool:
    """Whether a row that is no part of a body is one of a request."""
    return use.role is None or use.role.value == "request"


def of_rows(
    scope: Scope,
    operation: Operation,
    name: str,
    location: str,
    uses: Sequence[ParameterUse],
) -> Parameter:
    """Return the parameter that rows of one name describe, in several versions perhaps."""
    ranges = tuple(use.valid_versions for use in uses)
    required = [use.valid_versions for use in uses if use.definition and use.definition.required]
    is_required = bool(required) and scope.always(required, operation.versions)
    key = uses[0].key
    if len(uses) == 1:
        keywords = rows_keywords(scope, operation, uses)
        outside = {name: keywords.pop(name) for name in _OUTSIDE_SCHEMA if name in keywords}
        text = outside.pop("description", "")
        outside.pop(VERSIONS, None)
        schema = _schema(uses) | keywords
        texts = (text,) if text else ()
        return Parameter(
            name,
            location,
            (_sent(schema, location),),
            texts,
            is_required,
            ranges,
            key,
            extra=outside,
        )
    schemas = []
    for use in uses:
        schema = _sent(_schema([use]), location) | rows_keywords(scope, operation, [use])
        if schema not in schemas:
            schemas.append(schema)
    return Parameter(name, location, tuple(schemas), (), is_required, ranges, key)


def _schema(uses: Sequence[ParameterUse]) -> Json:
    definition = uses[0].definition
    types = types_of(definition)
    schema = type_keyword(types)
    if "array" in types:
        schema["items"] = type_keyword(item_types(definition.type if definition else ""))
    if found := declared_format(uses):
        schema["format"] = found
    return schema


def _sent(schema: Json, location: str) -> Json:
    """Return a schema as it is sent: a query without a value is an empty text, not null."""
    if schema.get("type") == "null" and location != "body":
        return {**schema, "type": "string"}
    return schema


def _of_path(
    scope: Scope, operation: Operation, placeholder: Placeholder, uses: Sequence[ParameterUse]
) -> Parameter:
    if uses:
        found = of_rows(scope, operation, placeholder.name, "path", uses)
    else:
        found = Parameter(placeholder.name, "path", ({"type": "string"},))
    if placeholder.written != placeholder.name:
        found = replace(found, names=(placeholder.written,))
    if placeholder.pattern:
        pattern = f"^(?:{placeholder.pattern})$"
        try:
            re.compile(pattern)
        except re.error:
            return found
        schemas = tuple({**one, "pattern": pattern} for one in found.schemas)
        found = replace(found, schemas=schemas)
    return found


def _with_query(
    scope: Scope, operation: Operation, found: list[Parameter], query: Iterable[QueryPart]
) -> list[Parameter]:
    """Return parameters with those of a query in the path, whose written values hold alone."""
    by_name = {one.name: at for at, one in enumerate(found) if one.location == "query"}
    for part in query:
        at = by_name.get(part.name)
        fixed: Json = {"type": "string", "const": part.value}
        if at is None:
            schema = {"type": "string"} if part.value is None else fixed
            by_name[part.name] = len(found)
            found.append(Parameter(part.name, "query", (schema,), required=part.value is not None))
        elif part.value is not None:
            found[at] = replace(found[at], schemas=(fixed,), required=True)
    if by_name and query:
        names = ", ".join(f"'{part.name}'" for part in query)
        scope.note(
            NoteKind.QUERY,
            operation,
            operation.place,
            f"the query in {operation.path} is said by parameters: {names}",
        )
    return found


def find_headers(scope: Scope, operation: Operation) -> list[Parameter]:
    """Return the headers of a response; OpenAPI has the media type elsewhere."""
    rows: dict[str, list[ParameterUse]] = {}
    for use in operation.parameters:
        location = use.definition.location if use.definition else ""
        if location == "header" and not is_of_request(use) and use.name.lower() != "content-type":
            rows.setdefault(use.name.lower(), []).append(use)
    return [of_rows(scope, operation, uses[0].name, "header", uses) for uses in rows.values()]


def merge(lists: Sequence[Sequence[Parameter]]) -> Iterator[Parameter]:
    """Yield the parameters of operations that share a method and a path.

    What not all of them require is required of none.
    """
    by_identity: dict[tuple[str, str], list[Parameter]] = {}
    for one in lists:
        for parameter in one:
            by_identity.setdefault(parameter.identity, []).append(parameter)
    order: Mapping[str, int] = {name: at for at, name in enumerate(LOCATIONS)}
    for found in sorted(by_identity.values(), key=lambda one: order[one[0].location]):
        yield _merged(found, len(found) == len(lists))


def _merged(found: Sequence[Parameter], is_everywhere: bool) -> Parameter:
    first = found[0]
    schemas: list[Json] = []
    texts: dict[str, None] = {}
    ranges: list[VersionRange] = []
    names: dict[str, None] = {}
    for one in found:
        names |= dict.fromkeys(one.names)
        schemas += [schema for schema in one.schemas if schema not in schemas]
        texts |= dict.fromkeys(one.descriptions)
        ranges += one.ranges or (VersionRange(),)
    required = is_everywhere and all(one.required for one in found)
    return replace(
        first,
        schemas=tuple(schemas),
        descriptions=tuple(texts),
        required=required,
        ranges=tuple(ranges),
        names=tuple(names),
    )

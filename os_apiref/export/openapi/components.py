# SPDX-License-Identifier: Apache-2.0
"""What operations share: each thing that stands in a document twice is moved to its components."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from os_apiref.export.openapi.scope import Json
from os_apiref.model.status import phrase_of

_UNFIT = re.compile(r"[^A-Za-z0-9._-]+")
_SUBSCHEMAS = ("items", "additionalProperties", "propertyNames", "not")
_SCHEMA_MAPS = ("properties", "patternProperties")
_SCHEMA_LISTS = ("anyOf", "oneOf")


class Fingerprints:
    """What an object says as text: equal ones say the same.

    An object keeps what it said first: what changes in it afterwards changes
    alike in all that were equal.
    """

    def __init__(self) -> None:
        self._encode = json.JSONEncoder().encode
        # The objects are kept, so that no other one is ever found by the id of a dead one.
        self._known: dict[int, tuple[str, Json]] = {}

    def of(self, value: Json) -> str:
        """Return the text of an object; one with another order is another."""
        known = self._known.get(id(value))
        if known is None:
            known = self._known[id(value)] = (self._encode(value), value)
        return known[0]


def share(paths: Json, schemas: dict[str, Json]) -> Json:
    """Move what stands twice in some path items to components, and return those.

    ``schemas`` are components already, and named by references.
    """
    operations = [one for item in paths.values() for one in operations_of(item)]
    fingerprints = Fingerprints()
    shared_schemas = _SchemaSharer(fingerprints, schemas).share(operations)
    components: Json = {}
    for section, spots in (
        ("headers", _headers),
        ("examples", _examples),
        ("parameters", _parameters),
        ("responses", _responses),
    ):
        if found := _move(section, operations, spots, fingerprints):
            components[section] = found
    components["schemas"] = shared_schemas
    order = ("schemas", "parameters", "responses", "headers", "examples")
    return {name: dict(sorted(components[name].items())) for name in order if components.get(name)}


def operations_of(item: Json) -> Iterator[Json]:
    """Yield the Operation Objects of a path item, those of uncommon methods too."""
    for name, value in item.items():
        if name == ADDITIONAL:
            yield from value.values()
        elif isinstance(value, dict) and "responses" in value:
            yield value


ADDITIONAL = "x-apiref-additional-operations"

Spot = tuple[Any, Any, str]
"""What holds a value, the value's key or index there, and what to call it."""


def _parameters(operation: Json) -> Iterator[Spot]:
    found = operation.get("parameters", [])
    for at, one in enumerate(found):
        yield found, at, one.get("x-apiref-key") or one["name"]


def _responses(operation: Json) -> Iterator[Spot]:
    found = operation["responses"]
    for code in found:
        if not code.startswith("x-"):
            yield found, code, phrase_of(int(code)) if code.isdigit() else code


def _headers(operation: Json) -> Iterator[Spot]:
    for code, response in operation["responses"].items():
        if not code.startswith("x-"):
            found = response.get("headers", {})
            for name in found:
                yield found, name, name


def contents_of(operation: Json) -> Iterator[tuple[str, Json]]:
    """Yield every Media Type Object of an operation, with the half that it is of."""
    for content in operation.get("requestBody", {}).get("content", {}).values():
        yield "request", content
    for code, response in operation["responses"].items():
        if not code.startswith("x-"):
            for content in response.get("content", {}).values():
                yield "response", content


def _examples(operation: Json) -> Iterator[Spot]:
    for _, content in contents_of(operation):
        found = content.get("examples", {})
        for name in found:
            yield found, name, name


def _move(
    section: str,
    operations: list[Json],
    spots: Callable[[Json], Iterator[Spot]],
    fingerprints: Fingerprints,
) -> Json:
    """Replace what stands at several spots by references, and return it by name."""
    by_text: dict[str, list[Spot]] = {}
    for operation in operations:
        for holder, key, name in spots(operation):
            by_text.setdefault(fingerprints.of(holder[key]), []).append((holder, key, name))
    found: Json = {}
    for places in by_text.values():
        if len(places) > 1:
            holder, key, hint = places[0]
            name = free_name(hint, found)
            found[name] = holder[key]
            for holder, key, _ in places:
                holder[key] = {"$ref": f"#/components/{section}/{name}"}
    return found


def free_name(hint: str, taken: Json) -> str:
    """Return a name of a component that is like ``hint`` and not taken."""
    base = _UNFIT.sub("_", hint).strip("_") or "unnamed"
    name, number = base, 2
    while name in taken:
        name, number = f"{base}_{number}", number + 1
    return name


class _SchemaSharer:
    """Moves object schemas that stand twice to the components."""

    def __init__(self, fingerprints: Fingerprints, schemas: dict[str, Json]) -> None:
        self.fingerprints = fingerprints
        self.schemas = dict(schemas)
        self.counts: dict[str, int] = {}
        self.names: dict[str, str] = {}

    def share(self, operations: list[Json]) -> dict[str, Json]:
        """Replace what stands twice, and return all schemas of the components."""
        roots = [
            (content, f"{operation['operationId']}_{half}")
            for operation in operations
            for half, content in contents_of(operation)
            if "schema" in content
        ]
        for schema in self.schemas.values():
            for _, inner, _ in _inside(schema, ""):
                self._count(inner)
        for content, _ in roots:
            self._count(content["schema"])
        for name, schema in list(self.schemas.items()):
            self._replace_inside(schema, name)
        for content, name in roots:
            content["schema"] = self._replaced(content["schema"], name)
        return self.schemas

    def _count(self, schema: Json) -> None:
        """Count a schema; what lies in one that was there before goes wherever that goes."""
        waiting = [schema]
        while waiting:
            one = waiting.pop()
            if is_shareable(one):
                text = self.fingerprints.of(one)
                self.counts[text] = self.counts.get(text, 0) + 1
                if self.counts[text] > 1:
                    continue
            waiting += [inner for _, inner, _ in _inside(one, "")]

    def _replaced(self, schema: Json, hint: str) -> Json:
        text = self.fingerprints.of(schema) if is_shareable(schema) else ""
        if self.counts.get(text, 0) < 2:
            self._replace_inside(schema, hint)
            return schema
        if text not in self.names:
            name = self.names[text] = free_name(hint, self.schemas)
            self.schemas[name] = schema
            self._replace_inside(schema, hint)
        return {"$ref": f"#/components/schemas/{self.names[text]}"}

    def _replace_inside(self, schema: Json, hint: str) -> None:
        for spot, inner, name in list(_inside(schema, hint)):
            holder, key = spot
            holder[key] = self._replaced(inner, name)


def is_shareable(schema: Json) -> bool:
    """Whether a schema is worth a name of its own: that of an object with known keys."""
    return "properties" in schema


def _inside(schema: Json, hint: str) -> Iterator[tuple[tuple[Any, Any], Json, str]]:
    """Yield the schemas directly inside one: where each stands, itself, and what to call it."""
    for key in _SUBSCHEMAS:
        if isinstance(schema.get(key), dict):
            yield (schema, key), schema[key], f"{hint}_item" if key == "items" else hint
    for key in _SCHEMA_MAPS:
        for name, inner in schema.get(key, {}).items():
            yield (schema[key], name), inner, name
    for key in _SCHEMA_LISTS:
        for at, inner in enumerate(schema.get(key, ())):
            yield (schema[key], at), inner, hint

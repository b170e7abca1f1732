# SPDX-License-Identifier: Apache-2.0
"""Schemas of bodies: JSON Schema 2020-12 from a tree of rows and the samples beside it.

What an author declares holds against the samples: a schema is never widened
because a sample does not fit. What nobody declares is taken from the samples,
and null is admitted where a sample shows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set

from os_apiref.export.openapi.formats import field_format, shown_format, type_format
from os_apiref.export.openapi.notes import NoteKind
from os_apiref.export.openapi.scope import Json, Scope
from os_apiref.model.bodytree import BodyNode
from os_apiref.model.jsontype import ANY, item_types, json_types
from os_apiref.model.jsonvalue import JsonValue
from os_apiref.model.operation import Operation
from os_apiref.model.parameter import Parameter, ParameterUse

UNDOCUMENTED = "x-apiref-undocumented"
REQUIRED = "x-apiref-required"
WRITTEN_TYPE = "x-apiref-type"
INSIDE = "x-apiref-inside"
"""What rows describe in a value that its own row says to be neither object nor array."""

TYPES = ("object", "array", "string", "integer", "number", "boolean", "null")
DEPTH_LIMIT = 40
"""Objects and arrays inside each other that a schema describes; what lies deeper is anything."""

_CONTAINERS = {"object", "array"}
_FIRST = ("type", "format")
_PAIRS = re.compile(r"\bkey[-/ ](?:and[- ])?values?\b[- ]pairs?\b", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z_$][\w:.$-]*", re.ASCII)
_NOTHING = BodyNode()


def types_of(definition: Parameter | None) -> frozenset[str]:
    """Return the JSON types that a definition declares, ANY where it does not."""
    if definition is None:
        return ANY
    if type_format(definition.type):
        return frozenset({"string"})
    return json_types(definition.type)


def type_keyword(types: Set[str]) -> Json:
    """Return the keyword that admits some types, {} for any."""
    found = [name for name in TYPES if name in types]
    if "number" in found and "integer" in found:
        found.remove("integer")
    if not found:
        return {}
    return {"type": found[0] if len(found) == 1 else found}


def rows_keywords(scope: Scope, operation: Operation, uses: Sequence[ParameterUse]) -> Json:
    """Return what rows of one name say beside their types: description, versions, format."""
    out: Json = {}
    texts: dict[str, list[ParameterUse]] = {}
    for use in uses:
        if text := scope.text(use.description):
            texts.setdefault(text, []).append(use)
    if len(texts) == 1:
        out["description"] = next(iter(texts))
    elif texts:
        out["description"] = "\n\n".join(
            f"{_heading(scope, holders)}{text}" for text, holders in texts.items()
        )
    ranges = [use.valid_versions for use in uses]
    out |= scope.versions(ranges)
    is_required = any(use.definition and use.definition.required for use in uses)
    if is_required and not scope.always(ranges, operation.versions):
        out[REQUIRED] = True
    for use in uses:
        if use.definition and use.definition.type and not types_of(use.definition):
            out[WRITTEN_TYPE] = use.definition.type
            scope.note(
                NoteKind.TYPE,
                operation,
                use.definition.place,
                f"'{use.definition.type}' is no type of JSON; the schema of '{use.name}' "
                "has what samples show",
            )
    return out


def _heading(scope: Scope, uses: Iterable[ParameterUse]) -> str:
    spans = [str(use.valid_versions) for use in uses]
    return f"({', '.join(spans)}) " if all(spans) and not scope.version else ""


def declared_format(uses: Iterable[ParameterUse]) -> str:
    """Return the format that a definition says, by its field or by its type; '' for none."""
    for use in uses:
        if use.definition:
            found = field_format(use.definition.format) or type_format(use.definition.type)
            if found:
                return found
    return ""


class SchemaMaker:
    """Makes the schemas of one operation."""

    def __init__(self, scope: Scope, operation: Operation) -> None:
        self.scope = scope
        self.operation = operation

    def make(self, node: BodyNode, values: Sequence[JsonValue], depth: int = 0) -> Json:
        """Return the schema of a node, of which samples show some values."""
        if depth > DEPTH_LIMIT:
            return {}
        groups: dict[tuple[frozenset[str], frozenset[str]], list[ParameterUse]] = {}
        for use in node.uses:
            written = use.definition.type if use.definition else ""
            kind = (types_of(use.definition), item_types(written))
            groups.setdefault(kind, []).append(use)
        if len(groups) < 2:
            kind = next(iter(groups), (ANY, ANY))
            return self._variant(kind, node.uses, node, values, depth)
        variants = []
        for kind, uses in groups.items():
            types = kind[0]
            fitting = [one for one in values if not types or admits(types, one)]
            inner = node if not types or types & _CONTAINERS else _NOTHING
            variants.append(self._variant(kind, uses, inner, fitting, depth))
        return {"anyOf": variants, **self.scope.versions(use.valid_versions for use in node.uses)}

    def _variant(
        self,
        kind: tuple[frozenset[str], frozenset[str]],
        uses: Sequence[ParameterUse],
        node: BodyNode,
        values: Sequence[JsonValue],
        depth: int,
    ) -> Json:
        declared, items = kind
        keywords = rows_keywords(self.scope, self.operation, uses) if uses else {}
        if uses and declared and not (declared & _CONTAINERS) and not node.is_empty:
            self._note_inside(uses)
        shape = self.shape(declared, items, node, values, depth)
        texts = [one.text for one in values if one.type == "string"]
        if "string" in shape.get("type", ()) and (
            found := declared_format(uses) or shown_format(texts)
        ):
            shape["format"] = found
        # What it is stands before what is in it, for readers.
        return {**{name: shape[name] for name in _FIRST if name in shape}, **keywords, **shape}

    def _note_inside(self, uses: Sequence[ParameterUse]) -> None:
        use = uses[0]
        written = use.definition.type if use.definition else ""
        self.scope.note(
            NoteKind.TYPE,
            self.operation,
            use.place,
            f"'{use.name}' is of type {written}, and other rows or samples lie in it",
        )

    def shape(
        self,
        declared: Set[str],
        items: frozenset[str],
        node: BodyNode,
        values: Sequence[JsonValue],
        depth: int,
    ) -> Json:
        """Return the keywords of types and of what lies inside."""
        seen = {one.type for one in values}
        types = set(declared) or _inferred(node, seen)
        if types and "null" in seen:
            types.add("null")
        out = type_keyword(types)
        inner = node
        if "array" in types:
            found = [item for one in values if one.type == "array" for item in one.items]
            out["items"] = self._items(items, node, found, depth)
            inner = _NOTHING if "object" not in types else node
        objects = [one for one in values if one.type == "object"] if "object" in types else []
        if not inner.is_empty or objects:
            inside = self._inside(inner, objects, depth)
            out |= inside if not types or types & _CONTAINERS else {INSIDE: inside}
        return out

    def _items(
        self, types: frozenset[str], node: BodyNode, values: Sequence[JsonValue], depth: int
    ) -> Json:
        if depth >= DEPTH_LIMIT:
            return {}
        inside = BodyNode([], node.children, node.patterns, node.any_key, node.key_uses)
        return self._variant((types, ANY), (), inside, values, depth + 1)

    def _inside(self, node: BodyNode, objects: Sequence[JsonValue], depth: int) -> Json:
        """Return the keywords of an object's keys: rows first, then what only samples show."""
        members: dict[str, list[JsonValue]] = {}
        for one in objects:
            for member in one.members:
                members.setdefault(member.name, []).append(member.value)
        out: Json = {}
        properties: Json = {}
        required = []
        for name, child in node.children.items():
            properties[name] = self.make(child, members.pop(name, ()), depth + 1)
            if self._is_required(child):
                required.append(name)
        patterns = {
            f"^{pattern}$": self.make(child, _take(members, pattern), depth + 1)
            for pattern, child in node.patterns.items()
        }
        rest = [value for found in members.values() for value in found]
        if node.any_key is not None:
            out["additionalProperties"] = self.make(node.any_key, rest, depth + 1)
        elif depth and members and node.is_empty and self._is_map(node, objects, members):
            out["additionalProperties"] = self.make(_NOTHING, rest, depth + 1)
        else:
            for name, found in members.items():
                properties[name] = self.make(_NOTHING, found, depth + 1) | {UNDOCUMENTED: True}
        if node.key_uses:
            keywords = rows_keywords(self.scope, self.operation, node.key_uses)
            out["propertyNames"] = {"type": "string", **keywords}
        if patterns:
            out["patternProperties"] = patterns
        return out | _named(properties, required)

    def _is_required(self, node: BodyNode) -> bool:
        ranges = [
            use.valid_versions for use in node.uses if use.definition and use.definition.required
        ]
        return bool(ranges) and self.scope.always(ranges, self.operation.versions)

    def _is_map(self, node: BodyNode, objects: Sequence[JsonValue], members: Iterable[str]) -> bool:
        """Whether the keys of an object are chosen by users.

        Its text says so, or one of them is nobody's idea of a name, or no two
        samples of it have a key in common.
        """
        texts = [use.description.content for use in node.uses if use.description]
        if any(map(_PAIRS.search, texts)) or not all(map(_NAME.fullmatch, members)):
            return True
        keys = {frozenset(member.name for member in one.members) for one in objects}
        keys.discard(frozenset())
        return len(keys) > 1 and not frozenset.intersection(*keys)


def _named(properties: Json, required: list[str]) -> Json:
    out: Json = {}
    if properties:
        out["properties"] = properties
    if required:
        out["required"] = required
    return out


def _take(members: dict[str, list[JsonValue]], pattern: str) -> list[JsonValue]:
    names = [name for name in members if re.fullmatch(pattern, name)]
    return [value for name in names for value in members.pop(name)]


def _inferred(node: BodyNode, seen: Set[str]) -> set[str]:
    """Return the types of what nobody declares: what rows inside it and samples say."""
    types = set(seen)
    if not node.is_empty and not types & _CONTAINERS:
        types.add("object")
    return types


def admits(types: Set[str], value: JsonValue) -> bool:
    """Whether a value is of one of some types; a number without fraction is an integer."""
    if value.type in types or (value.type == "integer" and "number" in types):
        return True
    return value.type == "number" and "integer" in types and float(value.text).is_integer()

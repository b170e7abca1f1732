# SPDX-License-Identifier: Apache-2.0
"""Samples held against the schemas that were derived for them.

Only the keywords that those schemas use are known here, which takes a
fiftieth of the time of a general validator; the tests prove that jsonschema
says the same of every sample. A sample keeps the places of its values, so that
what does not fit is found in its file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from os_apiref.export.openapi.formats import FORMATS
from os_apiref.export.openapi.schemas import admits
from os_apiref.export.openapi.scope import Json
from os_apiref.model.jsonvalue import JsonValue
from os_apiref.problems import Place

_TEXT_LIMIT = 40


class Misfit(NamedTuple):
    """A value that a schema does not admit, where it stands, and why."""

    place: Place
    reason: str


def find_misfits(schema: Json, value: JsonValue, name: str = "the body") -> Iterator[Misfit]:
    """Yield everything in a value that a schema does not admit."""
    if alternatives := schema.get("anyOf"):
        found = [list(find_misfits(one, value, name)) for one in alternatives]
        if all(found):
            yield min(found, key=len)[0]
    if alternatives := schema.get("oneOf"):
        count = sum(fits(one, value) for one in alternatives)
        if count != 1:
            number = len(alternatives)
            yield Misfit(value.place, f"{name} fits {count} of {number} alternatives, not one")
    if (excluded := schema.get("not")) and fits(excluded, value):
        yield Misfit(value.place, f"{name} is what another alternative takes")
    types = schema.get("type")
    if types and not admits({types} if isinstance(types, str) else set(types), value):
        expected = types if isinstance(types, str) else " or ".join(types)
        yield Misfit(value.place, f"{name} is {_shown(value)}, expected {expected}")
    elif value.type == "object":
        yield from _in_object(schema, value, name)
    elif value.type == "array" and "items" in schema:
        for item in value.items:
            yield from find_misfits(schema["items"], item, f"an item of {name}")
    elif value.type == "string" and not _has_format(schema, value.text):
        yield Misfit(value.place, f"{name} is {_shown(value)}, which is no {schema['format']}")


def _has_format(schema: Json, text: str) -> bool:
    check = FORMATS.get(schema.get("format", ""))
    return check is None or check(text)


def fits(schema: Json, value: JsonValue) -> bool:
    """Whether a schema admits a value."""
    return next(find_misfits(schema, value), None) is None


def _in_object(schema: Json, value: JsonValue, name: str) -> Iterator[Misfit]:
    # Of two equal keys the later counts, as parsers have it.
    members = {member.name: member.value for member in value.members}
    for required in schema.get("required", ()):
        if required not in members:
            yield Misfit(value.place, f"{name} lacks '{required}', which is required")
    properties = schema.get("properties", {})
    patterns = schema.get("patternProperties", {})
    others = schema.get("additionalProperties")
    for key, inner in members.items():
        known = [properties[key]] if key in properties else []
        known += [one for pattern, one in patterns.items() if re.search(pattern, key)]
        if not known and others is not None:
            known = [others]
        for one in known:
            yield from find_misfits(one, inner, f"'{key}'")


def _shown(value: JsonValue) -> str:
    if value.type not in ("string", "integer", "number"):
        return value.type
    text = value.text if len(value.text) <= _TEXT_LIMIT else value.text[:_TEXT_LIMIT] + "…"
    return f"{value.type} {text!r}" if value.type == "string" else f"{value.type} {text}"

# SPDX-License-Identifier: Apache-2.0
"""What the types of definitions mean in JSON."""

from __future__ import annotations

import re

ANY: frozenset[str] = frozenset()
"""What a type means that says nothing of the JSON value."""

_NUMBERS = {"integer", "number"}
_TYPES: dict[str, set[str]] = {
    "string": {"string"},
    "str": {"string"},
    "text": {"string"},
    "uuid": {"string"},
    "uri": {"string"},
    "url": {"string"},
    "integer": {"integer"},
    "int": {"integer"},
    "long": {"integer"},
    "number": _NUMBERS,
    "float": _NUMBERS,
    "double": _NUMBERS,
    "decimal": _NUMBERS,
    "boolean": {"boolean"},
    "bool": {"boolean"},
    "object": {"object"},
    "dict": {"object"},
    "dictionary": {"object"},
    "map": {"object"},
    "mapping": {"object"},
    "array": {"array"},
    "list": {"array"},
    "none": {"null"},
    "null": {"null"},
}
_FILLERS = {"a", "an", "the", "of", "in", "format"}
_ALTERNATIVES = re.compile(r"\s+or\s+|[/|,]", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+")


def json_types(written: str) -> frozenset[str]:
    """Return the JSON types that a ``type`` allows, ANY where it does not say.

    They are called as in JsonValue. "list of strings" is an array, "string or
    object" is either; where one alternative is not understood, anything goes.
    """
    allowed: set[str] = set()
    for alternative in _ALTERNATIVES.split(written):
        words = [word for word in _WORD.findall(alternative.lower()) if word not in _FILLERS]
        if not words:
            continue
        head = words[0].removesuffix("s") if words[0] not in _TYPES else words[0]
        if head not in _TYPES:
            return ANY
        allowed |= _TYPES[head]
    return frozenset(allowed)


def item_types(written: str) -> frozenset[str]:
    """Return the JSON types of the items of an array, ANY where ``type`` does not say.

    "list of strings" says it, and so does "array of objects".
    """
    head, _, rest = written.partition(" of ")
    return json_types(rest) if rest and json_types(head) == {"array"} else ANY

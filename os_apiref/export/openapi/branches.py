# SPDX-License-Identifier: Apache-2.0
"""Bodies of operations that share a method and a path, told apart.

``POST /servers/{id}/action`` takes ``{"pause": null}`` or ``{"rebuild": {...}}``:
which of them is said by the one key. OpenAPI's Discriminator Object names a
property whose value decides, and must not change what is valid (OpenAPI 3.1.1,
"Discriminator Object"), so it cannot say that. Each branch of the ``oneOf``
requires its key instead, which decides in any validator, and an extension maps
the keys. A true ``discriminator`` is written where a property that all branches
require has values that differ.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from os_apiref.export.openapi.scope import Json
from os_apiref.model.jsonvalue import JsonValue
from os_apiref.model.operation import Operation

DISCRIMINATOR = "x-apiref-discriminator"
SCHEMAS = "#/components/schemas/"

_WORD = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True)
class Branch:
    """The body of one operation; ``name`` is what its schema is called in the components."""

    operation: Operation
    name: str
    schema: Json | None
    values: Sequence[JsonValue] = ()

    @property
    def keys(self) -> list[str]:
        """The outermost keys that it may have."""
        return list(self.schema.get("properties", ())) if self.schema else []

    @property
    def sure_keys(self) -> list[str]:
        """The outermost keys that it always has, by its samples, else by its rows or its title."""
        if self.values:
            return [name for name in self.keys if all(one.get(name) for one in self.values)]
        required = self.schema.get("required", ()) if self.schema else ()
        found = [name for name in self.keys if name in required]
        return found or (self.keys if len(self.keys) == 1 else self._named_in_title())

    def _named_in_title(self) -> list[str]:
        words = set(_WORD.findall(" ".join(self.operation.titles).lower()))
        return [name for name in self.keys if name.lower() in words]


@dataclass(slots=True)
class Class:
    """Bodies that one of some keys tells from all others, though nothing from each other."""

    keys: dict[str, Branch]
    members: list[Branch]


@dataclass(frozen=True, slots=True)
class Joined:
    """The one schema of several bodies, and the components that it names."""

    schema: Json
    components: dict[str, Json]
    undecided: tuple[Operation, ...] = ()
    """Operations whose bodies nothing tells from those of others."""


def join(branches: Sequence[Branch]) -> Joined:
    """Return the schema of the bodies of several operations."""
    known = _without_twins([one for one in branches if one.schema is not None])
    unknown = [one for one in branches if one.schema is None]
    if len(known) == 1 and not unknown:
        return Joined(known[0].schema or {}, {})
    unknown += [one for one in known if not one.sure_keys]
    classes = _classes([one for one in known if one.sure_keys])
    if len(known) == 1 and not classes:
        return Joined(known[0].schema or {}, {}, tuple(one.operation for one in unknown))
    if len(classes) + bool(unknown) == 1:
        return _by_value(known) or _undecided(known)
    return _by_key(classes, unknown)


def _without_twins(branches: Iterable[Branch]) -> list[Branch]:
    """Return branches of different schemas: of two equal ones none would be the only one."""
    found: list[Branch] = []
    for one in branches:
        if not any(one.schema == other.schema for other in found):
            found.append(one)
    return found


def _classes(branches: Sequence[Branch]) -> list[Class]:
    """Return classes of branches: what decides for one is a key that no other class may have."""
    holders = Counter(key for one in branches for key in one.keys)
    classes: list[Class] = []
    for one in branches:
        key = min(one.sure_keys, key=lambda name: holders[name])
        joined = Class({key: one}, [one])
        for other in classes[:]:
            if _meet(joined, other):
                classes.remove(other)
                joined = Class({**other.keys, **joined.keys}, [*other.members, *joined.members])
        classes.append(joined)
    return classes


def _meet(one: Class, other: Class) -> bool:
    """Whether a body of one class may have a key that decides for the other."""
    return any(
        key in member.keys
        for first, second in ((one, other), (other, one))
        for key in first.keys
        for member in second.members
    )


def _by_key(classes: Sequence[Class], unknown: Sequence[Branch]) -> Joined:
    components: dict[str, Json] = {}
    mapping: dict[str, str] = {}
    undecided = [one.operation for one in unknown]
    for found in classes:
        name = found.members[0].name
        schemas = [_requiring(one, _own_key(one, found)) for one in found.members]
        components[name] = schemas[0] if len(schemas) == 1 else {"anyOf": schemas}
        mapping |= dict.fromkeys(found.keys, f"{SCHEMAS}{name}")
        if len(schemas) > 1:
            undecided += [one.operation for one in found.members]
    if unknown:
        others = {"anyOf": [{"required": [key]} for key in mapping]}
        schemas = [{"description": one.operation.title, **(one.schema or {})} for one in unknown]
        components[unknown[0].name] = {
            **(schemas[0] if len(schemas) == 1 else {"anyOf": schemas}),
            "type": "object",
            "not": others,
        }
    schema = {
        "oneOf": [{"$ref": f"{SCHEMAS}{name}"} for name in components],
        DISCRIMINATOR: {"by": "key", "mapping": mapping},
    }
    return Joined(schema, components, tuple(undecided))


def _own_key(branch: Branch, found: Class) -> str:
    return next(key for key in found.keys if key in branch.sure_keys)


def _requiring(branch: Branch, key: str) -> Json:
    assert branch.schema is not None
    required = list(branch.schema.get("required", ()))
    if key not in required:
        required.append(key)
    return {"description": branch.operation.title, **branch.schema, "required": required}


def _by_value(branches: Sequence[Branch]) -> Joined | None:
    """Return the schema where the values of one property tell bodies apart, None where none do."""
    for name in branches[0].sure_keys:
        values = [_value(one, name) for one in branches]
        if None in values or len(set(values)) != len(values):
            continue
        components: dict[str, Json] = {}
        mapping: dict[str, str] = {}
        for one, value in zip(branches, values, strict=True):
            assert value is not None
            schema = _requiring(one, name)
            own = {**schema["properties"][name], "const": value}
            components[one.name] = {
                **schema,
                "properties": {**schema["properties"], name: own},
            }
            mapping[value] = f"{SCHEMAS}{one.name}"
        schema = {
            "oneOf": [{"$ref": f"{SCHEMAS}{name}"} for name in components],
            "discriminator": {"propertyName": name, "mapping": mapping},
        }
        return Joined(schema, components)
    return None


def _value(branch: Branch, name: str) -> str | None:
    """Return the one value of a property that samples show and the title names, None for none.

    That a name differs from sample to sample says nothing: only a word that
    the author chose for the title says that the value makes the operation.
    """
    if name not in branch.sure_keys:
        return None
    shown = {
        value.text if value and value.type == "string" else ""
        for value in (one.get(name) for one in branch.values)
    }
    if len(shown) != 1:
        return None
    (value,) = shown
    return (
        value if value.lower() in _WORD.findall(" ".join(branch.operation.titles).lower()) else None
    )


def _undecided(branches: Sequence[Branch]) -> Joined:
    components = {
        one.name: {"description": one.operation.title, **(one.schema or {})} for one in branches
    }
    schema = {"anyOf": [{"$ref": f"{SCHEMAS}{name}"} for name in components]}
    return Joined(schema, components, tuple(one.operation for one in branches))


def any_of(branches: Sequence[Branch]) -> tuple[Json, dict[str, Json]]:
    """Return the schema of answers, of which several may look alike, and its components."""
    different = _without_twins(branches)
    if len(different) == 1:
        return different[0].schema or {}, {}
    joined = _undecided(different)
    return joined.schema, joined.components

# SPDX-License-Identifier: Apache-2.0
"""The bodies of an operation: media types, schemas and examples."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from os_apiref.export.openapi.notes import NoteKind
from os_apiref.export.openapi.parameters import LOCATIONS
from os_apiref.export.openapi.samples import Example, example_objects, find_examples
from os_apiref.export.openapi.schemas import SchemaMaker
from os_apiref.export.openapi.scope import Json, Scope
from os_apiref.export.openapi.validate import find_misfits
from os_apiref.model.bodytree import build_tree
from os_apiref.model.evidence import is_json_patch
from os_apiref.model.jsonvalue import JsonValue
from os_apiref.model.operation import Operation, is_placeholder, split_path
from os_apiref.model.parameter import ParameterUse, Role
from os_apiref.model.request import JSON_PATCH_TYPE, JSON_TYPE, media_types

_SILENT = {"GET", "HEAD", "DELETE", "OPTIONS", "TRACE"}
"""Methods whose requests have no body unless a row or a sample shows one (RFC 9110, 9.3)."""


@dataclass(slots=True)
class Content:
    """A body in one media type; ``schema`` is None where nothing is known of what is in it."""

    schema: Json | None = None
    examples: list[Example] = field(default_factory=list)

    def as_json(self, scope: Scope) -> Json:
        """Return the Media Type Object."""
        out: Json = {} if self.schema is None else {"schema": self.schema}
        if shown := example_objects(scope, self.examples):
            out["examples"] = shown
        return out

    @property
    def values(self) -> list[JsonValue]:
        """What the examples show, as far as they are JSON."""
        return [one.value for one in self.examples if one.value is not None]


@dataclass(frozen=True, slots=True)
class Body:
    """What an operation takes or answers, by media type."""

    contents: dict[str, Content]
    required: bool = False


def body_rows(operation: Operation, role: Role, keys: Collection[str]) -> list[ParameterUse]:
    """Return the rows that describe a body of which samples show some keys.

    A row that says ``in: path`` of what the path does not have, or names an
    unknown location, describes a key that a sample has; a response has
    neither path nor query.
    """
    return [
        use
        for use in operation.parameters
        if use.role in (role, None) and _is_in_body(use, operation, role, keys)
    ]


def _is_in_body(
    use: ParameterUse, operation: Operation, role: Role, known: Collection[str]
) -> bool:
    location = use.definition.location if use.definition else ""
    is_silent = operation.method.upper() in _SILENT
    if use.role is None and role is Role.REQUEST and is_silent:
        return False  # nobody says that it is sent, and it would be unusual
    if location == "body":
        return True
    if location not in LOCATIONS:
        return bool(known) or role is Role.RESPONSE or not is_silent
    if location not in ("path", "query"):
        return False
    if role is Role.RESPONSE:
        return use.role is role
    return location == "path" and use.name not in operation.placeholders and use.name in known


class BodyMaker:
    """Makes the bodies of one operation."""

    def __init__(self, scope: Scope, operation: Operation) -> None:
        self.scope = scope
        self.operation = operation
        self.schemas = SchemaMaker(scope, operation)
        self.rows: set[int] = set()
        """The ids of all rows that bodies were made of."""
        self.of_path: list[ParameterUse] = []
        """Rows that describe a placeholder, though their definitions say otherwise."""

    def make(self, role: Role) -> Body | None:
        """Return the body of a request or response, None where there is none."""
        examples = find_examples(self.scope, self.operation, role)
        values = [one.value for one in examples if one.value is not None]
        is_patch = bool(values) and all(map(is_json_patch, values))
        keys = _names(values)
        rows = [] if is_patch else body_rows(self.operation, role, keys)
        if role is Role.REQUEST:
            rows = self._without_placeholders(rows, keys)
        self.rows |= set(map(id, rows))
        named = media_types(use for use in self.operation.parameters if use.role is role)
        contents: dict[str, Content] = {}
        if rows or values:
            schema = self._schema(rows, values, role)
            shown = [one for one in examples if one.value is not None]
            self._check(schema, shown)
            for media_type in _json_types(named, is_patch):
                contents[media_type] = Content(schema, shown)
                shown = []
        for one in examples:
            if one.value is None:
                self._note_text(one)
                contents.setdefault(one.media_type, Content()).examples.append(one)
        for media_type in named:
            if not _is_json(media_type):
                contents.setdefault(media_type, Content())
        required = any(use.definition and use.definition.required for use in rows)
        return Body(contents, required) if contents else None

    def _without_placeholders(
        self, rows: Sequence[ParameterUse], keys: Collection[str]
    ) -> list[ParameterUse]:
        """Return rows without those that are about a placeholder of the path.

        That is a row of its name which no sample has a key for, where no row
        says ``in: path``: its definition says ``in: body`` by a slip. Where a
        body is one pair, the placeholder at the end of the path is its key.
        """
        parts = split_path(self.operation.path.rstrip("/"))
        chosen = parts[-1][1:-1] if parts and len(keys) == 1 else ""
        described = {
            use.name
            for use in self.operation.parameters
            if use.definition and use.definition.location == "path"
        }
        waiting = set(self.operation.placeholders) - described - {*keys, chosen}
        self.of_path = [use for use in rows if use.name in waiting]
        for use in self.of_path:
            self.scope.note(
                NoteKind.ROW,
                self.operation,
                use.place,
                f"'{use.name}' is a placeholder of the path, and its definition does not say so",
            )
        return [use for use in rows if use.name not in waiting]

    def _schema(
        self, rows: Sequence[ParameterUse], values: Sequence[JsonValue], role: Role
    ) -> Json:
        parts = split_path(self.operation.path.rstrip("/"))
        is_one = role is Role.REQUEST and parts and is_placeholder(parts[-1])
        tree = build_tree(rows, values, parts[-1][1:-1] if is_one else "")
        schema = self.schemas.make(tree, values)
        return schema if "type" in schema or "anyOf" in schema else {"type": "object", **schema}

    def _check(self, schema: Json, examples: Iterable[Example]) -> None:
        for one in examples:
            assert one.value is not None
            misfits = list(find_misfits(schema, one.value))
            if misfits:
                first, *others = misfits
                more = f", and {len(others)} more" if others else ""
                self.scope.note(
                    NoteKind.SAMPLE,
                    self.operation,
                    one.place_of(first.place),
                    f"{first.reason}{more}",
                )

    def _note_text(self, example: Example) -> None:
        samples = self.scope.publication.reference.disk.samples
        file = samples.get(getattr(example.sample, "path", ""))
        if file and file.problem:
            self.scope.note(
                NoteKind.SAMPLE, self.operation, file.problem.place, file.problem.message
            )


def _names(values: Iterable[JsonValue]) -> set[str]:
    """Return every key of some values."""
    found: set[str] = set()
    waiting = list(values)
    for value in waiting:
        for member in value.members:
            found.add(member.name)
            waiting.append(member.value)
        waiting += value.items
    return found


def _json_types(named: Sequence[str], is_patch: bool) -> list[str]:
    """Return the media types of a body that is JSON."""
    fitting = [one for one in named if _is_json(one) and ("patch" in one) is is_patch]
    return fitting or [JSON_PATCH_TYPE if is_patch else JSON_TYPE]


def _is_json(media_type: str) -> bool:
    return "json" in media_type

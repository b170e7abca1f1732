# SPDX-License-Identifier: Apache-2.0
"""Samples as examples, and which of them show what: a body, a whole message, a version."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from os_apiref.export.openapi.scope import Json, Scope
from os_apiref.jsontext import decodable
from os_apiref.load.disk import JSON_LANGUAGES
from os_apiref.load.jsontree import MalformedJson, load_json
from os_apiref.model.evidence import version_of
from os_apiref.model.jsonvalue import JsonValue
from os_apiref.model.microversion import Microversion, VersionRange
from os_apiref.model.operation import CodeBlock, Operation, Sample
from os_apiref.model.parameter import Role
from os_apiref.model.request import JSON_TYPE
from os_apiref.problems import Place

DEPTH_LIMIT = 60
"""Objects and arrays inside each other that an example has; a deeper one is a text."""

NAME_LIMIT = 80
"""Characters of the name of an example."""

_MESSAGES = {"http", "bash", "sh", "shell", "console", "shell-session", "curl", "python"}
"""Languages of samples that show a call or a whole message, no body."""

_TYPES = {
    "xml": "application/xml",
    "yaml": "application/yaml",
    "yml": "application/yaml",
    "html": "text/html",
    "csv": "text/csv",
}

Shown = Sample | CodeBlock


@dataclass(frozen=True, slots=True)
class Example:
    """A sample of a body with what it shows; ``value`` is None where it is no JSON."""

    sample: Shown
    version: Microversion | None
    value: JsonValue | None

    @property
    def name(self) -> str:
        """The name of the file, '' for what stands in the document itself."""
        return PurePath(self.sample.path).name if isinstance(self.sample, Sample) else ""

    @property
    def media_type(self) -> str:
        """The media type of a body that is no JSON; a sample that is shown as JSON should be."""
        suffix = PurePath(self.name).suffix.lstrip(".").lower()
        if suffix == "json" or (not suffix and self.sample.language in JSON_LANGUAGES):
            return JSON_TYPE
        return _TYPES.get(suffix) or _TYPES.get(self.sample.language) or "text/plain"

    def place_of(self, place: Place) -> Place:
        """Return where a value stands: a text in a document knows only where itself does."""
        return place if isinstance(self.sample, Sample) else self.sample.place


def find_examples(scope: Scope, operation: Operation, role: Role) -> list[Example]:
    """Return the samples of a body, each once; of several versions' those of the one asked for."""
    shown: tuple[Shown, ...] = (*operation.samples, *operation.code_blocks)
    found = [
        one
        for sample in dict.fromkeys(shown)
        if role_of(operation, sample) is role and (one := as_example(scope, sample))
    ]
    return _of_version(found, scope.version) if scope.version else found


def role_of(operation: Operation, sample: Shown) -> Role:
    """Return the half of an operation that a sample shows.

    What nobody says it of is the answer of a method that sends nothing, and
    else a request.
    """
    is_silent = operation.method.upper() in ("GET", "HEAD")
    return sample.role or (Role.RESPONSE if is_silent else Role.REQUEST)


def as_example(scope: Scope, sample: Shown) -> Example | None:
    """Return a sample of a body, None for a call, a whole message, or a file that is not there."""
    if isinstance(sample, CodeBlock):
        return _of_block(sample)
    if sample.language in _MESSAGES and not sample.path.endswith(".json"):
        return None
    file = scope.publication.reference.disk.samples.get(sample.path)
    value = file.value if file else None
    if value is None and not scope.publication.content_of(sample):
        return None
    return Example(sample, version_of(sample), value)


def _of_block(block: CodeBlock) -> Example | None:
    """Return what a text in a document shows: a body where it is JSON or of a language of data."""
    version = block.versions.min if block.versions.min == block.versions.max else None
    if block.content.lstrip().startswith(("{", "[")):
        with suppress(MalformedJson):
            return Example(block, version, load_json(block.content, block.place.path))
    return Example(block, version, None) if block.language in _TYPES else None


def _of_version(found: Iterable[Example], version: Microversion) -> list[Example]:
    """Return the samples that show a version best, of each name the latest up to it."""
    best: dict[str, Example] = {}
    for one in found:
        if (one.version and one.version > version) or version not in one.sample.versions:
            continue
        name = one.name or str(one.sample.place)
        if name not in best or _is_later(one.version, best[name].version):
            best[name] = one
    return list(best.values())


def _is_later(one: Microversion | None, other: Microversion | None) -> bool:
    return one is not None and (other is None or one > other)


def example_objects(scope: Scope, examples: Sequence[Example]) -> Json:
    """Return the Example Objects of some samples by name, {} for none."""
    out: Json = {}
    for one in examples:
        name = _free_name(_name_of(one), out)
        shown: Json = {}
        if one.sample.label:
            shown["summary"] = one.sample.label
        if one.sample.introduction:
            shown["description"] = one.sample.introduction
        shown["value"] = _value(scope, one)
        span = one.sample.versions
        if not span and one.version:
            span = VersionRange(one.version, one.version)
        out[name] = shown | scope.versions([span])
    return out


def _value(scope: Scope, example: Example) -> Any:
    """Return what a sample shows: JSON as it is, anything else as text."""
    with suppress(NotPlain):
        if example.value is not None:
            return plain(example.value)
    return text_of(scope, example.sample)


def text_of(scope: Scope, sample: Shown) -> str:
    """Return the text of a sample."""
    if isinstance(sample, CodeBlock):
        return decodable(sample.content)
    return decodable(scope.publication.content_of(sample))


def _name_of(example: Example) -> str:
    stem = PurePath(example.name).stem or example.sample.label
    name = re.sub(r"[^\w.-]+", "-", stem, flags=re.ASCII).strip("-.") or "sample"
    return f"{name}-v{example.version}" if example.version else name


def _free_name(name: str, taken: Json) -> str:
    free, number = name[:NAME_LIMIT], 2
    while free in taken:
        free, number = f"{name[:NAME_LIMIT]}-{number}", number + 1
    return free


def plain(value: JsonValue, depth: int = 0) -> Any:
    """Return a value as Python has it; raises NotPlain where it has no such form."""
    if depth > DEPTH_LIMIT:
        raise NotPlain
    if value.type == "object":
        return {decodable(member.name): plain(member.value, depth + 1) for member in value.members}
    if value.type == "array":
        return [plain(item, depth + 1) for item in value.items]
    if value.type == "string":
        return decodable(value.text)
    if value.type == "boolean":
        return value.text == "true"
    return None if value.type == "null" else _number(value)


class NotPlain(Exception):  # noqa: N818 - the sample's nature, no error
    """A value is nested too deeply, or too large a number, to stand in the document."""


def _number(value: JsonValue) -> int | float:
    try:
        number = int(value.text) if value.type == "integer" else float(value.text)
    except ValueError:  # more digits than Python converts
        raise NotPlain from None
    if math.isinf(number):
        raise NotPlain
    return number

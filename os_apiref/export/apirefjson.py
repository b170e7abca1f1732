# SPDX-License-Identifier: Apache-2.0
"""A publication as JSON for programs; ``apiref.schema.json`` beside this file describes it.

The text is ASCII, the same in every encoding, and safe inside a ``script`` of
HTML. The same sources give the same bytes, wherever they lie.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import Any

from os_apiref import __version__
from os_apiref.export.apirefparts import Parts
from os_apiref.export.publication import Publication
from os_apiref.jsontext import decodable

VERSION = 1
"""Of the format: a change that a reader must know of brings the next number and schema."""

FILE = "apiref.json"
SCHEMA_FILE = "apiref.schema.json"


def read_schema() -> str:
    """Return the JSON Schema of the document."""
    return files(__package__).joinpath(SCHEMA_FILE).read_text(encoding="utf-8")


def render(publication: Publication) -> Iterator[str]:
    """Yield the text of the document, each operation and definition a line and a piece."""
    parts = Parts(publication)
    reference = publication.reference
    head = {
        "$schema": f"urn:os-apiref:apiref:{VERSION}",
        "version": VERSION,
        "generator": f"os_apiref {__version__}",
        "project": parts.project(),
    }
    yield _text(head)[:-1]
    yield from _array("chapters", map(parts.chapter, publication.chapters))
    yield from _array("operations", map(parts.operation, reference.operations))
    yield from _array("elsewhere", map(parts.elsewhere, reference.elsewhere))
    yield from _array("definitions", parts.definitions())
    yield from _array("reasons", parts.reasons())
    yield from _array("markers", parts.markers())
    yield "\n}\n"


def _array(name: str, items: Iterable[dict[str, Any]]) -> Iterator[str]:
    yield f',\n"{name}": ['
    between = "\n"
    for item in items:
        yield between + _text(item)
        between = ",\n"
    yield "\n]"


def _text(item: dict[str, Any]) -> str:
    text = json.dumps(item)
    if "\\ud" in text:  # one half of a character, or the word of an author
        text = json.dumps(_decodable(item))
    return text.replace("</", "<\\/").replace("<!--", "\\u003c!--")


def _decodable(value: Any) -> Any:
    if isinstance(value, str):
        return decodable(value)
    if isinstance(value, dict):
        return {_decodable(key): _decodable(inner) for key, inner in value.items()}
    return [_decodable(inner) for inner in value] if isinstance(value, (list, tuple)) else value

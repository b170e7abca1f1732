# SPDX-License-Identifier: Apache-2.0
"""What ``counting`` looks for, counted in an OpenAPI document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from counting import Item


def count_openapi(document: Any) -> Counter[Item]:
    """Return the same of an OpenAPI document, as far as it is more than listed in an extension.

    A row is counted where its operation has a parameter, a header or a
    property of its name; a code where there is a response, and a sample where
    there is an example. Definitions are no part of OpenAPI.
    """
    items: Counter[Item] = Counter()
    for item in document["paths"].values():
        for method, operation in item.items():
            if method == "x-apiref-additional-operations":
                for one in operation.values():
                    items.update(_of_openapi(document, one))
            elif method != "parameters":
                items.update(_of_openapi(document, operation))
    for part in document.get("x-apiref-elsewhere", ()):
        items.update(_listed(part))
    return items


def _listed(part: Any) -> Iterator[Item]:
    for row in part.get("parameters", ()):
        yield _placed("row", row["place"], row["name"])
    for status in part.get("statuses", ()):
        yield _placed("status code", status["place"], str(status["code"]))
    for sample in part.get("samples", ()):
        if "path" in sample:
            yield _placed("sample", sample["place"], sample["path"])


def _of_openapi(document: Any, operation: Any) -> Iterator[Item]:
    whole = {name: _resolved(document, one) for name, one in operation.items()}
    names = _names({name: one for name, one in whole.items() if name != "x-apiref-operations"})
    codes = {**whole["responses"], **whole["responses"].get("x-apiref-other-codes", {})}
    shown = set(_example_names(whole))
    for origin in operation["x-apiref-operations"]:
        method = " ".join(f"{origin['method']} {origin['path']}".split())
        yield _placed("operation", origin["place"], method)
        texts = {one["path"] for one in origin.get("samples", ()) if {"path", "text"} <= set(one)}
        for item in _listed(origin):
            if item.kind == "row":
                is_there = _last_name(item.name) in names
            elif item.kind == "sample":
                stem = re.sub(r"[^\w.-]+", "-", Path(item.name).stem, flags=re.A)
                is_there = item.name in texts or any(one.startswith(stem) for one in shown)
            else:
                is_there = item.name in codes
            if is_there:
                yield item


def _placed(kind: str, place: str, name: str) -> Item:
    file, _, line = place.rpartition(":")
    return Item(kind, file, int(line), name)


def _last_name(name: str) -> str:
    """Return what a row is called in a schema; what users choose is called ``{}``."""
    last = re.sub(r"\[[^\]]*\]", "", name).rpartition(".")[2] or name
    return "{}" if re.search(r"\{[^{}]*\}", last) else last


def _resolved(document: Any, value: Any) -> Any:
    """Return a part of a document with what its references name in their places."""
    if isinstance(value, dict):
        if str(value.get("$ref")).startswith("#/components/"):
            _, _, section, name = value["$ref"].split("/")
            return _resolved(document, document["components"][section][name])
        return {name: _resolved(document, one) for name, one in value.items()}
    return [_resolved(document, one) for one in value] if isinstance(value, list) else value


def _names(value: Any) -> set[str]:
    """Return the names of all parameters, headers and properties in a part of a document."""
    found: set[str] = set()
    if isinstance(value, dict):
        if isinstance(value.get("name"), str) and "in" in value:
            found |= {value["name"], *value.get("x-apiref-names", ())}
        for key in ("properties", "headers"):
            found.update(value.get(key, ()) if isinstance(value.get(key), dict) else ())
        if "additionalProperties" in value:
            found |= {"{}", "key", "value"}
        if "patternProperties" in value:
            found.add("{}")
        for name, one in value.items():
            if name != "examples":
                found |= _names(one)
    elif isinstance(value, list):
        found = found.union(*map(_names, value))
    return found


def _example_names(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, one in value.items():
            yield from one if name == "examples" else _example_names(one)

# SPDX-License-Identifier: Apache-2.0
"""OpenAPI documents of small references for tests, looked at as a reader of OpenAPI does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from references import reference

from os_apiref.export.openapi.document import make_document
from os_apiref.export.publication import Project, Publication
from os_apiref.model.operation import Operation


def publication(
    *operations: Operation, samples: dict[str, str] | None = None, **project: Any
) -> Publication:
    """Operations as a publication without prose; further keywords describe the project."""
    numbered = [one if one.id else _with_id(one, number) for number, one in enumerate(operations)]
    pages = {one.docname: f"{one.docname}.html" for one in operations}
    return Publication(
        Project("Compute", **project), reference(*numbered, samples=samples), pages=pages
    )


def _with_id(one: Operation, number: int) -> Operation:
    from dataclasses import replace

    return replace(one, id=f"{one.docname}#{one.anchor}{f'-{number}' if number else ''}")


def document(
    *operations: Operation,
    samples: dict[str, str] | None = None,
    at_version: str = "",
    **project: Any,
) -> Any:
    """The content of the document of some operations."""
    return make_document(publication(*operations, samples=samples, **project), at_version).content


def resolve(content: Any, found: Any) -> Any:
    """Return what a reference object stands for, and anything else as it is."""
    # A property, or a key of an example, may be called so, too.
    while isinstance(found, dict) and str(found.get("$ref")).startswith("#/components/"):
        _, _, section, name = found["$ref"].split("/")
        found = content["components"][section][name]
    return found


def inline(content: Any, found: Any) -> Any:
    """Return a part of a document with all that it refers to in the place of references."""
    found = resolve(content, found)
    if isinstance(found, dict):
        return {name: inline(content, one) for name, one in found.items()}
    return [inline(content, one) for one in found] if isinstance(found, list) else found


def operations_in(content: Any) -> Iterator[tuple[str, str, Any]]:
    """Yield path, method and Operation Object of everything in a document."""
    for path, item in content["paths"].items():
        for method, one in item.items():
            if method == "x-apiref-additional-operations":
                yield from ((path, name, each) for name, each in one.items())
            elif method != "parameters":
                yield path, method.upper(), one


def parameters_of(content: Any, operation: Any) -> Mapping[tuple[str, str], Any]:
    """Return the parameters of an operation by location and name."""
    found = [inline(content, one) for one in operation.get("parameters", ())]
    return {(one["in"], one["name"]): one for one in found}


def request_schema(content: Any, operation: Any, media_type: str = "application/json") -> Any:
    """Return the whole schema of a request."""
    return inline(content, operation["requestBody"]["content"][media_type]["schema"])


def response_schema(content: Any, operation: Any, code: str = "200") -> Any:
    """Return the whole schema of an answer in JSON."""
    response = inline(content, operation["responses"][code])
    return response["content"]["application/json"]["schema"]


def reasons(content: Any, kind: str = "") -> list[str]:
    """Return why things are noted, those of one kind or all."""
    return [one["reason"] for one in content["x-apiref-notes"] if kind in ("", one["kind"])]

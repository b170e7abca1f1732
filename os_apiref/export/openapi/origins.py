# SPDX-License-Identifier: Apache-2.0
"""The operations of the reference that an operation of the document stands for.

Whatever merging does to titles, rows, codes and samples, here they are as
their authors wrote them.
"""

from __future__ import annotations

from collections.abc import Iterable

from os_apiref.export.openapi.samples import Shown, as_example, text_of
from os_apiref.export.openapi.scope import Json, Scope
from os_apiref.model.operation import Operation, Sample
from os_apiref.model.parameter import ParameterUse
from os_apiref.model.status import StatusCode

ORIGINS = "x-apiref-operations"
ELSEWHERE = "x-apiref-elsewhere"


def origin(scope: Scope, operation: Operation, description: str) -> Json:
    """Return what an author says of one operation."""
    out: Json = {
        "id": operation.id,
        "method": operation.method,
        "path": operation.path,
        "title": operation.title,
        "place": scope.place(operation.place),
    }
    if description:
        out["description"] = description
    if page := page_of(scope, operation):
        out["page"] = page
    if operation.deprecated:
        out["deprecated"] = operation.deprecated
    out |= scope.versions([operation.versions])
    samples = samples_of(scope, (*operation.samples, *operation.code_blocks))
    return out | said(scope, operation.parameters, operation.statuses, samples)


def said(
    scope: Scope,
    uses: Iterable[ParameterUse],
    statuses: Iterable[StatusCode],
    samples: Iterable[Json],
) -> Json:
    """Return rows, status codes and samples, each list only where it has any."""
    found = {
        "parameters": [_row(scope, use) for use in uses],
        "statuses": [_status(scope, status) for status in statuses],
        "samples": list(samples),
    }
    return {name: each for name, each in found.items() if each}


def page_of(scope: Scope, operation: Operation) -> str:
    """Return the address of an operation: whole where that of the pages is known, '' for none."""
    return page_address(scope, operation.docname, operation.anchor)


def page_address(scope: Scope, docname: str, anchor: str) -> str:
    """Return the address of an anchor on the page of a document, '' where there is no page."""
    page = scope.publication.pages.get(docname)
    if page is None:
        return ""
    base = scope.publication.project.base_url
    return f"{base.rstrip('/')}/{page}#{anchor}" if base else f"{page}#{anchor}"


def _row(scope: Scope, use: ParameterUse) -> Json:
    out: Json = {"name": use.name, "key": use.key, "place": scope.place(use.place)}
    if use.definition and use.definition.location:
        out["in"] = use.definition.location
    if use.role:
        out["role"] = use.role.value
    return out | scope.versions([use.valid_versions])


def _status(scope: Scope, status: StatusCode) -> Json:
    out: Json = {
        "code": status.code,
        "type": status.type.value,
        "place": scope.place(status.place),
    }
    if status.reason:
        out["reason"] = status.reason
    return out | scope.versions([status.versions])


def samples_of(scope: Scope, samples: Iterable[Shown]) -> list[Json]:
    """Return samples: their paths, and the texts of those that no body can show."""
    found = []
    for sample in samples:
        out: Json = {"path": scope.path(sample.path)} if isinstance(sample, Sample) else {}
        out["place"] = scope.place(sample.place)
        if sample.role:
            out["role"] = sample.role.value
        if sample.label:
            out["label"] = sample.label
        if as_example(scope, sample) is None and (text := text_of(scope, sample)):
            out["text"] = text
        found.append(out | scope.versions([sample.versions]))
    return found


def elsewhere(scope: Scope) -> list[Json]:
    """Return what documents say outside their operations, such as tables of common headers."""
    return [
        {"document": one.docname}
        | said(scope, one.parameters, one.statuses, samples_of(scope, one.samples))
        for one in scope.publication.reference.elsewhere
    ]

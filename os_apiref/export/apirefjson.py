# SPDX-License-Identifier: Apache-2.0
"""A publication as JSON for programs; ``apiref.schema.json`` beside this file describes it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from os_apiref.export.publication import Publication
from os_apiref.model.operation import Operation

VERSION = "1.0"


def render(publication: Publication) -> Iterator[str]:
    """Yield the text of the document, an operation a piece."""
    yield '{\n"version": ' + json.dumps(VERSION)
    yield ',\n"operations": ['
    for number, operation in enumerate(publication.reference.operations):
        yield ",\n" if number else "\n"
        yield json.dumps(_operation(publication, operation))
    yield "\n]\n}\n"


def _operation(publication: Publication, operation: Operation) -> dict[str, Any]:
    prose = publication.prose_of(operation)
    return {
        "id": operation.id,
        "method": operation.method,
        "path": operation.path,
        "title": operation.title,
        "sections": operation.sections,
        "page": f"{publication.pages[operation.docname]}#{operation.anchor}",
        "description": {"text": prose.description.text, "html": prose.description.html},
        "remarks": [
            {"heading": one.heading, "text": one.prose.text, "html": one.prose.html}
            for one in prose.remarks
        ],
    }

# SPDX-License-Identifier: Apache-2.0
"""What a file of Markdown says of its operation before the text, as YAML."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import yaml

from os_apiref.export.publication import Publication
from os_apiref.model.operation import Operation

_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_WIDTH = 2**31 - 1
"""The longest line, in characters: none is folded."""


def front_matter(publication: Publication, operation: Operation) -> str:
    """Return the facts of an operation between two lines of dashes; what is unknown is left out."""
    text = yaml.dump(
        {name: value for name, value in _facts(publication, operation).items() if value},
        Dumper=_DUMPER,
        sort_keys=False,
        allow_unicode=True,
        width=_WIDTH,
    )
    return f"---\n{text}---\n"


def _facts(publication: Publication, operation: Operation) -> dict[str, Any]:
    versions = {"min": operation.versions.min, "max": operation.versions.max}
    return {
        "title": operation.title,
        "method": operation.method,
        "path": operation.path,
        "id": operation.id,
        "document": operation.docname,
        "sections": list(operation.sections),
        "versions": {name: str(version) for name, version in versions.items() if version},
        "deprecated": operation.deprecated,
        "url": _url(publication, operation),
        "source": _source(publication, operation),
    }


def _url(publication: Publication, operation: Operation) -> str:
    base = publication.project.base_url
    if not base:
        return ""
    page = urljoin(f"{base.rstrip('/')}/", publication.pages[operation.docname])
    return f"{page}#{operation.anchor}" if operation.anchor else page


def _source(publication: Publication, operation: Operation) -> str:
    place = operation.place
    try:
        path = os.path.relpath(place.path, publication.project.source)
    except ValueError:  # another drive
        path = place.path
    return f"{Path(path).as_posix()}:{place.line}"

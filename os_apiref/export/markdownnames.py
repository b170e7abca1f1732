# SPDX-License-Identifier: Apache-2.0
"""Names of Markdown files: one for each document and for each operation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from os_apiref.model.operation import Operation

SUFFIX = ".md"
LONGEST = 120
"""Characters of a name made of an anchor: file systems allow 255 bytes, suffix and all."""

_UNSAFE = re.compile(r"[^\w.-]+")


def document_files(docnames: Iterable[str]) -> dict[str, str]:
    """Return the file of each document, from the root of the pages: ``DOCNAME.md``."""
    names = sorted(docnames)
    folders = {str(parent) for name in names for parent in PurePosixPath(f"{name}/x").parents}
    taken = set(map(_same, folders))
    return {name: _free(name, taken) for name in names}


def operation_files(
    operations: Iterable[Operation], documents: Mapping[str, str]
) -> dict[str, str]:
    """Return the file of each operation by its id: ``DOCNAME/ANCHOR.md``.

    A document of that name comes first; then the second of two has a number.
    """
    taken = set(map(_same, documents.values()))
    files = {}
    for operation in operations:
        folder = documents[operation.docname].removesuffix(SUFFIX)
        anchor = unicodedata.normalize("NFC", operation.anchor)
        name = _UNSAFE.sub("-", anchor).strip(".-")[:LONGEST] or "operation"
        files[operation.id] = _free(f"{folder}/{name}", taken)
    return files


def _free(stem: str, taken: set[str]) -> str:
    """Return a file name that no other has where case and Unicode's forms do not count."""
    name, number = f"{stem}{SUFFIX}", 1
    while _same(name) in taken:
        number += 1
        name = f"{stem}-{number}{SUFFIX}"
    taken.add(_same(name))
    return name


def _same(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()

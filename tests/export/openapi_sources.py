# SPDX-License-Identifier: Apache-2.0
"""The references that tests make OpenAPI documents of: the demo, and those of OS_APIREF_CORPUS."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from os_apiref.export.publication import Publication
from os_apiref.sphinxext.export import read_publication
from os_apiref.sphinxext.order import Order

ROOT = Path(__file__).parents[2]
CORPUS = Path(os.environ.get("OS_APIREF_CORPUS", "/nowhere"))
SOURCES: Mapping[str, Path] = {
    "demo": ROOT / "source",
    **{path.parts[-3]: path for path in sorted(CORPUS.glob("*/api-ref/source"))},
}
VERSIONS: Mapping[str, tuple[str, ...]] = {
    "demo": ("2.1", "2.35", "2.38"),
    "nova": ("2.1", "2.53", "2.100"),
    "cinder": ("3.0", "3.60"),
    "nova-2017": ("2.1", "2.38"),
}
"""Versions of references whose documents are looked at one by one."""


@cache
def publication_of(name: str) -> Publication:
    """Read a reference as the command does, once."""
    with tempfile.TemporaryDirectory() as folder:
        order = Order(SOURCES[name], Path(folder), quiet=True)
        return read_publication(order, "html", "openapi")

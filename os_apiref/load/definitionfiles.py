# SPDX-License-Identifier: Apache-2.0
"""Which files hold definitions of parameters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from os_apiref.load.parameters import load_parameters
from os_apiref.load.texts import Texts
from os_apiref.model.parameter import LOCATIONS

SUFFIXES = (".yaml", ".yml")


def find_definition_files(paths: Iterable[Path]) -> Iterator[str]:
    """Yield the files among and below paths in which most entries say where a parameter goes.

    A file that is named is such a file; of those in a folder the content decides.
    """
    texts = Texts()
    for path in paths:
        if not path.is_dir():
            yield str(path)
            continue
        for found in sorted(path.rglob("*")):
            if found.suffix in SUFFIXES and _holds_definitions("\n".join(texts.lines(str(found)))):
                yield str(found)


def _holds_definitions(text: str) -> bool:
    definitions = load_parameters(text, "").definitions.values()
    placed = sum(definition.location in LOCATIONS for definition in definitions)
    return 2 * placed > len(definitions)

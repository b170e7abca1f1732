# SPDX-License-Identifier: Apache-2.0
"""The formats of exports by name: what each consists of, and what makes it.

Each loads its own modules when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from os_apiref.export.publication import Publication


class File(NamedTuple):
    """A file of an export: its name from the root of the pages, and its text in pieces."""

    name: str
    pieces: Iterable[str]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a user asks of a format beside its name: nothing, beside the pages.

    ``suffix`` is that of the file to write, '' where it has no name.
    """

    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Format:
    """One format; ``is_folder`` where an export is not always one file."""

    files: Callable[[Publication, Wishes], Iterator[File]]
    is_folder: bool = False


def _json(publication: Publication, wishes: Wishes) -> Iterator[File]:
    from os_apiref.export.apirefjson import FILE, render

    yield File(FILE, render(publication))


FORMATS: Mapping[str, Format] = {
    "json": Format(_json),
}
"""In the order of the manual."""

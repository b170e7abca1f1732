# SPDX-License-Identifier: Apache-2.0
"""What all parts of one document share: texts, places, versions and notes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from os_apiref.export.openapi.notes import Note, NoteKind
from os_apiref.export.publication import Publication
from os_apiref.model.microversion import Microversion, VersionRange, cover, join_ranges
from os_apiref.model.operation import Operation
from os_apiref.model.parameter import Text
from os_apiref.problems import Place, visible

Json = dict[str, Any]
"""An object of the document, before it is written."""

VERSIONS = "x-apiref-versions"


class Scope:
    """One document while it is made; with ``version`` it is the view of that version."""

    def __init__(self, publication: Publication, version: Microversion | None = None) -> None:
        self.publication = publication
        self.version = version
        self.notes: dict[Note, None] = {}

    def note(self, kind: NoteKind, operation: Operation, place: Place, reason: str) -> None:
        """Note what cannot be said exactly, once; ``reason`` may quote what an author wrote."""
        self.notes[Note(kind, operation.id, self.place(place), visible(reason))] = None

    def place(self, place: Place) -> str:
        """Return a place as it is written into the document, relative to the sources."""
        return str(Place(self.path(place.path), place.line, place.column))

    def path(self, path: str) -> str:
        """Return the path of a file from the folder of the documents, with slashes."""
        return self.publication.project.path_of(path)

    def text(self, text: Text | None) -> str:
        """Return a description in Markdown, as its author wrote it where no prose is known."""
        if text is None:
            return ""
        return self.publication.describe(text).markdown or text.content.strip()

    def versions(self, ranges: Iterable[VersionRange]) -> Json:
        """Return the extension that says from when to when something holds, {} for always.

        The view of one version says nothing of others.
        """
        found = list(ranges)
        if self.version or not all(found):
            return {}  # what holds always somewhere holds always
        joined = join_ranges(found)
        if not joined:
            return {}
        low, high = joined[0].min, joined[-1].max
        ends = {"min": low, "max": high}
        said = {name: str(end) for name, end in ends.items() if end}
        return {VERSIONS: said} if said else {}

    def always(self, ranges: Iterable[VersionRange], whole: VersionRange) -> bool:
        """Whether something holds wherever the whole does; in one version it does."""
        return self.version is not None or cover(ranges, whole)

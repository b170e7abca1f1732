# SPDX-License-Identifier: Apache-2.0
"""What OpenAPI cannot say exactly, and what the reference contradicts itself in."""

from __future__ import annotations

import enum
from typing import NamedTuple


class NoteKind(enum.Enum):
    """What is noted; the value is its name in the document."""

    PATH = "path"
    """An URL that is no path of OpenAPI as it is written."""
    QUERY = "query-in-path"
    """A query that is written into a path."""
    SHAPE = "path-shape"
    """A path that differs from another one in the names of its placeholders alone."""
    METHOD = "method"
    """A method that a Path Item has no field for."""
    BODY = "body"
    """Bodies of one method and path that nothing tells apart, or of which nothing is said."""
    ROW = "row"
    """A row that OpenAPI has no place for, or that is not where its definition says."""
    TYPE = "type"
    """A type that is none of JSON's, or that what lies inside contradicts."""
    STATUS = "status-code"
    """A status code that OpenAPI has no place for, or none at all."""
    SAMPLE = "sample"
    """A sample that its schema does not admit, or that is no JSON."""


class Note(NamedTuple):
    """One thing that could not be said exactly; ``place`` is relative to the sources."""

    kind: NoteKind
    operation: str
    place: str
    reason: str

    def as_json(self) -> dict[str, str]:
        """Return the note as it stands in the document."""
        return {
            "kind": self.kind.value,
            "operation": self.operation,
            "place": self.place,
            "reason": self.reason,
        }

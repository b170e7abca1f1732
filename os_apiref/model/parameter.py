# SPDX-License-Identifier: Apache-2.0
"""Parameters: their definitions, and the rows that use them."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from os_apiref.model.microversion import EVERY_VERSION, VersionRange
from os_apiref.problems import Place

LOCATIONS = ("header", "path", "query", "body")


class Role(enum.Enum):
    """The half of an operation that a table or sample describes."""

    REQUEST = "request"
    RESPONSE = "response"


@dataclass(frozen=True)
class Text:
    """Text from a source file with the line that each of its lines came from."""

    content: str
    path: str
    lines: tuple[int, ...]


@dataclass(frozen=True)
class Parameter:
    """One definition of a parameters file.

    ``location`` and ``type`` are as written, '' where the source has none.
    ``min_version`` and ``max_version`` are as written too, for the page;
    ``versions`` is what they mean, for everything that compares.
    """

    key: str
    place: Place
    location: str = ""
    type: str = ""
    required: bool = False
    description: Text | None = None
    min_version: str = ""
    max_version: str = ""
    versions: VersionRange = EVERY_VERSION
    format: str = ""


@dataclass(frozen=True)
class ParameterUse:
    """One row of a table: a name as the API spells it, and its definition.

    ``definition`` is None where the file does not define ``key``; ``anchor``
    is the row's id on its page; ``table`` is the same number for all rows of
    one table, and no other table of the document has it; ``heading`` is the
    nearest one above the table, within the operation.
    """

    name: str
    key: str
    definition: Parameter | None
    place: Place
    role: Role | None = None
    versions: VersionRange = EVERY_VERSION
    anchor: str = ""
    table: int = 0
    heading: str = ""

    @property
    def valid_versions(self) -> VersionRange:
        """The versions that the row holds in: its definition's within its table's."""
        return self.versions & self.definition.versions if self.definition else self.versions

    @property
    def description(self) -> Text | None:
        """The text of the definition, None where there is none."""
        return self.definition.description if self.definition else None

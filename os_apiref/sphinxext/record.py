# SPDX-License-Identifier: Apache-2.0
"""What one document says of the API, and the document while it is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from os_apiref.model.operation import Elsewhere, Marker, Operation
from os_apiref.model.reference import Include
from os_apiref.problems import Problem
from os_apiref.sphinxext.descriptions import Descriptions
from os_apiref.sphinxext.nametargets import Target


@dataclass(slots=True)
class DocumentRecord:
    """What one document says; pickled with the environment.

    ``faults`` are those of all definitions in the files that it uses, by file
    and key; ``used`` the keys that its rows name, by file.
    """

    operations: list[Operation] = field(default_factory=list)
    elsewhere: Elsewhere | None = None
    markers: list[Marker] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    faults: dict[str, dict[str, tuple[Problem, ...]]] = field(default_factory=dict)
    used: dict[str, set[str]] = field(default_factory=dict)
    parameter_files: set[str] = field(default_factory=set)
    includes: list[Include] = field(default_factory=list)
    cut: list[Include] = field(default_factory=list)
    """The includes that bring no text, because the file is on a page of its own."""
    names: dict[str, Target] = field(default_factory=dict)
    """What other pages of a document may refer to by name."""
    ids: tuple[str, ...] = ()
    """The ids of a page that were those of its document, without what docutils numbers."""
    has_board: bool = False


class DocumentReading:
    """One document while it is read: its record, its descriptions, its files."""

    def __init__(self, docname: str) -> None:
        self.record = DocumentRecord()
        self.descriptions = Descriptions(docname, self.record.problems.append)
        self.files: dict[tuple[Callable[[str, str], Any], str], Any] = {}
        """What was read for this document, by loader and argument."""

    def note_problem(self, problem: Problem) -> None:
        """Remember a problem of this document."""
        self.record.problems.append(problem)

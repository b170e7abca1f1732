# SPDX-License-Identifier: Apache-2.0
"""The blocks of a document that are prose, divided among its operations and chapters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from docutils import nodes

from os_apiref.export.publication import Chapter
from os_apiref.load.roles import decide_role
from os_apiref.model.operation import Operation
from os_apiref.model.parameter import Role
from os_apiref.sphinxext.dress import is_shown_as_codes
from os_apiref.sphinxext.figures import label_above
from os_apiref.sphinxext.nodes import (
    nearest_section,
    rest_expand_all,
    rest_method,
    rest_parameters,
    rest_status_codes,
    title_of,
    written_text,
)

_NO_PROSE = (
    nodes.Invisible,
    nodes.meta,
    nodes.system_message,
    nodes.title,
    rest_expand_all,
    rest_method,
    rest_parameters,
    rest_status_codes,
)


@dataclass(slots=True)
class RemarkBlocks:
    """The blocks below one heading of an operation."""

    heading: str
    role: Role | None
    blocks: list[nodes.Node] = field(default_factory=list)


@dataclass(slots=True)
class OperationBlocks:
    """The blocks of an operation; ``chapter`` is the id of the section around it."""

    chapter: str
    description: list[nodes.Node] = field(default_factory=list)
    remarks: list[RemarkBlocks] = field(default_factory=list)


@dataclass(slots=True)
class ChapterBlocks:
    """A section outside operations, and its blocks."""

    chapter: Chapter
    blocks: list[nodes.Node] = field(default_factory=list)


class Divided(NamedTuple):
    """The prose of a document: of its operations, by id, and of its chapters."""

    operations: Mapping[str, OperationBlocks]
    chapters: list[ChapterBlocks]


def divide(document: nodes.document, docname: str, methods: Iterable[rest_method]) -> Divided:
    """Return the prose of a document; what its tables, codes and samples say is none.

    ``methods`` are all that it has.
    """
    division = _Division(docname, methods)
    division.divide(document, None, ())
    return Divided(division.operations, division.chapters)


class _Division:
    """A document while its prose is divided."""

    def __init__(self, docname: str, methods: Iterable[rest_method]) -> None:
        self.docname = docname
        self.operations: dict[str, OperationBlocks] = {}
        self.chapters: list[ChapterBlocks] = []
        self.chapter = ""
        self.heads: dict[int, Operation] = {}
        for method in methods:
            self.heads.setdefault(id(nearest_section(method)), method["operation"])

    def divide(
        self, section: nodes.Element, operation: Operation | None, headings: tuple[str, ...]
    ) -> None:
        """Divide a section of an operation, if of any; ``headings`` lead up to that one's title."""
        around = self.chapter
        if id(section) in self.heads:
            operation, headings = self.heads[id(section)], ()
            blocks = self._start(operation)
        elif operation:
            remark = RemarkBlocks(_title(section).shown, decide_role(headings))
            self.operations[operation.id].remarks.append(remark)
            blocks = remark.blocks
        else:
            blocks = self._start_chapter(section)
        labels = _labels(section)
        for child in section.children:
            if isinstance(child, nodes.section):
                inner = operation if isinstance(section, nodes.section) else None
                self.divide(child, inner, (_title(child).written, *headings))
            elif isinstance(child, rest_method) and child["operation"] is not operation:
                operation = child["operation"]
                blocks = self._start(operation)
            elif child not in labels and _is_prose(child):
                blocks.append(child)
        self.chapter = around

    def _start(self, operation: Operation) -> list[nodes.Node]:
        self.operations[operation.id] = OperationBlocks(self.chapter)
        return self.operations[operation.id].description

    def _start_chapter(self, section: nodes.Element) -> list[nodes.Node]:
        if not isinstance(section, nodes.section):
            return []  # what stands before the first title has nothing to be found by
        anchor = section["ids"][0] if section["ids"] else ""
        title = _title(section).shown
        chapter = Chapter(f"{self.docname}#{anchor}", self.docname, anchor, title, self.chapter)
        found = ChapterBlocks(chapter)
        self.chapters.append(found)
        self.chapter = chapter.id
        return found.blocks


class _Title(NamedTuple):
    """A title as it is shown, and as its author wrote it, which tells a role."""

    shown: str = ""
    written: str = ""


def _title(section: nodes.Element) -> _Title:
    title = title_of(section)
    if title is None:
        return _Title()
    return _Title(" ".join(title.astext().split()), written_text(title))


def _labels(section: nodes.Element) -> list[nodes.Node]:
    """Return the paragraphs that are labels of samples."""
    labels = (
        label_above(child)
        for child in section.children
        if isinstance(child, nodes.Element) and _is_sample(child)
    )
    return [label for label in labels if label is not None]


def _is_sample(node: nodes.Node) -> bool:
    if isinstance(node, nodes.container):  # of a sample with a caption
        return any(map(_is_sample, node.children))
    return isinstance(node, nodes.literal_block) and "sample" in node


def _is_prose(node: nodes.Node) -> bool:
    is_blank = isinstance(node, nodes.line_block) and not node.astext().strip()
    if isinstance(node, nodes.compound) and "toctree-wrapper" in node["classes"]:
        return False
    return not (
        isinstance(node, _NO_PROSE) or is_blank or _is_sample(node) or is_shown_as_codes(node)
    )

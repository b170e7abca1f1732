# SPDX-License-Identifier: Apache-2.0
"""What authors say of operations beside tables, codes and samples, in resolved documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from docutils import nodes
from sphinx.application import Sphinx

from os_apiref.export.publication import OperationProse, Prose, Remark
from os_apiref.load.roles import decide_role
from os_apiref.model.operation import Operation
from os_apiref.model.parameter import Role, Text
from os_apiref.sphinxext.dress import is_shown_as_codes
from os_apiref.sphinxext.exportbuilder import ExportBuilder
from os_apiref.sphinxext.figures import label_above
from os_apiref.sphinxext.nodes import (
    blocks_of,
    definitions_of,
    rest_expand_all,
    rest_method,
    rest_parameters,
    rest_status_codes,
)
from os_apiref.sphinxext.proseforms import Renderer

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
class _Chapter:
    """The blocks of prose below one heading of an operation, '' for its description."""

    heading: str = ""
    role: Role | None = None
    blocks: list[nodes.Node] = field(default_factory=list)


class ProseCollector:
    """The prose of all documents, rendered as they come; each description once."""

    def __init__(self, app: Sphinx, builder: ExportBuilder) -> None:
        self.operations: dict[str, OperationProse] = {}
        self.texts: dict[Text, Prose] = {}
        self._renderer = Renderer(app, builder)

    def collect(self, docname: str, document: nodes.document) -> None:
        """Render what a resolved document says."""
        self._renderer.start(document, docname)
        for text, definition in _definitions(document):
            if text not in self.texts:
                self.texts[text] = self._renderer.render(blocks_of(definition))
        for id_, chapters in _chapters(document).items():
            self.operations[id_] = self._prose(chapters)

    def _prose(self, chapters: list[_Chapter]) -> OperationProse:
        rendered = [(one, self._renderer.render(one.blocks)) for one in chapters if one.blocks]
        description = next((prose for one, prose in rendered if not one.heading), Prose())
        remarks = [
            Remark(one.heading, one.role, prose)
            for one, prose in rendered
            if prose and prose is not description
        ]
        return OperationProse(description, tuple(remarks))


def _definitions(document: nodes.document) -> Iterator[tuple[Text, nodes.Element]]:
    definitions = definitions_of(document)
    for table in document.findall(rest_parameters):
        for use, key in table["rows"]:
            if key and use.description:
                yield use.description, definitions[key]
    for codes in document.findall(rest_status_codes):
        for status, key in codes["rows"]:
            if key and status.description:
                yield status.description, definitions[key]


def _chapters(document: nodes.document) -> dict[str, list[_Chapter]]:
    """Return the prose of every operation by its id; the description comes first."""
    found: dict[str, list[_Chapter]] = {}
    heads: dict[int, Operation] = {}
    for method in document.findall(rest_method):
        heads.setdefault(id(_section_of(method)), method["operation"])
    _walk(document, None, (), heads, found)
    return found


def _section_of(node: nodes.Node) -> nodes.Node | None:
    at = node.parent
    while at is not None and not isinstance(at, nodes.section):
        at = at.parent
    return at


def _walk(
    section: nodes.Element,
    operation: Operation | None,
    headings: tuple[str, ...],
    heads: dict[int, Operation],
    found: dict[str, list[_Chapter]],
) -> None:
    """Note the prose of a section; ``headings`` lead from it up to its operation's title."""
    if id(section) in heads:
        operation, headings = heads[id(section)], ()
    heading = headings[0] if headings else ""
    chapter = _Chapter(heading, decide_role(headings))
    if operation:
        found.setdefault(operation.id, []).append(chapter)
    labels = _labels(section)
    for child in section.children:
        if isinstance(child, nodes.section):
            title = " ".join(child[0].astext().split()) if child.children else ""
            _walk(child, operation, (title, *headings), heads, found)
        elif isinstance(child, rest_method) and child["operation"] is not operation:
            operation = child["operation"]
            chapter = _Chapter()
            found.setdefault(operation.id, []).append(chapter)
        elif child not in labels and _is_prose(child):
            chapter.blocks.append(child)


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
    return not isinstance(node, _NO_PROSE) and not _is_sample(node) and not is_shown_as_codes(node)

# SPDX-License-Identifier: Apache-2.0
"""What authors say of operations beside tables, codes and samples, in resolved documents."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import replace

from docutils import nodes
from sphinx.application import Sphinx

from os_apiref.export.publication import Chapter, Form, OperationProse, Prose, Remark
from os_apiref.model.parameter import Text
from os_apiref.problems import Place
from os_apiref.sphinxext.exportbuilder import ExportBuilder
from os_apiref.sphinxext.nodes import (
    blocks_of,
    definitions_in,
    rest_definitions,
    rest_method,
    rest_parameters,
    rest_status_codes,
)
from os_apiref.sphinxext.places import place_of
from os_apiref.sphinxext.proseforms import Renderer
from os_apiref.sphinxext.proseparts import OperationBlocks, divide

_WANTED = (
    rest_method,
    rest_parameters,
    rest_status_codes,
    rest_definitions,
    nodes.literal_block,
)


class ProseCollector:
    """The prose of all documents, rendered as they come; each description once."""

    def __init__(self, app: Sphinx, builder: ExportBuilder, forms: Set[Form]) -> None:
        self.operations: dict[str, OperationProse] = {}
        self.texts: dict[Text, Prose] = {}
        self.chapters: list[Chapter] = []
        self.contents: dict[tuple[str, Place], str] = {}
        self._renderer = Renderer(app, builder, forms)

    def collect(self, docname: str, document: nodes.document) -> None:
        """Render what a resolved document says."""
        self._renderer.start(document, docname)
        parts = _Parts(document)
        for text, definition in parts.descriptions():
            if text not in self.texts:
                self.texts[text] = self._renderer.render(blocks_of(definition))
        for block in parts.samples:
            self.contents[block["sample"], place_of(block)] = block.astext()
        operations, chapters = divide(document, docname, parts.methods)
        for id_, blocks in operations.items():
            self.operations[id_] = self._operation(blocks)
        if operations:
            self.chapters += [
                replace(one.chapter, description=self._renderer.render(one.blocks))
                for one in chapters
            ]

    def _operation(self, written: OperationBlocks) -> OperationProse:
        remarks = []
        for remark in written.remarks:
            if prose := self._renderer.render(remark.blocks):
                remarks.append(Remark(remark.heading, remark.role, prose))
        description = self._renderer.render(written.description)
        return OperationProse(description, tuple(remarks), written.chapter)


class _Parts:
    """The nodes of a document that exports look at, found in one walk through it."""

    def __init__(self, document: nodes.document) -> None:
        self.methods: list[rest_method] = []
        self.samples: list[nodes.literal_block] = []
        self._definitions: dict[str, nodes.Element] = {}
        self._rows: list[tuple[Text | None, str]] = []
        for node in document.findall(lambda one: isinstance(one, _WANTED)):
            if isinstance(node, rest_method):
                self.methods.append(node)
            elif isinstance(node, rest_parameters):
                self._rows += ((use.description, key) for use, key in node["rows"])
            elif isinstance(node, rest_status_codes):
                self._rows += ((status.description, key) for status, key in node["rows"])
            elif isinstance(node, rest_definitions):
                self._definitions |= definitions_in(node)
            elif isinstance(node, nodes.literal_block) and "sample" in node:
                self.samples.append(node)

    def descriptions(self) -> Iterator[tuple[Text, nodes.Element]]:
        """Yield the descriptions that tables name, as often as they do."""
        for text, key in self._rows:
            if text and key:
                yield text, self._definitions[key]

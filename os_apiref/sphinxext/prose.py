# SPDX-License-Identifier: Apache-2.0
"""What authors say of operations beside tables, codes and samples, in resolved documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from docutils import nodes
from sphinx.application import Sphinx

from os_apiref.export.publication import Chapter, OperationProse, Prose, Remark
from os_apiref.model.parameter import Text
from os_apiref.problems import Place
from os_apiref.sphinxext.exportbuilder import ExportBuilder
from os_apiref.sphinxext.nodes import (
    blocks_of,
    definitions_of,
    rest_parameters,
    rest_status_codes,
)
from os_apiref.sphinxext.places import place_of
from os_apiref.sphinxext.proseforms import Renderer
from os_apiref.sphinxext.proseparts import OperationBlocks, divide


class ProseCollector:
    """The prose of all documents, rendered as they come; each description once."""

    def __init__(self, app: Sphinx, builder: ExportBuilder) -> None:
        self.operations: dict[str, OperationProse] = {}
        self.texts: dict[Text, Prose] = {}
        self.chapters: list[Chapter] = []
        self.contents: dict[tuple[str, Place], str] = {}
        self._renderer = Renderer(app, builder)

    def collect(self, docname: str, document: nodes.document) -> None:
        """Render what a resolved document says."""
        self._renderer.start(document, docname)
        for text, definition in _definitions(document):
            if text not in self.texts:
                self.texts[text] = self._renderer.render(blocks_of(definition))
        for block in document.findall(nodes.literal_block):
            if "sample" in block:
                self.contents[block["sample"], place_of(block)] = block.astext()
        operations, chapters = divide(document, docname)
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


def _definitions(document: nodes.document) -> Iterator[tuple[Text, nodes.Element]]:
    """Yield the descriptions that tables of a document name, as often as they do."""
    definitions = definitions_of(document)
    for table in document.findall(rest_parameters):
        for use, key in table["rows"]:
            if key and use.description:
                yield use.description, definitions[key]
    for codes in document.findall(rest_status_codes):
        for status, key in codes["rows"]:
            if key and status.description:
                yield status.description, definitions[key]

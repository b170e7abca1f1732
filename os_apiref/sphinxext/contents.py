# SPDX-License-Identifier: Apache-2.0
"""The methods of operations in every contents list."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from os_apiref.sphinxext.domain import rest_domain
from os_apiref.sphinxext.nodes import rest_toc_method

AFTER_COLLECTORS = 900
"""A priority after Sphinx's collector of titles (500)."""


def add_methods(app: Sphinx, doctree: nodes.document) -> None:
    """Put the method before the title of each operation of the document that was read."""
    docname = app.env.docname
    record = rest_domain(app.env).documents.get(docname)
    contents = app.env.tocs.get(docname)
    if record is None or contents is None:
        return
    methods = {f"#{one.anchor}": one.method for one in record.operations if one.anchor}
    for entry in contents.findall(nodes.reference):
        # The first title of a document is its page, and has no anchor.
        method = methods.get(entry["anchorname"] or f"#{_first_anchor(doctree)}")
        if method:
            entry.insert(0, [rest_toc_method("", method), nodes.Text(" ")])


def _first_anchor(doctree: nodes.document) -> str:
    section = next(iter(doctree.findall(nodes.section)), None)
    return str(section["ids"][0]) if section is not None and section["ids"] else ""


def visit_method(self: HTML5Translator, node: rest_toc_method) -> None:
    """Start the method of an entry."""
    attributes: dict[str, Any] = {"class": "rest-toc", "data-method": node.astext()}
    self.body.append(self.starttag(node, "span", "", **attributes))


def depart_method(self: HTML5Translator, node: rest_toc_method) -> None:
    """End it."""
    self.body.append("</span>")

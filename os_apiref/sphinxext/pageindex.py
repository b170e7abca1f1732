# SPDX-License-Identifier: Apache-2.0
"""The document that pages were cut from: its list of them, and the map of its old links."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform

from os_apiref import render
from os_apiref.sphinxext.domain import rest_domain
from os_apiref.sphinxext.nodes import rest_expand_all, rest_method

DEPTH = 2
"""Levels of the list: resources and their operations."""

SCRIPT = "os_apiref_pages.js"
_ONE_FILE = ("epub", "singlehtml")
"""Builders whose links all lead into one book or page."""


def list_page(parent: nodes.Element, docname: str, page: str) -> list[nodes.Node]:
    """Return an entry of a page at the end of ``parent``, nothing where a list there takes it."""
    for node in reversed(parent.children):
        if isinstance(node, nodes.compound) and "rest-pages" in node["classes"]:
            toctree = node[0]
            assert isinstance(toctree, addnodes.toctree)
            toctree["entries"].append((None, page))
            toctree["includefiles"].append(page)
            return []
        if not isinstance(node, nodes.Invisible):
            break
    toctree = addnodes.toctree(
        parent=docname,
        entries=[(None, page)],
        includefiles=[page],
        maxdepth=DEPTH,
        caption=None,
        glob=False,
        hidden=False,
        includehidden=False,
        numbered=0,
        titlesonly=False,
    )
    return [nodes.compound("", toctree, classes=["toctree-wrapper", "rest-pages"])]


def link_page(docname: str, page: str) -> nodes.Node:
    """Return a link to a page that is listed above: contents lists name a page once."""
    link = addnodes.pending_xref(
        "",
        nodes.inline("", page),
        refdomain="std",
        reftype="doc",
        reftarget=f"/{page}",
        refdoc=docname,
        refexplicit=False,
        refwarn=True,
    )
    return nodes.bullet_list("", nodes.list_item("", nodes.paragraph("", "", link)), bullet="*")


class DropIdleControls(SphinxPostTransform):
    """Drop the controls of a document whose operations are all on pages, which have theirs."""

    default_priority = 949

    def run(self, **kwargs: Any) -> None:
        """Remove them."""
        if self.env.docname not in rest_domain(self.env).plan.turns:
            return
        if next(iter(self.document.findall(rest_method)), None) is None:
            for controls in list(self.document.findall(rest_expand_all)):
                controls.parent.remove(controls)


def moved_ids(env: BuildEnvironment, docname: str) -> dict[str, list[str]]:
    """Return the ids that a document had when it was whole, by the page that has them now.

    Of equal ids the first has it, as in one document; what docutils numbers
    (``id12``) is another one on each page, and not among them.
    """
    domain = rest_domain(env)
    seen: set[str] = set()
    moved: dict[str, list[str]] = {}
    pages = domain.plan.documents_like(docname)[1:] if docname in domain.plan.turns else []
    for page in pages:
        record = domain.documents.get(page)
        ids = [one for one in record.ids if one not in seen] if record else []
        seen.update(ids)
        moved[page] = ids
    return moved


def add_moved_ids(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Put the map of old links on the page of a document that was cut into pages."""
    is_cut = pagename in rest_domain(app.env).plan.turns
    if not is_cut or doctree is None or app.builder.name in _ONE_FILE:
        return
    moved = moved_ids(app.env, pagename)
    addresses = {app.builder.get_relative_uri(pagename, page): ids for page, ids in moved.items()}
    context["body"] += render.moved(addresses)
    app.add_js_file(SCRIPT, loading_method="defer")

# SPDX-License-Identifier: Apache-2.0
"""Links from pages to their Markdown, where a project publishes that.

Every build loads this module: what publishing needs it loads when there is
something to publish.
"""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import quote

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment
from sphinx.util.osutil import relative_uri

from os_apiref import render
from os_apiref.options import PAGE_BUILDERS
from os_apiref.sphinxext.domain import rest_domain
from os_apiref.sphinxext.wording import words


def name_markdown(app: Sphinx, env: BuildEnvironment) -> None:
    """Name the files that this build will publish, before it writes what links to them."""
    domain = rest_domain(env)
    domain.markdown = {}
    if "markdown" in app.config.os_apiref_publish and app.builder.name in PAGE_BUILDERS:
        from os_apiref.export.markdownnames import document_files, operation_files

        documents = document_files(env.found_docs)
        # In the order that a publication has them: of two with one name, the first has it.
        operations = operation_files(domain.lookup.operations, documents)
        domain.markdown = {**documents, **operations}


def add_markdown_link(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Link the Markdown of a document at the top of its page, and in the head for programs.

    No theme has a place for it, so it stands in the body, in all of them alike.
    """
    href = markdown_address(app.builder, pagename, pagename)
    if href and isinstance(doctree, nodes.document):
        link = (
            f'<link rel="alternate" type="text/markdown" title="Markdown" href="{escape(href)}" />'
        )
        context["metatags"] = f"{context.get('metatags', '')}{link}\n"
        context["body"] = render.markdown_link(words(), href) + context["body"]


def markdown_address(builder: Builder, docname: str, id_: str) -> str:
    """Return where a page finds the Markdown of a document or an operation, '' for nowhere."""
    file = rest_domain(builder.env).markdown.get(id_)
    if file is None:
        return ""
    page = "" if builder.name == "singlehtml" else builder.get_target_uri(docname)
    return relative_uri(page, quote(file))

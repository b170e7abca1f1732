# SPDX-License-Identifier: Apache-2.0
"""From resolved documents to Markdown: whole ones for files, and single texts."""

from __future__ import annotations

from collections.abc import Sequence

from docutils import nodes
from sphinx.environment import BuildEnvironment

from os_apiref import markdowntext as md
from os_apiref.export.markdownblocks import Block, link_mark, target_mark
from os_apiref.sphinxext.markdown.blocks import Blocks
from os_apiref.sphinxext.markdown.inline import Leads
from os_apiref.sphinxext.nodes import definitions_of

IMAGES = "_images"
DOWNLOADS = "_downloads"
"""The folders beside the pages where Sphinx puts these files."""


def document_blocks(document: nodes.document, env: BuildEnvironment, page: str) -> list[Block]:
    """Return a resolved document as blocks; ``page`` is the address of its page."""
    leads = Leads(
        link=link_mark,
        anchor=target_mark,
        image=lambda uri: link_mark(_image(env, uri)),
        download=lambda name: link_mark(f"{DOWNLOADS}/{name}"),
        page=page,
    )
    return Blocks(leads, definitions_of(document)).document(document)


def _image(env: BuildEnvironment, uri: str) -> str:
    """Return where the pages have an image."""
    known = env.images.get(uri)
    return f"{IMAGES}/{known[1]}" if known else uri


class TextWriter:
    """Markdown of texts that stand outside their page; links lead to pages."""

    def __init__(self, env: BuildEnvironment) -> None:
        leads = Leads(
            link=md.destination,
            anchor=lambda name: "",
            image=lambda uri: md.destination(_image(env, uri)),
            download=lambda name: md.destination(f"{DOWNLOADS}/{name}"),
        )
        self._blocks = Blocks(leads, {})

    def render(self, blocks: Sequence[nodes.Node]) -> str:
        """Return some blocks."""
        return md.join(self._blocks.texts(blocks))

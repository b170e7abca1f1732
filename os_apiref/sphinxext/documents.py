# SPDX-License-Identifier: Apache-2.0
"""Whole documents as Markdown, for the exports that show them."""

from __future__ import annotations

import os

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment

from os_apiref.export.markdownblocks import Block
from os_apiref.sphinxext.markdown import DOWNLOADS, IMAGES, document_blocks
from os_apiref.sphinxext.samplekeys import match_samples


class DocumentCollector:
    """The Markdown of all documents, made as they come."""

    def __init__(self, env: BuildEnvironment) -> None:
        self.assets: dict[str, str] = {}
        self._env = env
        self._documents: dict[str, list[Block]] = {}

    @property
    def documents(self) -> dict[str, list[Block]]:
        """The documents in the order of the contents, then those that it does not list."""
        order = dict.fromkeys([*self._env.collect_relations(), *sorted(self._documents)])
        return {name: self._documents[name] for name in order if name in self._documents}

    def collect(self, docname: str, document: nodes.document, page: str) -> None:
        """Make the Markdown of a resolved document; ``page`` is the address of its page."""
        if self._env.config.os_apiref_infer_nesting:
            match_samples(document)
        self._documents[docname] = document_blocks(document, self._env, page)
        self._note_assets(docname, document)

    def _note_assets(self, docname: str, document: nodes.document) -> None:
        for image in document.findall(nodes.image):
            if known := self._env.images.get(image["uri"]):
                self._note_asset(f"{IMAGES}/{known[1]}", image["uri"])
        for download in document.findall(addnodes.download_reference):
            if "filename" in download:
                path, _ = self._env.relfn2path(download["reftarget"], docname)
                self._note_asset(f"{DOWNLOADS}/{download['filename']}", path)

    def _note_asset(self, address: str, path: str) -> None:
        self.assets[address] = os.path.join(self._env.srcdir, path)

# SPDX-License-Identifier: Apache-2.0
"""The builder that makes a publication of resolved documents: ``sphinx-build -b os_apiref_export``.

Every build loads this module: what an export needs it loads when it starts.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment

if TYPE_CHECKING:
    from os_apiref.export.publication import Publication
    from os_apiref.sphinxext.documents import DocumentCollector
    from os_apiref.sphinxext.prose import ProseCollector

LISTING = ".os-apiref-published"
"""The file beside the pages that names what was published there."""


class ExportBuilder(Builder):
    """Renders the prose of every document, and writes what ``os_apiref_publish`` names.

    ``pages`` is the builder of the pages that addresses lead to; ``formats``
    are those to render for, all where there are none.

    It has no format, so that tables stay the compact nodes that name their
    definitions. ``only`` blocks for HTML are in the export, as on the pages.
    """

    name = "os_apiref_export"
    epilog = "What os_apiref_publish names is in %(outdir)s."
    supported_image_types = StandaloneHTMLBuilder.supported_image_types
    supported_remote_images = True

    # What the HTML translator asks its builder for.
    add_permalinks = False
    highlighter = None
    download_support = False
    current_docname = ""

    def __init__(self, app: Sphinx, env: BuildEnvironment, pages: str = "html") -> None:
        super().__init__(app, env)
        # Not self.app, which Sphinx 9 deprecates, nor self._app, which Sphinx 8 lacks.
        self._application = app
        self.pages = pages
        self.formats: Sequence[str] = ()
        self.imgpath = self.imagedir = "_images"
        for tag in ("html", "format_html", "builder_html"):
            self.tags.add(tag)

    @property
    def publication(self) -> Publication:
        """The reference with the prose of all documents that were written so far."""
        from os_apiref.sphinxext.publications import make_publication

        return make_publication(self._application, self, self._collector, self._documents)

    def prepare_writing(self, docnames: object) -> None:
        """Start with no prose."""
        from os_apiref.export.formats import FORMATS, forms_of, needs_documents
        from os_apiref.sphinxext.prose import ProseCollector

        names = self.formats or self.config.os_apiref_publish or tuple(FORMATS)
        forms = forms_of(names)
        self._has_prose = bool(forms)
        self._collector: ProseCollector = ProseCollector(self._application, self, forms)
        self._documents: DocumentCollector | None = None
        if needs_documents(names):
            from os_apiref.sphinxext.documents import DocumentCollector

            self._documents = DocumentCollector(self.env)

    def get_outdated_docs(self) -> set[str]:
        """Return all documents: an export is of the whole reference."""
        return self.env.found_docs

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return the address of a document's page from the root of the pages."""
        if self.pages == "dirhtml":
            folder = "" if docname == "index" else docname.removesuffix("/index")
            return f"{quote(folder)}/" if folder else ""
        if self.pages == "singlehtml":
            docname = self.config.root_doc
        suffix = self.config.html_link_suffix
        if suffix is None:
            suffix = self.config.html_file_suffix
        return quote(docname) + (".html" if suffix is None else suffix)

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return the address of a page; every reference starts at the root of the pages."""
        return self.get_target_uri(to, typ)

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Render the prose of a document."""
        self.current_docname = docname
        if any(docname in docnames for docnames, _ in self.env.images.values()):
            self.post_process_images(doctree)
        if self._documents:  # first: for the prose, the document is changed
            self._documents.collect(docname, doctree, self.get_target_uri(docname))
        if self._has_prose:
            self._collector.collect(docname, doctree)

    def finish(self) -> None:
        """Write what the project publishes."""
        from os_apiref.sphinxext.publications import write_formats

        if self.config.os_apiref_publish:
            write_formats(self.publication, self.config.os_apiref_publish, Path(self.outdir))

    # What the HTML translator asks its builder for, too.

    @property
    def math_renderer_name(self) -> str:
        """The renderer of formulas that needs no file."""
        return "mathjax"

    @property
    def secnumbers(self) -> dict[str, Any]:
        """The numbers of sections: an operation stands for itself and shows none."""
        return {}

    @property
    def fignumbers(self) -> dict[str, Any]:
        """The numbers of figures, which are none."""
        return {}

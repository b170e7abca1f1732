# SPDX-License-Identifier: Apache-2.0
"""What a project publishes beside its pages: ``os_apiref_publish``.

Every build loads this module: what publishing needs it loads when there is
something to publish.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import SphinxError
from sphinx.util.logging import getLogger, suppress_logging

from os_apiref.options import FORMATS, PAGE_BUILDERS
from os_apiref.problems import did_you_mean
from os_apiref.sphinxext.exportbuilder import LISTING, ExportBuilder

_LOGGER = getLogger(__name__)


def check_formats(app: Sphinx, config: Config) -> None:
    """Leave of ``os_apiref_publish`` what is a format, once each, and warn of the rest."""
    known = []
    for name in config.os_apiref_publish:
        if name in FORMATS:
            known.append(name)
        elif name != "":  # what an empty list is on a command line
            advice = did_you_mean(str(name), FORMATS) or f"expected {', '.join(FORMATS)}"
            found = "os_apiref_publish: %r is no format; %s"
            _LOGGER.warning(found, name, advice, type="os_apiref", subtype="publish")
    config.os_apiref_publish = list(dict.fromkeys(known))


def publish(app: Sphinx, error: Exception | None) -> None:
    """Write what the project publishes beside pages that are complete, and remove what it did."""
    if error is not None or app.builder.name not in PAGE_BUILDERS:
        return
    if app.config.os_apiref_publish or Path(app.outdir, LISTING).exists():
        from os_apiref.sphinxext.publications import write_formats

        builder = ExportBuilder(app, app.env, pages=app.builder.name)
        # What Sphinx says of the documents it has said when it wrote the pages.
        with suppress_logging(), _instead_of_pages(app, builder):
            builder.prepare_writing(app.env.found_docs)
            if app.config.os_apiref_publish:
                builder.write_documents(app.env.found_docs)
            publication = builder.publication
        try:
            write_formats(publication, app.config.os_apiref_publish, Path(app.outdir))
        except OSError as unwritable:
            found = f"cannot write {unwritable.filename}: {unwritable.strerror}"
            raise SphinxError(f"os_apiref_publish: {found}") from unwritable


def link_data(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Have each page name what describes the service for programs (RFC 8631)."""
    if app.config.os_apiref_publish and app.builder.name in PAGE_BUILDERS:
        from os_apiref.export.formats import FORMATS as KNOWN

        for name in app.config.os_apiref_publish:
            if link := KNOWN[name].link:
                address = escape(context["pathto"](link.file, resource=True))
                tag = f'<link rel="service-desc" type="{link.media_type}" href="{address}">\n'
                context["metatags"] = context.get("metatags", "") + tag


@contextmanager
def _instead_of_pages(app: Sphinx, builder: ExportBuilder) -> Iterator[None]:
    """Have documents resolved for another builder than the one that wrote the pages."""
    of_pages = app.builder
    app.builder = builder
    # Sphinx 9 asks the class of the builder, Sphinx 8 the builder.
    asks_class = hasattr(app.env, "_builder_cls")
    if asks_class:
        app.env._builder_cls = ExportBuilder
    try:
        yield
    finally:
        app.builder = of_pages
        if asks_class:
            app.env._builder_cls = type(of_pages)

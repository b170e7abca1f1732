# SPDX-License-Identifier: Apache-2.0
"""Publications of resolved documents, for the command and beside the pages."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.application import Sphinx

from os_apiref.atomic import write_text
from os_apiref.export.formats import FORMATS, Wishes
from os_apiref.export.publication import Project, Publication
from os_apiref.model.microversion import Microversion
from os_apiref.sphinxext.checking import whole_reference
from os_apiref.sphinxext.config import option
from os_apiref.sphinxext.exportbuilder import ExportBuilder
from os_apiref.sphinxext.prose import ProseCollector
from os_apiref.sphinxext.wording import words

if TYPE_CHECKING:
    from os_apiref.sphinxext.documents import DocumentCollector


def make_publication(
    app: Sphinx,
    builder: ExportBuilder,
    collected: ProseCollector,
    documents: DocumentCollector | None,
) -> Publication:
    """Return the reference of a project with its prose, and whole documents where there are."""
    config = app.config
    project = Project(
        name=config.project,
        version=config.release or config.version,
        language=config.language,
        source=str(app.srcdir),
        base_url=config.html_baseurl,
        endpoint=config.os_apiref_endpoint,
        headers={str(name): str(value) for name, value in config.os_apiref_headers.items()},
        microversion=Microversion.parse(option(config, "max_microversion")),
    )
    return Publication(
        project=project,
        reference=whole_reference(app.env),
        operations=collected.operations,
        texts=collected.texts,
        chapters=tuple(collected.chapters),
        contents=collected.contents,
        pages={docname: builder.get_target_uri(docname) for docname in sorted(app.env.found_docs)},
        documents=documents.documents if documents else {},
        assets=documents.assets if documents else {},
        words=words(),
    )


def write_formats(publication: Publication, names: Iterable[str], folder: Path) -> list[str]:
    """Write the files of some formats into a folder, and return their names in it."""
    written: list[str] = []
    for name in names:
        files = FORMATS[name].files(publication, Wishes())
        if FORMATS[name].is_folder:
            from os_apiref.export.folders import write_tree

            written += write_tree(folder, files, publication.assets, set(written))
            continue
        for file in files:
            write_text(folder / file.name, "".join(file.pieces))
            written.append(file.name)
    return written

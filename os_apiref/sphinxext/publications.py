# SPDX-License-Identifier: Apache-2.0
"""Publications of resolved documents, for the command and beside the pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from os_apiref.export.folders import write_tree
from os_apiref.export.formats import FORMATS, Wishes
from os_apiref.export.publication import Project, Publication
from os_apiref.load.disk import load_samples
from os_apiref.model.microversion import Microversion
from os_apiref.model.reference import Disk, Reference
from os_apiref.sphinxext.config import option
from os_apiref.sphinxext.domain import rest_domain
from os_apiref.sphinxext.exportbuilder import LISTING, ExportBuilder
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
        reference=_reference(app.env),
        operations=collected.operations,
        texts=collected.texts,
        chapters=tuple(collected.chapters),
        contents=collected.contents,
        pages={docname: builder.get_target_uri(docname) for docname in sorted(app.env.found_docs)},
        documents=documents.documents if documents else {},
        assets=documents.assets if documents else {},
        words=words(),
    )


def _reference(env: BuildEnvironment) -> Reference:
    """Return all that documents say, with definitions and samples; what is wrong is for checks."""
    domain = rest_domain(env)
    reference = domain.reference()
    return replace(
        reference,
        definitions=tuple(domain.definition_files()),
        disk=Disk(load_samples(reference.operations)),
    )


def write_formats(publication: Publication, names: Iterable[str], folder: Path) -> None:
    """Write the files of some formats into a folder, and no others of an earlier time."""
    formats = [FORMATS[name] for name in names]
    # Of a file that two formats have, each makes the same.
    files = {file.name: file for one in formats for file in one.files(publication, Wishes())}
    has_assets = any(one.needs_documents for one in formats)
    assets = publication.assets if has_assets else {}
    write_tree(folder, files.values(), assets, LISTING)

# SPDX-License-Identifier: Apache-2.0
"""Request snippets on pages: what the project chose, made for each operation."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

import jinja2
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator

from os_apiref import render
from os_apiref.load.jsontree import MalformedJson, load_json
from os_apiref.model.evidence import is_json_patch, version_of
from os_apiref.model.microversion import Microversion
from os_apiref.model.operation import Operation
from os_apiref.model.parameter import Role
from os_apiref.model.request import Request, make_request, version_to_ask
from os_apiref.snippets import label, snippet
from os_apiref.sphinxext.config import option
from os_apiref.sphinxext.nodes import rest_sample, rest_snippets
from os_apiref.sphinxext.samplekeys import find_sample
from os_apiref.sphinxext.wording import words

_LOGGER = logging.getLogger(__name__)

FOLDERS = "os_apiref_snippet_folders"
"""The value of the configuration that holds the project's templates; nobody sets it."""


def make_snippets(
    operation: Operation, blocks: Iterable[nodes.literal_block], config: Config
) -> rest_snippets | None:
    """Return the snippets of an operation, None where there are none."""
    names = config.os_apiref_snippets
    request = _request(operation, blocks, config) if names else None
    if request is None:
        return None
    folders = [folder for folder, _ in config[FOLDERS]]
    made = []
    for name in names:
        try:
            made.append((name, label(name), snippet(name, request, folders)))
        except jinja2.TemplateError as error:
            _LOGGER.warning(
                "os_apiref_snippets: the template snippet-%s.txt fails: %s: %s",
                name,
                type(error).__name__,
                error,
                type="os_apiref",
                subtype="snippets",
                once=True,
            )
    return rest_snippets(snippets=made) if made else None


def _request(
    operation: Operation, blocks: Iterable[nodes.literal_block], config: Config
) -> Request | None:
    shown = []
    body, is_patch = "", False
    for block in blocks:
        sample = find_sample(block, operation)
        if sample is None or not isinstance(block, rest_sample):
            continue
        if version := version_of(sample):
            shown.append(version)
        if sample.role is Role.REQUEST and not body:
            try:
                value = load_json(block.rawsource, sample.path)
            except MalformedJson:
                continue
            body, is_patch = block.rawsource.strip(), is_json_patch(value)
    newest = Microversion.parse(option(config, "max_microversion"))
    version = version_to_ask(operation, shown, newest)
    headers = {str(name): str(value) for name, value in config.os_apiref_headers.items()}
    endpoint = config.os_apiref_endpoint
    return make_request(operation, endpoint, headers, version, body, is_patch=is_patch)


def check_names(app: Sphinx, config: Config) -> None:
    """Leave of the chosen languages those that a template can have the name of, warn of others."""
    known = []
    for name in config.os_apiref_snippets:
        if isinstance(name, str) and re.fullmatch(r"[\w-]+", name):
            known.append(name)
        elif name != "":  # what an empty list is on a command line
            found = "os_apiref_snippets: %r is no name of a language"
            _LOGGER.warning(found, name, type="os_apiref", subtype="snippets")
    config.os_apiref_snippets = known


def note_templates(app: Sphinx, config: Config) -> None:
    """Note the folders of the project's templates, each with a digest of those of snippets.

    Sphinx writes all pages anew where a value of the configuration has
    changed; of its own it looks at HTML templates only.
    """
    base = Path(app.confdir or app.srcdir)
    config[FOLDERS] = [(str(base / name), _digest(base / name)) for name in config.templates_path]


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.glob("snippet-*.txt")):
        digest.update(f"{path.name}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def visit_snippets(self: HTML5Translator, node: rest_snippets) -> None:
    """Show the snippets of an operation."""
    self.body.append(render.snippets(words(), node["snippets"]))
    raise nodes.SkipNode

# SPDX-License-Identifier: Apache-2.0
"""What Sphinx and docutils warn of while a document is read or written, as its problems.

They print such warnings themselves; noting them too lets a page show all that
is wrong with it. A process that reads documents for another one starts without
any log handler, so the handler is put back with each document; what it notes
travels home in the domain's data.

Warnings about the project as a whole, such as a document that no contents
list names, belong to no page; only a check tells them again.
"""

from __future__ import annotations

import logging
import os
import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.build_phase import BuildPhase
from sphinx.util.logging import NAMESPACE, get_node_location, is_suppressed_warning

from os_apiref.kinds import ProblemKind
from os_apiref.problems import Place, Problem
from os_apiref.sphinxext.domain import rest_domain

_LOCATION = re.compile(r"(?P<path>.+?)(?::(?P<line>\d*))?")


def watch_warnings(app: Sphinx) -> None:
    """Note warnings from now on until the build has finished."""
    handler = _DocumentWarnings(app)
    logger = logging.getLogger(NAMESPACE)

    def start(*_: object) -> None:
        if handler not in logger.handlers:
            logger.addHandler(handler)

    def stop(*_: object) -> None:
        logger.removeHandler(handler)

    start()
    app.connect("builder-inited", handler.note_early_ones)
    app.connect("source-read", start)
    app.connect("build-finished", stop)


class _DocumentWarnings(logging.Handler):
    """Notes the warnings of the current document."""

    def __init__(self, app: Sphinx) -> None:
        super().__init__(logging.WARNING)
        self._app = app
        self._early: list[logging.LogRecord] = []

    def note_early_ones(self, *_: object) -> None:
        """Note what was warned of before there was an environment to remember it."""
        early, self._early = self._early, []
        for record in early:
            self.emit(record)

    def emit(self, record: logging.LogRecord) -> None:
        """Note a warning that is not ours: of the document that is current, or of the project."""
        name, subname = getattr(record, "type", None), getattr(record, "subtype", None)
        if name == "os_apiref":
            return
        if not hasattr(self._app, "env"):
            self._early.append(record)
            return
        if is_suppressed_warning(name or "", subname or "", self._app.config.suppress_warnings):
            return
        docname = self._app.env.temp_data.get("docname") or ""
        problem = Problem(
            ProblemKind.MARKUP,
            self._place(getattr(record, "location", None), docname),
            _first_paragraph(record),
            sphinx_name=".".join(part for part in (name, subname) if part),
        )
        domain = rest_domain(self._app.env)
        # Sphinx holds warnings back while it reads, and handles them again later: by
        # then no document is current, and they are told apart by place and text.
        if not docname:
            domain.note_of_project(problem)
        elif self._app.phase is BuildPhase.READING:
            domain.note_while_reading(docname, problem)
        else:
            domain.note_while_writing(docname, problem)

    def _place(self, location: object, docname: str) -> Place:
        if isinstance(location, nodes.Node):
            location = get_node_location(location)
        if isinstance(location, tuple):
            document, line = location
            return Place(self._path(document or docname), int(line or 0))
        match = _LOCATION.fullmatch(location) if isinstance(location, str) else None
        if match is None:
            return Place(self._path(docname))
        path, line = match["path"], int(match["line"] or 0)
        if path.startswith("<"):
            return Place(self._path(docname), line)
        if ":" not in str(location) and path in self._app.env.found_docs:
            path = self._path(path)
        return Place(os.path.abspath(path), line)

    def _path(self, docname: str) -> str:
        return str(self._app.env.doc2path(docname)) if docname else str(self._app.srcdir)


def _first_paragraph(record: logging.LogRecord) -> str:
    """Return what is wrong, without the source that docutils quotes below it."""
    # Not record.getMessage(): Sphinx replaces it by one that adds the location.
    message = logging.LogRecord.getMessage(record)
    return " ".join(message.strip().split("\n\n")[0].split())

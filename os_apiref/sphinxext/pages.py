# SPDX-License-Identifier: Apache-2.0
"""Included files as documents: which there are, how they are found and how they are parsed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.parsers import RSTParser
from sphinx.project import Project
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from os_apiref.load.pageplan import SUFFIX, Plan, plan_pages
from os_apiref.sphinxext.domain import rest_domain

FILETYPE = "os_apiref_page"
TOC_DEPTH = 2
"""Levels in the contents list of a page: its resource and the operations."""

_LOGGER = logging.getLogger(__name__)


def register_suffix(app: Sphinx, config: Config) -> None:
    """Have included files parsed as pages, and only those found that are in the plan.

    What is set here is the same in each build: were it the files themselves,
    a new one would change the configuration and have everything read again.
    """
    if not config.os_apiref_pages:
        return
    if SUFFIX in config.source_suffix:
        _LOGGER.warning(
            "os_apiref_pages: source_suffix names '%s', so these files are documents already; "
            "expected it without",
            SUFFIX,
            type="os_apiref",
            subtype="pages",
        )
        return
    config.source_suffix = {**config.source_suffix, SUFFIX: FILETYPE}
    config.exclude_patterns = [*config.exclude_patterns, f"**{SUFFIX}"]


def find_pages(app: Sphinx) -> None:
    """Have Sphinx find the pages beside the documents."""
    if app.config.source_suffix.get(SUFFIX) == FILETYPE:
        project = PagedProject(app.project.srcdir, app.config.source_suffix)
        project.restore(app.project)
        app.project = app.env.project = project
        app.env.find_files(app.config, app.builder)


class PagedProject(Project):
    """The documents of a project and the pages that their includes make.

    A page has the name of a document beside the one that includes its file,
    so that each relative path in it leads where it led from there. Two
    documents may include one file: each has a page of it.
    """

    plan = Plan()

    def discover(
        self, exclude_paths: Iterable[str] = (), include_paths: Iterable[str] = ("**",)
    ) -> set[str]:
        """Find the documents, then the pages."""
        self.plan = Plan()
        super().discover(exclude_paths, include_paths)
        documents = {name: Path(self.doc2path(name, True)) for name in self.docnames}
        self.plan = plan_pages(Path(self.srcdir), documents)
        self.docnames.update(self.plan.pages)
        return self.docnames

    def doc2path(self, docname: str, absolute: bool) -> Any:
        """Return the file of a document; the relative path of a page is the one it acts from."""
        path = super().doc2path(docname, absolute)
        if page := self.plan.pages.get(docname):
            return type(path)(page.path if absolute else docname + SUFFIX)
        return path


def take_plan(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Remember the plan of this build, and have what it changes read again.

    Those documents are forgotten first, as Sphinx does where it reads in
    parallel: else a label that moved to a page would seem to be there twice.
    """
    domain = rest_domain(env)
    plan = env.project.plan if isinstance(env.project, PagedProject) else Plan()
    changes = plan.changes(domain.plan)
    domain.data["plan"] = plan
    for docname in changes & env.all_docs.keys():
        app.emit("env-purge-doc", env, docname)
        env.clear_doc(docname)
    return sorted(changes)


class PageParser(RSTParser):
    """The parser of a page: its file, with what else of its document belongs to it."""

    supported = (FILETYPE,)

    def decorate(self, content: StringList) -> None:
        """Add what other files define above, what goes on with the page below."""
        env = self.document.settings.env
        page = rest_domain(env).plan.pages[env.docname]
        above = StringList()
        for definition in page.definitions:
            for number, line in enumerate([*definition.lines, ""], definition.line - 1):
                above.append(line, definition.path, number)
        content[0:0] = above
        for one in page.continuations:
            content.append("", one.path, one.line - 1)
            content.append(f".. include:: {one.argument}", one.path, one.line - 1)
        super().decorate(content)


class LimitContents(SphinxTransform):
    """Limit the depth of a page's contents list where its document limits its own."""

    default_priority = 9

    def apply(self, **kwargs: Any) -> None:
        """Note the limit, as the field ``:tocdepth:`` would."""
        page = rest_domain(self.env).plan.pages.get(self.env.docname)
        if page and page.has_toc_depth:
            self.env.metadata[self.env.docname].setdefault("tocdepth", TOC_DEPTH)

# SPDX-License-Identifier: Apache-2.0
"""The directive ``rest_board``: the verification board on a page of any builder.

Every build loads this module: what a board needs it loads when there is one.
"""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.writers.html5 import HTML5Translator

from os_apiref.load.texts import Texts
from os_apiref.sphinxext.directives import RestDirective
from os_apiref.sphinxext.domain import rest_domain
from os_apiref.sphinxext.wording import words


class rest_board(nodes.General, nodes.Element):  # noqa: N801 - its name in the tree
    """The place of a board, which is known when all documents are read."""


class rest_progress(nodes.General, nodes.TextElement):  # noqa: N801 - its name in the tree
    """A progress bar, in HTML only. Attributes: done, total, label; its text says the same."""


class RestBoard(RestDirective):
    """``.. rest_board::``: what is verified, file by file, and what is not."""

    def run(self) -> list[nodes.Node]:
        """Return the place of the board."""
        self.rest.reading.record.has_board = True
        return [self.placed(rest_board())]


def prepare_board(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Make the board of this build, and have the documents that show it written anew."""
    domain = rest_domain(env)
    docnames = [name for name, record in domain.documents.items() if record.has_board]
    if not docnames or not app.builder.format:
        return []  # nobody looks at it: gettext, linkcheck and dummy write no pages

    from os_apiref.checks.evidence import weigh_evidence
    from os_apiref.sphinxext.checking import find_problems, whole_reference

    reference, found = domain.whole, domain.told
    if reference is None:
        reference = whole_reference(env)
        found = find_problems(reference, app.config, Texts())
    domain.board = weigh_evidence(reference, [one.problem for one in found])
    return docnames


def show_boards(app: Sphinx, document: nodes.document, docname: str) -> None:
    """Put the board where a document asks for it; where no pages are written, nothing."""
    board = rest_domain(app.env).board
    places = list(document.findall(rest_board))
    if not places:
        return

    from os_apiref.sphinxext.boardpage import Page

    for number, place in enumerate(places, 1):
        if board is None:
            place.parent.remove(place)
            continue
        page = Page(words(), app.builder, _docname(place) or docname, f"board{number}", app.srcdir)
        place.replace_self(page.show(board))


def _docname(node: nodes.Node) -> str:
    """Return the document of a node where the tree holds several, '' where it is the only one."""
    at = node.parent
    while at is not None and not isinstance(at, addnodes.start_of_file):
        at = at.parent
    return str(at["docname"]) if at is not None else ""


def visit_progress(self: HTML5Translator, node: rest_progress) -> None:
    """Show a progress bar, which needs no script and is named to a screen reader."""
    attributes = {"max": node["total"], "value": node["done"], "aria-label": node["label"]}
    self.body.append(self.starttag(node, "progress", "", **attributes))
    self.body.append(f"{self.encode(node.astext())}</progress>\n")
    raise nodes.SkipNode

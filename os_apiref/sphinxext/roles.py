# SPDX-License-Identifier: Apache-2.0
"""The roles ``:rest:op:`` and ``:rest:param:``."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.domains import Domain
from sphinx.environment import BuildEnvironment
from sphinx.roles import XRefRole

from os_apiref.model.names import is_call
from os_apiref.sphinxext.domain import RestDomain
from os_apiref.sphinxext.references import RESOLVERS, unknown


class ObjectRole(XRefRole):
    """A reference to an operation or a parameter.

    What is no code is no literal: an author's own words, and a title. ``~``
    shows the title of an operation, whatever names it.
    """

    def __init__(self) -> None:
        super().__init__(warn_dangling=True)

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the nodes of one reference."""
        text = self.text.removeprefix("!") if self.disabled else self.target
        is_words = self.has_explicit_title or (
            self.name.endswith("op") and not is_call(text.removeprefix("~"))
        )
        self.innernodeclass = nodes.inline if is_words else nodes.literal
        return super().run()

    def process_link(
        self,
        env: BuildEnvironment,
        refnode: nodes.Element,
        has_explicit_title: bool,
        title: str,
        target: str,
    ) -> tuple[str, str]:
        """Take the tilde off."""
        title, target = super().process_link(env, refnode, has_explicit_title, title, target)
        if not has_explicit_title and target.startswith("~"):
            refnode["rest-titled"] = True
            return title[1:].lstrip(), target[1:].lstrip()
        return title, target


def warn_of_unknown(app: Sphinx, domain: Domain | None, node: addnodes.pending_xref) -> bool | None:
    """Warn in our words of a reference that nobody resolved, intersphinx neither."""
    if not isinstance(domain, RestDomain) or node["reftype"] not in RESOLVERS:
        return None
    problem = unknown(domain.lookup, node["reftype"], node)
    domain.tell_while_writing(node["refdoc"], problem)
    return True

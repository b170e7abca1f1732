# SPDX-License-Identifier: Apache-2.0
"""References by name to what stands on another page of the same document."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from os_apiref.sphinxext.domain import rest_domain

BEFORE_INDIRECT_TARGETS = 450
"""A priority before docutils looks for the names of this document, and complains of others."""


class LeaveNamesOpen(SphinxTransform):
    """Leave to the end what no name on a page answers to: then every page is read."""

    default_priority = BEFORE_INDIRECT_TARGETS

    def apply(self, **kwargs: Any) -> None:
        """Turn the references to unknown names into pending ones."""
        if not rest_domain(self.env).plan.documents_like(self.env.docname):
            return
        unknown = self.document.refnames.keys() - self.document.nameids.keys()
        for name in sorted(unknown):
            found = self.document.refnames[name]
            for target in [one for one in found if isinstance(one, nodes.target) and one["names"]]:
                # ``.. _name: other name_``: what refers to the one refers to the other.
                found.remove(target)
                self.document.indirect_targets.remove(target)
                target.parent.remove(target)
                for alias in target["names"]:
                    self._leave_open(alias, name)
            self._leave_open(name, name)

    def _leave_open(self, written: str, name: str) -> None:
        found = self.document.refnames.get(written, [])
        for reference in [one for one in found if isinstance(one, nodes.reference)]:
            found.remove(reference)
            reference.replace_self(_pending(reference, name, self.env.docname))


def _pending(reference: nodes.reference, name: str, docname: str) -> addnodes.pending_xref:
    pending = addnodes.pending_xref(
        reference.rawsource,
        nodes.inline("", "", *reference.children),
        refdomain="rest",
        reftype="name",
        reftarget=name,
        refdoc=docname,
        refexplicit=True,
        refwarn=True,
    )
    pending.source, pending.line = reference.source, reference.line
    return pending

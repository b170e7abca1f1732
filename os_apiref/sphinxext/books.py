# SPDX-License-Identifier: Apache-2.0
"""What a book lacks of a site: Sphinx's page of search, to which a document may refer."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform


class UnlinkSearch(SphinxPostTransform):
    """Leave of a reference to the page of search its text: a link to nowhere makes a book invalid.

    Many references have ``:ref:`search``` in their first document, as
    sphinx-quickstart once wrote it.
    """

    default_priority = 950
    builders = ("epub",)

    def run(self, **kwargs: Any) -> None:
        """Replace the references by what they show."""
        search = f"{'../' * self.env.docname.count('/')}search.xhtml"
        for reference in list(self.document.findall(nodes.reference)):
            if reference.get("internal") and reference.get("refuri") == search:
                reference.replace_self(reference.children)

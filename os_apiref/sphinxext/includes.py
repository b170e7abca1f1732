# SPDX-License-Identifier: Apache-2.0
"""Includes: which fragments a document consists of, and which of them are pages."""

from __future__ import annotations

import os
from collections.abc import Sequence

from docutils import nodes
from sphinx.directives.other import Include as SphinxInclude

from os_apiref.model.reference import Include
from os_apiref.problems import Place
from os_apiref.sphinxext.domain import rest_domain
from os_apiref.sphinxext.pageindex import link_page, list_page


class NotedInclude(SphinxInclude):
    """Sphinx's ``include``, which is noted with its place."""

    def run(self) -> Sequence[nodes.Node]:
        """Return what Sphinx's directive returns, or the entry of the page that the file is."""
        argument = self.arguments[0]
        if argument.startswith("<"):
            return super().run()
        docname = self.env.docname
        domain = rest_domain(self.env)
        _, path = self.env.relfn2path(argument)
        source, line = self.get_source_info()
        place = Place(os.path.abspath(source), line)
        include = Include(domain.plan.document_of(docname), os.path.realpath(path), place)
        record, parent = domain.reading.record, self.state.parent
        page = domain.plan.turns.get(docname, {}).get((place.path, place.line))
        if page is None:
            record.includes.append(include)
            return super().run()
        is_listed = include.path in {one.path for one in record.cut}
        record.cut.append(include)
        if not page:
            return []
        return [link_page(docname, page)] if is_listed else list_page(parent, docname, page)

# SPDX-License-Identifier: Apache-2.0
"""Includes: which fragments a document consists of."""

from __future__ import annotations

import os
from collections.abc import Sequence

from docutils import nodes
from sphinx.directives.other import Include as SphinxInclude

from os_apiref.model.reference import Include
from os_apiref.problems import Place
from os_apiref.sphinxext.domain import rest_domain


class NotedInclude(SphinxInclude):
    """Sphinx's ``include``, which is noted with its place."""

    def run(self) -> Sequence[nodes.Node]:
        """Return what Sphinx's directive returns."""
        argument = self.arguments[0]
        if not argument.startswith("<"):
            _, path = self.env.relfn2path(argument)
            source, line = self.get_source_info()
            place = Place(os.path.abspath(source), line)
            include = Include(self.env.docname, os.path.realpath(path), place)
            rest_domain(self.env).reading.record.includes.append(include)
        return super().run()

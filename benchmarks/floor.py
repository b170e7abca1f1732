# SPDX-License-Identifier: Apache-2.0
"""The floor of any build: the same directives, accepted and dropped."""

from collections.abc import Callable
from typing import ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata


class Nothing(SphinxDirective):
    """A directive that takes whatever it is given and leaves nothing."""

    optional_arguments = 2
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[dict[str, Callable[[str], object]]] = {}

    def run(self) -> list[nodes.Node]:
        """No nodes."""
        return []


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register every directive that a reference may use."""
    for name in ("rest_method", "rest_parameters", "rest_status_code", "rest_expand_all"):
        app.add_directive(name, Nothing)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

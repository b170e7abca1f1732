# SPDX-License-Identifier: Apache-2.0
"""Where nodes were written."""

from __future__ import annotations

import os

from docutils import nodes

from os_apiref.problems import Place


def place_of(node: nodes.Element) -> Place:
    """Return where a node was written."""
    return Place(os.path.abspath(node.source) if node.source else "", node.line or 0)

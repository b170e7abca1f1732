# SPDX-License-Identifier: Apache-2.0
"""API references written in reStructuredText, understood as one model of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension; Sphinx calls this for ``extensions = ['os_apiref']``."""
    # Imported late: the command and the model are usable without loading Sphinx.
    from os_apiref.sphinxext.extension import setup as setup_extension

    return setup_extension(app)

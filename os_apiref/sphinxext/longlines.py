# SPDX-License-Identifier: Apache-2.0
"""What LaTeX needs to know of references: their keys, tokens and paths are longer than a line."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.config import Config

from os_apiref.sphinxext.indices import RestIndex

OPTION = "verbatimforcewraps"


def wrap_long_words(app: Sphinx, config: Config) -> None:
    """Have LaTeX break words of samples that fit no line, unless the project decides it."""
    setup = str(config.latex_elements.get("sphinxsetup", ""))
    if OPTION not in setup:
        both = ",".join(filter(None, [setup.rstrip().rstrip(","), f"{OPTION}=true"]))
        config.latex_elements = {**config.latex_elements, "sphinxsetup": both}


def leave_out_indices(app: Sphinx, config: Config) -> None:
    """Print no index of ours, unless the project names it.

    LaTeX sets an index in two columns and breaks no path, so that it runs into
    the next column or out of the page.
    """
    if config.latex_domain_indices is not True:
        return
    registry = app.registry
    config.latex_domain_indices = [
        f"{domain.name}-{index.name}"
        for domain in registry.domains.values()
        for index in (*domain.indices, *registry.domain_indices.get(domain.name, ()))
        if not issubclass(index, RestIndex)
    ]

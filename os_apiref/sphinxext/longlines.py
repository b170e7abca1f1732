# SPDX-License-Identifier: Apache-2.0
"""What LaTeX needs to know of references: their keys, tokens and paths are longer than a line."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.config import Config

OPTION = "verbatimforcewraps"


def wrap_long_words(app: Sphinx, config: Config) -> None:
    """Have LaTeX break words of samples that fit no line, unless the project decides it."""
    setup = str(config.latex_elements.get("sphinxsetup", ""))
    if OPTION not in setup:
        both = ",".join(filter(None, [setup.rstrip().rstrip(","), f"{OPTION}=true"]))
        config.latex_elements = {**config.latex_elements, "sphinxsetup": both}

# SPDX-License-Identifier: Apache-2.0
"""The search of the pages: our scorer, after the project's own."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx

SCORER = Path(__file__).with_name("scorer.js")


def add_scorer(app: Sphinx) -> None:
    """Have Sphinx put our scorer into the pages, and the project's before it.

    Sphinx opens what ``html_search_scorer`` names from the working directory
    and documents that it is relative to conf.py: both are tried. Of a file
    that does not exist Sphinx itself complains.
    """
    if app.builder.format != "html":
        return
    scorer = SCORER
    if named := app.config.html_search_scorer:
        theirs = next(
            (one for one in (Path(app.confdir, named), Path(named)) if one.is_file()), None
        )
        if theirs is None:
            return
        text = f"{theirs.read_text(encoding='utf-8')}\n{SCORER.read_text(encoding='utf-8')}"
        scorer = Path(app.doctreedir, "os_apiref_scorer.js")
        scorer.parent.mkdir(parents=True, exist_ok=True)
        scorer.write_text(text, encoding="utf-8")
    app.config.html_search_scorer = str(scorer)

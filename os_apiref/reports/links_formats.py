# SPDX-License-Identifier: Apache-2.0
"""The formats of a report of links by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from os_apiref.reports import github, junit, lines, links_html, links_json, links_text, sarif
from os_apiref.reports.links_findings import placed
from os_apiref.reports.links_report import LinkReport

LINK_FORMATS: Mapping[str, Callable[[LinkReport], str]] = {
    "text": links_text.render,
    "lines": lambda report: lines.render(placed(report)),
    "jsonl": links_json.render_lines,
    "json": links_json.render,
    "html": links_html.render,
    "sarif": lambda report: sarif.render(placed(report)),
    "github": lambda report: github.render(placed(report)),
    "junit": lambda report: junit.render(placed(report)),
}
"""``lines`` is one line for each place, for editors and grep."""

# SPDX-License-Identifier: Apache-2.0
"""The formats of a report by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from os_apiref.reports import findings_json, github, junit, lines, sarif
from os_apiref.reports.report import Report

FORMATS: Mapping[str, Callable[[Report], str]] = {
    "text": lines.render,
    "json": findings_json.render,
    "sarif": sarif.render,
    "github": github.render,
    "junit": junit.render,
}
"""For files and pipes; at a terminal, text is ``frames.render``."""

# SPDX-License-Identifier: Apache-2.0
"""Findings as annotations of GitHub Actions: workflow commands on standard output.

GitHub shows no more than ten annotations of each level for a step. The
heaviest come first, and where there are more than it shows, a notice that
counts them all comes before the notes: behind ten notes it would not be seen.

A path inside the checkout must start at its root. So the folder of the report
is best ``GITHUB_WORKSPACE``; what lies outside of it has an absolute path,
which the runner shortens where it can.
"""

from __future__ import annotations

from collections import Counter

from os_apiref.checks.findings import Finding
from os_apiref.kinds import Severity
from os_apiref.problems import visible
from os_apiref.reports.report import Report

SHOWN_LIMIT = 10
"""Annotations of one level that GitHub shows for a step."""

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render(report: Report) -> str:
    """Return one workflow command for each finding, by weight."""
    by_weight = sorted(report.findings, key=lambda finding: -finding.severity.rank)
    counts = Counter(finding.severity for finding in by_weight)
    lines = [_annotation(report, finding) for finding in by_weight]
    if any(count > SHOWN_LIMIT for count in counts.values()):
        before_notes = len(lines) - counts[Severity.NOTE]
        lines.insert(before_notes, _command("notice", {"title": "os-apiref"}, report.summary))
    return "".join(f"{line}\n" for line in lines)


def _annotation(report: Report, finding: Finding) -> str:
    problem = finding.problem
    place = problem.place
    properties = {
        "file": visible(report.rooted(place.path)) if place.path else "",
        "line": str(place.line or ""),
        "col": str(place.column or "") if place.line else "",
        "title": problem.kind.label,
    }
    message = f"{visible(problem.text)}\n{problem.kind.why}"
    return _command(_COMMANDS[finding.severity], properties, message)


def _command(name: str, properties: dict[str, str], message: str) -> str:
    """Return a workflow command; empty properties are left out."""
    told = ",".join(f"{key}={_property(value)}" for key, value in properties.items() if value)
    return f"::{name} {told}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

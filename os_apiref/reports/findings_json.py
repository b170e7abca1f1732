# SPDX-License-Identifier: Apache-2.0
"""Findings as JSON for programs; ``findings.schema.json`` beside this file describes it.

The text is ASCII: it is the same in every encoding and safe on every terminal.
"""

from __future__ import annotations

import json
from typing import Any

from os_apiref.checks.findings import Finding
from os_apiref.jsontext import decodable
from os_apiref.problems import Edit, Place
from os_apiref.reports.report import Report

VERSION = 1
"""Of the format: a change that a reader must know of brings the next number and schema."""


def render(report: Report) -> str:
    """Return all findings as one JSON object."""
    findings = [_finding(report, finding) for finding in report.findings]
    whole = {"version": VERSION, "operations": report.operations, "findings": findings}
    return json.dumps(whole, indent=2) + "\n"


def _finding(report: Report, finding: Finding) -> dict[str, Any]:
    problem = finding.problem
    return {
        "rule": problem.kind.label,
        "severity": finding.severity.value,
        **_place(report, problem.place),
        "message": decodable(problem.message),
        "suggestion": decodable(problem.suggestion) or None,
        "fingerprint": finding.fingerprint,
        "related": [_place(report, place) for place in problem.related],
        "edits": [_edit(report, edit) for edit in problem.edits],
    }


def _place(report: Report, place: Place) -> dict[str, Any]:
    return {
        "path": decodable(report.path(place.path)) or None,
        "line": place.line or None,
        "column": (place.line and place.column) or None,
    }


def _edit(report: Report, edit: Edit) -> dict[str, Any]:
    return {**_place(report, edit.place), "old": decodable(edit.old), "new": decodable(edit.new)}

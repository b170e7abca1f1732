# SPDX-License-Identifier: Apache-2.0
"""Findings as SARIF 2.1.0 (OASIS), for code scanning and for editors.

A viewer takes ``{0}`` for a placeholder and ``[text](target)`` for a link, so
what reads like one in an author's text is broken up. Other braces stand as
they are: the standard (3.11.5) doubles them all, but a viewer that fills in no
arguments shows ``{{project_id}}``, and paths are full of them.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

from os_apiref.checks.comments import UNSILENCED
from os_apiref.checks.findings import Finding
from os_apiref.jsontext import decodable
from os_apiref.kinds import ProblemKind, Severity
from os_apiref.problems import Edit, Place, Problem, visible
from os_apiref.reports.excerpt import find_mark
from os_apiref.reports.report import Report

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
FINGERPRINT = "osApiref/v1"
"""Names our way to make fingerprints; a change of it takes the next number."""

_ROOT = "%SRCROOT%"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_PLACEHOLDER = re.compile(r"\{(\d+)\}")


def render(report: Report) -> str:
    """Return a SARIF log with one run; it describes every rule, broken or not."""
    kinds = list(ProblemKind)
    driver = {
        "name": "os-apiref",
        "version": report.version,
        "rules": [_rule(kind) for kind in kinds],
    }
    run = {
        "tool": {"driver": driver},
        "originalUriBaseIds": {_ROOT: {"uri": _folder_uri(report.folder)}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(report, one, kinds) for one in report.findings],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(kind: ProblemKind) -> dict[str, Any]:
    silence = "To silence it in the whole project, set os_apiref_checks in conf.py."
    if kind not in UNSILENCED:
        silence = (
            f"To silence it at one place, write 'os-apiref: ignore {kind.label}' in a comment at "
            f"the end of the line or above it. {silence}"
        )
    return {
        "id": kind.label,
        "shortDescription": {"text": kind.sentence},
        "fullDescription": {"text": f"{kind.sentence} {kind.why}"},
        "help": {"text": silence},
        "defaultConfiguration": {"level": _LEVELS[kind.severity]},
        "properties": {"tags": [kind.group.value]},
    }


def _result(report: Report, finding: Finding, kinds: list[ProblemKind]) -> dict[str, Any]:
    problem = finding.problem
    result: dict[str, Any] = {
        "ruleId": problem.kind.label,
        "ruleIndex": kinds.index(problem.kind),
        "level": _LEVELS[finding.severity],
        "message": {"text": _message(problem.text)},
        "locations": [],
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
    }
    if problem.place.path:
        region = _region(report, problem)
        result["locations"] = [_location(report, problem.place.path, region)]
    related = [place for place in problem.related if place.path]
    if related:
        result["relatedLocations"] = [
            {**_location(report, place.path, _point(place)), "message": {"text": "also here"}}
            for place in related
        ]
    if problem.edits:
        result["fixes"] = [_fix(report, problem)]
    return result


def _location(report: Report, path: str, region: dict[str, Any]) -> dict[str, Any]:
    location: dict[str, Any] = {"artifactLocation": _artifact(report, path)}
    if region:
        location["region"] = region
    return {"physicalLocation": location}


def _artifact(report: Report, path: str) -> dict[str, str]:
    rooted = report.rooted(path)
    if Path(rooted).is_absolute():
        return {"uri": Path(rooted).as_uri()}
    return {"uri": quote(os.fsencode(rooted)), "uriBaseId": _ROOT}


def _folder_uri(folder: Path) -> str:
    return Path(os.path.abspath(folder)).as_uri().rstrip("/") + "/"


def _region(report: Report, problem: Problem) -> dict[str, Any]:
    """Return the marked characters as a region; without an end it reaches to the line's."""
    place = problem.place
    region = _point(place)
    if "startColumn" in region:
        mark = find_mark(problem, report.texts.line(place))
        if mark.start == place.column - 1:
            region["endColumn"] = place.column + mark.length
    return region


def _point(place: Place) -> dict[str, Any]:
    """Return where a region starts, nothing where the line is not known."""
    if not place.line:
        return {}
    column = {"startColumn": place.column} if place.column else {}
    return {"startLine": place.line, **column}


def _fix(report: Report, problem: Problem) -> dict[str, Any]:
    changes: dict[str, list[dict[str, Any]]] = {}
    for edit in problem.edits:
        changes.setdefault(edit.place.path, []).append(_replacement(edit))
    return {
        "description": {"text": _message(problem.suggestion or problem.message)},
        "artifactChanges": [
            {"artifactLocation": _artifact(report, path), "replacements": replacements}
            for path, replacements in changes.items()
        ],
    }


def _replacement(edit: Edit) -> dict[str, Any]:
    place = edit.place
    last = edit.old.rpartition("\n")[2]
    lines = edit.old.count("\n")
    start = 1 if lines else place.column
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.line + lines,
        "endColumn": start + len(last),
    }
    return {"deletedRegion": region, "insertedContent": {"text": decodable(edit.new)}}


def _message(text: str) -> str:
    return _PLACEHOLDER.sub(r"{{\1}}", visible(text)).replace("](", "] (")

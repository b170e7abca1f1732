# SPDX-License-Identifier: Apache-2.0
"""Baselines: the findings that a project knows and has not repaired yet.

A baseline is a JSON file with one finding a line, sorted, so that a version
control system shows each that comes or goes as one line, and two branches that
repair different files merge.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from os_apiref.checks.findings import Finding, relative

VERSION = 1


class MalformedBaseline(ValueError):  # noqa: N818 - the file's fault, not ours
    """A file is no baseline; the message says why and what to do."""


def write_baseline(findings: Iterable[Finding], source: Path) -> str:
    """Return the text of a baseline; ``source`` is the folder of the documents."""
    entries = sorted(
        (
            relative(finding.problem.place.path, source),
            finding.problem.kind.label,
            finding.problem.message.replace(f"{source}/", ""),
            finding.fingerprint,
        )
        for finding in findings
    )
    lines = [
        json.dumps(
            {"path": path, "rule": rule, "message": message, "fingerprint": fingerprint},
            ensure_ascii=False,
        )
        for path, rule, message, fingerprint in entries
    ]
    joined = ",\n".join(lines)
    return f'{{"version": {VERSION}, "findings": [\n{joined}\n]}}\n'


def read_baseline(text: str) -> frozenset[str]:
    """Return the fingerprints of a baseline; raises MalformedBaseline."""
    try:
        content = json.loads(text)
        version, findings = content["version"], content["findings"]
        fingerprints = frozenset(str(finding["fingerprint"]) for finding in findings)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise MalformedBaseline("this is no baseline; --update-baseline writes one anew") from error
    if version != VERSION:
        raise MalformedBaseline(
            f"this baseline has version {version}, expected {VERSION}; "
            "--update-baseline writes it anew"
        )
    return fingerprints

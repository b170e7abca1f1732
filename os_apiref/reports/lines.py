# SPDX-License-Identifier: Apache-2.0
"""Findings as text, one line each, for pipes, editors and grep.

A line is ``path:line:column: severity: message; suggestion [rule]``, as
compilers write it and problem matchers read it. A line or column that is not
known is left out together with its colon.
"""

from __future__ import annotations

from os_apiref.checks.findings import Finding
from os_apiref.problems import visible
from os_apiref.reports.report import Report, count_rules

TABLE_FROM = 21
"""Findings from which on the rules are counted, too."""


def render(report: Report) -> str:
    """Return one line for each finding, and a line that counts them."""
    lines = [line(report, finding) for finding in report.findings]
    return "\n".join([*lines, report.summary, *table(report), ""])


def line(report: Report, finding: Finding) -> str:
    """Return one finding as one line without its end."""
    problem = finding.problem
    place, severity = report.place(problem.place), finding.severity.value
    return f"{place}: {severity}: {visible(problem.text)} [{problem.kind.label}]"


def table(report: Report) -> list[str]:
    """Return how often each rule was broken, nothing where the findings are few."""
    if len(report.findings) < TABLE_FROM:
        return []
    rules = count_rules(report.findings)
    width = len(str(max(one.times for one in rules)))
    return [f"  {one.times:>{width}}  {one.severity.value:<7}  {one.rule}" for one in rules]

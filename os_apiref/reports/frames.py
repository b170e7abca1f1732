# SPDX-License-Identifier: Apache-2.0
"""Findings as text for people at a terminal: each with its source, why it matters, what to do."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from os_apiref.checks.findings import Finding
from os_apiref.kinds import ProblemKind, Severity
from os_apiref.problems import Problem, count, visible
from os_apiref.reports.excerpt import Excerpt, make_excerpt
from os_apiref.reports.lines import table
from os_apiref.reports.report import Report

WIDTH = 100
"""Columns of a terminal that does not tell its own."""

_LEAST_WIDTH = 40
_HANGING = "  "

_CODES = {
    Severity.ERROR.value: "1;31",
    Severity.WARNING.value: "1;33",
    Severity.NOTE.value: "1;36",
    "message": "1",
    "gutter": "34",
    "label": "1",
}
"""What each part looks like: SGR parameters of ECMA-48."""


_SILENCE = (
    "To silence a rule at one place, write '# os-apiref: ignore RULE' "
    "('.. os-apiref: ignore RULE' in RST) at the end of the line or above it; "
    "for the whole project, set os_apiref_checks in conf.py."
)


def render(report: Report, *, colour: bool = False, width: int = WIDTH) -> str:
    """Return every finding with the lines around it; ``width`` is that of the terminal.

    Why a rule matters is said once, at its first finding.
    """
    width = max(width, _LEAST_WIDTH)
    paint = _Paint(colour)
    blocks = [
        _finding_lines(report, finding, is_first, width, paint)
        for finding, is_first in _with_first(report.findings)
    ]
    blocks.append(_closing_lines(report, width, paint))
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


class _Paint:
    """Colours a text that holds no escape of its own, or leaves it."""

    def __init__(self, colour: bool) -> None:
        self._colour = colour

    def __call__(self, part: str, text: str) -> str:
        return f"\x1b[{_CODES[part]}m{text}\x1b[0m" if self._colour else text


def _with_first(findings: Iterable[Finding]) -> Iterator[tuple[Finding, bool]]:
    """Yield findings, and whether each is the first of its kind."""
    seen: set[ProblemKind] = set()
    for finding in findings:
        yield finding, finding.problem.kind not in seen
        seen.add(finding.problem.kind)


def _finding_lines(
    report: Report, finding: Finding, is_first: bool, width: int, paint: _Paint
) -> Iterator[str]:
    problem, severity = finding.problem, finding.severity.value
    found = _excerpt(report, problem, width)
    indent = " " * len(str(found.lines[-1][0])) if found else " "
    rule = f"{severity}[{problem.kind.label}]"
    first, *rest = _wrap(f"{rule}: {visible(problem.message)}", width - len(_HANGING))
    yield paint(severity, rule) + paint("message", first.removeprefix(rule))
    yield from (_HANGING + paint("message", line) for line in rest)
    yield f"{indent}{paint('gutter', '-->')} {report.place(problem.place)}"
    if found:
        yield from _source_lines(found, severity, indent, paint)
    for label, text in _remarks(report, problem, is_first):
        head = f"{indent} {paint('gutter', '=')} {paint('label', f'{label}:')} "
        hanging = " " * len(f"{indent} = {label}: ")
        first, *rest = _wrap(text, width - len(hanging))
        yield head + first
        yield from (hanging + line for line in rest)


def _excerpt(report: Report, problem: Problem, width: int) -> Excerpt | None:
    place = problem.place
    if not place.line:
        return None
    gutter = len(str(place.line + 1)) + len(" | ")
    return make_excerpt(problem, report.texts.lines(place.path), width - gutter)


def _source_lines(found: Excerpt, severity: str, indent: str, paint: _Paint) -> Iterator[str]:
    for number, text in found.lines:
        edge = paint("gutter", f"{number:>{len(indent)}} |")
        yield f"{edge} {text}".rstrip()
        if number == found.number:
            underline = paint(severity, "^" * found.length)
            yield f"{paint('gutter', f'{indent} |')} {' ' * found.start}{underline}"


def _remarks(report: Report, problem: Problem, is_first: bool) -> Iterator[tuple[str, str]]:
    if problem.suggestion:
        yield "help", visible(problem.suggestion)
    if is_first:
        yield "why", problem.kind.why
    for place in problem.related:
        yield "also", report.place(place)
    if problem.kind is ProblemKind.MARKUP and problem.name:
        yield "name", f"'{visible(problem.name)}' for suppress_warnings in conf.py"


def _closing_lines(report: Report, width: int, paint: _Paint) -> Iterator[str]:
    yield paint("message", report.summary)
    yield from table(report)
    if not report.findings:
        return
    fixable = sum(bool(finding.problem.edits) for finding in report.findings)
    if fixable:
        yield f"{count(fixable, 'finding')} can be repaired: os-apiref check --fix"
    yield from _wrap(_SILENCE, width)


def _wrap(text: str, width: int) -> list[str]:
    """Return text in lines, at least one; a long word stays whole."""
    if len(text) <= width:
        return [text]
    lines = textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
    return lines or [""]

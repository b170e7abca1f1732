# SPDX-License-Identifier: Apache-2.0
"""Results of links at their places as findings, which the formats of a check print, too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from os_apiref.checks.comments import Comments
from os_apiref.checks.findings import Finding, Weighed, mark
from os_apiref.checks.weights import Weights
from os_apiref.kinds import Severity
from os_apiref.links.link import Link
from os_apiref.links.result import Result, Verdict
from os_apiref.problems import Place, Problem, visible
from os_apiref.reports.links_report import (
    SECTIONS,
    TEMPORARY,
    LinkReport,
    advice_of,
    section_of,
    since,
)
from os_apiref.reports.report import Report


@dataclass(frozen=True)
class PlacedReport(Report):
    """Findings of links for the formats of a check; its summary counts links."""

    words: str = ""
    paths: Mapping[str, str] = field(default_factory=dict)
    """How files are shown, for those that are known before."""

    def path(self, path: str) -> str:
        """Return a path from the folder, with slashes; '' where there is no file."""
        return self.paths.get(path) or super().path(path)

    @property
    def summary(self) -> str:
        """How many links there are of each verdict."""
        return self.words


def gate_of(weights: Weights) -> frozenset[str]:
    """Return the keys of the sections whose results are errors to a project.

    A temporary redirect is no finding unless a gate names it.
    """
    return frozenset(
        section.key
        for section in SECTIONS
        if section.kind is not None
        and section is not TEMPORARY
        and weights.levels.get(section.kind.label, section.kind.severity) is Severity.ERROR
    )


def placed(report: LinkReport) -> PlacedReport:
    """Return a report that every format of a check can print."""
    findings = tuple(problems_of(report))
    return PlacedReport(
        findings,
        report.folder,
        report.texts,
        report.version,
        operations=0,
        words=report.summary,
        paths=report.paths,
    )


def problems_of(report: LinkReport) -> list[Finding]:
    """Return a finding for each place of each result that is not good, by place.

    What the gate names is an error. Other verdicts weigh what the project
    says of their rule; known bad ones that the gate leaves out are warnings.
    A fingerprint is made of the URL instead of the message: it stays while a
    dead host is now a timeout and now a refusal.
    """
    found = [_weigh(report, problem, result) for problem, result in _problems(report)]
    told = sorted(
        dict.fromkeys(one for one in found if one), key=lambda one: one.weighed.problem.place
    )
    nameless = [Weighed(_named_by_url(one), one.weighed.severity) for one in told]
    marked = mark(nameless, report.source or report.folder, report.texts)
    return [
        replace(finding, problem=one.weighed.problem)
        for finding, one in zip(marked, told, strict=True)
    ]


def heed(
    result: Result, links: Sequence[Link], weights: Weights, comments: Comments
) -> tuple[Result, tuple[Link, ...]]:
    """Return a result and its places without those where a comment silences it.

    Where comments silence all of them, or the project turns its rule off, the
    result is ignored, and its places are kept.
    """
    kind = section_of(result).kind
    if kind is None or not links:
        return result, tuple(links)
    if weights.levels.get(kind.label, kind.severity) is None:
        return _ignored(result, f"the project turns '{kind.label}' off"), tuple(links)
    left = tuple(link for link in links if not comments.silence(Problem.of(kind, link.place, "")))
    if left:
        return result, left
    return _ignored(result, "comments silence it at every place"), tuple(links)


def _ignored(result: Result, why: str) -> Result:
    return replace(result, verdict=Verdict.IGNORED, why=f"{why}; {result.why}")


@dataclass(frozen=True)
class _Told:
    weighed: Weighed
    url: str
    """'' for an internal link, whose message says enough."""


def _problems(report: LinkReport) -> Iterator[tuple[Problem, Result | None]]:
    """Yield problems, each with the result that it tells, None for an internal link."""
    for problem in report.internal:
        yield problem, None
    for result in report.results:
        section = section_of(result)
        if section.kind is None or (section is TEMPORARY and not report.fails(result)):
            continue
        message, suggestion = _message(result), advice_of(result)
        for link in report.places.get(result.url) or (Link(result.url, Place("")),):
            edits = report.edits.get(link, ())
            yield Problem.of(section.kind, link.place, message, suggestion, edits=edits), result


def _message(result: Result) -> str:
    target = f" to '{result.target}'" if result.verdict is Verdict.REDIRECTED else ""
    parts = [f"'{result.url}' {section_of(result).phrase}{target}"]
    if result.why and not target:
        parts[0] += f": {result.why}"
    return ", ".join(filter(None, [*parts, since(result)]))


def _weigh(report: LinkReport, problem: Problem, result: Result | None) -> _Told | None:
    severity: Severity | None = Severity.ERROR
    if not (report.fails(result) if result else report.fails_internal):
        mild = min(problem.severity, Severity.WARNING, key=lambda one: one.rank)
        severity = report.weights.of(replace(problem, severity=mild))
    if severity is None:
        return None
    return _Told(Weighed(problem, severity), result.url if result else "")


def _named_by_url(told: _Told) -> Problem:
    problem = told.weighed.problem
    return replace(problem, message=visible(told.url)) if told.url else problem

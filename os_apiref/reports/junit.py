# SPDX-License-Identifier: Apache-2.0
"""Findings as a JUnit report, for CI systems that show test results.

Every finding is a test case of its own. GitLab drops all but the first of
cases with the same class and name, and both GitLab and Jenkins tell by class
and name which failures are new: so a name is the file and the message without
line numbers, which move, and a name that was taken gets the fingerprint, too.
Jenkins takes the part of a class name before its last dot for a package: so
the class is the rule, ``os_apiref.RULE``, not a path.

Errors and warnings are failures; ``error`` elements would say that the check
itself broke. A note is a skipped case: shown with its text, without failing
the build. All text stands inside of the elements, where GitLab reads it, and
the message in the attribute, where Jenkins does. No attributes but those of
the schema of the Jenkins xUnit plugin are used, which refuses others.
"""

from __future__ import annotations

from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from os_apiref.checks.findings import Finding
from os_apiref.kinds import Severity
from os_apiref.problems import visible
from os_apiref.reports.report import NO_FILE, Report

SUITE = "os-apiref"


def render(report: Report) -> str:
    """Return one suite with a case for each finding, or one that passed."""
    notes = sum(finding.severity is Severity.NOTE for finding in report.findings)
    totals = {
        "name": SUITE,
        "tests": str(len(report.findings) or 1),
        "failures": str(len(report.findings) - notes),
        "errors": "0",
    }
    root = Element("testsuites", totals)
    suite = SubElement(root, "testsuite", totals, skipped=str(notes))
    taken: set[tuple[str, str]] = set()
    for finding in report.findings:
        _add_case(suite, report, finding, taken)
    if not report.findings:
        case = SubElement(suite, "testcase", classname="os_apiref.check", name="no problems")
        SubElement(case, "system-out").text = report.summary
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _add_case(
    suite: Element, report: Report, finding: Finding, taken: set[tuple[str, str]]
) -> None:
    """Add the case of a finding; ``taken`` holds the classes and names of those so far."""
    problem = finding.problem
    rule = f"os_apiref.{problem.kind.label}"
    name = f"{visible(report.path(problem.place.path)) or NO_FILE}: {visible(problem.message)}"
    if (rule, name) in taken:
        name += f" [{finding.fingerprint}]"
    taken.add((rule, name))
    case = SubElement(suite, "testcase", classname=rule, name=name)
    if finding.severity is Severity.NOTE:
        result = SubElement(case, "skipped", message=visible(problem.text))
    else:
        result = SubElement(
            case, "failure", type=finding.severity.value, message=visible(problem.text)
        )
    result.text = "\n".join(_told(report, finding))


def _told(report: Report, finding: Finding) -> list[str]:
    problem = finding.problem
    told = [f"{report.place(problem.place)}: {finding.severity.value}: {visible(problem.message)}"]
    if problem.suggestion:
        told.append(f"help: {visible(problem.suggestion)}")
    told.append(f"why: {problem.kind.why}")
    return told + [f"also: {report.place(place)}" for place in problem.related]

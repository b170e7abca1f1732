# SPDX-License-Identifier: Apache-2.0
"""JUnit, held against the structure that Jenkins and GitLab read."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from report_cases import (
    HOSTILE,
    hostile_report,
    misspelt,
    report_of,
    undescribed,
    untyped,
    unused,
    write,
)

from os_apiref.kinds import ProblemKind
from os_apiref.problems import Place, Problem
from os_apiref.reports import junit
from os_apiref.reports.report import Report

CHILDREN = {
    "testsuites": {"testsuite"},
    "testsuite": {"testcase"},
    "testcase": {"failure", "skipped", "system-out"},
    "failure": set(),
    "skipped": set(),
    "system-out": set(),
}
ATTRIBUTES = {
    "testsuites": {"name", "tests", "failures", "errors"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped"},
    "testcase": {"name", "classname"},
    "failure": {"type", "message"},
    "skipped": {"message"},
    "system-out": set(),
}
"""The schema of the Jenkins xUnit plugin (junit-10.xsd), as far as it is used; no more may be."""


def suite_of(report: Report) -> Element:
    """Return the suite of a report whose structure and totals are right."""
    root = ElementTree.fromstring(junit.render(report).encode())
    assert root.tag == "testsuites"
    for element in root.iter():
        assert set(element.attrib) == ATTRIBUTES[element.tag]
        assert {child.tag for child in element} <= CHILDREN[element.tag]
    (suite,) = root
    count = Counter(element.tag for element in suite.iter())
    totals = {"tests": count["testcase"], "failures": count["failure"], "errors": 0}
    for name, number in totals.items():
        assert suite.get(name) == root.get(name) == str(number)
    assert suite.get("skipped") == str(count["skipped"])
    assert all(len(case) == 1 for case in suite)
    return suite


def test_a_warning_is_a_failed_case(tmp_path: Path) -> None:
    (case,) = suite_of(report_of(tmp_path, misspelt(write(tmp_path, "parameters.yaml"))))
    message = "parameter 'name' has an unknown field 'requird'"
    assert case.attrib == {
        "classname": "os_apiref.unknown-field",
        "name": f"parameters.yaml: {message}",
    }
    (failure,) = case
    assert failure.tag == "failure"
    assert failure.get("type") == "warning"
    assert failure.get("message") == f"{message}; did you mean 'required'?"
    assert failure.text == (
        f"parameters.yaml:3:3: warning: {message}\n"
        "help: did you mean 'required'?\n"
        f"why: {ProblemKind.UNKNOWN_FIELD.why}"
    )


def test_a_note_does_not_fail(tmp_path: Path) -> None:
    suite = suite_of(report_of(tmp_path, untyped("p"), unused("p")))
    assert [(case[0].tag, case[0].get("type")) for case in suite] == [
        ("failure", "error"),
        ("skipped", None),
    ]


def test_related_places_are_told(tmp_path: Path) -> None:
    related = (Place(str(tmp_path / "a.inc"), 7),)
    problem = Problem.of(ProblemKind.DUPLICATE_ROW, Place("p"), "twice", related=related)
    (case,) = suite_of(report_of(tmp_path, problem))
    assert (case[0].text or "").splitlines()[-1] == "also: a.inc:7"


def test_a_clean_reference_is_one_case_that_passed(tmp_path: Path) -> None:
    (case,) = suite_of(report_of(tmp_path))
    assert [(child.tag, child.text) for child in case] == [
        ("system-out", "No problems in 254 operations.")
    ]


def test_the_name_of_a_case_stays_while_lines_move(tmp_path: Path) -> None:
    before, after = (
        suite_of(report_of(tmp_path, undescribed("p", line)))[0].attrib for line in (3, 30)
    )
    assert before == after


def test_no_two_cases_share_class_and_name(tmp_path: Path) -> None:
    problems = [undescribed("p", 1), undescribed("p", 2), undescribed("q", 3), untyped("p")]
    suite = suite_of(report_of(tmp_path, *problems, *problems))
    assert len({(case.get("classname"), case.get("name")) for case in suite}) == 8


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_the_document_is_whole_whatever_authors_write(tmp_path: Path, text: str) -> None:
    suite = suite_of(hostile_report(tmp_path, text))
    assert len(suite) == 4
    if text.isprintable():
        assert suite[1][0].get("message") == text

# SPDX-License-Identifier: Apache-2.0
"""Text for pipes: one line for each finding."""

from __future__ import annotations

import re
from pathlib import Path

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
from os_apiref.reports import lines

MATCHER = re.compile(
    r"^(?P<path>.*?)(?::(?P<line>\d+))?(?::(?P<column>\d+))?"
    r": (?P<severity>error|warning|note): (?P<message>.*) \[(?P<rule>[a-z-]+)\]$"
)
"""What an editor is told to read findings with."""


def test_a_finding_is_one_line(tmp_path: Path) -> None:
    path = write(tmp_path, "parameters.yaml")
    report = report_of(tmp_path, untyped(path), misspelt(path), undescribed(path), unused(path))
    assert lines.render(report).splitlines() == [
        "parameters.yaml:1:1: error: no field 'type'; write 'type: string' [missing-field]",
        "parameters.yaml:3:3: warning: parameter 'name' has an unknown field 'requird'; "
        "did you mean 'required'? [unknown-field]",
        "parameters.yaml:1: warning: no description [missing-description]",
        "parameters.yaml: note: no document shows this file [unused-sample]",
        "1 error, 2 warnings and 1 note in 254 operations.",
    ]


def test_a_clean_reference_is_one_line(tmp_path: Path) -> None:
    assert lines.render(report_of(tmp_path)) == "No problems in 254 operations.\n"


def test_a_finding_without_a_file_says_so(tmp_path: Path) -> None:
    problem = Problem.of(ProblemKind.MARKUP, Place(""), "something")
    assert lines.render(report_of(tmp_path, problem)).startswith("(no file): warning: something")


def test_a_file_cannot_start_a_line_with_a_command_to_github(tmp_path: Path) -> None:
    problem = undescribed(str(tmp_path / "::stop-commands::x"))
    assert lines.render(report_of(tmp_path, problem)).startswith("./::stop-commands::x:1: ")


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_whatever_authors_write_a_finding_stays_one_line(tmp_path: Path, text: str) -> None:
    *told, summary = lines.render(hostile_report(tmp_path, text)).splitlines()
    found = [MATCHER.match(one) for one in told]
    assert [one and one["rule"] for one in found] == ["unknown-field"] * 2 + ["markup"] * 2
    assert summary == "4 warnings in 254 operations."


@pytest.mark.parametrize(("findings", "has_table"), [(20, False), (21, True)])
def test_many_findings_are_counted_by_rule(tmp_path: Path, findings: int, has_table: bool) -> None:
    problems = [untyped("p"), *(misspelt("p") for _ in range(findings - 1))]
    told = lines.render(report_of(tmp_path, *problems)).splitlines()
    table = ["   1  error    missing-field", "  20  warning  unknown-field"]
    assert told[findings + 1 :] == (table if has_table else [])

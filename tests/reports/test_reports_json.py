# SPDX-License-Identifier: Apache-2.0
"""JSON, and the schema that describes it."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from report_cases import HOSTILE, hostile_report, misspelt, report_of, untyped, unused, write

from os_apiref.kinds import ProblemKind
from os_apiref.problems import Place, Problem
from os_apiref.reports import findings_json
from os_apiref.reports.report import Report


def schema() -> Any:
    return json.loads(files("os_apiref.reports").joinpath("findings.schema.json").read_text())


def rendered(report: Report) -> Any:
    """Return a report as a strict reader sees it, once the schema has been asked."""
    written = findings_json.render(report)
    assert written.isascii()
    document = json.loads(written)
    Draft202012Validator(schema()).validate(document)
    return document


def test_the_schema_is_one_and_has_a_name() -> None:
    Draft202012Validator.check_schema(schema())
    assert schema()["$id"] == f"urn:os-apiref:findings:{findings_json.VERSION}"


def test_a_finding_is_one_object(tmp_path: Path) -> None:
    path = write(tmp_path, "parameters.yaml")
    assert rendered(report_of(tmp_path, misspelt(path))) == {
        "version": 1,
        "operations": 254,
        "findings": [
            {
                "rule": "unknown-field",
                "severity": "warning",
                "path": "parameters.yaml",
                "line": 3,
                "column": 3,
                "message": "parameter 'name' has an unknown field 'requird'",
                "suggestion": "did you mean 'required'?",
                "fingerprint": "00000000000000000001",
                "related": [],
                "edits": [
                    {
                        "path": "parameters.yaml",
                        "line": 3,
                        "column": 3,
                        "old": "requird",
                        "new": "required",
                    }
                ],
            }
        ],
    }


def test_what_is_not_known_is_null(tmp_path: Path) -> None:
    related = (Place(str(tmp_path / "a.inc"), 7),)
    problem = Problem.of(ProblemKind.MARKUP, Place("", 0, 5), "something", related=related)
    (finding,) = rendered(report_of(tmp_path, problem))["findings"]
    unknown = ("path", "line", "column", "suggestion")
    assert [finding[name] for name in unknown] == [None] * 4
    assert finding["related"] == [{"path": "a.inc", "line": 7, "column": None}]


def test_findings_keep_their_order(tmp_path: Path) -> None:
    found = rendered(report_of(tmp_path, unused("p"), untyped("p"), misspelt("p")))["findings"]
    assert [one["severity"] for one in found] == ["note", "error", "warning"]


def test_a_clean_reference_has_no_findings(tmp_path: Path) -> None:
    assert rendered(report_of(tmp_path)) == {"version": 1, "operations": 254, "findings": []}


@pytest.mark.parametrize("kind", ProblemKind, ids=lambda kind: kind.label)
def test_the_schema_admits_every_rule(tmp_path: Path, kind: ProblemKind) -> None:
    (finding,) = rendered(report_of(tmp_path, Problem.of(kind, Place("p"), "m")))["findings"]
    assert finding["rule"] == kind.label


@pytest.mark.parametrize(
    "change",
    [
        {"severity": "fatal"},
        {"line": 0},
        {"fingerprint": "?"},
        {"path": ""},
        {"suggestion": ""},
        {"more": 1},
    ],
    ids=str,
)
def test_the_schema_refuses_what_is_not_written(tmp_path: Path, change: dict[str, Any]) -> None:
    document = rendered(report_of(tmp_path, misspelt("p")))
    document["findings"][0] |= change
    assert not Draft202012Validator(schema()).is_valid(document)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_texts_come_back_as_they_were_but_for_lone_surrogates(tmp_path: Path, text: str) -> None:
    found = rendered(hostile_report(tmp_path, text))["findings"]
    expected = "".join("\ufffd" if "\ud800" <= one <= "\udfff" else one for one in text)
    assert [one["message"] for one in found] == [expected] * 4
    assert found[0]["edits"][0]["new"] == expected

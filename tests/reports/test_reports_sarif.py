# SPDX-License-Identifier: Apache-2.0
"""SARIF 2.1.0, held against the schema of the standard."""

from __future__ import annotations

import json
import os
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urljoin, urlsplit

import pytest
from jsonschema import Draft4Validator
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

from os_apiref.checks.comments import UNSILENCED
from os_apiref.kinds import ProblemKind
from os_apiref.problems import Edit, Place, Problem
from os_apiref.reports import sarif
from os_apiref.reports.report import Report

SCHEMA = Path(__file__).with_name("data") / "sarif-schema-2.1.0.json"


@cache
def validator() -> Draft4Validator:
    return Draft4Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def run_of(report: Report) -> Any:
    """Return the run of a report, once the schema has been asked."""
    log = json.loads(sarif.render(report))
    validator().validate(log)
    (run,) = log["runs"]
    return run


def result_of(folder: Path, problem: Problem) -> Any:
    (result,) = run_of(report_of(folder, problem))["results"]
    return result


def path_of(run: Any, location: Any) -> Path:
    """Return the file of an artifactLocation, resolved as the standard says (3.4.4)."""
    base = (
        run["originalUriBaseIds"][location["uriBaseId"]]["uri"] if "uriBaseId" in location else ""
    )
    uri = urlsplit(urljoin(base, location["uri"]))
    assert (uri.scheme, uri.netloc, uri.query, uri.fragment) == ("file", "", "", "")
    return Path(os.fsdecode(unquote_to_bytes(uri.path)))


def test_the_log_names_the_schema_that_it_is_held_against(tmp_path: Path) -> None:
    log = json.loads(sarif.render(report_of(tmp_path)))
    assert log["$schema"] == validator().schema["id"]
    assert log["version"] == "2.1.0"


def test_a_finding_is_a_result(tmp_path: Path) -> None:
    path = write(tmp_path, "parameters.yaml")
    location = {"uri": "parameters.yaml", "uriBaseId": "%SRCROOT%"}
    region = {"startLine": 3, "startColumn": 3, "endColumn": 10}
    deleted = {"startLine": 3, "startColumn": 3, "endLine": 3, "endColumn": 10}
    replacement = {"deletedRegion": deleted, "insertedContent": {"text": "required"}}
    assert result_of(tmp_path, misspelt(path)) == {
        "ruleId": "unknown-field",
        "ruleIndex": list(ProblemKind).index(ProblemKind.UNKNOWN_FIELD),
        "level": "warning",
        "message": {
            "text": "parameter 'name' has an unknown field 'requird'; did you mean 'required'?"
        },
        "locations": [{"physicalLocation": {"artifactLocation": location, "region": region}}],
        "partialFingerprints": {"osApiref/v1": "00000000000000000001"},
        "fixes": [
            {
                "description": {"text": "did you mean 'required'?"},
                "artifactChanges": [{"artifactLocation": location, "replacements": [replacement]}],
            }
        ],
    }


def test_every_rule_is_described_and_found_by_its_index(tmp_path: Path) -> None:
    problems = [Problem.of(kind, Place("p", 1), "message") for kind in ProblemKind]
    run = run_of(report_of(tmp_path, *problems))
    driver = run["tool"]["driver"]
    assert driver["name"] == "os-apiref"
    assert driver["version"] == "1.2.3"
    for kind, result in zip(ProblemKind, run["results"], strict=True):
        rule = driver["rules"][result["ruleIndex"]]
        assert result["ruleId"] == rule["id"] == kind.label
        assert result["level"] == rule["defaultConfiguration"]["level"] == kind.severity.value
        assert rule["shortDescription"]["text"] == kind.sentence
        assert rule["fullDescription"]["text"] == f"{kind.sentence} {kind.why}"
        is_silenced = f"os-apiref: ignore {kind.label}" in rule["help"]["text"]
        assert is_silenced is (kind not in UNSILENCED)


@pytest.mark.parametrize(
    ("problem", "region"),
    [
        (untyped, {"startLine": 1, "startColumn": 1, "endColumn": 5}),
        (undescribed, {"startLine": 1}),
        (unused, None),
    ],
    ids=["column", "line", "file"],
)
def test_a_region_tells_only_what_is_known(tmp_path: Path, problem: Any, region: Any) -> None:
    result = result_of(tmp_path, problem(write(tmp_path, "parameters.yaml")))
    assert result["locations"][0]["physicalLocation"].get("region") == region


def test_a_column_beyond_the_line_has_no_end(tmp_path: Path) -> None:
    place = Place(write(tmp_path, "parameters.yaml"), 1, 99)
    result = result_of(tmp_path, Problem.of(ProblemKind.UNKNOWN_TYPE, place, "message"))
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 1, "startColumn": 99}


def test_a_finding_without_a_file_has_no_location(tmp_path: Path) -> None:
    problem = Problem.of(ProblemKind.MARKUP, Place(""), "message", related=(Place(""),))
    result = result_of(tmp_path, problem)
    assert result["locations"] == []
    assert "relatedLocations" not in result


def test_related_places_are_related_locations(tmp_path: Path) -> None:
    related = (Place(str(tmp_path / "a.inc"), 7), Place(str(tmp_path / "b.inc")))
    problem = Problem.of(ProblemKind.DUPLICATE_ROW, Place("p"), "twice", related=related)
    found = [one["physicalLocation"] for one in result_of(tmp_path, problem)["relatedLocations"]]
    assert [one["artifactLocation"]["uri"] for one in found] == ["a.inc", "b.inc"]
    assert [one.get("region") for one in found] == [{"startLine": 7}, None]


@pytest.mark.skipif(sys.platform == "win32", reason="names that only POSIX allows")
@pytest.mark.parametrize(
    "name",
    ["a b.yaml", "50%.yaml", "a#b?c.yaml", "c:/x.yaml", "ö/日.yaml", "a\udce9.yaml", "a\nb.yaml"],
    ids=ascii,
)
def test_a_uri_leads_back_to_the_file(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "a folder"
    inside, outside = str(folder / name), str(tmp_path / name)
    run = run_of(report_of(folder, unused(inside), unused(outside)))
    found = [one["locations"][0]["physicalLocation"]["artifactLocation"] for one in run["results"]]
    assert [path_of(run, one) for one in found] == [Path(inside), Path(outside)]
    assert ["uriBaseId" in one for one in found] == [True, False]
    assert all(re.fullmatch(r"[A-Za-z0-9/%._~:-]+", one["uri"]) for one in found)
    assert run["columnKind"] == "unicodeCodePoints"


@pytest.mark.parametrize(
    ("column", "old", "end"),
    [(5, "bad", (2, 8)), (5, "", (2, 5)), (5, "bad\n", (3, 1)), (5, "bad\n  x\nyy", (4, 3))],
)
def test_a_fix_deletes_exactly_the_old_text(
    tmp_path: Path, column: int, old: str, end: tuple[int, int]
) -> None:
    place = Place(str(tmp_path / "p.yaml"), 2, column)
    problem = Problem.of(
        ProblemKind.UNKNOWN_FIELD, place, "message", edits=(Edit(place, old, "good"),)
    )
    (fix,) = result_of(tmp_path, problem)["fixes"]
    region = fix["artifactChanges"][0]["replacements"][0]["deletedRegion"]
    assert (region["startLine"], region["startColumn"]) == (2, column)
    assert (region["endLine"], region["endColumn"]) == end
    assert fix["description"]["text"] == "message"


def test_edits_are_grouped_by_file(tmp_path: Path) -> None:
    places = [Place(str(tmp_path / name), line, 1) for name, line in [("a", 1), ("b", 1), ("a", 2)]]
    edits = tuple(Edit(place, "old", "new") for place in places)
    problem = Problem.of(ProblemKind.DEFINITION_ORDER, places[0], "message", edits=edits)
    (fix,) = result_of(tmp_path, problem)["fixes"]
    changes = {
        change["artifactLocation"]["uri"]: [
            one["deletedRegion"]["startLine"] for one in change["replacements"]
        ]
        for change in fix["artifactChanges"]
    }
    assert changes == {"a": [1, 2], "b": [1]}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("no row for {project_id}", "no row for {project_id}"),
        ("the path /a/{0}", "the path /a/{{0}}"),
        ("[free](https://example.org)", "[free] (https://example.org)"),
        ("a\nb\x1b", "a\\nb\\x1b"),
    ],
)
def test_a_message_holds_no_placeholder_and_no_link(tmp_path: Path, text: str, shown: str) -> None:
    problem = Problem(ProblemKind.UNKNOWN_TYPE, Place("p"), text)
    assert result_of(tmp_path, problem)["message"]["text"] == shown


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_the_log_is_valid_whatever_authors_write(tmp_path: Path, text: str) -> None:
    report = hostile_report(tmp_path, text)
    assert sarif.render(report).isascii()
    run = run_of(report)
    assert len(run["results"]) == 4
    texts = [result["message"]["text"] for result in run["results"]]
    assert not [one for one in texts if re.search(r"\]\(|(?<!\{)\{\d+\}", one)]

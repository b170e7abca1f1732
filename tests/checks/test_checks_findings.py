# SPDX-License-Identifier: Apache-2.0
"""Weights, fingerprints and baselines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from os_apiref.checks.baseline import MalformedBaseline, read_baseline, write_baseline
from os_apiref.checks.comments import Comments
from os_apiref.checks.findings import Finding, Weighed, mark, weigh
from os_apiref.checks.weights import LEVELS, UnknownWeight, Weights, parse_level
from os_apiref.kinds import ProblemKind, Severity
from os_apiref.load.texts import Texts
from os_apiref.problems import Place, Problem

CHECK_ONLY = ProblemKind.UNUSED_DEFINITION
SILENT = ProblemKind.UNKNOWN_FIELD


def problem(
    kind: ProblemKind = SILENT, line: int = 1, text: str = "found", path: str = "p"
) -> Problem:
    return Problem.of(kind, Place(path, line, 1), text)


@pytest.mark.parametrize(
    ("kind", "levels", "checking", "expected"),
    [
        (SILENT, {}, False, Severity.NOTE),
        (SILENT, {}, True, Severity.WARNING),
        (CHECK_ONLY, {}, False, None),
        (CHECK_ONLY, {}, True, Severity.WARNING),
        (SILENT, {"unknown-field": Severity.ERROR}, False, Severity.ERROR),
        (SILENT, {"unknown-field": Severity.NOTE}, True, Severity.NOTE),
        (SILENT, {"unknown-field": None}, True, None),
        (SILENT, {"unused-definition": None}, True, Severity.WARNING),
    ],
)
def test_weights(
    kind: ProblemKind,
    levels: dict[str, Severity | None],
    checking: bool,
    expected: Severity | None,
) -> None:
    assert Weights(levels, checking).of(problem(kind)) is expected


def test_every_level_can_be_written() -> None:
    assert [parse_level("unknown-field", level) for level in LEVELS] == [None, *Severity]
    # 'off' without quotes is a boolean of YAML 1.1.
    assert parse_level("unknown-field", False) is None


@pytest.mark.parametrize(
    ("rule", "level", "words"),
    [
        ("unknown-feild", "off", "did you mean 'unknown-field'?"),
        ("xyz", "off", "see the list of rules"),
        ("unknown-field", "warn", "did you mean 'warning'?"),
        ("unknown-field", 7, "write one of off, note, warning, error"),
        ("unknown-field", ["off"], "write one of off, note, warning, error"),
    ],
)
def test_unknown_rules_and_levels(rule: str, level: object, words: str) -> None:
    with pytest.raises(UnknownWeight, match=words.replace("?", r"\?")):
        parse_level(rule, level)


def test_equal_problems_are_told_once_by_place() -> None:
    given = [problem(line=9), problem(line=2), problem(line=9)]
    told = weigh(given, Weights(), Comments(Texts()))
    assert [one.problem.place.line for one in told] == [2, 9]


def fingerprints(source: Path, text: str, *found: tuple[int, str]) -> list[str]:
    path = source / "a.inc"
    path.write_text(text, encoding="utf-8")
    weighed = [
        Weighed(problem(line=line, text=words, path=str(path)), Severity.WARNING)
        for line, words in found
    ]
    return [finding.fingerprint for finding in mark(weighed, source, Texts())]


def test_fingerprints_survive_edits_elsewhere(tmp_path: Path) -> None:
    before = fingerprints(tmp_path, "one\ntwo: x\n", (2, "two is odd, first in line 1"))
    after = fingerprints(tmp_path, "\n\none\n   two:  x\n", (4, "two is odd, first in line 3"))
    assert before == after


@pytest.mark.parametrize(
    ("text", "words"),
    [("one\ntwo: y\n", "two is odd"), ("one\ntwo: x\n", "two is even")],
)
def test_fingerprints_change_with_what_they_are_about(
    tmp_path: Path, text: str, words: str
) -> None:
    before = fingerprints(tmp_path, "one\ntwo: x\n", (2, "two is odd"))
    assert fingerprints(tmp_path, text, (2, words)) != before


def test_equal_findings_have_fingerprints_of_their_own(tmp_path: Path) -> None:
    text = "POST /action\nPOST /action\nPOST /action\n"
    three = fingerprints(tmp_path, text, (1, "no sample"), (2, "no sample"), (3, "no sample"))
    assert len(set(three)) == 3
    # One repaired: what is left is known.
    assert set(fingerprints(tmp_path, text, (1, "no sample"), (3, "no sample"))) < set(three)


def test_fingerprints_do_not_know_the_machine(tmp_path: Path) -> None:
    found = []
    for name in ("here", "there"):
        folder = tmp_path / name
        folder.mkdir()
        found += fingerprints(folder, "one\n", (1, f"the file {folder}/x does not exist"))
    assert found[0] == found[1]


def findings(source: Path) -> list[Finding]:
    weighed = [
        Weighed(problem(line=line, text=f"'{line}' é", path=str(source / name)), Severity.NOTE)
        for name, line in (("b.inc", 2), ("a.inc", 1), ("b.inc", 1))
    ]
    return mark(weighed, source, Texts())


def test_a_baseline_has_a_line_for_each_finding_in_order(tmp_path: Path) -> None:
    text = write_baseline(findings(tmp_path), tmp_path)
    assert write_baseline(reversed(findings(tmp_path)), tmp_path) == text
    lines = text.splitlines()
    assert [json.loads(line.rstrip(","))["path"] for line in lines[1:-1]] == [
        "a.inc",
        "b.inc",
        "b.inc",
    ]
    assert str(tmp_path) not in text
    assert read_baseline(text) == {finding.fingerprint for finding in findings(tmp_path)}


def test_an_empty_baseline(tmp_path: Path) -> None:
    assert read_baseline(write_baseline([], tmp_path)) == frozenset()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "null",
        '{"version": 2, "findings": []}',
        '{"version": 1, "findings": 3}',
        '{"version": 1, "findings": [{"rule": "x"}]}',
        '{"version": 1, "findings": ["x"]}',
    ],
)
def test_what_is_no_baseline(text: str) -> None:
    with pytest.raises(MalformedBaseline, match="--update-baseline"):
        read_baseline(text)

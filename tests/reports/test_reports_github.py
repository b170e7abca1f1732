# SPDX-License-Identifier: Apache-2.0
"""Annotations of GitHub Actions, read as its runner reads them."""

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
from os_apiref.reports import github
from os_apiref.reports.report import Report

COMMAND = re.compile(r"::(?P<name>[a-z]+) (?P<properties>.*?)::(?P<data>.*)")
ESCAPES = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))


def unescape(text: str) -> str:
    for escape, character in ESCAPES:
        text = text.replace(escape, character)
    return text


def commands(report: Report) -> list[tuple[str, dict[str, str], str]]:
    """Return the name, properties and message of every line."""
    found = []
    for line in github.render(report).splitlines():
        match = COMMAND.fullmatch(line)
        assert match, line
        pairs = (pair.partition("=") for pair in match["properties"].split(","))
        properties = {name: unescape(value) for name, _, value in pairs}
        found.append((match["name"], properties, unescape(match["data"])))
    return found


def test_a_finding_is_an_annotation(tmp_path: Path) -> None:
    path = write(tmp_path, "source/parameters.yaml")
    assert github.render(report_of(tmp_path, misspelt(path))) == (
        "::warning file=source/parameters.yaml,line=3,col=3,title=unknown-field::"
        "parameter 'name' has an unknown field 'requird'; did you mean 'required'?"
        f"%0A{ProblemKind.UNKNOWN_FIELD.why}\n"
    )


def test_only_what_is_known_is_told(tmp_path: Path) -> None:
    problems = (
        undescribed(str(tmp_path / "p")),
        unused(str(tmp_path / "p")),
        Problem.of(ProblemKind.MARKUP, Place("", 0, 4), "message"),
    )
    told = [list(properties) for _, properties, _ in commands(report_of(tmp_path, *problems))]
    assert told == [["file", "line", "title"], ["title"], ["file", "title"]]


def test_the_heaviest_come_first_and_else_nothing_moves(tmp_path: Path) -> None:
    report = report_of(tmp_path, unused("p"), misspelt("p"), undescribed("p"), untyped("p"))
    titles = [(name, properties["title"]) for name, properties, _ in commands(report)]
    assert titles == [
        ("error", "missing-field"),
        ("warning", "unknown-field"),
        ("warning", "missing-description"),
        ("notice", "unused-sample"),
    ]


@pytest.mark.parametrize(
    ("errors", "warnings", "notes", "summary_at"),
    [(10, 10, 10, None), (11, 0, 0, 11), (0, 11, 3, 11), (2, 1, 11, 3)],
)
def test_what_github_does_not_show_is_counted_where_it_is_seen(
    tmp_path: Path, errors: int, warnings: int, notes: int, summary_at: int | None
) -> None:
    problems = [untyped("p")] * errors + [misspelt("p")] * warnings + [unused("p")] * notes
    report = report_of(tmp_path, *problems)
    told = [message for _, _, message in commands(report)]
    at = told.index(report.summary) if report.summary in told else None
    assert at == summary_at


def test_a_clean_reference_has_no_annotation(tmp_path: Path) -> None:
    assert github.render(report_of(tmp_path)) == ""


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("a,b.rst", "file=a%2Cb.rst,"),
        ("a::b.rst", "file=a%3A%3Ab.rst,"),
        ("100%.rst", "file=100%25.rst,"),
        ("%0A.rst", "file=%250A.rst,"),
    ],
)
def test_the_name_of_a_file_is_escaped(tmp_path: Path, name: str, written: str) -> None:
    report = report_of(tmp_path, undescribed(str(tmp_path / name)))
    assert written in github.render(report)
    assert commands(report)[0][1]["file"] == name


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_whatever_authors_write_there_is_one_command_for_each_finding(
    tmp_path: Path, text: str
) -> None:
    told = commands(hostile_report(tmp_path, text))
    assert [name for name, _, _ in told] == ["warning"] * 4
    kinds = [ProblemKind.UNKNOWN_FIELD] * 2 + [ProblemKind.MARKUP] * 2
    assert [properties["title"] for _, properties, _ in told] == [kind.label for kind in kinds]
    assert all(
        message.endswith(f"\n{kind.why}") for kind, (_, _, message) in zip(kinds, told, strict=True)
    )
    if text.isprintable():
        assert told[1][2] == f"{text}\n{kinds[1].why}"

# SPDX-License-Identifier: Apache-2.0
"""What holds in every format."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from report_cases import HOSTILE, hostile_report, misspelt, report_of, untyped, unused, write

from os_apiref.reports import frames
from os_apiref.reports.formats import FORMATS
from os_apiref.reports.report import Report, count_rules

RENDERERS = {**FORMATS, "frames": frames.render, "narrow": partial(frames.render, width=1)}
every_format = pytest.mark.parametrize("render", RENDERERS.values(), ids=RENDERERS)
every_text = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)

Render = Callable[[Report], str]


@every_format
@every_text
def test_no_format_writes_what_a_terminal_obeys_or_an_encoder_refuses(
    tmp_path: Path, render: Render, text: str
) -> None:
    written = render(hostile_report(tmp_path, text))
    assert written.encode("utf-8")
    assert {one for one in written if not one.isprintable()} == {"\n"}


@every_format
def test_every_format_ends_with_a_line_end_and_is_the_same_each_time(
    tmp_path: Path, render: Render
) -> None:
    path = write(tmp_path, "parameters.yaml")
    report = report_of(tmp_path, untyped(path), misspelt(path), unused(path))
    written = render(report)
    assert written.endswith("\n")
    assert not written.endswith("\n\n")
    assert render(report) == written


@every_format
def test_a_path_starts_at_the_folder(tmp_path: Path, render: Render) -> None:
    path = write(tmp_path, "source/parameters.yaml")
    written = render(report_of(tmp_path, misspelt(path)))
    assert "source/parameters.yaml" in written
    assert path not in written


@pytest.mark.parametrize("name", ["text", "json", "junit"])
def test_a_path_leaves_the_folder_where_it_must(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, "samples/get.json")
    assert "../samples/get.json" in FORMATS[name](report_of(tmp_path / "source", unused(path)))


@pytest.mark.parametrize("name", ["sarif", "github"])
def test_a_path_outside_of_the_folder_is_absolute_where_no_path_may_climb(
    tmp_path: Path, name: str
) -> None:
    path = write(tmp_path, "samples/get.json")
    written = FORMATS[name](report_of(tmp_path / "source", unused(path)))
    assert Path(path).as_posix() in written
    assert ".." not in written


@pytest.mark.parametrize(
    ("findings", "operations", "summary"),
    [
        ("", 254, "No problems in 254 operations."),
        ("", 1, "No problems in 1 operation."),
        ("e", 2, "1 error in 2 operations."),
        ("nn", 2, "2 notes in 2 operations."),
        ("nwew", 2, "1 error, 2 warnings and 1 note in 2 operations."),
        ("nw", 2, "1 warning and 1 note in 2 operations."),
    ],
)
def test_the_summary_counts_from_the_heaviest(
    tmp_path: Path, findings: str, operations: int, summary: str
) -> None:
    problem = {"e": untyped("p"), "w": misspelt("p"), "n": unused("p")}
    report = report_of(tmp_path, *(problem[one] for one in findings), operations=operations)
    assert report.summary == summary


def test_rules_are_counted_from_the_heaviest_and_commonest(tmp_path: Path) -> None:
    report = report_of(tmp_path, unused("p"), misspelt("p"), misspelt("q"), untyped("p"))
    told = [(times, severity.value, rule) for times, severity, rule in count_rules(report.findings)]
    assert told == [
        (1, "error", "missing-field"),
        (2, "warning", "unknown-field"),
        (1, "note", "unused-sample"),
    ]

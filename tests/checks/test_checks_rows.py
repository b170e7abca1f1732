# SPDX-License-Identifier: Apache-2.0
"""Names that stand twice in one table, and rows in the wrong table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from references import found, operation, reference, table, texts, versions

from os_apiref.checks.rows import (
    duplicate_rows,
    misplaced_rows,
    overlapping_rows,
    version_gaps,
)
from os_apiref.model.parameter import Role
from os_apiref.model.reference import Reference
from os_apiref.problems import Place, Problem


def repeated_rows(checked: Reference) -> Iterator[Problem]:
    """What both rules on names that stand twice find."""
    yield from duplicate_rows(checked)
    yield from overlapping_rows(checked)


def checked(rows: str, **samples: str) -> Reference:
    """A table of a response, and samples by name."""
    files = {f"{name}.json": text for name, text in samples.items()}
    one = operation("GET /servers", response=rows, samples=tuple(files))
    return reference(one, samples=files)


@pytest.mark.parametrize(
    ("rows", "kinds"),
    [
        ("a\nb", []),
        ("a\nb\na", [(32, "duplicate-row")]),
        ("a: one\na: other", [(31, "duplicate-row")]),
        ("a\na\na", [(31, "duplicate-row"), (32, "duplicate-row")]),
        ("a 2.1..2.5\na 2.1..2.5", [(31, "duplicate-row")]),
        ("a 2.1..2.5\na 2.6..", []),
        ("a ..2.5\na 2.6..", []),
        ("a ..2.5\na 2.5..", [(31, "version-overlap")]),
        ("a 2.1..2.10\na 2.9..2.12", [(31, "version-overlap")]),
        ("a\na 2.9..", [(31, "version-overlap")]),
        ("a 2.1..\na 2.9..", [(31, "version-overlap")]),
        ("a ..2.5\na 2.6..\na 2.7..", [(32, "version-overlap")]),
        ("a in=body\na in=header", []),
        ("a in=query\na in=query", [(31, "duplicate-row")]),
        ("a\nA", []),
        ("a: ?\na: ?", []),
        ("a.b\na.b", [(31, "duplicate-row")]),
    ],
)
def test_the_same_name_twice(rows: str, kinds: list[tuple[int, str]]) -> None:
    assert found(repeated_rows, checked(rows)) == kinds


def test_two_tables_may_have_the_same_name() -> None:
    one = operation("POST /servers", request="a", response="a")
    assert found(repeated_rows, reference(one)) == []


def test_the_heading_of_a_table_bounds_its_rows() -> None:
    one = operation("GET /servers")
    rows = table("a ..2.5\na 2.3..", Role.RESPONSE, span=versions("2.6.."))
    assert found(repeated_rows, reference(replace(one, parameters=rows))) == []


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("a\na", "31: the row 'a' stands in this table a second time, first in line 30; "
                 "remove one of the two"),
        ("a: one\na: other",
         "31: the row 'a' stands in this table a second time, first in line 30; remove one of "
         "the two, which name 'one' and 'other', or tell them apart by dotted names"),
        ("a 2.1..2.5\na 2.1..2.5",
         "31: the row 'a' stands in this table a second time for the versions 2.1 – 2.5, first in "
         "line 30; remove one of the two"),
        ("a: one 2.1..2.10\na: other 2.9..",
         "31: two rows 'a' hold for the versions 2.9 – 2.10: this one, 'other', and 'one' in line "
         "30; end the one before the other starts: 'one' holds 2.1 – 2.10, 'other' holds since "
         "2.9"),
    ],
)  # fmt: skip
def test_a_repeated_row_is_told_with_the_first_one(rows: str, told: str) -> None:
    assert texts(repeated_rows, checked(rows)) == [told]
    (problem,) = repeated_rows(checked(rows))
    assert problem.related == (Place("a.inc", 30),)


TWO_DEPTHS = '{"version": {"id": "v2.1", "version": "2.90"}}'
ONE_DEPTH = '{"versions": [{"version": "2.90"}, {"version": "2.1"}]}'


@pytest.mark.parametrize(
    ("rows", "sample", "is_repeated"),
    [
        ("version: outer\nversion: inner", TWO_DEPTHS, False),
        ("version\nversion", TWO_DEPTHS, False),
        ("version\nversion\nversion", TWO_DEPTHS, True),
        ("version: outer\nversion: inner", ONE_DEPTH, True),
        ("version: outer type=object\nversion: inner", ONE_DEPTH, True),
        ("version in=header\nversion in=header", TWO_DEPTHS, True),
    ],
)
def test_a_sample_shows_whether_a_name_stands_at_several_depths(
    rows: str, sample: str, is_repeated: bool
) -> None:
    assert bool(found(repeated_rows, checked(rows, response=sample))) == is_repeated


def test_without_a_sample_an_object_may_hold_its_namesake() -> None:
    assert found(repeated_rows, checked("host: outer type=object\nhost: inner")) == []
    assert found(repeated_rows, checked("host: one type=object\nhost: one type=object")) == [
        (31, "duplicate-row")
    ]


@pytest.mark.parametrize(
    ("rows", "left_out"),
    [
        ("a 2.1..2.10\na 2.11..", ""),
        ("a 2.1..2.10\na 2.12..", "2.11"),
        ("a 2.12..\na 2.1..2.10", "2.11"),
        ("a ..2.9\na 2.12..", "2.10 to 2.11"),
        ("a 2.1..2.5\na 3.0..", ""),
        ("a 2.1..2.10\na 2.3..2.4\na 2.11..", ""),
        ("a 2.1..2.3\na 2.4..2.5\na 2.8..", "2.6 to 2.7"),
        ("a ..2.5\nb 2.8..", ""),
        ("a\na", ""),
        ("a in=query ..2.5\na in=body 2.8..", ""),
    ],
)
def test_versions_between_the_rows_of_one_name(rows: str, left_out: str) -> None:
    told = [problem.suggestion for problem in version_gaps(checked(rows))]
    assert told == (
        [f"did 'a' not exist in {left_out}? If it did, close the gap"] if left_out else []
    )


def test_a_gap_is_told_with_both_ends() -> None:
    assert texts(version_gaps, checked("a: old 2.1..2.10\na: new 2.12..")) == [
        "31: the rows 'a' leave out 2.11: 'old' ends at 2.10, 'new' starts at 2.12; "
        "did 'a' not exist in 2.11? If it did, close the gap"
    ]


@pytest.mark.parametrize(
    ("location", "is_misplaced"),
    [("path", True), ("query", True), ("header", False), ("body", False), ("boddy", False)],
)
def test_what_no_response_has(location: str, is_misplaced: bool) -> None:
    expected = [(30, "misplaced-row")] if is_misplaced else []
    assert found(misplaced_rows, checked(f"a in={location}")) == expected


def test_requests_have_paths_and_queries() -> None:
    one = operation("GET /servers/{a}", request="a in=path\nb in=query")
    assert found(misplaced_rows, reference(one)) == []

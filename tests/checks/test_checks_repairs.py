# SPDX-License-Identifier: Apache-2.0
"""Edits of paths and of leftover rows, from the text that stands there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from references import operation, reference

from os_apiref.checks.operations import whitespace_in_path
from os_apiref.checks.placeholders import unknown_path_parameters
from os_apiref.checks.repairs import with_repairs
from os_apiref.load.texts import Texts
from os_apiref.model.operation import Operation
from os_apiref.problems import Edit, Place


def written(folder: Path, text: str, one: Operation) -> Operation:
    """The operation as one that stands in the first line of a file with a text."""
    source = str(folder / "a.inc")
    Path(source).write_text(text, encoding="utf-8")
    rows = (replace(row, place=Place(source, row.place.line)) for row in one.parameters)
    return replace(one, place=Place(source, 1), parameters=tuple(rows))


@pytest.mark.parametrize(
    ("text", "path", "edit"),
    [
        (
            ".. rest_method:: GET /a/ {b}\n",
            "/a/ {b}",
            (1, 22, "/a/ {b}", "/a/{b}"),
        ),
        (
            ".. rest_method::\n\n   GET /a/\u200b{b}\n",
            "/a/\u200b{b}",
            (3, 8, "/a/\u200b{b}", "/a/{b}"),
        ),
        (".. rest_method:: GET /a b\n", "/a b", None),
        (".. rest_method:: GET /a\t/b\n", "/a /b", None),
        ("", "/a /b", None),
    ],
)
def test_the_path_is_tidied_where_it_stands(
    text: str, path: str, edit: tuple[int, int, str, str] | None, tmp_path: Path
) -> None:
    one = written(tmp_path, text, operation(f"GET {path}"))
    checked = reference(one)
    (problem,) = with_repairs(whitespace_in_path(checked), checked, Texts())
    if edit is None:
        assert problem.edits == ()
    else:
        line, column, old, new = edit
        assert problem.edits == (Edit(Place(one.place.path, line, column), old, new),)


ROWS = "\n" * 9 + "  - project_id: project_id_path\n  - limit: limit\n"


def test_a_leftover_row_goes_with_its_line(tmp_path: Path) -> None:
    rows = "project_id: project_id_path in=path\nlimit in=query"
    one = written(tmp_path, ROWS, operation("GET /servers", request=rows))
    checked = reference(one)
    (problem,) = with_repairs(unknown_path_parameters(checked), checked, Texts())
    (edit,) = problem.edits
    assert (edit.place.line, edit.new) == (10, "")
    assert edit.old == "  - project_id: project_id_path\n"


def test_a_row_that_may_be_meant_otherwise_stays(tmp_path: Path) -> None:
    rows = "project_id: project_id_path in=path\nlimit in=query"
    one = written(tmp_path, ROWS, operation("GET /{project-id}", request=rows))
    checked = reference(one)
    (problem,) = with_repairs(unknown_path_parameters(checked), checked, Texts())
    assert problem.edits == ()


def test_nothing_is_repaired_of_which_no_problem_tells(tmp_path: Path) -> None:
    rows = "project_id: project_id_path in=path\nlimit in=query"
    one = written(tmp_path, ROWS, operation("GET /servers", request=rows))
    assert list(with_repairs([], reference(one), Texts())) == []

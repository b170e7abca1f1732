# SPDX-License-Identifier: Apache-2.0
"""How a row is taken out of its table."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest

from os_apiref.load.rows import row_removal
from os_apiref.load.texts import Texts
from os_apiref.model.parameter import ParameterUse
from os_apiref.problems import Edit, Place


def removal(
    folder: Path, table: str, name: str, key: str, line: int, going: Collection[int] = ()
) -> Edit | None:
    """Return the edit that removes a row of a file."""
    path = folder / "servers.inc"
    path.write_text(table, encoding="utf-8")
    return row_removal(Texts(), ParameterUse(name, key, None, Place(str(path), line)), going)


@pytest.mark.parametrize(
    ("table", "line", "old"),
    [
        ("  - id: project_id\n  - name: n\n", 1, "  - id: project_id\n"),
        ("  - name: n\n  - id: project_id\n", 2, "  - id: project_id\n"),
        ("  - name: n\n  - id: project_id", 2, "  - id: project_id\n"),
        ("  - id : project_id\n  - name: n\n", 1, "  - id : project_id\n"),
        (
            "- name: n\n\n-   id:  project_id  # left over\n",
            3,
            "-   id:  project_id  # left over\n",
        ),
        ("- 'id': \"project_id\"\n- name: n\n", 1, "- 'id': \"project_id\"\n"),
        ("- name: n\n# a comment\n- id: project_id\n\nText\n", 3, "- id: project_id\n"),
    ],
)
def test_a_row_that_stands_with_others_goes_with_its_line(
    tmp_path: Path, table: str, line: int, old: str
) -> None:
    edit = removal(tmp_path, table, "id", "project_id", line)
    assert edit == Edit(Place(str(tmp_path / "servers.inc"), line, 1), old, "")


@pytest.mark.parametrize(
    ("why", "table", "line"),
    [
        ("it is the only one", "- id: project_id\n\nText\n", 1),
        ("the others are of another table", "  - id: project_id\n\n- name: n\n", 1),
        ("the line has another row", "- name: n\n- id: project_id\n", 1),
        ("the line has another key", "- id: other\n- name: n\n", 1),
        ("the row goes on below", "- id: project_id\n  name: n\n- a: b\n", 1),
        ("its key stands below", "- id:\n    project_id\n- name: n\n", 1),
        ("the rows stand in one line", "[{id: project_id}, {name: n}]\n", 1),
        ("there is no such line", "- name: n\n", 7),
        ("nobody knows its line", "- id: project_id\n- name: n\n", 0),
    ],
)
def test_a_row_stays_where(tmp_path: Path, why: str, table: str, line: int) -> None:
    assert removal(tmp_path, table, "id", "project_id", line) is None


def test_a_name_with_a_colon_is_one_name(tmp_path: Path) -> None:
    table = "- OS-DCF:diskConfig: project_id\n- name: n\n"
    assert removal(tmp_path, table, "OS-DCF:diskConfig", "project_id", 1)


def test_rows_that_go_together_leave_another(tmp_path: Path) -> None:
    two = "- id: project_id\n- tenant: tenant_id\n"
    assert removal(tmp_path, two, "id", "project_id", 1, {1, 2}) is None
    three = f"{two}- name: n\n"
    assert removal(tmp_path, three, "id", "project_id", 1, {1, 2})


def test_a_file_that_is_gone_gives_no_edit(tmp_path: Path) -> None:
    use = ParameterUse("id", "project_id", None, Place(str(tmp_path / "gone.inc"), 1))
    assert row_removal(Texts(), use) is None

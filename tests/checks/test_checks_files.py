# SPDX-License-Identifier: Apache-2.0
"""Fragments that nobody includes, and those that stand on a page twice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from references import found, operation, texts

from os_apiref.checks.files import orphan_includes, repeated_includes
from os_apiref.load.disk import load_disk
from os_apiref.model.reference import Disk, Fragment, Include, Reference
from os_apiref.problems import Place


def including(*includes: tuple[int, str], held: dict[str, Fragment] | None = None) -> Reference:
    """A document ``index.rst`` that includes files in some lines."""
    return Reference(
        includes=tuple(
            Include("index", path, Place("/docs/index.rst", line)) for line, path in includes
        ),
        disk=Disk(fragments=tuple((held or {}).values())),
        sources=("/docs/index.rst",),
    )


@pytest.mark.parametrize(
    ("fragment", "told"),
    [
        (Fragment("/docs/a.inc", 2), []),
        (Fragment("/docs/b.inc"), ["1: no document includes this file; include it, or remove it"]),
        (
            Fragment("/docs/b.inc", 1),
            ["1: no document includes this file: its operation is on no page; "
             "include it, or remove it"],
        ),
        (
            Fragment("/docs/b.inc", 8),
            ["1: no document includes this file: its 8 operations are on no page; "
             "include it, or remove it"],
        ),
        (Fragment("/docs/index.rst"), []),
    ],
)  # fmt: skip
def test_files_that_no_document_includes(fragment: Fragment, told: list[str]) -> None:
    checked = including((1, "/docs/a.inc"), held={"": fragment})
    assert texts(orphan_includes, checked) == told


WITH_OPERATION = {"/docs/a.inc": Fragment("/docs/a.inc", 1)}
TABLES = {"/docs/a.inc": Fragment("/docs/a.inc")}
REPEATED = [(7, "repeated-include")]


def test_a_file_with_operations_stands_on_a_page_once() -> None:
    twice = including((3, "/docs/a.inc"), (7, "/docs/a.inc"), held=WITH_OPERATION)
    assert texts(repeated_includes, twice) == [
        "7: 'a.inc' is included a second time, first in line 3; remove one of the two"
    ]
    (problem,) = repeated_includes(twice)
    assert problem.related == (Place("/docs/index.rst", 3),)


@pytest.mark.parametrize(
    "checked",
    [
        including((3, "/docs/a.inc"), (7, "/docs/b.inc"), held=WITH_OPERATION),
        including((3, "/docs/a.inc"), (7, "/docs/a.inc"), held=TABLES),
        including((3, "/docs/a.txt"), (7, "/docs/a.txt")),
    ],
    ids=[
        "different files",
        "tables that operations share",
        "a file of another kind without operations",
    ],
)
def test_what_may_stand_on_a_page(checked: Reference) -> None:
    assert found(repeated_includes, checked) == []


def test_two_documents_may_include_the_same_file() -> None:
    checked = including((3, "/docs/a.inc"), (7, "/docs/a.inc"), held=WITH_OPERATION)
    one, other = checked.includes
    apart = replace(checked, includes=(one, replace(other, docname="other")))
    assert found(repeated_includes, apart) == []


def test_a_file_of_any_name_with_operations_is_noticed() -> None:
    twice = including((3, "/docs/a.txt"), (7, "/docs/a.txt"))
    one = replace(operation("GET /a"), place=Place("/docs/a.txt", 5))
    assert found(repeated_includes, replace(twice, operations=(one,))) == REPEATED


def test_only_the_outer_one_of_two_files_is_told() -> None:
    twice = including((3, "/docs/a.txt"), (7, "/docs/a.txt"))
    inner = Include("index", "/docs/b.inc", Place("/docs/a.txt", 1))
    held = Disk(fragments=(Fragment("/docs/b.inc", 1),))
    checked = replace(twice, includes=(*twice.includes, inner, inner), disk=held)
    assert found(repeated_includes, checked) == REPEATED


@pytest.mark.parametrize(
    ("text", "operations"),
    [
        ("", 0),
        (".. note:: Mind the gap.\n", 0),
        ("A title\n=======\n\n.. rest_method:: GET /a\n", 1),
        (".. rest_method::\r\n   GET /a\r\n\r\n.. rest_method:: GET /b\r\n", 2),
        ("Write ``.. rest_method:: GET /a``.\n", 0),
    ],
)
def test_what_a_fragment_holds(text: str, operations: int, tmp_path: Path) -> None:
    path = tmp_path.resolve() / "deep" / "a.inc"
    path.parent.mkdir()
    path.write_bytes(text.encode())
    (fragment,) = load_disk(tmp_path, (), ()).fragments
    assert fragment == Fragment(str(path), operations)


def test_hidden_folders_are_no_part_of_the_source(tmp_path: Path) -> None:
    (tmp_path / ".tox").mkdir()
    (tmp_path / ".tox" / "a.inc").touch()
    assert load_disk(tmp_path, (), ()).fragments == ()

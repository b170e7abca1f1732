# SPDX-License-Identifier: Apache-2.0
"""The rows of a table: with and without a YAML parser."""

from __future__ import annotations

import pytest

from os_apiref.load import tables
from os_apiref.load.tables import load_rows
from os_apiref.model.parameter import Parameter
from os_apiref.problems import Place, Problem

KNOWN = {"key": Parameter("key", Place("p.yaml", 1))}


@pytest.mark.parametrize(
    ("content", "rows", "problems"),
    [
        ("- a: key\n- b: key\n", [("a", 7), ("b", 8)], []),
        ("- a : key\n\n\n- b:   key\n", [("a", 7), ("b", 10)], []),
        ("- networks.uuid: key\n", [("networks.uuid", 7)], []),
        ("- OS-DCF:diskConfig: key\n", [("OS-DCF:diskConfig", 7)], []),
        ("- volumes_{volume_type}: key\n", [("volumes_{volume_type}", 7)], []),
        ("- foo_: key\n- 2.10: key\n- yes: key\n", [("foo_", 7), ("2.10", 8), ("yes", 9)], []),
        ("- a: key\n- a: key\n", [("a", 7), ("a", 8)], []),
        ("- a: key\n  b: key\n", [("a", 7), ("b", 8)], []),
        ("a: key\nb: key\n", [("a", 7), ("b", 8)], [(7, "malformed-table")]),
        ("- a: key\n- b\n- c: key\n", [("a", 7), ("c", 9)], [(8, "malformed-table")]),
        ("- a: key\n- b: [\n- c: key\n", [("a", 7), ("c", 9)], [(8, "malformed-yaml")]),
        ("- a:\n- b: key\n", [("b", 8)], [(7, "malformed-table")]),
        ("-\n- b: key\n", [("b", 8)], [(7, "malformed-table")]),
        ("- {}\n- b: key\n", [("b", 8)], [(7, "malformed-table")]),
        ("- [a]\n- b: key\n", [("b", 8)], [(7, "malformed-table")]),
        ("- ? [a]\n  : key\n- b: key\n", [("b", 9)], [(7, "malformed-table")]),
        ("a and b", [], [(7, "malformed-table")]),
        ("", [], []),
    ],
)
def test_rows(content: str, rows: list[tuple[str, int]], problems: list[tuple[int, str]]) -> None:
    found: list[Problem] = []
    uses = load_rows(content, Place("index.rst", 7), KNOWN.get, found.append)
    assert [(use.name, use.place.line) for use in uses] == rows
    assert all(use.definition is KNOWN["key"] for use in uses)
    assert [(one.place.line, one.kind.label) for one in found] == problems
    # A directive's content stands indented: its columns would be false.
    assert not [one for one in found if one.place.column]


def test_a_row_of_an_undefined_key_is_a_row() -> None:
    (use,) = load_rows("- a: other", Place("index.rst", 7), KNOWN.get, pytest.fail)
    assert (use.name, use.key, use.definition) == ("a", "other", None)


@pytest.mark.parametrize(
    "content",
    [
        "- name: key",
        "- name: key\n- other : key-2\n\n- OS-DCF:diskConfig: OS-DCF:diskConfig\n",
        "  - a.b: c\n  - volumes_{volume_type}: d  \n",
        "-   spaced   :   key",
        "- y: no\n- on: true",
        "- foo_: null_key\n- nullable: nullable",
    ],
)
def test_plain_rows_need_no_yaml_and_mean_the_same(
    content: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Place("index.rst", 7)
    plain = load_rows(content, place, lambda key: None, pytest.fail)
    assert tables._plain_rows(content)
    monkeypatch.setattr(tables, "_plain_rows", lambda content: None)
    assert load_rows(content, place, lambda key: None, pytest.fail) == plain


@pytest.mark.parametrize(
    "content",
    [
        "",
        "name: key",
        "- name",
        "- name:",
        "- name:key",
        "- name: null",
        "- null: key",
        "- name: 'key'",
        "- name: key # comment",
        "- name: two words",
        "- name: key:",
        "- name: a: b",
        "- name: key\n  - deeper: key",
        "- name: key\n  second: key",
        "- 1: key",
        "- *name: key",
        "- name: [key]",
        "-\tname: key",
    ],
)
def test_anything_else_is_left_to_yaml(content: str) -> None:
    assert tables._plain_rows(content) is None

# SPDX-License-Identifier: Apache-2.0
"""Parameter definitions and rows: YAML in, model and problems out."""

from __future__ import annotations

import pytest

from os_apiref.load import files, parameters
from os_apiref.load.parameters import ParameterFile, load_parameters, load_rows
from os_apiref.model.microversion import EVERY_VERSION, Microversion, VersionRange
from os_apiref.model.parameter import Parameter
from os_apiref.problems import Place, Problem, ProblemKind, Severity

GOOD = "a:\n  in: body\n  type: string\n  description: The a.\n"


def load(text: str) -> tuple[ParameterFile, dict[str, list[tuple[int, str]]]]:
    """Return a file, and line and kind of each problem by key ('' for the file's own)."""
    file = load_parameters(text, "p.yaml")
    found = {"": file.problems, **file.faults}
    return file, {
        key: [(one.place.line, one.kind.label) for one in problems]
        for key, problems in found.items()
        if problems
    }


def test_a_whole_definition() -> None:
    file, problems = load(
        "a:\n  description: |\n    The a.\n  in: query\n  required: true\n"
        "  type: key-only, no value expected\n"
        "  min_version: 2.10\n  max_version: 2.100\n  format: uuid\n"
    )
    parameter = file.definitions["a"]
    assert problems == {}
    assert parameter.place == Place("p.yaml", 1, 1)
    assert (parameter.location, parameter.required, parameter.format) == ("query", True, "uuid")
    assert parameter.type == "key-only, no value expected"
    assert parameter.description is not None
    assert (parameter.description.content, parameter.description.lines) == ("The a.", (3,))
    assert (parameter.min_version, parameter.max_version) == ("2.10", "2.100")
    assert parameter.versions == VersionRange(Microversion(2, 10), Microversion(2, 100))


@pytest.mark.parametrize(
    ("value", "required", "is_fault"),
    [
        ("true", True, False),
        ("yes", True, False),
        ("false", False, False),
        ("off", False, False),
        ("", False, False),
        ("null", False, False),
        ("maybe", True, True),
        ("'false'", True, True),
        ("1", True, True),
        ("[true]", True, True),
    ],
)
def test_required(value: str, required: bool, is_fault: bool) -> None:
    file, problems = load(f"{GOOD}  required: {value}\n")
    assert file.definitions["a"].required is required
    assert problems == ({"a": [(5, "malformed-field")]} if is_fault else {})


def test_a_missing_required_means_optional() -> None:
    assert load(GOOD)[0].definitions["a"].required is False


@pytest.mark.parametrize(
    ("value", "shown", "version", "kind"),
    [
        ("2.1", "2.1", Microversion(2, 1), None),
        ("2.10", "2.10", Microversion(2, 10), None),
        ("'2.10'", "2.10", Microversion(2, 10), None),
        ("null", "", None, None),
        ("", "", None, None),
        ("2", "2", None, "malformed-version"),
        ("soon", "soon", None, "malformed-version"),
        ("2.1.1", "2.1.1", None, "malformed-version"),
        ("-2.1", "-2.1", None, "malformed-version"),
        ("2.1e3", "2.1e3", None, "malformed-version"),
        (".inf", ".inf", None, "malformed-version"),
        ("2.٣", "2.٣", None, "malformed-version"),
        ("[2.1]", "", None, "malformed-field"),
    ],
)
def test_versions(value: str, shown: str, version: Microversion | None, kind: str | None) -> None:
    file, problems = load(f"{GOOD}  min_version: {value}\n")
    parameter = file.definitions["a"]
    assert (parameter.min_version, parameter.versions.min) == (shown, version)
    assert problems == ({"a": [(5, kind)]} if kind else {})
    assert parameter.versions == (VersionRange(version) if version else EVERY_VERSION)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: words\n", {"a": [(1, "malformed-definition")]}),
        ("a:\n", {"a": [(1, "malformed-definition")]}),
        ("a: [in, body]\n", {"a": [(1, "malformed-definition")]}),
        (
            "a: {}\n",
            {"a": [(1, "missing-field"), (1, "missing-field"), (1, "missing-description")]},
        ),
        ("a:\n  in: body\n  type: string\n", {"a": [(1, "missing-description")]}),
        (GOOD.replace("body", "boddy"), {"a": [(2, "unknown-location")]}),
        (GOOD.replace("body", "[body]"), {"a": [(2, "malformed-field")]}),
        (GOOD.replace("string", "[string]"), {"a": [(3, "malformed-field")]}),
        (GOOD.replace("The a.", "[The a.]"), {"a": [(4, "malformed-field")]}),
        (GOOD + "  requried: true\n", {"a": [(5, "unknown-field")]}),
        (GOOD + "  type: integer\n", {"a": [(5, "duplicate-key")]}),
        (GOOD + GOOD, {"": [(5, "duplicate-key")]}),
        (GOOD + "b: x: y\n", {"": [(5, "malformed-yaml")]}),
        ("x: &x\n  in: body\n  type: string\n  description: X.\na:\n  <<: *x\n", {}),
        ("x: &x\n  in: bod\n  type: s\n  description: X.\na:\n  <<: *x\n  in: body\n",
         {"x": [(2, "unknown-location")]}),
    ],
)  # fmt: skip
def test_problems_of_definitions(text: str, expected: dict[str, list[tuple[int, str]]]) -> None:
    file, problems = load(text)
    assert "a" in file.definitions
    assert problems == expected


def test_a_misspelt_field_is_told_with_its_near_name() -> None:
    (problem,) = load(GOOD + "  requried: true\n")[0].faults["a"]
    assert problem.severity is Severity.NOTE
    assert problem.suggestion == "did you mean 'required'?"


def test_no_file_fills_the_memory_with_problems(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "PROBLEM_LIMIT", 5)
    file, problems = load("".join(f"k{number}:\n" for number in range(50)))
    assert len(file.definitions) == 50
    assert sum(map(len, problems.values())) == 6
    assert problems["k5"] == [(1, "malformed-file")]


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


def test_kinds_weigh_what_they_weigh() -> None:
    # What os-api-ref builds without a word stays a note: references build with -W.
    notes = {kind.label for kind in ProblemKind if kind.severity is Severity.NOTE}
    assert notes == {
        "unknown-method-option",
        "missing-description",
        "unknown-field",
        "malformed-field",
        "malformed-version",
        "duplicate-key",
    }


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
    assert parameters._plain_rows(content)
    monkeypatch.setattr(parameters, "_plain_rows", lambda content: None)
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
    assert parameters._plain_rows(content) is None

# SPDX-License-Identifier: Apache-2.0
"""Parameter definitions and rows: YAML in, model and problems out."""

from __future__ import annotations

import pytest

from os_apiref.kinds import ProblemKind, Severity
from os_apiref.load import files
from os_apiref.load.parameters import ParameterFile, load_parameters
from os_apiref.model.microversion import EVERY_VERSION, Microversion, VersionRange
from os_apiref.problems import Place

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
    assert problem.plain is Severity.NOTE
    assert problem.suggestion == "did you mean 'required'?"


def test_no_file_fills_the_memory_with_problems(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "PROBLEM_LIMIT", 5)
    file, problems = load("".join(f"k{number}:\n" for number in range(50)))
    assert len(file.definitions) == 50
    assert sum(map(len, problems.values())) == 6
    assert problems["k5"] == [(1, "malformed-file")]


def test_kinds_weigh_what_they_weigh() -> None:
    # What os-api-ref builds without a word stays a note: references build with -W.
    notes = {kind.label for kind in ProblemKind if kind.plain is Severity.NOTE}
    assert notes == {
        "unknown-method-option",
        "missing-description",
        "unknown-field",
        "malformed-field",
        "malformed-version",
        "duplicate-key",
    }


@pytest.mark.parametrize(
    ("fields", "edits"),
    [
        ("requered: true", [("requered", "required")]),
        ("Type: string", [("Type", "type")]),
        ("min_versoin: 2.1", [("min_versoin", "min_version")]),
        ("requered: true\n  descripition: The a.",
         [("requered", "required"), ("descripition", "description")]),
        ("version: 2.1", []),
        ("example: 5", []),
        ('"requered": true', []),
        ("requered: true\n  required: true", []),
        ("required: true\n  requered: true", []),
        ("requered: true\n  require: true", []),
    ],
)  # fmt: skip
def test_a_misspelt_field_is_repaired_where_nothing_else_can_be_meant(
    fields: str, edits: list[tuple[str, str]]
) -> None:
    file = load_parameters(f"a:\n  {fields}\n", "p.yaml")
    found = [edit for one in file.faults["a"] for edit in one.edits]
    assert [(edit.old, edit.new) for edit in found] == edits
    assert {edit.place.column for edit in found} <= {3}

# SPDX-License-Identifier: Apache-2.0
"""Definitions: used or not, their types, their order, their versions."""

from __future__ import annotations

from dataclasses import replace

import pytest
from references import YAML, definition, found, operation, reference, table, texts, versions

from os_apiref.checks.definitions import (
    definitions_out_of_order,
    inverted_versions,
    unknown_types,
    unused_definitions,
)
from os_apiref.checks.typewords import is_known_type, nearest_type
from os_apiref.load.parameters import load_parameters
from os_apiref.model.operation import Sample
from os_apiref.model.parameter import Parameter, Role
from os_apiref.model.reference import DefinitionFile, Reference
from os_apiref.problems import Place


def loaded(text: str, *used: str, path: str = YAML) -> DefinitionFile:
    """A file of definitions of which rows name some keys."""
    return DefinitionFile(path, load_parameters(text, path).definitions, frozenset(used))


def defined(*definitions: Parameter) -> Reference:
    """A reference of definitions alone."""
    return Reference(definitions=(DefinitionFile(YAML, {one.key: one for one in definitions}),))


FIELDS = "  in: body\n  type: string\n"


def test_a_definition_that_no_row_names() -> None:
    file = loaded(f"a:\n{FIELDS}b:\n{FIELDS}", "a")
    assert texts(unused_definitions, Reference(definitions=(file,))) == [
        "4: no row of any document names the definition 'b'; "
        "remove it, or name it in the row that should have it"
    ]


def test_each_file_has_its_own_rows() -> None:
    one = loaded(f"a:\n{FIELDS}", "a", path="one.yaml")
    other = loaded(f"\na:\n{FIELDS}", path="other.yaml")
    (problem,) = unused_definitions(Reference(definitions=(one, other)))
    assert problem.place == Place("other.yaml", 2, 1)


def test_what_a_used_definition_is_merged_from_is_used() -> None:
    text = f"a: &a\n{FIELDS}  description: |\n    The a.\nb:\n  <<: *a\n  required: true\n"
    assert found(unused_definitions, Reference(definitions=(loaded(text, "b"),))) == []
    assert found(unused_definitions, Reference(definitions=(loaded(text, "a"),))) == [
        (6, "unused-definition")
    ]


@pytest.mark.parametrize(
    "written",
    [
        "string", "integer", "object", "array", "boolean", "uuid", "list", "JSON", "none",
        "float", "bool", "dict", "enum", "int", "dictionary", "key-only, no value expected",
        "list of lists", "string or object", "key-only (no value required)", "key value pairs",
        "UUID", "String", "number", "map", "datestamp", "any", "trilean", "hostname", "null",
        "domainname", "datetime", "Identifier", "Structure (inlined)", "KeyValuePairs",
        "integer (or null)", "array of strings", "list of dicts", "ISO8601 datetime", "IPv4",
        "ISO 8601 date", "date-time", "string[]", "array<string>", "xsd:string", "int64",
        "list of UUIDs", "list of dictionaries", "VnfInstance", "hypervisor state",
        "array of server objects", "object (flavor)", "string, null",
    ],
)  # fmt: skip
def test_types_that_readers_understand(written: str) -> None:
    assert is_known_type(written)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("interger", "integer"),
        ("sting", "string"),
        ("stirng", "string"),
        ("Stirng", "string"),
        ("boolen", "boolean"),
        ("obejct", "object"),
        ("arry", "array"),
        ("lst", "list"),
        ("string or objct", "string or object"),
        ("list of strngs", "list of string"),
        ("wibble", ""),
        ("5", ""),
        ("-", ""),
    ],
)
def test_types_that_nobody_understands(written: str, meant: str) -> None:
    assert not is_known_type(written)
    assert nearest_type(written) == meant


def test_an_unknown_type_is_told_with_its_nearest() -> None:
    checked = defined(
        definition("a type=sting", 2), definition("b type=wibble", 5), definition("c type=", 9)
    )
    assert texts(unknown_types, checked) == [
        "2: parameter 'a' has the unknown type 'sting'; did you mean 'string'?",
        "5: parameter 'b' has the unknown type 'wibble'; "
        "write for instance string, integer, boolean, object or array",
    ]


@pytest.mark.parametrize(
    ("definitions", "told"),
    [
        (["a in=path", "b in=path", "a in=body"], []),
        (
            ["a in=body", "c in=body", "d in=body", "b in=path"],
            ["4: definition 'b', in: path, stands out of order; move it before 'a' in line 1"],
        ),
        (
            ["z in=body", "b in=body", "c in=body"],
            ["1: definition 'z', in: body, stands out of order; move it to the end"],
        ),
    ],
)
def test_definitions_out_of_order(definitions: list[str], told: list[str]) -> None:
    checked = {f"{line}": definition(text, line) for line, text in enumerate(definitions, 1)}
    file = DefinitionFile(YAML, checked)
    assert texts(definitions_out_of_order, Reference(definitions=(file,))) == told


@pytest.mark.parametrize(
    ("span", "is_inverted"),
    [
        ("2.9..2.10", False),
        ("2.10..2.10", False),
        ("2.10..", False),
        ("..2.10", False),
        ("..", False),
        ("2.10..2.9", True),
        ("3.0..2.99", True),
    ],
)
def test_ranges_of_definitions(span: str, is_inverted: bool) -> None:
    checked = defined(definition(f"a {span}", 4))
    assert found(inverted_versions, checked) == ([(4, "inverted-versions")] if is_inverted else [])


BACKWARDS = versions("2.10..2.9")


def test_inverted_ranges_are_told_where_they_stand() -> None:
    one = operation("GET /servers", span="2.10..2.9")
    rows = table("a\nb", Role.RESPONSE, line=30, span=BACKWARDS)
    sample = Sample("a.json", "json", Place("a.inc", 50), versions=BACKWARDS)
    advice = "write the earlier version first; 2.10 is later than 2.9"
    assert texts(
        inverted_versions, Reference((replace(one, parameters=rows, samples=(sample,)),))
    ) == [
        "3: operation 'Show server' has min_version 2.10 and max_version 2.9, so no version has "
        f"it; {advice}",
        f"30: the heading of this table says versions from 2.10 to 2.9, so no version has it; "
        f"{advice}",
        f"50: the heading of this sample says versions from 2.10 to 2.9, so no version has it; "
        f"{advice}",
    ]


def test_the_range_of_a_status_code() -> None:
    one = operation("GET /a", codes="Normal response codes: 200 (microversions 2.9 - 2.1)")
    assert found(inverted_versions, reference(one)) == [(5, "inverted-versions")]

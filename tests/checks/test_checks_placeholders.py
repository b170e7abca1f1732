# SPDX-License-Identifier: Apache-2.0
"""Placeholders of paths and rows of request tables, held against each other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from references import found, operation, reference, table, texts

from os_apiref.checks.placeholders import (
    leftover_rows,
    undocumented_placeholders,
    unknown_path_parameters,
)
from os_apiref.model.operation import Operation
from os_apiref.problems import Place

UNDOCUMENTED = (3, "undocumented-placeholder")
UNKNOWN = (10, "unknown-path-parameter")


@pytest.mark.parametrize(
    ("line", "rows", "problems"),
    [
        ("GET /servers", "", []),
        ("GET /servers/{id}", "id in=path", []),
        ("GET /servers/{id}", "", [UNDOCUMENTED]),
        ("GET /servers/{id}", "name in=path", [UNDOCUMENTED]),
        ("GET /servers/{id}", "id in=body", [(10, "undocumented-placeholder")]),
        ("GET /servers/{id}", "id in=body\nid in=path", []),
        ("GET /servers/{id}", "id: ?", []),
        ("GET /servers/{id}", "id in=boddy", []),
        ("GET /{a}/{b}/{a}", "b in=path", [UNDOCUMENTED]),
        ("GET /{a}/{b}", "", [UNDOCUMENTED, UNDOCUMENTED]),
        ("GET /servers/\u200b{id}\u200b", "id in=path", []),
        ("GET /services/{service_id/name}", "service_id in=path", []),
        ("GET /files/{path:.*}", "path in=path", []),
        ("GET /servers?{usage}=True", "", []),
        ("GET /servers{?limit}", "", []),
        ("GET ", "", []),
    ],
)
def test_placeholders_need_rows(line: str, rows: str, problems: list[tuple[int, str]]) -> None:
    checked = reference(operation(line, request=rows))
    assert found(undocumented_placeholders, checked) == problems


def test_a_row_of_the_response_documents_no_placeholder() -> None:
    checked = reference(operation("GET /servers/{id}", response="id in=path"))
    assert found(undocumented_placeholders, checked) == [UNDOCUMENTED]


def test_a_row_under_a_heading_without_a_role_documents_a_placeholder() -> None:
    one = replace(operation("GET /servers/{id}"), parameters=table("id in=path", None))
    assert found(undocumented_placeholders, reference(one)) == []


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (
            "",
            "3: no row of a request table documents {id} of GET /servers/{id}; "
            "write a row '- id: id_path'",
        ),
        (
            "id: id in=body",
            "10: the row 'id' says in: body, but {id} stands in the path; "
            "name a definition with in: path, for instance '- id: id_path'",
        ),
    ],
)
def test_the_definition_that_other_rows_of_the_name_use_is_suggested(rows: str, told: str) -> None:
    other = operation("GET /servers/{id}/x", at=60, anchor="other", request="id: id_path in=path")
    one = operation("GET /servers/{id}", request=rows)
    assert texts(undocumented_placeholders, reference(one, other)) == [told]


def test_a_definition_with_the_name_itself_is_suggested_where_no_row_uses_it() -> None:
    one = operation("GET /servers/{id}", request="limit in=query")
    unused = operation("GET /x/{y}", anchor="x", docname="elsewhere", request="y: id in=path")
    (problem,) = undocumented_placeholders(reference(one, unused))
    assert problem.suggestion == "write a row '- id: id'"


def test_a_placeholder_spelt_otherwise_than_its_row() -> None:
    checked = reference(operation("GET /servers/{server-id}", request="server_id in=path"))
    assert texts(undocumented_placeholders, checked) == [
        "3: no row of a request table documents {server-id} of GET /servers/{server-id}; "
        "its row 'server_id' is spelt otherwise: correct the one or the other"
    ]
    assert texts(unknown_path_parameters, checked) == [
        "10: the row 'server_id' says in: path, but GET /servers/{server-id} has no {server_id}; "
        "did you mean 'server-id'?"
    ]


def test_a_row_that_names_the_definition_of_a_placeholder() -> None:
    checked = reference(operation("GET /consoles/{console_id}", request="id: console_id in=path"))
    (undocumented,) = undocumented_placeholders(checked)
    assert undocumented.suggestion.startswith("its row 'id' is spelt otherwise")
    (unknown,) = unknown_path_parameters(checked)
    assert unknown.suggestion == "did you mean 'console_id'?"


@pytest.mark.parametrize(
    ("line", "rows", "problems"),
    [
        ("GET /servers", "limit in=query\nname in=body\nkey in=header", []),
        ("GET /servers/{id}", "id in=path", []),
        ("GET /servers", "id in=path", [UNKNOWN]),
        ("GET /servers/{id}", "id in=path\nproject_id in=path", [(11, "unknown-path-parameter")]),
        ("GET /servers", "id: ?", []),
        ("GET /servers?{usage}=True", "usage in=path", []),
        ("GET /services/{service_id/name}", "name in=path", []),
        ("GET ", "id in=path", []),
    ],
)
def test_rows_of_path_parameters_need_placeholders(
    line: str, rows: str, problems: list[tuple[int, str]]
) -> None:
    checked = reference(operation(line, request=rows))
    assert found(unknown_path_parameters, checked) == problems


def test_a_path_parameter_of_a_response_is_not_looked_for_in_the_path() -> None:
    checked = reference(operation("GET /servers", response="id in=path"))
    assert found(unknown_path_parameters, checked) == []


def shared_table(*lines: str) -> tuple[Operation, ...]:
    """Operations that include the same table, whose row is the path parameter ``id``."""
    return tuple(
        operation(line, at=number, anchor=str(number), request="id in=path")
        for number, line in enumerate(lines, 1)
    )


def test_a_row_that_several_operations_share_fits_where_one_path_has_it() -> None:
    checked = reference(*shared_table("GET /servers", "GET /servers/{id}", "POST /servers"))
    assert found(unknown_path_parameters, checked) == []


def test_a_row_that_fits_nowhere_is_told_once() -> None:
    checked = reference(*shared_table("GET /servers", "POST /servers"))
    (problem,) = unknown_path_parameters(checked)
    assert problem.related == (Place("a.inc", 1),)


def test_operations_inside_each_other_share_their_tables() -> None:
    outer = operation("POST /servers", anchor="outer", request="id in=path")
    inner = operation("GET /servers/{id}", at=20, anchor="inner", inside="outer")
    assert found(unknown_path_parameters, reference(outer, inner)) == []
    assert found(undocumented_placeholders, reference(outer, inner)) == []


def test_operations_of_one_section_share_their_tables() -> None:
    first = operation("GET /servers/{id}")
    second = operation("PUT /servers/{name}", at=20, request="id in=path\nname in=path")
    assert found(unknown_path_parameters, reference(first, second)) == []
    assert found(undocumented_placeholders, reference(first, second)) == []


@pytest.mark.parametrize(
    ("line", "rows", "leftover"),
    [
        ("GET /servers", "project_id in=path", True),
        ("GET /servers", "tenant_id in=path", True),
        ("GET /servers", "cascade in=path", False),
        ("GET /{project-id}/servers", "project_id in=path", False),
        ("GET /{project_id}/servers", "project_id in=path", False),
        ("GET /servers", "project_id in=query", False),
    ],
)
def test_leftovers_are_removed_without_a_question(line: str, rows: str, leftover: bool) -> None:
    checked = reference(operation(line, request=rows))
    assert [row.name for row in leftover_rows(checked)] == ([rows.split()[0]] if leftover else [])
    problems = list(unknown_path_parameters(checked))
    assert [one for one in problems if one.suggestion == "remove the row"] == (
        problems if leftover else []
    )

# SPDX-License-Identifier: Apache-2.0
"""Paths of operations, their sections, and what they leave out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from references import found, operation, reference, texts

from os_apiref.checks.operations import (
    duplicate_operations,
    nested_operations,
    operations_without_sample,
    queries_in_paths,
    relative_paths,
    whitespace_in_path,
)
from os_apiref.checks.paths import names_of, placeholders, positional, tidied, without_query
from os_apiref.model.operation import Operation
from os_apiref.model.parameter import Role
from os_apiref.problems import Place


@pytest.mark.parametrize(
    ("path", "characters", "advice"),
    [
        ("/servers/{id}", "", ""),
        ("/servers/ {id}", "a space", "write GET /servers/{id}"),
        ("/servers/{ id }", "a space", "write GET /servers/{id}"),
        ("/servers/\u200b{id}\u200b", "U+200B (zero width space)", "write GET /servers/{id}"),
        ("/\ufeffservers", "U+FEFF (zero width no-break space)", "write GET /servers"),
        ("/a\u00adb", "U+00AD (soft hyphen)", "write GET /ab"),
        ("/\u00a0x\u2060", "U+00A0 (no-break space) and U+2060 (word joiner)", "write GET /x"),
        ("/servers/{id} (deprecated)", "a space", "write the path alone"),
        ("/servers detail", "a space", "write the path alone"),
    ],
)
def test_hidden_characters_of_a_path_are_named(path: str, characters: str, advice: str) -> None:
    problems = list(whitespace_in_path(reference(operation(f"GET {path}"))))
    told = [(one.message.partition("written with ")[2], one.suggestion) for one in problems]
    assert told == ([(characters, advice)] if characters else [])
    assert all(one.text.isprintable() for one in problems)


@pytest.mark.parametrize(
    ("path", "advice"),
    [
        ("/servers", ""),
        ("/", ""),
        ("", ""),
        ("https://example.org/servers", ""),
        ("\u200b/servers", ""),
        ("v3/servers", "write GET /v3/servers"),
        ("{project_id}/servers", "write GET /{project_id}/servers"),
    ],
)
def test_a_path_starts_with_a_slash(path: str, advice: str) -> None:
    problems = list(relative_paths(reference(operation(f"GET {path}"))))
    assert [one.suggestion for one in problems] == ([advice] if advice else [])


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/servers", ""),
        ("/servers?detail=True", ""),
        ("/servers/{id}?detail=True", ""),
        ("/servers?{usage}=True", "?{usage}=True"),
        ("/servers?limit={limit}&marker={marker}", "?limit={limit}&marker={marker}"),
        ("/servers{?limit,marker}", "{?limit,marker}"),
        ("/servers/{id?}", ""),
    ],
)
def test_query_parameters_belong_in_a_table(path: str, query: str) -> None:
    problems = list(queries_in_paths(reference(operation(f"GET {path}"))))
    told = [one.message.removeprefix("the path ends with the query string ") for one in problems]
    assert told == ([query] if query else [])


def test_a_query_string_is_told_with_the_path_to_write() -> None:
    checked = reference(operation("GET /v3/{project_id}?{usage}=True"))
    assert texts(queries_in_paths, checked) == [
        "3: the path ends with the query string ?{usage}=True; write GET /v3/{project_id}, and "
        "'usage' in a table with in: query"
    ]


def test_an_operation_inside_another_is_told_with_the_outer_one() -> None:
    outer = operation("POST /snapshots", at=3, title="Create snapshot", anchor="create")
    inner = operation("GET /snapshots", at=40, title="List", anchor="list", inside="create")
    (problem,) = nested_operations(reference(outer, inner))
    assert problem.message == (
        "the section 'List' stands inside that of the operation 'Create snapshot'"
    )
    assert (problem.place.line, problem.related) == (40, (Place("a.inc", 3),))


def test_operations_side_by_side_are_not_nested() -> None:
    one, other = operation("GET /a", anchor="a"), operation("GET /b", anchor="b")
    assert found(nested_operations, reference(one, other)) == []


@pytest.mark.parametrize(
    ("other", "is_twin"),
    [
        (operation("GET /servers", at=40), True),
        (operation("GET /servers", at=40, docname="other"), True),
        (operation("GET /servers", at=3), False),
        (operation("GET /servers", at=40, title="List servers"), False),
        (operation("GET /servers", at=40, span="2.10.."), False),
        (operation("GET /servers/", at=40), False),
        (operation("POST /servers", at=40), False),
    ],
    ids=["twin", "another document", "same lines", "title", "versions", "path", "method"],
)
def test_exact_twins(other: Operation, is_twin: bool) -> None:
    checked = reference(operation("GET /servers", at=3), other)
    expected = [(40, "duplicate-operation")] if is_twin else []
    assert found(duplicate_operations, checked) == expected


def test_a_twin_is_told_with_the_first_of_them() -> None:
    one, other = operation("GET /servers", at=3), operation("GET /servers", at=40)
    (problem,) = duplicate_operations(reference(one, other))
    assert problem.message == (
        "the operation 'Show server', GET /servers, is documented a second time, first in line 3"
    )
    assert problem.related == (Place("a.inc", 3),)


BODY = "name in=body"


@pytest.mark.parametrize(
    ("line", "request_rows", "response", "samples", "missing"),
    [
        ("POST /servers", BODY, BODY, (), "request and response"),
        ("POST /servers", BODY, BODY, ("req.json",), "response"),
        ("POST /servers", BODY, BODY, ("resp.json",), "request"),
        ("POST /servers", BODY, BODY, ("req.json", "resp.json"), ""),
        ("POST /servers", BODY, BODY, ("servers.json",), ""),
        ("POST /servers", "", BODY, ("req.json",), "response"),
        ("POST /servers", "name in=query", "name in=header", (), ""),
        ("POST /servers/{name}", BODY, "", (), ""),
        ("GET /servers", BODY, "", (), ""),
        ("DELETE /servers", BODY, "", (), ""),
        ("delete /servers", BODY, "", (), ""),
        ("GET /servers", "", BODY, (), "response"),
        ("HEAD /servers", BODY, BODY, (), ""),
        ("POST /servers", "name: ?", "", (), ""),
    ],
)
def test_a_body_that_no_sample_shows(
    line: str, request_rows: str, response: str, samples: tuple[str, ...], missing: str
) -> None:
    one = operation(line, request=request_rows, response=response, samples=samples)
    told = [problem.message for problem in operations_without_sample(reference(one))]
    assert [text.partition("body of the ")[2].partition(" of '")[0] for text in told] == (
        [missing] if missing else []
    )


def test_the_name_of_a_sample_counts_where_its_label_is_wrong() -> None:
    one = operation("GET /servers", response=BODY, samples=("list-resp.json",))
    mislabelled = replace(one.samples[0], role=Role.REQUEST)
    checked = reference(replace(one, samples=(mislabelled,)))
    assert found(operations_without_sample, checked) == []


def test_a_sample_of_the_outer_operation_may_be_meant_for_the_inner_one() -> None:
    outer = operation("POST /servers", anchor="outer", samples=("resp.json",))
    inner = operation("GET /servers", anchor="inner", inside="outer", response=BODY)
    assert found(operations_without_sample, reference(outer, inner)) == []
    alone = operation("GET /servers", anchor="inner", response=BODY)
    assert found(operations_without_sample, reference(outer, alone)) == [
        (3, "operation-without-sample")
    ]


@pytest.mark.parametrize(
    ("path", "without"),
    [
        ("/a", "/a"),
        ("/a?b={c}", "/a"),
        ("/a/{b}?c", "/a/{b}"),
        ("/a{?b,c}", "/a"),
        ("/a{&b}", "/a"),
        ("/{a?}/b?c", "/{a?}/b"),
        ("?a", ""),
    ],
)
def test_a_path_ends_before_its_query(path: str, without: str) -> None:
    assert without_query(path) == without


@pytest.mark.parametrize(
    ("path", "compared"),
    [
        ("/servers/{id}", "/servers/{}"),
        ("/servers/{server_id}/", "/servers/{}"),
        ("servers", "/servers"),
        ("/", "/"),
        ("", "/"),
        ("/a//b", "/a/b"),
        ("/a/{id:.*}", "/a/{}"),
        (r"/a/{id:\d{4}}/b", "/a/{}/b"),
        ("/a/<int:id>/b", "/a/{}/b"),
        ("/a/:id/b", "/a/{}/b"),
        ("/a/:(id).:(format)", "/a/{}"),
        ("/a/{id}{.format}", "/a/{}"),
        ("/a(.:format)", "/a"),
        ("/a/*rest", "/a/{}"),
        ("^/a/(?P<id>[^/]+)/(?P<x>(b|c))$", "/a/{}/{}"),
        ("/a?b={c}", "/a"),
        ("/a{?b}", "/a"),
        ("https://example.org/v2/a", "/v2/a"),
        ("/v1/a:cancel", "/v1/a:cancel"),
        ("/{a}@{b}", "/{}@{}"),
        ("/a/{id", "/a/{}"),
        ("/a/\u200b{id}\u200b", "/a/{}"),
    ],
)
def test_placeholders_are_compared_by_position(path: str, compared: str) -> None:
    assert positional(path) == compared


@pytest.mark.parametrize(
    ("placeholder", "names"),
    [
        ("server_id", {"server_id"}),
        ("server-id", {"server-id"}),
        ("id/name", {"id/name", "id", "name"}),
        ("id:.*", {"id:.*", "id"}),
        ("path*", {"path*", "path"}),
        ("+path", {"+path", "path"}),
        ("", set()),
    ],
)
def test_the_names_of_a_placeholder(placeholder: str, names: set[str]) -> None:
    assert names_of(placeholder) == names


def test_placeholders_are_read_without_what_is_invisible() -> None:
    assert placeholders("/{a}/{ b }/{a}/{\u200bc}") == ("a", "b", "c")


def test_tidying_leaves_a_tidy_path_alone() -> None:
    assert tidied("/v2/{id}%3A//{a}@{b}") == "/v2/{id}%3A//{a}@{b}"

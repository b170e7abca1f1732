# SPDX-License-Identifier: Apache-2.0
"""Operations held against the routes of a service."""

from __future__ import annotations

from dataclasses import replace

import pytest
from references import operation, reference, texts

from os_apiref.checks.routes import undocumented_routes, unknown_routes
from os_apiref.model.reference import Reference, Route
from os_apiref.problems import Place


def checked(documented: str, routed: str) -> Reference:
    """Operations and routes, each ``METHOD /path``, separated by semicolons."""
    lines = [line.strip() for line in documented.split(";")]
    operations = (operation(line, at=at, anchor=line) for at, line in enumerate(lines, 1))
    routes = tuple(
        Route(method, path, Place("routes.txt", at))
        for at, line in enumerate(routed.split(";"), 1)
        for method, _, path in [line.strip().partition(" ")]
        if path
    )
    return replace(reference(*operations), routes=routes)


def test_without_routes_nothing_is_held_against_them() -> None:
    one = reference(operation("GET /servers"))
    assert [*undocumented_routes(one), *unknown_routes(one)] == []


def test_an_empty_list_of_routes_has_none_of_the_operations() -> None:
    assert [one.place.line for one in unknown_routes(checked("GET /servers", ""))] == [1]


@pytest.mark.parametrize(
    ("documented", "routed", "undocumented", "unknown"),
    [
        ("GET /a", "GET /a", [], []),
        ("GET /a", "POST /a", [1], [1]),
        ("GET /a; GET /b", "GET /a; GET /c", [2], [2]),
        ("GET /servers/{server_id}", "GET /servers/{id}", [], []),
        ("GET /servers/{server_id}", "GET /servers/<int:id>", [], []),
        ("GET /servers/{server_id}", "GET /servers/detail", [1], [1]),
        ("GET /{a}/b", "GET /a/{b}", [1], [1]),
        ("GET /a/", "GET /a", [], []),
        ("GET /a?b={b}", "GET /a", [], []),
        ("POST /a/action; POST /a/action", "POST /a/action", [], []),
        ("GET /a", "* /a", [], []),
        ("METHOD /a", "POST /a", [], []),
        ("HEAD /a", "GET /a", [1], []),
        ("GET /a", "GET /a; HEAD /a; OPTIONS /a", [], []),
        ("POST /a", "POST /a; HEAD /a", [2], []),
        ("GET ", "GET /a", [1], []),
    ],
)
def test_methods_and_positions_are_compared(
    documented: str, routed: str, undocumented: list[int], unknown: list[int]
) -> None:
    both = checked(documented, routed)
    assert [one.place.line for one in undocumented_routes(both)] == undocumented
    assert [one.place.line for one in unknown_routes(both)] == unknown


@pytest.mark.parametrize(
    ("documented", "routed", "undocumented", "unknown"),
    [
        ("GET /a; GET /b", "GET /v2.1/a; GET /v2.1/b; GET /v2.1/c", [3], []),
        ("GET /a; GET /b; GET /c", "GET /v2.1/{p}/a; GET /v2.1/{p}/b", [], [3]),
        ("GET /a; GET /b", "GET /v2/a; GET /v2/{p}/a; GET /v2/b; GET /v2/{p}/b", [], []),
        ("GET /v3/{p}/a; GET /v3/{p}/b", "GET /a; GET /b; GET /c", [3], []),
        ("GET /v2/a; GET /v3/a; GET /v2/b; GET /v3/b", "GET /a; GET /b", [], []),
        ("GET /{p}/a; GET /{p}/b", "GET /a; GET /b", [], []),
        ("GET /a; GET /b; GET /", "GET /compute/v2/a; GET /compute/v2/b; GET /compute/v2/", [], []),
        ("GET /a; GET /b", "GET /a; GET /b; GET /v2/a", [3], []),
        ("GET /a; GET /b", "GET /x/a; GET /x/b", [1, 2], [1, 2]),
        ("GET /v2/a; GET /v2/b", "GET /v3/a; GET /v3/b", [1, 2], [1, 2]),
    ],
)
def test_one_side_may_leave_out_a_prefix(
    documented: str, routed: str, undocumented: list[int], unknown: list[int]
) -> None:
    both = checked(documented, routed)
    assert [one.place.line for one in undocumented_routes(both)] == undocumented
    assert [one.place.line for one in unknown_routes(both)] == unknown


def test_what_the_other_side_has_is_told() -> None:
    both = checked(
        "PUT /a; GET /a; GET /servers/{id}/metadata", "POST /a; GET /servers/{x}/metdata"
    )
    assert texts(undocumented_routes, both) == [
        "1: no operation documents POST /a; the reference has GET, PUT there",
        "2: no operation documents GET /servers/{x}/metdata; did you mean /servers/{id}/metadata?",
    ]
    assert texts(unknown_routes, both) == [
        "1: the service has no route PUT /a; the service has POST there",
        "2: the service has no route GET /a; the service has POST there",
        "3: the service has no route GET /servers/{id}/metadata; "
        "did you mean /servers/{x}/metdata?",
    ]


def test_a_path_that_differs_in_more_than_a_word_is_not_suggested() -> None:
    both = checked("GET /images/{id}/file", "GET /images/{id}/tags; GET /image/{id}/files")
    assert [one.suggestion for one in unknown_routes(both)] == [
        "remove the operation, or correct its method and path"
    ]

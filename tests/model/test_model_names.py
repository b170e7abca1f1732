# SPDX-License-Identifier: Apache-2.0
"""Spellings of a name, and what they have in common."""

from __future__ import annotations

import pytest

from os_apiref.model.names import is_call, normal, plain, split_qualifier


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("GET /servers", "get /servers"),
        ("GET /servers", "GET  /servers/"),
        ("GET /servers/{server_id}", "GET /servers/{id}"),
        ("GET /servers/{server_id}/", "GET /servers/{id}?all=1"),
        ("GET /quotas?{usage}=True", "GET /quotas"),
        ("GET v3/workers/cleanup", "GET /v3/workers/cleanup"),
        ("GET /\u200b{a}\u200b@{b}", "GET /{x}@{y}"),
        ("GET /", "GET /"),
        ("List Servers", "list\n servers"),
        ("POST /x/{a}/action (Pause Server)", "post /x/{b}/action (pause server)"),
        ("host (POST /x/{a} (Move))", "HOST (post /x/{b}/ (move))"),
    ],
)
def test_spellings_of_one_name_are_one(one: str, other: str) -> None:
    assert normal(one) == normal(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("GET /servers", "POST /servers"),
        ("GET /servers", "GET /servers/{id}"),
        ("GET /servers", "GET /v2/servers"),
        ("GET /servers/{id}", "GET /servers/id"),
        ("List Servers", "List Server"),
        ("Show (v2)", "Show (v3)"),
    ],
)
def test_different_names_stay_different(one: str, other: str) -> None:
    assert normal(one) != normal(other)


@pytest.mark.parametrize(
    ("text", "name", "qualifier"),
    [
        ("GET /servers", "GET /servers", ""),
        ("GET /servers (List)", "GET /servers", "List"),
        ("POST /a (Add (Associate) Ip (addIp))", "POST /a", "Add (Associate) Ip (addIp)"),
        ("Show (v2) (index)", "Show (v2)", "index"),
        ("GET /users('x')", "GET /users('x')", ""),
        ("(all)", "(all)", ""),
        ("Odd (name))", "Odd (name))", ""),
        ("", "", ""),
    ],
)
def test_what_stands_in_parentheses_tells_a_name_apart(
    text: str, name: str, qualifier: str
) -> None:
    assert split_qualifier(text) == (name, qualifier)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GET /servers", True),
        ("/servers", True),
        ("GET /servers/{a b}/x (Show it)", True),
        ("PUT v3/workers", True),
        ("METHOD https://example.org/x", True),
        ("List servers", False),
        ("start/stop", False),
        ("index#list-servers", False),
        ("Show and/or hide", False),
    ],
)
def test_a_call_is_a_path_with_or_without_a_method(text: str, expected: bool) -> None:
    assert is_call(text) is expected


def test_a_plain_name_is_one_line_that_can_be_written() -> None:
    assert plain(" a\n\tb\u2028c\ufeff \ud800") == "a b c ?"

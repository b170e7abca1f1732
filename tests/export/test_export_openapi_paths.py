# SPDX-License-Identifier: Apache-2.0
"""URLs of references as path templates of OpenAPI."""

from __future__ import annotations

import pytest

from os_apiref.export.openapi.paths import parse_url


@pytest.mark.parametrize(
    ("url", "template"),
    [
        ("/servers/{id}", "/servers/{id}"),
        ("/servers/{server-id}/{a}@{b}", "/servers/{server-id}/{a}@{b}"),
        ("v3/workers", "/v3/workers"),
        ("", "/"),
        ("{id}", "/{id}"),
        ("/servers/\u200b{id}\u200b", "/servers/{id}"),
        ("/a b", "/a%20b"),
        ("/é", "/%C3%A9"),
        ("/redirect/http%3A//x", "/redirect/http%3A//x"),
        ("/100%", "/100%25"),
        ("/servers?name={name}", "/servers"),
        ("/servers{?name,limit}", "/servers"),
        ("/servers#top", "/servers"),
        ("https://api.example.com:8774/v2/{id}", "/v2/{id}"),
        ("/a[/{b}]", "/a/{b}"),
        ("/files/{+path}", "/files/{path}"),
        ("/files/{path*}", "/files/{path}"),
        ("/files{/path}", "/files/{path}"),
        ("/a/{id}/b/{id}", "/a/{id}/b/{id_2}"),
        (r"/a/{id:\d{4}}", "/a/{id}"),
        ("/{tap_service_id/name}", "/{tap_service_id_name}"),
        ("/{os:key}", "/{os_key}"),
        ("/a/{}", "/a/{value}"),
        ("/a/<uuid:id>", "/a/{id}"),
        ("/a/{id", "/a/%7Bid"),
        ("/a}/b", "/a%7D/b"),
    ],
)
def test_the_template_of_a_url(url: str, template: str) -> None:
    assert parse_url(url).text == template


@pytest.mark.parametrize(
    ("url", "query"),
    [
        ("/servers", []),
        ("/servers?name={name}&limit=10", [("name", None), ("limit", "10")]),
        ("/servers?{usage}=True", [("usage", None)]),
        ("/servers?detailed", [("detailed", None)]),
        ("/servers{?name,limit}{&marker}", [("name", None), ("limit", None), ("marker", None)]),
        ("/servers[?name={name}]", [("name", None)]),
        ("/servers?tags[]={tag}&q=a%26b", [("tags[]", None), ("q", "a&b")]),
        ("/servers?", []),
    ],
)
def test_the_query_of_a_url(url: str, query: list[tuple[str, str | None]]) -> None:
    assert [tuple(one) for one in parse_url(url).query] == query


@pytest.mark.parametrize(
    ("url", "oddity"),
    [
        ("v3/workers", "it does not start with a slash"),
        ("/a/{id", "it has a brace without its partner"),
        ("https://x.example/a", "it is absolute; https://x.example is a server of the operation"),
        ("/a/{id}/{id}", "it has 'id' twice; the second is called 'id_2'"),
        ("/a/{b/c}", "the placeholder 'b/c' is called 'b_c'"),
        ("/a#b", "its fragment 'b' is never sent"),
        ("/a[/{b}]", "its optional part in brackets is always there"),
        ("/a?{usage}=True", "users choose the name of the query parameter 'usage'"),
        ("/a/{+b}", "the value of 'b' may have slashes (RFC 6570)"),
    ],
)
def test_what_a_template_does_not_say_is_said_in_words(url: str, oddity: str) -> None:
    assert parse_url(url).oddities == (oddity,)


def test_nothing_is_odd_about_a_usual_path() -> None:
    assert parse_url("/v2.1/servers/{server_id}/os-volume_attachments").oddities == ()


def test_a_placeholder_keeps_the_name_that_rows_know_it_by() -> None:
    (placeholder,) = parse_url(r"/{tap/name:[a-z]+}").placeholders
    assert placeholder == ("tap_name", "tap/name", "[a-z]+")


def test_paths_of_one_shape_differ_in_the_names_of_placeholders_alone() -> None:
    assert parse_url("/a/{b}").shape == parse_url("/a/{c}").shape
    assert parse_url("/a/{b}").shape != parse_url("/a/b").shape

# SPDX-License-Identifier: Apache-2.0
"""Routes of a service, from lines and from OpenAPI."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from os_apiref.load.routes import MalformedRoutes, load_routes


def load(folder: Path, text: str | bytes, name: str = "routes.txt") -> list[tuple[int, str]]:
    """Return line, and method with path, of what a file lists."""
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return [(one.place.line, f"{one.method} {one.path}") for one in load_routes(path)]


@pytest.mark.parametrize(
    ("text", "routes"),
    [
        ("GET /servers\n", [(1, "GET /servers")]),
        ("get /servers", [(1, "GET /servers")]),
        ("\ufeffGET /servers\r\nPUT /x\r\n", [(1, "GET /servers"), (2, "PUT /x")]),
        ("# all\n\n  GET   /servers  # list\n", [(3, "GET /servers")]),
        ("GET,POST /x", [(1, "GET /x"), (1, "POST /x")]),
        ("GET, POST | PUT /x", [(1, "GET /x"), (1, "POST /x"), (1, "PUT /x")]),
        ("ANY /x\n* /y", [(1, "* /x"), (2, "* /y")]),
        ("GET /x/{id:.*}?a=b#c", [(1, "GET /x/{id:.*}?a=b#c")]),
        ("GET https://example.org/x", [(1, "GET https://example.org/x")]),
    ],
)
def test_lines(text: str, routes: list[tuple[int, str]], tmp_path: Path) -> None:
    assert load(tmp_path, text) == routes


def test_the_column_is_that_of_the_method(tmp_path: Path) -> None:
    path = tmp_path / "routes.txt"
    path.write_text("  GET /x\n")
    (route,) = load_routes(path)
    assert route.place == (str(path), 1, 3)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("GET /x\n/servers\n", "2:1: '/servers' has no method; write for instance 'GET /servers'"),
        ("GET\n", "1:1: 'GET' has no path; write for instance 'GET /servers/{server_id}'"),
        (
            "GET /x list\n",
            "1:1: 'GET /x list' is no method and path; "
            "write for instance 'GET /servers/{server_id}', and remarks after '#'",
        ),
        ("GET x\n", "1:1: 'GET x' is no method and path"),
        ("GET \x1b[31m\n", r"'GET \x1b[31m' is no method and path"),
        (" # nothing\n", "the file lists no routes; write lines such as"),
        ("", "the file is empty; write lines such as 'GET /servers/{server_id}', or OpenAPI"),
        (b"GET /x\nGET /\xff\n", "2: the byte 0xff is not UTF-8; write lines such as"),
    ],
)
def test_what_is_no_line_of_a_route(text: str | bytes, told: str, tmp_path: Path) -> None:
    with pytest.raises(MalformedRoutes) as error:
        load(tmp_path, text)
    assert str(error.value).startswith(str(tmp_path / "routes.txt"))
    assert told in str(error.value)
    assert str(error.value).isprintable()


def test_a_missing_file_is_told_with_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "routes.txt").touch()
    with pytest.raises(MalformedRoutes, match=r"does not exist; did you mean 'routes\.txt'\?"):
        load_routes(tmp_path / "rotues.txt")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(MalformedRoutes, match="cannot be read: is not a file"):
        load_routes(tmp_path)


OPENAPI = """\
openapi: 3.1.0
servers:
  - url: https://example.org/v2.1/
paths:
  /servers:
    summary: Servers
    get: {}
    post: {}
  /servers/{id}:
    parameters: []
    delete: {}
  x-remarks:
    get: {}
"""


@pytest.mark.parametrize("name", ["api.yaml", "routes.txt"])
def test_openapi_in_yaml(name: str, tmp_path: Path) -> None:
    assert load(tmp_path, OPENAPI, name) == [
        (7, "GET /v2.1/servers"),
        (8, "POST /v2.1/servers"),
        (11, "DELETE /v2.1/servers/{id}"),
    ]


def test_openapi_in_json(tmp_path: Path) -> None:
    api = {
        "swagger": "2.0",
        "info": {"title": "\U0001f600"},
        "basePath": "/v2",
        "paths": {"/a": {"get": {}}, "/b": {"$ref": "b.json"}},
    }
    assert load(tmp_path, json.dumps(api, indent=1), "api.json") == [
        (9, "GET /v2/a"),
        (11, "* /v2/b"),
    ]


@pytest.mark.parametrize(
    ("servers", "prefix"),
    [
        ("[]", ""),
        ("[{url: /}]", ""),
        ("[{url: 'https://example.org'}]", ""),
        ("[{url: 'https://example.org:8774/compute/v2.1/'}]", "/compute/v2.1"),
        ("[{url: //example.org/v3}]", "/v3"),
        ("[{url: v3}]", "/v3"),
        ("[{url: ./v3}, {url: /v4}]", "/v3"),
        ("[{url: '/{base}', variables: {base: {default: v9}}}]", "/v9"),
        ("[{url: '/{base}'}]", "/{base}"),
        ("[5]", ""),
        ("5", ""),
    ],
)
def test_the_path_of_the_first_server_stands_before_all(
    servers: str, prefix: str, tmp_path: Path
) -> None:
    text = f"openapi: 3.0.0\nservers: {servers}\npaths: {{/a: {{get: {{}}}}}}\n"
    assert load(tmp_path, text) == [(3, f"GET {prefix}/a")]


@pytest.mark.parametrize(
    ("text", "name", "told"),
    [
        ("a: b\n", "api.yaml", "api.yaml:1:1: there is no field 'openapi' or 'swagger'"),
        ("- a\n", "api.yaml", "there is no field 'openapi' or 'swagger'"),
        ("[]", "api.json", "there is no field 'openapi' or 'swagger'"),
        ("# nothing\n", "api.yaml", "there is no field 'openapi' or 'swagger'"),
        ("{", "api.json", "api.json:1:2: this is not JSON: "),
        ("openapi: 3\npaths: [\n", "a", "2:1: this is not YAML: what starts here has no end"),
        ("openapi: 3.1.0\n", "a", "the file lists no routes"),
        ("openapi: 3.1.0\npaths: {}\n", "a", "the file lists no routes"),
        ("openapi: 3.1.0\npaths: {/a: 5, /b: {x-get: 1}}\n", "a", "the file lists no routes"),
    ],
)
def test_what_is_no_openapi(text: str, name: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(MalformedRoutes) as error:
        load(tmp_path, text, name)
    assert told in str(error.value)

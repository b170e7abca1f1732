# SPDX-License-Identifier: Apache-2.0
"""Request snippets: what is sent, and that no text breaks out of its quotes."""

from __future__ import annotations

import ast
import json
import shlex
from dataclasses import replace

import pytest
from lxml import html
from references import operation, versions

from conftest import Build, Built
from os_apiref.model.microversion import Microversion
from os_apiref.model.request import Request, make_request, version_to_ask
from os_apiref.snippets import shell, snippet

HOSTILE = """'"`$(id)\\ {x} !! <b>\u2028é😀"""
OPTIONAL = ("marker", "X-Other")
HEADERS = {"X-Auth-Token": "{token}", "OpenStack-API-Version": "compute {version}"}


def request(
    line: str = "POST /servers/{server_id}",
    rows: str = "",
    body: str = "",
    version: Microversion | None = None,
    headers: dict[str, str] = HEADERS,
    **given: bool,
) -> Request:
    made = make_request(
        operation(line, request=rows), "https://a.example/v2/", headers, version, body, **given
    )
    assert made
    return made


def curl(made: Request) -> list[str]:
    """The words that a shell makes of the curl command, its variables as written."""
    return shlex.split(snippet("curl", made).replace("\\\n", " "))


def python(made: Request) -> dict[str, ast.expr]:
    """The arguments of the call in Python."""
    tree = ast.parse(snippet("python", made))
    call = tree.body[1].value  # type: ignore[attr-defined]
    method, url = call.args
    return {"method": method, "url": url} | {one.arg: one.value for one in call.keywords}


def test_each_language_sends_the_same() -> None:
    made = request(body='{"a": [true, null, 1.5]}', version=Microversion(2, 10))
    assert curl(made) == [
        *("curl", "-X", "POST", "https://a.example/v2/servers/${server_id}"),
        *("-H", "X-Auth-Token: ${token}", "-H", "OpenStack-API-Version: compute 2.10"),
        *("-H", "Content-Type: application/json", "-d", '{"a": [true, null, 1.5]}'),
    ]
    called = python(made)
    assert ast.unparse(called["url"]) == "f'https://a.example/v2/servers/{server_id}'"
    assert ast.literal_eval(called["json"]) == {"a": [True, None, 1.5]}
    assert snippet("http", made).splitlines() == [
        "POST /v2/servers/{server_id} HTTP/1.1",
        "Host: a.example",
        "X-Auth-Token: {token}",
        "OpenStack-API-Version: compute 2.10",
        "Content-Type: application/json",
        "",
        '{"a": [true, null, 1.5]}',
    ]


def test_without_a_version_its_header_is_left_out() -> None:
    assert "Version" not in snippet("http", request())


def test_required_queries_and_headers_are_sent_and_optional_ones_are_not() -> None:
    rows = "limit in=query\nmarker in=query\nusage in=query\nX-Store in=header\nX-Other in=header"
    written = operation("GET /images?{usage}=True", request=rows)
    uses = tuple(
        replace(use, definition=replace(use.definition, required=use.name not in OPTIONAL))
        for use in written.parameters
        if use.definition
    )
    made = make_request(replace(written, parameters=uses), "https://a.example", {}, None)
    assert made
    assert snippet("http", made).splitlines() == [
        "GET /images?{usage}=True&limit={limit} HTTP/1.1",
        "Host: a.example",
        "X-Store: {X_Store}",
    ]


@pytest.mark.parametrize(
    ("is_patch", "content_type"),
    [(False, "application/json"), (True, "application/json-patch+json")],
)
def test_the_body_tells_its_type(is_patch: bool, content_type: str) -> None:
    made = request(body="[]", is_patch=is_patch)
    assert f"Content-Type: {content_type}" in snippet("http", made)


@pytest.mark.parametrize(
    ("span", "shown", "newest", "asked"),
    [
        ("..", (), None, None),
        ("..", ("2.3",), "2.9", "2.3"),
        ("2.5..2.7", ("2.3", "2.6"), "2.9", "2.6"),
        ("2.5..2.7", ("2.3",), "2.9", "2.7"),
        ("2.5..", (), "2.9", "2.9"),
        ("2.5..", (), None, "2.5"),
    ],
)
def test_the_version_that_is_asked_for(
    span: str, shown: tuple[str, ...], newest: str | None, asked: str | None
) -> None:
    assert versions(span) is not None
    found = version_to_ask(
        operation("GET /a", span=span),
        [one for one in map(Microversion.parse, shown) if one],
        Microversion.parse(newest or ""),
    )
    assert (str(found) if found else None) == asked


def test_no_text_breaks_out_of_its_quotes() -> None:
    body = json.dumps({HOSTILE: HOSTILE}, ensure_ascii=False)
    made = request(
        f"POST /a{HOSTILE}/{{b'; rm -rf /}}", body=body, headers={"X-A": f"{HOSTILE}\r\nX-B: 1"}
    )
    words = curl(made)
    assert words[words.index("-d") + 1] == body
    assert "rm" not in words
    called = python(made)
    assert ast.literal_eval(called["json"]) == {HOSTILE: HOSTILE}
    assert not any(isinstance(node, ast.Call) for node in ast.walk(called["url"]))
    headers = snippet("http", made).partition("\n\n")[0].splitlines()
    assert not [line for line in headers if line.startswith("X-B")]


@pytest.mark.parametrize("method", ["", "<script>", "GE T", "A;B"])
def test_what_is_no_method_makes_no_request(method: str) -> None:
    made = operation("GET /a")
    assert make_request(type(made)(**(vars(made) | {"method": method})), "", {}, None) is None


@pytest.mark.parametrize("text", ["plain", "it's", '"$HOME"', "`id`", "a\nb", "", "\\"])
def test_a_word_of_a_shell_is_one_word(text: str) -> None:
    assert shlex.split(shell(text)) == [text]


# In a build --------------------------------------------------------------------------

RST = """\
Servers
=======

Create server
-------------

.. rest_method:: POST /servers

Request
~~~~~~~

**Example: JSON request**

.. literalinclude:: create-req.json

And more.
"""
FILES = {"index.rst": RST, "create-req.json": '{"server": {"name": "</pre><b>"}}'}


def languages(built: Built) -> list[str]:
    return [str(name) for name in html.fromstring(built.page()).xpath("//@data-lang")]


def test_a_page_has_the_chosen_languages_in_their_order(build: Build) -> None:
    built = build(FILES, os_apiref_snippets=["http", "curl"], os_apiref_endpoint="http://b")
    assert languages(built) == ["http", "curl"]
    texts = html.fromstring(built.page()).xpath("//*[@data-lang]//pre")
    assert "Host: b\n" in texts[0].text_content()
    assert "</pre><b>" in texts[1].text_content()


@pytest.mark.parametrize("none", [[], [""]])
def test_there_may_be_none(none: list[str], build: Build) -> None:
    built = build(FILES, os_apiref_snippets=none)
    assert languages(built) == []
    assert built.warnings == ""


def test_a_project_adds_and_replaces_templates(build: Build) -> None:
    templates = {
        "own/snippet-ruby.txt": "puts {{ request.method }}",
        "own/snippet-curl.txt": "CURL",
    }
    built = build(
        FILES | templates, templates_path=["own"], os_apiref_snippets=["ruby", "curl", "http"]
    )
    texts = html.fromstring(built.page()).xpath("//*[@data-lang]//pre")
    assert [text.text_content() for text in texts[:2]] == ["puts POST", "CURL"]


@pytest.mark.parametrize("name", ["cobol", "../conf"])
def test_a_language_without_a_template_is_warned_of_once(name: str, build: Build) -> None:
    built = build(FILES, os_apiref_snippets=[name, "http"])
    assert languages(built) == ["http"]
    assert built.warnings.count("os_apiref_snippets") == 1


@pytest.mark.parametrize("builder", ["text", "latex", "xml"])
def test_other_writers_have_no_snippets(builder: str, build: Build) -> None:
    built = build(FILES, builder=builder)
    assert built.warnings == ""
    assert "curl" not in "".join(
        path.read_text(encoding="utf-8", errors="replace")
        for path in sorted(built.app.outdir.glob("*.t*")) + sorted(built.app.outdir.glob("*.xml"))
        if path.name.startswith(("index", "project"))
    )

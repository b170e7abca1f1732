# SPDX-License-Identifier: Apache-2.0
"""The routes of a service: lines of ``METHOD /path``, or OpenAPI in YAML or JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from os_apiref.kinds import ProblemKind
from os_apiref.load.files import read_definitions
from os_apiref.load.jsontree import MalformedJson, load_json
from os_apiref.load.yamlmerge import entries
from os_apiref.load.yamlparts import parse_parts
from os_apiref.load.yamltree import Mapping, Node, Scalar, Sequence
from os_apiref.model.jsonvalue import JsonValue
from os_apiref.model.reference import Route
from os_apiref.problems import Place, Problem

ANY_METHOD = "*"
"""The method of a route that answers to all of them."""

_OPENAPI = re.compile(r"""^["']?(?:openapi|swagger)["']?[ ]*:""", re.MULTILINE)
_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
"""The fields of a path that are methods (OpenAPI 3.2, Path Item Object)."""

_COMMENT = re.compile(r"(?:^|\s)#.*")
_LINE = re.compile(
    r"""\s* (?P<methods> (?:[A-Za-z]+|\*) (?:\s*[,|]\s*(?:[A-Za-z]+|\*))* )
        \s+ (?P<path> (?:/|[A-Za-z]+://)\S* ) \s*""",
    re.VERBOSE,
)
_HOST = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:)?//[^/]*")
_VARIABLE = re.compile(r"\{([^{}]*)\}")
_EXAMPLE = "GET /servers/{server_id}"
_EXPECTED = f"write lines such as '{_EXAMPLE}', or OpenAPI"

_Tree = Node | JsonValue


class MalformedRoutes(Exception):  # noqa: N818 - the file's fault, not ours
    """A file of routes that cannot be read; the message says where, and what to write instead."""


def load_routes(path: Path) -> tuple[Route, ...]:
    """Return the routes that a file lists; raises MalformedRoutes.

    A line holds one method or several, separated by commas, then a path; ``*``
    and ``ANY`` stand for all methods, and ``#`` starts a comment. Of OpenAPI 2
    and 3 the paths and their methods count, below ``basePath`` or the path of
    the first server.
    """
    text = _read(path)
    is_json = text.lstrip().startswith("{")
    if is_json or _OPENAPI.search(text) or path.suffix.lower() in (".json", ".yaml", ".yml"):
        tree = _parse_json(text, str(path)) if is_json else _parse_yaml(text, str(path))
        routes = tuple(_from_openapi(tree))
    else:
        routes = tuple(_from_lines(text, str(path)))
    if not routes:
        raise _malformed(Place(str(path)), "the file lists no routes")
    return routes


def _read(path: Path) -> str:
    found: list[Problem] = []
    text = read_definitions(path, Place(str(path)), found.append)
    for problem in found:
        is_question = problem.suggestion.endswith("?")
        advice = problem.suggestion if is_question else f"{_EXPECTED}, in UTF-8"
        raise _malformed(problem.place, problem.message, advice)
    return text


def _malformed(place: Place, found: str, advice: str = _EXPECTED) -> MalformedRoutes:
    problem = Problem.of(ProblemKind.MALFORMED_FILE, place, found, advice)
    return MalformedRoutes(f"{problem.place}: {problem.text}")


def _from_lines(text: str, path: str) -> Iterator[Route]:
    for number, line in enumerate(text.split("\n"), 1):
        written = _COMMENT.sub("", line)
        if not written.strip():
            continue
        place = Place(path, number, len(line) - len(line.lstrip()) + 1)
        match = _LINE.fullmatch(written)
        if not match:
            raise _malformed_line(place, written.strip())
        for method in re.split(r"\s*[,|]\s*", match["methods"].upper()):
            yield Route(ANY_METHOD if method == "ANY" else method, match["path"], place)


def _malformed_line(place: Place, written: str) -> MalformedRoutes:
    first, _, rest = written.partition(" ")
    if first.startswith("/"):
        return _malformed(place, f"'{first}' has no method", f"write for instance 'GET {first}'")
    if not rest:
        return _malformed(place, f"'{first}' has no path", f"write for instance '{_EXAMPLE}'")
    found = f"'{written}' is no method and path"
    return _malformed(place, found, f"write for instance '{_EXAMPLE}', and remarks after '#'")


def _parse_json(text: str, path: str) -> _Tree:
    try:
        return load_json(text, path)
    except MalformedJson as error:
        raise _malformed(error.place, f"this is not JSON: {error.message}") from None


def _parse_yaml(text: str, path: str) -> _Tree:
    found: list[Problem] = []
    trees = parse_parts(text, path, found.append)
    for problem in found:
        raise _malformed(problem.place, problem.message, problem.suggestion)
    return trees[0] if trees else Mapping(Place(path, 1))


def _from_openapi(tree: _Tree) -> Iterator[Route]:
    root = {name: value for name, _, value in _members(tree)}
    if not root.keys() & {"openapi", "swagger"}:
        raise _malformed(tree.place, "there is no field 'openapi' or 'swagger'")
    prefix = _prefix(root)
    for path, place, item in _members(root.get("paths")):
        if not path.startswith("/"):
            continue
        for name, at, _ in _members(item):
            if name.lower() in _METHODS:
                yield Route(name.upper(), prefix + path, at)
            elif name == "$ref":  # its methods stand elsewhere
                yield Route(ANY_METHOD, prefix + path, place)


def _prefix(root: dict[str, _Tree]) -> str:
    """Return what stands before every path: that of the first server, or ``basePath``."""
    servers = _items(root.get("servers"))
    url = _server_url(servers[0]) if servers else _text(root.get("basePath"))
    path = _HOST.sub("", url, count=1) if _HOST.match(url) else url
    path = path.strip("./")
    return f"/{path}" if path else ""


def _server_url(server: _Tree) -> str:
    """Return the URL of a server, the defaults of its variables put in."""
    fields = {name: value for name, _, value in _members(server)}
    defaults = {
        name: _text(value)
        for name, _, variable in _members(fields.get("variables"))
        for field, _, value in _members(variable)
        if field == "default"
    }
    return _VARIABLE.sub(lambda found: defaults.get(found[1], found[0]), _text(fields.get("url")))


def _members(tree: _Tree | None) -> Iterator[tuple[str, Place, _Tree]]:
    """Yield name, place and value of each field of an object; nothing else has any."""
    if isinstance(tree, JsonValue):
        yield from ((one.name, one.place, one.value) for one in tree.members)
    elif isinstance(tree, Mapping):
        yield from ((key.text, key.place, value) for key, value in entries(tree, _pass))


def _pass(problem: Problem) -> None:
    """Leave faults of OpenAPI to the tools that check it."""


def _items(tree: _Tree | None) -> list[_Tree]:
    return list(tree.items) if isinstance(tree, (JsonValue, Sequence)) else []


def _text(tree: _Tree | None) -> str:
    return tree.text if isinstance(tree, (JsonValue, Scalar)) else ""

# SPDX-License-Identifier: Apache-2.0
"""Rules that hold the operations against the routes of the service."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from os_apiref.checks.paths import positional
from os_apiref.kinds import ProblemKind
from os_apiref.load.routes import ANY_METHOD
from os_apiref.model.reference import Reference
from os_apiref.problems import Problem, nearest

_ANY_METHODS = {ANY_METHOD, "ANY", "METHOD"}
"""What routes and operations write for every method."""

_PREFIX = re.compile(r"(?:/[^/]+){0,2}?/v\d[^/]*(?:/\{\})?(?=/)|/\{\}(?=/)")
"""What may stand before the paths of one side only: ``/v2.1``, ``/compute/v2.1/{}``, ``/{}``."""


def undocumented_routes(reference: Reference) -> Iterator[Problem]:
    """Routes that no operation documents.

    A HEAD that goes with a GET, and an OPTIONS, need no words of their own
    (RFC 9110 sections 9.3.2 and 9.3.7).
    """
    sides = _Sides(reference)
    for route in reference.routes or ():
        method = "GET" if route.method == "HEAD" else route.method
        path = positional(route.path)
        if method == "OPTIONS" or sides.is_documented(route.method, path):
            continue
        if method != route.method and sides.is_documented(method, path):
            continue
        yield Problem.of(
            ProblemKind.UNDOCUMENTED_ROUTE,
            route.place,
            f"no operation documents {_method(route.method)} {route.path}",
            _hint(method, path, sides.documented, "the reference has")
            or "document it, or take it out of the list of routes",
        )


def unknown_routes(reference: Reference) -> Iterator[Problem]:
    """Operations that the service has no route for."""
    if reference.routes is None:
        return
    sides = _Sides(reference)
    for operation in reference.operations:
        method = operation.method.upper()
        path = positional(operation.path)
        if not operation.path or sides.is_routed(method, path):
            continue
        if method == "HEAD" and sides.is_routed("GET", path):
            continue
        yield Problem.of(
            ProblemKind.UNKNOWN_ROUTE,
            operation.place,
            f"the service has no route {_method(method)} {operation.path}",
            _hint(method, path, sides.routed, "the service has")
            or "remove the operation, or correct its method and path",
        )


def _method(method: str) -> str:
    return "of any method for" if method in _ANY_METHODS else method


@dataclass
class _Side:
    """The methods of every path of one side, and one spelling of it, by what is compared."""

    methods: dict[str, set[str]] = field(default_factory=dict)
    spelt: dict[str, str] = field(default_factory=dict)

    def add(self, method: str, path: str) -> None:
        key = positional(path)
        self.methods.setdefault(key, set()).add(method)
        self.spelt.setdefault(key, path)

    def has(self, method: str, path: str) -> bool:
        found = self.methods.get(path, set())
        return bool(found) and (
            method in found or method in _ANY_METHODS or not found.isdisjoint(_ANY_METHODS)
        )


class _Sides:
    """What is documented and what is routed, where one side may leave out a prefix.

    A prefix such as ``/v2.1/{project_id}`` is passed over where more paths meet
    behind it than without it, and at least half of those behind it.
    """

    def __init__(self, reference: Reference) -> None:
        self.documented, self.routed = _Side(), _Side()
        for operation in reference.operations:
            if operation.path:
                self.documented.add(operation.method.upper(), operation.path)
        for route in reference.routes or ():
            self.routed.add(route.method, route.path)
        self.before_routes = _prefixes(self.routed.methods, self.documented.methods)
        self.before_operations = _prefixes(self.documented.methods, self.routed.methods)

    def is_documented(self, method: str, path: str) -> bool:
        """Whether an operation documents a method of a route's path."""
        return self._has(self.documented, method, path, self.before_routes, self.before_operations)

    def is_routed(self, method: str, path: str) -> bool:
        """Whether a route serves a method of an operation's path."""
        return self._has(self.routed, method, path, self.before_operations, self.before_routes)

    def _has(
        self,
        side: _Side,
        method: str,
        path: str,
        own_prefixes: Iterable[str],
        other_prefixes: Iterable[str],
    ) -> bool:
        candidates = [path, *(f"{prefix}{path}".rstrip("/") for prefix in other_prefixes)]
        candidates += [found for prefix in own_prefixes if (found := _behind(prefix, path))]
        return any(side.has(method, one) for one in candidates)


def _behind(prefix: str, path: str) -> str:
    """Return what follows a prefix of whole segments, '' where it is none."""
    return path.removeprefix(prefix) or "/" if f"{path}/".startswith(f"{prefix}/") else ""


def _prefixes(having: Mapping[str, object], lacking: Mapping[str, object]) -> tuple[str, ...]:
    """Return the prefixes of one side's paths that the other side leaves out."""
    plain = sum(path in lacking for path in having)
    all_behind: Counter[str] = Counter()
    met_behind: Counter[str] = Counter()
    for path in having:
        for prefix in _candidates(path):
            all_behind[prefix] += 1
            met_behind[prefix] += _behind(prefix, path) in lacking
    return tuple(
        prefix
        for prefix, met in met_behind.items()
        if met > plain and met * 2 >= all_behind[prefix]
    )


def _candidates(path: str) -> Iterator[str]:
    """Yield what may be a prefix of a path, with and without the project behind the version."""
    match = _PREFIX.match(path)
    if match:
        yield match[0]
        if match[0].endswith("/{}") and match[0] != "/{}":
            yield match[0].removesuffix("/{}")


def _hint(method: str, path: str, side: _Side, subject: str) -> str:
    """Return what the other side has at a path, or at one that differs in one misspelt word."""
    if found := side.methods.get(path):
        return f"{subject} {', '.join(sorted(found))} there"
    words = path.split("/")
    alike: dict[str, dict[str, str]] = {}
    for other in side.methods:
        others = other.split("/")
        differing = [pair for pair in zip(words, others, strict=False) if pair[0] != pair[1]]
        if len(words) == len(others) and len(differing) == 1 and side.has(method, other):
            own, found_word = differing[0]
            alike.setdefault(own, {})[found_word] = other
    near = ((nearest(word, paths), paths) for word, paths in alike.items())
    return next((f"did you mean {side.spelt[paths[word]]}?" for word, paths in near if word), "")

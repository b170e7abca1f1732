# SPDX-License-Identifier: Apache-2.0
"""URLs of a reference as path templates (OpenAPI 3.1.1, "Path Templating").

A template starts with a slash, has each placeholder once, and no query. What
an author wrote beyond that is taken apart and said in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import quote, unquote_plus

_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]+")
_OPTION_START = re.compile(r"\[(?=[/?&])")
_ORIGIN = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*")
_SAFE = "/:@!$&'()*+,;=~-._%"
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_NAME = re.compile(r"[^\w.-]+", re.ASCII)
_OPERATORS = "+/.;?&"
_QUERY_OPERATORS = "?&"


class Placeholder(NamedTuple):
    """A placeholder of a template.

    ``name`` is what the template calls it, unlike all others in it;
    ``written`` is what rows call it; ``pattern`` is the expression that it
    must match, '' for none.
    """

    name: str
    written: str
    pattern: str = ""


class QueryPart(NamedTuple):
    """A parameter of a query that is written into a path; ``value`` is None for a placeholder."""

    name: str
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """A path as OpenAPI has it, and what of the URL does not fit into one."""

    text: str
    placeholders: tuple[Placeholder, ...] = ()
    query: tuple[QueryPart, ...] = ()
    server: str = ""
    """Scheme and host of an absolute URL, '' for a path."""
    oddities: tuple[str, ...] = ()
    """What is not said exactly, in words."""

    @property
    def shape(self) -> str:
        """The path with nameless placeholders: two of one shape are one path for OpenAPI."""
        return re.sub(r"\{[^{}]*\}", "{}", self.text)

    def renamed(self, other: Template) -> Template:
        """Return the template with the names that another one of its shape has."""
        pairs = zip(self.placeholders, other.placeholders, strict=True)
        placeholders = tuple(own._replace(name=one.name) for own, one in pairs)
        return Template(other.text, placeholders, self.query, self.server, self.oddities)


def parse_url(url: str) -> Template:
    """Return the template of a URL as an author wrote it."""
    return _Parser(url).parse()


@dataclass
class _Parser:
    url: str
    placeholders: list[Placeholder] = field(default_factory=list)
    query: list[QueryPart] = field(default_factory=list)
    oddities: list[str] = field(default_factory=list)

    def parse(self) -> Template:
        url = _INVISIBLE.sub("", self.url).strip()
        server = match[0] if (match := _ORIGIN.match(url)) else ""
        if server:
            self.oddities.append(f"it is absolute; {server} is a server of the operation")
            url = url[len(server) :]
        url = re.sub(r"<([\w:.-]+)>", self._angle, url)
        path, query, fragment = _cut(self._without_options(split_url(url)))
        if fragment:
            self.oddities.append(f"its fragment '{''.join(fragment)}' is never sent")
        text = "".join(map(self._part, path))
        if not text.startswith("/"):
            self.oddities.append("it does not start with a slash")
            text = f"/{text}"
        self._read_query(query)
        oddities = tuple(dict.fromkeys(self.oddities))
        return Template(text, tuple(self.placeholders), tuple(self.query), server, oddities)

    def _angle(self, match: re.Match[str]) -> str:
        self.oddities.append(f"'<{match[1]}>' is taken for a placeholder")
        return "{" + match[1].rpartition(":")[2] + "}"

    def _without_options(self, parts: Iterable[str]) -> list[str]:
        """Return parts without the brackets around what may be left out."""
        found, is_open = [], 0
        for part in parts:
            if not part.startswith("{"):
                part, opened = _OPTION_START.subn("", part)
                closed = min(is_open + opened, part.count("]"))
                part = part.replace("]", "", closed) if is_open or opened else part
                is_open += opened - closed
                if opened:
                    self.oddities.append("its optional part in brackets is always there")
            found.append(part)
        return found

    def _part(self, part: str) -> str:
        if not part.startswith("{") or not part.endswith("}"):
            if "{" in part or "}" in part:
                self.oddities.append("it has a brace without its partner")
            if re.search(r"\s", part):
                self.oddities.append("it has spaces")
            part = _BARE_PERCENT.sub("%25", part)
            return quote(part, safe=_SAFE)
        written, prefix, pattern = self._read(part[1:-1])
        if prefix is None:
            return ""
        names = {one.name for one in self.placeholders}
        written = " ".join(written.split())
        base = _NAME.sub("_", written).strip("_") or "value"
        name, number = base, 2
        while name in names:
            name, number = f"{base}_{number}", number + 1
        if name != base:
            self.oddities.append(f"it has '{written}' twice; the second is called '{name}'")
        elif name != written:
            self.oddities.append(f"the placeholder '{written}' is called '{name}'")
        self.placeholders.append(Placeholder(name, written, pattern))
        return f"{prefix}{{{name}}}"

    def _read(self, inside: str) -> tuple[str, str | None, str]:
        """Return name, what stands before it, and pattern of a placeholder.

        Nothing stands before what is a query in truth (RFC 6570, section 3.2.8).
        """
        operator = inside[:1] if inside[:1] in _OPERATORS else ""
        name, colon, pattern = inside.removeprefix(operator).partition(":")
        if not re.search(r"[\[\]\\^$()|+*?]|\d", pattern):  # {namespace:key} is a name
            name, pattern = name + colon + pattern, ""
        star = name.endswith("*")
        name = name.removesuffix("*")
        if operator in _QUERY_OPERATORS and operator:
            self.query += [QueryPart(one.strip()) for one in name.split(",") if one.strip()]
            return name, None, ""
        if operator or star:
            self.oddities.append(f"the value of '{name}' may have slashes (RFC 6570)")
        if pattern:
            self.oddities.append(f"'{name}' must match {pattern}")
        return name, operator if operator in "/.;" else "", pattern

    def _read_query(self, parts: list[str]) -> None:
        for pair in _pairs(parts):
            name, equals, value = pair.partition("=")
            is_free = value.startswith("{") and value.endswith("}")
            if name.startswith("{") and name.endswith("}"):
                name = name[1:-1]
                self.oddities.append(f"users choose the name of the query parameter '{name}'")
                is_free = True
            if name:
                fixed = None if is_free or not equals else unquote_plus(value)
                self.query.append(QueryPart(unquote_plus(name), fixed))


def split_url(url: str) -> Iterator[str]:
    """Yield literal parts and placeholders, whose braces may hold further ones."""
    start = depth = begin = 0
    for at, sign in enumerate(url):
        if sign == "{":
            if depth == 0:
                begin = at
            depth += 1
        elif sign == "}" and depth:
            depth -= 1
            if depth == 0:
                if begin > start:
                    yield url[start:begin]
                yield url[begin : at + 1]
                start = at + 1
    if start < len(url):
        yield url[start:]


def _cut(parts: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Return the parts of path, query and fragment."""
    found: tuple[list[str], list[str], list[str]] = ([], [], [])
    at = 0
    for part in parts:
        if part.startswith("{") and part.endswith("}"):
            found[at].append(part)
            continue
        while sign := re.search("[?#]" if at == 0 else "#" if at == 1 else "(?!)", part):
            found[at].append(part[: sign.start()])
            at = 1 if sign[0] == "?" else 2
            part = part[sign.end() :]
        found[at].append(part)
    path, query, fragment = ([one for one in part if one] for part in found)
    return path, query, fragment


def _pairs(parts: list[str]) -> Iterator[str]:
    """Yield the pairs of a query; a sign in a placeholder separates nothing."""
    pair = ""
    for part in parts:
        if part.startswith("{"):
            pair += part
            continue
        first, *rest = re.split("[&;]", part)
        pair += first
        for one in rest:
            yield pair
            pair = one
    yield pair

# SPDX-License-Identifier: Apache-2.0
"""All HTML of ours: one function per template, everything escaped unless it is Markup.

Whatever shows words of ours takes ``words`` first: the translations into the
language of the page.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import NamedTuple

import jinja2
from markupsafe import Markup

from os_apiref.kinds import Severity
from os_apiref.labels import location_label, table_caption, version_words
from os_apiref.model.microversion import VersionRange
from os_apiref.model.nesting import NestedRow, nest_by_location
from os_apiref.model.operation import is_placeholder, split_path
from os_apiref.model.parameter import ParameterUse, Role
from os_apiref.model.samplematch import Path
from os_apiref.model.status import StatusCode
from os_apiref.problems import Problem
from os_apiref.words import Words


@functools.cache
def _environment() -> jinja2.Environment:
    package = FilePath(__file__).parent
    folders = [package / "templates", package.parent / "templates"]
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folders),
        autoescape=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _render(template: str, **values: object) -> str:
    return _environment().get_template(template).render(values)


def _say(words: Words, template: str, **values: object) -> str:
    """Return a template that has words; they come with its values, for no page to keep."""
    return _render(template, **values, gettext=words.gettext, ngettext=words.ngettext)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What the header of an operation shows."""

    method: str
    path: str
    versions: VersionRange
    min_version: str = ""
    max_version: str = ""
    deprecated: str = ""
    summary: str = ""


def version_hooks(versions: VersionRange) -> dict[str, str]:
    """Return the attributes by which scripts know in which versions an element holds."""
    ends = {"data-min-version": versions.min, "data-max-version": versions.max}
    return {name: str(end) for name, end in ends.items() if end}


def _endpoint_values(words: Words, endpoint: Endpoint) -> dict[str, object]:
    low = endpoint.min_version or str(endpoint.versions.min or "")
    high = endpoint.max_version or str(endpoint.versions.max or "")
    return {
        "method": endpoint.method,
        "path": endpoint.path,
        "parts": [(part, is_placeholder(part)) for part in split_path(endpoint.path)],
        "versions": endpoint.versions,
        "version_words": version_words(words, low, high),
    }


def operation(
    words: Words,
    endpoint: Endpoint,
    *,
    ids: Sequence[str],
    classes: Sequence[str],
    title: str,
    title_text: str,
    body: str,
    is_open: bool,
    markdown: str = "",
) -> str:
    """Return an operation; ``title`` and ``body`` are HTML already.

    ``markdown`` is the address of its Markdown, '' for none.
    """
    return _say(
        words,
        "operation.html",
        **_endpoint_values(words, endpoint),
        ids=ids,
        classes=classes,
        title=Markup(title),
        title_text=title_text,
        deprecated=endpoint.deprecated,
        summary=endpoint.summary,
        body=Markup(body),
        open=is_open,
        markdown=markdown,
    )


def endpoint(words: Words, endpoint: Endpoint) -> str:
    """Return a method and path that head no section of their own."""
    return _render("endpoint.html", **_endpoint_values(words, endpoint))


def parameters(
    words: Words,
    rows: Iterable[tuple[ParameterUse, str]],
    role: Role | None,
    keys: Sequence[Path] = (),
) -> str:
    """Return a table; each row is a use and its description in HTML.

    ``keys`` are those of the samples that the rows stand for, as find_keys returns them.
    """
    written = list(rows)
    return _say(
        words,
        "parameters.html",
        caption=table_caption(words, role),
        groups=[
            _Group(
                label=location_label(words, location),
                rows=[_row(words, *written[nested.row], nested) for nested in tree],
                is_inferred=any(nested.above for nested in tree),
                place=words.gettext("in %(place)s", place=location),
            )
            for location, tree in nest_by_location([use for use, _ in written], keys)
        ],
        response=role is Role.RESPONSE,
    )


class _Group(NamedTuple):
    label: str
    rows: list[_Row]
    is_inferred: bool
    """Whether anything but names says what lies in what."""
    place: str
    """What is read out of each row: 'in path'."""


class _Row(NamedTuple):
    id: str
    name: str
    parent: str
    tail: str
    above: str
    depth: int
    location: str
    type: str
    required: bool | None
    versions: VersionRange | None
    version_words: str
    description: Markup


def _row(words: Words, use: ParameterUse, description: str, nested: NestedRow) -> _Row:
    definition = use.definition
    head, dot, tail = use.name.rpartition(".")
    is_named = nested.depth > 0 and not nested.above
    low, high = (definition.min_version, definition.max_version) if definition else ("", "")
    return _Row(
        id=use.anchor,
        name=use.name,
        parent=head + dot if is_named else "",
        tail=tail if is_named else use.name,
        above=".".join(nested.above),
        depth=nested.depth,
        location=definition.location if definition else "",
        type=definition.type if definition else "",
        required=definition.required if definition else None,
        versions=definition.versions if definition else None,
        version_words=version_words(words, low, high),
        description=Markup(description),
    )


def status_codes(
    words: Words,
    groups: Iterable[tuple[str, Iterable[tuple[StatusCode, str]]]],
) -> str:
    """Return one list of status codes.

    Each group has a label and rows; each row is a code and its description in HTML.
    """
    return _say(
        words,
        "status-codes.html",
        groups=[
            (
                label,
                [
                    {
                        "code": status.code,
                        "phrase": status.phrase or words.gettext("Unknown"),
                        # The key of a table's reason names its description, which is shown.
                        "name": "" if status.description else status.reason,
                        "versions": status.versions,
                        "version_words": version_words(
                            words, str(status.versions.min or ""), str(status.versions.max or "")
                        ),
                        "description": Markup(description),
                    }
                    for status, description in rows
                ],
            )
            for label, rows in groups
        ],
    )


def snippets(words: Words, made: Iterable[tuple[str, str, str]]) -> str:
    """Return request snippets; each is the name of its language, its label and its text."""
    return _say(words, "snippets.html", snippets=list(made))


def bar(words: Words, *, first: bool, versions: Mapping[str, str]) -> str:
    """Return the controls of a page; ``versions`` are its microversions with release names."""
    return _say(words, "bar.html", first=first, versions=list(versions.items()))


class IndexPlace(NamedTuple):
    """Where something of an index is, and what is said of that."""

    url: str
    text: str
    note: str = ""


@dataclass(slots=True)
class IndexLine:
    """A line of an index: a name, its id on the page, and its places with their number in words."""

    name: str
    id: str = ""
    count: str = ""
    places: list[IndexPlace] = field(default_factory=list)


def index(
    title: str, groups: Sequence[tuple[str, Sequence[IndexLine]]], *, calls: bool = False
) -> str:
    """Return an index; where its names are ``calls``, each starts with a method."""
    return _render("index.html", title=title, groups=groups, calls=calls)


def moved(addresses: Mapping[str, Sequence[str]]) -> str:
    """Return the ids that a page had once, by the address of the page that has them now."""
    return _render("moved.html", addresses=addresses)


def script_words(messages: Mapping[str, object]) -> str:
    """Return what scripts say, for them to read from their page."""
    return _render("words.html", messages=messages)


def problems(words: Words, found: Iterable[tuple[Problem, Severity]]) -> str:
    """Return the problems of a page, for its author."""
    return _say(
        words,
        "problems.html",
        problems=[
            {
                "severity": severity.value,
                "place": str(problem.place),
                "text": problem.text,
                "name": problem.name,
            }
            for problem, severity in found
        ],
    )


def markdown_link(words: Words, href: str) -> str:
    """Return the link from a page to its Markdown."""
    return _say(words, "markdown-link.html", href=href, title="")


def links(**values: object) -> str:
    """Return a report of links as a whole page; ``links.html`` names the values."""
    return _render("links.html", **values)

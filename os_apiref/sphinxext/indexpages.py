# SPDX-License-Identifier: Apache-2.0
"""The pages of our indices: they fold without a script, and parameters have ids there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.domains import IndexEntry

from os_apiref import render
from os_apiref.sphinxext.domain import rest_domain
from os_apiref.sphinxext.indices import (
    HEAD,
    MEMBER,
    OperationIndex,
    ParameterIndex,
)

PLAIN_TEMPLATE = "page.html"
"""The template of Sphinx and of every theme for a page that is a body."""


def note_pages(app: Sphinx, builder: Builder) -> None:
    """Remember which indices become pages, so that references may lead there.

    singlehtml makes none, whatever ``html_domain_indices`` says.
    """
    pages: set[str] = set()
    if builder.format == "html" and builder.name != "singlehtml":
        wanted = app.config.html_domain_indices
        for page in (OperationIndex.page, ParameterIndex.page):
            if wanted is True or (wanted and page in wanted):
                pages.add(page)
    rest_domain(app.env).index_pages = frozenset(pages)


def write_index(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> str | None:
    """Make the body of an index of ours, and have it put into the theme's plainest page."""
    if doctree is not None or pagename not in rest_domain(app.env).index_pages:
        return None
    is_of_operations = pagename == OperationIndex.page
    ids = {} if is_of_operations else rest_domain(app.env).lookup.entry_ids
    addresses: dict[str, str] = {}

    def url(entry: IndexEntry) -> str:
        if entry.docname not in addresses:
            addresses[entry.docname] = app.builder.get_relative_uri(pagename, entry.docname)
        address = addresses[entry.docname]
        return f"{address}#{quote(entry.anchor)}" if entry.anchor else address

    groups = [(letter, list(_lines(entries, ids, url))) for letter, entries in context["content"]]
    context["title"] = context["indextitle"]
    context["body"] = render.index(context["title"], groups, calls=is_of_operations)
    return PLAIN_TEMPLATE


def _lines(
    entries: Iterable[IndexEntry], ids: Mapping[str, str], url: Callable[[IndexEntry], str]
) -> Iterator[render.IndexLine]:
    """Yield the lines of a group: what is called so, and the places where it is."""
    line: render.IndexLine | None = None
    for entry in entries:
        if line is None or entry.subtype != MEMBER:
            if line:
                yield line
            line = render.IndexLine(entry.name, ids.get(entry.name, ""), entry.descr)
        if entry.subtype != HEAD:
            text = entry.name if entry.subtype == MEMBER else entry.descr
            line.places.append(render.IndexPlace(url(entry), text, entry.qualifier))
    if line:
        yield line

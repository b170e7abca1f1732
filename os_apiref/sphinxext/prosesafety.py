# SPDX-License-Identifier: Apache-2.0
"""Prose for exports: what programs put into their own pages must do nothing there.

HTML that an author wrote raw is its text here, and links lead to what pages
show. Sphinx's own HTML escapes everything else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from html.parser import HTMLParser

from docutils import nodes

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*(?=:)", re.IGNORECASE)
_IGNORED_BY_BROWSERS = re.compile(r"[\x00-\x20]+")
"""Controls at the ends of a URL, and tabs and newlines in it (WHATWG URL, basic URL parser)."""
_SAFE_SCHEMES = frozenset({"http", "https", "ftp", "ftps", "mailto", "irc", "ircs", "news", "tel"})
_SILENT = frozenset({"script", "style", "template", "title"})


def make_safe(blocks: Sequence[nodes.Node], page: str) -> list[nodes.Node]:
    """Change blocks for use outside their page, and return what is left of them.

    ``page`` is the address of their page: links inside it name it.
    """
    safe: list[nodes.Node] = []
    for block in blocks:
        for node in list(block.findall(nodes.Element)):
            if node is not block and (instead := _instead_of(node, page)) is not None:
                node.replace_self(instead)
        own = _instead_of(block, page) if isinstance(block, nodes.Element) else None
        safe += [block] if own is None else own
    return safe


def _instead_of(node: nodes.Element, page: str) -> list[nodes.Node] | None:
    """Return what is to stand in the place of a node, None where it may stay."""
    node["ids"] = []
    if isinstance(node, nodes.raw):
        return _words(node, text_of_html(node))
    if isinstance(node, nodes.system_message):
        return []
    if isinstance(node, nodes.problematic):
        return [nodes.Text(node.astext())]
    if isinstance(node, nodes.image) and not is_safe(node["uri"]):
        return _words(node, node.get("alt", ""))
    if isinstance(node, (nodes.reference, nodes.footnote_reference, nodes.citation_reference)):
        if "refid" in node:
            uri = f"{page}#{node['refid']}"
            return [nodes.reference("", "", *node.children, refuri=uri, internal=True)]
        if not is_safe(node.get("refuri", "")):
            return [nodes.inline("", "", *node.children)]
    return None


def _words(node: nodes.Element, text: str) -> list[nodes.Node]:
    """Return words for a node that stands in a line, or is a block."""
    if isinstance(node.parent, (nodes.TextElement, nodes.Inline)):
        return [nodes.Text(text)]
    return [nodes.paragraph(text, text)] if text else []


def is_safe(uri: str) -> bool:
    """Whether a URI leads to something to show, and starts no program."""
    scheme = _SCHEME.match(_IGNORED_BY_BROWSERS.sub("", uri))
    return scheme is None or scheme[0].lower() in _SAFE_SCHEMES


def text_of_html(raw: nodes.raw) -> str:
    """Return the words of a raw node, '' where they are not for HTML."""
    if "html" not in raw.get("format", "").split():
        return ""
    reader = _TextReader()
    # An unknown declaration ends the parser with an assertion.
    with suppress(AssertionError):
        reader.feed(raw.astext())
        reader.close()
    return " ".join("".join(reader.words).split())


class _TextReader(HTMLParser):
    """Reads the text of HTML, but none that no reader sees."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _SILENT

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT and self._silent > 0

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)

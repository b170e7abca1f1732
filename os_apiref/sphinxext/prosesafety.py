# SPDX-License-Identifier: Apache-2.0
"""Prose for exports: what programs put into their own pages must do nothing there.

HTML that an author wrote raw is its text here, and links lead to what pages
show. Sphinx's own HTML escapes everything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
    for block in blocks:
        for node in list(block.findall(nodes.Element)):
            if node is not block:
                _change(node, page)
    return [new for block in blocks for new in _changed_block(block, page)]


def _changed_block(block: nodes.Node, page: str) -> Iterator[nodes.Node]:
    if isinstance(block, nodes.raw):
        if text := text_of_html(block):
            yield nodes.paragraph(text, text)
    elif not isinstance(block, nodes.system_message):
        if isinstance(block, nodes.Element):
            _change(block, page)
        yield block


def _change(node: nodes.Element, page: str) -> None:
    node["ids"] = []
    if isinstance(node, nodes.raw):
        text = text_of_html(node)
        in_line = isinstance(node.parent, (nodes.TextElement, nodes.Inline))
        node.replace_self(nodes.Text(text) if in_line else nodes.paragraph(text, text))
    elif isinstance(node, nodes.system_message):
        node.parent.remove(node)
    elif isinstance(node, nodes.problematic):
        node.replace_self(nodes.Text(node.astext()))
    elif isinstance(node, (nodes.reference, nodes.footnote_reference, nodes.citation_reference)):
        _change_link(node, page)
    elif isinstance(node, nodes.image) and not is_safe(node["uri"]):
        node.replace_self(nodes.Text(node.get("alt", "")))


def _change_link(node: nodes.Element, page: str) -> None:
    if "refid" in node:
        node.replace_self(_link(node, f"{page}#{node['refid']}"))
    elif not is_safe(node.get("refuri", "")):
        node.replace_self(nodes.inline("", "", *node.children))


def _link(node: nodes.Element, uri: str) -> nodes.reference:
    return nodes.reference("", "", *node.children, refuri=uri, internal=True)


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

# SPDX-License-Identifier: Apache-2.0
"""What stands within a line, as Markdown."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from docutils import nodes

from os_apiref import markdowntext as md
from os_apiref.sphinxext.prosesafety import is_safe, text_of_html


class Leads(NamedTuple):
    """Where links lead, and what can be linked to."""

    link: Callable[[str], str]
    """The destination for an address from the root of the pages; '' for none."""
    anchor: Callable[[str], str]
    """The Markdown that makes an id a target."""
    image: Callable[[str], str]
    """The destination for an image of the project, '' for none."""
    download: Callable[[str], str]
    """The destination for a file to download, '' for none."""
    page: str = ""
    """The address of the document's own page."""


class _Span(NamedTuple):
    """What is emphasised: Markdown, the mark that may stand around it, the element instead."""

    text: str
    mark: str
    element: str


class _Code(NamedTuple):
    """A code span, and the text that it is made of."""

    text: str
    plain: str


_Part = str | _Span | _Code


class Inline:
    """The Markdown of nodes within a line.

    The method of a node is named after its class, or a class that it comes
    from; without one it shows its children, so nothing is lost.
    """

    def __init__(self, leads: Leads) -> None:
        self.leads = leads
        self.in_cell = False
        self._is_emphasised = False
        self._methods: dict[type, Callable[[Any], _Part]] = {}

    def line(self, children: Iterable[nodes.Node]) -> str:
        """Return nodes as one line."""
        return _joined([self._part(child) for child in children], self.in_cell).strip(" ")

    def text(self, text: str) -> str:
        """Return a text that is no markup."""
        return md.escape(md.squeeze(text), in_cell=self.in_cell)

    def code(self, text: str) -> str:
        """Return text as code."""
        return md.code_span(text, in_cell=self.in_cell)

    def strong(self, children: Sequence[nodes.Node]) -> str:
        """Return nodes as one strong line."""
        self._is_emphasised = True
        line = self.line(children)
        self._is_emphasised = False
        return _joined([_Span(line, "**", "strong")], self.in_cell)

    def lines(self, block: nodes.Element, indent: str = "") -> list[str]:
        """Return the lines of a line block; those of blocks inside it are indented."""
        lines: list[str] = []
        for child in block.children:
            if isinstance(child, nodes.line_block):
                lines += self.lines(child, f"{indent}\u2003")
            elif isinstance(child, nodes.Element):
                lines.append(f"{indent}{self.line(child.children)}" or "\u00a0")
        return lines

    def anchors(self, node: nodes.Element) -> str:
        """Return what makes the ids of a node targets."""
        return "".join(map(self.leads.anchor, node["ids"]))

    def _part(self, node: nodes.Node) -> _Part:
        if not isinstance(node, nodes.Element):
            return self.text(node.astext())
        kind = type(node)
        if kind not in self._methods:
            found = (getattr(self, f"_show_{one.__name__}", None) for one in kind.__mro__)
            self._methods[kind] = next(filter(None, found), self._children)
        part = self._methods[kind](node)
        if node["ids"]:
            return self.anchors(node) + _joined([part], self.in_cell)
        return part

    def _children(self, node: nodes.Element) -> str:
        return _joined([self._part(child) for child in node.children], self.in_cell)

    def _span(self, node: nodes.Element, mark: str, element: str) -> _Part:
        if self._is_emphasised:  # marks inside marks may join
            return f"<{element}>{self._children(node)}</{element}>"
        self._is_emphasised = True
        text = self._children(node)
        self._is_emphasised = False
        return _Span(text, mark, element)

    def _show_emphasis(self, node: nodes.Element) -> _Part:
        return self._span(node, "*", "em")

    _show_title_reference = _show_emphasis

    def _show_strong(self, node: nodes.Element) -> _Part:
        return self._span(node, "**", "strong")

    def _show_inline(self, node: nodes.Element) -> _Part:
        return (
            self._show_emphasis(node)
            if "versionmodified" in node["classes"]
            else self._children(node)
        )

    def _show_literal(self, node: nodes.Element) -> _Part:
        text = node.astext()
        return _Code(self.code(text), text)

    _show_math = _show_literal

    def _show_subscript(self, node: nodes.Element) -> _Part:
        return f"<sub>{self._children(node)}</sub>"

    def _show_superscript(self, node: nodes.Element) -> _Part:
        return f"<sup>{self._children(node)}</sup>"

    def _show_abbreviation(self, node: nodes.Element) -> _Part:
        meaning = node.get("explanation", "")
        return self._children(node) + (f" ({self.text(meaning)})" if meaning else "")

    def _show_reference(self, node: nodes.Element) -> _Part:
        text, url = self._children(node), node.get("refuri", "")
        if "refid" in node:
            to = self.leads.link(f"{self.leads.page}#{node['refid']}")
        elif node.get("internal"):
            to = self.leads.link(url)
        elif not is_safe(url):
            to = ""
        elif md.is_plain_url(url) and node.astext() == url:
            return f"<{url}>"
        else:
            to = self._outward(url)
        return md.link(text or self.text(url), to) if to else text

    def _outward(self, url: str) -> str:
        """Return the destination of what an author wrote as a URL, relative to the page or not."""
        try:
            parts = urlsplit(url)
            is_relative = not (parts.scheme or parts.netloc or url.startswith("/"))
            address = urljoin(self.leads.page, url) if is_relative else url
        except ValueError:  # a malformed host
            return md.destination(url)
        return self.leads.link(address) if is_relative else md.destination(url)

    def _show_footnote_reference(self, node: nodes.Element) -> _Part:
        label = f"\\[{self._children(node)}\\]"
        to = self.leads.link(f"{self.leads.page}#{node['refid']}") if "refid" in node else ""
        return md.link(label, to) if to else label

    _show_citation_reference = _show_footnote_reference

    def _show_image(self, node: nodes.Element) -> _Part:
        url = node["uri"]
        if not is_safe(url):
            to = ""
        elif "://" in url:
            to = md.destination(url)
        else:
            to = self.leads.image(url)
        text = self.text(node.get("alt", ""))
        return f"!{md.link(text, to)}" if to else text

    def _show_download_reference(self, node: nodes.Element) -> _Part:
        if "filename" in node:
            to = self.leads.download(node["filename"])
            return md.link(self._children(node), to) if to else self._children(node)
        return self._show_reference(node)

    def _show_raw(self, node: nodes.raw) -> _Part:
        return self.text(text_of_html(node))

    def _hidden(self, node: nodes.Element) -> _Part:
        return ""

    _show_Invisible = _show_system_message = _hidden

    def _show_target(self, node: nodes.Element) -> _Part:
        return self._children(node)


def _joined(parts: Sequence[_Part], in_cell: bool) -> str:
    """Return parts as one line, each told from its neighbours."""
    out = ""
    for index, part in enumerate(parts):
        if isinstance(part, _Span):
            after = next((_text_of(one) for one in parts[index + 1 :] if _text_of(one)), "")
            out += _emphasised(out, part, after)
        elif isinstance(part, _Code):
            is_apart = not out.endswith("`") or out.endswith("\\`")
            out += part.text if is_apart else md.code_element(part.plain, in_cell=in_cell)
        else:
            if part.startswith("[") and out.endswith("!"):
                out = f"{out[:-1]}\\!"  # else it were an image
            out += part
    return out


def _text_of(part: _Part) -> str:
    if isinstance(part, _Span):
        return f"{part.mark}{part.text}" if part.text.strip(" ") else part.text
    return part if isinstance(part, str) else part.text


def _emphasised(before: str, span: _Span, after: str) -> str:
    """Return a span with marks where the rules read them as such, else as an element.

    A mark must not touch white space inside, and punctuation inside only where
    there is none but letters outside (CommonMark, section 6.2).
    """
    text = span.text.strip(" ")
    if not text:
        return span.text
    start = " " if span.text.startswith(" ") else ""
    end = " " if span.text.endswith(" ") else ""
    outer = ((before + start)[-1:], (end + after)[:1])
    is_mark = all(
        not _is_space(inside) and (not _is_punctuation(inside) or _is_edge(outside))
        for inside, outside in zip((text[0], text[-1]), outer, strict=True)
    )
    if is_mark and "*" not in outer:
        return f"{start}{span.mark}{text}{span.mark}{end}"
    return f"{start}<{span.element}>{text}</{span.element}>{end}"


def _is_space(character: str) -> bool:
    return unicodedata.category(character) == "Zs" or character in "\t\n\f\r"


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def _is_edge(character: str) -> bool:
    return not character or _is_space(character) or _is_punctuation(character)

# SPDX-License-Identifier: Apache-2.0
"""Blocks inside a cell of a table, which is one line: what Markdown cannot say is HTML there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from docutils import nodes
from sphinx.locale import admonitionlabels

from os_apiref import markdowntext as md
from os_apiref.sphinxext.markdown.inline import Inline

_PARAGRAPH_END = "<br><br>"


class Cells:
    """The content of cells; ``inline`` is told to write for one."""

    def __init__(self, inline: Inline) -> None:
        self.inline = inline
        self._methods: dict[type, Callable[[nodes.Element], str]] = {}

    def cell(self, blocks: Iterable[nodes.Node]) -> str:
        """Return blocks as one line."""
        self.inline.in_cell = True
        content = self._blocks(blocks)
        self.inline.in_cell = False
        return content

    def line(self, text: str) -> str:
        """Return text that is no markup."""
        return md.escape(md.squeeze(text), in_cell=True)

    def code(self, text: str) -> str:
        """Return text as code, nothing for none."""
        return md.code_span(text, in_cell=True) if text else ""

    def _blocks(self, children: Iterable[nodes.Node]) -> str:
        """Return blocks; between two that are no elements stands an empty line."""
        content = ""
        line: list[nodes.Node] = []
        for child in children:
            if isinstance(child, (nodes.Text, nodes.Inline)):
                line.append(child)
                continue
            content = _below(content, self.inline.line(line))
            line = []
            if isinstance(child, nodes.Element):
                content = _below(content, self._block(child))
        return _below(content, self.inline.line(line))

    def _block(self, node: nodes.Element) -> str:
        kind = type(node)
        if kind not in self._methods:
            found = (getattr(self, f"_show_{one.__name__}", None) for one in kind.__mro__)
            self._methods[kind] = next(filter(None, found), self._children)
        return self.inline.anchors(node) + self._methods[kind](node)

    def _children(self, node: nodes.Element) -> str:
        if isinstance(node, nodes.TextElement):
            return self.inline.line(node.children)
        return self._blocks(node.children)

    def _show_bullet_list(self, node: nodes.Element) -> str:
        return _element("ul", self._items(node, "li"))

    def _show_enumerated_list(self, node: nodes.Element) -> str:
        start = node.get("start", 1)
        return _element("ol" if start == 1 else f'ol start="{start}"', self._items(node, "li"))

    def _items(self, node: nodes.Element, name: str) -> str:
        return "".join(_element(name, self._block(one)) for one in _elements(node))

    def _show_definition_list(self, node: nodes.Element) -> str:
        return _element("dl", "".join(map(self._definition, _elements(node))))

    _show_field_list = _show_option_list = _show_definition_list

    def _definition(self, item: nodes.Element) -> str:
        heads = (nodes.term, nodes.classifier, nodes.field_name, nodes.option_group)
        return "".join(
            _element("dt" if isinstance(one, heads) else "dd", self._block(one))
            for one in _elements(item)
        )

    def _show_option_group(self, node: nodes.Element) -> str:
        return self.inline.code(node.astext())

    def _show_FixedTextElement(self, node: nodes.Element) -> str:
        lines = node.astext().replace("\0", "\ufffd").splitlines()
        return _element("pre", "<br>".join(md.escape(line, in_cell=True) for line in lines))

    def _show_line_block(self, node: nodes.Element) -> str:
        return "<br>".join(self.inline.lines(node))

    def _show_block_quote(self, node: nodes.Element) -> str:
        return _element("blockquote", self._blocks(node.children))

    def _show_Admonition(self, node: nodes.Element) -> str:
        label = self.inline.text(str(admonitionlabels.get(node.tagname, "")))
        content = self._blocks(node.children)
        return _element("blockquote", _below(f"**{label}**" if label else "", content))

    _show_versionmodified = _children

    def _show_title(self, node: nodes.Element) -> str:
        return self.inline.strong(node.children)

    _show_rubric = _show_caption = _show_title

    def _show_table(self, node: nodes.Element) -> str:
        rows = (
            _element("tr", "".join(_element("td", self._block(cell)) for cell in _elements(row)))
            for row in node.findall(nodes.row)
        )
        titles = "".join(
            self._block(one) for one in _elements(node) if isinstance(one, nodes.title)
        )
        return _below(titles, _element("table", "".join(rows)))

    def _hidden(self, node: nodes.Element) -> str:
        return ""

    _show_Invisible = _show_system_message = _hidden


def _elements(node: nodes.Element) -> Sequence[nodes.Element]:
    return [one for one in node.children if isinstance(one, nodes.Element)]


def _element(start: str, content: str) -> str:
    return f"<{start}>{content}</{start.partition(' ')[0]}>"


_ELEMENTS = ("<ul>", "<ol", "<dl>", "<pre>", "<blockquote>", "<table>")
_ENDS = ("</ul>", "</ol>", "</dl>", "</pre>", "</blockquote>", "</table>")


def _below(content: str, block: str) -> str:
    """Return a block below others."""
    if not content or not block:
        return content or block
    is_apart = content.endswith(_ENDS) or block.startswith(_ELEMENTS)
    return f"{content}{'' if is_apart else _PARAGRAPH_END}{block}"

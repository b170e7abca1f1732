# SPDX-License-Identifier: Apache-2.0
"""Blocks of a document as Markdown: sections, paragraphs, lists, notes, code."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import admonitionlabels

from os_apiref import markdowntext as md
from os_apiref.export.markdownblocks import Block, Heading
from os_apiref.sphinxext.markdown.inline import Inline, Leads
from os_apiref.sphinxext.markdown.tables import Tables

_HEADS = (nodes.term, nodes.classifier, nodes.field_name, nodes.option_group)
"""What names an item of a list; all else of the item says what the name means."""

_NO_LANGUAGES = frozenset({"default", "none"})


class Blocks:
    """The Markdown of a document.

    The method of a node is named after its class, or a class that it comes
    from. A node without one shows its children as blocks, or as one line where
    it holds text: nothing is lost.
    """

    def __init__(self, leads: Leads, definitions: Mapping[str, nodes.Element]) -> None:
        self.inline = Inline(leads)
        self.tables = Tables(self.inline, definitions)
        self._methods: dict[type, Callable[[nodes.Element], Sequence[Block]]] = {}
        self._level = self._depth = 0
        self._operations: list[str] = []

    def document(self, document: nodes.document) -> list[Block]:
        """Return a document; a heading without text heads operations that have no section."""
        blocks = self.blocks(document.children)
        alone, self._operations = self._operations, []
        return [Heading(1, "", (), tuple(alone)), *blocks] if alone else blocks

    def blocks(self, children: Iterable[nodes.Node]) -> list[Block]:
        """Return nodes as blocks; what stands within a line makes lines."""
        made: list[Block] = []
        line: list[nodes.Node] = []
        for child in children:
            is_target = isinstance(child, nodes.Invisible)
            if isinstance(child, (nodes.Text, nodes.Inline)) and not is_target:
                line.append(child)
                continue
            made += self._line(line)
            line = []
            if isinstance(child, nodes.Element):
                made += self._block(child)
        return [*made, *self._line(line)]

    def texts(self, children: Iterable[nodes.Node]) -> list[str]:
        """Return nodes as blocks that stand inside another one, where no section can."""
        self._depth += 1
        made = self.blocks(children)
        self._depth -= 1
        return [md.guard_lines(one.text) if isinstance(one, Heading) else one for one in made]

    def _block(self, node: nodes.Element) -> Sequence[Block]:
        kind = type(node)
        if kind not in self._methods:
            found = (getattr(self, f"_show_{one.__name__}", None) for one in kind.__mro__)
            self._methods[kind] = next(filter(None, found), self._children)
        return self._methods[kind](node)

    def _children(self, node: nodes.Element) -> Sequence[Block]:
        if isinstance(node, nodes.TextElement):
            return self._show_paragraph(node)
        return self._with_ids(node, self.blocks(node.children))

    def _with_ids(self, node: nodes.Element, blocks: Sequence[Block]) -> Sequence[Block]:
        """Return blocks below the ids of a node that has no text of its own to carry them."""
        # A mark may come to nothing, and an item must not start with nothing.
        target = md.target if self._depth else self.inline.leads.anchor
        return ["".join(map(target, node["ids"])), *blocks] if node["ids"] else blocks

    def _show_paragraph(self, node: nodes.Element) -> Sequence[Block]:
        line = self.inline.line(node.children)
        return [self.inline.anchors(node) + md.guard_lines(line)] if line else []

    def _line(self, children: Sequence[nodes.Node]) -> Sequence[Block]:
        line = self.inline.line(children) if children else ""
        return [md.guard_lines(line)] if line else []

    def _show_section(self, node: nodes.Element) -> Sequence[Block]:
        outer, self._operations = self._operations, []
        self._level += 1
        first = node.children[0] if node.children else None
        title = first if isinstance(first, nodes.title) else nodes.title()
        inner = self.blocks(node.children[1:] if title is first else node.children)
        ids = (*node["ids"], *title["ids"])
        text = self.inline.line(title.children)
        heading = Heading(self._level, text, ids, tuple(self._operations))
        self._level -= 1
        self._operations = outer
        return [heading, *inner]

    def _show_rest_method(self, node: nodes.Element) -> Sequence[Block]:
        self._operations.append(node["operation"].id)
        return [self.tables.endpoint(node)]

    def _show_rest_parameters(self, node: nodes.Element) -> Sequence[Block]:
        return [self.tables.parameters(node)]

    def _show_rest_status_codes(self, node: nodes.Element) -> Sequence[Block]:
        return self.tables.status_codes(node)

    def _show_table(self, node: nodes.Element) -> Sequence[Block]:
        return self._with_ids(node, self.tables.table(node))

    def _show_title(self, node: nodes.Element) -> Sequence[Block]:
        """Show the title of what is no section."""
        return [self.inline.anchors(node) + self.inline.strong(node.children)]

    _show_rubric = _show_caption = _show_title

    def _show_transition(self, node: nodes.Element) -> Sequence[Block]:
        return ["***"]

    def _show_line_block(self, node: nodes.Element) -> Sequence[Block]:
        lines = self.inline.lines(node)
        return self._with_ids(node, ["\\\n".join(map(md.guard, lines))] if lines else [])

    def _show_bullet_list(self, node: nodes.Element) -> Sequence[Block]:
        return self._list(node, "-")

    def _show_enumerated_list(self, node: nodes.Element) -> Sequence[Block]:
        # Markdown knows no letters and no Roman numbers: Sphinx's plain text has none either.
        return self._list(node, "1.")

    def _list(self, node: nodes.Element, marker: str) -> Sequence[Block]:
        items = [one for one in node.children if isinstance(one, nodes.Element)]
        contents = [
            [str(one) for one in self._with_ids(item, self.texts(item.children))] for item in items
        ]
        return self._with_ids(node, md.items(contents, marker, node.get("start", 1)))

    def _show_definition_list(self, node: nodes.Element) -> Sequence[Block]:
        items = [one for one in node.children if isinstance(one, nodes.Element)]
        return self._with_ids(node, md.items(map(self._definition, items), "-"))

    _show_field_list = _show_option_list = _show_docinfo = _show_definition_list

    def _definition(self, item: nodes.Element) -> list[str]:
        """Return what an item of a list of names says: its names in one line, then the rest."""
        line = ""
        rest: list[str] = []
        for child in item.children:
            if isinstance(child, nodes.classifier):
                line += f" : {self.inline.line(child.children)}"
            elif isinstance(child, _HEADS):
                line += f"{', ' if line else ''}{self._head(child)}"
            else:
                rest += self.texts(child.children)
        return [md.guard_lines(line), *rest]

    def _head(self, node: nodes.Element) -> str:
        if isinstance(node, nodes.option_group):
            return self.inline.code(node.astext())
        return self.inline.anchors(node) + self.inline.strong(node.children)

    def _show_FixedTextElement(self, node: nodes.Element) -> Sequence[Block]:
        language = node.get("language", "")
        code = md.fence(node.astext(), "" if language in _NO_LANGUAGES else language)
        return self._with_ids(node, [code])

    def _show_math_block(self, node: nodes.Element) -> Sequence[Block]:
        return self._with_ids(node, [md.fence(node.astext(), "math")])

    def _show_block_quote(self, node: nodes.Element) -> Sequence[Block]:
        return self._with_ids(node, md.quote(self.texts(node.children)))

    def _show_attribution(self, node: nodes.Element) -> Sequence[Block]:
        return [f"— {self.inline.line(node.children)}"]

    def _show_Admonition(self, node: nodes.Element) -> Sequence[Block]:
        if "rest-marker" in node["classes"]:
            return []
        children = node.children
        label = self.inline.text(str(admonitionlabels.get(node.tagname, "")))
        if children and isinstance(children[0], nodes.title):
            label = self.inline.line(children[0].children)
            children = children[1:]
        blocks = [f"**{label}**" if label else "", *self.texts(children)]
        return self._with_ids(node, md.quote(blocks))

    _show_topic = _show_sidebar = _show_Admonition
    _show_versionmodified = _children

    def _show_footnote(self, node: nodes.Element) -> Sequence[Block]:
        label, *rest = node.children
        mark = f"{self.inline.anchors(node)}\\[{self.inline.text(label.astext())}\\]"
        return [mark, *self.texts(rest)]

    _show_citation = _show_footnote

    def _show_desc(self, node: nodes.Element) -> Sequence[Block]:
        blocks: list[str] = []
        for child in node.children:
            if isinstance(child, addnodes.desc_signature):
                blocks.append(self.inline.anchors(child) + self.inline.code(child.astext()))
            else:
                blocks += self.texts([child])
        return self._with_ids(node, md.items([blocks], "-"))

    def _hidden(self, node: nodes.Element) -> Sequence[Block]:
        return []

    _show_Invisible = _show_system_message = _show_meta = _show_decoration = _hidden
    _show_rest_marker = _show_rest_definitions = _show_rest_expand_all = _hidden

    def _show_target(self, node: nodes.Element) -> Sequence[Block]:
        return [] if "refuri" in node or "refid" in node else self._with_ids(node, [])

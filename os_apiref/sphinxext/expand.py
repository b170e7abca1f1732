# SPDX-License-Identifier: Apache-2.0
"""The compact nodes as standard ones, for every writer that does not make HTML."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from os_apiref.labels import location_label, role_label, status_label, version_words
from os_apiref.model.nesting import NestedRow, nest_by_location
from os_apiref.model.parameter import ParameterUse, Role
from os_apiref.model.samplematch import Path
from os_apiref.sphinxext.figures import find_shown, is_introduced
from os_apiref.sphinxext.nodes import (
    blocks_of,
    definitions_of,
    rest_definitions,
    rest_expand_all,
    rest_method,
    rest_parameters,
    rest_sample,
    rest_status_codes,
)
from os_apiref.sphinxext.samplekeys import parts_of
from os_apiref.sphinxext.wording import words

DEPTH_LIMIT = 2
"""Lists in a list of rows: LaTeX takes six levels of lists, of which a description needs some."""

_OURS = ("anchors", "sample")
"""What we note at a sample, for its page and for exports."""

_ZERO_WIDTH_SPACE = "\u200b"
"""Where a page may break a path; pdfTeX stops at it, and a terminal copies it."""


class Expand(SphinxPostTransform):
    """Say with standard nodes what the compact ones mean.

    Builders without a format write no pages (gettext, linkcheck, dummy): they
    read the descriptions where they stand, once. A copy would have no ``uid``,
    and gettext passes over what has none.
    """

    default_priority = 950
    formats = ("", "html")
    """The formats that it is not for: the base class can only name those that it is for."""

    def is_supported(self) -> bool:
        """Whether the builder writes pages, and not in HTML."""
        return not super().is_supported()

    def run(self, **kwargs: Any) -> None:
        """Replace every compact node."""
        self.definitions = definitions_of(self.document)
        _label_samples(self.document)
        for method in list(self.document.findall(rest_method)):
            method.replace_self(_endpoint(method))
        for table in list(self.document.findall(rest_parameters)):
            table.replace_self(self._parameters(table))
        for codes in list(self.document.findall(rest_status_codes)):
            codes.replace_self(self._status_codes(codes))
        for sample in list(self.document.findall(rest_sample)):
            attributes = {name: sample[name] for name in sample.attributes if name not in _OURS}
            block = nodes.literal_block(sample.rawsource, sample.rawsource, **attributes)
            block.source, block.line = sample.source, sample.line
            sample.replace_self(block)
        for hidden in (rest_definitions, rest_expand_all):
            for node in list(self.document.findall(hidden)):
                node.parent.remove(node)
        for text in list(self.document.findall(nodes.Text)):
            if _ZERO_WIDTH_SPACE in text:
                text.parent.replace(text, nodes.Text(text.replace(_ZERO_WIDTH_SPACE, "")))

    def _parameters(self, table: rest_parameters) -> list[nodes.Node]:
        keys = table.get("keys", ()) if self.config.os_apiref_infer_nesting else ()
        result: list[nodes.Node] = []
        for location, tree in nest_by_location([row.use for row in table["rows"]], keys):
            label = location_label(words(), location)
            paragraph = nodes.paragraph("", "", nodes.strong("", label))
            if any(nested.above for nested in tree):
                note = words().gettext("nesting inferred from the example")
                paragraph += nodes.Text(f" ({note})")
            result += [paragraph, self._tree(table, tree)]
        return result

    def _tree(self, table: rest_parameters, tree: list[NestedRow]) -> nodes.definition_list:
        """Return rows as lists in lists; a row too deep for one says itself what it lies in."""
        lists = [nodes.definition_list()]
        definition = nodes.definition()
        for nested in tree:
            row = table["rows"][nested.row]
            depth = min(nested.depth, DEPTH_LIMIT)
            if depth == len(lists):
                lists.append(nodes.definition_list())
                definition += lists[-1]
            del lists[depth + 1 :]
            above = nested.above if nested.depth > DEPTH_LIMIT else ()
            term = nodes.term("", "", nodes.literal("", row.use.name), ids=[row.use.anchor])
            if facts := ", ".join(_facts(row.use, above, table["role"])):
                term += nodes.Text(f" ({facts})")
            definition = self._definition(row.description)
            lists[-1] += nodes.definition_list_item("", term, definition)
        return lists[0]

    def _status_codes(self, table: rest_status_codes) -> list[nodes.Node]:
        items = []
        for status, key in table["rows"]:
            text = f"{status.code} {status.phrase or words().gettext('Unknown')}"
            item = nodes.definition_list_item("", nodes.term("", text), self._definition(key))
            items.append(item)
        label = status_label(words(), table["type"])
        heading = nodes.paragraph("", "", nodes.strong("", label))
        return [heading, nodes.definition_list("", *items)]

    def _definition(self, key: str) -> nodes.definition:
        content = [block.deepcopy() for block in blocks_of(self.definitions[key])] if key else []
        return nodes.definition("", *(content or [nodes.paragraph()]))


def _label_samples(document: nodes.document) -> None:
    """Say of a sample that stands without a word what it is."""
    found = parts_of(document, nodes.literal_block)
    for method in document.findall(rest_method):
        blocks = [one for one in found[id(method.parent)] if "sample" in one]
        for shown in list(find_shown(blocks, method["operation"])):
            if shown.label is None and not is_introduced(shown):
                role = shown.sample.role
                text = role_label(words(), role) if role else words().gettext("Sample")
                label = nodes.paragraph("", "", nodes.strong("", text))
                shown.block.parent.insert(shown.block.parent.index(shown.block), label)


def _endpoint(method: rest_method) -> list[nodes.Node]:
    """Return the line of a request: a block, which each writer breaks where it is too long."""
    line = f"{method['method']} {method['path']}".strip()
    result: list[nodes.Node] = [nodes.literal_block(line, line, language="none")]
    low = method["min_version"] or str(method["versions"].min or "")
    high = method["max_version"] or str(method["versions"].max or "")
    if versions := version_words(words(), low, high):
        result.append(nodes.paragraph("", "", nodes.emphasis("", versions)))
    return result


def _facts(use: ParameterUse, above: Path, role: Role | None) -> list[str]:
    """Return what a row says beside name and description."""
    definition, said = use.definition, words()
    facts = []
    if definition:
        facts.append(definition.type)
        if not definition.required:
            facts.append(said.gettext("optional"))
        elif role is not Role.RESPONSE:
            facts.append(said.gettext("required"))
        facts.append(version_words(said, definition.min_version, definition.max_version))
    if above:
        facts.append(said.gettext("in %(place)s", place=".".join(above)))
    return [fact for fact in facts if fact]

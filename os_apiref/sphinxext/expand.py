# SPDX-License-Identifier: Apache-2.0
"""The compact nodes as standard ones, for every writer that does not make HTML."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from os_apiref.labels import status_label, version_words
from os_apiref.model.parameter import ParameterUse
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
from os_apiref.sphinxext.wording import words


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
        for method in list(self.document.findall(rest_method)):
            method.replace_self(_endpoint(method))
        for table in list(self.document.findall(rest_parameters)):
            table.replace_self(self._parameters(table))
        for codes in list(self.document.findall(rest_status_codes)):
            codes.replace_self(self._status_codes(codes))
        for sample in list(self.document.findall(rest_sample)):
            sample.replace_self(
                nodes.literal_block(sample.rawsource, sample.rawsource, **sample.attributes)
            )
        for hidden in (rest_definitions, rest_expand_all):
            for node in list(self.document.findall(hidden)):
                node.parent.remove(node)

    def _parameters(self, table: rest_parameters) -> nodes.definition_list:
        items = []
        for use, key in table["rows"]:
            term = nodes.term("", "", nodes.literal(use.name, use.name), ids=[use.anchor])
            classifiers = [nodes.classifier("", text) for text in _facts(use)]
            items.append(self._item(term, classifiers, key))
        return nodes.definition_list("", *items)

    def _status_codes(self, table: rest_status_codes) -> list[nodes.Node]:
        items = []
        for status, key in table["rows"]:
            text = f"{status.code} {status.phrase or words().gettext('Unknown')}"
            items.append(self._item(nodes.term("", text), [], key))
        label = status_label(words(), table["type"])
        heading = nodes.paragraph("", "", nodes.strong("", label))
        return [heading, nodes.definition_list("", *items)]

    def _item(
        self, term: nodes.term, classifiers: list[nodes.classifier], key: str
    ) -> nodes.definition_list_item:
        content = [block.deepcopy() for block in blocks_of(self.definitions[key])] if key else []
        definition = nodes.definition("", *(content or [nodes.paragraph()]))
        return nodes.definition_list_item("", term, *classifiers, definition)


def _endpoint(method: rest_method) -> nodes.paragraph:
    paragraph = nodes.paragraph("", "", nodes.strong("", method["method"]), nodes.Text(" "))
    paragraph += nodes.literal(method["path"], method["path"])
    low = method["min_version"] or str(method["versions"].min or "")
    high = method["max_version"] or str(method["versions"].max or "")
    if versions := version_words(words(), low, high):
        paragraph += nodes.Text(f" ({versions})")
    return paragraph


def _facts(use: ParameterUse) -> list[str]:
    """Return what a row says beside name and description, as its classifiers."""
    definition = use.definition
    if definition is None:
        return []
    facts = [definition.location, definition.type]
    said = words()
    facts.append(said.gettext("required") if definition.required else said.gettext("optional"))
    facts.append(version_words(said, definition.min_version, definition.max_version))
    return [fact for fact in facts if fact]
